"""What is under way when a run is stopped: it may still arrive for some seconds, then it is given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from newscrawl.network.refusals import RunStopped


class Grace:
    """Bounds how long the requests under way may still take once a run is stopped, by `seconds`; until then it bounds nothing."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends: float | None = None  # on the event loop's clock
        self._under_way: set[asyncio.Timeout] = set()

    def begins(self) -> None:
        """Note that the run is stopped; from now on the seconds count, for all that is under way and all that follows."""
        if self._ends is None:
            self._ends = asyncio.get_running_loop().time() + self._seconds
            for limit in self._under_way:
                limit.reschedule(self._ends)

    @asynccontextmanager
    async def bound(self) -> AsyncIterator[None]:
        """Hold what is under way. Raises RunStopped where the seconds are over before it has arrived."""
        limit = asyncio.timeout_at(self._ends)
        try:
            async with limit:
                self._under_way.add(limit)
                try:
                    yield
                finally:
                    self._under_way.discard(limit)
        except TimeoutError:
            if not limit.expired():
                raise
            raise RunStopped(
                "the run was stopped before the host answered", "Run the same command again to go on."
            ) from None
