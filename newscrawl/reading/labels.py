"""Labels and the values beside them ("작성일 2026-01-05"), whatever markup holds them: th/td, dt/dd, spans, icons, one text node.

A label is a text that the vocabulary knows. Its value is what a reader sees next: the rest of the same text, of the same element, or
the element beside it, up to the next label. Dates and counts must parse as such, so a wrong neighbour is no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newscrawl.normalize.counts import read_count
from newscrawl.normalize.dates import looks_like_date, read_date
from newscrawl.normalize.text import one_line
from newscrawl.reading.outline import Chunk, Outline
from newscrawl.reading.text import is_offscreen, line
from newscrawl.reading.vocabulary import BYLINE, field_of

_LONGEST_VALUE = 300
_LONGEST_PAIR = 60  # characters of "label value" without a colon
_MOST_TEXTS = 60  # of a value
_STOPS = frozenset("tr dl ul ol table tbody thead body form article section".split())
_CLIMB = 3
_SEPARATORS = re.compile(r"\s*[|ㅣ│｜┃∣]\s*|\s+[/·]\s+|\s{2,}|\t|,\s+(?=[^\W\d_]{2,8}\s?[:：])")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_PART = re.compile(r"^[\W_]*([^\W\d_](?:[^:：]{0,14}[^\W_])?)\s*[:：]\s*(.*)$", re.DOTALL)
_INLINE = re.compile(r"\s([^\W\d_]{2,8}|[^\W\d_] [^\W\d_]{1,3})\s*[:：]\s*")
DATES = frozenset(("published_at", "modified_at"))
_PLACES = frozenset(("attachment", "body"))  # labels that say where, not what
COUNTS = frozenset(("view_count", "votes", "comments"))
_BYLINE = re.compile(BYLINE)
_WITHOUT_COLON = DATES | COUNTS | {"author", "department", "category"}


@dataclass(slots=True, frozen=True)
class Label:
    """A label and its value ("" where none is shown): the field, the rule that read it, the texts they take, the element of the label.

    A value without a label is one too, where place and shape tell its field; it is not `labelled`.
    """

    field: str
    value: str
    rule: str
    first: int
    last: int
    owner: int
    labelled: bool = True


def find_labels(out: Outline) -> list[Label]:
    """Return the page's labels in document order, those without a value too."""
    found: list[Label] = []
    names = [_label_of(out, chunk) for chunk in out.chunks]
    for index, (chunk, name) in enumerate(zip(out.chunks, names, strict=True)):
        if name is not None:
            found.append(_beside(out, names, index, name))
        elif chunk.words.holds_labels:
            found.extend(_in_text(chunk.text, index, chunk.owner))
    return found


def _label_of(out: Outline, chunk: Chunk) -> str | None:
    name = chunk.words.field
    return None if name is None or _is_of_form(out, chunk.owner) else name


def _is_of_form(out: Outline, owner: int) -> bool:
    """Tell whether a text is the label of an input: it names what the reader may write, not what was written."""
    return out.names[owner] == "label" and out.elements[owner].get("for") is not None


def _in_text(text: str, index: int, owner: int) -> list[Label]:
    """Return the labels in one text with their values, and a date or a byline that stands among them without a label of its own."""
    if text[0] in "([" and (whole := _IN_BRACKETS.fullmatch(text)):
        text = whole[1]
    told = [Label(field, value, f"text:{label}", index, index, owner) for field, label, value in _within(text)]
    if not any(label.value for label in told):
        return told
    parts = [_INLINE.split(part, maxsplit=1)[0] for part in _SEPARATORS.split(text)]
    if all(label.field != "author" for label in told):
        names = [part for part in parts if _BYLINE.fullmatch(part)]
        if len(names) == 1:
            told.append(Label("author", names[0], "byline among labels", index, index, owner, labelled=False))
    if all(label.field != "published_at" for label in told):
        dates = [part for part in parts if looks_like_date(part) and not any(_within(part))]
        if len(dates) == 1:
            told.append(Label("published_at", dates[0], "date among labels", index, index, owner, labelled=False))
    return told


