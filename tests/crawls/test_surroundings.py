"""What a crawl meets besides the boards: proxies of the environment, IPv6, who else is asked because of a page, and texts without end."""

from __future__ import annotations

import socket

import pytest

from .conftest import POSTS, lines, listing_page
from .hosts import Host, command, manifest, serving, site_file

TOKEN = "a1B2c3D4e5F6a7B8c9D0"


def test_a_cookie_sets_nobody_but_the_host_to_work(tmp_path):
    """Without a cache, the list that domains would be looked up in is fetched at the first cookie; with one, it stays empty."""
    suffixes = tmp_path / "suffixes"
    with serving("127.0.0.1") as (host,):
        host.board(posts=2)
        page = host.routes["/view?no=1"]
        host.routes["/view?no=1"] = lambda handler: handler.reply(page, Set_Cookie="a=1; Domain=go.kr; Path=/")
        run = command("crawl", f"{host.url}/list", "-o", "out.jsonl", cwd=tmp_path, TLDEXTRACT_CACHE=str(suffixes))
    assert run.code == 0, run.text
    assert len(lines(tmp_path / "out.jsonl")) == 2
    assert not suffixes.exists()


def asks(cookie, content, page=None, **headers):
    """Return a route that sets a cookie and refreshes itself; who brings the cookie gets the page, nobody where there is none."""

    def answer(handler):
        if page is not None and f"{cookie}=yes" in handler.headers.get("Cookie", ""):
            return handler.reply(page)
        body = f"<meta http-equiv='refresh' content='{content.format(path=handler.path)}'><p>One moment</p>"
        return handler.reply(body, Set_Cookie=f"{cookie}=yes; Path=/", **headers)

    return answer


def test_a_listing_behind_a_cookie_check_is_read_and_one_that_no_cookie_opens_is_told(tmp_path):
    with serving("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6") as hosts:
        opens, never, counts, away, proof = hosts
        for host in hosts:
            host.board(posts=3)
        title, day, _ = POSTS[0]
        second = listing_page([("/view?no=1", title, day, 7)])
        opens.routes["/list"] = asks(
            "a",
            "0",
            opens.routes["/list"].replace(
                "<div id='footer'>",
                "<div class='paging'><strong>1</strong> <a href='/list?page=2'>2</a></div><div id='footer'>",
            ),
        )
        opens.routes["/list?page=2"] = asks("b", "0", second)
        never.routes["/list"] = asks("a", "0; url={path}")
        counts.routes["/list"] = asks("a", "0; url=/list?try=1")
        counts.routes["/list?try=1"] = asks("a", "0; url=/list?try=2")
        away.routes["/list"] = asks("a", "0", Refresh="0; url=http://169.254.169.254/latest/")
        proof.routes["/list"] = "<script>document.cookie = 'a=yes'; location.reload();</script>"
        run = command("crawl", *(f"{host.url}/list" for host in hosts), cwd=tmp_path)
        told = {report["board"].partition("-")[0]: report for report in manifest(tmp_path)["boards"]}
    assert run.code == 1
    assert told["127.0.0.2"]["counts"]["articles"] == 3
    assert told["127.0.0.2"]["problem"] is told["127.0.0.2"]["incomplete"] is None
    assert (opens.count("/list"), opens.count("/list?page=2")) == (2, 2)
    for host, word, asked in (
        (never, "checks for a cookie again and again", ["/list", "/list"]),
        (counts, "checks for a cookie again and again", ["/list", "/list?try=1"]),
        (away, "is a redirect: http://169.254.169.254", ["/list"]),
        (proof, "proof of a browser", ["/list"]),
    ):
        assert host.requests == ["/robots.txt", *asked]
        assert word in told[host.server_address[0]]["problem"]


def closed_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def test_a_proxy_that_fails_is_named_and_not_the_host(tmp_path):
    dead = f"127.0.0.1:{closed_port()}"
    with serving("127.0.0.1") as (host,):
        refusing = host.url.removeprefix("http://")
        targets = ["http://board.example/list", "https://board.example/list"]
        proxies = {"http_proxy": f"http://user:{TOKEN}@{dead}", "https_proxy": host.url}
        run = command("crawl", *targets, cwd=tmp_path, settings={"RETRY_TIMES": 1}, **proxies)
    told = [f"{report['problem']}. {report['advice']}" for report in manifest(tmp_path)["boards"]]
    assert any(
        f"the proxy {dead} refuses the connection" in one or f"the proxy {refusing} opens no way" in one for one in told
    )
    assert all("https_proxy" in one for one in told)
    assert "the host refuses" not in run.text
    assert TOKEN not in run.text


