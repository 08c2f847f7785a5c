"""Whether two readings of one page say the same: their records are compared, field by field."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from newscrawl.items import Article, Listing
from newscrawl.normalize.identity import Identity
from newscrawl.normalize.records import article_record, listing_record
from newscrawl.reading.evidence import Reading, ShownRow

_NOBODY = Identity("", "")


def differences(one: Reading, other: Reading, row: ShownRow | None, now: datetime | None) -> list[str]:
    """Return the fields in which two readings' records differ; how they were read is none."""
    if (one.article is None) != (other.article is None):
        return ["article"]
    if one.article is not None:
        return _different(_record(one, row, now), _record(other, row, now), Article)
    if (one.listing is None) != (other.listing is None):
        return ["listing"]
    if one.listing is None or other.listing is None:
        return [] if one.problem == other.problem else ["problem"]
    found = _different(listing_record(one.listing, now=now), listing_record(other.listing, now=now), Listing)
    return found if one.listing.sorted_by == other.listing.sorted_by else [*found, "order"]


def _record(reading: Reading, row: ShownRow | None, now: datetime | None) -> Article:
    assert reading.article is not None
    return article_record(reading.article, site="", board="", identity=_NOBODY, now=now, row=row)


def _different(one: object, other: object, kind: type[Article | Listing]) -> list[str]:
    names = (part.name for part in fields(kind) if part.name not in ("read_by", "content_hash"))
    return [name for name in names if getattr(one, name) != getattr(other, name)]
