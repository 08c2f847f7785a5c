"""Live progress on standard error: a table that is redrawn where there is a terminal, plain lines now and then where there is none."""

from __future__ import annotations

from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from newscrawl.extensions.politeness import Politeness, boards_of_spider
from newscrawl.tally import BoardReport, Count, board_reports

_COLUMNS: tuple[Count, ...] = ("pages", "rows", "articles", "withheld", "failed")
_ROOM = 6  # lines of a terminal that are not for boards
_A_BOARD = (
    0.002  # seconds between two redrawings for each board: many of them change slowly, and are drawn at some cost
)


class Progress:
    """Shows what each board's run has done so far; switched on by the setting NEWSCRAWL_PROGRESS ("live" or "lines")."""

    def __init__(self, crawler: Crawler, mode: str) -> None:
        self.crawler = crawler
        self.console = Console(stderr=True)
        self.live = Live(console=self.console, transient=True, auto_refresh=False) if mode == "live" else None
        self.interval = 10.0  # seconds
        self.loop: AsyncioLoopingCall | LoopingCall | None = None
        crawler.signals.connect(self.start, signals.spider_opened)
        crawler.signals.connect(self.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension. Raises NotConfigured where no progress is wanted."""
        mode = crawler.settings.get("NEWSCRAWL_PROGRESS")
        if mode not in ("live", "lines"):
            raise NotConfigured
        return cls(crawler, mode)

    def start(self) -> None:
        """Begin to show."""
        if self.live:
            self.interval = max(0.25, _A_BOARD * len(boards_of_spider(self.crawler)))
            self.live.start()
        self.loop = create_looping_call(self.show)
        self.loop.start(self.interval, now=False)

    def stop(self) -> None:
        """Stop showing; the summary is somebody else's."""
        if self.loop and self.loop.running:
            self.loop.stop()
        if self.live:
            self.live.stop()

    def show(self) -> None:
        """Show the state of every board once."""
        assert self.crawler.stats is not None
        reports = board_reports(self.crawler.stats.get_stats())
        politeness = self.crawler.get_extension(Politeness)
        resting = politeness.resting() if politeness else []
        if self.live:
            self.live.update(_table(reports, resting, self.console.height - _ROOM), refresh=True)
        else:
            for report in reports:
                if not report.notes:
                    counts = ", ".join(f"{report.count(name)} {name}" for name in _COLUMNS[:3])
                    self.console.print(f"{report.board}: {counts}", highlight=False, markup=False, soft_wrap=True)
            for line in resting:
                self.console.print(line, highlight=False, markup=False, soft_wrap=True)


def _table(reports: list[BoardReport], resting: list[str], room: int) -> Table:
    """Return the table of as many boards as there is room for, those under way first, and in a word how many more there are."""
    under_way = [report for report in reports if not report.notes]
    shown = (under_way + [report for report in reports if report.notes])[: max(1, room - len(resting))]
    if len(shown) < len(reports):
        resting = [f"{len(under_way)} of {len(reports)} boards under way", *resting]
    table = Table(
        box=None, pad_edge=False, caption=Text("\n".join(resting)) if resting else None, caption_justify="left"
    )
    table.add_column("reading", overflow="fold")
    for name in _COLUMNS:
        table.add_column(name, justify="right")
    for report in shown:
        table.add_row(report.board, *(str(report.count(name)) for name in _COLUMNS))
    return table
