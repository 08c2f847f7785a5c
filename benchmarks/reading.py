"""Reads the same labelled articles with newscrawl and with extractors from PyPI, side by side in one run, and prints one table.

python -m benchmarks.reading                # the corpus where one is at hand, else the project's own pages
python -m benchmarks.reading --own          # the project's own pages
python -m benchmarks.reading --portal       # articles of 33 KB in the furniture of a portal, all of one board
python -m benchmarks.reading --rounds 7 --per-site 0
"""

from __future__ import annotations

import argparse
import gc
import platform
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.peers import LEARNED, TREE, Reader, readers
from benchmarks.portal import portal_articles
from newscrawl.families import family_of
from newscrawl.profiles import Learner, Profile
from tests.quality.samples import CORPUS, OWN, Sample, samples
from tests.quality.scoring import means, score_page

HUNDRED_KB = 100_000
DEVELOPED_ON = (
    "newscrawl's rules were developed on the pages of the corpus, the other readers' were not: its figures there tell that\n"
    "the rules fit, not how well they carry over to other boards. Times are not touched by this."
)
OWN_PAGES = "Pages of the project itself (no corpus: name its folder in NEWSCRAWL_CORPUS)"
FIGURES = {  # column → figure of tests/quality/scoring.py, and the field a reader must have for it
    "body F1": ("article body", "body"),
    "words": ("article body.words", "body"),
    "exact": ("article body.exact", "body"),
    "title": ("article title", "title"),
    "day": ("article published_at", "published_at"),
    "views": ("article view_count", "view_count"),
    "author": ("article author", "author"),
    "dept.": ("article department", "department"),
    "files": ("article attachments", "attachments"),
    "rows": ("list rows", "rows"),
}


@dataclass(slots=True)
class Measured:
    """What one reader took and got: milliseconds by page, one a round, and the figures that its answers score."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    figures: Mapping[str, float] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def page_ms(self) -> dict[str, float]:
        """Return each page's median over the rounds."""
        return {page: median(times) for page, times in self.times.items()}


def articles(folder: Path, per_site: int) -> list[Sample]:
    """Return the labelled articles of a folder, at most `per_site` of a site, spread evenly over its pages; 0: all."""
    by_site: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples(folder):
        if sample.truth["article"]:
            by_site[sample.site].append(sample)
    return [sample for pages in by_site.values() for sample in _spread(pages, per_site)]


