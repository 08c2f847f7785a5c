"""The import: two made-up source files become site files that the reader reads; it never overwrites, and names every bad line."""

import json

import pytest
from typer.testing import CliRunner

from newscrawl.cli.main import app
from newscrawl.errors import CatalogueError
from newscrawl.families import families
from newscrawl.sites.catalogue import Expectation, load_site
from newscrawl.sites.importing import import_sites
from newscrawl.sites.importing.claims import FAMILIES

REGIONS = """\
sido,sigungu,name_ko,name_en,kind,homepage_domain,code,status,note
대구광역시,,대구광역시,Daegu,광역시,www.daegu.go.kr,27,current,
대구광역시,수성구,수성구,Suseong-gu,자치구,www.suseong.kr,27260,current,
인천광역시,동구,동구,Dong-gu,자치구,www.icdonggu.go.kr,28140,until 2026-06-30,merged into 제물포구
제주특별자치도,서귀포시,서귀포시,Seogwipo-si,행정시,www.seogwipo.go.kr,50130,administrative city,kept for its news board
"""
ACTION = "https://eminwon.suseong.kr/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do"
EMBEDS = f"page embeds the Saeol list; collection endpoint {ACTION} (POST form: …)"
PINNED = 'pinned rows ("공지") repeat on every page; source skips them after page 1'
SHELL = "/emwp/jsp/ofr/OfrNotAncmtL.jsp?not_ancmt_se_code=01,02&list_gubun=A"


def lead(sido, sigungu, board, url, **fields):
    """Return one line of a boards file."""
    home = {
        "수성구": "https://www.suseong.kr/",
        "동구": "https://www.icdonggu.go.kr/",
        "서귀포시": "https://www.seogwipo.go.kr/",
    }
    told = {
        "sido": sido,
        "sigungu": sigungu,
        "homepage": home.get(sigungu, "https://www.daegu.go.kr/"),
        "board": board,
        "board_name": {"press": "보도자료", "notice": "공지사항", "gosi": "고시공고"}[board],
        "rank": 1,
        "list_url": url,
        "cms_family": "icms-menu_id",
        "evidence": [{"repository": "someone/boards", "path": "list.json"}],
        "evidence_date": "2026-07",
        "confidence": "high",
        "maybe_superseded_by_site_redesign": False,
        "needs_js": "unknown",
        "encoding": "utf-8",
        "encoding_basis": "assumed",
        "pagination": {"param": None, "style": "unknown", "basis": "none"},
        "live_checked_by_source": None,
        "notes": [],
        "alt_list_urls": [],
        "something_else": "is not looked at",
    }
    return told | fields


def suseong(board, path, **fields):
    return lead("대구광역시", "수성구", board, f"https://www.suseong.kr{path}", **fields)


PRESS = suseong("press", "/index.do?menu_id=00000070", live_checked_by_source="2026-07-28", notes=[PINNED])


@pytest.fixture
def made(tmp_path):
    """Import some leads; returns the function, which gives the outcome and the sites made."""

    def run(*leads, force=False):
        boards, regions, into = tmp_path / "boards.jsonl", tmp_path / "regions.csv", tmp_path / "sites"
        boards.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in leads), "utf-8")
        regions.write_text(REGIONS, "utf-8")
        outcome = import_sites(boards, regions, into, force)
        files = {file.stem: file for file in into.glob("*/*.yaml")}
        return outcome, {id_: load_site(file.name, file.read_bytes()) for id_, file in files.items()}

    return run


def only(sites, id_="daegu-suseong"):
    (board,) = sites[id_].boards
    return board


def test_every_government_gets_a_file_in_its_provinces_folder(made, tmp_path):
    outcome, sites = made(PRESS)
    assert sorted(str(file.relative_to(tmp_path / "sites")) for file in outcome.written) == [
        "daegu/daegu-suseong.yaml",
        "daegu/daegu.yaml",
        "incheon/incheon-dong.yaml",
        "jeju/jeju-seogwipo.yaml",
        "regions.csv",
    ]
    site = sites["daegu-suseong"]
    assert (site.name, site.name_en, site.region, site.sido) == ("수성구", "Suseong-gu", "27260", "대구광역시")
    assert sites["daegu"].boards == ()
    assert sites["incheon-dong"].changed == "Abolished after 2026-06-30: merged into 제물포구."


def test_a_board_says_what_its_source_says(made):
    _, sites = made(PRESS)
    board = only(sites)
    assert (board.id, board.name, board.kind, board.family, board.confidence) == (
        "press",
        "보도자료",
        "press",
        "icms",
        "high",
    )
    assert board.url == "https://www.suseong.kr/index.do?menu_id=00000070"
    assert str(board.confirmed) == "2026-07-28"
    assert board.evidence == ("someone/boards list.json (2026-07)",)
    assert board.differs == ("Pinned rows stand on every page.",)
    assert not board.off


