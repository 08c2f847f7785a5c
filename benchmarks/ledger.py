"""How fast, how small and how frugal a ledger is that knows a million articles. Two minutes, half a gigabyte of temporary space.

Call it as `python -m benchmarks.ledger [ARTICLES]`.
"""

from __future__ import annotations

import hashlib
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawl.items import Article, Attachment, FieldOrigin, ReadBy, ViewObservation
from newscrawl.ledger import Known, SqliteLedger

BOARD_SIZE = 20_000  # articles of a board
PAGE = 20  # rows of a listing
COMMITS = 20_000  # articles with their whole records
LOOK_UPS = 5_000  # listing pages looked up, of each kind
SIGHTINGS = 10_000  # listing pages whose view counts are kept
START = datetime(2024, 3, 15, tzinfo=UTC)
SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4, 7)]

Line = tuple[str, str]


def time_at(seconds: int) -> str:
    """Return a time so many seconds after the start."""
    return (START + timedelta(seconds=seconds)).isoformat()


def board_of(number: int) -> str:
    """Return the board of an article."""
    return f"site-{number // BOARD_SIZE:03}/press"


def key_of(number: int) -> str:
    """Return an article's key; a board's posts follow each other, with gaps for those of the site's other boards."""
    return str(1_000_000 + 7 * number)


def known_of(number: int) -> Known:
    """Return what is remembered of an article."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    read_at = time_at(number // PAGE)
    return Known(
        key_of(number),
        fingerprint=digest,
        row_mark=digest[:32],
        first_seen_at=read_at,
        last_seen_at=read_at,
        fetched_at=read_at,
        due_at=time_at(number // PAGE + 86_400),
        published_at="2024-03-15T09:00:00+09:00",
        last_modified="Fri, 15 Mar 2024 00:00:00 GMT" if number % 2 else None,
    )


def article_of(board: str, known: Known, chance: random.Random) -> Article:
    """Return an article as long as a press release (about 1,200 characters), of words that compress as Korean prose does."""
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(150)]
    body = " ".join(chance.choices(words, k=300))
    site, _, name = board.partition("/")
    origin = FieldOrigin(rule="label in a table", confidence=0.9)
    return Article(
        id=f"{board}:{known.key}",
        site=site,
        board=name,
        url=f"https://www.example.go.kr/board/view.do?nttId={known.key}",
        title=" ".join(words[:6]),
        body=body,
        body_html=f"<p>{body}</p>",
        published_at=known.published_at,
        attachments=[Attachment(name=f"{words[7]}.hwpx", url=f"https://www.example.go.kr/file/{known.key}/1")],
        fetched_at=known.fetched_at,
        content_hash=known.fingerprint,
        read_by=ReadBy(fields=dict.fromkeys(("title", "body", "published_at", "view_count", "department"), origin)),
    )


def memory() -> float:
    """Return the most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1_024)


def space(path: Path) -> int:
    """Return the size of a ledger's file and of its log."""
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*") if not file.name.endswith("-shm"))


def insertions(ledger: SqliteLedger, path: Path, articles: int) -> Iterator[Line]:
    """Let the ledger know the articles, a listing page a transaction."""
    start = time.perf_counter()
    for first in range(0, articles, PAGE):
        ledger.keep(board_of(first), map(known_of, range(first, min(first + PAGE, articles))))
    taken = time.perf_counter() - start
    yield f"articles kept, {PAGE} a transaction", f"{articles / taken:,.0f} a second"
    yield "file size", f"{space(path) / articles:.0f} bytes an article"
    yield "memory by then", f"{memory():.0f} MB"


