"""A loopback server that behaves as a Saeol e-minwon host: shells, a program that answers to POST alone, and downloads by name."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from .pages_a import POSTS, Post

ACTION = "/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do"
JSP = "/emwp/jsp/ofr"
PER_PAGE = 4
FIRST_ID = 40210

LAYOUTS = {
    "five columns": (
        "<table class='tbl' summary='고시공고 목록'><thead><tr>"
        + "".join(f"<th>{word}</th>" for word in ("번호", "고시공고번호", "제목", "담당부서", "등록일"))
        + "</tr></thead><tbody>{rows}</tbody></table>",
        (
            "<tr><td>{number}</td><td>가온군 공고 제2026-{number}호</td><td><a href='#' onclick=\"searchDetail('{id}');return false;\">"
            "{title}</a></td><td>{department}</td><td>{day}</td></tr>"
        ),
    ),
    "compact": (
        "<table class='tbl'><tr><th>번호</th><th>제목</th><th>담당부서</th><th>등록일</th></tr>{rows}</table>",
        "<tr><td>{number}</td><td><a href=\"javascript:searchDetail('{id}')\">{title}</a></td><td>{department}</td><td>{day}</td></tr>",
    ),
    "responsive": (
        "<div class='dhead'><ul><li>번호</li><li>제목</li><li>담당부서</li><li>등록일</li></ul></div><div class='dbody'>{rows}</div>",
        (
            "<ul><li class='col01'>{number}</li><li class='title'><a href=\"javascript:searchDetail('{id}')\">{title}</a></li>"
            "<li class='col03'>{department}</li><li class='col04'>{day}</li></ul>"
        ),
    ),
}
"""The listings that hosts show: what stands around the rows, and a row."""

KINDS: dict[str, Mapping[str, str]] = {
    "gosi": {
        "jndinm": "OfrNotAncmtEJB",
        "list": "selectListOfrNotAncmt",
        "view": "selectOfrNotAncmt",
        "viewnm": "selectOfrNotAncmtRegst",
        "key": "not_ancmt_mgt_no",
    },
    "press": {
        "jndinm": "OfrBcAdvNewsEJB",
        "list": "selectListOfrNews",
        "view": "selectOfrNews",
        "viewnm": "selectOfrNewsMgt",
        "key": "news_epct_no",
    },
}


def id_of(post: Post) -> str:
    """The program's own identifier of a post."""
    return str(FIRST_ID - post.place)


def file_path(post: Post, n: int, name: str) -> tuple[str, str, str]:
    """The three arguments of `goDownLoad` for a post's file."""
    return name, f"20261120_{id_of(post)}_{n}", "/ntishome/file/upload/ofr"


FILES = {file_path(post, n, name)[1:]: name for post in POSTS for n, name in enumerate(post.files, 1)}
"""The names of the files that the host has, by what the host calls them and where it keeps them."""


def shell(kind: str) -> str:
    """A page whose form a script, that it does not hold, is to post."""
    return _page(
        f"<form name='form1' action='{ACTION}' method='post'><input type='hidden' name='jndinm' value='{KINDS[kind]['jndinm']}'>"
        "</form><div id='dataArea'></div>"
    )


def sending_shell(codes: str) -> str:
    """A page that posts its own form as soon as it is there."""
    fields = {
        "jndinm": "OfrNotAncmtEJB",
        "context": "NTIS",
        "method": "selectListOfrNotAncmt",
        "not_ancmt_se_code": codes,
    }
    inputs = "".join(f"<input type='hidden' name='{name}' value='{value}'>" for name, value in fields.items())
    return _page(
        f"<form name='form1' action='{ACTION}' method='post'>{inputs}</form>"
        "<script>function init(){ document.form1.submit(); }\ninit();</script>"
    )


