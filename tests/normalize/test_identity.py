"""Identity: one post under many addresses is one article; two posts are never one; and what is learned is learned from the rows alone."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.addresses import ArticleGrammar, Identity, identify, learn_grammar
from tests.normalize.test_addresses import noise, with_noise

XE = "http://example.kr/xe/index.php?mid=board_NEWS"
GNUBOARD = "http://example.kr/bbs/board.php?bo_table=press"
ND = "https://www.example.kr/news/articleView.html"
WRAPPED = "http://example.kr/cse/9962/subview.do?enc="


def rows(form: str, numbers: range | list[int] = [712, 709, 708, 701]) -> list[str]:  # noqa: B006
    return [form.format(number) for number in numbers]


def k2web(number: int, page: int) -> str:
    """Wrap an article's address as K2Web does."""
    inner = quote(f"/bbs/cse/775/{number}/artclView.do?page={page}&srchWrd=", safe="")
    return WRAPPED + quote(base64.b64encode(f"fnct1|@@|{inner}".encode()).decode(), safe="")


def bbs_data(number: int, page: int) -> str:
    inner = f"idx={number}&startPage={page}&table=cs_bbs_data&code=sub03a&search_item="
    return f"http://example.kr/view.do?bbs_data={base64.b64encode(inner.encode()).decode()}||"


# Without a grammar: by name, then by the path, then by the address


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://example.kr/xe/index.php?mid=board_NEWS&document_srl=1431", "1431"),
        ("http://example.kr/xe/?document_srl=1431&listStyle=gallery&page=3", "1431"),
        ("http://example.kr/xe/board_NEWS/1431", "1431"),
        ("http://example.kr/xe/1431", "1431"),
        ("http://example.kr/bbs/board.php?bo_table=press&wr_id=131", "131"),
        ("http://example.kr/bbs/board.php?wr_id=131&bo_table=press&page=2&sst=wr_hit", "131"),
        ("http://example.kr/press/131", "131"),
        ("http://example.kr/press/131?page=2", "131"),
        ("http://example.kr/press/1", "1"),
        ("http://www.example.kr/news/articleView.html?idxno=5&sc_section_code=S1N1", "5"),
        ("http://m.example.kr/news/articleView.html?idxno=5", "5"),
        ("http://www.example.kr/news/articleViewAmp.html?idxno=5", "5"),
        ("http://www.example.kr/news/articlePrint.html?idxno=5", "5"),
        ("https://example.kr/www/selectBbsNttView.do?bbsNo=4&nttNo=70&key=297", "70"),
        ("https://example.kr/cop/bbs/BBSMSTR_000000000040/selectBoardArticle.do?nttId=66", "66"),
        ("https://example.kr/board/view.junggu?boardId=BBS_0000001&menuCd=DOM_1&dataSid=812", "812"),
        ("https://example.kr/portal/bbs/view.do?ptIdx=16&bIdx=5413&mId=0401", "5413"),
        ("https://example.kr/portal/board/post/view.do?bcIdx=544&mid=04&idx=9", "9"),
        ("https://example.kr/site/ex/bbs/View.do?cbIdx=259&bcIdx=9", "9"),
        ("https://example.kr/board.es?mid=a1&bid=0001&act=view&list_no=21645", "21645"),
        ("https://example.kr/main/bbs/bbsMsgDetail.do?msg_seq=12&bcd=press", "12"),
        (
            "https://example.kr/view.9is?dataUid=4a9d0c1e8f7b6a5d4c3b2a1f0e9d8c7b&boardUid=1",
            "4a9d0c1e8f7b6a5d4c3b2a1f0e9d8c7b",
        ),
        ("https://example.kr/list.asp?page=v&seq=12", "12"),
        ("https://example.kr/OfrAction.do?method=selectOfrNotAncmt&not_ancmt_mgt_no=4410", "4410"),
        (
            "https://example.kr/userPolicyInfoView.do?serch.division=1&vo.policyCodeId=2012smbaa00000682",
            "2012smbaa00000682",
        ),
        ("https://example.kr/zboard.php?id=notice&no=12", "12"),
        ("https://example.kr/00003/00006.web?gcode=1004&idx=77&amode=view", "77"),
        ("https://example.kr/?page_id=31&mod=document&uid=12&pageid=2", "12"),
        ("https://example.kr/board/B_000001/512/view.do", "512"),
        ("https://example.kr/portal/bbs/view/B0000151/4821.do?menuNo=200", "4821"),
        ("https://example.kr/home/www/news/show/4821", "4821"),
        ("https://example.kr/bbs/cse/775/15/artclView.do", "15"),
        ("https://example.kr/3/all/20131023/58406128/1", "58406128"),
        ("https://example.kr/news/20131023/7", "20131023-7"),
        ("https://example.kr/news/2013/10/23/0007.html", "20131023-0007"),
        ("https://example.kr/news/2013/10/23/98120", "98120"),
        ("https://example.kr/news/20131023", "20131023"),
        (k2web(5737, 3), "5737"),
        (bbs_data(2806, 3), "2806"),
    ],
)
def test_the_identifier_is_read_from_an_address_alone(url: str, key: str) -> None:
    assert identify(url).key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://example.kr/2023/11/05/",
        "https://example.kr/2023/11/05/festival-opens",
        "https://example.kr/view.do?name=festival",
        "https://example.kr/",
    ],
)
def test_a_day_or_a_word_is_no_identifier_so_the_address_is_hashed(url: str) -> None:
    key = identify(url).key
    assert len(key) == 16
    assert key != identify(url + "x").key
    assert key == identify(with_noise(url, ["page=2", "utm_source=x"], 9)).key


