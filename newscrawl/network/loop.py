"""The event loop of a crawl: asyncio's own, which knows how long it was ever kept from looking at its connections."""

from __future__ import annotations

import asyncio
import selectors
from time import perf_counter, thread_time
from typing import Any

_IDLE = 0.001  # seconds of waiting after which the thread's clock is read again


class Watch(selectors.DefaultSelector):  # which selector that is, the system says
    """A selector that measures the time between two of its turns: what the loop's callbacks took, all of one turn together.

    The clock of a thread's CPU time is a call to the system, and reading it at each turn cost some systems a quarter of a crawl. It is
    read when the loop has waited, and when a turn took longer than all before it; without a wait between, `longest_work` is what the
    turns since the last one took together, or the turn's wall time if that is less.
    """

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        """Measure anew, from now on."""
        self.longest = 0.0  # seconds of wall time between two turns
        self.longest_work = 0.0  # seconds of CPU time of the loop's thread, at most
        self._since, self._work_since = perf_counter(), thread_time()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for what may be read or written, and note how long that could not be done."""
        begun = perf_counter()
        took = begun - self._since
        if took > self.longest_work:
            self.longest = max(self.longest, took)
            self.longest_work = max(self.longest_work, min(took, thread_time() - self._work_since))
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(timeout)
        self._since = perf_counter()
        if self._since - begun > _IDLE:
            self._work_since = thread_time()
        return ready


class WatchedLoop(asyncio.SelectorEventLoop):
    """The loop that the setting ASYNCIO_EVENT_LOOP names; another one there (uvloop's) is not measured."""

    def __init__(self, *arguments: Any) -> None:
        self.watch = Watch()
        super().__init__(self.watch, *arguments)