def _spread(pages: Sequence[Sample], most: int) -> Sequence[Sample]:
    if not most or len(pages) <= most:
        return pages
    return [pages[index * len(pages) // most] for index in range(most)]


def learned(folder: Path, measured: Sequence[Sample]) -> dict[str, Profile]:
    """Return what the sites' articles teach that are not measured, by site."""
    aside = {sample.id for sample in measured}
    learners: dict[str, Learner] = {}
    for sample in samples(folder):
        if sample.truth["article"] and sample.id not in aside:
            learner = learners.setdefault(sample.site, Learner(Profile(board=sample.site)))
            page = replace(sample.page)
            learner.article(page, program=family_of(page.url, page.text))
    return {site: learner.profile for site, learner in learners.items() if learner.profile.articles}


def by_profile(results: Mapping[str, Measured], pages: Sequence[Sample], reader: Reader) -> str:
    """Return what the pages cost that a profile reads, beside what they cost otherwise."""
    own = {page.id for page in pages if (article := reader.read(page).article) and article.read_by.profile}
    if not own:
        return "No page was read by a learned profile."
    cost = {
        name: median(ms for page, ms in results[name].page_ms().items() if page in own)
        for name in (LEARNED, "newscrawl", TREE)
    }
    return (
        f"A learned profile read {len(own)} of the {len(pages)} pages: median {cost[LEARNED]:.2f} ms, where newscrawl without one takes "
        f"{cost['newscrawl']:.2f} ms and the tree alone {cost[TREE]:.2f} ms. It was learned from the sites' other articles."
    )


def measure(pages: Sequence[Sample], chosen: Sequence[Reader], rounds: int) -> dict[str, Measured]:
    """Read every page with every reader in each round, the order turning by one from page to page, so that none always goes first."""
    results = {reader.name: Measured() for reader in chosen}
    for reader in (
        chosen
    ):  # what is read once a process (catalogue, families, settings) is nobody's page; answers are scored here
        results[reader.name].figures = _quality(pages, reader, results[reader.name].failures)
    for round_ in range(rounds):
        gc.collect()
        for index, page in enumerate(pages):
            turn = (round_ + index) % len(chosen)
            for reader in (*chosen[turn:], *chosen[:turn]):
                results[reader.name].times[page.id].append(_milliseconds(reader.read, page))
    return results


def _milliseconds(read: Callable[[Sample], Any], page: Sample) -> float:
    started = time.process_time_ns()
    with suppress(Exception):  # a reader that breaks on a page has still taken its time; _quality names the page
        read(page)
    return (time.process_time_ns() - started) / 1e6


def _quality(pages: Sequence[Sample], reader: Reader, failures: list[str]) -> dict[str, float]:
    scores = []
    for page in pages:
        try:
            record = reader.finish(reader.read(page))
        except Exception as error:  # noqa: BLE001 - whatever a reader raises is told, and the page counts as not read
            failures.append(f"{page.id}: {type(error).__name__}: {error}")
            record = {"article": None, "listing": None}
        scores.append((page.site, score_page(record, _by_day(page.truth))))
    return means(scores)


def _by_day(truth: Mapping[str, Any]) -> dict[str, Any]:
    """Return a truth that asks for the day of posting alone: trafilatura gives no time, and is not to lose by that."""
    article = truth["article"]
    return {**truth, "article": {**article, "published_at": (article.get("published_at") or "")[:10] or None}}


def table(results: Mapping[str, Measured], pages: Sequence[Sample], chosen: Sequence[Reader]) -> Table:
    """Return the table: one row a reader, times as medians over pages of medians over rounds, figures as means over sites."""
    out = Table(header_style="bold", pad_edge=False)
    out.add_column("reader")
    for column in ("ms/page", "p90", "ms/100 KB", "× tree", "× newscrawl", *FIGURES):
        out.add_column(column, justify="right")
    sizes = {page.id: len(page.page.body) for page in pages}
    ours, trees = results[chosen[0].name].page_ms(), results[TREE].page_ms()
    for reader in chosen:
        measured = results[reader.name]
        taken = measured.page_ms()
        speed = [
            f"{median(taken.values()):.1f}",
            f"{_ninth_decile(list(taken.values())):.1f}",
            f"{median(ms * HUNDRED_KB / sizes[page] for page, ms in taken.items()):.1f}",
            f"{median(ms / trees[page] for page, ms in taken.items()):.1f}",
            f"{median(ms / ours[page] for page, ms in taken.items()):.1f}",
        ]
        figures = [
            f"{measured.figures[figure]:.3f}" if needed in reader.fields and figure in measured.figures else "–"
            for figure, needed in FIGURES.values()
        ]
        out.add_row(reader.name, *speed, *figures)
    return out


def _ninth_decile(values: list[float]) -> float:
    return quantiles(values, n=10)[-1] if len(values) > 1 else values[0]


def main() -> None:
    """Run the comparison and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is read by each reader (default 5)")
    parser.add_argument(
        "--per-site", type=int, default=5, metavar="N", help="at most N pages of a site; 0: all (default 5)"
    )
    parser.add_argument("--own", action="store_true", help="the project's own pages even where a corpus is at hand")
    parser.add_argument("--portal", action="store_true", help="articles of one board, 33 KB each, made for this")
    options = parser.parse_args()

    has_corpus = (CORPUS / "index.jsonl").is_file() and not options.own and not options.portal
    pages = portal_articles() if options.portal else articles(CORPUS if has_corpus else OWN, options.per_site)
    chosen, missing = readers(learned(CORPUS, pages) if has_corpus else {})
    results = measure(pages, chosen, options.rounds)

    console = Console(width=200, highlight=False)
    sites = Counter(page.site for page in pages)
    sizes = sorted(len(page.page.body) for page in pages)
    console.print(
        f"{'The corpus' if has_corpus else 'One board of a portal' if options.portal else OWN_PAGES}: "
        f"{len(pages)} articles of {len(sites)} sites, {sum(sizes) // 1000:,} KB, median {sizes[len(sizes) // 2] // 1000} KB; "
        f"{options.rounds} rounds; CPU time of one thread; Python {platform.python_version()}"
    )
    console.print(table(results, pages, chosen))
    if has_corpus:
        console.print(by_profile(results, pages, next(reader for reader in chosen if reader.name == LEARNED)))
        console.print(DEVELOPED_ON)
    for name in missing:
        console.print(f"skipped: {name} is not installed (pip install 'newscrawl[bench]')")
    for name, measured in results.items():
        for failure in measured.failures:
            console.print(f"{name} raised on {failure}", markup=False)


if __name__ == "__main__":
    main()