def test_an_identifier_that_does_not_fit_an_id_is_hashed() -> None:
    one, other = (identify(f"https://example.kr/view.do?idx={value}").key for value in ("a%2Fb", "%B0%A1"))
    assert one != other
    assert {len(one), len(other)} == {16}
    assert (
        identify("https://example.kr/view.do?idx=%B0%A1").key != identify("https://example.kr/view.do?idx=%B0%A2").key
    )


# What a listing teaches


@pytest.mark.parametrize(
    ("form", "key", "keep"),
    [
        (XE + "&page=2&document_srl={}", "document_srl", {"mid"}),
        (GNUBOARD + "&wr_id={}&page=2", "wr_id", {"bo_table"}),
        (ND + "?idxno={}", "idxno", set()),
        ("https://example.kr/view.do?bbsNo=4&nttNo={}&key=297&searchCnd=all&pageIndex=1", "nttNo", {"bbsNo", "key"}),
        ("https://example.kr/list.asp?page=v&seq={}", "seq", {"page"}),
        ("https://example.kr/page.do?URL=board&bod_zzz={}&step=258", "bod_zzz", {"URL", "step"}),
        ("https://example.kr/read.php?thing={}&kind=a", "thing", {"kind"}),
        ("https://example.kr/blog/?p={}", "p", set()),
        ("https://example.kr/view.do?mgr_seq=16&board_seq={}&mCode=MN013", "board_seq", {"mgr_seq", "mCode"}),
        ("https://example.kr/view.do?bcIdx={}&cbIdx=259&idx=3", "bcIdx", {"cbIdx", "idx"}),
    ],
)
def test_the_parameter_that_varies_is_the_identifier_and_the_rest_is_board_and_mode(
    form: str, key: str, keep: set[str]
) -> None:
    grammar = learn_grammar(rows(form), "https://example.kr/list.do")
    assert grammar is not None
    assert (grammar.key, grammar.keep) == (key, keep)
    assert [identify(url, grammar).key for url in rows(form)] == ["712", "709", "708", "701"]


@pytest.mark.parametrize(
    "form",
    [
        "https://example.kr/press/{}",
        "https://example.kr/board/B_000001/{}/view.do",
        "https://example.kr/portal/bbs/view/B0000151/{}.do?menuNo=200473",
        "https://example.kr/home/www/news/show/{}?page=2",
    ],
)
def test_a_path_segment_can_be_the_identifier(form: str) -> None:
    grammar = learn_grammar(rows(form), "https://example.kr/list.do")
    assert grammar is not None
    assert grammar.key is None
    assert [identify(url, grammar).key for url in rows(form)] == ["712", "709", "708", "701"]
    assert identify(form.format(5), grammar) == Identity("5", form.format(5).removesuffix("?page=2"))


