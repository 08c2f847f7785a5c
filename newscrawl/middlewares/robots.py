"""Number 100, in place of Scrapy's own: robots.txt obeyed, and taken for a prohibition where it cannot be had."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newscrawl import troubles
from newscrawl.errors import NewscrawlError
from newscrawl.extensions.memory import Memory
from newscrawl.extensions.politeness import Politeness, host_of
from newscrawl.network.refusals import AddressRefused, RobotsUnreadable

_LONGEST = 500 * 1024  # bytes that must be read (RFC 9309, 2.5); more are not


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware, with what RFC 9309 adds: an unreachable robots.txt (5xx, no answer) forbids everything; 4xx allow it.

    Runs with a ledger remember it for NEWSCRAWL_ROBOTS_HOURS, a day at most (RFC 9309, 2.4), and ask once in that time. A site's file may
    override it, for a reason that every report shows. The text itself is read by Protego.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        politeness = crawler.get_extension(Politeness)
        assert politeness is not None
        self._politeness = politeness
        self._memory = None if politeness.replays else crawler.get_extension(Memory)
        self._unreadable: dict[str, RobotsUnreadable] = {}

    async def process_request(self, request: Request) -> None:  # type: ignore[override]  # `spider` is deprecated
        """Let a request pass, or raise IgnoreRequest. Raises RobotsUnreadable where nobody can tell."""
        if self._politeness.rules(host_of(request)).robots_override:
            return
        await super().process_request(request)
        if unreadable := self._unreadable.get(urlparse_cached(request).netloc):
            raise unreadable

    def process_response(self, request: Request, response: Response) -> Response:
        """Make a robots.txt readable. Raises RobotsUnreadable for one that the host fails to give."""
        if not _asks_for_robots(request):
            return response
        if response.status >= 500:
            raise _unreadable(f"the host answers {response.status}", "Try later.")
        return response.replace(body=_readable(response.body))

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of a request's host: as a former run read them, if that is not long ago."""
        url = urlparse_cached(request)
        if self._memory is not None and url.netloc not in self._parsers:
            text = self._memory.robots(f"{url.scheme}://{url.netloc}")
            if text is not None:
                rules = build_from_crawler(self._parserimpl, self.crawler, text)
                self._parsers[url.netloc] = rules
                self.crawler.signals.send_catch_log(signals.robots_parsed, robotparser=rules, request=request)
        return await super().robot_parser(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        await super()._parse_robots(response, netloc, request)
        if self._memory is not None:
            self._memory.keep_robots(f"{urlparse_cached(request).scheme}://{netloc}", response.body)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Note why a robots.txt could not be had; one that leads to another host, or in circles, is none (RFC 9309, 2.3.1.2)."""
        leads_away = isinstance(exc, AddressRefused) or "max redirections" in str(exc)
        if isinstance(exc, RobotsUnreadable):
            self._unreadable[netloc] = exc
        elif not leads_away and not isinstance(exc, NewscrawlError):  # such as a replay's
            trouble = troubles.of_error(exc)
            self._unreadable[netloc] = _unreadable(trouble.what, trouble.advice)
        super()._robots_error(exc, netloc)


def _readable(body: bytes) -> bytes:
    """Return a robots.txt in a coding that its rules are legible in, an endless one cut behind a line, never in the middle of a rule."""
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # as Windows' editor saves "Unicode"
        body = body.decode("utf-16", "replace").encode()
    if len(body) <= _LONGEST:
        return body
    return body[: max(body.rfind(b"\n", 0, _LONGEST), body.rfind(b"\r", 0, _LONGEST)) + 1]


def _unreadable(what: str, advice: str) -> RobotsUnreadable:
    return RobotsUnreadable(f"robots.txt could not be had: {what}", advice)


def _asks_for_robots(request: Request) -> bool:
    """Tell whether a request asks for a robots.txt, also where that was redirected."""
    first = urlsplit(request.meta.get("redirect_urls", [request.url])[0])
    return bool(request.meta.get("dont_obey_robotstxt")) and first.path == "/robots.txt"