def test_what_nobody_saw_live_is_not_confirmed(made):
    _, sites = made(PRESS | {"live_checked_by_source": None})
    assert only(sites).confirmed is None


def test_ranks_number_the_boards_of_one_kind(made):
    _, sites = made(suseong("press", "/index.do?menu_id=00000071", rank=2), PRESS)
    assert [board.id for board in sites["daegu-suseong"].boards] == ["press", "press-2"]


def test_a_file_that_exists_is_kept_unless_forced(made, tmp_path):
    made(PRESS)
    file = tmp_path / "sites" / "daegu" / "daegu-suseong.yaml"
    by_hand = file.read_text("utf-8").replace("confidence: high", "confidence: low")
    file.write_text(by_hand, "utf-8")
    outcome, _ = made(PRESS)
    assert outcome.written == []
    assert len(outcome.kept) == 5
    assert file.read_text("utf-8") == by_hand
    made(PRESS, force=True)
    assert "confidence: high" in file.read_text("utf-8")


def test_the_same_sources_make_the_same_files(made, tmp_path):
    made(PRESS)
    file = tmp_path / "sites" / "daegu" / "daegu-suseong.yaml"
    first = file.read_text("utf-8")
    made(PRESS, force=True)
    assert file.read_text("utf-8") == first


def test_bad_lines_are_told_with_their_numbers_and_nothing_is_written(made, tmp_path):
    with pytest.raises(CatalogueError) as caught:
        made(PRESS, PRESS | {"rank": "first"}, {"board": "press"})
    assert "boards.jsonl, line 2: " in str(caught.value)
    assert "boards.jsonl, line 3: " in str(caught.value)
    assert "line 1" not in str(caught.value)
    assert not (tmp_path / "sites").exists()


def test_a_board_of_no_listed_government_is_told_with_its_line(made):
    with pytest.raises(CatalogueError, match=r"boards\.jsonl, line 2: 대구광역시 없는구"):
        made(PRESS, PRESS | {"sigungu": "없는구"})


def test_a_page_that_frames_the_eminwon_list_becomes_that_list(made):
    framed = suseong("gosi", "/index.do?menu_id=00000064", cms_family="icms-menu_id+saeol-eminwon", notes=[EMBEDS])
    table = lead(
        "대구광역시", "수성구", "gosi", f"https://eminwon.suseong.kr{SHELL}", rank=2, cms_family="saeol-eminwon"
    )
    outcome, sites = made(framed, table | {"evidence": [{"repository": "someone/hosts", "path": "table"}]})
    board = only(sites)
    assert board.family == "saeol-eminwon"
    assert (board.id, board.url) == ("gosi", f"https://eminwon.suseong.kr{SHELL}"), "the address that a source gives"
    assert "menu_id=00000064" in board.differs[0]
    assert set(board.evidence) == {"someone/boards list.json (2026-07)", "someone/hosts table (2026-07)"}
    assert sites["daegu-suseong"].hosts == ("eminwon.suseong.kr",)
    assert len(outcome.left) == 1
    assert outcome.left[0].startswith("line 1: daegu-suseong/gosi shows the list of gosi")


@pytest.mark.parametrize(
    ("kind", "fields"), [("gosi", ("homepage_pbs_yn=Y", "subCheck=Y")), ("press", ("news_epct_yn=1",))]
)
def test_an_eminwon_address_that_no_source_gives_says_so_and_is_not_confirmed(made, kind, fields):
    seen = {"cms_family": "saeol-eminwon", "live_checked_by_source": "2026-07-28"}
    _, sites = made(lead("대구광역시", "수성구", kind, ACTION, **seen))
    board = only(sites)
    assert board.url.startswith(f"{ACTION}?")
    assert all(field in board.url.split("?")[1].split("&") for field in fields)
    assert (board.confirmed, board.confidence) == (None, "medium")
    assert any("No source gives this address" in text for text in board.differs)
    assert any("2026-07-28" in text for text in board.differs)


def test_the_eminwon_page_that_a_source_names_is_the_boards_address(made):
    shell = "https://eminwon.suseong.kr/emwp/jsp/ofr/OfrNewsEpctLSub.jsp?news_epct_yn=1,2"
    note = f"menu page given by the same source: {shell}"
    seen = {"cms_family": "saeol-eminwon", "notes": [note], "live_checked_by_source": "2026-07-28"}
    _, sites = made(lead("대구광역시", "수성구", "press", ACTION, **seen))
    board = only(sites)
    assert (board.url, board.family, board.confirmed, board.confidence) == (shell, "saeol-eminwon", None, "medium")
    assert board.differs == ("A source says that it read the list on 2026-07-28, but not at this address.",)


