"""Politeness: one pace a host, kept at the gate that every request to the network goes through, and the rests that outlive a run."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from newscrawl.network.destinations import Destinations, is_loopback
from newscrawl.network.grace import Grace
from newscrawl.network.hours import Hours
from newscrawl.network.pace import FLOOR, HostPace
from newscrawl.network.refusals import HostLeft, OutsideHours, RunStopped
from newscrawl.network.rules import HostRules
from newscrawl.sites import Board, catalogue

logger = logging.getLogger(__name__)

PRODUCT = "newscrawl"  # the name that a robots.txt may address
_AT_ONCE = 8  # connections to a host that needs no delay
_LONG = 10.0  # seconds of a rest that the user is told of while it lasts
_SLOW = 30.0  # seconds of a Crawl-delay, likewise
_TOO_SLOW = 600.0  # seconds of a Crawl-delay that no run waits for
_BEAT = 0.5  # seconds between two looks at whether the crawl was stopped meanwhile


class Politeness:
    """Holds the pace of every host of a crawl. Everything that meets the network asks it.

    Settings: NEWSCRAWL_BACKOFF (seconds of a host's first rest, doubling), NEWSCRAWL_PATIENCE (seconds of rests after which a host is left
    alone), NEWSCRAWL_REFUSALS (refusals in a row after which it is) and NEWSCRAWL_GRACE (seconds that a request under way has when the
    run is stopped). Hosts that the user named by their addresses and that are this machine itself have no delay; what they ask for
    themselves (Retry-After, Crawl-delay) holds all the same.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        named = {board.host for board in boards_of_spider(crawler) if board.named_by_user}
        self.exempt = {host for host in named if is_loopback(host)}
        self.destinations = Destinations(named)
        self._backoff = settings.getfloat("NEWSCRAWL_BACKOFF")
        self._patience = settings.getfloat("NEWSCRAWL_PATIENCE")
        self._limit = settings.getint("NEWSCRAWL_REFUSALS")
        self._retries_now = settings.getbool("NEWSCRAWL_RETRY_NOW")
        self._paces: dict[str, HostPace] = {}
        self._turns: dict[str, asyncio.Semaphore] = {}
        self._visit: dict[str, Hours] = {}  # as robots.txt says
        self._again: dict[str, datetime] = {}  # when hosts that were left, in this crawl or before, may be asked again
        self._too_slow: dict[str, HostLeft] = {}
        self._began = False
        self._grace = Grace(settings.getfloat("NEWSCRAWL_GRACE"))
        self._lookout: asyncio.Task[None] | None = None
        self._slept = 0.0  # seconds of rests that a replay passed over
        self.replays = bool(
            settings["NEWSCRAWL_REPLAY"]
        )  # hours, rests and what came of them are those of the recorded crawl
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, and make Scrapy's own delays agree with it before its downloader reads them."""
        politeness = cls(crawler)
        hosts = {board.host for board in boards_of_spider(crawler)}
        slots = {**crawler.settings.getdict("DOWNLOAD_SLOTS"), **politeness._slots(hosts)}
        crawler.settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
        return politeness

    @property
    def most_at_once(self) -> int:
        """How many connections to one host there are at most."""
        return _AT_ONCE if self.exempt else 1

    def _slots(self, hosts: Iterable[str]) -> dict[str, dict[str, Any]]:
        slots: dict[str, dict[str, Any]] = {
            host: {"delay": 0, "jitter": 0, "concurrency": _AT_ONCE} for host in self.exempt
        }
        for host in hosts:
            if (delay := self.rules(host).delay) is not None and host not in self.exempt:
                slots[host] = {"delay": delay}
        return slots

    def rules(self, host: str) -> HostRules:
        """Return what the catalogue says of a host."""
        return catalogue().rules_of(host)

    def pace(self, host: str) -> HostPace:
        """Return the pace of a host."""
        if host not in self._paces:
            delay = 0.0 if host in self.exempt else max(FLOOR, self.rules(host).delay or 0.0)
            self._paces[host] = HostPace(delay, backoff=self._backoff, patience=self._patience, limit=self._limit)
        return self._paces[host]

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[None]:
        """Wait until a request may go out, and hold its host while it is under way. Raises HostLeft instead of waiting for long."""
        self._lookout = self._lookout or asyncio.create_task(self._look_out())
        host = host_of(request)
        at_once = _AT_ONCE if host in self.exempt else 1
        async with self._turns.setdefault(host, asyncio.Semaphore(at_once)):
            await self._wait(host)
            async with self._grace.bound():
                yield

    async def _wait(self, host: str) -> None:
        pace = self.pace(host)
        while True:
            self._check(host)
            wait = pace.wait(monotonic())
            if wait <= 0:
                break
            await asyncio.sleep(min(wait, _BEAT))
        pace.starts(monotonic())

    def _check(self, host: str) -> None:
        """Raise HostLeft where a host must not be asked now; what waits behind it in Scrapy's queues need not wait any longer."""
        slots = self.crawler.engine.downloader.slots
        if self._stops():
            for slot in slots.values():
                slot.delay = slot.jitter = 0
            raise RunStopped("the run was stopped", "Run the same command again to go on.")
        if refusal := self.closed(host):
            if host in slots:
                slots[host].delay = slots[host].jitter = 0
            raise refusal

    async def _look_out(self) -> None:
        """Wait for the end of the crawl, and let the grace of what is then under way begin."""
        while not self._stops():  # noqa: ASYNC110 - of which no event tells
            await asyncio.sleep(_BEAT)
        self._grace.begins()

    def spider_closed(self) -> None:
        """Look out no longer: nothing is under way any more."""
        if self._lookout is not None:
            self._lookout.cancel()

    def _stops(self) -> bool:
        """Tell whether the crawl is being closed: by the user, or by what closed the spider."""
        running = self.crawler.engine._slot  # noqa: SLF001 - no signal tells before all requests are done
        self._began = self._began or self.crawler.crawling  # never begun: `scrapy shell`
        return (self._began and not self.crawler.crawling) or (running is not None and running.closing is not None)

    def closed(self, host: str) -> HostLeft | None:
        """Return why a host must not be asked now, and until when; None where it may."""
        now = datetime.now(UTC)
        if (again := self._again.get(host)) is not None and (again > now or self.pace(host).left):
            return HostLeft(
                f"the host {self.pace(host).why}; it is left alone until {clock(again)}",
                "A run after that asks again; `--retry-now` asks at once.",
            )
        if self.replays:
            return None
        if host in self._too_slow:
            return self._too_slow[host]
        for hours, whose in ((self.rules(host).hours, "the site's file"), (self._visit.get(host), "its robots.txt")):
            if hours is not None and not hours.admit(now):
                return OutsideHours(
                    f"{whose} has it crawled at {hours} only",
                    f"It may be asked from {clock(hours.opens(now))}.",
                )
        return None

    def rest(self, host: str, why: str, seconds: float | None = None) -> None:
        """Let a host rest, as it asks or for longer each time; too much of that, and it is left alone."""
        pace = self.pace(host)
        rests = pace.rests
        pause = pace.rest(monotonic() + self._slept, why, seconds)
        if self.replays:
            self._slept += pause
        self._note(host, pace)
        if pace.rests > rests and not pace.left:
            self.crawler.stats.inc_value(f"newscrawl/host/{host}/rests")
            if pause >= _LONG:
                logger.warning("%s %s: it rests for %.0f s", host, why, pause)

    def refused(self, host: str, why: str) -> None:
        """Note that a host refused a request for good; after several in a row it is left alone."""
        pace = self.pace(host)
        pace.refuses(why)
        self._note(host, pace)

    def challenged(self, host: str) -> None:
        """Note a page that asks for proof of a browser; after several in a row the host is left alone."""
        pace = self.pace(host)
        pace.challenges_us()
        self._note(host, pace)

    def _note(self, host: str, pace: HostPace) -> None:
        if pace.again_in is not None and host not in self._again:
            self._again[host] = datetime.now(UTC) + timedelta(seconds=pace.again_in)
            logger.warning("%s %s: it is left alone until %s", host, pace.why, clock(self._again[host]))

    def resting(self) -> list[str]:
        """Return a line for each host that rests now, with how long it still does and why."""
        now = monotonic()
        return [
            f"{host} {pace.why}: it rests for another {pace.resting_until - now:.0f} s"
            for host, pace in self._paces.items()
            if pace.resting_until > now and not pace.left
        ]

    def remember(self, host: str, again: datetime, why: str, times: int) -> None:
        """Take over that a former run left a host alone until a moment; it is asked all the same where NEWSCRAWL_RETRY_NOW says so."""
        pace = self.pace(host)
        pace.why, pace.times_left = why, times
        if again > datetime.now(UTC) and not self.replays and not self._retries_now:
            self._again[host] = again

    def left(self) -> dict[str, tuple[datetime, str, int]]:
        """Return the hosts that this run left: when they may be asked again, why, and how many runs in a row did so."""
        return {
            host: (self._again[host], pace.why, pace.times_left + 1) for host, pace in self._paces.items() if pace.left
        }

    def answered(self) -> list[str]:
        """Return the hosts that answered in this run and were not left."""
        return [host for host, pace in self._paces.items() if pace.answered and not pace.left]

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take the delay and the hours that a robots.txt asks for."""
        host = host_of(request)
        pace = self.pace(host)
        delay = robotparser.crawl_delay(PRODUCT) or 0.0
        if isinstance(robotparser, ProtegoRobotParser):  # which also knows what Scrapy's interface does not ask for
            rate, visit = robotparser.rp.request_rate(PRODUCT), robotparser.rp.visit_time(PRODUCT)
            if rate is not None and rate.requests and rate.start_time is None:
                delay = max(delay, rate.seconds / rate.requests)
            if visit is not None:
                self._visit[host] = Hours(visit.start_time, visit.end_time, UTC)
        if delay > pace.delay:
            pace.delay = delay
            pace.starts(monotonic())  # robots.txt itself was the request before
            self.crawler.stats.set_value(f"newscrawl/host/{host}/crawl_delay", delay)
            if delay > _TOO_SLOW:
                self._too_slow[host] = HostLeft(
                    f"its robots.txt asks for {delay:,.0f} s between two requests",
                    f"newscrawl waits for {_TOO_SLOW:.0f} s at most, so it does not ask at all.",
                )
            elif delay > _SLOW:
                logger.warning("%s asks for %.0f s between two requests (robots.txt): this takes long", host, delay)


def boards_of_spider(crawler: Crawler) -> list[Board]:
    """Return the boards that a crawl is for; none where the spider is somebody's own."""
    return [board for board in getattr(crawler.spider, "boards", ()) if isinstance(board, Board)]


def clock(moment: datetime) -> str:
    """Return a moment for people, in this machine's time."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M %Z}".rstrip()


def host_of(request: Request) -> str:
    """Return the host name that a request goes to, in lower case."""
    return (urlparse_cached(request).hostname or "").lower()
