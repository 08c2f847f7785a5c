"""The address of a listing: at its first page, in the order that its board gives it."""

from __future__ import annotations

from dataclasses import replace

from newscrawl.normalize.parameters import is_order, is_position, is_session
from newscrawl.normalize.parts import parse


def in_own_order(url: str) -> str:
    """Return a listing's address at its first page and in the board's own order; filters and searches stay.

    A board sorted by views or title cannot be read for what is new, and a run that begins at page 3 would miss two pages. An address
    that says neither is returned as it is.
    """
    address = parse(url)
    if address is None or not any(_moves(*pair) for pair in address.query):
        return url
    return str(replace(address, query=tuple(pair for pair in address.query if not _moves(*pair))))


def _moves(name: str, value: str) -> bool:
    return is_order(name) or is_position(name, value) or is_session(name, value)