@pytest.mark.parametrize("first", ["news", "notice"])
def test_of_two_leads_to_one_listing_the_surest_stays_with_its_kind(made, first):
    page = "/index.do?menu_id=00000063"
    sure, old = (
        suseong("notice", page, evidence_date="2026-05"),
        suseong("notice", page, confidence="low") | {"board": "news"},
    )
    _, sites = made(*((old, sure) if first == "news" else (sure, old)))
    board = only(sites)
    assert (board.id, board.kind, board.confidence) == ("notice", "notice", "high")
    assert len(board.evidence) == 2


@pytest.mark.parametrize(
    ("url", "confirmed"), [("/index.do?menu_id=00000070", "2026-07-28"), ("/index.do?menu_id=00000070&page=x", None)]
)
def test_what_was_confirmed_at_another_address_is_not_confirmed(made, url, confirmed):
    old = suseong("press", url, rank=2, confidence="low", live_checked_by_source="2026-07-28")
    _, sites = made(PRESS | {"live_checked_by_source": None}, old)
    board = only(sites)
    assert (board.confirmed and board.confirmed.isoformat()) == confirmed


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("full text may exist only in the HWP/HWPX/PDF attachment", True),
        ("download.x (HWP; article text exists only in the attachment)", True),
        ("a[href*='x.ac'] (full text is usually in the HWP/HWPX)", True),
        ("a[href*='fileDown']", False),
        (None, False),
    ],
)
def test_a_text_that_stands_in_the_attachment_alone_is_told(made, said, told):
    _, sites = made(PRESS | {"selectors": {"attachments": said}})
    assert any("file alone" in text for text in only(sites).differs) is told


def test_a_year_does_not_narrow_a_board(made):
    _, sites = made(suseong("gosi", "/www/selectGosiList.do?key=1&sc4=2024&bbsNo=2024", cms_family="si-eminwon"))
    board = only(sites)
    assert board.url == "https://www.suseong.kr/www/selectGosiList.do?key=1&bbsNo=2024"
    assert "sc4=2024" in board.differs[0]


def test_press_and_notices_of_one_eminwon_host_are_two_lists(made):
    bare = ACTION
    _, sites = made(
        *(lead("대구광역시", "수성구", kind, bare, cms_family="saeol-eminwon") for kind in ("press", "gosi"))
    )
    press, gosi = sites["daegu-suseong"].boards
    assert "OfrBcAdvNewsEJB" in press.url
    assert "OfrNotAncmtEJB" in gosi.url


def test_the_eminwon_list_behind_a_portal_list_is_off(made):
    portal = suseong("gosi", "/www/selectGosiList.do?key=1", cms_family="si-eminwon")
    own = lead("대구광역시", "수성구", "gosi", f"https://eminwon.suseong.kr{SHELL}", rank=2, cms_family="saeol-eminwon")
    _, sites = made(portal, own)
    assert [bool(board.off) for board in sites["daegu-suseong"].boards] == [False, True]
    narrow = portal | {"list_url": portal["list_url"] + "&not_ancmt_se_code=01"}
    _, sites = made(narrow, own, force=True)
    assert [bool(board.off) for board in sites["daegu-suseong"].boards] == [False, False], (
        "02 stands in the second alone"
    )
    assert "stand in gosi, too" in sites["daegu-suseong"].boards[1].differs[-1]
    more = narrow | {"list_url": portal["list_url"] + "&not_ancmt_se_code=02,04", "rank": 3}
    _, sites = made(narrow, own, more, force=True)
    assert [bool(board.off) for board in sites["daegu-suseong"].boards] == [False, True, False]
    _, sites = made(portal | {"notes": ["foreign/cloud IP ranges blocked (ASN)"]}, own, force=True)
    assert [bool(board.off) for board in sites["daegu-suseong"].boards] == [True, False]


def test_a_family_whose_addresses_are_of_another_form_is_not_taken_over(made):
    _, sites = made(
        suseong("press", "/index.do?menu_id=00000070", cms_family="egov-BBSMSTR"),
        suseong("notice", "/nowhere/known.do?x=1", cms_family="board.es"),
        suseong("gosi", "/index.do?menu_id=00000072", cms_family="of-one-government"),
    )
    press, notice, gosi = sites["daegu-suseong"].boards
    assert press.family == "icms"
    assert press.differs == ("A source takes it for egov-BBSMSTR; its address is of another form.",)
    assert notice.family is None
    assert notice.differs == ("A source takes it for board.es; its address is of no known form.",)
    assert (gosi.family, gosi.differs) == (None, ())


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (PRESS | {"notes": ["foreign/cloud IP ranges blocked (ASN)"]}, "refuses foreign and cloud networks"),
        (PRESS | {"notes": ["data-centre IPs time out"]}, "does not answer data centres"),
        (PRESS | {"notes": ["RSS feed"]}, "RSS"),
        (PRESS | {"confidence": "low", "maybe_superseded_by_site_redesign": True}, "Probably gone"),
    ],
)
def test_a_board_that_is_not_to_be_read_is_off_with_the_reason(made, entry, reason):
    _, sites = made(entry)
    assert reason in only(sites).off


