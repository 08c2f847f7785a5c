"""Places: where a value stands in pages of one layout, found from what the generic reader said of them; and the value at a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.normalize.text import one_line
from newscrawl.profiles.profile import Path, Place
from newscrawl.reading.text import line
from newscrawl.reading.vocabulary import field_of

_ATTRIBUTES = ("datetime", "title", "alt", "value", "content")
_MOST_OCCURRENCES = 4
_LONGEST = 1000  # characters of a text that is looked at for values


class Spot(NamedTuple):
    """A text by where it stands: its element's number in the shape, or the path to an element elsewhere, and which of its texts it is."""

    slot: int
    source: str
    path: Path = ()


class Held(NamedTuple):
    """A text that holds a value, and whether the label before it is that of the value's field."""

    text: str
    labelled: bool


def text_of(element: HtmlElement, source: str) -> str:
    """Return one of an element's texts, on one line; "" where it has none."""
    if source == "text":
        return one_line(element.text or "")
    if source == "tail":
        return one_line(element.tail or "")
    if source == "line":
        return line(element)
    if source == "joined":
        return one_line("".join(element.itertext()))
    return one_line(element.get(source[1:]) or "")


def texts_of(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the texts of an element that may hold a value, with their sources, the most direct first."""
    for source in ("text", "tail"):
        if text := text_of(element, source):
            yield source, text
    if len(element):
        whole = line(element)
        if whole and len(whole) <= _LONGEST:
            yield "line", whole
            joined = text_of(element, "joined")
            if joined != whole:
                yield "joined", joined
    for name in _ATTRIBUTES:
        if text := text_of(element, f"@{name}"):
            yield f"@{name}", text


def spots(name: str, value: str, slots: Iterable[tuple[int, Iterable[tuple[str, str]]]]) -> dict[Spot, Held]:
    """Return which of the texts of numbered elements (as `texts_of` gives them) hold a field's value, by where they stand."""
    found: dict[Spot, Held] = {}
    label: str | None = None
    for slot, texts in slots:
        for source, text in texts:
            if value in text and len(text) <= _LONGEST:
                found[Spot(slot, source)] = Held(text, label == name)
            elif source in ("text", "tail") and (named := field_of(text)):
                label = named
    return found


def taken(text: str, before: str, after: str) -> str | None:
    """Return what stands in a text between two others, None where these do not stand in it."""
    start = 0
    if before:
        found = text.find(before)
        if found < 0:
            return None
        start = found + len(before)
    if not after:
        return text[start:].strip() or None
    end = text.find(after, start)
    return None if end < 0 else text[start:end].strip() or None


def agree(samples: Sequence[tuple[str, Mapping[Spot, Held]]]) -> tuple[Spot, str, str] | None:
    """Return the spot at which all samples (value, texts that hold it) have their value, and what stands before and after it there.

    The text that is the value and nothing else comes first, then the one with the least beside it, then one behind the field's label.
    """
    common = set(samples[0][1]).intersection(*(texts for _, texts in samples[1:]))
    best: tuple[tuple[int, bool, int, int], Spot, str, str] | None = None
    for spot in common:
        told = [(value, texts[spot].text) for value, texts in samples]
        between = _between(told)
        if between is None:
            continue
        surplus = max(len(text) - len(value) for value, text in told)
        labelled = all(texts[spot].labelled for _, texts in samples)
        rank = (surplus, not labelled, len(spot.source), spot.slot)
        if best is None or rank < best[0]:
            best = rank, spot, *between
    return best[1:] if best else None


def _between(told: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the words between which the values stand in their texts, the same ones in all."""
    if all(value == text for value, text in told):
        return "", ""
    for chosen in product(*(list(_around(value, text)) for value, text in told)):
        befores, afters = [one for one, _ in chosen], [other for _, other in chosen]
        before = _common([one[::-1] for one in befores])[::-1]
        after = _common(afters)
        if (any(befores) and not before.strip()) or (any(afters) and not after.strip()):
            continue
        if all(taken(text, before, after) == value for value, text in told):
            return before, after
    return None


def _common(texts: Sequence[str]) -> str:
    """Return the beginning that texts share."""
    first, last = min(texts), max(texts)
    size = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:size]


def _around(value: str, text: str) -> Iterator[tuple[str, str]]:
    start = text.find(value)
    for _ in range(_MOST_OCCURRENCES):
        if start < 0:
            return
        yield text[:start], text[start + len(value) :]
        start = text.find(value, start + 1)


def value_at(place: Place, element: HtmlElement) -> str | None:
    """Return the value at a place's element, None where it is not there as it was."""
    text = text_of(element, place.source)
    if not place.before and not place.after:
        return text or None
    return taken(text, place.before, place.after)
