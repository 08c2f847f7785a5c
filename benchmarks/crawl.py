"""Crawls the same board with newscrawl and with what people would use instead, side by side in one run, and prints one table.

    python -m benchmarks.crawl                      # 2,000 articles of 35 KB on 100 listing pages, three rounds
    python -m benchmarks.crawl --only newscrawl spider --rounds 5
    python -m benchmarks.crawl --saved              # the two real boards of a corpus, where one is at hand
    python -m benchmarks.crawl --long 50000         # does memory stay flat? newscrawl alone, at --articles and at so many

Every contender is a process of its own; in each round each crawls the whole board once, the order turning by one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks import board as made
from benchmarks.contenders import BOARDS, Got, Selectors, day, key_of
from benchmarks.measuring import LONGEST, Cost, run
from benchmarks.serving import served
from tests.quality.samples import CORPUS

FIELDS = ("title", "body", "published_at", "view_count", "department", "attachments")
PYTHON = sys.executable
SEED_PAGES = 5  # listing pages of the former run from which a profile is learned
SAVED = {
    "xe": "http://127.0.0.1:8103/xe/index.php?mid=board_HB_NEWS",
    "gnuboard": "http://127.0.0.1:8101/bbs/board.php?bo_table=press",
}


class Skipped(Exception):
    """Raised by a contender that cannot run here, with the reason."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be crawled: the name of its selectors, its first listing page, and what each post is (by key)."""

    board: str
    address: str
    truth: Mapping[str, Mapping[str, Any]]

    @property
    def selectors(self) -> Selectors:
        """What a hand-written crawler knows of the board."""
        return BOARDS[self.board]


@dataclass(frozen=True, slots=True)
class Contender:
    """One that crawls: `crawl` gets the task and an empty folder, and returns the cost, what was got, and how many were read for it."""

    name: str
    title: str
    crawl: Callable[[Task, Path], tuple[Cost, list[Got], int]]
    needs: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        """The packages that it needs and that are not installed."""
        return [package for package in self.needs if find_spec(package) is None]


def _module(name: str) -> Callable[[Task, Path], tuple[Cost, list[Got], int]]:
    def crawl(task: Task, folder: Path) -> tuple[Cost, list[Got], int]:
        out = folder / "got.jsonl"
        command = [PYTHON, "-m", "benchmarks.contenders", name, task.board, task.address, str(out)]
        cost = run(command, folder / "log", Path(__file__).parents[1])
        lines = out.read_bytes().splitlines() if out.is_file() else []
        got = [msgspec.json.decode(line, type=Got) for line in lines]
        return cost, got, len(got)

    return crawl


def newscrawl(task: Task, folder: Path, *arguments: str, longest: float = LONGEST) -> tuple[Cost, list[Got], int]:
    """Crawl as shipped: reader, pipelines, ledger, feeds."""
    command = [PYTHON, "-m", "newscrawl", "crawl", "--quiet", "--data", str(folder / "data"), task.address, *arguments]
    cost = run(command, folder / "log", Path(__file__).parents[1], longest)
    got = [_of_record(record) for record in records(folder)]
    return cost, got, len(got)


def _learned(task: Task, folder: Path) -> tuple[Cost, list[Got], int]:
    """Crawl with what a former run of a few listing pages learned; its own articles are known, and not read again."""
    newscrawl(task, folder, "--pages", str(SEED_PAGES))
    before = len(list(records(folder)))
    cost, got, after = newscrawl(task, folder)
    if not any(record.get("read_by", {}).get("profile") for record in records(folder)):
        raise Skipped("this newscrawl learns no profiles")
    return cost, got, after - before


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a data folder's articles."""
    for feed in (folder / "data").glob("*.jsonl"):
        if not feed.name.endswith(".views.jsonl"):
            with feed.open("rb") as lines:
                yield from (msgspec.json.decode(line) for line in lines)


def _of_record(record: Mapping[str, Any]) -> Got:
    names = [file["name"] for file in record["attachments"]]
    same = {name: record[name] for name in ("url", "title", "body", "published_at", "view_count", "department")}
    return Got(**same, attachments=names)


