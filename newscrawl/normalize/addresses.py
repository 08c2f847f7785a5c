"""Addresses: one post under many of them is one article, two posts are never one, and a board or site gets a name from its own.

`canonical` takes from an address what cannot name a post; `learn_grammar` sees from the row links of a listing which parameter or path
segment is the post's own identifier; `identify` reads that identifier from any address, with a grammar or without.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from newscrawl.normalize.grammar import learn_grammar
from newscrawl.normalize.identity import ArticleGrammar, Identity, hashed, identify
from newscrawl.normalize.parameters import BOARD_KEYS, KNOWN_KEYS, changes_by_visit, is_noise
from newscrawl.normalize.parts import decoded, parse, stem, unwrapped

__all__ = [
    "KNOWN_KEYS",
    "ArticleGrammar",
    "Identity",
    "board_slug",
    "canonical",
    "file_address",
    "identify",
    "learn_grammar",
    "site_slug",
]

_UNFIT = re.compile(r"[^0-9A-Za-z가-힣._-]+")
_MODES = frozenset("mode amode act action cmd step method type m_mode bmode bt mod paging".split())
_SECTIONS = (
    "sc_section",
    "sc_sub_section",
    "sc_serial",
    "searchgosi",
    "searchnot",
)  # searches that are boards of their own
_SLUG_LENGTH = 80


def canonical(url: str) -> str:
    """Return the address of a post without what cannot name it.

    Lower-case scheme and host, no default port, user, fragment, session, tracking, listing state or empty parameter; percent-encoding
    and dot segments normalised; the order of parameters kept. Idempotent. What is no http(s) address is returned stripped. For posts
    only: a listing's address is made of the very state that this takes away.
    """
    address = parse(url)
    return url.strip() if address is None else str(address.quiet)


def file_address(url: str, form: Mapping[str, str] | None = None) -> str:
    """Return what an article's file is known by from visit to visit: its address without tokens, with the form that asks for it.

    Unlike a post's, it keeps whatever else stands in it: a file that was put in another's place has another address, but for programs
    that count an article's files, where only the name or the size tells. For comparing, not for asking.
    """
    address = parse(url)
    if address is None:
        return url.strip()
    asked = [*address.query, *(form or {}).items()]
    steady = tuple((name, value) for name, value in asked if not changes_by_visit(name))
    return str(replace(address, query=steady))


def board_slug(listing_url: str) -> str:
    """Return a name for a board in no catalogue: its path and the values that name it ("xe-index-board_HB_NEWS").

    The state of the listing (page, order, search, session) does not count, nor does the order of parameters. A short hash is added
    where characters had to go or the name had to be cut, so that two boards do not share a name.
    """
    outer = parse(listing_url)
    if outer is None:
        return f"board-{hashed(listing_url.strip())[:8]}"
    address = unwrapped(outer)
    pairs = [(name, value) for name, value in address.query if not _is_state(name, value)]
    pairs.sort(key=lambda pair: (pair[0].lower() not in BOARD_KEYS, pair))
    words = [stem(segment) for segment in address.segments] + [decoded(value or name) for name, value in pairs]
    whole = "-".join(filter(None, words))
    slug = _UNFIT.sub("-", whole).strip("-.")
    if slug == whole and 0 < len(slug) <= _SLUG_LENGTH:
        return slug
    mark = hashed(str(replace(address, query=tuple(pairs))))[:8]
    return f"{slug[: _SLUG_LENGTH - 9].rstrip('-.')}-{mark}" if slug else f"board-{mark}"


def _is_state(name: str, value: str) -> bool:
    """Tell whether a parameter of a listing's address says nothing of the board: noise, the mode, but not a section of its own."""
    plain = name.lower()
    return plain in _MODES or (is_noise(name, value) and not plain.startswith(_SECTIONS))


def site_slug(url: str) -> str:
    """Return a name for a site in no catalogue: its host, with "-PORT" where the port is not the scheme's own."""
    address = parse(url)
    return _UNFIT.sub("-", address.host).strip("-") if address else f"site-{hashed(url.strip())[:8]}"