def test_a_host_that_refuses_is_off_with_all_its_boards_and_no_other_host_is(made):
    notice = suseong("notice", "/index.do?menu_id=00000063") | {
        "list_url": "https://suseong.kr/index.do?menu_id=00000063"
    }
    other = lead("대구광역시", "수성구", "gosi", f"https://eminwon.suseong.kr{SHELL}", cms_family="saeol-eminwon")
    _, sites = made(PRESS | {"notes": ["403 for foreign/cloud IPs; incomplete certificate chain"]}, notice, other)
    site = sites["daegu-suseong"]
    assert [bool(board.off) for board in site.boards] == [True, True, False]
    assert site.tls == ("incomplete-chain",)


def test_a_government_that_is_no_more_is_off(made):
    _, sites = made(lead("인천광역시", "동구", "press", "https://www.icdonggu.go.kr/x", cms_family="custom"))
    assert only(sites, "incheon-dong").off == "The government was abolished after 2026-06-30."


def test_what_robots_txt_forbids_is_off(made):
    _, sites = made(
        lead("제주특별자치도", "서귀포시", "press", "https://www.seogwipo.go.kr/a.htm", cms_family="jeju-htm")
    )
    assert "robots.txt" in only(sites, "jeju-seogwipo").off


def test_nothing_is_opened_because_a_source_verifies_nothing(made):
    _, sites = made(PRESS | {"notes": ["source switches TLS verification off for this host"]})
    assert sites["daegu-suseong"].tls == ()
    assert "newscrawl verifies it" in only(sites).differs[0]


def test_old_tls_is_opened_where_a_source_says_what(made):
    note = "source needs an old-TLS session (SECLEVEL=0, legacy renegotiation, TLS 1.0 minimum)"
    _, sites = made(PRESS | {"notes": [note]})
    assert set(sites["daegu-suseong"].tls) == {"old-protocols", "weak-keys", "legacy-renegotiation"}


def test_a_visitors_token_does_not_get_into_the_catalogue(made):
    _, sites = made(suseong("press", "/a.do?m=1&_csrf_parameterName=T&_csrf_token=952e47cb&x=2", cms_family="custom"))
    assert only(sites).url == "https://www.suseong.kr/a.do?m=1&x=2"


def test_every_name_of_a_family_is_of_one_that_there_is():
    assert set(FAMILIES.values()) <= set(families())


def test_the_command_names_what_it_left_out(tmp_path):
    again = PRESS | {"rank": 2}
    boards, regions = tmp_path / "boards.jsonl", tmp_path / "regions.csv"
    boards.write_text("".join(json.dumps(entry) + "\n" for entry in (PRESS, again)), "utf-8")
    regions.write_text(REGIONS, "utf-8")
    done = CliRunner().invoke(
        app, ["catalogue", "import", str(boards), str(regions), "--into", str(tmp_path / "sites")]
    )
    assert done.exit_code == 0
    assert "boards.jsonl, line 2: daegu-suseong/press-2 shows the list of press" in done.output
    assert "5 files written, 0 kept as they were; 1 boards, 1 left out." in done.output


def test_an_address_that_is_none_stops_the_import_before_anything_is_written(made, tmp_path):
    with pytest.raises(CatalogueError, match=r"daegu-suseong\.yaml"):
        made(PRESS | {"list_url": "javascript:goMenu(3)"})
    assert not (tmp_path / "sites").exists()


def test_what_a_source_says_that_a_listing_shows_is_expected_of_it(made):
    columns = {"columns": ["번호", "분류", "제목", "파일", "담당부서", "등록일", "조회수", 7]}
    _, sites = made(PRESS | {"selectors": columns})
    assert only(sites).expect == Expectation(shows=("number", "category", "department", "published_at", "view_count"))
    for selectors in (None, {}, {"columns": "번호"}, {"columns": []}, {"columns": ["제목"]}):
        assert only(made(PRESS | {"selectors": selectors}, force=True)[1]).expect is None


def test_what_is_said_of_another_address_is_not_expected_of_this(made):
    told = {"cms_family": "icms-menu_id+saeol-eminwon", "notes": [EMBEDS], "selectors": {"columns": ["번호", "제목"]}}
    _, sites = made(suseong("gosi", "/index.do?menu_id=00000064", **told))
    assert only(sites).url.startswith(ACTION)
    assert only(sites).expect is None
