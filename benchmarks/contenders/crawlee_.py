"""crawlee with parsel: the selectors written by hand, eight pages at once, its storage in memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import urljoin

from crawlee import ConcurrencySettings, Request
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.storage_clients import MemoryStorageClient

from benchmarks.contenders import Got, Selectors, day, key_of, number


def crawl(board: Selectors, address: str, keep: Callable[[Got], None]) -> None:
    """Crawl."""
    asyncio.run(_crawl(board, address, keep))


async def _crawl(board: Selectors, address: str, keep: Callable[[Got], None]) -> None:
    crawler = ParselCrawler(
        storage_client=MemoryStorageClient(),
        concurrency_settings=ConcurrencySettings(min_concurrency=8, desired_concurrency=8, max_concurrency=8),
        max_request_retries=1,
        configure_logging=False,
    )
    logging.getLogger("crawlee").setLevel(logging.ERROR)

    @crawler.router.default_handler
    async def listing(context: ParselCrawlingContext) -> None:
        asked = [
            Request.from_url(_joined(context, link.attrib["href"]), label="article", unique_key=key)
            for link in context.selector.css(board.rows)
            if (key := key_of(board, _joined(context, link.attrib["href"])))
        ]
        asked += [Request.from_url(_joined(context, link.attrib["href"])) for link in context.selector.css(board.pager)]
        await context.add_requests(asked)

    @crawler.router.handler("article")
    async def article(context: ParselCrawlingContext) -> None:
        page = context.selector

        def text(selector: str) -> str:
            return page.css(selector).xpath("string()").get("").strip()

        if not page.css(board.body):
            return
        keep(
            Got(
                url=context.request.url,
                title=text(board.title),
                body="\n".join(part.strip() for part in page.css(f"{board.body} ::text").getall()),
                published_at=day(text(board.published_at)),
                view_count=number(text(board.view_count)),
                department=text(board.department) if board.department else None,
                attachments=[name.strip() for name in page.css(board.attachments).xpath("text()[1]").getall()],
            )
        )

    await crawler.run([address])


def _joined(context: ParselCrawlingContext, href: str) -> str:
    return urljoin(context.request.loaded_url or context.request.url, href)
