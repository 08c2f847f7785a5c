"""The board spider: walks the listings of any board, newest first, and the articles they name. It never parses; reading does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import troubles
from newscrawl.errors import ConfigurationError
from newscrawl.families import Family, family_of, get_family
from newscrawl.items import PageRequest
from newscrawl.normalize.addresses import ArticleGrammar, identify, learn_grammar
from newscrawl.normalize.listings import in_own_order
from newscrawl.normalize.records import listing_record
from newscrawl.reading import Page, Reading, read_page
from newscrawl.reading.address import address_of
from newscrawl.reading.evidence import Capture, ShownListing
from newscrawl.sites import Board, boards_of
from newscrawl.spiders.limits import Limits
from newscrawl.spiders.walk import Sighting, Stop, Walk
from newscrawl.tally import Tally
from newscrawl.troubles import Trouble

_LOOPBACK = ("localhost", "127.", "::1")


@dataclass
class BoardState:
    """What the spider keeps of one board while it is walked."""

    board: Board
    walk: Walk
    tally: Tally
    family: Family | None = None
    grammar: ArticleGrammar | None = None

    def on_board(self, url: str) -> bool:
        """Tell whether an address belongs to the board's host or a host under it, at the same port."""
        here, there = urlsplit(self.board.url), urlsplit(url)
        home = (here.hostname or "").removeprefix("www.")
        host = there.hostname or ""
        return (host == home or host.endswith("." + home)) and here.port == there.port


def request_for(target: str | PageRequest, **arguments: Any) -> Request:
    """Return the Scrapy request for an address or a form."""
    if isinstance(target, str):
        return Request(target, **arguments)
    return FormRequest(target.url, method=target.method, formdata=target.form, **arguments)


