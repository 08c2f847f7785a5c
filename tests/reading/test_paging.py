"""The page after this one, in every way that boards lead there, and never one that nothing shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.items import PageRequest
from tests.reading.test_listing import POSTS, line, read, table

HOST = "https://www.sample.go.kr"
LIST = "/board/list.do?bbsId=7"


def after(pager: str, url: str = f"{HOST}{LIST}") -> str | PageRequest | None:
    return read(f"<div>{table()}{pager}</div>", url).next


def numbers(current: int, pages: range, link: str = "/board/list.do?bbsId=7&amp;pageIndex={}", extra: str = "") -> str:
    shown = [f"<strong>{n}</strong>" if n == current else f'<a href="{link.format(n)}">{n}</a>' for n in pages]
    return f"<div class='paging'>{' '.join(shown)}{extra}</div>"


def test_the_number_after_the_current_one() -> None:
    assert after(numbers(1, range(1, 6))) == f"{HOST}{LIST}&pageIndex=2"
    assert after(numbers(3, range(1, 6)), f"{HOST}{LIST}&pageIndex=3") == f"{HOST}{LIST}&pageIndex=4"


def test_the_last_page_has_none_after_it() -> None:
    last = (
        "<a class='next' href='/board/list.do?bbsId=7&amp;pageIndex=5'>다음</a>"
        "<a class='last' href='/board/list.do?bbsId=7&amp;pageIndex=5'>맨끝</a>"
    )
    assert after(numbers(5, range(1, 6), extra=last), f"{HOST}{LIST}&pageIndex=5") is None


@pytest.mark.parametrize(
    "end",
    ["", "<a href='#'>다음</a>", "<a href='#none' onclick='return false;'>다음</a>", "<span class='next'>다음</span>"],
)
def test_a_next_that_leads_nowhere_is_none(end: str) -> None:
    assert after(numbers(5, range(1, 6), extra=end), f"{HOST}{LIST}&pageIndex=5") is None


def test_the_only_page_has_none_after_it() -> None:
    assert after("<div class='paging'><strong>1</strong></div>") is None
    assert after("") is None


def test_next_block_is_not_next_page() -> None:
    block = "<a href='/board/list.do?bbsId=7&amp;pageIndex=11' title='다음 10페이지'>다음</a>"
    assert after(numbers(3, range(1, 11), extra=block), f"{HOST}{LIST}&pageIndex=3") == f"{HOST}{LIST}&pageIndex=4"


def test_next_block_at_the_end_of_a_block() -> None:
    block = "<a href='/board/list.do?bbsId=7&amp;pageIndex=11'><img src='/btn_next.gif' alt='다음'></a>"
    assert after(numbers(10, range(1, 11), extra=block), f"{HOST}{LIST}&pageIndex=10") == f"{HOST}{LIST}&pageIndex=11"


@pytest.mark.parametrize(
    "pager",
    [
        "<a class='on' href='?bbsId=7&amp;p=1'>1</a><a href='?bbsId=7&amp;p=2'>2</a><a href='?bbsId=7&amp;p=3'>3</a>",
        "<a href='?bbsId=7&amp;p=1' aria-current='page'>1</a><a href='?bbsId=7&amp;p=2'>2</a>",
        "<a title='현재 페이지'>1</a><a href='?bbsId=7&amp;p=2' title='2 페이지'>2</a><a href='?bbsId=7&amp;p=3'>3</a>",
        "<em>1</em><a href='?bbsId=7&amp;p=2'>2</a>",
        "<a href='#' class='active'>1</a><a href='?bbsId=7&amp;p=2'>2</a>",
        "<a href='?bbsId=7&amp;p=2'>2</a><a href='?bbsId=7&amp;p=3'>3</a>",
        "<span>[1]</span> <a href='?bbsId=7&amp;p=2'>[2]</a> <a href='?bbsId=7&amp;p=3'>[3]</a>",
        (
            "<span class='hid'>열린</span><strong>1</strong><span class='hid'>페이지</span>"
            "<a href='?bbsId=7&amp;p=2'>2<span class='hid'>페이지</span></a>"
        ),
    ],
)
def test_marks_of_the_current_page(pager: str) -> None:
    assert after(f"<p class='pg'>{pager}</p>") == f"{HOST}{LIST}&p=2"


def test_numbers_in_list_items() -> None:
    items = "<li class='active'><a href='#'>1</a></li>" + "".join(
        f"<li><a href='/b/{n}/list'>{n}</a></li>" for n in (2, 3)
    )
    assert after(f"<nav><ul class='pagination'>{items}</ul></nav>") == f"{HOST}/b/2/list"


def test_an_offset_for_a_number() -> None:
    pager = "<b>2</b>" + "".join(f"<a href='?bbsId=7&amp;start={(n - 1) * 15}'>{n}</a>" for n in (1, 3, 4))
    assert after(f"<div>{pager}</div>", f"{HOST}{LIST}&start=15") == f"{HOST}{LIST}&start=30"


def test_next_alone_without_numbers() -> None:
    assert after("<a href='/board/list.do?bbsId=7&amp;page=2'>다음 페이지</a>") == f"{HOST}{LIST}&page=2"


def test_the_next_article_is_not_the_next_page() -> None:
    assert after("<a href='/board/view.do?bbsId=7&amp;nttId=99'>다음글</a>") is None


def test_a_calendar_of_numbers_is_no_pager() -> None:
    days = "".join(f"<td><a href='/event?d={n}'>{n}</a></td>" for n in range(1, 29))
    assert after(f"<table><tr>{days}</tr></table>") is None


SCRIPT = """<form name='frm' method='post' action='/board/list.do'><input type='hidden' name='pageIndex' value='1'>
<input type='hidden' name='bbsId' value='7'><input type='text' name='word' value=''></form>
<script>
function fn_egov_link_page(pageNo) {
  document.frm.pageIndex.value = pageNo;
  document.frm.action = "/board/list.do";
  document.frm.submit();
}</script>"""


def test_a_call_resolved_through_the_page_s_own_function() -> None:
    expected = PageRequest(
        method="POST", url=f"{HOST}/board/list.do", form={"pageIndex": "2", "bbsId": "7", "word": ""}
    )
    assert after(SCRIPT + numbers(1, range(1, 4), '#" onclick="fn_egov_link_page({}); return false;')) == expected
    assert after(SCRIPT + numbers(1, range(1, 4), "javascript:fn_egov_link_page({});")) == expected


def test_a_call_to_a_function_elsewhere_through_the_form_around_it() -> None:
    form = (
        "<form name='pageForm' method='post' action='/bbs/list.do'>"
        "<input type='hidden' name='page' value='1'><input type='hidden' name='srch' value=''>"
    )
    answer = after(form + numbers(1, range(1, 4), "javascript:page_link('{}')") + "</form>")
    assert answer == PageRequest(method="POST", url=f"{HOST}/bbs/list.do", form={"page": "2", "srch": ""})


def test_a_call_that_nothing_on_the_page_explains() -> None:
    assert after(numbers(1, range(1, 4), "javascript:goPage({})")) is None


def test_a_get_form_gives_an_address() -> None:
    script = (
        "<form id='f' action='/board/list.do'><input type='hidden' name='bbsId' value='7'>"
        "<input type='hidden' id='pg' name='cpage' value='1'></form>"
    )
    script += "<script>var goPage = function(n) { $('#pg').val(n); $('#f').submit(); };</script>"
    assert after(script + numbers(1, range(1, 4), "javascript:goPage({})")) == f"{HOST}{LIST}&cpage=2"


def test_a_pager_that_a_script_draws_from_a_stated_number_of_pages() -> None:
    form = (
        "<form method='post' action='/board/list.do'><input type='hidden' name='movePage' value='1'>"
        "<input type='hidden' name='bbsId' value='7'></form>"
    )
    listing = read(
        f"{form}<div><p>전체게시글 : 15,367 / 전체페이지 : 1,537</p>{table()}<div class='paging'></div></div>"
    )
    assert listing.next == PageRequest(method="POST", url=f"{HOST}/board/list.do", form={"movePage": "2", "bbsId": "7"})
    last = form.replace("'1'", "'3'")
    assert read(f"{last}<div><p>전체페이지 : 3</p>{table()}</div>").next is None


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(1, 40), st.sampled_from([5, 10]))
def test_walking_a_block_pager_visits_every_page_once(last: int, hops: int, size: int) -> None:
    current = max(1, last - hops)
    seen = []
    while current is not None and len(seen) <= hops + 1:
        seen.append(current)
        start = (current - 1) // size * size + 1
        end = min(start + size - 1, last)
        block = f"<a class='next' href='?bbsId=7&amp;pg={end + 1}'>다음</a>" if end < last else ""
        found = after(
            numbers(current, range(start, end + 1), "?bbsId=7&amp;pg={}", block), f"{HOST}{LIST}&pg={current}"
        )
        current = int(str(found).rpartition("=")[2]) if found is not None else None
    assert seen == list(range(max(1, last - hops), last + 1))


def test_pinned_rows_with_numbers_for_titles_are_no_pager() -> None:
    rows = "".join(
        line(25 - index, (str(index + 1), date, views, office)) for index, (_, date, views, office) in enumerate(POSTS)
    )
    assert read(table(rows)).next is None


def test_a_title_that_speaks_of_an_end_is_no_link_to_the_last_page() -> None:
    posts = [
        (f"야시장 마지막 개장 {index}", date, views, office) for index, (_, date, views, office) in enumerate(POSTS)
    ]
    rows = "".join(line(25 - index, post) for index, post in enumerate(posts)).replace("nttId=", "pg=31&nttId=")
    pager = numbers(3, range(1, 4), "?bbsId=7&amp;pg={}", "<span class='next'>다음</span>")
    assert read(f"<div>{table(rows)}{pager}</div>", f"{HOST}{LIST}&pg=31").next is None
