"""A program's pages are told from all others; an address alone tells nothing; the post's own parameter names the post."""

import itertools
import json
import os
import re
from pathlib import Path

import pytest

from newscrawl.families import families, family_of, family_shown, get_family, opened_at
from newscrawl.normalize.addresses import identify
from newscrawl.reading.page import Page

from .samples import OTHER_ARTICLES, SAMPLES

OWN = Path(__file__).parents[1] / "pages"
CORPUS = Path(os.environ.get("NEWSCRAWL_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
BOARDS = CORPUS.parent / "sites" / "boards.jsonl"
ELSEWHERE = "https://www.elsewhere.example/one/two"

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.family)


def name_of(url, text):
    family = family_of(url, text)
    return family and family.name


def test_every_family_has_one_sample():
    assert sorted(sample.family for sample in SAMPLES) == sorted(families())


@every_sample
def test_a_page_is_told_by_address_and_marks(sample):
    assert not sample.article or name_of(sample.article, sample.page) == sample.family
    if get_family(sample.family).fits(sample.listing):
        assert name_of(sample.listing, sample.page) == sample.family
    else:
        assert sample.told_alone, "a listing whose address tells nothing must be told by its page"


@every_sample
def test_an_address_alone_tells_nothing(sample):
    for page in ("", "<html><body><script>alert('잘못된 접근입니다');history.back();</script></body></html>"):
        for url in sample.addresses:
            assert family_of(url, page) is None


@every_sample
def test_only_a_signature_tells_a_page_whose_address_does_not(sample):
    assert name_of(ELSEWHERE, sample.page) == (sample.family if sample.told_alone else None)


def test_address_forms_are_told_apart():
    fired = {
        (sample.family, family.name)
        for sample, family in itertools.product(SAMPLES, families().values())
        if any(family.fits(url) for url in sample.addresses)
    }
    assert fired == {(name, name) for name in families()}


def test_signatures_are_told_apart():
    fired = {
        (sample.family, family.name)
        for sample, family in itertools.product(SAMPLES, families().values())
        if any(mark in sample.page for mark in family.detect.signature)
    }
    assert fired == {(sample.family, sample.family) for sample in SAMPLES if sample.told_alone}


@every_sample
def test_a_page_with_another_programs_links_in_its_menu_stays_what_it_is(sample):
    menus = {
        other.family: f'<nav><a href="{other.listing}">게시판</a></nav>' for other in SAMPLES if other is not sample
    }
    url = sample.addresses[-1]
    told = {other: name_of(url, menu.replace("&", "&amp;") + sample.page) for other, menu in menus.items()}
    assert set(told.values()) == {sample.family}, told


@pytest.mark.parametrize(
    ("family", "url", "key"),
    [*((sample.family, sample.article, sample.key) for sample in SAMPLES if sample.article), *OTHER_ARTICLES],
    ids=lambda value: value.split("?")[0],
)
def test_the_familys_key_names_the_post(family, url, key):
    family = get_family(family)
    assert family.fits(url)
    assert family.article_key(url) == key
    assert key in identify(url).key
    another = url.replace(key, "7" * len(key))
    assert family.article_key(another) == "7" * len(key)
    assert identify(another).key == identify(url).key.replace(key, "7" * len(key))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.town.example/board/B_000001/list.do?mid=11_031",
        "https://www.town.example/kor/boardList.do?BRD_ID=1003&page=10",
        "https://www.town.example/cop/bbs/selectSaeolGosiList.do",
        "https://www.town.example/bbs/boardView.do?bIdx=77&bsIdx=570&bcIdx=0&menuId=1590",
        "https://www.town.example/M7116/boardList.do?menuId=town0303000000",
        "https://www.town.example/site/town/notice/List.do?cbIdx=256",
        "https://www.town.example/bbs/list.do?bbsId=NOTICE&menuNo=31",
        "https://www.town.example/home/board/10_2.cs",
        "https://www.town.example/news/bbs.asp?bmode=D&pcode=13006590&code=10002",
        "https://www.town.example/bbs/?b_id=news_data&site=basic&mn=9055",
        "https://www.town.example/kr/user_sub?gfnc=www&bcd=notice",
    ],
)
def test_programs_that_look_alike_are_not_taken_for_one(url):
    assert [family.name for family in families().values() if family.fits(url)] == []