def page_of(response: Response) -> Page:
    """Return a response as the reader wants a page; the moment of capture is now."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return Page(
        url=response.url,
        body=response.body,
        status=response.status,
        headers={"content-type": content_type},
        now=datetime.now(UTC),
    )


class BoardSpider(Spider):
    """Crawls boards of the catalogue or at any address.

    Spider arguments: `targets` (names or addresses, spaces between them; a site's own spider needs none), `pages`, `since`, `until`,
    `max_articles`, each a bound for every board. From code, `boards` and `limits` say the same with objects.
    """

    name = "board"
    site: str | None = None

    def __init__(
        self,
        targets: str | None = None,
        *,
        boards: Sequence[Board] = (),
        limits: Limits | None = None,
        pages: str | None = None,
        since: str | None = None,
        until: str | None = None,
        max_articles: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.limits = limits or Limits.of(pages, since, until, max_articles)
        found = boards or boards_of((targets or self.site or "").split())
        if not found:
            raise ConfigurationError("Name a board: scrapy crawl board -a targets=ADDRESS, or scrapy crawl SITE.")
        self.boards = list({board.id: board for board in found}.values())
        self.allowed_domains = sorted({board.host.removeprefix("www.") for board in self.boards})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> BoardSpider:
        """Build the spider; loopback hosts that the user named need no polite delay."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        local = {board.host for board in spider.boards if board.named_by_user and board.host.startswith(_LOOPBACK)}
        if local:
            slots = {host: {"delay": 0, "concurrency": 8, "jitter": 0} for host in local}
            crawler.settings.set(
                "DOWNLOAD_SLOTS", {**crawler.settings.getdict("DOWNLOAD_SLOTS"), **slots}, priority="spider"
            )
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first listing page of every board, in the board's own order."""
        assert self.crawler.stats is not None
        for board in self.boards:
            state = BoardState(board, Walk(self.limits), Tally(self.crawler.stats, board.id))
            state.family = get_family(board.family) if board.family else None
            state.tally.add("pages", 0)
            url = in_own_order(board.url)
            if url != board.url:
                self.logger.info("%s: reading %s, the board's own order from its first page", board.id, url)
            yield self._listing_request(state, url)

    def _listing_request(self, state: BoardState, target: str | PageRequest) -> Request:
        return request_for(
            target,
            callback=self.parse_listing,
            errback=self.listing_failed,
            cb_kwargs={"state": state},
            priority=-1,
            dont_filter=True,
        )

    def parse_listing(self, response: Response, state: BoardState) -> Iterator[Request]:
        """Read one listing page: ask for the articles that the walk wants, then for the next page."""
        page = page_of(response)
        if state.family is None and state.walk.pages == 0:
            state.family = family_of(page.url, page.text)
        reading = read_page(page, hints=state.family.hints if state.family else None)
        listing = reading.listing
        if listing is None or (not listing.rows and state.walk.pages == 0):
            self._no_listing(state, reading)
            return
        state.tally.add("pages")
        sightings = self._sightings(state, listing, page)
        if listing.rows and not sightings:
            self._give_up(state, troubles.NO_ADDRESSES)
            return
        step = state.walk.read(sightings, has_next=listing.next is not None, by_time=listing.sorted_by is None)
        state.tally.add("rows", len(listing.rows))
        if step.skipped:
            state.tally.add("skipped", step.skipped)
        yield from filter(None, map(partial(self._article_request, state), step.fetch))
        if step.stop is not None or listing.next is None:
            state.tally.note("stopped", step.stop or Stop.LAST_PAGE)
        elif state.on_board(listing.next if isinstance(listing.next, str) else listing.next.url):
            yield self._listing_request(state, listing.next)
        else:
            self._incomplete(state, f"the next page leads to another host: {listing.next}")

    def _sightings(self, state: BoardState, listing: ShownListing, page: Page) -> list[Sighting]:
        addresses = [address_of(row) for row in listing.rows]
        if state.grammar is None:
            state.grammar = learn_grammar([url for url in addresses if url], state.board.url)
        found: list[Sighting] = []
        for url, shown, row in zip(addresses, listing.rows, listing_record(listing, now=page.now).rows, strict=True):
            if url is None:
                state.tally.add("failed")
                state.tally.warn(f"'{row.title}': the page does not tell how to ask for this post")
            else:
                found.append(Sighting(identify(url, state.grammar), shown, row))
        return found

    def _article_request(self, state: BoardState, sighting: Sighting) -> Request | None:
        url = address_of(sighting.shown) or ""
        if not state.on_board(url):
            state.tally.add("failed")
            state.tally.warn(f"'{sighting.row.title}' leads to another host and was left alone: {url}")
            return None
        target = sighting.shown.url or sighting.shown.request
        assert target is not None
        return request_for(
            target,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"state": state, "sighting": sighting},
            dont_filter=True,
        )

    def parse_article(self, response: Response, state: BoardState, sighting: Sighting) -> Iterator[Capture]:
        """Read one article page."""
        page = page_of(response)
        assert page.now is not None
        reading = read_page(page, hints=state.family.hints if state.family else None, row=sighting.shown)
        if reading.article is None:
            state.tally.add("withheld")
            state.tally.warn(
                f"'{sighting.row.title}' shows no article ({reading.problem or 'a listing'}): {sighting.identity.url}"
            )
            return
        yield Capture(
            shown=reading.article,
            site=state.board.site,
            board=state.board.board,
            key=sighting.identity.key,
            url=sighting.identity.url,
            row=sighting.shown,
            fetched_at=page.now,
            family=state.family.name if state.family else None,
        )

    def listing_failed(self, failure: Failure) -> None:
        """Say why a listing page could not be had: the first ends the board's run, a later one cuts it short."""
        state: BoardState = failure.request.cb_kwargs["state"]  # type: ignore[attr-defined]
        trouble = troubles.of_failure(failure)
        if state.walk.pages:
            self._incomplete(state, f"listing page {state.walk.pages + 1}: {trouble.what}")
        else:
            self._give_up(state, trouble)

    def article_failed(self, failure: Failure) -> None:
        """Note an article that could not be fetched; the run goes on."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]
        state, sighting = arguments["state"], arguments["sighting"]
        state.tally.add("failed")
        state.tally.warn(
            f"'{sighting.row.title}' was not got, {troubles.of_failure(failure).what}: {sighting.identity.url}"
        )

    def _no_listing(self, state: BoardState, reading: Reading) -> None:
        if state.walk.pages:
            what = "a page without rows" if reading.listing is not None else reading.problem or "an article"
            self._incomplete(state, f"listing page {state.walk.pages + 1} shows {what}")
            return
        found = "empty board" if reading.listing is not None else reading.problem or "article"
        self._give_up(state, troubles.of_page(found))

    def _give_up(self, state: BoardState, trouble: Trouble) -> None:
        state.tally.note("problem", trouble.what)
        state.tally.note("advice", trouble.advice)

    def _incomplete(self, state: BoardState, why: str) -> None:
        state.tally.note("incomplete", why)
