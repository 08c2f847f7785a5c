"""Number 900: an answer that asks for rest, or none at all, gives the whole host a rest, and the request is asked again after it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectError

from newscrawl.extensions.politeness import Politeness, host_of
from newscrawl.network.refusals import ProxyFailed
from newscrawl.network.retry_after import read_retry_after
from newscrawl.network.tls import tls_fault

_ASK_FOR_REST = (429, 503)
_AILING = (
    408,
    500,
    502,
    504,
    522,
    524,
)  # the page's fault or the host's; Scrapy's own middleware asks again, after the rest
_REFUSED = (403,)
_ALONE = 3  # times that a page alone may be told to come back
_WELL = 2  # answers (robots.txt, a listing) after which a host is known to work
_GONE = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    ConnectError,
)  # the last: no way there, or no answer on it
ASIDE = "newscrawl_aside"  # request.meta: for what is no page, a file say; that it is refused or missing says nothing of the host
_SLOW = (DownloadTimeoutError, DownloadFailedError, ResponseDataLossError)


class Rests:
    """Tells the host's pace what came of each request.

    429, 503 and a connection that is refused are the host's own state, not the request's: it is asked again as often as the host's
    pace allows. But a page that is so answered while the host answers others well is at fault itself, and given up after a few times;
    after a third of the host's patience, so is any page of a host that has answered others in this crawl. Several of them in a row are
    refusals of the host, after all.
    A host that never answered in this crawl gets no such patience: it may not exist.
    """

    def __init__(self, crawler: Crawler) -> None:
        politeness = crawler.get_extension(Politeness)
        assert politeness is not None
        self.politeness = politeness
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass, or raise HostLeft at once, before it waits in the host's queue."""
        if refusal := self.politeness.closed(host_of(request)):
            raise refusal

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Pass an answer on, or ask again after the rest that it asks for."""
        host, status = host_of(request), response.status
        if status in _ASK_FOR_REST:
            value = (response.headers.get("Retry-After") or b"").decode("latin-1")
            seconds = read_retry_after(value, datetime.now(UTC))
            return self._again(request, f"answers {status}", str(status), seconds) or response
        if request.meta.get(ASIDE) and status in (*_AILING, *_REFUSED):
            return response
        if status in _AILING:
            self.politeness.rest(host, f"answers {status}")
        elif status in _REFUSED:
            self.politeness.refused(host, f"answers {status}")
        else:
            self.politeness.pace(host).answers()
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again after a rest where the host is away for a while; leave the rest to Scrapy."""
        host = host_of(request)
        not_the_host = isinstance(exception, ProxyFailed) or tls_fault(exception) is not None
        if not_the_host or request.meta.get(ASIDE) or not self.politeness.pace(host).answered:
            return None
        if isinstance(exception, _GONE):
            return self._again(request, "does not answer", type(exception).__name__, away=True)
        if isinstance(exception, _SLOW):
            self.politeness.rest(host, "breaks off or does not answer in time")
        return None

    def _again(
        self, request: Request, why: str, kind: str, seconds: float | None = None, *, away: bool = False
    ) -> Request | None:
        """Let the host rest, and return the request to be asked after it; None where the page alone is at fault."""
        host = host_of(request)
        pace = self.politeness.pace(host)
        alone = request.meta.get("newscrawl_alone", 0) + (pace.rests == 0)
        spent = pace.answered > _WELL and pace.rested > pace.patience / 3
        at_fault = not away and (alone > _ALONE or spent)
        if at_fault:
            self.politeness.refused(host, why)
        if seconds or not at_fault:
            self.politeness.rest(host, why, seconds)
        if refusal := self.politeness.closed(host):
            raise refusal
        if at_fault:
            return None
        self.stats.inc_value("newscrawl/asked_again/count")
        self.stats.inc_value(f"newscrawl/asked_again/{kind}")
        again = request.replace(dont_filter=True)
        again.meta["newscrawl_alone"] = alone
        return again
