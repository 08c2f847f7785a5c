"""The linter: the whole catalogue is in order, and each rule is seen to break."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from typer.testing import CliRunner

from newscrawl.cli.main import app
from newscrawl.cli.upkeep import DATA
from newscrawl.families import families, get_family
from newscrawl.sites.catalogue import BoardEntry, bare_host, catalogue, load_site, ruled
from newscrawl.sites.importing.claims import FORBIDDEN, MADE, REFUSING, SAEOL
from newscrawl.sites.importing.making import codes_of
from newscrawl.sites.linting import HOME, OTHER_FORM, check, check_families, shipped, unfit
from newscrawl.sites.overview import as_markdown
from newscrawl.sites.regions import PROVINCES, as_csv, regions

GOOD = """\
id: gyeongbuk-uiseong
name: 의성군
name_en: Uiseong-gun
kind: government
region: '47730'
sido: 경상북도
homepage: https://www.usc.go.kr/
hosts: [eminwon.usc.go.kr]
boards:
  - id: press
    name: 보도자료
    kind: press
    url: https://www.usc.go.kr/ko/page.do?mnu_uid=160
    family: mnu-uid
    evidence: [made up]
  - id: gosi
    name: 고시공고
    kind: gosi
    url: https://eminwon.usc.go.kr/emwp/jsp/ofr/OfrNotAncmtL.jsp?not_ancmt_se_code=01,04&list_gubun=A
    family: saeol-eminwon
    evidence: [made up]
