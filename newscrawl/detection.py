"""What program a page is of: the families that speak for it, the board of the catalogue at its address, and what the page itself shows."""

from __future__ import annotations

from typing import Literal

import msgspec

from newscrawl.families import Family, families, family_of
from newscrawl.items import PageRequest
from newscrawl.reading import Page, Reading, read_page
from newscrawl.sites import Board
from newscrawl.sites.catalogue import board_from_address
from newscrawl.sites.finding import finder
from newscrawl.sites.listings import is_listing_of

Sureness = Literal["sure", "likely", "perhaps"]


class Candidate(msgspec.Struct, frozen=True):
    """A family with what speaks for it.

    "sure": a text that no other program writes, or a fitting address and two marks in the page; "likely": a fitting address and one;
    "perhaps": the address alone, which proves nothing, or marks alone, which programs share.
    """

    family: str
    title: str
    sureness: Sureness
    evidence: list[str]


class Shown(msgspec.Struct, frozen=True):
    """What a page shows to the reader: the rows of its listing and how they were found, the title and length of its article, or neither."""

    rows: int | None = None
    rule: str | None = None
    confidence: float | None = None
    next: str | PageRequest | None = None
    title: str | None = None
    published_at: str | None = None
    body_length: int | None = None
    attachments: int | None = None
    problem: str | None = None


class Detected(msgspec.Struct, frozen=True):
    """All that `newscrawl detect` says of a page. `family` is None where the page does not bear any out."""

    url: str
    family: Candidate | None
    others: list[Candidate]
    site: str | None
    board: str | None
    is_listing: bool
    shown: Shown
    disagreements: list[str]


def detect(page: Page) -> Detected:
    """Return what is known of a page's program, its board, and what the page shows; where these do not agree, what each says."""
    family = family_of(page.url, page.text)
    found = [candidate for known in families().values() if (candidate := _candidate(known, page))]
    named = next((candidate for candidate in found if family and candidate.family == family.name), None)
    board = finder().board_of(page.url)
    sites = finder().on_host(board_from_address(page.url).host)
    reading = read_page(page)
    return Detected(
        url=page.url,
        family=named,
        others=sorted(
            (candidate for candidate in found if candidate is not named), key=lambda other: -len(other.evidence)
        ),
        site=board.site if board else sites[0].id if len(sites) == 1 else None,
        board=board.id if board else None,
        is_listing=board is not None and is_listing_of(page.url, board),
        shown=_shown(reading),
        disagreements=[*_against_family(page, reading, family), *_against_catalogue(board, family, page)],
    )


def _candidate(family: Family, page: Page) -> Candidate | None:
    evidence = family.evidence(page.url, page.text)
    fits = family.fits(page.url)
    signed = any(line.startswith("signature: ") for line in evidence)
    marks = sum(not line.startswith("address: ") for line in evidence)
    if not (fits or signed):
        return None
    sure = signed or (fits and marks > 1)
    return Candidate(family.name, family.title, "sure" if sure else "likely" if marks else "perhaps", evidence)


def _shown(reading: Reading) -> Shown:
    listing, article = reading.listing, reading.article
    return Shown(
        rows=len(listing.rows) if listing else None,
        rule=listing.rule if listing else None,
        confidence=listing.confidence if listing else None,
        next=listing.next if listing else None,
        title=article.evidence.value("title") if article else None,
        published_at=article.evidence.value("published_at") if article else None,
        body_length=len(article.body) if article else None,
        attachments=len(article.attachments) if article else None,
        problem=reading.problem,
    )


def _against_family(page: Page, generic: Reading, family: Family | None) -> list[str]:
    """Return where the page reads otherwise with what a family knows than without."""
    if family is None:
        return []
    by_family, by_itself = _told(read_page(page, program=family)), _told(generic)
    return [
        f"{what}: {by_family[what]} with what is known of {family.name}, {by_itself[what]} without"
        for what in by_itself
        if by_family[what] != by_itself[what]
    ]


def _told(reading: Reading) -> dict[str, str]:
    """Return what a reading says, by what it says it of, in words that can be compared and shown."""
    shown = _shown(reading)
    rows = reading.listing.rows if reading.listing else []
    return {
        "rows": "none" if shown.rows is None else f"{shown.rows}",
        "rows that lead to a post": f"{sum(row.url is not None or row.request is not None for row in rows)}",
        "next page": "none" if shown.next is None else address_of(shown.next),
        "title": repr(shown.title) if shown.title else "none",
        "date": shown.published_at or "none",
        "body": "none" if shown.body_length is None else f"{shown.body_length} characters",
    }


def address_of(target: str | PageRequest) -> str:
    """Return where a target leads, on one line: an address, or a form and those of its fields that are filled."""
    if isinstance(target, str):
        return target
    return " ".join([target.method, target.url, *(f"{name}={value}" for name, value in target.form.items() if value)])


def _against_catalogue(board: Board | None, family: Family | None, page: Page) -> list[str]:
    if board is None or board.family is None or (family is not None and family.name == board.family):
        return []
    if family is None and families()[board.family].evidence(page.url, page.text):
        return []
    says = f"the page speaks for {family.name}" if family else "nothing on the page speaks for it"
    return [f"family: the catalogue says {board.family}, {says}"]