def test_what_a_site_file_names_by_a_private_address_is_kept_from_a_proxy(tmp_path):
    """The proxy would resolve names and connect by itself; an address that is written out can be judged before."""
    with serving("127.0.0.1") as (proxy,):
        for place, address in enumerate(["http://169.254.169.254/list", "http://[fd00:ec2::254]/list"]):
            sites = site_file(tmp_path / f"sites{place}", "inner", address)
            run = command("crawl", "inner", cwd=tmp_path, NEWSCRAWL_SITES=str(sites), http_proxy=proxy.url)
            assert "on a private network" in run.of("inner/news")
        assert proxy.requests == []


class SixthHost(Host):
    address_family = socket.AF_INET6

    @property
    def url(self):
        return f"http://[::1]:{self.server_port}"


def test_a_board_at_an_ipv6_address_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.crawls.hosts.Host", SixthHost)
    try:
        with serving("::1") as (host,):
            host.board(posts=2)
            run = command("crawl", f"{host.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback address")
    assert run.code == 0, run.text
    assert len(lines(tmp_path / "out.jsonl")) == 2


def test_what_is_secret_in_a_board_s_address_is_in_no_report(tmp_path):
    with serving("127.0.0.1") as (host,):
        host.board(posts=1)
        run = command("crawl", f"{host.url}/list?PHPSESSID={TOKEN}&token={TOKEN}", cwd=tmp_path)
    assert run.code == 0, run.text
    assert manifest(tmp_path)["boards"][0]["url"] == f"{host.url}/list?PHPSESSID=***&token=***"
    for file in (tmp_path / "data").rglob("*.json*"):
        assert TOKEN not in file.read_text("utf-8")


def test_a_report_stays_a_report_whatever_the_host_sends(tmp_path):
    away = "ftp://files.example/" + "a" * 14_000 + "?token=" + TOKEN * 100
    with serving("127.0.0.1") as (host,):
        host.board(posts=2)
        host.routes["/view?no=1"] = lambda handler: handler.reply("", 302, Location=away)
        run = command("crawl", f"{host.url}/list", cwd=tmp_path)
    (warning,) = manifest(tmp_path)["boards"][0]["warnings"]
    assert len(warning) < 2500
    assert "redirects to ftp://files.example/aaa" in warning
    assert warning.endswith(f"{host.url}/view?no=1")
    assert TOKEN not in warning
    assert warning in run.text


def test_another_port_is_another_door_though_it_is_the_scheme_s_own(tmp_path):
    with serving("127.0.0.1") as (host,):
        host.board(posts=2)
        for number, away in ((1, "http://127.0.0.1/secret"), (2, "https://127.0.0.1/secret")):
            host.routes[f"/view?no={number}"] = lambda handler, away=away: handler.reply("", 302, Location=away)
        command("crawl", f"{host.url}/list", cwd=tmp_path)
    warnings = "\n".join(manifest(tmp_path)["boards"][0]["warnings"])
    assert "another port, 127.0.0.1:80:" in warnings
    assert "another port, 127.0.0.1:443:" in warnings


def test_a_robots_txt_is_obeyed_as_windows_saves_it_and_cut_between_its_lines(tmp_path):
    """A rule that is cut in the middle forbids more than it says: of `/secret` would be left `/`."""
    rules = "User-agent: *\nDisallow: /list\n"
    long = "User-agent: *\n".ljust(500 * 1024 - len("Disallow: /"), "#") + "\nDisallow: /secret\n"
    with serving("127.0.0.2", "127.0.0.3") as (windows, endless):
        for host in (windows, endless):
            host.board(posts=1)
        windows.routes["/robots.txt"] = lambda handler: _plain(handler, rules.encode("utf-16"))
        endless.routes["/robots.txt"] = lambda handler: _plain(handler, long.encode())
        command("crawl", f"{windows.url}/list", f"{endless.url}/list", cwd=tmp_path)
    assert windows.requests == ["/robots.txt"]
    assert endless.count("/list") == 1


def _plain(handler, body):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/plain")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
