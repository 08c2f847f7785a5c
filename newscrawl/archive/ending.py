"""How a component ends a crawl that must not go on: in order, and for a reason that no run calls success."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro


def end_crawl(crawler: Crawler, reason: str) -> None:
    """Close the spider once the requests under way are done; the stat `finish_reason` and the run's exit code then tell."""
    deferred_from_coro(crawler.engine.close_spider_async(reason=reason))
