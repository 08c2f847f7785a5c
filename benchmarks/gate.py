"""The speed gate of continuous integration: what an article costs, against what the same machine does in the same minute.

    python -m benchmarks.gate            # ends with 1 where a ratio is over its limit
    python -m benchmarks.gate --pin      # takes this run's ratios for the baseline, where they are lower
    python -m benchmarks.gate --pin --raise    # or higher, which the commit must give a reason for

Two ratios of CPU times, so that neither the machine nor other programs on it matter much: a crawled article, to that of a bare Scrapy
spider with selectors by hand; and the reading of a page, to its parsing by lxml. Each must stay under LIMIT times the baseline in
`benchmarks/baseline.json`. A crawl's start is not counted: an article's cost is the difference between a long board and a short one. Nor
is that of a reading process: newscrawl reads the pages itself here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import msgspec

from benchmarks import board as made
from benchmarks.contenders import Got
from benchmarks.crawl import CONTENDERS, FIELDS, Task, newscrawl
from benchmarks.measuring import Cost
from benchmarks.serving import served
from newscrawl.reading import Page, read_page

BASELINE = Path(__file__).with_name("baseline.json")
LIMIT = 1.5  # a doubling must fail, a noisy neighbour must not
SHORT, LONG = 20, 260  # articles
ROUNDS = 2
MORE = 2  # times that as many rounds are added before a ratio over its limit is believed
PAGES = 30


class Ratios(msgspec.Struct, kw_only=True):
    """What is pinned: CPU of newscrawl's article by the bare spider's, and of a page's reading by its parsing alone."""

    crawl: float
    reading: float


def in_one_process(task: Task, folder: Path) -> tuple[Cost, list[Got], int]:
    """Crawl with newscrawl as shipped, but for the process beside it."""
    return newscrawl(task, folder, "--set", "NEWSCRAWL_READERS=0")


CRAWLS = {"spider": CONTENDERS[0].crawl, "newscrawl": in_one_process}


class Crawls:
    """Crawls of a short and a long board, and the least CPU time of each so far: noise only ever adds."""

    def __init__(self, tasks: dict[int, Task]) -> None:
        self.tasks = tasks
        self.least: dict[tuple[str, int], float] = {}

    def more(self) -> float:
        """Crawl some more rounds; return the ratio."""
        for _ in range(ROUNDS):
            for name, crawl in CRAWLS.items():
                for articles, task in self.tasks.items():
                    with tempfile.TemporaryDirectory() as folder:
                        cost, got, _ = crawl(task, Path(folder))
                        if len(got) != articles:
                            log = (Path(folder) / "log").read_text(errors="replace")
                            sys.exit(f"{name} got {len(got)} of {articles} articles:\n{log[-1000:]}")
                    key = (name, articles)
                    self.least[key] = min(cost.cpu, self.least.get(key, cost.cpu))
        return self.article("newscrawl") / self.article("spider")

    def article(self, name: str) -> float:
        """Return the CPU seconds of an article."""
        return (self.least[name, LONG] - self.least[name, SHORT]) / (LONG - SHORT)


class Readings:
    """Readings of the same pages over and over, and the least CPU time of each page so far, read and only parsed."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages
        self.least: dict[tuple[str, int], float] = {}

    def more(self) -> float:
        """Read all pages some more rounds; return the ratio."""
        for _ in range(2 * ROUNDS):
            for place, page in enumerate(self.pages):
                for name, act in (("read", read_page), ("parsed", lambda page: page.root)):
                    fresh = replace(page)
                    begun = time.process_time()
                    act(fresh)
                    took = time.process_time() - begun
                    self.least[name, place] = min(took, self.least.get((name, place), took))
        return self.total("read") / self.total("parsed")

    def total(self, name: str) -> float:
        """Return the CPU seconds of all pages."""
        return sum(took for (what, _), took in self.least.items() if what == name)


def judged(
    name: str, more: Callable[[], float], pinned: float, told: Callable[[], Iterable[str]]
) -> tuple[float, bool]:
    """Measure a ratio, again where it is over its limit; print a line, and return it with whether it passes."""
    ratio = more()
    for _ in range(MORE):
        if ratio <= pinned * LIMIT:
            break
        ratio = more()
    passes = ratio <= pinned * LIMIT
    verdict = "" if passes else "  TOO SLOW"
    print(
        f"{name:32} {ratio:6.2f}  baseline {pinned:6.2f}, limit {pinned * LIMIT:6.2f}{verdict}  ({', '.join(told())})",
        flush=True,
    )
    return ratio, passes


def main() -> None:
    """Measure and judge."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pin", action="store_true", help="write lower ratios to the baseline")
    parser.add_argument("--raise", dest="higher", action="store_true", help="with --pin: higher ones, too")
    options = parser.parse_args()
    pinned = msgspec.json.decode(BASELINE.read_bytes(), type=Ratios) if BASELINE.is_file() else None
    limits = pinned if pinned and not options.pin else Ratios(crawl=float("inf"), reading=float("inf"))
    with ExitStack() as stack:
        tasks, pages = {}, []
        for articles in (SHORT, LONG):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            made.write(folder, articles)
            truth = {
                str(number): {name: getattr(post, name) for name in FIELDS}
                for number, post in made.truth_of(folder).items()
            }
            root, _ = stack.enter_context(served(folder, plain=True))
            tasks[articles] = Task("made", root + made.FIRST, truth)
            pages = [
                Page(url=f"http://www.example.org{made.ARTICLE}{file.stem}", body=file.read_bytes())
                for file in sorted((folder / "view").iterdir())[:PAGES]
            ]
        crawls, readings = Crawls(tasks), Readings(pages)
        reading, reads_well = judged(
            "reading / parsing",
            readings.more,
            limits.reading,
            lambda: (f"{1000 * readings.total(name) / PAGES:.2f} ms {name}" for name in ("read", "parsed")),
        )
        crawl, crawls_well = judged(
            "newscrawl / bare spider",
            crawls.more,
            limits.crawl,
            lambda: (f"{1000 * crawls.article(name):.2f} ms {name}" for name in ("newscrawl", "spider")),
        )
    if options.pin:
        found = Ratios(crawl=round(crawl, 2), reading=round(reading, 2))
        if pinned and not options.higher:
            found = Ratios(crawl=min(found.crawl, pinned.crawl), reading=min(found.reading, pinned.reading))
        BASELINE.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n")
    sys.exit(0 if reads_well and crawls_well else 1)


if __name__ == "__main__":
    main()
