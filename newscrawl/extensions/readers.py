"""Where pages are read: short ones at once, long ones in processes beside the crawl, so that no page keeps the others waiting."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.errors import NewscrawlError
from newscrawl.extensions.politeness import Politeness, boards_of_spider
from newscrawl.reading import Reading
from newscrawl.reading.worker import Job, receive, send

ELSEWHERE = "newscrawl/readers/pages"  # a stat: pages that were read in other processes


class ReaderLost(NewscrawlError):
    """Raised for a page whose reading ended the process that read it, by the size of the page or a fault of the parser."""


class Readers:
    """Reads pages for the spider.

    Settings: NEWSCRAWL_READERS, so many processes at most (0: none), and NEWSCRAWL_LONG_PAGE, the bytes over which a page is read in one
    of them (0: every page is).
    A process is started when there is a page for it. It ends with the crawl, however that ends: its standard input is then closed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.processes = crawler.settings.getint("NEWSCRAWL_READERS")
        self.long = crawler.settings.getint("NEWSCRAWL_LONG_PAGE")
        self._threads = ThreadPoolExecutor(max(1, self.processes), "reader")
        self._mine = threading.local()
        self._started: list[subprocess.Popen[bytes]] = []
        crawler.signals.connect(self.close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension."""
        return cls(crawler)

    async def read(self, job: Job) -> Reading:
        """Return what a page shows. Raises ReaderLost where the process that read it is no more."""
        if not self.processes or len(job.page.body) <= self.long or (self.long and self._nobody_waits):
            return job.read()
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(ELSEWHERE)
        packed = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, job.packed())
        reading: Reading = pickle.loads(packed)  # noqa: S301 - from our own process
        return reading

    @cached_property
    def _nobody_waits(self) -> bool:
        hosts = {board.host for board in boards_of_spider(self.crawler)}
        politeness = self.crawler.get_extension(Politeness)
        return len(hosts) == 1 and politeness is not None and not hosts & politeness.exempt

    def _ask(self, packed: bytes) -> bytes:
        """Have a page read by this thread's process."""
        process: subprocess.Popen[bytes] | None = getattr(self._mine, "process", None)
        if process is None:
            process = self._mine.process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            send(process.stdin, packed)
            answer = receive(process.stdout)
        except OSError:
            answer = None
        if answer is None:
            del self._mine.process
            raise ReaderLost("the process that read the page came to an end")
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "newscrawl.reading.worker"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        self._started.append(process)
        return process

    def close(self) -> None:
        """Let the processes end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._started:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
            process.wait()