def test_a_running_number_beside_the_identifier_moves_and_is_none() -> None:
    urls = [
        f"https://example.kr/view.do?num={num}&thingNo={thing}"
        for num, thing in zip(range(140, 130, -1), range(9000, 8000, -100), strict=True)
    ]
    grammar = learn_grammar(urls)
    assert grammar is not None
    assert grammar.key == "thingNo"
    tomorrow = "https://example.kr/view.do?num=141&thingNo=9000"
    assert identify(tomorrow, grammar) == identify(urls[0], grammar)


def test_a_title_in_the_address_is_no_identifier() -> None:
    urls = [f"https://example.kr/view.do?nttSj=%EB%AC%BC{at}&no={no}" for at, no in enumerate([44, 41, 40])]
    grammar = learn_grammar(urls)
    assert grammar is not None
    assert grammar.key == "no"


def test_pinned_rows_that_repeat_and_rows_that_lead_elsewhere_do_not_disturb() -> None:
    urls = rows(GNUBOARD + "&wr_id={}")
    strangers = [
        "https://paper.example.com/news/articleView.html?idxno=712",
        "http://example.kr/file/down.php?bf=1",
        "javascript:void(0)",
    ]
    grammar = learn_grammar([urls[2], *urls, *strangers, GNUBOARD], GNUBOARD)
    assert grammar is not None
    assert grammar.key == "wr_id"
    assert identify(strangers[0], grammar).key not in ("712", identify(urls[0], grammar).key)


@pytest.mark.parametrize(
    "urls",
    [[], [XE + "&document_srl=1"], [XE + "&document_srl=1"] * 3, ["#", "javascript:go(1)"], [XE, XE + "&page=2"]],
)
def test_fewer_than_two_posts_teach_nothing(urls: list[str]) -> None:
    assert learn_grammar(urls, XE) is None


# One post, many addresses


def test_all_forms_of_an_xe_address_are_one_post() -> None:
    grammar = learn_grammar(rows(XE + "&document_srl={}"), XE)
    forms = [
        XE + "&document_srl=1431",
        XE + "&document_srl=1431&listStyle=gallery&order_type=desc&sort_index=readed_count",
        "http://example.kr/xe/index.php?document_srl=1431&mid=board_NEWS",
        "http://example.kr/xe/index.php?document_srl=1431&listStyle=gallery&page=3",
        "http://example.kr/xe/?document_srl=1431",
        "http://example.kr/xe/board_NEWS/1431",
        "http://example.kr/xe/1431",
        "https://www.example.kr/xe/index.php?mid=board_NEWS&m=1&document_srl=1431#comment_5",
    ]
    assert {identify(form, grammar) for form in forms} == {Identity("1431", XE + "&document_srl=1431")}


def test_all_forms_of_a_gnuboard_address_are_one_post_and_another_boards_is_not() -> None:
    grammar = learn_grammar(rows(GNUBOARD + "&wr_id={}"), GNUBOARD)
    forms = [
        GNUBOARD + "&wr_id=131",
        "http://example.kr/bbs/board.php?wr_id=131&bo_table=press",
        GNUBOARD + "&wr_id=131&page=2&sst=wr_hit&sod=desc",
        "http://example.kr/press/131",
        "http://example.kr/press/131?page=2",
    ]
    assert {identify(form, grammar) for form in forms} == {Identity("131", GNUBOARD + "&wr_id=131")}
    for other in ("http://example.kr/bbs/board.php?bo_table=notice&wr_id=131", "http://example.kr/notice/131"):
        assert identify(other, grammar).key != "131"


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ("https://example.kr/www/news/press?idx={}&mode=view", "https://example.kr/www/news/notice?idx={}&mode=view"),
        (
            "https://example.kr/cop/BBSMSTR_01/selectBoardArticle.do?nttId={}",
            "https://example.kr/cop/BBSMSTR_02/selectBoardArticle.do?nttId={}",
        ),
        (
            "https://example.kr/bbsMsgDetail.do?msg_seq={}&bcd=press",
            "https://example.kr/bbsMsgDetail.do?msg_seq={}&bcd=notice",
        ),
        ("https://example.kr/www/press/show/{}", "https://example.kr/www/notice/show/{}"),
        ("https://example.kr/bbs/cse/775/{}/artclView.do", "https://example.kr/bbs/cse/776/{}/artclView.do"),
        ("https://example.kr/board/B_000001/{}/view.do", "https://another.kr/board/B_000001/{}/view.do"),
    ],
)
def test_a_row_that_leads_to_another_board_with_the_same_numbers_is_another_post(own: str, others: str) -> None:
    grammar = learn_grammar([*rows(own), others.format(712)])
    one, other = identify(own.format(712), grammar), identify(others.format(712), grammar)
    assert one == Identity("712", own.format(712))
    assert other.key != "712"
    assert other.url == others.format(712)


