"""Number 700, in place of Scrapy's own: what a host's cookies may be, and to whom they are sent; decided here, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable
from http.cookiejar import Cookie

from scrapy import Request
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http.cookies import CookieJar

from newscrawl.extensions.politeness import host_of
from newscrawl.sites import bare_host

LONGEST = 4096  # bytes of a name and its value (RFC 6265, 6.1), which is what browsers keep
MOST = 50  # cookies of a domain, likewise; the oldest makes room


class Cookies(CookiesMiddleware):
    """Keeps cookies for the host that set them and the hosts under it, `www.` and `m.` left out: no request leads anywhere else.

    Scrapy's own middleware looks every cookie's domain up in the public-suffix list, and fetches that from two hosts of the internet when
    it meets the first cookie: past the gate, past the proxy, and with the whole crawl waiting. Here a domain is no wider than the board's
    own host, so that no list is needed. A host cannot make the jar grow without bound.
    """

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        host = host_of(request)
        for cookie in cookies:
            if len(cookie.name) + len(cookie.value or "") > LONGEST:
                continue
            if bare_host(host).endswith("." + cookie.domain.removeprefix(".")):  # for its neighbours, too
                cookie.domain, cookie.domain_specified, cookie.domain_initial_dot = host, False, False
            jar.set_cookie_if_ok(cookie, request)
            _make_room(jar, cookie.domain)


def _make_room(jar: CookieJar, domain: str) -> None:
    by_path = jar._cookies.get(domain, {})  # noqa: SLF001 - the whole jar holds those of every host
    kept = [cookie for named in by_path.values() for cookie in named.values()]
    for cookie in kept[:-MOST]:
        jar.clear(cookie.domain, cookie.path, cookie.name)