def _within(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield field, label and value of each "label : value" or "label value" between the separators of a text."""
    for part in _SEPARATORS.split(text):
        match = _PART.match(part)
        field = field_of(match[1]) if match else None
        if match and field:
            value, following = match[2], ""
            for inner in _INLINE.finditer(f" {value}"):
                if field_of(inner[1]):
                    value, following = f" {value}"[: inner.start()], f" {value}"[inner.start() :]
                    break
            yield field, match[1], fitting(field, value) or ""
            if following:
                yield from _within(following.strip())
            continue
        label, _, rest = part.strip(" -·").partition(" ")
        field = field_of(label) if rest and len(part) <= _LONGEST_PAIR else None
        if field and field in _WITHOUT_COLON and (fit := fitting(field, rest.lstrip(": "))):
            yield field, label, fit
            continue
        yield from _after_value(part)


def _after_value(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what a date opens: its own label after it ("2009/03/17 14:20 입력"), or further labels ("2007/04/09 Hit : 345")."""
    if not text[:1].isdigit():
        return
    value, _, label = text.rpartition(" ")
    field = field_of(label) if len(text) <= _LONGEST_PAIR else None
    if field in DATES and looks_like_date(value):
        yield field or "", label, value
        return
    for inner in _INLINE.finditer(text):
        if field_of(inner[1]) and looks_like_date(text[: inner.start()]):
            yield from _within(text[inner.start() :].strip())
            return


def fitting(field: str, value: str) -> str | None:
    """Return the value of a field in a text, or None where the text is none: dates and counts must parse, names must be short."""
    value = value.strip(" :|·\u00a0")
    if not value or len(value) > _LONGEST_VALUE:
        return None
    if field in DATES:
        return value if looks_like_date(value) or (len(value) <= 60 and read_date(value, None).iso) else None
    if field in COUNTS:
        return value if read_count(value) is not None else None
    if field in ("author", "department", "category", "contact") and (len(value) > 100 or field_of(value)):
        return None
    return value


def value_in(field: str, text: str) -> str | None:
    """Return a field's value in a text that may carry its label, and others beside it."""
    text = one_line(text)
    for name, _, value in _within(text):
        if name == field and value:
            return value
    return fitting(field, text)


def _beside(out: Outline, names: list[str | None], index: int, field: str) -> Label:
    """Return the label at a text with the value that stands after it."""
    chunk = out.chunks[index]
    label = chunk.text.strip(" :：")
    node = chunk.owner
    nothing = Label(field, "", f"label:{label}", index, index, node)
    following = index + 1
    if following >= len(out.chunks) or names[following] is not None:
        return nothing
    owner = out.chunks[following].owner
    for _ in range(_CLIMB):
        if out.holds(node, owner):
            break
        if out.parents[node] < 0 or out.names[node] in _STOPS or out.end_chunk[node] - out.first_chunk[node] > 1:
            return nothing  # a row of labels alone is the head of columns: what follows it is beside none of them
        node = out.parents[node]
    if not out.holds(node, owner):
        return nothing
    if out.names[chunk.owner] == out.names[owner] == "th":
        return nothing  # two heads of columns
    if field in _PLACES:
        return Label(field, out.chunks[following].text, f"label:{label}", index, following, chunk.owner)
    last = _last_of_value(out, names, node, following)
    value = fitting(field, _value(out, node, following, last))
    if value is None and field in DATES | COUNTS:
        value = fitting(field, out.chunks[following].text)
        last = following
    shape = f"{out.names[chunk.owner]}/{out.names[owner]}"
    return Label(field, value or "", f"{shape}:{label}", index, last if value else index, chunk.owner)


def _last_of_value(out: Outline, names: list[str | None], node: int, first: int) -> int:
    """Return the last text of the value that begins at `first`: the rest of its cell, or of the line, before the next label."""
    owner = out.chunks[first].owner
    if owner == node:
        end = out.end_chunk[node]
    else:
        while out.parents[owner] != node:
            owner = out.parents[owner]
        end = out.end_chunk[owner]
    last = first
    while last + 1 < end and names[last + 1] is None and last - first < _MOST_TEXTS:
        last += 1
    return last


def _value(out: Outline, node: int, first: int, last: int) -> str:
    owner = out.chunks[first].owner
    if owner != node:
        while out.parents[owner] != node:
            owner = out.parents[owner]
        if out.first_chunk[owner] == first and out.end_chunk[owner] == last + 1:
            element = out.elements[owner]
            return line(element, {child for child in element.iterdescendants() if is_offscreen(child)})
    return one_line("".join(chunk.raw for chunk in out.chunks[first : last + 1]))
