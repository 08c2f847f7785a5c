"""`newscrawl sites`, `families`, and targets by name: the command over two made-up governments beside the catalogue."""

import json
import subprocess
import sys

import pytest
from scrapy.settings import Settings

from newscrawl.families import families
from newscrawl.sites import catalogue
from newscrawl.sites.finding import finder
from newscrawl.spiders.loader import CatalogueSpiderLoader

REASON = "the host refuses crawlers, a source says"
PROVINCE = """
id: garam
name: 가람도
name_en: Garam-do
kind: government
sido: 가람도
region: '98'
homepage: https://www.garam.example/
boards:
  - id: press
    name: 보도자료
    kind: press
    url: https://www.garam.example/board.es?mid=a1&bid=0001
    family: board-es
    evidence: [made up]
    confidence: high
    confirmed: '2026-03-02'
"""
COUNTY = f"""
id: garam-neul
name: 늘봄군
name_en: Neulbom-gun
kind: government
sido: 가람도
region: '98110'
homepage: https://neul.garam.example/
boards:
  - id: press
    name: 보도자료
    kind: press
    url: https://neul.garam.example/board.es?mid=a1&bid=0001
    family: board-es
    evidence: [made up]
    confidence: low
  - id: gosi
    name: 고시공고
    kind: gosi
    url: https://neul.garam.example/gosi/list.do?menu=7
    evidence: [made up]
    confidence: medium
    'off': {REASON}
"""


@pytest.fixture(autouse=True)
def garam(tmp_path, monkeypatch):
    """Two sites beside those of the package."""
    (tmp_path / "garam.yaml").write_text(PROVINCE, "utf-8")
    (tmp_path / "garam-neul.yaml").write_text(COUNTY, "utf-8")
    monkeypatch.setenv("NEWSCRAWL_SITES", str(tmp_path))
    catalogue.cache_clear()
    finder.cache_clear()
    yield
    catalogue.cache_clear()
    finder.cache_clear()


def test_a_board_is_one_line_that_says_all(command):
    found = command("sites", "늘봄")
    assert found.code == 0
    head, press, gosi = found.out.splitlines()[:3]
    assert head.split() == ["garam-neul", "가람도", "늘봄군", "(Neulbom-gun,", "98110)", "https://neul.garam.example/"]
    assert press.split()[:6] == ["on", "press", "board-es", "low", "never", "checked"]
    assert press.endswith(" https://neul.garam.example/board.es?mid=a1&bid=0001")
    assert gosi.split()[:2] == ["off", "gosi"]
    assert gosi.endswith(f"off: {REASON}")


def test_the_end_counts_and_says_that_nothing_was_opened_live(command):
    out = command("sites", "가람도").out
    assert "3 boards (2 press, 1 gosi) of 2 sites, 1 of them off" in out
    assert "newscrawl has opened none of them live" in out
    assert "checked 2026-03-02" in out


def test_a_province_goes_before_what_lies_in_it(command):
    lines = command("sites", "garam").out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("garam")] == ["garam", "garam-neul"]


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["가람"], ["garam/press", "garam-neul/press", "garam-neul/gosi"]),
        (["가람", "--board", "press"], ["garam/press", "garam-neul/press"]),
        (["가람", "--board", "gosi"], ["garam-neul/gosi"]),
        (["가람", "--family", "board.es"], ["garam/press", "garam-neul/press"]),
        (["--sido", "가람도"], ["garam/press", "garam-neul/press", "garam-neul/gosi"]),
        (["98110"], ["garam-neul/press", "garam-neul/gosi"]),
        (["sido:가람"], ["garam/press", "garam-neul/press", "garam-neul/gosi"]),
        (["region:98110", "sido:가람"], ["garam-neul/press", "garam-neul/gosi"]),
        (["neul.garam.example"], ["garam-neul/press", "garam-neul/gosi"]),
        (["가람", "--off"], ["garam-neul/gosi"]),
    ],
)
def test_options_narrow_the_boards(command, options, ids):
    found = command("sites", *options, "--json")
    assert [json.loads(line)["id"] for line in found.out.splitlines()] == ids


