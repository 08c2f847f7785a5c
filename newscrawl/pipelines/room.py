"""How many bytes of files may be in memory at a time, however many hosts they come from."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable


class Room:
    """Room of so many bytes, shared by files on their way. A file takes what it is said to hold, or more if more has come.

    A file that waits for its host takes none until its answer begins, so that slow hosts keep nobody out. Should it then be too much
    (`takes` and `grows` say so), it leaves, and enters again when what it needs is free. One alone is let in whatever its size.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._taken: dict[Hashable, int] = {}
        self._come: dict[Hashable, int] = {}
        self._waiting: deque[tuple[Hashable, int, asyncio.Future[None]]] = deque()

    @property
    def taken(self) -> int:
        """The bytes that are taken."""
        return sum(self._taken.values())

    async def enter(self, file: Hashable, size: int = 0) -> None:
        """Wait until so many bytes are free, and take them; without a size, until any are."""
        if not self._waiting and self._fits(size):
            self._taken[file] = size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((file, size, turn))
        try:
            await turn
        except asyncio.CancelledError:
            self.leave(file)
            raise

    def takes(self, file: Hashable, size: int) -> bool:
        """Note how many bytes a file says that it holds, 0 where it does not, as its answer begins; tell whether they are free."""
        self._come[file] = 0
        return self._grown(file, size)

    def grows(self, file: Hashable, size: int) -> bool:
        """Note that so many more bytes have come; tell whether there was room for them."""
        self._come[file] = self._come.get(file, 0) + size
        return self._grown(file, self._come[file])

    def leave(self, file: Hashable) -> None:
        """Give back what a file took, and let in those that wait."""
        self._taken.pop(file, None)
        self._come.pop(file, None)
        while self._waiting and (self._waiting[0][2].done() or self._fits(self._waiting[0][1])):
            entering, size, turn = self._waiting.popleft()
            if not turn.done():
                self._taken[entering] = size
                turn.set_result(None)

    def _grown(self, file: Hashable, size: int) -> bool:
        before = self._taken.get(file, 0)
        others = self.taken - before
        if size > before and others and others + size > self._size:
            return False
        self._taken[file] = max(before, size)
        return True

    def _fits(self, size: int) -> bool:
        return not self.taken or self.taken + max(size, 1) <= self._size
