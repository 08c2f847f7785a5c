"""Addresses without their noise, and names for boards and sites in no catalogue."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.addresses import board_slug, canonical, identify, learn_grammar, site_slug


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Example.KR:80/a/b?x=1#top", "http://www.example.kr/a/b?x=1"),
        ("https://example.kr:443", "https://example.kr/"),
        ("https://example.kr:8443/a/", "https://example.kr:8443/a/"),
        ("https://example.kr./a", "https://example.kr/a"),
        ("https://user:secret@example.kr/a", "https://example.kr/a"),
        ("https://example.kr/a/./b/../c?x=1", "https://example.kr/a/c?x=1"),
        ("https://example.kr/../../a", "https://example.kr/a"),
        ("https://example.kr//a//b/", "https://example.kr/a/b/"),
        ("https://example.kr/%7euser/%e3%84%b1?x=%2f", "https://example.kr/~user/%E3%84%B1?x=%2F"),
        ("https://example.kr/소식?q=가 나", "https://example.kr/%EC%86%8C%EC%8B%9D?q=%EA%B0%80%20%EB%82%98"),
        ("https://example.kr/a?q=100%", "https://example.kr/a?q=100%25"),
        ("https://example.kr/a?b=%B0%A1", "https://example.kr/a?b=%B0%A1"),
        ("https://한글.kr/a", "https://xn--bj0bj06e.kr/a"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        (" https://example.kr/a ", "https://example.kr/a"),
        ("https://example.kr/view.do;jsessionid=ABC123.node1?nttId=5", "https://example.kr/view.do?nttId=5"),
        ("https://example.kr/view.do;v=2?nttId=5", "https://example.kr/view.do;v=2?nttId=5"),
        ("https://example.kr/v?id=5&PHPSESSID=9635df9a23f4568c62de9e6a0a15622d", "https://example.kr/v?id=5"),
        ("https://example.kr/v?id=5&sid=9635df9a23f4568c62de9e6a0a15622d", "https://example.kr/v?id=5"),
        ("https://example.kr/v?sid=12&id=5", "https://example.kr/v?sid=12&id=5"),
        ("https://example.kr/v?id=5&utm_source=mail&fbclid=xyz", "https://example.kr/v?id=5"),
        ("https://example.kr/v?id=5&word=&part=&domain=", "https://example.kr/v?id=5"),
        ("https://example.kr/v?1234", "https://example.kr/v?1234"),
        ("https://example.kr/v?a=1&amp;b=2&amp;amp;c=3", "https://example.kr/v?a=1&b=2&c=3"),
        ("https://example.kr/v?b=2&a=1", "https://example.kr/v?b=2&a=1"),
        ("https://example.kr/list.asp?page=v&seq=12", "https://example.kr/list.asp?page=v&seq=12"),
        ("https://example.kr/board.do?pageId=77&seq=12", "https://example.kr/board.do?pageId=77&seq=12"),
        ("https://example.kr/?mod=document&uid=12&pageid=3", "https://example.kr/?mod=document&uid=12"),
        ("https://example.kr/?p=12", "https://example.kr/?p=12"),
        ("https://example.kr/sub.cs?m=299", "https://example.kr/sub.cs?m=299"),
        ("https://example.kr/?mid=news&m=1&document_srl=7", "https://example.kr/?mid=news&document_srl=7"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "  ",
        "about:blank",
        "javascript:view('12')",
        "mailto:a@b.kr",
        "/relative?x=1",
        "http://",
        "http:///a",
        "http://[::1/a",
        "http://example.kr:port/a",
        "http://example.kr:99999/a",
        "ftp://example.kr/a",
        "http://�/a",
        "http://ⅷ℀.kr/",
    ],
)
def test_junk_is_returned_stripped(junk: str) -> None:
    assert canonical(f" {junk}\n") == junk.strip()
    assert identify(junk).url == junk.strip()
    assert re.fullmatch("[0-9a-f]{16}", identify(junk).key)
    assert learn_grammar([junk, junk], junk) is None
    assert board_slug(junk)
    assert site_slug(junk)


STATE = [
    "page=2",
    "pageIndex=3",
    "curPage=4",
    "nPage=1",
    "pgno=2",
    "startPage=2",
    "q_currPage=2",
    "movePage=1",
    "pageUnit=10",
    "recordCnt=10",
    "listStyle=gallery",
    "sort_index=readed_count",
    "order_type=desc",
    "sst=wr_hit",
    "sod=desc",
    "sop=and",
    "sfl=wr_subject",
    "stx=%EB%AC%BC",
    "spt=-2000",
    "searchCnd=all",
    "searchKrwd=%EB%AC%BC",
    "search_target=title",
    "srchEnable=1",
    "sc_section_code=S1N1",
    "sc_word=%EB%AC%BC",
    "view_type=sm",
    "replyAll=",
    "total=1200",
    "cpage=2",
    "PHPSESSID=9635df9a23f4568c62de9e6a0a15622d",
    "utm_source=mail",
    "gclid=abc",
    "empty=",
]
noise = st.lists(st.sampled_from(STATE), max_size=6, unique=True)
ADDRESSES = [
    "http://example.kr/xe/index.php?mid=board_NEWS&document_srl=1431",
    "https://example.kr/bbs/board.php?bo_table=press&wr_id=131",
    "https://www.example.kr/news/articleView.html?idxno=5",
    "https://example.kr/www/selectBbsNttView.do?bbsNo=4&nttNo=70&key=297",
    "https://example.kr/board.es?mid=a10101010000&bid=0001&act=view&list_no=12",
    "https://example.kr/press/131",
    "https://example.kr/bbs/cse/775/5737/artclView.do",
]


def with_noise(url: str, extra: list[str], at: int) -> str:
    path, _, query = url.partition("?")
    pairs = query.split("&") if query else []
    at = min(at, len(pairs))
    return f"{path}?{'&'.join([*pairs[:at], *extra, *pairs[at:]])}" if pairs or extra else path


@given(
    url=st.sampled_from(ADDRESSES),
    extra=noise,
    at=st.integers(0, 5),
    session=st.booleans(),
    fragment=st.sampled_from(["", "#comment_3"]),
)
def test_noise_leaves_no_trace(url: str, extra: list[str], at: int, session: bool, fragment: str) -> None:
    noisy = with_noise(url, extra, at) + fragment
    if session:
        path, mark, query = noisy.partition("?")
        noisy = f"{path};jsessionid=0123ABCD.worker1{mark}{query}" if "#" not in path else noisy
    assert canonical(noisy) == canonical(url) == url


hosts = st.sampled_from(["example.kr", "WWW.EXAMPLE.KR", "127.0.0.1:8103", "한글.kr", "m.example.kr:80"])
messy = st.text("/.%?&=;#aZ09 가~+:@[]|\\\"'", max_size=40) | st.text(max_size=40)


@given(host=hosts, rest=messy)
def test_canonical_is_its_own_canonical(host: str, rest: str) -> None:
    once = canonical(f"http://{host}/{rest}")
    assert canonical(once) == once
    assert identify(once).key == identify(f"http://{host}/{rest}").key


@given(text=st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert identify(text, learn_grammar([text, f"http://example.kr/{text}", "http://example.kr/1"], text)).key
    assert board_slug(text)
    assert site_slug(text)


parameters = st.dictionaries(
    st.sampled_from(["bbsId", "nttId", "menuNo", "code", "gubun", "x"]),
    st.text("abc019-_가", min_size=1, max_size=4),
    min_size=1,
)


@given(one=parameters, other=parameters)
def test_addresses_that_differ_in_more_than_noise_stay_apart(one: dict[str, str], other: dict[str, str]) -> None:
    urls = [
        f"http://example.kr/view.do?{'&'.join(f'{name}={value}' for name, value in given.items())}"
        for given in (one, other)
    ]
    assert (canonical(urls[0]) == canonical(urls[1])) == (list(one.items()) == list(other.items()))
    assert dict(parse_qsl(urlsplit(canonical(urls[0])).query)) == one


# Names for boards and sites


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("http://127.0.0.1:8103/xe/index.php?mid=board_HB_NEWS", "xe-index-board_HB_NEWS"),
        (
            "http://127.0.0.1:8103/xe/index.php?mid=board_HB_NEWS&page=2&sort_index=readed_count",
            "xe-index-board_HB_NEWS",
        ),
        ("https://example.kr/bbs/board.php?bo_table=press", "bbs-board-press"),
        ("https://example.kr/news/articleList.html?sc_section_code=S1N1&view_type=sm", "news-articleList-S1N1"),
        (
            "https://example.kr/www/selectBbsNttList.do;jsessionid=AB?key=297&bbsNo=8&pageIndex=2",
            "www-selectBbsNttList-8-297",
        ),
        ("https://example.kr/www/government/news/press", "www-government-news-press"),
        ("https://example.kr/소식/알림", "소식-알림"),
        ("https://example.kr/?menuno=1202", "1202"),
    ],
)
def test_a_board_is_named_by_its_path_and_what_names_it(url: str, slug: str) -> None:
    assert board_slug(url) == slug


def test_a_name_that_had_to_change_carries_a_hash() -> None:
    for url in (
        "https://example.kr/",
        "https://example.kr/list.do?code=a/b",
        "https://example.kr/" + "long-path/" * 12,
    ):
        slug = board_slug(url)
        assert len(slug) <= 80
        assert re.fullmatch(r"[0-9A-Za-z가-힣._-]+-[0-9a-f]{8}", slug)
    assert board_slug("https://example.kr/list.do?code=a/b") != board_slug("https://example.kr/list.do?code=a:b")


def test_a_wrapped_listing_is_the_listing_that_it_wraps() -> None:
    enc = "Zm5jdDF8QEB8JTJGYmJzJTJGY3NlJTJGNzc1JTJGYXJ0Y2xMaXN0LmRvJTNGcGFnZSUzRDMlMjY%3D"  # fnct1|@@|/bbs/cse/775/artclList.do?page=3&
    assert board_slug(f"http://example.kr/cse/9962/subview.do?enc={enc}") == board_slug(
        "http://example.kr/bbs/cse/775/artclList.do"
    )


@given(one=parameters, other=parameters, extra=noise)
def test_boards_share_a_name_only_with_themselves(one: dict[str, str], other: dict[str, str], extra: list[str]) -> None:
    urls = [
        f"http://example.kr/list.do?{'&'.join([f'{name}={value}' for name, value in given.items()])}"
        for given in (one, other)
    ]
    assert re.fullmatch(r"[0-9A-Za-z가-힣._-]{1,80}", board_slug(urls[0]))
    if sorted(one) == sorted(other) and not any("-" in value for value in [*one.values(), *other.values()]):
        assert (board_slug(urls[0]) == board_slug(urls[1])) == (one == other)
    plain = [text for text in extra if not text.startswith("sc_section")]
    assert board_slug(with_noise(urls[0], plain, 0)) == board_slug(urls[0])


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.Example.kr/a", "www.example.kr"),
        ("http://example.kr:80/", "example.kr"),
        ("http://127.0.0.1:8103/xe/", "127.0.0.1-8103"),
        ("http://[::1]:8080/", "1-8080"),
    ],
)
def test_a_site_is_named_by_its_host(url: str, slug: str) -> None:
    assert site_slug(url) == slug
