"""The readers that are measured side by side: newscrawl, and extractors from PyPI, each of which may be absent.

A reader takes a sample and returns the fields that it has of an article. What it needs to get there is inside the timed call; what only
brings the answer into a form that can be scored (`finish`) is outside of it. Peers are imported where they are made, for each is optional.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import lxml.html
import msgspec

from newscrawl.parsing import page_record
from newscrawl.profiles import Profile
from newscrawl.reading.text import paragraphs
from tests.quality.samples import Sample

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader by name: `read` is timed, `finish` makes a record of what it returned; `fields` are those it ever reads."""

    name: str
    read: Callable[[Sample], Any]
    finish: Callable[[Any], Record]
    fields: frozenset[str]


TREE = "(lxml tree alone)"
EVERYTHING = frozenset(
    ("body", "title", "published_at", "view_count", "author", "department", "category", "attachments", "rows")
)


LEARNED = "newscrawl, learned profile"
TREE = "(lxml tree alone)"


def readers(profiles: Mapping[str, Profile]) -> tuple[list[Reader], list[str]]:
    """Return the readers that are installed, newscrawl first, and the names of the peers that are not.

    `profiles` are what was learned of the sites; where none was, the reader with a profile is the generic one.
    """
    found = [_newscrawl("newscrawl", generic=False), _newscrawl("newscrawl --generic", generic=True), _tree_alone()]
    if profiles:
        found.insert(1, _newscrawl(LEARNED, generic=False, profiles=profiles))
    missing = []
    for name, make in (
        ("trafilatura", _trafilatura),
        ("readability-lxml", _readability),
        ("resiliparse", _resiliparse),
    ):
        try:
            found.append(make(name))
        except ImportError:
            missing.append(name)
    return found, missing


def _newscrawl(name: str, *, generic: bool, profiles: Mapping[str, Profile] | None = None) -> Reader:
    def read(sample: Sample) -> Any:
        page = replace(sample.page)  # a new page: the text and tree of the last one are kept in it
        profile = profiles.get(sample.site) if profiles else None
        return page_record(page, id_=sample.id, generic=generic, profile=profile, alone=True)[0]

    return Reader(name, read, msgspec.to_builtins, EVERYTHING)


def _tree_alone() -> Reader:
    """Bytes to tree and no further: what no reader on lxml can be faster than, and how fast the machine is in this run."""

    def read(sample: Sample) -> Any:
        return replace(sample.page).root

    return Reader(TREE, read, lambda _: {"article": None, "listing": None}, frozenset())


def _article(title: str | None, body: str | None, published_at: str | None = None, author: str | None = None) -> Record:
    article = {"title": title, "body": body, "published_at": published_at, "author": author}
    return {"article": article, "listing": None}


def _trafilatura(name: str) -> Reader:
    import trafilatura  # noqa: PLC0415

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)

    def read(sample: Sample) -> Any:
        return trafilatura.bare_extraction(
            sample.page.text, url=sample.page.url, with_metadata=True, include_comments=False
        )

    def finish(found: Any) -> Record:
        if found is None:
            return {"article": None, "listing": None}
        return _article(found.title, found.text, found.date, found.author)

    return Reader(f"{name} {version(name)}", read, finish, frozenset(("body", "title", "published_at", "author")))


def _readability(name: str) -> Reader:
    import readability  # noqa: PLC0415

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def read(sample: Sample) -> Any:
        document = readability.Document(sample.page.text)
        return document.short_title(), document.summary(html_partial=True)

    def finish(found: Any) -> Record:
        title, markup = found
        return _article(title, paragraphs(lxml.html.fromstring(markup)) if markup.strip() else "")

    return Reader(f"{name} {version(name)}", read, finish, frozenset(("body", "title")))


def _resiliparse(name: str) -> Reader:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415

    def read(sample: Sample) -> Any:
        tree = HTMLTree.parse(sample.page.text)
        body = extract_plain_text(
            tree, main_content=True, preserve_formatting=True, list_bullets=False, alt_texts=False
        )
        return tree.title, body

    return Reader(f"{name} {version(name)}", read, lambda found: _article(*found), frozenset(("body", "title")))
