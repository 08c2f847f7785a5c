"""Reading: a page in, what it shows out. No network, no clock, no Scrapy engine; nothing here raises on any bytes."""

from __future__ import annotations

from collections.abc import Mapping

from newscrawl.reading.article import read_article
from newscrawl.reading.evidence import Reading, ShownRow
from newscrawl.reading.listing import read_listing
from newscrawl.reading.page import Page
from newscrawl.reading.problems import find_problem

__all__ = ["Page", "Reading", "read_page"]


def read_page(page: Page, *, hints: Mapping[str, str] | None = None, row: ShownRow | None = None) -> Reading:
    """Return what a page shows: an article, a listing, both, or neither and then why.

    `hints` are a family's CSS selectors by field; `row` is what the listing said of the article, the best witness there is.
    """
    problem = find_problem(page)
    if problem is not None:
        return Reading(problem=problem)
    listing = read_listing(page, hints=hints)
    article = read_article(page, row=row, hints=hints, rows=listing.elements if listing else ())
    if article is None and listing is None:
        return Reading(problem="neither a listing nor an article")
    return Reading(article=article, listing=listing)
