"""How an address belongs to a board: it is the board's listing, or what names the board stands in it, or it only lies beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum

from newscrawl.families import Family, get_family
from newscrawl.normalize.listings import in_own_order
from newscrawl.normalize.parameters import BOARD_KEYS, is_noise
from newscrawl.normalize.parts import Address, Parameters, parse
from newscrawl.sites.catalogue import Board

# What says how much a page shows, or in which column a search for nothing looks; it leaves no post out.
_SHOWS = re.compile(
    r"cnd$|condition$|field$|^sfl$|^s?key$|keytype$|unit$|size$|rows?$|^list(?:style|cel|row|cnt|count)$", re.IGNORECASE
)


class Bond(IntEnum):
    """How an address belongs to a board, the weakest first."""

    NONE = 0
    BESIDE = 1  # the same folder of the same host
    NAMED = 2  # what names the board stands in it
    LISTING = 3
    SAME = 4  # its very address, but for page and order


def is_listing_of(url: str, board: Board) -> bool:
    """Tell whether an address shows the whole of a board of the catalogue, in whatever order and at whatever page.

    Host and path are the same, so are the parameters that name the board (all of them, where its family is not known), and there is no
    other that the board's address has not: a search or a category in the address is only a part of the board.
    """
    asked, known = parse(in_own_order(url)), parse(in_own_order(board.url))
    if asked is None or known is None or (asked.site, _path(asked)) != (known.site, _path(known)):
        return False
    given, own = _telling(asked.query), _telling(known.query)
    return (_naming(known, board) or own) <= given <= own


def bond(url: str, board: Board) -> Bond:
    """Return how an address, of a listing or a post, belongs to a board of the catalogue."""
    asked, known = parse(url), parse(board.url)
    if asked is None or known is None or asked.site != known.site:
        return Bond.NONE
    if in_own_order(url) == in_own_order(board.url):
        return Bond.SAME
    if is_listing_of(url, board):
        return Bond.LISTING
    if naming := _naming(known, board):
        return Bond.NAMED if naming <= set(asked.query) else Bond.NONE
    if _path(asked) == _path(known) or asked.path.startswith(_path(known) + "/"):
        return Bond.NAMED
    return Bond.BESIDE if asked.segments[:-1] == known.segments[:-1] != [] else Bond.NONE


def closest(url: str, boards: Iterable[Board]) -> tuple[Board | None, Bond]:
    """Return the board that an address belongs to most closely, and how; None where it is none's, or that of several alike."""
    bonds = [(bond(url, board), board) for board in boards]
    most = max((strength for strength, _ in bonds), default=Bond.NONE)
    nearest = [board for strength, board in bonds if strength is most is not Bond.NONE]
    return (nearest[0], most) if len(nearest) == 1 else (None, Bond.NONE)


def _path(address: Address) -> str:
    return address.path.rstrip("/")


def _naming(known: Address, board: Board) -> set[tuple[str, str]]:
    """Return the parameters of a board's address that name it."""
    family: Family | None = get_family(board.family) if board.family else None
    if family is not None:
        return {pair for pair in known.query if pair[0] in family.addresses.board}
    return {pair for pair in known.query if pair[0].lower() in BOARD_KEYS}


def _telling(query: Parameters) -> set[tuple[str, str]]:
    return {(name, value) for name, value in query if not (is_noise(name, value) and _SHOWS.search(name))}
