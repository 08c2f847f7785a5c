"""Step 300: one article a post, however often and under however many addresses a run met it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.items import Article
from newscrawl.keys import Keys
from newscrawl.pipelines.step import Step


class DeduplicatePipeline(Step):
    """Lets the first record of each id through and drops the rest of the run's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.seen: defaultdict[str, Keys] = defaultdict(Keys)  # by board

    def process_item(self, item: Any) -> Any:
        """Return the item, or drop a repetition."""
        if isinstance(item, Article):
            board, _, key = item.id.rpartition(":")
            if not self.seen[board].add(key):
                raise DropItem(f"{item.id} was read before in this run", log_level="DEBUG")
        return item
