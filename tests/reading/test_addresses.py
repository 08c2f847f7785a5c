"""Links made absolute: whatever the shortcut, the same as the standard library says."""

from __future__ import annotations

from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.reading.page import Page

BASES = (
    "https://www.sample.go.kr",
    "http://sample.kr/",
    "http://sample.kr:8080/a/b/list.do?x=/1/2&y=3",
    "https://sample.kr/a/?q=c/d",
)
PIECES = (
    "a",
    "view.do",
    "b-c",
    "/",
    "//",
    ".",
    "..",
    "?",
    "x=1",
    "&",
    "y=c:d",
    "#top",
    ";s=1",
    "%20",
    "가",
    "=",
    "e/f",
)


@given(st.sampled_from(BASES), st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_links_are_joined_as_the_standard_says(base: str, href: str) -> None:
    assert Page(url=base, body=b"").absolute(href) == urljoin(base, href)


@given(st.text(max_size=20))
def test_a_link_is_an_address_or_none(href: str) -> None:
    url = Page(url="https://www.sample.go.kr/a/b", body=b"").absolute(href)
    assert url is None or url.lower().startswith(("http://", "https://"))
