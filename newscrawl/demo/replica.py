"""The server that `newscrawl demo` crawls: three boards of invented places on one loopback port, with a state that moves in rounds."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from types import TracebackType
from typing import Any, Self

from newscrawl.demo.board import Board
from newscrawl.demo.city import City
from newscrawl.demo.paper import Paper
from newscrawl.demo.posts import Change, Post
from newscrawl.demo.web import Answer, Request, fill, page
from newscrawl.demo.xe import XeBoard

KST = timezone(timedelta(hours=9), "KST")
_LARGEST = 64 * 1024  # bytes of a posted form
_ROBOTS = b"User-agent: *\nDisallow: /xe/admin\nDisallow: /member/\nDisallow: /cop/bbs/admin/\n"


class Replica:
    """Three boards behind one address while the `with` block lasts.

    `today` (aware; now by default) is what the posts are dated from, so that with the same moment everything is the same again,
    view counts too: reading a page changes nothing, only `advance` does.
    """

    def __init__(self, *, today: datetime | None = None) -> None:
        self.today = (today or datetime.now(KST)).astimezone(KST)
        self.requests: list[tuple[str, str]] = []
        self._round = 1
        self._lock = threading.Lock()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="replica"
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        printed: dict[str, Post] = {}
        boards: list[Board] = [kind(self.url, self.today, printed) for kind in (City, XeBoard, Paper)]
        self._boards = {board.name: board for board in boards}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def boards(self) -> dict[str, str]:
        """The address of each board's listing: `xe`, `paper` and `city`."""
        return {name: self.url + self._boards[name].listing for name in ("xe", "paper", "city")}

    def advance(self) -> list[str]:
        """Move to the next round and return what changed, a line a board."""
        with self._lock:
            self._round += 1
            told = []
            for place, (name, board) in enumerate(self._boards.items()):
                change: Change = "body" if (self._round + place) % 2 else "title"
                told.append(f"{name}: {'; '.join(board.shelf.advance(self._round, change))}")
        return told

    def truth(self, board: str) -> list[dict[str, Any]]:
        """Return what a perfect crawl of a board gives now, newest first: see `Board.truth`."""
        with self._lock:
            return self._boards[board].truth()

    def listing_pages(self, board: str) -> int:
        """Return how many listing pages a board has now."""
        return self._boards[board].pages()

    def locked(self, board: str) -> int:
        """Return how many secret posts a board lists."""
        return self._boards[board].locked()

    def answer(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Answer one request, and note it; any thread may ask."""
        with self._lock:
            self.requests.append((method, target))
            try:
                request = Request.parse(method, target, body)
            except ValueError:
                return page(fill("not_found"), 400)
            if request.path == "/robots.txt":
                return Answer(_ROBOTS, content_type="text/plain; charset=UTF-8")
            if request.path == "/":
                return page(fill("home"))
            answers = (board.answer(request) for board in self._boards.values())
            return next((answer for answer in answers if answer), None) or page(fill("not_found"), 404)


class _Server(ThreadingHTTPServer):
    """A threading server that hangs up on its clients when it is closed, so that every thread it started ends."""

    daemon_threads = False

    def __init__(self, replica: Replica) -> None:
        self.replica = replica
        self._open: set[socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection and serve it in a thread of its own."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection and forget it."""
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Hang up on whoever is still connected, and wait for the threads."""
        for connection in tuple(self._open):
            try:
                connection.shutdown(SHUT_RDWR)
            except OSError:
                continue  # the client was quicker
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up in the middle."""


class _Handler(BaseHTTPRequestHandler):
    """Reads requests and sends what the replica answers; keeps connections open as real servers do."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer GET and HEAD."""
        self._send(self.server.replica.answer(self.command, self.path))

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """Answer POST of a form."""
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST:
            self.close_connection = True
            self._send(page(fill("not_found"), 413 if length.isdigit() else 411))
            return
        self._send(self.server.replica.answer("POST", self.path, self.rfile.read(int(length))))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay quiet: `Replica.requests` is the log."""