def test_a_long_number_is_one_for_the_whole_site_but_the_address_stays_its_own() -> None:
    politics, economy = (f"https://example.kr/news/{section}/{{}}" for section in ("politics", "economy"))
    long = [11333783, 11333780, 11333779, 11333770]
    grammar = learn_grammar([*rows(politics, long), economy.format(11333782)])
    assert identify(economy.format(11333782) + "?page=2", grammar) == Identity("11333782", economy.format(11333782))
    grammar = learn_grammar(rows("https://example.kr/www/press?idx={}&mode=view", long))
    other = "https://example.kr/www/notice?idx=11333783&mode=view"
    assert identify(other, grammar) == Identity("11333783", other)


def test_guests_on_a_listing_change_no_key_of_its_own_posts() -> None:
    own = rows(GNUBOARD + "&wr_id={}")
    guest = "http://example.kr/bbs/board.php?bo_table=notice&wr_id=712"
    for listed in (own, [guest, *own], [guest, guest.replace("712", "711"), *own[:2]]):
        grammar = learn_grammar(listed, GNUBOARD + "&page=2")
        assert [identify(url, grammar).key for url in own] == ["712", "709", "708", "701"]
        assert identify(guest, grammar).key == "notice-712"


def test_a_listing_of_short_addresses_covers_the_long_ones() -> None:
    grammar = learn_grammar(rows("http://example.kr/press/{}"), "http://example.kr/press")
    long = "http://example.kr/bbs/board.php?bo_table=press&wr_id=131&page=2"
    assert identify(long, grammar) == Identity("131", "http://example.kr/press/131")
    assert identify("http://example.kr/notice/131", grammar).key != "131"


def test_mobile_amp_and_print_forms_of_a_paper_are_one_post() -> None:
    grammar = learn_grammar(rows(ND + "?idxno={}"), "https://www.example.kr/news/articleList.html")
    forms = [
        ND + "?idxno=5&sc_section_code=S1N1&page=2&total=900",
        "https://m.example.kr/news/articleView.html?idxno=5",
        "https://www.example.kr/news/articleViewAmp.html?idxno=5",
        "https://www.example.kr/news/articlePrint.html?idxno=5",
    ]
    assert {identify(form, grammar) for form in forms} == {Identity("5", ND + "?idxno=5")}


@pytest.mark.parametrize("form", [k2web, bbs_data])
def test_an_identifier_in_a_wrapped_address_is_found_whatever_page_it_was_listed_on(form: object) -> None:
    assert callable(form)
    grammar = learn_grammar([form(number, 1) for number in (5737, 5730, 5721)])
    assert {identify(form(5737, page), grammar).key for page in (1, 2, 7)} == {"5737"}
    assert identify(form(5730, 1), grammar).url == form(5730, 1).replace(
        "|", "%7C"
    )  # still an address that can be asked for


def test_a_wrapped_and_a_plain_address_of_one_post_have_one_key() -> None:
    grammar = learn_grammar([k2web(number, 1) for number in (5737, 5730, 5721)])
    assert (
        identify("http://example.kr/bbs/cse/775/5737/artclView.do", grammar).key
        == identify(k2web(5737, 2), grammar).key
        == "5737"
    )


