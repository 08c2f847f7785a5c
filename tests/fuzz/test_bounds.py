"""Sizes beyond reason: reading ends without a crash, and what can still be seen is still read. Nothing here is timed."""

from __future__ import annotations

import pytest

from newscrawl.items import PageRecord
from newscrawl.parsing import page_record

from .pages import BOARD, page

TEXT = "나루 시장이 새로 열린다. "
HEADING = (
    "<title>골목 새 단장</title><h3 class='tit'>골목 새 단장</h3>"
    "<ul><li>작성일 : 2026-03-05</li><li>조회수 : 12</li></ul><div class='cont'>"
)
DEEP = 5_000


def read(markup: str) -> PageRecord:
    return page_record(page(markup.encode()), generic=True)[0]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<div>", "</div>"),
        ("<span>", "</span>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<ul><li>", "</li></ul>"),
        ("<b><p>", ""),
        ("<font>", ""),
    ],
)
def test_text_under_many_levels_is_read(opening: str, closing: str) -> None:
    record = read(f"{HEADING}<p>{TEXT * 5}</p>{opening * DEEP}깊은 곳의 말{closing * DEEP}</div>")
    assert record.article is not None
    assert "깊은 곳의 말" in record.article.body


def test_levels_above_a_board_do_not_hide_it() -> None:
    record = read("<div>" * DEEP + BOARD)
    assert record.article is not None
    assert record.article.title == "나루 시장 412번 골목 새 단장"


def test_many_links_in_a_post() -> None:
    links = "".join(f"<a href='/a/{number}'>소식 {number}</a> " for number in range(20_000))
    record = read(f"{HEADING}<p>{TEXT * 5}</p></div><div>{links}</div>")
    assert record.article is not None
    assert record.article.title == "골목 새 단장"


def test_every_one_of_many_rows_is_read() -> None:
    rows = "".join(
        f"<tr><td>{number}</td><td><a href='v.do?no={number}'>골목 {number}</a></td><td>2026-03-05</td><td>{number % 90}</td></tr>"
        for number in range(2_000, 0, -1)
    )
    record = read(
        f"<h2>새소식</h2><table><tr><th>번호</th><th>제목</th><th>작성일</th><th>조회</th></tr>{rows}</table>"
    )
    assert record.listing is not None
    assert [row.number for row in record.listing.rows] == list(range(2_000, 0, -1))


def test_a_table_of_many_cells_is_a_post_s_table() -> None:
    cells = ("<tr>" + "<td>칸</td>" * 200 + "</tr>") * 200
    record = read(f"{HEADING}<p>{TEXT * 5}</p><table>{cells}</table></div>")
    assert record.article is not None
    assert record.article.body.count("칸") == 40_000


def test_one_long_text_arrives_whole() -> None:
    record = read(f"{HEADING}{TEXT * 20_000}</div>")
    assert record.article is not None
    assert record.article.body.count("나루") == 20_000


@pytest.mark.parametrize(
    "odd",
    [
        "<" * 200_000, "&" * 200_000, "&#" + "9" * 50_000 + ";", "작성일 : " * 20_000,
        "2026-01-" * 20_000, "9" * 200_000, "[" * 50_000, "(" * 50_000,
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script>",
        "<script>function fn_page(n){" + "(" * 50_000 + "</script>",
        "<a href='#' onclick=\"" + "fn_page(" * 10_000 + '">다음</a>',
        "<a href='?" + "a=1&" * 20_000 + "'>다음</a>",
        "<p " + "a " * 50_000 + ">", "<!--" * 50_000, "<![CDATA[" * 20_000,
    ],
    ids=lambda odd: odd[:24],
)  # fmt: skip
def test_endless_pieces(odd: str) -> None:
    record = read(BOARD.replace("<h2>새소식</h2>", f"<div>{odd}</div><h2>새소식</h2>"))
    assert record.kind in ("article", "listing", "unknown")