def listing(kind: str, layout: str, number: int) -> str:
    """A page of the listing; the functions of its rows and pager are in a file of the program's own."""
    around, row = LAYOUTS[layout]
    posts = POSTS[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = "".join(
        row.format(number=post.number, id=id_of(post), title=post.title, department=post.department, day=post.day)
        for post in posts
    )
    fields = {
        "jndinm": KINDS[kind]["jndinm"],
        "context": "NTIS",
        "method": KINDS[kind]["list"],
        "pageIndex": str(number),
    }
    inputs = "".join(f"<input type='hidden' name='{name}' value='{value}'>" for name, value in fields.items())
    last = -(-len(POSTS) // PER_PAGE)
    pager = " ".join(
        f"<strong>{n}</strong>" if n == number else f"<a href='#' onclick=\"goPage('{n}');return false;\">{n}</a>"
        for n in range(1, last + 1)
    )
    return _page(
        f"<form name='form1' action='{ACTION}' method='post'>{inputs}{around.format(rows=rows)}<div class='page'>{pager}</div></form>"
    )


def detail(kind: str, post: Post, *, new: bool = False) -> str:
    """A post's page, the body in a cell without a class; `new` hosts name the newer program for downloads."""
    calls = (file_path(post, n, name) for n, name in enumerate(post.files, 1))
    files = "<br>".join(
        f"<a href='#' onclick=\"goDownLoad('{a}','{b}','{c}');return false;\">{a}</a>" for a, b, c in calls
    )
    body = "<br><br>".join(post.body)
    return _page(
        f"<form name='form1' action='{ACTION}' method='post'><input type='hidden' name='{KINDS[kind]['key']}' value='{id_of(post)}'></form>"
        f"<table summary='상세조회'><tr><th>제목</th><td colspan='3'>{post.title}</td></tr>"
        f"<tr><th>담당부서</th><td>{post.department}</td><th>등록일</th><td>{post.day}</td></tr>"
        "<tr><th>게재기간</th><td colspan='3'>2026-11-21 ~ 2026-12-05</td></tr>"
        f"<tr><td colspan='4' style='word-break:break-all'>{body}</td></tr>"
        f"<tr><th>첨부파일</th><td colspan='3'>{files}</td></tr></table>"
        + (f"<iframe name='hidden' src='{JSP}/FileDownNew.jsp'></iframe>" if new else "")
    )


def _page(content: str) -> str:
    return (
        "<html><head><meta charset='utf-8'><title>가온군 새올전자민원창구</title><script src='/emwp/js/emwp.ofr.js'></script></head>"
        f"<body><div id='contents'><h2>고시공고</h2>{content}</div><div id='copy'>가온군청 민원실 061-000-0000</div></body></html>"
    )


class Saeol(ThreadingHTTPServer):
    """The host; `asked` are the requests it was sent: method, path with query, form."""

    daemon_threads = True

    def __init__(self, layout: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.layout = layout
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """The host's address."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def saeol(layout: str) -> Iterator[Saeol]:
    """Run a host for as long as a test needs it."""
    with Saeol(layout) as host:
        thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield host
        finally:
            host.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Saeol

    def do_GET(self) -> None:
        """Answer shells; the program itself answers nothing to a GET."""
        self.server.asked.append(("GET", self.path, {}))
        path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == f"{JSP}/OfrNotAncmtL.jsp":
            self._send(shell("gosi"))
        elif path == f"{JSP}/OfrNewsL.jsp":
            self._send(shell("press"))
        elif path == f"{JSP}/OfrNotAncmtLSub.jsp":
            self._send(sending_shell(query["not_ancmt_se_code"]))
        elif path == ACTION:
            self._send("")
        elif path == f"{JSP}/FileDown.jsp" and (name := FILES.get((query["sys_file_nm"], query["file_path"]))):
            self._send(f"the file {name}", named=query["user_file_nm"])
        else:
            self._send("<h1>404</h1>", 404)

    def do_POST(self) -> None:
        """Answer listings and posts to whoever sends the fields that the program needs, and nothing to others."""
        form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True))
        self.server.asked.append(("POST", self.path, form))
        kind = next((name for name, words in KINDS.items() if words["jndinm"] == form.get("jndinm")), None)
        if self.path != ACTION or kind is None or form.get("method") not in (KINDS[kind]["list"], KINDS[kind]["view"]):
            self._send("")
        elif form["method"] == KINDS[kind]["list"]:
            self._send(listing(kind, self.server.layout, int(form.get("pageIndex", "1"))))
        elif form.get("methodnm") == KINDS[kind]["viewnm"] and form.get("context") == "NTIS":
            post = next((post for post in POSTS if id_of(post) == form.get(KINDS[kind]["key"])), None)
            self._send(
                detail(kind, post) if post else "<script>alert('존재하지 않는 게시물입니다.');history.back();</script>"
            )
        else:
            self._send("")

    def _send(self, text: str, status: int = 200, *, named: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        if named:
            self.send_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(named)}")
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""
