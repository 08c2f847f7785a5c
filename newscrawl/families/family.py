"""A board program: its grammar of addresses, the loader of its file, and its recognition from an address and a page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import resources

import msgspec
import yaml

from newscrawl.errors import CatalogueError
from newscrawl.families.schema import Addresses, Call, Detection, OneOrMore, Opening, Paging
from newscrawl.families.template import Template, template

_LONGEST = 500_000  # characters of a page that are searched for a program's marks
_loading = threading.Lock()
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where PyYAML was built with libyaml, that is faster


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One board program.

    `hints` are CSS selectors by field that strengthen what the generic reader finds, never replace it. `calls` (rows) and `files` say
    what scripts ask for that are not on the page; what the page itself shows goes before. `openings` are tried in order where a board's
    address shows no listing. `traps` are for whoever keeps the catalogue.
    """

    name: str
    title: str
    about: str
    detect: Detection
    addresses: Addresses
    hints: Mapping[str, str] = {}
    paging: Paging | None = None
    calls: tuple[Call, ...] = ()
    files: tuple[Call, ...] = ()
    openings: tuple[Opening, ...] = ()
    traps: tuple[str, ...] = ()

    @cached_property
    def _address(self) -> list[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in self.detect.address]

    @cached_property
    def listings(self) -> list[Template]:
        """The forms of a listing's address, the usual first."""
        return [template(text) for text in _several(self.addresses.listing)]

    @cached_property
    def articles(self) -> list[Template]:
        """The forms of a post's address, the usual first."""
        return [template(text) for text in _several(self.addresses.article)]

    def fits(self, url: str) -> bool:
        """Tell whether an address is of a form that this family uses."""
        return any(pattern.search(url) for pattern in self._address)

    def evidence(self, url: str, text: str = "") -> list[str]:
        """Return what speaks for this family: the patterns that fit the address, and the texts that stand in the page."""
        found = [f"address: {pattern.pattern}" for pattern in self._address if pattern.search(url)]
        found += [f"markup: {mark}" for mark in self.detect.markup if mark in text]
        return found + [f"signature: {mark}" for mark in self.detect.signature if mark in text]

    def article_parts(self, url: str) -> dict[str, str] | None:
        """Return what a post's address is made of, by name; None where it is of no form of this family's posts."""
        return next((parts for form in self.articles if (parts := form.read(url)) is not None), None)

    def listing_parts(self, url: str) -> dict[str, str] | None:
        """Return what a listing's address is made of, by name; None where it is of no form of this family's listings."""
        return next((parts for form in self.listings if (parts := form.read(url)) is not None), None)

    def article_key(self, url: str) -> str | None:
        """Return the post's own identifier that stands in an address of a post, None where it is none of this family."""
        parts = self.article_parts(url) or {}
        return next((parts[key] for key in self.addresses.keys if parts.get(key)), None)

    def article_address(self, url: str, parts: Mapping[str, str] | None = None) -> str | None:
        """Return the one address of a post: that of `url` without what says nothing, or that of these parts on its host; or None."""
        return _address_of(self.articles, url, parts)

    def listing_address(self, url: str, parts: Mapping[str, str] | None = None) -> str | None:
        """Return a listing's address without what says nothing (page, order, search), or that of these parts on a host; or None."""
        return _address_of(self.listings, url, parts)

    def listing_of(self, url: str) -> str | None:
        """Return the listing that a post's address belongs to, as far as the address tells; else None."""
        parts = self.article_parts(url)
        return self.listing_address(url, parts) if parts is not None else None

    def faults(self) -> Iterator[str]:
        """Yield what the schema cannot see: templates and calls that are none, each with its place in the file."""
        for place, texts in (("list", self.addresses.listing), ("article", self.addresses.article)):
            for text in _several(texts):
                try:
                    names = template(text).names
                except ValueError as error:
                    yield f"addresses.{place}: {error}"
                    continue
                if place == "article" and not names & set(self.addresses.keys):
                    yield f"addresses.article: '{text}' holds none of the keys"
        asked: dict[str, Sequence[Call | Opening]] = {
            "calls": self.calls,
            "files": self.files,
            "openings": self.openings,
        }
        for place, entries in asked.items():
            for index, entry in enumerate(entries):
                yield from (f"{place}[{index}].{fault}" for fault in entry.faults())


