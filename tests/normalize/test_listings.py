"""The address at which a board is read: its first page, in its own order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.listings import in_own_order


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "http://example.kr/xe/index.php?mid=board_NEWS&listStyle=list&sort_index=readed_count&order_type=desc&page=3",
            "http://example.kr/xe/index.php?mid=board_NEWS&listStyle=list",
        ),
        (
            "http://example.kr/bbs/board.php?bo_table=press&sst=wr_hit&sod=desc",
            "http://example.kr/bbs/board.php?bo_table=press",
        ),
        ("http://example.kr/list.do?bbsNo=4&pageIndex=2&pageUnit=30", "http://example.kr/list.do?bbsNo=4&pageUnit=30"),
        (
            "http://example.kr/list.do?boardId=B1&searchGosiSe=01,04&orderBy=READ_CNT",
            "http://example.kr/list.do?boardId=B1&searchGosiSe=01,04",
        ),
    ],
)
def test_sorting_and_page_leave_the_address_of_a_listing(url: str, expected: str) -> None:
    assert in_own_order(url) == expected


@pytest.mark.parametrize(
    "url", ["http://Example.kr/list.do?a=&b=1#x", "http://example.kr/list.asp?page=v&code=2", "no address"]
)
def test_an_address_without_them_is_left_as_it_is(url: str) -> None:
    assert in_own_order(url) == url


@given(text=st.text(max_size=60))
def test_once_is_enough_and_no_text_raises(text: str) -> None:
    for url in (text, f"http://example.kr/list.do?page=2&{text}"):
        assert in_own_order(in_own_order(url)) == in_own_order(url)
