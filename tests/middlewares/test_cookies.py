"""Cookies go back to the host that set them and hosts under it, a host's share is bounded, and nobody is asked about domains."""

from __future__ import annotations

import pytest
import tldextract
from scrapy import Request
from scrapy.http import Response

from newscrawl.middlewares.cookies import LONGEST, MOST, Cookies

from .test_wholeness import crawler_of


@pytest.fixture
def cookies(monkeypatch) -> Cookies:
    def asked(*_: object, **__: object) -> None:
        raise AssertionError("a list is asked for, which is fetched from the internet")

    monkeypatch.setattr(tldextract.TLDExtract, "__call__", asked)
    return Cookies.from_crawler(crawler_of())


def setting(cookies: Cookies, url: str, *lines: str) -> None:
    """Let the answer of an address set cookies."""
    cookies.process_response(Request(url), Response(url, headers={"Set-Cookie": list(lines)}))


def sent(cookies: Cookies, url: str) -> str:
    """Return the Cookie header of a request."""
    request = Request(url)
    cookies.process_request(request)
    return (request.headers.get("Cookie") or b"").decode()


def test_a_cookie_goes_back_to_its_host(cookies):
    setting(cookies, "http://www.garam.go.kr/", "JSESSIONID=1; Path=/")
    assert sent(cookies, "http://www.garam.go.kr/view") == "JSESSIONID=1"
    assert sent(cookies, "http://www.naru.go.kr/view") == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "intranet"])
def test_a_host_without_a_domain_has_cookies_too(cookies, host):
    setting(cookies, f"http://{host}:8000/", "JSESSIONID=1; Path=/")
    assert sent(cookies, f"http://{host}:8000/view") == "JSESSIONID=1"


@pytest.mark.parametrize("domain", ["garam.go.kr", ".garam.go.kr"])
def test_a_cookie_may_be_for_the_hosts_of_the_same_home(cookies, domain):
    setting(cookies, "http://www.garam.go.kr/", f"seen=1; Domain={domain}; Path=/")
    for host in ("www.garam.go.kr", "garam.go.kr", "news.garam.go.kr"):
        assert sent(cookies, f"http://{host}/") == "seen=1"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.garam.go.kr", "go.kr"),
        ("garam.go.kr", "kr"),
        ("news.garam.go.kr", "garam.go.kr"),
        ("a.github.io", "github.io"),
    ],
)
def test_a_cookie_that_is_for_neighbours_too_stays_with_its_host(cookies, host, domain):
    setting(cookies, f"http://{host}/", f"seen=1; Domain=.{domain}; Path=/")
    assert sent(cookies, f"http://{host}/") == "seen=1"
    for other in (f"naru.{domain}", domain):
        assert sent(cookies, f"http://{other}/") == ""


def test_a_cookie_for_somebody_else_is_none(cookies):
    setting(cookies, "http://garam.go.kr/", "seen=1; Domain=naru.go.kr; Path=/")
    assert sent(cookies, "http://garam.go.kr/") == sent(cookies, "http://naru.go.kr/") == ""


def test_what_a_host_may_have_kept_is_bounded(cookies):
    url = "http://garam.go.kr/"
    for number in range(3 * MOST):
        setting(cookies, url, f"c{number}=1; Path=/", f"long{number}={'x' * LONGEST}; Path=/")
    kept = sent(cookies, url).split("; ")
    assert kept == [f"c{number}=1" for number in range(2 * MOST, 3 * MOST)]
    setting(cookies, "http://naru.go.kr/", "own=1; Path=/")
    assert sent(cookies, "http://naru.go.kr/") == "own=1"
    assert len(sent(cookies, url).split("; ")) == MOST
