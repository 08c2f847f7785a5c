"""Learns from the row links of one listing how its articles are addressed: what varies between rows is the post, what repeats the board."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from newscrawl.normalize.identity import VERB, ArticleGrammar, day_segments
from newscrawl.normalize.parameters import BOARD_KEYS, WEAK_RANK, key_rank
from newscrawl.normalize.parts import Address, decoded, parse, stem, unwrapped

_Place = str | int  # where an identifier stands: a parameter's name, or a path segment counted from the end
_Thing = TypeVar("_Thing", bound=Hashable)
_ID_NAME = re.compile(r"(?:seq|idx|srl|uid|sn|sid|no|id|key)$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,18}")
_MOST = 0.8  # a listing's rows are of one board where so many are; the others are guests
_SAME_PATH = 0.6


def learn_grammar(urls: Sequence[str], listing_url: str = "") -> ArticleGrammar | None:
    """Learn from the absolute row links of one listing how its articles are addressed; None where they tell nothing.

    The identifier is what differs from row to row: of several that do, the one whose name is known, then the one that is named or
    looks like an identifier, and a running number last, for it moves with every new post. What all rows share names board and mode,
    unless it is noise; all else that differs is noise. Rows that lead to another site or board teach nothing.
    """
    rows = _own_rows(urls, parse(listing_url))
    place = _place(rows)
    if place is None:
        return None
    rows = _of_one_path(rows, place)
    values = {name: found for name, found in _values(rows).items() if name != place}
    keep = frozenset(name for name, found in values.items() if len(set(found)) == 1 and 2 * len(found) >= len(rows))
    mixed = frozenset(name for name, found in values.items() if len(set(found)) > 1 and name.lower() in BOARD_KEYS)
    sample = next((row for row in rows if keep <= {name for name, _ in row.query}), rows[0])
    return ArticleGrammar(
        key=place if isinstance(place, str) else None,
        keep=keep,
        segment=place if isinstance(place, int) else None,
        sample=sample,
        steady=not _day(sample, place) and len({_around(row, place) for row in rows}) == 1,
        boards=frozenset(_boards(rows, sample, place, keep)),
        mixed=mixed,
    )


def _own_rows(urls: Iterable[str], listing: Address | None) -> list[Address]:
    """Return the distinct addresses of the rows on the site and the board, and of the depth, that most are."""
    parsed = [address for address in map(parse, urls) if address is not None]
    site = _usual(address.site for address in parsed)
    rows = list(dict.fromkeys(unwrapped(address).quiet for address in parsed if address.site == site))
    rows = [row for row in rows if listing is None or row != listing.quiet]
    depth = _usual(len(row.segments) for row in rows)
    rows = [row for row in rows if len(row.segments) == depth]
    for name, found in _values(rows).items():
        if name.lower() not in BOARD_KEYS:
            continue
        own = listing.get(name) if listing and listing.get(name) in found else _usual(found, _MOST)
        if own is not None:
            rows = [row for row in rows if row.get(name) in (own, None)]
    return rows


def _of_one_path(rows: list[Address], place: _Place) -> list[Address]:
    """Return the rows whose path is the usual one but for the identifier; all where none is usual."""
    usual = _usual((_around(row, place) for row in rows), _SAME_PATH)
    return rows if usual is None else [row for row in rows if _around(row, place) == usual]


def _place(rows: Sequence[Address]) -> _Place | None:
    """Return where the rows differ as posts do, None where they do not."""
    if len(rows) < 2:
        return None
    places: dict[_Place, list[str]] = {
        name: found for name, found in _values(rows).items() if 2 * len(found) >= len(rows)
    }
    places |= {at: [row.segments[at] for row in rows] for at in range(-len(rows[0].segments), 0)}
    kinds = {place: len(set(found)) for place, found in places.items()}
    most = max(kinds.values())
    full = [place for place in places if 10 * kinds[place] >= 9 * most]
    return min(full, key=lambda place: _doubt(place, places[place])) if most > 1 else None


def _doubt(place: _Place, values: Sequence[str]) -> tuple[int, int]:
    """Rank what differs from row to row: the less doubt, the likelier the post's own identifier."""
    stems = [stem(value) for value in values]
    numeric = all(map(_NUMBER.fullmatch, stems))
    numbers = sorted({int(text) for text in stems if numeric})
    running = bool(numbers) and numbers[-1] - numbers[0] == len(numbers) - 1
    if isinstance(place, int):
        return (3 if numeric else 9), -place
    rank = key_rank(place)
    if rank is not None and rank < WEAK_RANK:
        return 0, rank
    named = _ID_NAME.search(place) is not None
    doubt = 2 if rank is not None else 1 if named and numeric else 5 if named or numeric else 8
    return doubt + 4 * running, rank or 0


def _boards(rows: Sequence[Address], sample: Address, place: _Place, keep: frozenset[str]) -> set[str]:
    """Return the values that name the board: of its parameters, and of the path where the identifier or no parameter stands for it."""
    boards = {decoded(value) for name, value in sample.query if name in keep and name.lower() in BOARD_KEYS}
    if isinstance(place, str) and boards:
        return boards
    before = sample.segments[: place if isinstance(place, int) else None]
    before = before[: len(before) - _day(sample, place)]
    fixed = [stem(part) for at, part in enumerate(before) if all(row.segments[at] == part for row in rows)]
    return boards | set([word for word in fixed if word and not VERB.fullmatch(word)][-1:])


def _day(sample: Address, place: _Place) -> int:
    """Return how many segments before the identifier are a day."""
    return len(day_segments(sample.segments[:place])) if isinstance(place, int) else 0


def _around(row: Address, place: _Place) -> tuple[str, ...]:
    """Return the path without the identifier."""
    parts = row.segments
    if isinstance(place, int):
        del parts[place]
    return tuple(parts)


def _values(rows: Iterable[Address]) -> dict[str, list[str]]:
    """Return the values of each parameter, repetitions within an address aside."""
    values: dict[str, list[str]] = {}
    for row in rows:
        for name, value in dict(row.query).items():
            values.setdefault(name, []).append(value)
    return values


def _usual(things: Iterable[_Thing], share: float = 0.0) -> _Thing | None:
    """Return the commonest thing where at least that share of all are it."""
    counted = Counter(things)
    thing, times = max(counted.items(), key=lambda pair: pair[1], default=(None, 0))
    return thing if times >= share * counted.total() else None
