"""From a saved page to the record that `newscrawl parse` prints: the reader, then the same normalisation as a crawl's."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec

from newscrawl.families import Family, family_shown
from newscrawl.items import Article, Kind, PageRecord
from newscrawl.normalize.addresses import board_slug, identify, site_slug
from newscrawl.normalize.records import listing_record
from newscrawl.normalize.secrets import redact
from newscrawl.pipelines.normalize import article_of
from newscrawl.profiles import Doubt, Profile, read_article_by, read_listing_by
from newscrawl.reading import Page, Reading, read_page
from newscrawl.reading.evidence import Capture, Evidence
from newscrawl.sites import Board, finder


def page_record(
    page: Page, *, id_: str | None = None, generic: bool = False, profile: Profile | None = None, alone: bool = False
) -> tuple[PageRecord, Reading]:
    """Return what a page says, as a record and as the reader's evidence; of a board of the catalogue, with the family that is named there.

    `generic` leaves families and the board's profile out; of what a profile reads, an article is wanted `alone`, as in a crawl, or with
    the listing that may stand under it.
    """
    board = finder().board_of(page.url)
    family = None if generic else family_shown(board.family if board else None, page.url, page.text)
    reading = (by_profile(profile, page, family, alone=alone) if profile and not generic else None) or read_page(
        page, program=family
    )
    reading.family = family.name if family else None
    article = _article(page, reading, family, board) if reading.article else None
    listing = listing_record(reading.listing, now=page.now) if reading.listing else None
    kind: Kind = "article" if article else "listing" if listing else "unknown"
    record = PageRecord(
        id=id_,
        url=page.url,
        kind=kind,
        article=article,
        listing=listing,
        problem=redact(reading.problem) if reading.problem else None,
        warnings=[redact(warning) for warning in reading.warnings],
    )
    return record, reading


def by_profile(profile: Profile, page: Page, family: Family | None, *, alone: bool) -> Reading | None:
    """Return what a page shows as a profile reads it; None where it does not, or not all that is wanted."""
    with suppress(Doubt):
        reading, layout = read_article_by(profile, page, program=family)
        return reading if alone or not layout.listed else None
    with suppress(Doubt):
        return read_listing_by(profile, page, program=family)[0]
    return None


def _article(page: Page, reading: Reading, family: Family | None, board: Board | None) -> Article:
    assert reading.article is not None
    identity = identify(page.url)
    return article_of(
        Capture(
            shown=reading.article,
            site=board.site if board else site_slug(page.url),
            board=board.board if board else board_slug(page.url),
            key=identity.key,
            url=identity.url,
            row=None,
            fetched_at=page.now,
            family=family.name if family else None,
            profile=reading.profile,
        )
    )


def evidence_of(reading: Reading) -> dict[str, Any]:
    """Return every candidate for every field with its rule and confidence, those that lost too."""
    found: dict[str, Any] = {"family": reading.family}
    if reading.article:
        found["article"] = _candidates(reading.article.evidence)
    if reading.listing:
        found["listing"] = {
            "rule": reading.listing.rule,
            "confidence": reading.listing.confidence,
            "rows": [_candidates(row.evidence) for row in reading.listing.rows],
        }
    return found


def _candidates(evidence: Evidence) -> dict[str, Any]:
    return {name: [msgspec.to_builtins(finding) for finding in findings] for name, findings in evidence.ranked()}


def to_json(record: PageRecord, evidence: dict[str, Any] | None = None) -> bytes:
    """Return the record as one line of JSON, without `id` where the page has none, with `evidence` where it is given."""
    fields = msgspec.to_builtins(record)
    if record.id is None:
        del fields["id"]
    if evidence is not None:
        fields["evidence"] = evidence
    return msgspec.json.encode(fields)