CONTENDERS = (
    Contender("spider", "bare Scrapy spider, selectors by hand", _module("spider")),
    Contender("newscrawl", "newscrawl as shipped", newscrawl),
    Contender("learned", "newscrawl, profile learned", _learned),
    Contender("soup", "requests + BeautifulSoup, by hand", _module("soup"), ("requests", "bs4")),
    Contender("crawlee", "crawlee + parsel, by hand", _module("crawlee_"), ("crawlee",)),
    Contender("trafilatura", "trafilatura, crawler and extractor", _module("trafilatura_"), ("trafilatura",)),
    Contender("newspaper", "newspaper4k, links by hand", _module("newspaper_"), ("newspaper",)),
)


@dataclass(slots=True)
class Measured:
    """What came of one contender's rounds."""

    costs: list[Cost] = field(default_factory=list)
    read: int = 0
    right: dict[str, float] = field(default_factory=dict)
    got: int = 0


def score(got: Sequence[Got], task: Task) -> tuple[int, dict[str, float]]:
    """Return how many posts came, and the share of the board's posts of which each field is right; a post not got is wrong in all.

    Texts are compared but for the kind and amount of white space, dates by day, files by their names in order.
    """
    first: dict[str, Got] = {}
    for one in got:
        if (key := key_of(task.selectors, one.url)) and key in task.truth:
            first.setdefault(key, one)
    right = dict.fromkeys(FIELDS, 0)
    asked = dict.fromkeys(FIELDS, 0)
    for key, truth in task.truth.items():
        for name in FIELDS:
            if name in truth:
                asked[name] += 1
                right[name] += key in first and _even(getattr(first[key], name)) == _even(truth[name])
    return len(first), {name: right[name] / asked[name] for name in FIELDS if asked[name]}


def _even(value: Any) -> Any:
    if isinstance(value, list):
        return [_even(one) for one in value]
    if not isinstance(value, str):
        return value
    if (found := day(value)) and len(value) <= len("2024-03-15T10:00:00+09:00") and value.startswith(found):
        return found
    return " ".join(value.split())


def compete(
    task: Task, chosen: Sequence[Contender], rounds: int, say: Callable[[str], None]
) -> dict[str, Measured | str]:
    """Let every contender crawl the board in each round; a contender that is skipped has the reason in place of its figures."""
    results: dict[str, Measured | str] = {one.name: Measured() for one in chosen}
    for round_ in range(rounds):
        turn = round_ % len(chosen)
        for one in (*chosen[turn:], *chosen[:turn]):
            result = results[one.name]
            if isinstance(result, str):
                continue
            if one.missing:
                results[one.name] = f"{', '.join(one.missing)} is not installed (pip install 'newscrawl[bench]')"
                continue
            with tempfile.TemporaryDirectory() as folder:
                try:
                    cost, got, result.read = one.crawl(task, Path(folder))
                except Skipped as skipped:
                    results[one.name] = str(skipped)
                    continue
                result.costs.append(cost)
                result.got, result.right = score(got, task)
                say(
                    f"round {round_ + 1}: {one.name} took {cost.wall:.1f} s, {cost.cpu:.1f} s of CPU, exit code {cost.code}"
                )
                if not result.read:
                    results[one.name] = f"read nothing: {(Path(folder) / 'log').read_text(errors='replace')[-300:]}"
    return results


def table(task: Task, chosen: Sequence[Contender], results: Mapping[str, Measured | str], pages: int) -> Table:
    """Return the table: a row a contender, medians over the rounds, the worst round's memory."""
    out = Table(header_style="bold", pad_edge=False)
    out.add_column("crawler")
    for name in ("pages/s", "× spider", "CPU ms/article", "× spider", "peak MB", "articles", "right", *FIELDS):
        out.add_column(name.replace("_", " "), justify="right")
    base = results.get("spider")
    for one in chosen:
        result = results[one.name]
        if isinstance(result, str):
            continue
        rate, cpu = _rate(result, task, pages), _cpu(result)
        against = ["–", "–"]
        if isinstance(base, Measured):
            against = [f"{rate / _rate(base, task, pages):.2f}", f"{cpu / _cpu(base):.2f}"]
        figures = [f"{result.right[name]:.3f}" if name in result.right else "–" for name in FIELDS]
        out.add_row(
            one.title,
            f"{rate:.0f}",
            against[0],
            f"{1000 * cpu:.1f}",
            against[1],
            f"{max(cost.peak for cost in result.costs):.0f}",
            str(result.got),
            f"{sum(result.right.values()) / len(result.right):.3f}",
            *figures,
        )
    return out


def _rate(result: Measured, task: Task, pages: int) -> float:
    """Return pages a second, listings and articles."""
    read = result.read + pages * result.read / max(1, len(task.truth))
    return median(read / cost.wall for cost in result.costs)


