"""Many hosts in one process, each with a board of its own on a loopback address of its own, that fail now and then.

Linux answers for every 127.x.y.z; elsewhere these addresses must be set up first, and `Farm.possible` says no.
"""

from __future__ import annotations

import asyncio
import errno
import random
import socket
import struct
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from tests.servers.boards import Board
from tests.servers.faults import Answer, End, Fault, sound, spoiled

_TRIES = 20  # ports that are free on the first address may be taken on another


@dataclass
class Figures:
    """What one host was asked and did."""

    arrivals: list[float] = field(default_factory=list)  # seconds of time.monotonic()
    faults: Counter[str] = field(default_factory=Counter)
    refused: int = 0  # connections dropped unanswered because the host went away
    most_open: int = 0  # connections at once

    @property
    def requests(self) -> int:
        """How many requests came."""
        return len(self.arrivals)


@dataclass(frozen=True, slots=True)
class Away:
    """A host's absence: from its `after`-th request on, for so many seconds, it refuses connections."""

    after: int
    seconds: float


class Host:
    """One board at one address: listens, answers, fails, goes away and comes back."""

    def __init__(self, board: Board, share: float, kinds: tuple[Fault, ...], seed: int) -> None:
        self.board = board
        self.share = share
        self.kinds = kinds
        self.seed = seed
        self.figures = Figures()
        self.away: Away | None = None
        self._port = 0
        self._asked: Counter[str] = Counter()
        self._listener: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()

    async def listen(self, port: int) -> int:
        """Listen at a port, any if it is 0; return it."""
        self._listener = await asyncio.start_server(self._serve, self.board.host, port, backlog=64)
        self._port = int(self._listener.sockets[0].getsockname()[1])
        return self._port

    def close(self) -> None:
        """Refuse new connections and drop those there are.

        Nothing is accepted any more, but the listener is closed a moment later: a connection that it has accepted and not yet served would
        be left open by asyncio, for good.
        """
        listener, self._listener = self._listener, None
        if listener:
            loop = asyncio.get_running_loop()
            for listening in listener.sockets:
                loop.remove_reader(listening.fileno())
            loop.call_soon(listener.close)
        for writer in list(self._connections):
            _reset(writer)

    async def _come_back(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.listen(self._port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._listener is None:  # accepted just before the host went away
            _reset(writer)
            return
        self._connections.add(writer)
        figures = self.figures
        figures.most_open = max(figures.most_open, len(self._connections))
        try:
            while await self._answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone
        finally:
            self._connections.discard(writer)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; tell whether the connection takes another."""
        request = await reader.readuntil(b"\r\n\r\n")
        if self._listener is None:  # it came just before the host went away, and is read only now
            return False
        target = request.split(b" ", 2)[1].decode("ascii")
        self.figures.arrivals.append(time.monotonic())
        if self.away and self.figures.requests == self.away.after:
            self.figures.refused = len(self._connections)
            self.close()
            self._absence = asyncio.create_task(self._come_back(self.away.seconds))
            self.away = None
            return False
        answer = self._page(target)
        draw = random.Random(f"{self.seed}/{self.board.host}{target}/{self._asked[target]}")
        self._asked[target] += 1
        if draw.random() < self.share:
            fault = draw.choice(self.kinds)
            self.figures.faults[fault] += 1
            wire = spoiled(fault, answer, draw)
        else:
            wire = sound(answer)
        writer.write(wire.data)
        await writer.drain()
        if wire.end is End.RESET:
            await asyncio.sleep(0.02)  # so that what was sent is read before the reset takes it away
            _reset(writer)
        elif wire.end is End.HANG:
            await reader.read()
        return wire.end is End.KEEP

    def _page(self, target: str) -> Answer:
        if target == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /admin/\n")
        page = self.board.page(target)
        if page is None:
            return Answer(b"<h1>Not Found</h1>", status="404 Not Found")
        return Answer(page, self.board.charset, chunked=self.board.chunked, zipped=self.board.zipped)


class Farm:
    """Hosts at 127.0.0.2, 127.0.0.3 … and one port, served by one thread between `with` and its end.

    `share` of the answers fail, drawn anew for each request by the seed, host, address and how often that was asked before: a run is
    repeatable whatever the order in which the requests come.
    """

    def __init__(
        self,
        hosts: int = 50,
        posts: int = 200,
        share: float = 0.05,
        seed: int = 1,
        kinds: tuple[Fault, ...] = tuple(Fault),
    ) -> None:
        self.hosts = [Host(Board(place, posts, seed), share, kinds, seed) for place in range(hosts)]
        self.port = 0
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="farm")
        self._trouble: OSError | None = None

    @staticmethod
    def possible() -> bool:
        """Tell whether this machine answers for 127.0.0.2."""
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.2", 0))
            except OSError:
                return False
            return True

    @property
    def addresses(self) -> list[str]:
        """The address of every board's listing."""
        return [f"http://{host.board.host}:{self.port}{host.board.first}" for host in self.hosts]

    def away(self, place: int, *, after: int, seconds: float) -> None:
        """Let a host go away at its `after`-th request, which gets no answer, and come back when the seconds are over."""
        self.hosts[place].away = Away(after, seconds)

    def __enter__(self) -> Self:
        """Start to serve."""
        self._thread.start()
        self._ready.wait()
        if self._trouble:
            self._thread.join()
            raise self._trouble
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        try:
            await self._listen()
        except OSError as error:
            self._trouble = error
            return
        finally:
            self._ready.set()
        await self._stop.wait()
        for host in self.hosts:
            host.close()
        await asyncio.sleep(0.05)  # in which the connections' ends, and those just accepted, come round

    async def _listen(self) -> None:
        for trial in range(_TRIES):
            try:
                self.port = await self.hosts[0].listen(0)
                for host in self.hosts[1:]:
                    await host.listen(self.port)
            except OSError as error:
                for host in self.hosts:
                    host.close()
                if error.errno != errno.EADDRINUSE or trial == _TRIES - 1:
                    raise
            else:
                return


def _reset(writer: asyncio.StreamWriter) -> None:
    """Drop a connection so that its other end sees a reset."""
    connection = writer.get_extra_info("socket")
    if connection is not None and connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
