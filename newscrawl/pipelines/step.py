"""What every step shares: the crawler at hand, and the tally of the board that an article belongs to."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from newscrawl.items import Article
from newscrawl.tally import Tally


class Step:
    """Base of the pipelines."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the step for a crawl."""
        return cls(crawler)

    def tally(self, article: Article) -> Tally:
        """Return the counts of the article's board."""
        assert self.crawler.stats is not None
        return Tally(self.crawler.stats, f"{article.site}/{article.board}")
