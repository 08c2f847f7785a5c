"""Every file of the catalogue and of the families keeps its schema; names resolve, and a mistyped one gets the nearest."""

from urllib.parse import urlsplit

import pytest

from newscrawl.errors import CatalogueError, ConfigurationError, UnknownSite
from newscrawl.families import families, family_of
from newscrawl.sites import boards_of, catalogue, finder
from newscrawl.sites.catalogue import bare_host, load_site

GOOD = """
id: town
name: Town
kind: government
homepage: https://town.example/
boards:
  - {id: press, name: Press, url: 'https://town.example/list', evidence: [seen]}
"""


def test_the_sites_of_the_seeds_are_there():
    assert catalogue().boards["dgmaeil/board_DG_NEWS"].url.endswith("/xe/index.php?mid=board_DG_NEWS")
    assert "/news/articleList.html" in catalogue().boards["firstnews/news"].url


def test_a_board_knows_why_it_is_off():
    boards = catalogue().boards
    assert boards["jeju/press"].off == "robots.txt forbids /news/, a source says."
    assert boards["jeju/gosi-4"].off == ""


def test_a_sites_rules_hold_for_all_its_hosts():
    site = catalogue().sites["incheon-namdong"]
    assert catalogue().rules_of("www.namdong.go.kr").tls == frozenset(site.tls) != frozenset()
    assert catalogue().rules_of("namdong.go.kr") == catalogue().rules_of("www.namdong.go.kr")
    assert catalogue().rules_of("www.elsewhere.go.kr").tls == frozenset()


def test_the_catalogue_is_loaded_without_reading_families(monkeypatch):
    monkeypatch.setattr("newscrawl.families.family._families", None)
    with pytest.raises(TypeError):
        families()
    catalogue.cache_clear()
    assert catalogue().boards["dgmaeil/board_DG_NEWS"].family == "xe"


def test_a_target_is_a_site_a_board_or_an_address():
    assert [board.id for board in boards_of(["dgmaeil"])] == ["dgmaeil/board_DG_NEWS"]
    assert [board.id for board in boards_of(["firstnews/news"])] == ["firstnews/news"]
    (board,) = boards_of(["https://town.example/board/list.do?bbsId=B1"])
    assert board.site == "town.example"
    assert board.url == "https://town.example/board/list.do?bbsId=B1"


def test_a_mistyped_name_gets_the_nearest():
    with pytest.raises(UnknownSite, match="dgmaeil"):
        boards_of(["dgmail"])


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "ftp://town.example/",
        "https://town.example:99999/",
        "https://user:word@town.example/",
        "http://[::1/",
    ],
)
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ConfigurationError):
        boards_of([address])


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(ConfigurationError) as caught:
        boards_of(["https://user:word@town.example/list"])
    assert "word@" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("town.yaml", GOOD.replace("name: Town", "nmae: Town")),
        ("town.yaml", GOOD.replace("kind: government", "kind: kingdom")),
        ("town.yaml", GOOD.replace("evidence: [seen]", "family: none-such, evidence: [seen]")),
        ("town.yaml", GOOD.replace(", evidence: [seen]", "")),
        ("town.yaml", GOOD + "  - {id: press, name: Again, url: 'https://town.example/again', evidence: [seen]}\n"),
        ("city.yaml", GOOD),
        ("town.yaml", "id: [unclosed"),
        ("town.yaml", "!!python/object/apply:os.getcwd []"),
    ],
)
def test_a_broken_site_file_is_refused_by_name(file, text):
    assert load_site("town.yaml", GOOD).id == "town"
    with pytest.raises(CatalogueError, match=file):
        load_site(file, text)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder with one site file of the user's."""
    monkeypatch.setenv("NEWSCRAWL_SITES", str(tmp_path))
    catalogue.cache_clear()
    yield tmp_path / "town.yaml"
    catalogue.cache_clear()


def test_a_users_file_does_not_change_how_a_host_of_the_catalogue_is_treated(own):
    board = "  - {id: two, name: Two, url: 'http://m.dgmaeil.co.kr/a', evidence: [seen]}\n"
    own.write_text(GOOD + board, "utf-8")
    assert "town" in catalogue().sites, "a shared host without rules does nothing"
    catalogue.cache_clear()
    own.write_text("robots_override: its owner asked us to read it\n" + GOOD.lstrip() + board, "utf-8")
    with pytest.raises(CatalogueError, match=r"'dgmaeil' and 'town' share the host dgmaeil\.co\.kr"):
        catalogue()


def test_the_first_of_two_files_does_not_rule_the_second_either(own):
    host = next(bare_host(urlsplit(site.homepage).hostname) for site in catalogue().sites.values() if site.tls)
    catalogue.cache_clear()
    own.write_text(GOOD + f"  - {{id: two, name: Two, url: 'http://{host}/a', evidence: [seen]}}\n", "utf-8")
    with pytest.raises(CatalogueError, match="share the host"):
        catalogue()


def test_a_family_is_told_by_marks_in_the_page_never_by_an_address_alone():
    address = "https://town.example/index.php?mid=news"
    assert family_of(address, "<html><title>news</title>") is None
    found = family_of(address, '<meta name="Generator" content="XpressEngine">')
    assert found is not None
    assert found.name == "xe"


def test_an_address_finds_its_board_again():
    found = finder().board_of("http://dgmaeil.co.kr/xe/index.php?mid=board_DG_NEWS&document_srl=11755")
    assert found is not None
    assert found.id == "dgmaeil/board_DG_NEWS"
    assert finder().board_of("http://dgmaeil.co.kr/xe/index.php?mid=another") is None
    assert finder().board_of("https://elsewhere.example/") is None
