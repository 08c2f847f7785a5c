"""Names to sites and boards: every way that people write a place, names that several have, and names mistyped."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.errors import ConfigurationError, UnknownSite
from newscrawl.sites.catalogue import Catalogue, load_site
from newscrawl.sites.finding import Finder, family_named, targets_in
from newscrawl.sites.finding import finder as catalogue_finder
from newscrawl.sites.listings import is_listing_of
from newscrawl.sites.names import label
from tests.sites.towns import OFF, PLACES, ROBOTS, towns

FINDER = Finder(towns())
IN_DAEGU = ["daegu", "daegu-jung", "daegu-suseong", "daegu-gunwi"]
PRESS = "https://www.suseong.kr/board.es?mid=a10101&bid=0001"


def chosen(*targets, kind=None):
    return [board.id for board in FINDER.choose(targets, kind).boards]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("대구", IN_DAEGU),
        ("대구광역시", IN_DAEGU),
        ("daegu", IN_DAEGU),
        ("Daegu", IN_DAEGU),
        ("27", IN_DAEGU),
        ("경북", ["gyeongbuk", "gyeongbuk-uiseong"]),
        ("경상북도", ["gyeongbuk", "gyeongbuk-uiseong"]),
        ("Gyeongsangbuk-do", ["gyeongbuk", "gyeongbuk-uiseong"]),
        ("강원도", ["gangwon", "gangwon-goseong"]),  # as it was called until 2023
        ("수성", ["daegu-suseong"]),
        ("수성구", ["daegu-suseong"]),
        ("Suseong", ["daegu-suseong"]),
        ("SUSEONG-GU", ["daegu-suseong"]),
        ("27260", ["daegu-suseong"]),
        ("2726000000", ["daegu-suseong"]),
        ("www.suseong.kr", ["daegu-suseong"]),
        ("https://www.suseong.kr/board.es?mid=x", ["daegu-suseong"]),
        ("suseong.kr", ["daegu-suseong"]),
        ("useong.kr", []),  # no part of a label
        ("sido:대구", IN_DAEGU),
        ("region:27260", ["daegu-suseong"]),
        ("sido:아무데도", []),
        ("중구", ["daegu-jung", "daejeon-jung"]),
        ("대전 중구", ["daejeon-jung"]),
        ("중구 대전", ["daejeon-jung"]),
        ("jung daegu", ["daegu-jung"]),
        ("고성 강원", ["gangwon-goseong"]),
        ("광주", ["gwangju", "gyeonggi-gwangju"]),
        ("경기 광주", ["gyeonggi-gwangju"]),
        ("위군", ["daegu-gunwi"]),  # a part of a name, where no name is that
        ("Suseong District", ["daegu-suseong"]),
        ("수성구 경북", []),
        ("99", []),
        ("아무데도", []),
        ("·", []),
    ],
)
def test_words_find_sites_in_any_order_and_script(words, ids):
    assert [site.id for site in FINDER.search(words.split())] == ids


def test_no_word_finds_every_site():
    assert len(FINDER.search([])) == len(PLACES)


@pytest.mark.parametrize(
    ("target", "site"),
    [
        ("daegu", "daegu"),
        ("대구", "daegu"),
        ("대구광역시", "daegu"),
        ("대구 수성구", "daegu-suseong"),
        ("대구수성구", "daegu-suseong"),
        ("대구광역시 수성구", "daegu-suseong"),
        ("수성구 대구", "daegu-suseong"),
        ("수성", "daegu-suseong"),
        ("Suseong-gu", "daegu-suseong"),
        ("Suseong-gu, Daegu", "daegu-suseong"),
        ("경북 의성", "gyeongbuk-uiseong"),
        ("경상북도 의성군", "gyeongbuk-uiseong"),
        ("대전 중구", "daejeon-jung"),
        ("강원 고성", "gangwon-goseong"),
        ("강원도", "gangwon"),
        ("대구시청", "daegu"),
        ("수성구청", "daegu-suseong"),
        ("경북도청", "gyeongbuk"),
        ("광주시", "gyeonggi-gwangju"),
        ("광주광역시", "gwangju"),
        ("gwangju", "gwangju"),  # an id goes before a name
        ("27260", "daegu-suseong"),
        ("2726000000", "daegu-suseong"),
        ("47", "gyeongbuk"),
        ("4700000000", "gyeongbuk"),
        ("광주특례시", "gyeonggi-gwangju"),
        ("Suseong District", "daegu-suseong"),
        ("Gangwon-do", "gangwon"),  # its list of names has no rank for it
        ("Gangwon State", "gangwon"),
        ("Daegu Metropolitan City", "daegu"),
        ("Daegu-si", "daegu"),
    ],
)
def test_a_name_that_one_site_has_is_a_target(target, site):
    assert {board.site for board in FINDER.choose([target]).boards} == {site}


@pytest.mark.parametrize(
    ("target", "ids"),
    [
        ("중구", ["daegu-jung (대구광역시 중구)", "daejeon-jung (대전광역시 중구)"]),
        ("고성", ["gyeongnam-goseong", "gangwon-goseong"]),
        ("광주", ["gwangju", "gyeonggi-gwangju"]),
    ],
)
def test_a_name_that_several_have_is_refused_with_the_ids(target, ids):
    with pytest.raises(ConfigurationError) as caught:
        FINDER.choose([target])
    assert all(id_ in str(caught.value) for id_ in ids)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("수성규", "daegu-suseong"),
        ("수송구", "daegu-suseong"),
        ("의셩군", "gyeongbuk-uiseong"),
        ("Susung-gu", "daegu-suseong"),
        ("daegu-susoeng", "daegu-suseong"),
        ("군이군", "daegu-gunwi"),
        ("Teagu", "daegu"),
        ("경북 군위", "daegu-gunwi"),  # the county lies elsewhere since 2023
    ],
)
def test_a_mistyped_name_gets_the_nearest_by_its_letters(typed, meant):
    with pytest.raises(UnknownSite) as caught:
        FINDER.choose([typed])
    assert f"Did you mean {meant} (" in str(caught.value)


def test_a_name_like_no_other_gets_advice_instead():
    with pytest.raises(UnknownSite, match="newscrawl sites"):
        FINDER.choose(["xxxxxxxx"])


def test_a_site_leaves_out_what_is_off_and_says_why():
    choice = FINDER.choose(["daegu-suseong"])
    assert [board.id for board in choice.boards] == ["daegu-suseong/press", "daegu-suseong/notice"]
    assert [(board.id, board.off) for board in choice.left] == [("daegu-suseong/gosi", ROBOTS)]


def test_a_board_that_is_off_is_read_when_it_is_named():
    choice = FINDER.choose(["수성구", "daegu-suseong/gosi"])
    assert [board.board for board in choice.boards] == ["press", "notice", "gosi"]
    assert choice.left == []
    assert chosen("수성구/gosi") == ["daegu-suseong/gosi"]


def test_a_site_whose_every_board_is_off_is_refused_with_the_reason():
    with pytest.raises(ConfigurationError, match=ROBOTS) as caught:
        FINDER.choose(["daegu-jung"])
    assert "daegu-jung/press" in str(caught.value)


def test_all_is_every_board_that_is_on():
    every = {f"{place[0]}/{board}" for place in PLACES for board in place[-1]}
    assert set(chosen("all")) == every - set(OFF)


@pytest.mark.parametrize("target", ["sido:대구", "sido:daegu", "sido:대구광역시", "sido: 대구", "region:27"])
def test_a_province_is_all_its_sites_and_its_own(target):
    boards = ["daegu/press", "daegu/gosi", "daegu-suseong/press", "daegu-suseong/notice", "daegu-gunwi/press"]
    assert chosen(target) == boards
    assert chosen(target, kind="press") == ["daegu/press", "daegu-suseong/press", "daegu-gunwi/press"]


def test_a_region_is_a_code():
    assert chosen("region:47730") == ["gyeongbuk-uiseong/press", "gyeongbuk-uiseong/notice"]


@pytest.mark.parametrize("target", ["sido:수성구", "sido:", "region:2726", "region:x", "region:", "region:99"])
def test_a_province_or_region_that_is_none_is_refused(target):
    with pytest.raises(ConfigurationError, match="no site in"):
        FINDER.choose([target])


def test_a_kind_that_a_site_has_not_is_said():
    with pytest.raises(ConfigurationError, match="no board of the kind notice"):
        FINDER.choose(["daegu"], "notice")


def test_a_kind_bounds_sites_not_boards_named_by_themselves():
    assert chosen("daegu", "daegu-suseong/notice", kind="press") == ["daegu/press", "daegu-suseong/notice"]


def test_a_board_that_a_site_has_not_is_told_with_those_it_has():
    with pytest.raises(ConfigurationError, match="press, notice, gosi"):
        FINDER.choose(["daegu-suseong/pres"])


@pytest.mark.parametrize(
    "url",
    [
        PRESS,
        "http://suseong.kr/board.es?bid=0001&mid=a10101",
        PRESS + "&nPage=3",
        "https://www.suseong.kr/board.es?bid=0001",  # the menu says nothing of the board
        PRESS + "&searchCnd=all&searchKeyword=&pageUnit=20",
    ],
)
def test_the_address_of_a_boards_listing_is_the_catalogues_board(url):
    (board,) = FINDER.choose([url]).boards
    assert (board.id, board.kind, board.family) == ("daegu-suseong/press", "press", "board-es")
    assert (board.url, board.named_by_user) == (url, True)


@pytest.mark.parametrize(
    "url",
    [
        PRESS + "&searchKeyword=축제",
        PRESS + "&act=view&list_no=11",
        "https://www.suseong.kr/board.es?mid=a10101&bid=0009",
        "https://www.suseong.kr/gallery.es?mid=a10101&bid=0001",
        "https://www.suseong.kr:8443/board.es?mid=a10101&bid=0001",
        "https://www.suseong.kr/board.es?mid=a10101",
    ],
)
def test_a_search_a_post_and_another_board_are_no_listing_of_the_catalogues_board(url):
    (board,) = FINDER.choose([url]).boards
    assert board.site.removesuffix("-8443") == "www.suseong.kr"
    assert board.named_by_user


def test_an_address_that_is_off_is_read():
    off = FINDER.known.boards["daegu-suseong/gosi"]
    assert chosen(off.url) == [off.id]


@pytest.mark.parametrize("targets", [(PRESS, "daegu-suseong"), ("daegu-suseong", PRESS)])
def test_a_board_named_twice_is_read_once_and_as_the_users(targets):
    boards = FINDER.choose(targets).boards
    assert [board.id for board in boards] == ["daegu-suseong/press", "daegu-suseong/notice"]
    assert boards[0].named_by_user


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_target_or_is_refused_in_one_way(text):
    with contextlib.suppress(ConfigurationError):
        assert FINDER.choose([text]).boards
    FINDER.search(text.split())


@pytest.mark.parametrize("finder", [FINDER, catalogue_finder()], ids=["towns", "catalogue"])
def test_every_board_is_at_its_own_address(finder):
    boards = finder.known.boards.values()
    assert [board.id for board in boards if not is_listing_of(board.url, board)] == []
    assert [board.id for board in boards if finder.board_at(board.url).id != board.id] == []
    assert [board.id for board in boards if finder.board_of(board.url) != board] == []


def test_every_site_is_found_by_its_own_names():
    finder = catalogue_finder()
    for site in finder.known.sites.values():
        assert site in finder.named(site.name)
        assert site in finder.named(site.name_en or site.name)
        assert finder.named(label(site).partition("(")[2].rstrip(")")) == [site], (
            "its name after its province's is its own"
        )
        assert site in finder.search([site.region or site.id])


def by_path(*boards):
    """Return a finder over one site whose boards are named by their paths or by parameters of no known family."""
    lines = "".join(f"  - {{id: {id_}, name: {id_}, evidence: [made up], url: '{url}'}}\n" for id_, url in boards)
    text = f"id: town\nname: Town\nkind: other\nhomepage: https://town.example/\nboards:\n{lines}"
    return Finder(Catalogue({"town": load_site("town.yaml", text)}))


@pytest.mark.parametrize(
    ("url", "board"),
    [
        ("https://town.example/www/news/press", "press"),
        ("https://www.town.example/www/news/press?idx=12&mode=view", "press"),
        ("https://town.example/www/news/press/12", "press"),
        ("https://town.example/www/news/notice?idx=12", "notice"),
        ("https://town.example/www/news/press2?idx=12", None),  # beside two boards, and of neither
        ("https://town.example/bbs/view.do?bbsId=B2&nttId=3", "hall"),
        ("https://town.example/bbs/view.do?bbsId=B3&nttId=3", None),
        ("https://town.example/cop/A1/view.do?nttId=3", "cop"),
        ("https://town.example/", None),
        ("https://elsewhere.example/www/news/press", None),
    ],
)
def test_a_post_belongs_to_the_board_that_its_address_names(url, board):
    finder = by_path(
        ("press", "https://town.example/www/news/press"),
        ("notice", "https://town.example/www/news/notice"),
        ("hall", "https://town.example/bbs/list.do?bbsId=B2"),
        ("cop", "https://town.example/cop/A1/list.do"),
    )
    found = finder.board_of(url)
    assert (found and found.board) == board


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("대구 수성구", ["대구 수성구"]),
        ("daegu gyeongbuk", ["daegu", "gyeongbuk"]),
        ("daegu daegu-suseong", ["daegu", "daegu-suseong"]),
        ("경북 의성 sido:대구 all", ["경북 의성", "sido:대구", "all"]),
        (f"{PRESS} 수성구", [PRESS, "수성구"]),
        ("", []),
    ],
)
def test_a_line_of_targets_is_taken_apart(line, targets):
    assert targets_in(line, FINDER) == targets


def test_a_province_that_was_united_with_another_is_a_part_of_the_new_one():
    finder = catalogue_finder()
    assert {site.sido for site in finder.group("sido:jeonnam")} == {"전라남도"}
    united = {"전라남도", "광주광역시", "전남광주통합특별시"}
    assert {site.sido for site in finder.group("sido:전남광주")} == united
    assert {site.sido for site in finder.search(["전남광주"])} == united
    assert {board.site for board in finder.choose(["전남광주통합특별시 목포시"]).boards} == {"jeonnam-mokpo"}
    assert {board.site for board in finder.choose(["전남광주"]).boards} == {"jeonnam-gwangju"}


@pytest.mark.parametrize(
    ("target", "successor"),
    [
        ("광주광역시", "전남광주통합특별시"),
        ("전남", "전남광주통합특별시"),
        ("인천 동구", "제물포구"),
        ("인천 서구", "검단구"),
    ],
)
def test_a_government_that_is_no_more_names_the_one_it_went_into(target, successor):
    with pytest.raises(ConfigurationError, match=successor):
        catalogue_finder().choose([target])


@pytest.mark.parametrize("name", ["board-es", "board.es", "BOARD_ES"])
def test_a_family_is_known_by_its_letters(name):
    assert family_named(name) == "board-es"


def test_a_mistyped_family_gets_the_nearest():
    with pytest.raises(ConfigurationError, match="gnuboard"):
        family_named("gnubord")


def test_a_family_that_begins_so_goes_before_one_that_is_spelt_so():
    with pytest.raises(ConfigurationError, match="Did you mean saeol-eminwon"):
        family_named("saeol")


def test_a_host_is_a_sites_whole_or_not_at_all():
    assert [site.id for site in FINDER.on_host("www.suseong.kr")] == ["daegu-suseong"]
    assert FINDER.on_host("useong.kr") == FINDER.on_host("kr") == FINDER.on_host("x.suseong.kr") == []
