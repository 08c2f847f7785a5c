"""Step 400: against the ledger, an article is new, changed (its revision rises) or unchanged (it does not reach the feed again)."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.extensions.memory import Memory
from newscrawl.items import Article
from newscrawl.pipelines.step import Step
from newscrawl.revisions import fingerprint


class RevisePipeline(Step):
    """Compares with what the run's memory holds; without one every article of a run is new."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.memory: Memory | None = crawler.get_extension(Memory)

    def process_item(self, item: Any) -> Any:
        """Return the article with its revision, or drop one that the feed already has."""
        if not isinstance(item, Article):
            return item
        tally = self.tally(item)
        tally.add("articles")
        known = self.memory.visits.get(item.id) if self.memory else None
        item.first_seen_at = known.first_seen_at if known and known.first_seen_at else item.fetched_at
        if self.memory is None or known is None or not known.fingerprint:
            item.revision = 1
            tally.add("new")
            return item
        changed = known.fingerprint != fingerprint(item)
        item.revision = known.revision + changed
        if not changed:
            self.memory.unchanged(item)
            tally.add("unchanged")
            raise DropItem(f"{item.id} is unchanged", log_level="DEBUG")
        tally.add("changed")
        return item
