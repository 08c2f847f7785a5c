"""A reading process as the crawl sees it: messages go in, and their answers come back, on the crawl's event loop."""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections import deque
from time import monotonic
from typing import Any, Self, cast

from newscrawl.errors import NewscrawlError
from newscrawl.profiles.desk import Fault, Job, Lessons, Message, Opening
from newscrawl.profiles.worker import LENGTH, framed

_AHEAD = 2  # messages that are given to the process at once: one to read, and one to go on with
_LOOKS = 4  # times within the limit that a page may take, at which it is looked how long one takes


class ReadingFailed(NewscrawlError):
    """Raised for a page whose reading raised an error in the process that read it."""


class ReaderLost(NewscrawlError):
    """Raised for a page whose process came to an end, or was ended because a page took too long.

    `blamed` tells whether this page was being read when that happened; the others were waiting, and may be asked of another process.
    """

    def __init__(self, why: str, *, blamed: bool) -> None:
        super().__init__(why)
        self.blamed = blamed


class ReadingProcess(asyncio.SubprocessProtocol):
    """A running process. It ends with what started it, however that ends: its standard input is then closed.

    Listings are read before articles that wait: they lead to what can be asked for while those are read.

    `limit` is how many seconds one page may take before the process is ended; 0 for ever.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.lost = ""  # why it answers no more
        self.answered = False  # whether it ever did
        self._waiting: deque[asyncio.Future[Any]] = deque()  # for the answers to what was given to the process
        self._since = 0.0  # when the first of them came to its turn
        self._first: deque[tuple[asyncio.Future[Any], Message]] = deque()  # what is yet to be given,
        self._later: deque[tuple[asyncio.Future[Any], Message]] = deque()  # and what after that
        self._buffer = bytearray()
        self._transport: asyncio.SubprocessTransport
        self._ended = asyncio.get_running_loop().create_future()
        self._look: asyncio.TimerHandle | None = None

    @classmethod
    async def start(cls, limit: float) -> Self:
        """Start a process. Raises OSError where the system has no room for one. It reads from when Python has started in it."""
        loop = asyncio.get_running_loop()
        command = (sys.executable, "-m", "newscrawl.profiles.worker")
        process = cls(limit)
        # In a session of its own: a Ctrl-C on the terminal is for the crawl, which still wants its pages read.
        await loop.subprocess_exec(lambda: process, *command, stderr=None, start_new_session=True)
        if limit:
            process._look_on()
        return process

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._transport.get_pid()

    async def ask(self, message: Job | Lessons) -> Any:
        """Return the answer to a message. Raises ReaderLost and ReadingFailed."""
        if self.lost:
            raise ReaderLost(self.lost, blamed=False)
        answer = await self._send(message)
        if isinstance(answer, Fault):
            raise ReadingFailed(answer.error)
        return answer

    def tell(self, opening: Opening) -> None:
        """Have a board read there."""
        if not self.lost:
            self._send(opening).add_done_callback(
                asyncio.Future.exception
            )  # whoever asks for a page of it is told the same

    def _send(self, message: Message) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        waits = isinstance(message, Lessons) or (isinstance(message, Job) and message.kind == "article")
        (self._later if waits else self._first).append((future, message))
        self._give()
        return future

    def _give(self) -> None:
        pipe = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        while len(self._waiting) < _AHEAD and (queue := self._first or self._later):
            future, message = queue.popleft()
            if not self._waiting:
                self._since = monotonic()
            self._waiting.append(future)
            pipe.write(framed(message.bare() if isinstance(message, Job) else message))

    async def close(self) -> None:
        """End the process at once, and wait until it is gone."""
        self._lose("it was closed")
        await self._ended

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the process."""
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - its standard output
        """Hand answers to those who wait for them."""
        if self.lost:
            return
        self._buffer += data
        while len(self._buffer) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._buffer)[0]
            if len(self._buffer) < end:
                break
            answer = pickle.loads(memoryview(self._buffer)[LENGTH.size : end])  # noqa: S301 - from our own process
            del self._buffer[:end]
            future = self._waiting.popleft()
            self._since, self.answered = monotonic(), True
            if not future.done():
                future.set_result(answer)
            self._give()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002
        """Tell those who wait that there will be no answer."""
        self._lose("the process that read the page came to an end")

    def process_exited(self) -> None:
        """Note that it is gone."""
        self._lose("the process that read the page came to an end")
        if not self._ended.done():
            self._ended.set_result(None)

    def _look_on(self) -> None:
        if self._waiting and monotonic() - self._since > self.limit:
            self._lose(f"reading it took more than {self.limit:g} s")
        if not self.lost:
            self._look = asyncio.get_running_loop().call_later(self.limit / _LOOKS, self._look_on)

    def _lose(self, why: str) -> None:
        if self.lost:
            return
        self.lost = why
        if self._look is not None:
            self._look.cancel()
        waiting = (*self._waiting, *(future for future, _ in (*self._first, *self._later)))
        for place, future in enumerate(waiting):
            if not future.done():
                future.set_exception(ReaderLost(why, blamed=place == 0))
        for queue in (self._waiting, self._first, self._later):
            queue.clear()
        self._transport.close()  # and with it the process, if it still runs
