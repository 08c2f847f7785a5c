"""A look at single pages: each asked for once, as politely as in a crawl, and kept as the reader wants it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from newscrawl import troubles
from newscrawl.reading import Page
from newscrawl.sites import Board
from newscrawl.spiders.requests import page_of
from newscrawl.troubles import Trouble


class LookSpider(Spider):
    """Asks for the page at each board's address; `seen` gets the page, or why there is none, by address."""

    name = "look"

    def __init__(self, boards: Sequence[Board], seen: dict[str, Page | Trouble], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.boards = list(boards)
        self.seen = seen

    async def start(self) -> AsyncIterator[Any]:
        """Ask for every page."""
        for board in self.boards:
            yield Request(
                board.url, callback=self.keep, errback=self.fail, cb_kwargs={"asked": board.url}, dont_filter=True
            )

    def keep(self, response: Response, asked: str) -> None:
        """Keep a page."""
        self.seen[asked] = page_of(response)

    def fail(self, failure: Failure) -> None:
        """Keep why there is no page."""
        self.seen[failure.request.cb_kwargs["asked"]] = troubles.of_failure(failure)  # type: ignore[attr-defined]