def _cpu(result: Measured) -> float:
    """Return CPU seconds an article."""
    return median(cost.cpu for cost in result.costs) / max(1, result.read)


@contextmanager
def made_board(articles: int) -> Iterator[tuple[Task, int, str]]:
    """Make a board and serve it; gives the task, its listing pages and the server's name."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        pages = made.write(folder, articles)
        truth = {
            str(number): {name: getattr(post, name) for name in FIELDS}
            for number, post in made.truth_of(folder).items()
        }
        with served(folder) as (root, server):
            yield Task("made", root + made.FIRST, truth), pages, server


@contextmanager
def saved_board(name: str) -> Iterator[tuple[Task, int]]:
    """Serve a saved board of the corpus at the port that its addresses name."""
    address = SAVED[name]
    truth: dict[str, dict[str, Any]] = {}
    pages = 0
    for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        if not page["url"].startswith(address):
            continue
        pages += page["kind"] == "listing"
        key = key_of(BOARDS[name], page["url"])
        if page["kind"] == "article" and key:
            article = json.loads((CORPUS / "truth" / f"{page['id']}.json").read_text("utf-8"))["article"]
            files = [file["name"] for file in article.get("attachments", [])]
            kept = {field_: article[field_] for field_ in FIELDS if field_ in article}
            truth[key] = {**kept, "attachments": files}
    command = [PYTHON, str(CORPUS.parent / "eval" / "replay.py"), str(CORPUS)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1.5)
        if process.poll() is not None:
            raise Skipped("the corpus's server does not start: are its ports taken?")
        yield Task(name, address, truth), pages
    finally:
        process.terminate()
        process.wait()


def long_run(few: int, many: int, console: Console) -> None:
    """Crawl a short and a long board with newscrawl, and tell the memory of each."""
    for articles in (few, many):
        with made_board(articles) as (task, _, _), tempfile.TemporaryDirectory() as folder:
            cost, got, read = newscrawl(task, Path(folder), longest=4 * LONGEST)
            size = sum(file.stat().st_size for file in (Path(folder) / "data").glob("ledger.db*"))
            console.print(
                f"{articles:6} articles: {read} read, {score(got, task)[0]} of the board; peak {cost.peak:.1f} MB, "
                f"{1000 * cost.cpu / read:.1f} ms of CPU an article, {cost.wall:.0f} s, ledger {size / 1e6:.0f} MB, exit code {cost.code}"
            )


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--only", nargs="+", choices=[one.name for one in CONTENDERS], metavar="NAME", help="only these contenders"
    )
    parser.add_argument("--saved", action="store_true", help="the saved boards of a corpus in place of the made one")
    parser.add_argument(
        "--long", type=int, metavar="ARTICLES", help="newscrawl alone, on boards of --articles and of so many"
    )
    options = parser.parse_args()

    console = Console(width=210, highlight=False)
    progress = Console(stderr=True, highlight=False)
    if options.long:
        long_run(options.articles, options.long, console)
        return
    chosen = [one for one in CONTENDERS if not options.only or one.name in options.only]
    if not options.saved:
        with made_board(options.articles) as (task, pages, server):
            results = compete(task, chosen, options.rounds, progress.print)
            say(console, task, chosen, results, pages, f"a made board, {server}", options.rounds)
        return
    if not (CORPUS / "index.jsonl").is_file():
        sys.exit(f"There is no corpus at {CORPUS}.")
    for name in SAVED:
        with saved_board(name) as (task, pages):
            results = compete(task, chosen, options.rounds, progress.print)
            say(console, task, chosen, results, pages, f"the saved board {name}", options.rounds)


def say(
    console: Console,
    task: Task,
    chosen: Sequence[Contender],
    results: Mapping[str, Measured | str],
    pages: int,
    what: str,
    rounds: int,
) -> None:
    """Print a board's table."""
    console.print(
        f"{what}: {len(task.truth)} articles on {pages} listing pages; {rounds} rounds, the contenders in turn"
    )
    console.print(table(task, chosen, results, pages))
    for one in chosen:
        if isinstance(reason := results[one.name], str):
            console.print(f"{one.title}: {reason}", markup=False)


if __name__ == "__main__":
    if shutil.which("nginx") is None:
        print(
            "no nginx: the board is served by a server in Python, which may be the slower one of the two",
            file=sys.stderr,
        )
    main()
