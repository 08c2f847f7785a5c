"""The board spider: walks the listings of any board, newest first, and the articles they name. It never parses; reading does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl import troubles
from newscrawl.errors import ConfigurationError
from newscrawl.extensions.memory import Glance, Memory, utc_now
from newscrawl.extensions.politeness import Politeness
from newscrawl.extensions.readers import Readers
from newscrawl.families import family_shown, opened_at
from newscrawl.items import Article, ViewObservation
from newscrawl.ledger import BoardMemory, Known
from newscrawl.middlewares.wholeness import UNCLOSED
from newscrawl.network.refusals import HostLeft, OutsideHours, RunStopped, Unfinished
from newscrawl.normalize.counts import read_count
from newscrawl.normalize.dates import KST
from newscrawl.normalize.listings import in_own_order
from newscrawl.normalize.records import listing_record
from newscrawl.profiles import Learner, Profile
from newscrawl.profiles.desk import Job
from newscrawl.profiles.process import ReaderLost
from newscrawl.profiles.profile import Kind
from newscrawl.reading import SHOWS_NOTHING, Page, Reading
from newscrawl.reading.address import address_of
from newscrawl.reading.builders import build_opening
from newscrawl.reading.evidence import Capture, ShownListing, ShownRow
from newscrawl.sites import Board
from newscrawl.sites.catalogue import BoardKind
from newscrawl.sites.finding import finder, targets_in
from newscrawl.spiders.expectations import unmet
from newscrawl.spiders.limits import Limits
from newscrawl.spiders.requests import COOKIE_CHECK, REFUSES, checks_cookies, led_on, page_of, request_for, second_look
from newscrawl.spiders.sightings import sightings_in, views_in
from newscrawl.spiders.state import BoardState, Target
from newscrawl.spiders.walk import OVERLAP, SWEEP_AFTER, SWEEP_RUNS, Mode, Sighting, Step, Stop, Walk, mode_of
from newscrawl.tally import Tally

_NOT_MODIFIED = 304
_GONE = (404, 410)
REVISITS = 100  # articles a run and board, at most, that are asked for again though no listing page named them
_AGAIN = timedelta(days=1)  # when a post that is listed but not shown is asked for again


class BoardSpider(Spider):
    """Crawls boards of the catalogue or at any address.

    Spider arguments: `targets` (names or addresses, spaces between them; a site's own spider needs none), `kind` (only such boards of
    the sites named), `pages`, `since`, `until`, `max_articles`, each a bound for every board; `full` reads to the end whatever is known,
    `recheck` reads known articles again. From code, `boards` and `limits` say the same with objects.
    """

    name = "board"
    site: str | None = None

    def __init__(
        self,
        targets: str | None = None,
        *,
        boards: Sequence[Board] = (),
        kind: BoardKind | None = None,
        limits: Limits | None = None,
        pages: str | None = None,
        since: str | None = None,
        until: str | None = None,
        max_articles: str | None = None,
        full: bool | str = False,
        recheck: bool | str = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.limits = limits or Limits.of(pages, since, until, max_articles)
        self.full = full in (True, "1", "true", "yes")
        self.recheck = recheck in (True, "1", "true", "yes")
        choice = finder().choose(targets_in(targets or self.site or ""), kind)
        for board in choice.left:
            self.logger.warning("%s is off and was left out: %s", board.id, board.off)
        found = boards or choice.boards
        if not found:
            raise ConfigurationError("Name a board: scrapy crawl board -a targets=ADDRESS, or scrapy crawl SITE.")
        self.boards = list({board.id: board for board in found}.values())
        self.allowed_domains = sorted({board.host.removeprefix("www.") for board in self.boards})
        self.states: dict[str, BoardState] = {}  # by the board's id, those that are read
        self.politeness: Politeness
        self.readers: Readers
        self.memory: Memory | None = None
        self.glance: Glance | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> BoardSpider:
        """Build the spider."""
        try:
            spider = super().from_crawler(crawler, *args, **kwargs)
        except ConfigurationError as error:  # from Scrapy's own command, which would show a traceback
            sys.exit(f"newscrawl: {error}")
        crawler.signals.connect(spider.leave, signals.spider_closed)
        crawler.signals.connect(spider.keep_profiles, signals.spider_closed)
        crawler.signals.connect(spider.failed, signals.spider_error)
        crawler.signals.connect(spider.settle, signals.item_scraped)
        crawler.signals.connect(spider.settle, signals.item_dropped)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first listing page of every board, in the board's own order."""
        politeness = self.crawler.get_extension(Politeness)
        readers = self.crawler.get_extension(Readers)
        assert politeness is not None
        assert readers is not None
        self.politeness, self.readers = politeness, readers
        self.memory = self.crawler.get_extension(Memory)
        if self.crawler.settings.getbool("NEWSCRAWL_DRY_RUN"):
            self.glance = Glance(self.crawler.settings.get("NEWSCRAWL_LEDGER"))
            self.glance.start(politeness)
        for board in self.boards:
            url = in_own_order(board.url)
            if url != board.url:
                self.logger.info("%s: reading %s, the board's own order from its first page", board.id, url)
            state = self._state(board, url)
            if self.memory and (held := self.memory.refused.get(board.host)):
                state.give_up(troubles.host_is_locked(held, datetime.now(UTC)))
                continue
            if refusal := politeness.closed(board.host):
                state.leave_alone(refusal)
                continue
            if reason := politeness.rules(board.host).robots_override:
                state.tally.note("robots_override", reason)
            self.states[board.id] = state
            yield self._listing_request(state, url)

    def _state(self, board: Board, url: str) -> BoardState:
        assert self.crawler.stats is not None
        recalls = self.memory or self.glance
        memory = recalls.board(board.id, url) if recalls else BoardMemory(board.id, url)
        settings = self.crawler.settings
        mode = mode_of(
            memory if recalls else None,
            datetime.now(UTC),
            full=self.full or self.recheck,
            sweep_runs=settings.getint("NEWSCRAWL_SWEEP_RUNS", SWEEP_RUNS),
            sweep_after=timedelta(days=settings.getfloat("NEWSCRAWL_SWEEP_DAYS", SWEEP_AFTER.days)),
        )
        overlap = settings.getint("NEWSCRAWL_OVERLAP", OVERLAP)
        walk = Walk(self.limits, mode, overlap, recheck=self.recheck, now=utc_now())
        walk.resumes = memory.cursor is not None and mode is not Mode.SWEEP and not (self.full or self.recheck)
        state = BoardState(board, walk, Tally(self.crawler.stats, board.id), memory)
        state.tally.add("pages", 0)
        return state

    def _listing_request(self, state: BoardState, target: Target) -> Request:
        state.here = target
        return request_for(
            target,
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"state": state},
            priority=-1,
            dont_filter=True,
        )

    async def parse_listing(self, response: Response, state: BoardState) -> AsyncIterator[Any]:
        """Read one listing page: ask for the articles that the walk wants, then for the next page."""
        page = page_of(response)
        if state.walk.pages == 0:
            await self._tell_family(state, page)
            self._open(state)
        reading = await self._reading("listing", state, page)
        if onward := self._judged(response, reading, state) or second_look(response, reading):
            yield onward
            return
        listing = reading.listing
        if listing is None or (not listing.rows and state.walk.pages == 0):
            if opening := self._opening(state, page, reading):
                yield opening
            else:
                self._no_listing(state, reading)
            return
        for each in self._follow(state, page, listing):
            yield each

    def _follow(self, state: BoardState, page: Page, listing: ShownListing) -> Iterator[Any]:
        """Walk on from a listing page: the view counts that it shows, the articles that the walk wants, the next page."""
        state.tally.add("pages")
        state.tally.add("rows", len(listing.rows))
        record = listing_record(listing, now=page.now)
        if state.walk.pages == 0 and state.board.expect:
            for text in unmet(state.board.expect, record.rows):
                state.tally.warn(text)
        sightings = sightings_in(state, listing, record)
        if listing.rows and not sightings:
            state.give_up(troubles.NO_ADDRESSES)
            return
        keys = [sighting.identity.key for sighting in sightings]
        recalls = self.memory or self.glance
        known = recalls.saw(state.board.id, keys) if recalls else {}
        step = state.walk.read(sightings, known, has_next=listing.next is not None, by_time=listing.sorted_by is None)
        if self.glance:
            for sighting, why in step.fetch:
                state.tally.plan(
                    f"{why}: {sighting.row.published_at or '(no date)'} {sighting.row.title} {sighting.identity.url}"
                )
        else:
            yield from views_in(state, sightings, page)
            yield from self._wanted(state, step, known)
        yield from self._go_on(state, step, listing.next, record.total)

    def _wanted(self, state: BoardState, step: Step, known: Mapping[str, Known]) -> Iterator[Request]:
        """Ask for the articles that the walk wants, and remember where it must go on if this run ends now."""
        wanted = [
            (self._article_request(state, sighting, known.get(sighting.identity.key)), sighting)
            for sighting, _ in step.fetch
        ]
        asked = {sighting.identity.key: request for request, sighting in wanted if request is not None}
        state.asked(state.here, set(asked))
        if self.memory and step.stop is None and (state.asks or not state.memory.complete):
            self.memory.leave_board(state.broken_off(), swept=False)
        yield from asked.values()

    async def _tell_family(self, state: BoardState, page: Page) -> None:
        """Note what program the board is of: the one that the catalogue names, if the page does not speak for another."""
        named = state.board.family
        # The first call loads the families, which takes longer than the event loop may be held up.
        state.family = await asyncio.to_thread(family_shown, named, page.url, page.text)
        if named and state.family and state.family.name != named:
            state.tally.warn(
                f"the catalogue says {named}, the page speaks for {state.family.name}, and is read as that"
            )

    def _open(self, state: BoardState) -> None:
        """Have the board's pages read from now on, by what former runs learned of them."""
        recalls, board = self.memory or self.glance, state.board.id
        profile = recalls.profile(board) if recalls else Profile(board=board)
        learner = Learner(profile, learns=self.crawler.settings.getbool("NEWSCRAWL_PROFILES"))
        self.readers.open(board, learner, state.family)

    async def _reading(self, kind: Kind, state: BoardState, page: Page, row: ShownRow | None = None) -> Reading:
        """Return what a page shows: by the board's profile where that is sure, else by the generic reader."""
        answer = await self.readers.read(Job(state.board.id, kind, page, row))
        assert page.now is not None
        state.note_reading(answer, page.now.astimezone(KST).date().isoformat())
        if answer.changes and self.memory:
            self.memory.decide(state.board.id, "layout", answer.changes)
        return answer.reading

    def _opening(self, state: BoardState, page: Page, reading: Reading) -> Request | None:
        """Return the request for a listing whose address answered with a shell that only a script fills, the first time; then None."""
        if state.opened or state.walk.pages or reading.article or reading.problem not in (None, *SHOWS_NOTHING):
            return None
        state.opened = True
        family = state.family or opened_at(page.url)
        target = build_opening(page, family.openings if family else ())
        if target is None or not state.on_board(target if isinstance(target, str) else target.url):
            return None
        return self._listing_request(state, target)

    def _go_on(self, state: BoardState, step: Step, next_page: Target | None, total: int | None) -> Iterator[Request]:
        for what, count in (("skipped", step.skipped), ("unchanged", step.unchanged), ("late", step.late)):
            if count:
                state.tally.add(what, count)  # type: ignore[arg-type]
        if step.late:
            state.tally.warn(f"the sweep found {step.late} posts among old ones, which the early stop had missed")
        if step.jump and state.former is not None and not state.resumed:
            yield self._listing_request(state, state.former)
        elif step.stop is not None or next_page is None:
            state.stop = step.stop or Stop.LAST_PAGE
            state.tally.note("stopped", state.stop)
            if state.stop.whole and not state.walk.jumped and total is not None and total > len(state.walk.seen):
                ends = f"the listing counts {total} posts and ends after {len(state.walk.seen)}"
                state.tally.warn(f"{ends}: what the page shows does not tell how to ask for the others")
            yield from self._revisits(state)
        elif state.on_board(next_page if isinstance(next_page, str) else next_page.url):
            yield self._listing_request(state, next_page)
        else:
            state.cut_short(f"the next page leads to another host: {next_page}")

    def _article_request(self, state: BoardState, sighting: Sighting, known: Known | None) -> Request | None:
        url = address_of(sighting.shown) or ""
        if not state.on_board(url):
            state.tally.add("failed")
            state.tally.warn(f"'{sighting.row.title}' leads to another host and was left alone: {url}")
            return None
        target = sighting.shown.url or sighting.shown.request
        assert target is not None
        known = known or Known(sighting.identity.key, revision=0)
        return self._post_request(state, sighting, replace(known, row_mark=sighting.mark), target)

    def _revisits(self, state: BoardState) -> Iterator[Request]:
        """Ask again for articles that are due and stood on no page of this walk."""
        if self.memory is None or state.by_form or not state.walk.limits.bounds_nothing:
            return
        for known, article in self.memory.ledger.due(state.board.id, utc_now(), REVISITS):
            if known.key not in state.walk.seen:
                yield self._post_request(state, Sighting.again(known.key, article), known, article.url)

    def _post_request(self, state: BoardState, sighting: Sighting, known: Known, target: Target) -> Request:
        headers = {}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        return request_for(
            target,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"state": state, "sighting": sighting, "known": known},
            headers=headers,
            meta={"handle_httpstatus_list": [_NOT_MODIFIED]},
            dont_filter=True,
        )

    async def parse_article(
        self, response: Response, state: BoardState, sighting: Sighting, known: Known
    ) -> AsyncIterator[Capture | ViewObservation | Request]:
        """Read one article page."""
        key, article_id = sighting.identity.key, f"{state.board.id}:{sighting.identity.key}"
        if response.status == _NOT_MODIFIED and known.fetched_at is None:
            state.missed(sighting, "the host says of a post never read that it has not changed (304)")
            return
        if response.status == _NOT_MODIFIED:
            state.settled(key)
            state.tally.add("unchanged")
            if self.memory:
                self.memory.not_modified(state.board.id, known)
            return
        page = page_of(response)
        assert page.now is not None
        try:
            reading = await self._reading("article", state, page, sighting.shown)
        except ReaderLost as lost:
            state.missed(sighting, str(lost))
            return
        if onward := self._judged(response, reading, state) or second_look(response, reading):
            yield onward
            return
        if reading.problem in REFUSES:
            state.missed(sighting, troubles.of_page(reading.problem).what)
            return
        if reading.article is None:
            self._withhold(state, sighting, known, f"shows no article ({reading.problem or 'a listing'})")
            return
        if UNCLOSED in response.flags:
            reading.article.warnings.append("the page breaks off; asked for again, it did so at the same place")
        if self.memory:
            etag, modified = (_text(response.headers.get(name)) for name in ("ETag", "Last-Modified"))
            self.memory.visit(article_id, replace(known, etag=etag, last_modified=modified))
        count = read_count(reading.article.evidence.value("view_count") or "")
        yield Capture(
            shown=reading.article,
            site=state.board.site,
            board=state.board.board,
            key=key,
            url=sighting.identity.url,
            row=sighting.shown,
            fetched_at=page.now,
            family=state.family.name if state.family else None,
            profile=reading.profile,
        )
        if count is not None and count != sighting.row.view_count:
            at = page.now.astimezone(UTC).isoformat(timespec="seconds")
            yield ViewObservation(article_id=article_id, observed_at=at, view_count=count, source="article")

    def _judged(self, response: Response, reading: Reading, state: BoardState) -> Request | None:
        """Return where a page plainly leads, if it is of the board; else tell the host's pace whether it refuses crawlers."""
        onward = led_on(response, reading)
        if onward is not None and state.on_board(onward.url):
            return onward
        if checks_cookies(response, reading):
            reading.problem = COOKIE_CHECK
        if reading.problem in REFUSES:
            self.politeness.challenged(state.board.host)
        else:
            self.politeness.pace(state.board.host).shows()
        return None

    def settle(self, item: Any, exception: Exception | None = None) -> None:
        """Note that a post asked for came to its end in the pipelines; one that the run was stopped before has not."""
        if isinstance(exception, Unfinished) or not isinstance(item, (Article, Capture)):
            return
        if state := self.states.get(f"{item.site}/{item.board}"):
            state.settled(item.id.rpartition(":")[2] if isinstance(item, Article) else item.key)

    def _withhold(self, state: BoardState, sighting: Sighting, known: Known, why: str) -> None:
        state.settled(sighting.identity.key)
        state.tally.add("withheld")
        state.tally.warn(f"'{sighting.row.title}' {why}: {sighting.identity.url}")
        if self.memory:
            self.memory.withheld(state.board.id, known, _AGAIN)

    def listing_failed(self, failure: Failure) -> None:
        """Say why a listing page could not be had: the first ends the board's run, a later one cuts it short."""
        state: BoardState = failure.request.cb_kwargs["state"]  # type: ignore[attr-defined]
        trouble = troubles.of_failure(failure)
        if isinstance(failure.value, OutsideHours) and not state.walk.pages:
            state.leave_alone(failure.value)
        elif state.walk.pages:
            state.cut_short(f"listing page {state.walk.pages + 1}: {trouble.what}")
        else:
            state.give_up(trouble)

    def article_failed(self, failure: Failure) -> None:
        """Note an article that could not be fetched; the run goes on."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        state, sighting, known = arguments["state"], arguments["sighting"], arguments["known"]
        what = troubles.of_failure(failure).what
        if isinstance(failure.value, RunStopped):
            return
        if isinstance(failure.value, HostLeft):
            state.cut_short(what)
        if isinstance(failure.value, HttpError) and failure.value.response.status in _GONE:
            state.settled(sighting.identity.key)
            self._withhold(state, sighting, known, f"was not got, {what}")
            return
        state.missed(sighting, what)

    def _no_listing(self, state: BoardState, reading: Reading) -> None:
        if state.walk.pages:
            what = "a page without rows" if reading.listing is not None else reading.problem or "an article"
            told = f": {troubles.of_page(what).what}" if what in REFUSES else f" shows {what}"
            state.cut_short(f"listing page {state.walk.pages + 1}{told}")
            return
        found = "empty board" if reading.listing is not None else reading.problem or "article"
        state.give_up(troubles.of_page(found))

    def failed(self, failure: Failure, response: Response) -> None:
        """Tell a fault of newscrawl's own: the board was then not read whole."""
        state: BoardState = response.cb_kwargs["state"]
        state.cut_short(f"newscrawl failed at {response.url} ({failure.value!r}); please report it with the page")

    def leave(self, reason: str) -> None:
        """Say which hosts were left alone, and remember how far each board was read."""
        for state in self.states.values():
            if (left := self.politeness.closed(state.board.host)) and state.broken:
                state.cut_short(left.what)
                state.tally.note("advice", left.advice)
            elif reason != "finished" and state.waiting:
                state.cut_short(f"it ended with {state.waiting} posts asked for and not got")
        if self.memory is None:
            return
        for state in self.states.values():
            interrupted = reason != "finished"
            memory = state.remembered(utc_now(), interrupted=interrupted)
            swept = memory.last_sweep_at is not None and memory.last_sweep_at == memory.last_run_at
            gone = self.memory.leave_board(memory, swept=swept and not state.walk.jumped)
            if gone:
                state.tally.add("gone", len(gone))
            self.memory.decide(state.board.id, "mode", [state.walk.mode])
            self.memory.decide(state.board.id, "stopped", [state.stop or f"broke off: {reason}"])

    async def keep_profiles(self) -> None:
        """Remember what was learned of the boards' pages."""
        for board in self.states if self.memory else ():
            profile = await self.readers.profile(board)
            if profile is not None and self.memory is not None:
                self.memory.keep_profile(profile)


def _text(header: bytes | None) -> str | None:
    return header.decode("latin-1") if header else None
