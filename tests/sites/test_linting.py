"""The linter: the whole catalogue is in order, and each rule is seen to break."""

import shutil
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from newscrawl.cli.main import app
from newscrawl.families import families, get_family
from newscrawl.sites.catalogue import catalogue, load_site
from newscrawl.sites.linting import HOME, check, check_families, shipped
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


def test_the_whole_catalogue_is_in_order():
    assert [str(fault) for fault in check(shipped())] == []


def test_every_local_government_has_its_file():
    sites = [site for site in catalogue().sites.values() if site.kind == "government"]
    assert Counter((site.sido, site.name) for site in sites) == Counter((one.sido, one.name) for one in regions().all)
    assert len(sites) == 250
    assert sum(len(site.boards) for site in sites) == 919


def test_the_boards_of_governments_that_are_no_more_are_off():
    gone = {region.code for region in regions().all if region.until}
    boards = [board for site in catalogue().sites.values() if site.region in gone for board in site.boards]
    assert gone == {"28110", "28140", "28260", "29", "46"}
    assert boards
    assert all(board.off for board in boards)


def test_what_robots_txt_is_said_to_forbid_is_off():
    boards = [
        board for board in catalogue().boards.values() if board.host.endswith(("www.jeju.go.kr", "seogwipo.go.kr"))
    ]
    assert boards
    assert all("robots.txt" in board.off for board in boards)


def test_only_what_a_source_names_is_opened_for_old_servers():
    opened = {site.id: set(site.tls) for site in catalogue().sites.values() if site.tls}
    old = {"old-protocols", "weak-keys", "legacy-renegotiation"}
    assert opened == {
        "gyeonggi-anyang": old,
        "chungbuk-yeongdong": old,
        "gangwon-gangneung": old,
        "gangwon-donghae": old,
        "incheon-namdong": {"incomplete-chain"},
        "incheon-ongjin": {"incomplete-chain"},
        "incheon-dong": {"incomplete-chain"},
    }


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
