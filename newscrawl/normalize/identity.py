"""Who a post is: the board's own identifier of it, read from any address by the grammar of its board, or from the address alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from newscrawl.normalize.parameters import BOARD_KEYS, SITE_WIDE_KEYS, key_rank
from newscrawl.normalize.parts import Address, decoded, extension, parse, stem, unwrapped

VERB = re.compile(r"[a-z_]*(?:view|read|detail|show|article|print|amp)[a-z_]*", re.IGNORECASE)
"""A path segment that says what is done with a post, and so names neither post nor board."""

_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_YEAR_MONTH_DAY = re.compile(r"(?:19|20)\d{2}/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])")
_NUMBER = re.compile(r"[0-9]+")
_LONG_NUMBER = re.compile(r"[0-9]{7,}")  # no single board has counted that far, so no two boards of a site share one
_PLAIN_KEY = re.compile(r"[0-9A-Za-z가-힣][0-9A-Za-z가-힣._~-]{0,63}")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a post is: the board's own identifier of it (or a hash of the address), and its canonical address."""

    key: str
    url: str


class Found(NamedTuple):
    """An identifier as an address has it: the parameter's name ("" for a path segment), its value, and the day that it counts from."""

    name: str
    value: str
    day: str = ""

    def key(self, boards: Sequence[str] = ()) -> str:
        """Return the identifier fit for an article's id: itself where it is plain, else a hash of it."""
        key = "-".join(filter(None, [*boards, self.day, decoded(self.value)]))
        return key if _PLAIN_KEY.fullmatch(key) else hashed(key)


@dataclass(frozen=True, slots=True)
class ArticleGrammar:
    """How the articles of one board are addressed: as its family's program does, or as the row links of its listing show it.

    Either `key` names the parameter that is the post's own identifier, or `segment` counts (from the end, so below zero) the path
    segment that is. `keep` are the parameters that all rows share: they name board and mode. `sample` is the address of one row, None
    where the grammar was not learned; `steady` tells that the rows have the sample's path. `boards` are the values that name the board,
    of parameters or else of the path: an address that shows none of them may be another board's, unless its identifier is one for the
    whole site. `mixed` are names of board parameters that differ from row to row, so that they belong to the identity.
    """

    key: str | None
    keep: frozenset[str] = frozenset()
    segment: int | None = None
    sample: Address | None = None
    steady: bool = False
    boards: frozenset[str] = frozenset()
    mixed: frozenset[str] = frozenset()

    def read(self, url: str) -> Identity | None:
        """Return who the post at an address is; None where the address is another site's, or may well be another board's."""
        outer = parse(url)
        if outer is None or (self.sample is not None and outer.site != self.sample.site):
            return None
        address = unwrapped(outer)
        found = self._own(address) or by_name_or_number(address)
        if found is None:
            return None
        strange = self._strange_boards(address)
        by_program = not SITE_WIDE_KEYS.isdisjoint((found.name.lower(), (self.key or "").lower()))
        at_home = by_program or not self.boards or not self.boards.isdisjoint(address.tokens())
        site_wide = by_program or _LONG_NUMBER.fullmatch(found.value) is not None
        if not (at_home or strange or site_wide):
            return None
        key = found.key([] if site_wide else strange)
        if outer is not address:
            return Identity(key, str(outer.quiet))
        own = at_home and not strange and not found.day
        return Identity(key, str(self._canonical(address, found.value) if own else self._only(address)))

    def _own(self, address: Address) -> Found | None:
        """Return the identifier where the address has it at this grammar's own place."""
        if self.key is not None:
            value = address.get(self.key)
            return Found(self.key, value) if value else None
        if self.segment is None or self.sample is None:
            return None
        here, there = address.segments, self.sample.segments
        if len(here) != len(there) or (self.steady and here[: self.segment] != there[: self.segment]):
            return None
        if stem(there[self.segment]).isdigit() and not stem(here[self.segment]).isdigit():
            return None
        value = here[self.segment].removesuffix(extension(here[self.segment]))
        return Found("", value, _day_before(here[: self.segment], value))

    def _strange_boards(self, address: Address) -> list[str]:
        """Return the values that put the post on another board than the listing's own."""
        return [
            decoded(value)
            for name, value in address.query
            if name.lower() in BOARD_KEYS
            and name != self.key
            and (name in self.mixed or (self.sample and name in self.keep and self.sample.get(name) != value))
        ]

    def _only(self, address: Address) -> Address:
        names = {*self.keep, *self.mixed, self.key}
        return replace(address, query=tuple(pair for pair in address.query if pair[0] in names))

    def _canonical(self, address: Address, value: str) -> Address:
        """Return the one address of a post: the sample's with this identifier in its place; else the post's own, noise left out."""
        if self.sample is None:
            return self._only(address) if self.key and address.get(self.key) else address.quiet
        if not self.steady:
            return self._only(address)
        sample = self._only(self.sample)
        if self.segment is None:
            query = tuple((name, value if name == self.key else old) for name, old in sample.query)
            return replace(sample, query=query)
        segments = sample.segments
        segments[self.segment] = value + extension(segments[self.segment])
        return replace(sample, path=f"/{'/'.join(segments)}{'/' * sample.path.endswith('/')}")


def identify(url: str, grammar: ArticleGrammar | None = None) -> Identity:
    """Return who the post at an address is.

    By the grammar of its board; without one by a known parameter, then by the number that ends its path. What none of them reads, and
    what a grammar takes for another board's, is named by a hash of its canonical address.
    """
    if grammar is not None and (identity := grammar.read(url)) is not None:
        return identity
    address = parse(url)
    if address is None:
        return Identity(hashed(url.strip()), url.strip())
    clean = str(address.quiet)
    found = by_name_or_number(unwrapped(address)) if grammar is None else None
    return Identity(found.key() if found else hashed(clean), clean)


def by_name_or_number(address: Address) -> Found | None:
    """Return the identifier that an address has by the name of a parameter, else by the number that ends its path."""
    ranked = [
        (rank, Found(*pair)) for pair in address.quiet.query if pair[1] and (rank := key_rank(pair[0])) is not None
    ]
    return min(ranked)[1] if ranked else _numbered(address)


def _numbered(address: Address) -> Found | None:
    """Return the number that ends the path ("/press/131", "/bbs/cse/775/5737/artclView.do"), or None.

    A word for "view" may stand behind it. A short number behind a long one is a page of that post ("/58406128/1"), but behind a day it
    is the post of that day; a path that ends in year, month and day names none.
    """
    segments = [stem(segment) for segment in address.segments]
    if len(segments) > 1 and VERB.fullmatch(segments[-1]):
        segments.pop()
    *before, last = segments
    if not _NUMBER.fullmatch(last) or len(day_segments(segments)) > 1:
        return None
    day = _day_before(before, last)
    if not day and before and len(last) <= 2 and _LONG_NUMBER.fullmatch(before[-1]):
        return Found("", before[-1])
    return Found("", last, day)


def day_segments(segments: Sequence[str]) -> Sequence[str]:
    """Return the segments at the end of a path that are a day: "20231105", or "2023", "11", "05"."""
    if segments and _DAY.fullmatch(segments[-1]):
        return segments[-1:]
    return segments[-3:] if _YEAR_MONTH_DAY.fullmatch("/".join(segments[-3:])) else ()


def _day_before(segments: Sequence[str], number: str) -> str:
    """Return the day in the path before a number so short that it may be counted by the day, "" where there is none."""
    return "".join(day_segments(segments)) if len(number) <= 4 else ""


def hashed(text: str) -> str:
    """Return a name for a text that has none fit for an id: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
