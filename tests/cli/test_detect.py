"""`newscrawl detect`: addresses on a real loopback server, saved pages, and pages on which family and reader disagree."""

import json

import pytest

from newscrawl.sites import catalogue
from newscrawl.sites.finding import finder
from tests.cli.conftest import newscrawl
from tests.crawls.conftest import BoardServer, listing_page, server  # noqa: F401 - a fixture

ROWS = [
    ("/xe/index.php?mid=news&document_srl=12", "봄꽃 축제 준비 점검 나서", "2024-03-15", 7),
    ("/xe/index.php?mid=news&document_srl=11", "예방접종 일정 안내", "2024-03-14", 6),
    ("/xe/index.php?mid=news&document_srl=9", "토양 검정 무료 실시", "2024-03-12", 5),
]
XE = '<meta name="Generator" content="XpressEngine 1.11">'
LISTING = listing_page(ROWS, next_page="/xe/index.php?mid=news&page=2").replace("<head>", f"<head>{XE}")
ADDRESS = "https://town.example/xe/index.php?mid=news"
SITE = """
id: town
name: Town
kind: other
homepage: {home}/
boards:
  - {{id: news, name: News, url: '{home}/xe/index.php?mid=news', kind: news, family: {family}, evidence: [made up]}}
"""


@pytest.fixture
def page(tmp_path):
    """A saved XE listing."""
    file = tmp_path / "saved" / "page.html"
    file.parent.mkdir()
    file.write_text(LISTING, "utf-8")
    return file


@pytest.fixture
def town(tmp_path, monkeypatch):
    """A way to put one site beside those of the package."""

    def write(home: str, family: str = "xe"):
        folder = tmp_path / "sites"
        folder.mkdir(exist_ok=True)
        (folder / "town.yaml").write_text(SITE.format(home=home, family=family), "utf-8")
        monkeypatch.setenv("NEWSCRAWL_SITES", str(folder))
        catalogue.cache_clear()
        finder.cache_clear()

    yield write
    catalogue.cache_clear()
    finder.cache_clear()


def test_a_saved_page_tells_its_family_with_the_evidence(command, page):
    found = command("detect", page, "--url", ADDRESS)
    assert found.code == 0
    assert "family     xe (" in found.out
    assert 'signature: content="XpressEngine' in found.out
    assert "a listing of 3 rows" in found.out
    assert "next page https://town.example/xe/index.php?mid=news&page=2" in found.out
    assert "no site has this host" in found.out


def test_json_says_the_same(command, page):
    (line,) = command("detect", page, "--url", ADDRESS, "--json").out.splitlines()
    told = json.loads(line)
    assert (told["url"], told["family"]["family"], told["family"]["sureness"]) == (ADDRESS, "xe", "sure")
    assert (told["shown"]["rows"], told["site"], told["board"]) == (3, None, None)


def test_the_board_of_the_catalogue_is_named(command, page, town):
    town("https://town.example")
    out = command("detect", page, "--url", ADDRESS + "&page=3").out
    assert "catalogue  town/news, its listing" in out
    article = command("detect", page, "--url", ADDRESS + "&document_srl=12").out
    assert "catalogue  town/news\n" in article
    other = command("detect", page, "--url", "https://town.example/xe/index.php?mid=other").out
    assert "a host of town, none of its boards" in other


@pytest.mark.parametrize("host", ["own.example", "n.example", "x.town.example", "town.example.kr"])
def test_a_host_that_is_only_like_one_of_the_catalogue_is_none_of_it(command, page, town, host):
    town("https://town.example")
    out = command("detect", page, "--url", f"https://{host}/xe/index.php?mid=news").out
    assert "no site has this host" in out


def test_a_family_of_the_catalogue_that_the_page_does_not_bear_out_is_told(command, page, town):
    town("https://town.example", "gnuboard")
    found = command("detect", page, "--url", ADDRESS)
    assert "family     xe (" in found.out
    assert "! family: the catalogue says gnuboard, the page speaks for xe" in found.out


def test_an_address_alone_is_no_family(command, page):
    page.write_text(LISTING.replace(XE, "").replace("document_srl", "no").replace("/xe/", "/"), "utf-8")
    found = command("detect", page, "--url", "https://town.example/index.php?mid=news")
    assert found.code == 1
    assert "family     none" in found.out
    assert "or         xe (" in found.out
    assert "perhaps" in found.out
    assert "a listing of 3 rows" in found.out


def test_what_the_family_and_the_page_say_differently_is_told_both(command, page):
    """What the rows ask for stands in a script that is not on the page: only the family knows."""
    rows = [
        (f"javascript:searchDetail('{number}')", title, day, views)
        for number, (_, title, day, views) in enumerate(ROWS)
    ]
    page.write_text(
        listing_page(rows).replace("<body>", "<body><input type=hidden name=jndinm value=OfrNotAncmtEJB>"), "utf-8"
    )
    action = "https://eminwon.town.example/emwp/gov/mogaha/ntis/web/ofr/action/OfrAction.do"
    found = command("detect", page, "--url", action)
    assert found.code == 0
    assert "family     saeol-eminwon (" in found.out
    assert "! rows that lead to a post: 3 with what is known of saeol-eminwon, 0 without" in found.out


def test_an_address_is_fetched_once_and_robots_txt_asked_first(server, tmp_path):  # noqa: F811
    server.routes["/xe/index.php?mid=news"] = LISTING
    done = newscrawl("detect", f"{server.url}/xe/index.php?mid=news", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "family     xe (" in done.stdout
    assert server.requests == ["/robots.txt", "/xe/index.php?mid=news"]


def test_a_page_that_robots_txt_forbids_is_not_fetched(server, tmp_path):  # noqa: F811
    server.routes["/robots.txt"] = lambda handler: handler.reply(
        "User-agent: *\nDisallow: /", content_type="text/plain"
    )
    done = newscrawl("detect", f"{server.url}/xe/index.php?mid=news", cwd=tmp_path)
    assert done.returncode == 2
    assert "robots.txt forbids the address" in done.stderr
    assert server.requests == ["/robots.txt"]


def test_a_page_that_is_not_there_is_told_and_the_other_is_read(server, tmp_path):  # noqa: F811
    server.routes["/xe/index.php?mid=news"] = LISTING
    done = newscrawl("detect", f"{server.url}/gone", f"{server.url}/xe/index.php?mid=news", "--json", cwd=tmp_path)
    assert done.returncode == 2
    assert "/gone: the host answers 404" in done.stderr
    assert json.loads(done.stdout)["family"]["family"] == "xe"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.html"], "There is no file"),
        (["https://town.example/", "--url", ADDRESS], "an address needs none"),
        (["ftp://town.example/"], "no address of a web page"),
    ],
)
def test_wrong_input_is_said_in_one_line(command, arguments, said):
    found = command("detect", *arguments)
    assert found.code == 2
    assert said in found.err
