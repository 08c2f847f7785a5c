"""How long the event loop was held up at the longest, in the stats: `newscrawl/loop/longest_ms`, and of CPU time `longest_work_ms`."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.network.loop import Watch, WatchedLoop

LONGEST = "newscrawl/loop/longest_ms"
LONGEST_WORK = "newscrawl/loop/longest_work_ms"


class Loop:
    """Measures from the spider's opening to its end.

    The first stat is wall time, which other programs' turns lengthen; the second is CPU time of the loop's own thread: work that ought
    to have been shorter or elsewhere.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.watch: Watch | None = None
        crawler.signals.connect(self.begin, signals.spider_opened)
        crawler.signals.connect(self.tell, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension."""
        return cls(crawler)

    def begin(self) -> None:
        """Begin to measure, where the loop is one that measures."""
        loop = asyncio.get_running_loop()
        if isinstance(loop, WatchedLoop):
            self.watch = loop.watch
            self.watch.begin()

    def tell(self) -> None:
        """Put what was measured into the stats."""
        if self.watch is not None:
            assert self.crawler.stats is not None
            self.crawler.stats.set_value(LONGEST, round(1000 * self.watch.longest, 1))
            self.crawler.stats.set_value(LONGEST_WORK, round(1000 * self.watch.longest_work, 1))
