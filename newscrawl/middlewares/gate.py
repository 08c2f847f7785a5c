"""The last step before the network: every request waits here for its host's turn, and connects only where it may."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, UnsupportedURLSchemeError
from scrapy.http import Response

from newscrawl.extensions.politeness import Politeness, host_of
from newscrawl.network.pool import GuardedPool
from newscrawl.network.refusals import ProxyFailed
from newscrawl.network.tls import HostContexts

_OF_PROXY = {  # what these say where a request goes through a proxy
    CannotResolveHostError: "has a name that is unknown",
    DownloadConnectionRefusedError: "refuses the connection",
    UnsupportedURLSchemeError: "is none of HTTP, and others are not spoken",
    TunnelError: "opens no way to the host",
}


class Gate(HTTP11DownloadHandler):
    """Scrapy's download handler for http and https, behind the host's pace; robots.txt, redirects and repeats come through here too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # noqa: PLC0415 - exists once the process has chosen it

        politeness = crawler.get_extension(Politeness)
        assert politeness is not None
        self._politeness = politeness
        contexts: Any = HostContexts(lambda host: politeness.rules(host).tls)
        self._contextFactory = contexts  # for what goes through a proxy
        pool = GuardedPool(reactor, politeness.destinations, contexts, crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))
        pool.maxPersistentPerHost = politeness.most_at_once
        self._pool = pool

    async def download_request(self, request: Request) -> Response:
        """Return the answer. Raises HostLeft, AddressRefused and ProxyFailed beside what Scrapy's handler raises."""
        proxy = request.meta.get("proxy")
        if proxy:
            self._politeness.destinations.check_literal(host_of(request))
        async with self._politeness.turn(request):
            try:
                return await super().download_request(request)
            except tuple(_OF_PROXY) as error:
                if not proxy:
                    raise
                raise ProxyFailed(urlsplit(proxy).netloc, _OF_PROXY[type(error)]) from error
