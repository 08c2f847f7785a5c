"""What must hold of any reading of any page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import msgspec
from lxml import etree

from newscrawl.items import Article, Listing, PageRecord, PageRequest
from newscrawl.parsing import evidence_of, page_record, to_json
from newscrawl.pipelines.validate import faults
from newscrawl.reading import Page

WEB = ("http://", "https://")


def broken(page: Page, *, generic: bool = False) -> list[str]:
    """Read a page twice and return what breaks the contract, in words; whatever the reader raises is raised."""
    given = replace(page, headers=dict(page.headers))
    first, reading = page_record(page, generic=generic)
    line = to_json(first, evidence_of(reading))
    found = list(_faults(first))
    if replace(page) != given:
        found.append("reading changed the page")
    if etree.tostring(page.root) != etree.tostring(replace(page).root):
        found.append("reading changed the page's tree")
    second, reading = page_record(
        page, generic=generic
    )  # the same page: what the first reading kept in it must not tell
    if to_json(second, evidence_of(reading)) != line:
        found.append("a second reading says something else")
    return found


def _faults(record: PageRecord) -> Iterator[str]:
    try:
        msgspec.convert(msgspec.to_builtins(record), PageRecord)
    except msgspec.ValidationError as error:
        yield f"record: {error}"
    kind = "article" if record.article else "listing" if record.listing else "unknown"
    if record.kind != kind:
        yield f"kind is {record.kind}, the record holds {kind}"
    if kind == "unknown" and not record.problem:
        yield "nothing was read, and nothing says why"
    if record.article:
        yield from _article_faults(record.article)
    if record.listing:
        yield from _listing_faults(record.listing)


def _article_faults(article: Article) -> Iterator[str]:
    yield from faults(article)
    yield from _date_faults("published_at", article.published_at)
    yield from _date_faults("modified_at", article.modified_at)
    yield from _text_faults("title", article.title)
    yield from _text_faults("body", article.body)
    for file in article.attachments:
        if not file.name.strip():
            yield "a file without a name"
        if file.url is not None and not file.url.startswith(WEB):
            yield f"file address '{file.url}'"
        if file.size is not None and file.size < 0:
            yield f"file size {file.size}"
    for image in article.images:
        if not image.url.startswith(WEB):
            yield f"image address '{image.url[:60]}'"
    for name, origin in article.read_by.fields.items():
        if not 0 <= origin.confidence <= 1:
            yield f"{name} is {origin.confidence} sure"


def _listing_faults(listing: Listing) -> Iterator[str]:
    if not listing.rows and listing.next is not None:
        yield "a next page after no rows"
    for row in listing.rows:
        if not row.title:
            yield f"a row without a title: {row.url}"
        if row.url is not None and not row.url.startswith(WEB):
            yield f"row address '{row.url[:60]}'"
        yield from _date_faults("row.published_at", row.published_at)
        yield from _text_faults("row.title", row.title)
        yield from (
            f"row.{name} is {value}"
            for name, value in (("view_count", row.view_count), ("number", row.number))
            if value and value < 0
        )
        yield from _request_faults(row.request)
    yield from _request_faults(listing.next)
    if listing.total is not None and listing.total < 0:
        yield f"total is {listing.total}"


def _request_faults(step: str | PageRequest | None) -> Iterator[str]:
    url = step.url if isinstance(step, PageRequest) else step
    if url is not None and not url.startswith(WEB):
        yield f"an address to ask for is '{url[:60]}'"


def _date_faults(name: str, value: str | None) -> Iterator[str]:
    if value is None:
        return
    try:
        sound = date.fromisoformat(value) if len(value) == len("2018-10-10") else datetime.fromisoformat(value)
    except ValueError:
        yield f"{name} is '{value}'"
        return
    if isinstance(sound, datetime) and not value.endswith("+09:00"):
        yield f"{name} is '{value}', not in the zone of Korea"


def _text_faults(name: str, text: str) -> Iterator[str]:
    if text != text.strip():
        yield f"{name} with white space around it"
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        yield f"{name} with characters that no text has"
