"""Where pages are read: by the crawl itself while it has the time, else in processes beside it, so that no page keeps others waiting."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from functools import cached_property
from time import perf_counter
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.extensions.politeness import Politeness, boards_of_spider
from newscrawl.profiles import Learner, Profile
from newscrawl.profiles.desk import Answer, Desk, Job, Lessons, Opening
from newscrawl.profiles.process import ReaderLost, ReadingProcess
from newscrawl.reading import Page
from newscrawl.reading.program import Program

logger = logging.getLogger(__name__)

ELSEWHERE = "newscrawl/readers/pages"  # a stat: pages that were read in other processes
_WINDOW = 1.0  # seconds over which it is measured what reading takes of the crawl's time,
_MUCH = 0.3  # and the part of them from which pages are read elsewhere
_SETTLED = 5  # pages of a board that are read here first: one of which no more come is not worth the move
_ENDLESS = 5  # times a long page, from where on one is read elsewhere even if nobody waits: its time is bounded there


class Readers:
    """Reads the pages of boards.

    A board is read here until reading takes much of the crawl's time and some pages of it were read, or until a long page of it comes; from
    then on all its pages are read in one of the processes, which takes over what was learned of the board. Should that process be lost,
    the board is read on with what was known when it moved.

    Settings: NEWSCRAWL_READERS, so many processes at most (0: none); NEWSCRAWL_LONG_PAGE, the bytes over which a page is a long one (0:
    every page is); NEWSCRAWL_READING_TIMEOUT, the seconds that one page may take there. A process is started when there is a page for it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.most = crawler.settings.getint("NEWSCRAWL_READERS")
        self.long = crawler.settings.getint("NEWSCRAWL_LONG_PAGE")
        self.limit = crawler.settings.getfloat("NEWSCRAWL_READING_TIMEOUT")
        self.processes: dict[int, asyncio.Task[ReadingProcess]] = {}
        self._lost: list[asyncio.Task[ReadingProcess]] = []
        self._desk = Desk()
        self._moved: dict[str, ReadingProcess] = {}  # boards that are read elsewhere
        self._places: dict[str, int] = {}  # by board: which of the processes is its
        self._here: Counter[str] = Counter()  # pages read here, by board
        self._load = _Load()
        crawler.signals.connect(self.close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension."""
        return cls(crawler)

    def open(self, board: str, learner: Learner, program: Program | None) -> None:
        """Have a board's pages read from now on, by its learner and with what is known of its program."""
        self._desk.open(board, learner, program)

    async def read(self, job: Job) -> Answer:
        """Return what a page shows.

        Raises ReaderLost where that took too long or ended the process that read it, ReadingFailed for an error in that process.
        """
        assert self.crawler.stats is not None
        while (process := self._moved.get(job.board) or await self._process_for(job)) is not None:
            try:
                answer: Answer = await process.ask(job)
            except ReaderLost as lost:
                self._forget(process)
                if lost.blamed and process.answered:
                    raise
            else:
                self.crawler.stats.inc_value(ELSEWHERE)
                return answer
        begun = perf_counter()
        answer = self._desk.read(job)
        self._load.add(begun, perf_counter())
        self._here[job.board] += 1
        return answer

    async def profile(self, board: str) -> Profile | None:
        """Return what was learned of a board, None if it was not opened; of one whose process was lost, what was known when it moved."""
        if (process := self._moved.get(board)) is not None:
            try:
                profile: Profile = await process.ask(Lessons(board))
            except ReaderLost:
                self._forget(process)
            else:
                return profile
        learner = self._desk.learners.get(board)
        return learner.profile if learner else None

    async def _process_for(self, job: Job) -> ReadingProcess | None:
        """Move a board to a process where it is to be read there, and return that; None where it is read here."""
        at_once = self._is_long(job.page)
        if not self.most or not (at_once or (self._load.much and self._here[job.board] >= _SETTLED)):
            return None
        place = self._places.setdefault(job.board, len(self._places) % self.most)
        if place not in self.processes:
            self.processes[place] = asyncio.create_task(ReadingProcess.start(self.limit))
        starting = self.processes[place]
        if not starting.done() and not at_once:
            return None
        try:
            process = await asyncio.shield(starting)
        except OSError as error:
            self._do_without(str(error))
            return None
        if job.board not in self._moved:  # another page of the board may have moved it meanwhile
            process.tell(Opening(job.board, self._desk.learners[job.board], self._desk.programs[job.board]))
            self._moved[job.board] = process
        return self._moved[job.board]

    def _is_long(self, page: Page) -> bool:
        """Tell whether reading a page takes longer than the crawl may be held up."""
        if not self.long or not self._nobody_waits:
            return len(page.body) > self.long
        return len(page.body) > self.long * _ENDLESS

    def _forget(self, process: ReadingProcess) -> None:
        """Have the boards of a process that is lost read anew: here, or in one that takes its place."""
        self._moved = {board: other for board, other in self._moved.items() if other is not process}
        for place, task in list(self.processes.items()):
            if task.done() and not task.exception() and task.result() is process:
                self._lost.append(self.processes.pop(place))
        if not process.answered:
            self._do_without(process.lost)

    def _do_without(self, why: str) -> None:
        if self.most:
            logger.warning("No process could be started to read pages in (%s); the crawl reads them itself.", why)
        self.most = 0

    @cached_property
    def _nobody_waits(self) -> bool:
        hosts = {board.host for board in boards_of_spider(self.crawler)}
        politeness = self.crawler.get_extension(Politeness)
        return len(hosts) == 1 and politeness is not None and not hosts & politeness.exempt

    async def close(self) -> None:
        """End the processes."""
        for starting in (*self.processes.values(), *self._lost):
            try:
                await (await starting).close()
            except OSError:
                continue


class _Load:
    """What reading takes of the crawl's time; once that is much, it stays so."""

    def __init__(self) -> None:
        self.much = False
        self._since = 0.0
        self._spent = 0.0

    def add(self, begun: float, ended: float) -> None:
        """Count the reading of a page, by the seconds of one clock."""
        if ended - self._since > _WINDOW:
            self.much = self.much or (self._since > 0 and self._spent > _MUCH * (begun - self._since))
            self._since, self._spent = begun, 0.0
        self._spent += ended - begun
