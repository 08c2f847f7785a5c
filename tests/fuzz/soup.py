"""Strategies: arbitrary bytes, soups of what pages are made of, and real-shaped pages that something happened to."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from .pages import BOARD, URLS

CHARSETS = st.sampled_from(
    [None, "utf-8", "euc-kr", "cp949", "utf-16", "shift_jis", "johab", "x-none", "base64", "idna", "unicode_escape"]
)
URL = st.sampled_from(URLS)
STATUS = st.sampled_from([200, 200, 200, 404, 500, 0])

_TAGS = (
    "a b br dd div dl dt em form h1 h3 iframe img input label li meta noscript o:p option p pre script section select span strong style "
    "svg table tbody td textarea th thead title tr ul math template frameset base body html x:y"
).split()
_ATTRIBUTES = (
    "href onclick class id title alt src style name value type action method colspan rowspan content property data-no hidden for"
).split()
_VALUES = (
    "view.do?no=7", "?page=2", "#", "javascript:;", "javascript:fn_view('7')", "fn_page(2); return false;", "http://[", "//",
    "http://a:b/", "\\", "%", "board.do?no=99999999999999999999", "mailto:a@b", "data:,", "subject", "view_cont", "paging",
    "notice", "blind", "display:none", "white-space:pre", "hidden", "password", "post", "0", "-1", "99999999", "1e9",
    "og:title", "article:published_time", "2026-02-30", "",
)  # fmt: skip
_TEXTS = (
    "번호", "제목", "작성자", "담당부서", "작성일", "등록일 :", "조회", "조회수 ", "첨부파일", "이전글", "다음글", "목록",
    "공지", "NEW", "[3]", "다음", "1", "2", "12", "2026-03-05", "2026. 3. 5.", "26.03.05", "'26. 3. 5.",
    "2026년 3월 5일 오후 3시 5분", "2026-02-30", "2025-12-31 24:00", "2026-99-99 99:99", "03-07", "10:23", "25:61", "어제",
    "3시간 전", "99999999999999999999시간 전", "9999-12-31", "0000-00-00", "0001-01-01", "20260305", "２０２６．３．５",
    "٢٠٢٦-٠٣-٠٥", "²", "1,234", "1.2만", "9" * 5000, "-", "~", "2026-03-01 ~ 2026-04-01", "총 99999999999999999999건", "[1/0]",
    "나루 시장이 새로 열린다.", "안내.hwp (1e99MB)", "…", "｜", "：", "alert('없습니다');", "location.href='", "&nbsp;", "&#0;",
    "&#xD800;", "&#x110000;", "&#99999999999;", "&amp", "&lt;td&gt;", "\x00", "\x1b", "\ufeff", "\ufffe", "\u00ad", "\u200b",
    "\ue000", "\u2028", "\U0001f600", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE", "<?php", "</", "<", ">", '"', "'", "/>",
    "</html>", "</body>", "<!--[if gte mso 9]>", "<![endif]-->", "\n", "\t ",
)  # fmt: skip


@st.composite
def _opening(draw: st.DrawFn) -> str:
    quote = draw(st.sampled_from(["'", '"', ""]))
    pairs = st.tuples(st.sampled_from(_ATTRIBUTES), st.sampled_from(_VALUES) | st.sampled_from(_TEXTS))
    attributes = "".join(f" {name}={quote}{value}{quote}" for name, value in draw(st.lists(pairs, max_size=3)))
    return f"<{draw(st.sampled_from(_TAGS))}{attributes}>"


_TOKEN = (
    _opening()
    | st.sampled_from(_TAGS).map(lambda name: f"</{name}>")
    | st.sampled_from(_TEXTS)
    | st.text(max_size=12)
    | st.sampled_from(_TEXTS).map(lambda text: f"<td>{text}</td>")
    | st.sampled_from(_TEXTS).map(lambda text: f"<th>{text}</th>")
    | st.sampled_from(_TEXTS).map(lambda text: f"<tr><td><a href='v?no={len(text)}'>{text}</a><td>2026-03-05")
)
SOUP = st.lists(_TOKEN, max_size=80).map(lambda tokens: "".join(tokens).encode("utf-8", "surrogatepass"))
"""Surrogates stay as the three bytes that no UTF-8 has."""

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(_TEXTS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from("@graph @type headline datePublished author name dateModified".split()), inner, max_size=5
        )
    ),
    max_leaves=12,
)
JSON_LD = _JSON.map(json.dumps)

_CODE = (
    *"function fn_page ( n ) { } var f = document . forms [ 'frm' ] ; .value .action .submit() location.href + 'a' \"b\" 1 2e9".split(),
    *"if else return false , for while ! == && || ? : \\ /* */ // ` ${ } new Array this $ 'unclosed".split(),
    "\n",
)  # fmt: skip
CODE = st.lists(st.sampled_from(_CODE), max_size=60).map(" ".join)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a real-shaped page after cuts, doublings, moves, flipped bits and pieces of soup."""
    body = bytearray(BOARD.encode(draw(st.sampled_from(["utf-8", "utf-8", "cp949"])), "replace"))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body)))
        end = min(len(body), at + draw(st.sampled_from([1, 7, 60, 400, 3000])))
        change = draw(st.sampled_from(["cut", "double", "flip", "soup", "move"]))
        piece = bytes(body[at:end])
        if change == "cut":
            del body[at:end]
        elif change == "double":
            body[at:at] = piece * draw(st.integers(1, 4))
        elif change == "flip" and at < len(body):
            body[at] ^= 1 << draw(st.integers(0, 7))
        elif change == "soup":
            body[at:at] = draw(_TOKEN).encode("utf-8", "surrogatepass")
        elif change == "move":
            del body[at:end]
            to = draw(st.integers(0, len(body)))
            body[to:to] = piece
    return bytes(body)