OF_OWN_PAGES = {
    "boardList-pageId": "boardlist-pageid",
    "ybmodule": "ybmodule",
    "action-read": "action-read",
    "artcl": "k2web",
    "articleSeq-portal": "articleseq",
    "board.es": "board-es",
    "bbsMsg": "bbsmsg",
    "brd-board": "brd-board",
    "citynet-sap": "citynet",
    "edotxpress-path": "edotxpress",
    "ex-bbs-cbIdx": "ex-bbs-cbidx",
    "jeju-htm": "jeju-htm",
    "open.content": "open-content",
    "timecms-tc": "timecms-tc",
    "ulsan-u": "bbsid-bbs",
    "wscms-show": "wscms",
    "9is": "9is",
    "egov-BBSMSTR": "egov-bbsmstr",
    "egov-prog": "egov-prog",
    "egov-selectBbsNtt": "egov-selectbbsntt",
    "html-sub-mode": "html-sub",
    "icms-menu_id": "icms",
    "mnu_uid-page": "mnu-uid",
    "nd-new": "ndsoft",
    "nd-old": "ndsoft",
    "openworks-BD": "openworks-bd",
    "portal-bbs-B": "portal-bbs-b",
    "ptIdx-bbs": "yh-bbs",
    "rfc3-DOM": "rfc3-dom",
    "saeol-eminwon": "saeol-eminwon",
    "web-gcode": "web-gcode",
    "yh-board-post": "yh-post",
}
"""The family of each board program that `tests/pages` names; every other program there is of none."""

OF_SINGLE_PAGES = {"yh-gosi-list": "yh-saeol", "single-row-list": None}
"""The family of single pages there whose program is another than their site's."""

OF_BOARDS = {name: family for name, family in OF_OWN_PAGES.items() if family != "ndsoft"} | {
    "9is-post": "9is",
    "GosiList": "gosilist",
    "_prog-board": "html-sub",
    "bbsId-BBS": "bbsid-bbs",
    "boardList-pageId": "boardlist-pageid",
    "cs-cms": "cs-cms",
    "ptIdx-contents": "yh-contents",
    "ptIdx-saeol": "yh-saeol",
    "si-eminwon": "si-eminwon",
    "site-main-board": "site-main-board",
    "web-gcode(siteGubun)": "web-gcode",
    "ybmodule": "ybmodule",
}
"""The family of each board program that a list of real boards names; `tests/pages` and the list use the same names."""

SHARED = {
    "boardList-pageId": {"gosilist"},  # one county's notices are of the other program
    "citynet-sap": {"jeju-htm"},  # menu pages around it
    "edotxpress-path": {"action-read"},  # a short word and a number in the path
    "mnu_uid-page": {"jeju-htm"},  # pages that end in `.htm`
    "board.es": {"saeol-eminwon"},  # press that the list files under the portal, on the host of Saeol
    "custom": {"xe", "mnu-uid", "egov-bbsmstr"},  # sites of their own that write `mid=`, `mnu_uid=` or a BBSMSTR id
    "egov-BBSMSTR": {"icms"},  # one board of the city of the other program
    "gangnam-B_": {"xe"},
    "ptIdx-contents": {"yh-bbs", "yh-post", "yh-saeol"},  # a menu page around any of the three
    "ptIdx-saeol": {"web-gcode"},  # one county's notices inside the other portal
}
"""Families whose form of address boards of another program have too, so that only marks tell them apart."""

