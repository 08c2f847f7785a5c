"""Where pages try to lead the crawler: redirects of three kinds, to ten places that it must not ask; and names that resolve inward."""

from __future__ import annotations

import pytest

from .conftest import POSTS, article_page, feed_in, lines, listing_page
from .hosts import command, manifest, serving, site_file

ELSEWHERE = "127.0.0.9"  # loopback too, but nobody named it
# where a page leads, with the words for it: of a redirect by the server, and of one by the page itself
CASES = {
    "host": ("http://127.0.0.9:{victim}/secret", "another host, 127.0.0.9", "is a redirect"),
    "metadata": ("http://169.254.169.254/latest/meta-data/", "another host, 169.254.169.254", "is a redirect"),
    "ipv6": ("http://[::1]:{port}/secret", "another host, ::1", "is a redirect"),
    "mapped": ("http://[::ffff:127.0.0.1]:{port}/secret", "another host, ::ffff:127.0.0.1", "is a redirect"),
    "localhost": ("http://localhost:{port}/secret", "another host, localhost", "is a redirect"),
    "decimal": ("http://2130706433:{port}/secret", "another host, 2130706433", "is a redirect"),
    "port": ("http://127.0.0.1:{other}/secret", "another port, 127.0.0.1:{other}", "is a redirect"),
    "userinfo": ("http://root:toor@127.0.0.1:{port}/secret", "with a user name in it", "with a user name in it"),
    "ftp": ("ftp://127.0.0.1/secret", "the host redirects to {place}", "empty"),
    "file": ("file:///etc/passwd", "the host redirects to {place}", "empty"),
    "data": ("data:text/html,secret", "the host redirects to {place}", "empty"),
    "no-port": ("http://127.0.0.1:99999/secret", "leads to what is no address", "is a redirect"),
    "no-address": ("http://[::1/secret", "leads to what is no address", "empty"),
}
WAYS = {
    "location": lambda url: lambda handler: handler.reply("", 301, Location=url),
    "refresh": lambda url: f'<html><head><meta http-equiv="refresh" content="0;url={url}"></head><body></body></html>',
    "header": lambda url: lambda handler: handler.reply("<p>moved</p>", Refresh=f"0; url='{url}'"),
    "script": lambda url: f'<html><script>location.href="{url}";</script></html>',
}


def post(folder, number=1):
    title, day, body = POSTS[number - 1]
    return f"{title} [{folder}]", day, body


class Walked:
    """One crawl of every case in every way, of boards and of articles, since a crawl costs seconds and the cases do not meet."""

    def __init__(self, folder):
        with serving("127.0.0.1", ELSEWHERE, "127.0.0.1") as (self.host, self.victim, self.other):
            ports = {"victim": self.victim.server_port, "port": self.host.server_port, "other": self.other.server_port}
            self.words = {
                f"{case}-{way}": (server if way == "location" else page).format(place=url, **ports)
                for case, (url, server, page) in CASES.items()
                for way in WAYS
            }
            self.places = {case: url.format(**ports) for case, (url, _, _) in CASES.items()}
            self.lay_out()
            boards = [*self.words, *(f"{kind}-{way}" for kind in ("follow", "hop", "loop") for way in WAYS), "articles"]
            targets = [f"{self.host.url}/{board}/list" for board in boards]
            self.run = command("crawl", *targets, cwd=folder)
            self.reports = {report["board"]: report for report in manifest(folder)["boards"]}
            self.titles = [record["title"] for record in lines(feed_in(folder / "data"))]

    def lay_out(self):
        """Put up the boards, each in a folder of its own, and one board whose articles lead away in every way."""
        routes, rows = self.host.routes, [("/articles/good", *post("articles/good")[:2], 7)]
        routes["/articles/good"] = article_page(*post("articles/good"))
        for case, place in self.places.items():
            for way, leading in WAYS.items():
                routes[f"/{case}-{way}/list"] = routes[f"/articles/{case}-{way}"] = leading(place)
                rows.append((f"/articles/{case}-{way}", f"leads by {way} to {case}", "2024-03-15", 7))
        rows.append(("http://127.0.0.1:99999/secret", "a row at a port that is none", "2024-03-15", 7))
        rows.append((f"{self.victim.url}/secret", "a row at another host", "2024-03-15", 7))
        rows.append((f"{self.other.url}/secret", "a row at another port", "2024-03-15", 7))
        routes["/articles/list"] = listing_page(rows)
        for way, leading in WAYS.items():
            title, day, _ = post(f"follow-{way}")
            routes[f"/follow-{way}/list"] = leading(f"{self.host.url}/follow-{way}/real")
            routes[f"/follow-{way}/real"] = listing_page([(f"/follow-{way}/1", title, day, 7)])
            routes[f"/follow-{way}/1"] = leading(f"/follow-{way}/2")
            routes[f"/follow-{way}/2"] = article_page(*post(f"follow-{way}"))
            routes[f"/hop-{way}/list"] = leading(f"/hop-{way}/2")
            routes[f"/hop-{way}/2"] = leading(f"/hop-{way}/3")
            routes[f"/hop-{way}/3"] = listing_page([(f"/follow-{way}/1", title, day, 7)])
            routes[f"/loop-{way}/list"] = leading(f"/loop-{way}/list")

    def of(self, board):
        return self.run.of(f"{self.host.site}/{board}-list")

    def warnings(self, board):
        return self.reports[f"{self.host.site}/{board}-list"]["warnings"]


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    return Walked(tmp_path_factory.mktemp("walked"))


