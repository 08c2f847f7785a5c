"""A bare Scrapy spider with selectors written by hand for the board: no ledger, no checks, nothing learned. The limit of the engine.

It has the settings that were found to matter, and asks for eight pages at once, as newscrawl does of a host on this machine.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import TextResponse

from benchmarks.contenders import Got, Selectors, day, key_of, number

SETTINGS = {
    "CONCURRENT_ITEMS": 8,
    "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 500_000,
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    "CONCURRENT_REQUESTS": 8,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}
_BLOCKS = ("p", "br", "tr", "td", "th", "div", "li")


class BoardByHand(Spider):
    """Follows the pager and every row, once each."""

    name = "by_hand"

    def __init__(self, board: Selectors, address: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.board = board
        self.address = address
        self.seen: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first listing page."""
        yield Request(self.address, self.parse)

    def parse(self, response: TextResponse) -> Iterator[Request]:
        """Read a listing page."""
        for link in response.css(self.board.rows):
            url = response.urljoin(link.attrib["href"])
            key = key_of(self.board, url)
            if key and key not in self.seen:
                self.seen.add(key)
                yield Request(url, self.parse_article, dont_filter=True)
        for link in response.css(self.board.pager):
            yield Request(response.urljoin(link.attrib["href"]), self.parse, priority=-1)

    def parse_article(self, response: TextResponse) -> Iterator[dict[str, Any]]:
        """Read an article page."""
        board = self.board
        found = response.css(board.body)
        if not found:
            return
        body = found[0].root
        for block in body.iter(*_BLOCKS):
            block.tail = "\n" + (block.tail or "")
        yield {
            "url": response.url,
            "title": response.css(board.title).xpath("string()").get("").strip(),
            "body": body.text_content(),
            "published_at": day(response.css(board.published_at).xpath("string()").get()),
            "view_count": number(response.css(board.view_count).xpath("string()").get()),
            "department": response.css(board.department).xpath("normalize-space()").get() if board.department else None,
            "attachments": [name.strip() for name in response.css(board.attachments).xpath("text()[1]").getall()],
        }


def crawl(board: Selectors, address: str, keep: Callable[[Got], None]) -> None:
    """Crawl, with Scrapy's own feed."""
    path = keep.path  # type: ignore[attr-defined]
    process = AsyncCrawlerProcess({**SETTINGS, "FEEDS": {str(path): {"format": "jsonlines", "encoding": "utf-8"}}})
    process.crawl(BoardByHand, board=board, address=address)
    process.start()
