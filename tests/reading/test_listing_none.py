"""Pages that show links, dates and tables, and no listing of a board."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.reading.listing import read_listing
from newscrawl.reading.page import Page
from tests.reading.test_listing import POSTS, check_all, page, read, table

MENU = (
    "<nav><ul>"
    + "".join(f"<li><a href='/sub{i}.do?mId=0{i}00'>메뉴 이름 {i}</a></li>" for i in range(12))
    + "</ul></nav>"
)
UNTAGGED_MENU = MENU.replace("nav>", "div>")


def box(board: str) -> str:
    rows = "".join(
        f"<li><a href='/{board}/view.do?seq={i}7'>{t}</a><span>{d}</span></li>" for i, (t, d, _, _) in enumerate(POSTS)
    )
    return f"<div class='box'><h3>{board}</h3><a href='/{board}/list.do'>더보기</a><ul>{rows}</ul></div>"


SECTIONS = "".join(  # the newest of several sections: one shape, and addresses with nothing in common
    f"<div class='card'><a class='more' href='/{section}/{i}7'><h3>{t}</h3><span>{d}</span></a></div>"
    for i, (section, (t, d, _, _)) in enumerate(zip(("news", "art", "bid", "job"), POSTS, strict=False))
)
NEIGHBOURS = (
    "<table><tr><th>이전글</th><td><a href='view.do?nttId=4'>지난 글의 제목이다</a></td><td>2026-03-01</td></tr>"
    "<tr><th>다음글</th><td><a href='view.do?nttId=6'>다음 글의 제목이다</a></td><td>2026-03-03</td></tr></table>"
)
ARTICLE = (
    "<h2>은빛공원 물놀이장 개장</h2><dl><dt>등록일</dt><dd>2026-03-12</dd><dt>조회</dt><dd>12</dd></dl>"
    "<div class='view'><p>은빛공원 물놀이장이 다음 달 문을 연다. 자세한 일정은 <a href='/park/1'>안내</a>에 있다.</p></div>"
    "<ul class='files'><li><a href='/fileDown.do?id=1'>붙임1.hwp</a> 2026-03-12</li>"
    "<li><a href='/fileDown.do?id=2'>붙임2.hwp</a> 2026-03-12</li></ul>"
)
RELATED = (
    "<div class='related'><h3>관련기사</h3><ul>"
    + "".join(
        f"<li><a href='/news/articleView.html?idxno={i}'>관련된 다른 소식 {i}호 전한다</a></li>"
        for i in range(101, 106)
    )
    + "</ul></div>"
)
LOGIN = (
    "<form method='post' action='/login.do'><input name='id'>"
    "<input type='password' name='pw'><input type='submit' value='로그인'></form>"
)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>없는 페이지입니다.</p>",
        MENU,
        UNTAGGED_MENU,
        SECTIONS,
        ARTICLE,
        ARTICLE + NEIGHBOURS,
        ARTICLE + RELATED,
        LOGIN,
        "".join(map(box, ("news", "notice", "gosi"))),
    ],
    ids=["nothing", "error", "nav", "menu", "sections", "article", "neighbours", "related", "login", "portal"],
)
def test_what_is_no_listing(body: str) -> None:
    assert read_listing(page(body)) is None


def test_two_blocks_that_share_a_kind_of_link_are_no_rows() -> None:
    post = f"<div class='view'>{ARTICLE}<p>작성자 홍보과 조회 31</p><a href='list.php?bo=press'>목록</a></div>"
    assert (
        read_listing(
            page(f"<div>{post}<div class='side'><a href='list.php?bo=notice'>새 소식 2026-01-01</a></div></div>")
        )
        is None
    )


def test_a_shell_that_a_script_fills_is_no_listing() -> None:
    assert read_listing(page(table("<tr><td colspan=5><img src='/loading.gif'></td></tr>"))) is None


@pytest.mark.parametrize("around", [MENU, UNTAGGED_MENU, RELATED, "".join(map(box, ("photo", "video")))])
def test_what_stands_around_a_listing_changes_nothing(around: str) -> None:
    alone = read(table())
    check_all(read(around + table()))
    check_all(read(table() + around))
    assert read(around + table() + around).rows == alone.rows


def test_a_listing_below_an_article_is_read() -> None:
    check_all(read(ARTICLE + NEIGHBOURS + table()))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise(body: bytes) -> None:
    read_listing(Page(url="https://www.sample.go.kr/", body=body))


TAGS = (
    "<table>|</table>|<tr>|</tr>|<td>|</td>|<th>|<ul>|</ul>|<li>|</li>|<div>|</div>|<dl>|<dt>|<dd>|</dl>|<b>|</b>|<p>|<span class=date>"
    "|</span>|<a href='?i=1'>|<a href='?i=2'>|<a href='?i=33'>|<a href='javascript:f(3)'>|<a onclick=f(2)>|</a>|<img alt=공지>"
    "|<tr data-key=9>|<form>|</form>|<input type=hidden name=page value=1>|<script>function f(n){location.href='?p='+n}</script>"
)
WORDS = "번호 제목 등록일 조회수 2026-01-02 10:23 공지 12 1 2 3 다음 없습니다 등록일:2026.1.2 | … [3]"
MARKUP = st.lists(st.sampled_from([*TAGS.split("|"), *WORDS.split()]), max_size=60).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_no_markup_raises(markup: str) -> None:
    read_listing(page(markup))


@settings(deadline=None)
@given(st.integers(2, 30), st.integers(1, 9999))
def test_rows_come_in_the_page_s_order_and_none_is_lost(count: int, first: int) -> None:
    rows = "".join(
        (
            f"<tr><td>{first + count - i}</td><td><a href='v?i={i + first}'>글 제목 번째 {i}</a>"
            f"</td><td>2026-01-{i % 28 + 1:02}</td><td>{i}</td></tr>"
        )
        for i in range(count)
    )
    listing = read(f"<table><tr><th>번호</th><th>제목</th><th>작성일</th><th>조회</th></tr>{rows}</table>")
    assert [row.evidence.value("title") for row in listing.rows] == [f"글 제목 번째 {i}" for i in range(count)]


def test_deep_nesting_and_many_links_are_bounded() -> None:
    deep = "<div>" * 5000 + "<a href='?i=1'>하나</a>" + "</div>" * 5000
    many = "<ul>" + "".join(f"<li><a href='/v?i={i}'>글 {i}</a> 2026-01-01</li>" for i in range(20000)) + "</ul>"
    read_listing(page(deep))
    listing = read_listing(page(f"<div>{many}<p><b>1</b><a href='?p=2'>2</a></p></div>"))
    assert listing is not None
    assert len(listing.rows) == 20000