"""


def file(folder, text=GOOD, name="gyeongbuk-uiseong"):
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def faults(folder, text, name="gyeongbuk-uiseong"):
    return [str(fault) for fault in check([file(folder, text, name)], folder)]


def entry(url, **fields):
    return BoardEntry(id="press", name="보도자료", url=url, evidence=("made up",), **fields)


def test_the_whole_catalogue_is_in_order():
    assert [str(fault) for fault in check(shipped(), today=DATA)] == []


def test_every_local_government_has_its_file():
    sites = [site for site in catalogue().sites.values() if site.kind == "government"]
    assert Counter((site.sido, site.name) for site in sites) == Counter((one.sido, one.name) for one in regions().all)
    assert all(site.boards or site.changed for site in sites)


def test_the_boards_of_governments_that_are_no_more_are_off():
    gone = {region.code for region in regions().all if region.until}
    boards = [board for site in catalogue().sites.values() if site.region in gone for board in site.boards]
    assert boards
    assert all(board.off for board in boards)


def test_what_sources_say_is_forbidden_or_refused_is_off():
    boards = list(catalogue().boards.values())
    for domain, path, reason in FORBIDDEN:
        there = [board for board in boards if f".{board.host}".endswith(f".{domain}")]
        assert all(board.off for board in there if urlsplit(board.url).path.startswith(path)), reason
    assert all(board.off for board in boards if bare_host(board.host) in REFUSING)
    assert set(REFUSING) & {bare_host(board.host) for board in boards}


def test_the_carried_files_ask_of_hosts_only_what_old_servers_need():
    carried = [site for site in catalogue().sites.values() if ruled(site)]
    assert carried
    assert all(site.tls and not (site.delay or site.hours or site.robots_override) for site in carried)


def test_an_address_that_no_source_gives_is_neither_sure_nor_confirmed():
    boards = [board for site in catalogue().sites.values() for board in site.boards]
    made = [board for board in boards if MADE in board.differs]
    assert made
    assert all(board.family == SAEOL and "OfrAction.do" in board.url for board in made)
    assert all(board.confirmed is None and board.confidence != "high" for board in made)


def test_no_list_is_off_for_another_that_does_not_show_all_its_kinds():
    doubles = [(site, board) for site in catalogue().sites.values() for board in site.boards if "e-minwon" in board.off]
    assert doubles
    for site, board in doubles:
        kept = [one for one in site.boards if one.kind == "gosi" and not one.off and one.id in board.off]
        shown = {code for one in kept for code in codes_of(one.url)}
        assert any(not codes_of(one.url) for one in kept) or codes_of(board.url) <= shown


def test_the_carried_list_of_regions_is_written_as_it_is_read():
    assert as_csv(regions().all) == (HOME / "regions.csv").read_text("utf-8")
    assert {region.sido for region in regions().all} == set(PROVINCES)


def test_the_table_of_sites_is_up_to_date():
    page = Path(__file__).parents[2] / "docs" / "sites.md"
    assert page.read_text("utf-8") == as_markdown(load_site(file.name, file.read_bytes()) for file in shipped()), (
        "write it anew: newscrawl catalogue table > docs/sites.md"
    )


def test_a_file_in_order_has_no_fault(tmp_path):
    assert faults(tmp_path / "gyeongbuk", GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("id: gyeongbuk-uiseong", "id: gyeongbuk-euiseong", 0, "file and site have one name"),
        ("name: 의성군", "nmae: 의성군", 1, "nmae"),
        ("region: '47730'", "region: '47731'", 5, "no government has the code '47731'"),
        ("region: '47730'", "region: '47750'", 2, "'청송군' for 47750"),
        ("sido: 경상북도", "sido: 경북", 6, "whole Korean name"),
        ("sido: 경상북도", "sido: 경상남도", 1, "begins with 'gyeongnam-'"),
        ("sido: 경상북도", "sido: 경상남도", 6, "'경상북도' for 47730"),
        ("name_en: Uiseong-gun", "name_en: Euiseong-gun", 3, "'Uiseong-gun' for 47730"),
        ("https://www.usc.go.kr/ko", "https://www.gbgs.go.kr/ko", 13, "neither the homepage's host nor in `hosts`"),
        ("hosts: [eminwon.usc.go.kr]", "hosts: [eminwon.usc.go.kr, old.usc.go.kr]", 8, "no board needs old.usc.go.kr"),
        ("hosts: [eminwon.usc.go.kr]", "hosts: [EMINWON.usc.go.kr]", 8, "small letters"),
        ("eminwon.usc.go.kr", "eminwon.gbgs.go.kr", 8, "is of 경상북도 경산시 (47290), not of 경상북도 의성군"),
        ("eminwon.usc.go.kr", "eminwon.nowhere.go.kr", 8, "neither the domain (usc.go.kr) nor the name (uiseong)"),
        ("eminwon.usc.go.kr", "10.1.2.3", 8, "no public network"),
        ("eminwon.usc.go.kr", "eminwon.usc.internal", 8, "no public network"),
        ("eminwon.usc.go.kr", "eminwon", 8, "no public network"),
        ("?mnu_uid=160", "?mnu_uid=160&pageNo=2", 13, "leave page, order and session out"),
        ("/ko/page.do?mnu_uid=160", "/board.es?bid=1", 13, "no form of the family mnu-uid"),
        ("family: mnu-uid", "family: mnu", 0, "which does not exist"),
        ("evidence: [made up]\n  - id: gosi", "evidence: []\n  - id: gosi", 0, "has no evidence"),
        ("evidence: [made up]\n  - id: gosi", "evidence: [' ']\n  - id: gosi", 15, "say where the address was found"),
        ("id: gosi", "id: press", 0, "two boards have the id 'press'"),
        ("hosts:", "delay: 0.1\nhosts:", 8, "$.delay"),
        ("hosts:", "hours: 25:00-26:00\nhosts:", 0, "25:00"),
        ("hosts:", "robots_override: yes\nhosts:", 8, "$.robots_override"),
        ("hosts:", "tls: [anything]\nhosts:", 8, "$.tls[0]"),
        ("    name: 고시공고", "    name: 고시공고\n    off: no", 18, ".off"),
        ("    name: 고시공고", "    name: 고시공고\n    confirmed: yesterday", 18, ".confirmed"),
        ("    name: 고시공고", "    name: 고시공고\n    expect: {shows: [titel]}", 18, ".expect.shows"),
        ("    name: 고시공고", "    name: 고시공고\n    expect: {rows: 0}", 18, ".expect.rows"),
    ],
)
def test_each_rule_is_told_with_file_and_line(tmp_path, old, new, line, said):
    assert old in GOOD
    told = faults(tmp_path / "gyeongbuk", GOOD.replace(old, new))
    start = f"gyeongbuk/gyeongbuk-uiseong.yaml{f', line {line}' if line else ''}: "
    assert [fault for fault in told if fault.startswith(start) and said in fault], told


def test_a_government_that_is_no_more_is_off_and_says_why(tmp_path):
    text = (
        GOOD.replace("gyeongbuk-uiseong", "incheon-dong")
        .replace("의성군", "동구")
        .replace("Uiseong-gun", "Dong-gu")
        .replace("47730", "28140")
        .replace("경상북도", "인천광역시")
        .replace("usc.go.kr", "icdonggu.go.kr")
    )
    told = " ".join(faults(tmp_path / "incheon", text, "incheon-dong"))
    assert "say so in `changed`" in told
    assert "give the reason in `off` of press, gosi" in told


def test_a_strange_host_is_allowed_where_the_file_says_why(tmp_path):
    text = GOOD.replace("eminwon.usc.go.kr", "eminwon.nowhere.go.kr")
    told = text.replace("boards:", "about: eminwon.nowhere.go.kr is where the county has its notices.\nboards:")
    assert faults(tmp_path / "gyeongbuk", text)
    assert faults(tmp_path / "gyeongbuk", told) == []


def test_a_file_of_the_catalogue_stands_in_its_provinces_folder(tmp_path):
    path = file(tmp_path / "gangwon")
    assert "stands in the folder 'gyeongbuk'" in str(check([path], tmp_path)[0])
    assert check([path], tmp_path / "elsewhere") == []


@pytest.mark.parametrize("family", [pytest.param(family, id=family.name) for family in families().values()])
def test_the_address_of_a_post_is_no_boards(family):
    for form in family.articles:
        post = form.build(
            "https://town.example/", {name: f"{place}77" for place, name in enumerate(sorted(form.names), 1)}
        )
        assert "that of a post" in unfit(family, entry(post, differs=(OTHER_FORM,)))
    for form in family.listings:
        listing = form.build(
            "https://town.example/", {name: f"x{place}" for place, name in enumerate(sorted(form.names), 1)}
        )
        assert unfit(family, entry(listing)) == ""


def test_an_address_that_is_of_no_listings_form_is_allowed_where_the_file_says_so():
    family = get_family("openworks-bd")
    strange = "https://town.example/web/BD_ofrList.do"
    assert "no form of a listing" in unfit(family, entry(strange))
    assert unfit(family, entry(strange, differs=(OTHER_FORM,))) == ""
    assert unfit(family, entry("https://town.example/x.do", differs=(OTHER_FORM,)))


def test_a_board_was_not_confirmed_on_a_day_to_come(tmp_path):
    path = file(
        tmp_path / "gyeongbuk", GOOD.replace("    name: 고시공고", "    name: 고시공고\n    confirmed: 2026-10-06")
    )
    (told,) = map(str, check([path], tmp_path, date(2026, 10, 5)))
    assert "line 18: board 'gosi': 2026-10-06 is not yet" in told
    assert check([path], tmp_path, date(2026, 10, 6)) == check([path], tmp_path) == []


def test_one_address_is_one_board(tmp_path):
    again = "  - {id: press-2, name: 보도, url: 'http://usc.go.kr/ko/page.do?mnu_uid=160', evidence: [made up]}\n"
    (told,) = faults(tmp_path / "gyeongbuk", GOOD + again)
    assert "gyeongbuk-uiseong/press-2 has the address of gyeongbuk-uiseong/press" in told


def stranger(**fields):
    """Return the file of a site that has a board on a host of a site of the catalogue."""
    told = "".join(f"{name}: {value}\n" for name, value in fields.items())
    board = "{id: a, name: A, url: 'https://www.daegu.go.kr/a.do?m=1', evidence: [made up]}"
    return f"id: town\nname: Town\nkind: other\nhomepage: https://town.example/\nhosts: [daegu.go.kr]\n{told}boards:\n  - {board}\n"


@pytest.mark.parametrize(
    "rule",
    [
        {"delay": 5},
        {"hours": "22:00-06:00"},
        {"tls": "[old-protocols]"},
        {"robots_override": "the host's owner asked us to"},
    ],
)
def test_a_file_does_not_rule_the_hosts_of_another(tmp_path, rule):
    assert faults(tmp_path, stranger(), "town") == [], "without rules nothing comes of it"
    (told,) = faults(tmp_path, stranger(**rule), "town")
    assert told.endswith("Name the host in one file alone.")
    assert "daegu/daegu.yaml has the host daegu.go.kr, too" in told


def test_a_file_takes_no_board_of_the_catalogue(tmp_path):
    url = catalogue().boards["daegu/press"].url
    told = faults(tmp_path, stranger().replace("https://www.daegu.go.kr/a.do?m=1", url), "town")
    assert [fault for fault in told if "town/a has the address of daegu/press" in fault]


def test_a_key_that_other_readers_take_for_a_boolean_stands_in_quotes(tmp_path):
    plain = GOOD.replace("    name: 고시공고", "    name: 고시공고\n    off: it refuses crawlers")
    (told,) = faults(tmp_path / "gyeongbuk", plain)
    assert "line 18: other readers of YAML take off for no text; write 'off':" in told
    assert faults(tmp_path / "gyeongbuk", plain.replace("off:", "'off':")) == []


def test_two_files_share_neither_id_nor_host(tmp_path):
    first, second = file(tmp_path / "gyeongbuk"), file(tmp_path / "copy")
    told = [str(fault) for fault in check([first, second], HOME)]
    assert any("has the id gyeongbuk-uiseong too" in fault for fault in told)
    assert any("has the host usc.go.kr too" in fault for fault in told)
    assert any("has the host eminwon.usc.go.kr too" in fault for fault in told)


def test_a_familys_hint_that_is_no_selector_is_told():
    family = msgspec.structs.replace(get_family("xe"), hints={"body": "div[", "row": "tr"})
    assert check_families(families().values()) == []
    (told,) = map(str, check_families([family]))
    assert told.startswith("families/xe.yaml: hints.body: 'div[' is no selector")


def test_the_command_ends_with_1_and_says_what_to_do(tmp_path):
    good, bad = file(tmp_path / "good"), file(tmp_path / "bad", GOOD.replace("47730", "47750"))
    run = CliRunner()
    fine, wrong = run.invoke(app, ["catalogue", "check", str(good)]), run.invoke(app, ["catalogue", "check", str(bad)])
    assert (fine.exit_code, wrong.exit_code) == (0, 1)
    assert "bad/gyeongbuk-uiseong.yaml, line 2: regions.csv has '청송군'" in wrong.output


def test_the_command_checks_the_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    shutil.copytree(Path(__file__).parents[2] / "docs", "docs")
    assert run.invoke(app, ["catalogue", "check"]).exit_code == 0
    Path("docs/sites.md").write_text("old", "utf-8")
    stale = run.invoke(app, ["catalogue", "check"])
    assert stale.exit_code == 1
    assert "newscrawl catalogue table > docs/sites.md" in stale.output