def look_ups(ledger: SqliteLedger, articles: int, chance: random.Random) -> Iterator[Line]:
    """Look up listing pages: neighbours on a board, articles from all over a board, and posts that are not known."""
    starts = [chance.randrange(0, articles - PAGE) // PAGE * PAGE for _ in range(LOOK_UPS)]
    listed = [[key_of(number) for number in range(first, first + PAGE)] for first in starts]
    strewn = [
        [key_of(number) for number in chance.sample(range(home, min(home + BOARD_SIZE, articles)), PAGE)]
        for home in (first // BOARD_SIZE * BOARD_SIZE for first in starts)
    ]
    unknown = [[f"{key}0" for key in keys] for keys in listed]
    for what, pages, expected in (
        ("a listing page", listed, PAGE),
        ("from all over", strewn, PAGE),
        ("miss", unknown, 0),
    ):
        yield f"look-up of {PAGE}: {what}", look_up(ledger, starts, pages, expected)


def look_up(ledger: SqliteLedger, starts: Sequence[int], pages: Sequence[Sequence[str]], expected: int) -> str:
    """Return the median and the 99th percentile of a look-up."""
    taken = []
    for first, keys in zip(starts, pages, strict=True):
        start = time.perf_counter()
        found = ledger.known(board_of(first), keys)
        taken.append(1_000 * (time.perf_counter() - start))
        assert len(found) == expected
    return f"median {statistics.median(taken):.3f} ms, 99 % under {statistics.quantiles(taken, n=100)[98]:.3f} ms"


def commits(ledger: SqliteLedger, path: Path, chance: random.Random) -> Iterator[Line]:
    """Commit articles with their records, one a transaction, as a crawl does."""
    before, taken, told = space(path), 0.0, 0
    for number in range(COMMITS):
        known = known_of(number)
        article = article_of(board_of(number), known, chance)
        told += len(article.body.encode())
        start = time.perf_counter()
        ledger.commit(article, known, feed=("data/site.jsonl", number))
        taken += time.perf_counter() - start
    yield "articles committed, one a transaction", f"{COMMITS / taken:,.0f} a second"
    grown = (space(path) - before) / COMMITS
    yield "file size", f"{grown:,.0f} bytes a record (its text alone: {told / COMMITS:,.0f} bytes)"


def observations(ledger: SqliteLedger, path: Path, articles: int, chance: random.Random) -> Iterator[Line]:
    """Keep the view counts of listing pages, each of them seen ten times."""
    before, taken = space(path), 0.0
    homes = [chance.randrange(0, articles - PAGE) // PAGE * PAGE for _ in range(SIGHTINGS // 10)]
    for turn in range(SIGHTINGS):
        first = homes[turn % len(homes)]
        seen = [
            ViewObservation(
                article_id=f"{board_of(first)}:{key_of(number)}",
                observed_at=time_at(3_600 * turn),
                view_count=turn + number % 997,
                source="listing",
            )
            for number in range(first, first + PAGE)
        ]
        start = time.perf_counter()
        ledger.observe(seen)
        taken += time.perf_counter() - start
    yield f"view counts kept, {PAGE} a transaction", f"{SIGHTINGS * PAGE / taken:,.0f} a second"
    yield "file size", f"{(space(path) - before) / (SIGHTINGS * PAGE):.0f} bytes a view count"


def inspection(path: Path) -> Iterator[Line]:
    """Check the whole ledger as an inspection command does."""
    start = time.perf_counter()
    with closing(SqliteLedger(path, read_only=True)) as ledger:
        assert ledger.check() == []
    yield "check of all of it", f"{time.perf_counter() - start:.1f} s"
    yield "memory, the most of all", f"{memory():.0f} MB"


def measure(articles: int) -> Iterator[Line]:
    """Yield every figure of a ledger of so many articles."""
    chance = random.Random(17)
    with tempfile.TemporaryDirectory(prefix="newscrawl-") as folder:
        path = Path(folder, "ledger.db")
        yield "memory before", f"{memory():.0f} MB"
        with closing(SqliteLedger(path)) as ledger:
            yield from insertions(ledger, path, articles)
            yield from look_ups(ledger, articles, chance)
            yield from commits(ledger, path, chance)
            yield from observations(ledger, path, articles, chance)
        yield from inspection(path)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(f"| a ledger of {count:,} articles | |\n|---|---|")
    for what, figure in measure(count):
        print(f"| {what} | {figure} |", flush=True)