def test_nothing_but_the_named_host_was_ever_asked(walked):
    assert walked.victim.requests == []
    assert walked.other.requests == []
    assert {arrival.host for arrival in walked.host.arrivals} == {f"127.0.0.1:{walked.host.server_port}"}
    assert "/secret" not in walked.host.requests


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", CASES)
def test_a_board_that_leads_away_is_told_in_words(walked, case, way):
    said = walked.of(f"{case}-{way}")
    assert walked.words[f"{case}-{way}"] in said
    assert ". " in said, "what is wrong comes with advice"
    assert "Error" not in said
    assert "toor" not in walked.run.text


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", CASES)
def test_an_article_that_leads_away_is_named_with_where_it_leads(walked, case, way):
    (said,) = [line for line in walked.warnings("articles") if f"'leads by {way} to {case}'" in line]
    assert "Error" not in said
    assert "was not got" in said or "shows no article" in said
    assert walked.words[f"{case}-{way}"].replace("is a redirect", "redirect: ") in said


@pytest.mark.parametrize("row", ["a row at a port that is none", "a row at another host", "a row at another port"])
def test_a_row_that_leads_away_is_left_alone_and_named(walked, row):
    (said,) = [line for line in walked.warnings("articles") if f"'{row}'" in line]
    assert "left alone" in said


def test_the_good_article_among_them_is_got(walked):
    assert post("articles/good")[0] in walked.titles


@pytest.mark.parametrize("way", WAYS)
def test_a_plain_redirect_on_the_board_s_own_host_is_followed_once(walked, way):
    for path in ("list", "real", "1", "2"):
        asked = walked.host.count(f"/follow-{way}/{path}")
        assert asked == (2 if way == "location" and path in "12" else 1), (
            path
        )  # /hop leads a server's redirect there too
    assert post(f"follow-{way}")[0] in walked.titles
    assert walked.of(f"follow-{way}") == ""


@pytest.mark.parametrize("way", ["refresh", "header", "script"])
def test_a_second_hop_written_in_a_page_is_not_followed(walked, way):
    assert walked.host.count(f"/hop-{way}/2") == 1
    assert walked.host.count(f"/hop-{way}/3") == 0
    assert f"/hop-{way}/3" in walked.of(f"hop-{way}")


def test_servers_may_redirect_more_than_once(walked):
    assert walked.host.count("/hop-location/3") == 1
    assert walked.of("hop-location") == ""


def test_a_circle_of_redirects_ends_and_is_told(walked):
    assert walked.host.count("/loop-location/list") == 6  # REDIRECT_MAX_TIMES and the first
    assert "in circles" in walked.of("loop-location")
    for way in ("refresh", "header", "script"):
        assert walked.host.count(f"/loop-{way}/list") == 2
        assert "only loads itself again" in walked.of(f"loop-{way}")


def test_names_that_resolve_inward(tmp_path):
    """A name of this machine is asked only if the user gave it; one that a site file or a redirect gives is not."""
    with serving("127.0.0.1", ELSEWHERE) as (host, victim):
        port = host.server_port
        names = {
            "intranet.example": "127.0.0.1",
            "가람군.kr": "127.0.0.1",  # xn--o39a80a25t.kr
            "inner.example": ELSEWHERE,
            "sub.intranet.example": ELSEWHERE,
            "metadata.example": "169.254.169.254",
        }
        host.board(posts=1)
        victim.board(posts=1)
        host.routes["/led/list"] = WAYS["location"](f"http://sub.intranet.example:{port}/list")
        host.routes["/shown/list"] = WAYS["script"](f"http://sub.intranet.example:{port}/list")
        site_file(tmp_path / "sites", "inner", f"http://inner.example:{victim.server_port}/list")
        sites = site_file(tmp_path / "sites", "metadata", "http://metadata.example/list")
        own = f"http://intranet.example:{port}"
        run = command(
            "crawl", f"{own}/list", f"{own}/led/list", f"{own}/shown/list", "inner", "metadata", f"http://가람군.kr:{port}/list",
            "-o", "out.jsonl", cwd=tmp_path, names=names, NEWSCRAWL_SITES=str(sites),
        )  # fmt: skip
        records = lines(tmp_path / "out.jsonl")
    assert {record["site"] for record in records} == {f"intranet.example-{port}", f"xn--o39a80a25t.kr-{port}"}
    assert victim.requests == []
    assert {arrival.host for arrival in host.arrivals} == {f"intranet.example:{port}", f"xn--o39a80a25t.kr:{port}"}
    assert "inner.example is at 127.0.0.9, on a private network" in run.of("inner/news")
    assert "metadata.example is at 169.254.169.254, on a private network" in run.of("metadata/news")
    for board in ("led-list", "shown-list"):
        assert "on a private network" in run.of(f"intranet.example-{port}/{board}")
    assert run.code == 1
