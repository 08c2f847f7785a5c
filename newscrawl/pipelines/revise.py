"""Step 400: against the ledger, an article is new, changed (its revision rises) or unchanged (it does not reach the feed again)."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newscrawl.items import Article
from newscrawl.ledger import Entry, Ledger, SqliteLedger
from newscrawl.pipelines.step import Step


def fingerprint(article: Article) -> str:
    """Return a digest of what makes a revision: title and body, posting date, and the files' names; counts never do."""
    content = (article.content_hash, article.published_at, [file.name for file in article.attachments])
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()


class RevisePipeline(Step):
    """Compares with the ledger named by the setting NEWSCRAWL_LEDGER; without one every article of a run is new.

    What a run saw is remembered when its feeds are closed: a run that dies is read again, and nothing is lost.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        path = crawler.settings.get("NEWSCRAWL_LEDGER")
        self.ledger: Ledger | None = SqliteLedger(path) if path else None
        self.entries: dict[str, Entry] = {}
        crawler.signals.connect(self.remember, signals.feed_exporter_closed)
        crawler.signals.connect(self.close, signals.engine_stopped)

    def process_item(self, item: Any) -> Any:
        """Return the article with its revision, or drop one that the feed already has."""
        if not isinstance(item, Article):
            return item
        tally = self.tally(item)
        tally.add("articles")
        mark, now = fingerprint(item), item.fetched_at or ""
        known = self.ledger.find(item.id) if self.ledger else None
        item.first_seen_at = known.first_seen_at if known else now
        if known is None:
            item.revision = 1
        else:
            item.revision = known.revision + (known.fingerprint != mark)
        self.entries[item.id] = Entry(item.id, item.revision, mark, item.first_seen_at, now)
        if known is not None and known.fingerprint == mark:
            tally.add("unchanged")
            raise DropItem(f"{item.id} is unchanged", log_level="DEBUG")
        tally.add("changed" if known else "new")
        return item

    def remember(self) -> None:
        """Write what the run saw to the ledger, now that its feeds are complete."""
        if self.ledger:
            self.ledger.record(self.entries.values())
            self.entries.clear()

    def close(self) -> None:
        """Let go of the ledger."""
        if self.ledger:
            self.ledger.close()
