"""A server whose every byte is the test's own, and the things that Korean boards really send: CP949 in headers, odd encodings, hang-ups."""

from __future__ import annotations

import gzip
import socketserver
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import brotli

NAME_CP949 = "보도자료 첨부.hwp".encode("cp949")
PAGE = "<html><body><h1>제1회 벌내 축제</h1><p>오는 토요일에 열린다.</p></body></html>".encode()
GZIPPED = gzip.compress(PAGE, mtime=0)
SECRET = b"hush-hush"


class Answers(socketserver.ThreadingTCPServer):
    """Answers each path with raw bytes, then closes the connection; `asked` is the log of request lines, headers and bodies."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[bytes] = []
        self.counted = 0
        self._lock = threading.Lock()

    def answer(self, target: str, request: bytes, body: bytes) -> bytes:
        with self._lock:
            self.asked.append(request + body)
            found: bytes | Callable[[bytes, bytes], bytes] = getattr(
                self, "at_" + urlsplit(target).path.strip("/").replace(".", "_").replace("-", "_"), self.at_nowhere
            )
            return found(request, body) if callable(found) else found

    at_robots_txt = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /private\n"
    at_nowhere = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\nGone"
    at_page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    at_gzipped = (
        b"HTTP/1.1 200 Alright\r\nContent-Type: text/html; charset=EUC-KR\r\nContent-Encoding: gzip\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (len(GZIPPED), GZIPPED)
    )
    at_brotli = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n" + brotli.compress(PAGE)
    at_no_gzip = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + PAGE
    at_file = (
        b'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="'
        + NAME_CP949
        + b'"\r\nX-Twice: one\r\nX-Twice: two\r\n\r\n\x00\x01\r\n\r\n\xff'
    )
    at_moved = b"HTTP/1.1 302 Found\r\nLocation: /gzipped\r\nContent-Length: 0\r\n\r\n"
    at_chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
    at_login = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nSet-Cookie: JSESSIONID=%b; Path=/\r\nContent-Length: 2\r\n\r\nok"
        % SECRET
    )
    at_hang_up = b""
    at_empty = b"HTTP/1.1 204 No Content\r\n\r\n"

    def at_count(self, request: bytes, body: bytes) -> bytes:
        self.counted += 1
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n%d" % self.counted

    def at_form(self, request: bytes, body: bytes) -> bytes:
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + request.split(b" ")[0] + b" " + body

    def at_dated(self, request: bytes, body: bytes) -> bytes:
        if b'if-none-match: "v1"' in request.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'
        return b'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: "v1"\r\n\r\nversion 1'


class _Handler(socketserver.StreamRequestHandler):
    server: Answers

    def handle(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            lines.append(line)
        if not lines:
            return
        length = next((int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
        body = self.rfile.read(length)
        self.wfile.write(self.server.answer(lines[0].split(b" ")[1].decode(), b"".join(lines), body))
