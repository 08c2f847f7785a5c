"""A server on loopback that is broken in every way a test wants: each path has a behaviour, which writes raw bytes as it likes."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import repeat
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Self, cast

HTML = b"Content-Type: text/html; charset=utf-8"
NAME_CP949 = "보도자료 첨부.hwp".encode("cp949")
FLOOD = (
    64 << 20
)  # bytes at which even an endless answer ends, so that a crawler without limits fails its test and not the machine


@dataclass
class Exchange:
    """One request, and the wire to answer on. `number` counts the requests for the path from 1."""

    path: str
    number: int
    headers: dict[str, str]
    _wire: socket.socket
    _stopping: threading.Event
    hung_up: bool = field(default=False, init=False)

    def send(self, *pieces: bytes) -> None:
        """Send bytes as they are."""
        self._wire.sendall(b"".join(pieces))

    def pause(self, seconds: float) -> bool:
        """Wait, and tell whether the server still runs."""
        return not self._stopping.wait(seconds)

    def hang_up(self) -> None:
        """Close the connection in order, once the behaviour is through."""
        self.hung_up = True

    def reset(self) -> None:
        """Let the connection break: what was sent arrives, and then an error."""
        self.pause(0.05)  # bytes that the other side has not read yet would be lost with the connection
        self._wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._wire.close()
        self.hung_up = True


Behaviour = Callable[[Exchange], None]


class _Connection(StreamRequestHandler):
    def handle(self) -> None:
        server = cast("BrokenServer", self.server)
        with suppress(OSError):
            while not server.stopping.is_set() and (start := self.rfile.readline()):
                headers: dict[str, str] = {}
                while line := self.rfile.readline().strip():
                    name, _, value = line.decode("latin-1").partition(":")
                    headers[name.lower()] = value.strip()
                exchange = server.exchange(start.split(b" ")[1].decode("latin-1"), headers, self.connection)
                server.at.get(exchange.path, nowhere)(exchange)
                if exchange.hung_up:
                    return

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        cast("BrokenServer", self.server).wires.discard(self.connection)


class BrokenServer(ThreadingTCPServer):
    """Answers each path as the table `at` says, anything else with 404; `requests` are the paths that were asked for, in order.

    A context manager: behind it, no thread and no socket is left.
    """

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__((host, 0), _Connection)
        self.url = f"http://{host}:{self.server_address[1]}"
        self.at: dict[str, Behaviour] = {}
        self.requests: list[str] = []
        self.stopping = threading.Event()
        self.wires: set[socket.socket] = set()
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    def exchange(self, path: str, headers: dict[str, str], wire: socket.socket) -> Exchange:
        """Note a request, and return it with its wire."""
        with self._lock:
            self.requests.append(path)
            self._counts[path] += 1
            self.wires.add(wire)
            return Exchange(path, self._counts[path], headers, wire, self.stopping)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        for wire in list(self.wires):
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
        self.server_close()  # waits for the threads


def head(*lines: bytes, start: bytes = b"HTTP/1.1 200 OK", kind: bytes = HTML) -> bytes:
    """Return a start line, a Content-Type and further header lines, with the blank line."""
    return b"\r\n".join((start, kind, *lines, b"", b""))


def length(size: int) -> bytes:
    """Return the header line that announces so many bytes."""
    return b"Content-Length: %d" % size


CHUNKED = b"Transfer-Encoding: chunked"
ZIPPED = b"Content-Encoding: gzip"


def chunk(data: bytes) -> bytes:
    """Return one chunk of a chunked answer."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def half(page: bytes) -> bytes:
    """Return the first half of a page."""
    return page[: len(page) // 2]


def sound(page: bytes, *lines: bytes, start: bytes = b"HTTP/1.1 200 OK", kind: bytes = HTML) -> Behaviour:
    """A whole answer, as it should be."""
    return lambda it: it.send(head(length(len(page)), *lines, start=start, kind=kind), page)


def nowhere(it: Exchange) -> None:
    """404, and sound."""
    sound(b"<html><body><h1>Not Found</h1></body></html>", start=b"HTTP/1.1 404 Not Found")(it)


def first(broken: Behaviour, then: Behaviour) -> Behaviour:
    """Broken for the first request, and another way for those that follow."""
    return lambda it: (broken if it.number == 1 else then)(it)


def sends(*pieces: bytes) -> Behaviour:
    """Send these bytes and close the connection."""

    def behaviour(it: Exchange) -> None:
        it.send(*pieces)
        it.hang_up()

    return behaviour


def unlengthed(page: bytes) -> Behaviour:
    """No Content-Length: the end of the connection is the end of the page."""
    return sends(head(), page)


def cut(page: bytes) -> Behaviour:
    """Half of the bytes that were announced."""
    return sends(head(length(len(page))), half(page))


def too_long(page: bytes) -> Behaviour:
    """The whole page, and a Content-Length of 500 bytes more."""
    return sends(head(length(len(page) + 500)), page)


def too_short(page: bytes) -> Behaviour:
    """A Content-Length that counts characters: three bytes of each Hangul syllable are one. All bytes are sent, and the wire stays open."""
    return lambda it: it.send(head(length(len(page.decode()))), page)


def unended(page: bytes) -> Behaviour:
    """All of a page in chunks, and no last chunk."""
    return sends(head(CHUNKED), chunk(page))


def cut_chunks(page: bytes) -> Behaviour:
    """Half of a page in chunks, and no last chunk."""
    return sends(head(CHUNKED), chunk(half(page)))


def _dripping(start: bytes, drops: Iterable[bytes], seconds: float) -> Behaviour:
    def behaviour(it: Exchange) -> None:
        it.send(start)
        for drop in drops:
            it.send(drop)
            if not it.pause(seconds):
                break
        it.hang_up()

    return behaviour


def endless_chunks(seconds: float = 0.2) -> Behaviour:
    """A chunk now and then, for ever."""
    return _dripping(head(CHUNKED), repeat(chunk(b"<p>..</p>")), seconds)


def drip(page: bytes, seconds: float = 1) -> Behaviour:
    """A sound answer, a byte a second."""
    return _dripping(head(length(len(page))), [page[at : at + 1] for at in range(len(page))], seconds)


def _flooding(start: bytes, piece: bytes) -> Behaviour:
    def behaviour(it: Exchange) -> None:
        it.send(start)
        for _ in range(FLOOD // len(piece)):
            it.send(piece)
        it.hang_up()

    return behaviour


def endless_body() -> Behaviour:
    """A body without end, as fast as it goes."""
    return _flooding(head() + b"<html><body>", b"<p>" + b"x" * 65_000 + b"</p>")


def endless_header() -> Behaviour:
    """Header lines without end."""
    return _flooding(b"HTTP/1.1 200 OK\r\n", b"X-More: 0123456789\r\n" * 3000)


def many_headers(page: bytes, number: int) -> Behaviour:
    """A sound page behind so many header lines of 100 bytes."""
    return sound(page, *(b"X-%06d: " % at + b"x" * 88 for at in range(number)))


def long_header(page: bytes, size: int = 12_000) -> Behaviour:
    """A sound page with one long header line."""
    return sound(page, b"X-Policy: " + b"p" * size)


def bare_lf(page: bytes) -> Behaviour:
    """Lines of the header that end with a line feed alone."""
    return sends(head(length(len(page))).replace(b"\r\n", b"\n"), page)


def no_reason(page: bytes) -> Behaviour:
    """A start line without a reason phrase, not even a space for it."""
    return sound(page, start=b"HTTP/1.1 200")


def http10(page: bytes) -> Behaviour:
    """An answer of HTTP/1.0."""
    return sends(head(start=b"HTTP/1.0 200 OK"), page)


def junk_lines(page: bytes) -> Behaviour:
    """Header lines that are none: a PHP notice, a line of dashes, raw bytes."""
    return sound(
        page, b"<br /><b>Notice</b> on line 12", b"------", b"\xb0\xa1\xb3\xaa", b": no name", b"X Y Z: spaces"
    )


def spaced_colon(page: bytes) -> Behaviour:
    """A space between the name of a header and its colon."""
    return sends(
        b"HTTP/1.1 200 OK\r\nContent-Type : text/html; charset=utf-8\r\n", length(len(page)), b"\r\n\r\n", page
    )


def cp949_headers(page: bytes) -> Behaviour:
    """Raw CP949 in the reason phrase and a file name."""
    disposition = b'Content-Disposition: inline; filename="' + NAME_CP949 + b'"'
    return sound(page, disposition, start=b"HTTP/1.1 200 " + "정상".encode("cp949"))


def labelled(page: str, *, written: str, label: str) -> Behaviour:
    """A page in one encoding under the label of another."""
    return sound(page.encode(written), kind=f"Content-Type: text/html; charset={label}".encode())


def fake_gzip(page: bytes) -> Behaviour:
    """A plain page that is called gzip."""
    return sound(page, ZIPPED)


def gzipped(page: bytes) -> Behaviour:
    """A sound page in gzip."""
    return sound(gzip.compress(page, mtime=0), ZIPPED)


def cut_gzip(page: bytes) -> Behaviour:
    """Half of a gzip stream, as long as the header says."""
    return sound(half(gzip.compress(page, mtime=0)), ZIPPED)


def gzip_bomb(megabytes: int = 64) -> Behaviour:
    """Some kilobytes that unpack to so many megabytes; they are never in memory here."""
    pack = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    zeros = bytes(1 << 20)
    packed = b"".join([*(pack.compress(zeros) for _ in range(megabytes)), pack.flush()])
    return sound(packed, ZIPPED)


def reset_midway(page: bytes, *lines: bytes) -> Behaviour:
    """Half a page, and then the connection breaks. Without header lines nothing says how long the page is."""

    def behaviour(it: Exchange) -> None:
        it.send(head(*lines), half(page))
        it.reset()

    return behaviour


def reset_at_once(it: Exchange) -> None:
    """The connection breaks without an answer."""
    it.reset()


def moved(to: bytes | str, status: bytes = b"302 Found") -> Behaviour:
    """A redirect to an address, written as it is: to itself, to ftp://, to raw CP949 …."""
    place = to.encode() if isinstance(to, str) else to
    return sound(b"", b"Location: " + place, start=b"HTTP/1.1 " + status)


def alert(message: str) -> Behaviour:
    """A page with status 200 that says in a script that there is nothing."""
    return sound(f"<script>alert('{message}');history.back();</script>".encode())


def meta_refresh(to: str) -> Behaviour:
    """A page that only leads elsewhere, by a meta element."""
    return sound(f"<html><head><meta http-equiv='refresh' content='0; url={to}'></head><body></body></html>".encode())


def script_redirect(to: str) -> Behaviour:
    """A page that only leads elsewhere, by a script."""
    return sound(f"<html><head><script>location.href = '{to}';</script></head><body></body></html>".encode())


def cookie_check(page: bytes) -> Behaviour:
    """A redirect to itself that sets a cookie; only who brings the cookie gets the page."""
    return asks_for_cookie("checked", page, lambda it: (b"", b"Location: " + it.path.encode()), b"302 Found")


def asks_for_cookie(
    name: str, page: bytes | None, question: Callable[[Exchange], tuple[bytes, ...]], status: bytes = b"200 OK"
) -> Behaviour:
    """A question (a body and header lines) that sets a cookie; only who brings it gets the page, and nobody where there is none."""

    def behaviour(it: Exchange) -> None:
        if page is not None and f"{name}=yes" in it.headers.get("cookie", ""):
            return sound(page)(it)
        body, *lines = question(it)
        cookie = f"Set-Cookie: {name}=yes; Path=/".encode()
        return sound(body, cookie, *lines, start=b"HTTP/1.1 " + status)(it)

    return behaviour


def _refresh(content: str) -> bytes:
    return f"<html><head><meta http-equiv='refresh' content='{content}'></head><body></body></html>".encode()


# What asks a browser to come back to the address that it has asked for.
COMES_BACK: dict[str, Callable[[Exchange], tuple[bytes, ...]]] = {
    "a meta refresh": lambda it: (_refresh(f"0; url={it.path}"),),
    "a meta refresh without an address": lambda _: (_refresh("1"),),
    "a Refresh header": lambda it: (b"<html><body></body></html>", b"Refresh: 0; url=" + it.path.encode()),
    "a Refresh header without an address": lambda _: (b"", b"Refresh: 0"),
    "a reload": lambda _: (b"<html><body onload='location.reload()'><p>One moment</p></body></html>",),
    "a reload that waits": lambda _: (
        b"<html><script>setTimeout(function () { location.reload(); }, 9);</script></html>",
    ),
    "a script": lambda it: (f"<html><script>location.replace('{it.path}');</script></html>".encode(),),
}


def refresh_header(to: str) -> Behaviour:
    """A page that only leads elsewhere, by the header Refresh."""
    return sound(b"<html><body></body></html>", f"Refresh: 0; URL='{to}'".encode())


def computed_form(it: Exchange) -> None:
    """A form that a script fills with what it computes, and sends back to the same address by itself."""
    script = "var n = 0; for (var i = 0; i < 9; i++) { n += i * i; } f.proof.value = n; f.submit();"
    form = "<form name='f' method='post'><input type='hidden' name='proof'></form>"
    sound(f"<html><body>{form}<script>{script}</script></body></html>".encode())(it)


def script_cookie_check(page: bytes) -> Behaviour:
    """A script that sets a cookie and loads the page again; only who brings the cookie gets the page."""
    script = b"<html><script>document.cookie='seen=1; path=/'; location.reload();</script></html>"
    return lambda it: sound(page if "seen=1" in it.headers.get("cookie", "") else script)(it)