def test_a_listing_of_several_boards_keeps_their_numbers_apart() -> None:
    urls = [
        f"http://example.kr/bbs/board.php?bo_table={board}&wr_id={number}"
        for board, number in (("a", 12), ("b", 12), ("a", 11), ("b", 10))
    ]
    grammar = learn_grammar(urls)
    assert [identify(url, grammar).key for url in urls] == ["a-12", "b-12", "a-11", "b-10"]
    assert [identify(url, grammar).url for url in urls] == urls


def test_paths_that_carry_the_day_keep_it_in_the_address() -> None:
    urls = [f"https://example.kr/news/2023/11/{day:02}/{number}" for day, number in ((5, 9812), (5, 9811), (4, 9790))]
    grammar = learn_grammar(urls)
    assert [identify(url, grammar) for url in urls] == [
        Identity(f"202311{day}-{number}", url)
        for (day, number), url in zip((("05", 9812), ("05", 9811), ("04", 9790)), urls, strict=True)
    ]


def test_numbers_that_start_anew_every_day_are_kept_apart() -> None:
    urls = [
        f"https://example.kr/article/{day}/{number}"
        for day, number in ((20231105, "0002"), (20231105, "0001"), (20231104, "0001"))
    ]
    grammar = learn_grammar(urls)
    assert [identify(url, grammar) for url in urls] == [
        Identity("20231105-0002", urls[0]),
        Identity("20231105-0001", urls[1]),
        Identity("20231104-0001", urls[2]),
    ]
    assert [identify(url).key for url in urls] == [identify(url, grammar).key for url in urls]
    today = learn_grammar(urls[:2])
    assert [identify(url, today) for url in urls] == [identify(url, grammar) for url in urls]


def test_a_grammar_that_a_family_states_needs_no_rows() -> None:
    grammar = ArticleGrammar("document_srl", frozenset({"mid"}))
    assert identify(XE + "&document_srl=7&page=2&x=1", grammar) == Identity("7", XE + "&document_srl=7")
    assert identify("http://example.kr/xe/board_NEWS/7?page=2", grammar) == Identity(
        "7", "http://example.kr/xe/board_NEWS/7"
    )


# Properties

numbers = st.integers(1, 10**9)
FORMS = [
    XE + "&document_srl={}",
    GNUBOARD + "&wr_id={}",
    ND + "?idxno={}",
    "https://example.kr/www/selectBbsNttView.do?bbsNo=4&nttNo={}&key=297",
    "https://example.kr/board.es?mid=a10101010000&bid=0001&act=view&list_no={}",
    "https://example.kr/list.asp?page=v&seq={}",
    "https://example.kr/press/{}",
    "https://example.kr/bbs/cse/775/{}/artclView.do",
]


@given(
    form=st.sampled_from(FORMS),
    listed=st.lists(numbers, min_size=2, max_size=20, unique=True),
    extra=noise,
    at=st.integers(0, 5),
    data=st.data(),
)
def test_state_and_order_never_change_who_a_post_is(
    form: str, listed: list[int], extra: list[str], at: int, data: st.DataObject
) -> None:
    grammar = learn_grammar([with_noise(form.format(number), extra, at) for number in listed])
    for number in listed:
        path, mark, query = with_noise(form.format(number), data.draw(noise), data.draw(st.integers(0, 5))).partition(
            "?"
        )
        shuffled = (
            path
            + ";jsessionid=0A1B" * data.draw(st.booleans())
            + mark
            + "&".join(data.draw(st.permutations(query.split("&"))))
        )
        assert identify(shuffled, grammar) == Identity(str(number), form.format(number))
        assert identify(shuffled).key == str(number)


@given(
    form=st.sampled_from(FORMS),
    listed=st.lists(numbers, min_size=2, max_size=20, unique=True),
    others=st.lists(numbers, max_size=20),
)
def test_two_posts_are_never_one(form: str, listed: list[int], others: list[int]) -> None:
    grammar = learn_grammar(rows(form, listed))
    every = sorted({*listed, *others})
    for reader in (grammar, None):
        found = [identify(form.format(number), reader) for number in every]
        assert len({identity.key for identity in found}) == len({identity.url for identity in found}) == len(every)
