"""A board whose files come only in the session that looked at their post, as Gnuboard and XE have it.

Gnuboard's download.php wants the cookie of a visit that opened the post, and the nonce of that visit. XE's procFileDownload wants
the file's key and the cookie, and redirects to an address that works once. Everything else is answered 200 with a page that complains.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qsl, quote, urlsplit

Program = Literal["gnuboard", "xe", "form"]
ALERT = "<!DOCTYPE html><html><head><script>alert('잘못된 접근입니다.'); history.back();</script></head><body></body></html>"


@dataclass
class File:
    """A file: `shown` is its name on the page, `disposition` the header that names it, with `{}` where the name goes (None: no header)."""

    shown: str
    body: bytes
    disposition: bytes | None
    content_type: str = "application/octet-stream"
    size: str = ""  # as the page states it
    validators: dict[str, str] = field(default_factory=dict)  # headers that the server tells its state by


@dataclass
class Post:
    """A post with its files."""

    number: int
    title: str
    body: str
    files: Sequence[File] = ()


@dataclass
class _Visit:
    seen: set[int] = field(default_factory=set)
    nonces: dict[str, tuple[int, int]] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)


class SessionBoard(ThreadingHTTPServer):
    """The board at `/list`. `asked` counts the requests by path, `refused` the downloads that got the alert."""

    daemon_threads = True

    def __init__(self, program: Program, posts: Sequence[Post], host: str) -> None:
        super().__init__((host, 0), _Handler)
        self.program = program
        self.posts = {post.number: post for post in posts}
        self.visits: dict[str, _Visit] = {}
        self.asked: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()  # files by shown name
        self.unchanged: Counter[str] = Counter()  # answers "304 Not Modified" in a file's place
        self.refused = 0
        self.seconds = 0.0  # that a file takes to come
        self.pause = 0.0  # seconds in the middle of a file
        self.lengths = True  # whether it says how long a file is
        self.late = 0.0  # seconds that the listing takes

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_port}"

    @property
    def site(self) -> str:
        return f"{self.server_address[0]}-{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SessionBoard

    def do_GET(self) -> None:
        self._answer(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        self._answer(dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())))

    def _answer(self, asked: dict[str, str]) -> None:
        path = urlsplit(self.path).path
        self.server.asked[path] += 1
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("PHPSESSID")
        session = cookie.value if cookie and cookie.value in self.server.visits else ""
        visit = self.server.visits.get(session, _Visit())
        match path:
            case "/list":
                time.sleep(self.server.late)
                self._page(self._listing(), session)
            case "/view":
                self._view(int(asked["no"]), session)
            case "/download":
                self._download(visit, asked)
            case "/output":
                self._file(visit.keys.pop(asked.get("file_key", ""), None))
            case _:
                self._send(404, b"", {})

    def _view(self, number: int, session: str) -> None:
        visit = self.server.visits.setdefault(session, _Visit())
        visit.seen.add(number)
        self._page(self._article(self.server.posts[number], visit), session)

    def _download(self, visit: _Visit, asked: dict[str, str]) -> None:
        number, place = int(asked.get("no", 0)), int(asked.get("file", 0))
        if self.server.program == "xe":
            if number in visit.seen and asked.get("sid") == _key(number, place):
                key = secrets.token_hex(16)
                visit.keys[key] = (number, place)
                self._send(302, b"", {"Location": f"/output?file_srl={place}&file_key={key}"})
                return
            self._file(None)
        else:
            known = visit.nonces.get(asked.get("nonce", "") or asked.get("_csrf", ""))
            self._file(known if number in visit.seen and known == (number, place) else None)

    def _file(self, which: tuple[int, int] | None) -> None:
        if which is None:
            self.server.refused += 1
            self._send(200, ALERT.encode(), {"Content-Type": "text/html; charset=utf-8"})
            return
        time.sleep(self.server.seconds)
        file = self.server.posts[which[0]].files[which[1]]
        asked = (self.headers["If-None-Match"], self.headers["If-Modified-Since"])
        if any(value in asked for value in file.validators.values()):
            self.server.unchanged[file.shown] += 1
            self._send(304, b"", {})
            return
        self.server.sent[file.shown] += 1
        headers = {"Content-Type": file.content_type, **file.validators}
        if file.disposition is not None:
            headers["Content-Disposition"] = file.disposition.decode("latin-1")  # one to one, as http.server sends it
        self._send_file(file.body, headers)

    def _send_file(self, body: bytes, headers: dict[str, str]) -> None:
        length = {"Content-Length": str(len(body))} if self.server.lengths else {"Transfer-Encoding": "chunked"}
        self.send_response(200)
        for name, value in {**headers, **length}.items():
            self.send_header(name, value)
        self.end_headers()
        half = len(body) // 2
        with suppress(ConnectionError):  # a client that has no room for it hangs up
            for piece in (body[:half], body[half:]):
                self.wfile.write(piece if self.server.lengths else b"%x\r\n%b\r\n" % (len(piece), piece))
                self.wfile.flush()
                time.sleep(self.server.pause)
            self.wfile.write(b"" if self.server.lengths else b"0\r\n\r\n")

    def _page(self, markup: str, session: str) -> None:
        """Send a page; every page begins a visit where there is none, as PHP's sessions do."""
        if not session:
            session = secrets.token_hex(13)
            self.server.visits[session] = _Visit()
        cookie = {"Set-Cookie": f"PHPSESSID={session}; path=/; HttpOnly"}
        self._send(200, markup.encode(), {"Content-Type": "text/html; charset=utf-8", **cookie})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _listing(self) -> str:
        rows = "".join(
            f"<tr><td>{post.number}</td><td><a href='/view?no={post.number}'>{post.title}</a></td>"
            f"<td>2024-03-{post.number:02}</td><td>{post.number}</td></tr>"
            for post in sorted(self.server.posts.values(), key=lambda post: -post.number)
        )
        return (
            "<html><head><title>보도자료 | 가람군</title></head><body><h2>보도자료</h2><table><thead><tr><th>번호</th><th>제목</th>"
            f"<th>작성일</th><th>조회</th></tr></thead><tbody>{rows}</tbody></table></body></html>"
        )

    def _article(self, post: Post, visit: _Visit) -> str:
        links = "".join(
            f"<li>{self._link(post.number, place, file, visit)} {file.size}</li>"
            for place, file in enumerate(post.files)
        )
        return (
            f"<html><head><title>{post.title} | 가람군</title></head><body><h2>보도자료</h2><table class='view'>"
            f"<tr><th>제목</th><td colspan='3'>{post.title}</td></tr>"
            f"<tr><th>작성일</th><td>2024-03-{post.number:02}</td><th>조회수</th><td>{post.number}</td></tr>"
            f"<tr><th>첨부파일</th><td colspan='3'><ul class='file'>{links}</ul></td></tr>"
            f"<tr><td colspan='4' class='content'>{post.body}</td></tr></table><a href='/list'>목록</a></body></html>"
        )

    def _link(self, number: int, place: int, file: File, visit: _Visit) -> str:
        if self.server.program == "xe":
            asked = f"module=file&amp;file_srl={number}{place}&amp;no={number}&amp;file={place}"
            return f"<a href='/download?{asked}&amp;sid={_key(number, place)}'>{file.shown}</a>"
        nonce = secrets.token_hex(10)
        visit.nonces[nonce] = (number, place)
        if self.server.program == "form":
            return (
                f"<form method='post' action='/download'><input type='hidden' name='no' value='{number}'>"
                f"<input type='hidden' name='file' value='{place}'><input type='hidden' name='_csrf' value='{nonce}'>"
                f"<a href='#none' onclick='this.closest(\"form\").submit()'>{file.shown}</a></form>"
            )
        return f"<a href='/download?no={number}&amp;file={place}&amp;nonce={nonce}' class='view_file_download'>{file.shown}</a>"


def _key(number: int, place: int) -> str:
    return f"{number * 100 + place:032x}"


@contextmanager
def serving(program: Program, posts: Sequence[Post], host: str = "127.0.0.1") -> Iterator[SessionBoard]:
    """Serve a board until the end of the block."""
    with SessionBoard(program, posts, host) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def named(form: str, name: str) -> bytes:
    """Return the header that gives a file this name in one of the forms that boards use."""
    match form:
        case "percent":
            return f'attachment; filename="{quote(name)}"'.encode()
        case "rfc5987":
            return f"attachment; filename*=UTF-8''{quote(name)}".encode()
        case "quotes":
            return 'attachment; filename="{}"'.format(name.replace('"', '\\"')).encode()
        case charset:
            return f'attachment; filename="{name}"'.encode(charset)
