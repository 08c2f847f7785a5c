"""Number 20: which addresses may be asked, redirects included: http(s) of the boards' own hosts, no user name, no other port."""

from __future__ import annotations

from typing import Self
from urllib.parse import ParseResult

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.extensions.politeness import Politeness, boards_of_spider, host_of
from newscrawl.network.destinations import at_one_door, port_of
from newscrawl.network.refusals import AddressRefused
from newscrawl.sites import bare_host

_SCHEMES = ("http", "https")
_OWN = ("data", "file", "s3")  # what a user of `scrapy shell` may open, and no page can lead to


class Addresses:
    """Refuses a request whose address no board gives a reason to ask, before robots.txt is asked for it."""

    def __init__(self, crawler: Crawler) -> None:
        politeness = crawler.get_extension(Politeness)
        assert politeness is not None
        self.politeness = politeness
        boards = boards_of_spider(crawler)
        self.hosts = {bare_host(board.host) for board in boards} if boards else None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass, or raise AddressRefused."""
        parts, host = urlparse_cached(request), host_of(request)
        led = request.meta.get("redirect_urls")
        if self.hosts is None and not led:  # somebody's own spider, or `scrapy shell`: its addresses are the user's
            led_there = (
                request.meta.get("depth") or request.callback is NO_CALLBACK
            )  # a page named it, or a component asks
            if parts.scheme not in _OWN and not led_there:
                self.politeness.destinations.name(host)
            return
        self._check(parts, host)
        if led:
            self._check_redirect(request.replace(url=led[0]), parts, host)
        if host in self.politeness.exempt:
            request.meta["autothrottle_dont_adjust_delay"] = True

    def _check(self, parts: ParseResult, host: str) -> None:
        if parts.scheme not in _SCHEMES:
            raise AddressRefused(
                f"an address of the kind {parts.scheme}: was refused", "Boards are read over http and https only."
            )
        if parts.username or parts.password:
            raise AddressRefused("an address with a user name in it was refused", "newscrawl reads public boards only.")
        if self.hosts is not None and not _within(host, self.hosts):
            raise AddressRefused(
                f"it leads to another host, {host}",
                f"If the board has moved there, give its address: {parts.scheme}://{parts.netloc}{parts.path}",
            )

    @staticmethod
    def _check_redirect(first: Request, parts: ParseResult, host: str) -> None:
        origin = urlparse_cached(first)
        if not _within(host, {bare_host(origin.hostname)}):
            raise AddressRefused(f"it leads to another host, {host}", "Only the board's own host is asked.")
        if not at_one_door(parts, origin):
            raise AddressRefused(
                f"it leads to another port, {host}:{port_of(parts)}", "Only the board's own port is asked."
            )


def _within(host: str, homes: set[str]) -> bool:
    """Tell whether a host is one of these, or under one of them."""
    bare = bare_host(host)
    return bare in homes or any(bare.endswith("." + home) for home in homes)