def test_a_listing_that_a_script_fills_says_so(command, tmp_path):
    assert "script" not in command("sites", "늘봄").out
    (tmp_path / "garam-neul.yaml").write_text(COUNTY + "    script: true\n", "utf-8")
    catalogue.cache_clear()
    finder.cache_clear()
    assert "script: the listing is filled by a script, and will be reported as empty" in command("sites", "늘봄").out


@pytest.mark.parametrize("words", ["sites", "crawl"])
def test_the_help_says_what_a_provinces_name_means(command, words):
    out = command(words, "--help").out
    assert "경북" in out
    assert "sido:경북" in out


def test_json_has_the_fields_of_the_file(command):
    (line,) = command("sites", "늘봄", "--board", "gosi", "--json").out.splitlines()
    told = json.loads(line)
    assert (told["site"], told["board"], told["kind"], told["off"]) == ("garam-neul", "gosi", "gosi", REASON)
    assert (told["region"], told["sido"], told["evidence"]) == ("98110", "가람도", ["made up"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sites", "늘붐군"), "Did you mean garam-neul (가람도 늘봄군)?"),
        (("sites", "--family", "bord-es"), "Did you mean board-es?"),
        (("sites", "--sido", "없는도"), "no site in sido:없는도"),
        (("sites", "가람", "--board", "news"), "No board of the catalogue is all of that"),
        (("sites", "sido:없는도"), "no site in sido:없는도"),
        (("families", "xee"), "Did you mean xe?"),
        (("families", "saeol"), "Did you mean saeol-eminwon"),
        (("crawl", "늘붐군"), "Did you mean garam-neul (가람도 늘봄군)?"),
        (("crawl", "sido:가람", "--board", "notice"), "no board of the kind notice"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(command, arguments, said):
    found = command(*arguments)
    assert found.code == 2
    assert said in found.err
    assert len(found.err.splitlines()) == 1


def test_every_site_is_a_spider_and_a_mistyped_one_gets_the_nearest():
    loader = CatalogueSpiderLoader.from_settings(Settings())
    assert {"board", "garam", "garam-neul"} <= set(loader.list())
    assert loader.load("garam-neul").site == "garam-neul"
    assert loader.load("board").site is None
    with pytest.raises(KeyError, match="garam-neul"):
        loader.load("garam-nuel")


def test_the_board_spider_takes_names_and_a_kind():
    spider = CatalogueSpiderLoader.from_settings(Settings()).load("board")
    assert [board.id for board in spider("가람 늘봄군").boards] == ["garam-neul/press"]
    assert {board.id for board in spider("sido:가람", kind="press").boards} == {"garam/press", "garam-neul/press"}


def test_families_count_the_boards_and_sites_that_they_serve(command):
    out = command("families").out
    served = [board for board in catalogue().boards.values() if board.family == "board-es"]
    row = next(line.split() for line in out.splitlines() if line.startswith("board-es "))
    assert row[1:3] == [str(len(served)), str(len({board.site for board in served}))]
    assert {line.split()[0] for line in out.splitlines()[1:] if line} >= set(families())


def test_a_family_is_shown_whole(command):
    out = command("families", "saeol-eminwon").out
    family = families()["saeol-eminwon"]
    assert all(text in out for text in (*family.detect.address, *family.detect.markup, *family.traps))
    assert "searchDetail(" in out
    assert "goDownLoad(" in out
    assert "garam-neul/press" in command("families", "board.es").out


def test_help_and_lists_do_not_wait_for_scrapy():
    code = "import sys; from newscrawl.cli.main import app; app(['sites', '가람'], standalone_mode=False); print('scrapy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_spiders_of_one_s_own_stand_beside_the_sites(tmp_path, monkeypatch):
    (tmp_path / "own_spiders.py").write_text("import scrapy\nclass Mine(scrapy.Spider):\n    name = 'mine'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    loader = CatalogueSpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["own_spiders"]}))
    assert loader.load("mine").name == "mine"
    assert loader.list().count("mine") == 1
    assert set(CatalogueSpiderLoader.from_settings(Settings()).list()) == set(loader.list()) - {"mine"}
