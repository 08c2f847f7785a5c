"""Real servers on loopback and the real command in a process of its own: nothing here is mocked."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SECONDS = 120  # the longest that any command here may take

Route = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's table of paths; what is not in it is 404."""

    protocol_version = "HTTP/1.1"
    server: BoardServer

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        answer = self.server.routes.get(self.path)
        if callable(answer):
            answer(self)
        elif answer is None:
            self.reply("<h1>Not Found</h1>", 404)
        else:
            self.reply(answer)

    def reply(self, text: str, status: int = 200, **headers: str) -> None:
        """Send a whole HTML page."""
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", headers.pop("content_type", "text/html; charset=utf-8"))
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class BoardServer(ThreadingHTTPServer):
    """A loopback server with a table of answers, and the paths that it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, str | Route] = {}
        self.requests: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def server() -> Iterator[BoardServer]:
    """A server that answers 404 until a test gives it routes."""
    with BoardServer() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def newscrawl(*arguments: str, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own and return what it said."""
    command = [sys.executable, "-m", "newscrawl", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=SECONDS, check=False, **options)


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the records of a JSON lines file; every line must be whole."""
    text = path.read_text("utf-8")
    assert not text or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def feed_in(folder: Path) -> Path:
    """Return the one feed of articles that a run left in a data folder."""
    (found,) = [file for file in folder.glob("*.jsonl") if not file.name.endswith(".views.jsonl")]
    return found


def listing_page(rows: list[tuple[str, str, str, int]], *, next_page: str | None = None) -> str:
    """Return a plain board page; a row is (address, title, date, views)."""
    body = "".join(
        f'<tr><td>{len(rows) - place}</td><td><a href="{address}">{title}</a></td><td>{day}</td><td>{views}</td></tr>'
        for place, (address, title, day, views) in enumerate(rows)
    )
    pager = f'<div class="paging"><strong>1</strong> <a href="{next_page}">2</a></div>' if next_page else ""
    return (
        "<html><head><title>보도자료 | 가람군</title></head><body><div id='gnb'><a href='/'>처음으로</a></div><h2>보도자료</h2>"
        "<table><thead><tr><th>번호</th><th>제목</th><th>작성일</th><th>조회</th></tr></thead>"
        f"<tbody>{body}</tbody></table>{pager}<div id='footer'>가람군청 061-000-0000</div></body></html>"
    )


def article_page(title: str, day: str, body: str, views: int = 7) -> str:
    """Return a plain article page."""
    return (
        f"<html><head><title>{title} | 가람군</title></head><body><div id='gnb'><a href='/'>처음으로</a></div><h2>보도자료</h2>"
        f"<table class='view'><tr><th>제목</th><td colspan='3'>{title}</td></tr>"
        f"<tr><th>작성일</th><td>{day}</td><th>조회수</th><td>{views}</td></tr>"
        f"<tr><td colspan='4' class='content'><p>{body}</p>"
        "<p>군은 앞으로도 주민과 함께하는 행정을 펼칠 계획이라고 밝혔다.</p></td></tr></table>"
        "<a href='/list'>목록</a><div id='footer'>가람군청 061-000-0000</div></body></html>"
    )


POSTS = [
    (
        "가람군, 봄꽃 축제 준비 점검 나서",
        "2024-03-15",
        "가람군은 다음 달 열리는 봄꽃 축제를 앞두고 행사장 시설을 점검했다.",
    ),
    ("보건소 예방접종 일정 안내", "2024-03-14", "가람군보건소는 어르신 예방접종을 4월 1일부터 시작한다고 밝혔다."),
    ("농업기술센터 토양 검정 무료 실시", "2024-03-12", "농업기술센터는 영농철을 맞아 토양 검정을 무료로 실시한다."),
    (
        "군립도서관 야간 개관 시간 연장",
        "2024-03-11",
        "군립도서관은 이달부터 평일 야간 개관 시간을 밤 열 시까지 늘린다.",
    ),
    (
        "마을버스 노선 두 곳 새로 생긴다",
        "2024-03-08",
        "가람군은 교통이 불편한 마을을 위해 버스 노선 두 곳을 새로 만든다.",
    ),
]


@pytest.fixture
def board(server: BoardServer) -> BoardServer:
    """A sound board of five posts on one page at /list."""
    rows = []
    for number, (title, day, body) in enumerate(POSTS, 1):
        server.routes[f"/view?no={number}"] = article_page(title, day, body)
        rows.append((f"/view?no={number}", title, day, 7))
    server.routes["/list"] = listing_page(rows)
    return server