OF_CORPUS = {
    "xe1": "xe",
    "gnuboard5": "gnuboard",
    "ND소프트": "ndsoft",
    "YBscript": "ybmodule",
    "K2Web": "k2web",
    "9is/.cs hybrid": "cs-cms",
    "boardView.do?pageId=&boardId=BD_": "boardlist-pageid",
    "boardList.do (div rows)": "boardlist-pageid",
    "/board/list?domainId=&boardId=BBS_&menuCd=": "rfc3-dom",
    "common/board page.do": "mnu-uid",
}
"""The family of each board program of the corpus, by the beginning of what the corpus calls it; every other is of none."""


def pages_of(folder):
    """Yield the pages of a folder that show a board or a post, each with its line of the index."""
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["kind"] in ("article", "listing", "both"):
            yield (
                entry,
                Page(url=entry["url"], body=(folder / entry["file"]).read_bytes(), charset=entry.get("charset")),
            )


def test_the_projects_own_pages_are_recognised():
    pages = list(pages_of(OWN))
    expected = {entry["id"]: OF_OWN_PAGES.get(entry["site"]) for entry, _ in pages} | OF_SINGLE_PAGES
    assert {entry["id"]: name_of(page.url, page.text) for entry, page in pages} == expected
    assert {*OF_OWN_PAGES.values(), *OF_SINGLE_PAGES.values()} == set(expected.values())


def test_pages_of_the_corpus_are_recognised_and_no_other_is_claimed():
    if not (CORPUS / "index.jsonl").is_file():
        pytest.skip("no corpus of real pages at hand (NEWSCRAWL_CORPUS names its folder)")
    pages = list(pages_of(CORPUS))
    expected = {
        entry["id"]: next((family for told, family in OF_CORPUS.items() if entry["family"].startswith(told)), None)
        for entry, _ in pages
    }
    assert {entry["id"]: name_of(page.url, page.text) for entry, page in pages} == expected
    assert set(expected.values()) == {*OF_CORPUS.values(), None}


def test_addresses_of_real_boards_fit_their_own_program_and_no_other():
    if not BOARDS.is_file():
        pytest.skip("no list of real boards beside the corpus")
    fired = {}
    for line in BOARDS.read_text("utf-8").splitlines():
        board = json.loads(line)
        program, _, wrapped = board["cms_family"].partition("+")
        for url in filter(None, (board["list_url"], board["article_url_pattern"])):
            told = wrapped if "/emwp/" in url and wrapped else program
            address = re.sub(r"\{\w+\}", "123", url)
            fitting = [family.name for family in families().values() if family.fits(address)]
            fired.setdefault(told, set()).update(fitting or [None])
    assert {program: fired[program] - {None} for program in OF_BOARDS} == {
        program: {family} | SHARED.get(program, set()) for program, family in OF_BOARDS.items()
    }
    others = fired.keys() - OF_BOARDS.keys()
    assert {program: fired[program] - {None} for program in others} == {
        program: SHARED.get(program, set()) for program in others
    }


@every_sample
def test_a_board_is_of_the_family_that_the_catalogue_names_unless_its_page_speaks_for_another(sample):
    url = sample.listing if get_family(sample.family).fits(sample.listing) else sample.addresses[-1]
    assert family_shown(None, url, sample.page).name == sample.family
    for named in families():
        marks = get_family(named).detect
        borne_out = any(mark in sample.page for mark in marks.markup + marks.signature)
        assert family_shown(named, url, sample.page).name == (named if borne_out else sample.family)
        assert family_shown(named, url, "<p>점검 중입니다</p>").name == named
        assert family_shown(named, ELSEWHERE, "").name == named


def test_only_a_program_that_opens_shells_is_told_by_an_address_that_shows_nothing():
    opened = {sample.family for sample in SAMPLES for url in sample.addresses if opened_at(url)}
    assert opened == {family.name for family in families().values() if family.openings} == {"saeol-eminwon"}
    assert opened_at(ELSEWHERE) is None
