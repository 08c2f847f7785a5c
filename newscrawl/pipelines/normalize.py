"""Step 100: what a page showed becomes the record of the data contract (dates, counts, text, identity)."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from newscrawl.items import Article
from newscrawl.normalize.addresses import Identity
from newscrawl.normalize.records import article_record
from newscrawl.pipelines.step import Step
from newscrawl.reading.evidence import Capture


class NormalizePipeline(Step):
    """Turns a Capture into an Article; anything else passes as it is."""

    def process_item(self, item: Any) -> Any:
        """Return the article's record."""
        return article_of(item) if isinstance(item, Capture) else item


def article_of(capture: Capture) -> Article:
    """Return the record of a captured article page."""
    return article_record(
        capture.shown,
        site=capture.site,
        board=capture.board,
        identity=Identity(capture.key, capture.url),
        now=capture.fetched_at,
        row=capture.row,
        fetched_at=capture.fetched_at.astimezone(UTC).isoformat(timespec="seconds") if capture.fetched_at else None,
        family=capture.family,
        profile=capture.profile,
    )
