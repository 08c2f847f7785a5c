"""Reading: a page in, what it shows out. No network, no clock, no Scrapy engine; nothing here raises on any bytes."""

from __future__ import annotations

from newscrawl.reading.article import read_article
from newscrawl.reading.evidence import Reading, ShownRow
from newscrawl.reading.listing import read_listing
from newscrawl.reading.page import Page
from newscrawl.reading.problems import find_problem
from newscrawl.reading.program import Program

__all__ = ["SHOWS_NOTHING", "Page", "Reading", "read_page"]

NEITHER = "neither a listing nor an article"
SHOWS_NOTHING = ("empty", NEITHER)
"""The problems of pages that may yet be filled by a script, or lead on: they hold no message that says otherwise."""


def read_page(page: Page, *, program: Program | None = None, row: ShownRow | None = None) -> Reading:
    """Return what a page shows: an article, a listing, both, or neither and then why.

    `program` is what is known of the program that made the page (a family): selectors, and what its scripts ask for. `row` is what the
    listing said of the article, the best witness there is.
    """
    problem = find_problem(page)
    if problem is not None:
        return Reading(problem=problem)
    hints = program.hints if program else None
    listing = read_listing(page, hints=hints, program=program)
    rows = listing.elements if listing else ()
    article = read_article(page, row=row, hints=hints, rows=rows, files=program.files if program else ())
    if article is None and listing is None:
        return Reading(problem=NEITHER)
    return Reading(article=article, listing=listing)