def _several(texts: OneOrMore) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


def _address_of(forms: Sequence[Template], url: str, parts: Mapping[str, str] | None) -> str | None:
    if parts is None:
        return next((form.build(url, read) for form in forms if (read := form.read(url)) is not None), None)
    by_fit = sorted(
        forms, key=lambda form: -len(form.names & parts.keys())
    )  # of several forms, the one that uses most of the parts
    return next((built for form in by_fit if (built := form.build(url, parts)) is not None), None)


@lru_cache(maxsize=1)
def family_names() -> frozenset[str]:
    """Return the names of the package's families, without reading any; file and family have one name."""
    folder = resources.files("newscrawl.families")
    return frozenset(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))


def families() -> dict[str, Family]:
    """Return every family of the package by name. Raises CatalogueError for a file that breaks the schema.

    They are read once, by one thread: a crawl's boards ask for them side by side, and msgspec's first look at a class is not safe for
    two threads (0.22 ends the process by a segmentation fault, now and then).
    """
    with _loading:
        return _families()


@lru_cache(maxsize=1)
def _families() -> dict[str, Family]:
    folder = resources.files("newscrawl.families")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    found = (load_family(file.name, file.read_text("utf-8")) for file in files)
    return {family.name: family for family in found}


def load_family(name: str, text: str) -> Family:
    """Return the family that a file describes. Raises CatalogueError naming the file and the place of the fault."""
    try:
        family = msgspec.convert(yaml.load(text, _Loader), Family)  # noqa: S506 - a safe loader, in C or not
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CatalogueError(f"families/{name}: {error}") from error
    if f"{family.name}.yaml" != name:
        raise CatalogueError(f"families/{name} names the family '{family.name}'; file and family have one name.")
    if fault := next(family.faults(), None):
        raise CatalogueError(f"families/{name}: {fault}")
    return msgspec.structs.replace(family, paging=family.paging and family.paging.with_usual())


def get_family(name: str) -> Family:
    """Return a family by name. Raises CatalogueError for one that does not exist."""
    try:
        return families()[name]
    except KeyError:
        raise CatalogueError(f"There is no family '{name}'. There are: {', '.join(families())}.") from None


def family_of(url: str, text: str) -> Family | None:
    """Return the family that a page is of, or None. An address alone never tells.

    First those whose form of address fits and of whose marks one stands in the page; where there is none, those of whose signatures one
    does. Of several, the one with most marks.
    """
    page = text[:_LONGEST]
    known = families().values()
    fitting = ((family, family.detect.markup + family.detect.signature) for family in known if family.fits(url))
    return _most_marked(page, fitting) or _most_marked(page, ((family, family.detect.signature) for family in known))


def family_shown(named: str | None, url: str, text: str) -> Family | None:
    """Return the family that a page of a board is of, where the catalogue names one; a site may have been rebuilt since.

    That is the one named, unless nothing of it stands in the page and the page speaks for another.
    """
    if named is None:
        return family_of(url, text)
    family, page = get_family(named), text[:_LONGEST]
    if any(mark in page for mark in family.detect.markup + family.detect.signature):
        return family
    return family_of(url, text) or family


def opened_at(url: str) -> Family | None:
    """Return the one family that opens shells at addresses of this form, else None: all there is to go by where a page shows nothing."""
    found = [family for family in families().values() if family.openings and family.fits(url)]
    return found[0] if len(found) == 1 else None


def _most_marked(page: str, candidates: Iterable[tuple[Family, Sequence[str]]]) -> Family | None:
    best, most = None, 0
    for family, marks in candidates:
        count = sum(mark in page for mark in marks)
        if count > most:
            best, most = family, count
    return best
