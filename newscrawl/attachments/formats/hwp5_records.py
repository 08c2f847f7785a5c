"""The records of an HWP 5 section: a tree of paragraphs, each with its text and the controls that its signs stand for."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newscrawl.attachments.flow import cell, framed
from newscrawl.attachments.result import Unreadable

_PARA_HEADER, _PARA_TEXT = 66, 67
_CTRL_HEADER, _LIST_HEADER, _SHAPE, _TABLE, _EQUATION, _WORD_ART = 71, 72, 76, 77, 88, 90
_LONG = 0xFFF  # a size that does not fit its 12 bits follows as a word of its own
_DEEPEST = 60  # lists in lists

# What the control characters of a paragraph's text are: most take eight places, some stand for a sign.
_SINGLE = {10: "\n", 13: "", 24: "-", 30: " ", 31: " "}
_INLINE = frozenset((4, 5, 6, 7, 8, 9, 19, 20))  # without a record of their own
_WIDE = 8
_OBJECTS = ("tbl ", "gso ")  # which may be set in the line
_NOTE_NUMBERS = (1, 2)  # of footnotes and endnotes; as their mark in the text, no words of the document


@dataclass(slots=True)
class Record:
    """A record with those below it."""

    tag: int
    data: bytes
    children: list[Record] = field(default_factory=list)


def tree(section: bytes) -> tuple[list[Record], bytes]:
    """Return the records of an unpacked section by their levels, and what is left where its last one is torn."""
    roots: list[Record] = []
    path: list[list[Record]] = [roots]
    start = 0
    while start + 4 <= len(section):
        word = int.from_bytes(section[start : start + 4], "little")
        tag, level, size = word & 0x3FF, word >> 10 & 0x3FF, word >> 20
        at = start + 4
        if size == _LONG:
            size = int.from_bytes(section[at : at + 4], "little")
            at += 4
        if at + size > len(section):
            break
        record = Record(tag, section[at : at + size])
        start = at + size
        del path[level + 1 :]
        path[-1].append(record)
        path.append(record.children)
    return roots, section[start:]


def text_of(records: Sequence[Record]) -> Iterator[str]:
    """Yield the paragraphs and tables of a section."""
    yield from _list(records, 0)


def _list(records: Sequence[Record], depth: int) -> Iterator[str]:
    """Yield what the paragraphs among these records hold."""
    if depth > _DEEPEST:
        raise Unreadable("damaged", f"The document nests more than {_DEEPEST} lists.")
    for record in records:
        if record.tag == _PARA_HEADER:
            yield from _paragraph(record, depth)


def _paragraph(record: Record, depth: int) -> Iterator[str]:
    """Yield a paragraph and what hangs on it: its n-th wide sign is its n-th control."""
    controls = iter([child for child in record.children if child.tag == _CTRL_HEADER])
    text: list[str] = []
    after: list[str] = []
    for piece, code in _pieces(b"".join(child.data for child in record.children if child.tag == _PARA_TEXT)):
        text.append(piece)
        control = next(controls, None) if code else None
        if control is None:
            continue
        kind = _kind(control)
        if (words := _inline(kind, control)) is not None:
            text.append(words)
            continue
        found = list(_hung(kind, control, depth))
        in_line = kind in _OBJECTS and (int.from_bytes(control.data[4:8], "little") & 1 or not "".join(text).strip())
        if in_line and any(found):
            yield "".join(text)
            text.clear()
            yield from found
        else:
            after.extend(found)
    yield "".join(text)
    yield from after
    for control in controls:  # that no sign stands for
        yield from _hung(_kind(control), control, depth)


def _kind(control: Record) -> str:
    """Return the name of a control: four letters, stored from the last."""
    return control.data[3::-1].decode("latin-1")


def _hung(kind: str, control: Record, depth: int) -> Iterator[str]:
    """Yield what a control holds beside the line."""
    match kind:
        case "tbl ":
            yield from _table(control, depth)
        case "gso ":
            yield from _shape(control.children, depth)
        case "fn  " | "en  ":
            yield cell(_list(control.children, depth + 1)).strip()
        case "head" | "foot":
            yield from _list(control.children, depth + 1)


def _pieces(data: bytes) -> Iterator[tuple[str, int]]:
    """Yield the runs of a paragraph's text, each with the code of the wide sign after it that has a record; 0 at the end."""
    codes = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
    run: list[str] = []
    at = start = 0
    while at < len(codes):
        code = codes[at]
        if code >= 32:
            at += 1
            continue
        run.append(data[start * 2 : at * 2].decode("utf-16-le", "replace"))
        wide = code not in _SINGLE and not (code == 0 or 25 <= code <= 29)
        at += _WIDE if wide else 1
        start = at
        if not wide:
            run.append(_SINGLE.get(code, ""))
        elif code == 9:
            run.append("\t")
        elif code not in _INLINE:
            yield "".join(run), code
            run.clear()
    run.append(data[start * 2 : len(codes) * 2].decode("utf-16-le", "replace"))
    yield "".join(run), 0


def _inline(kind: str, control: Record) -> str | None:
    """Return what a control shows within the line; None for one that shows nothing there."""
    data = control.data
    if kind == "atno" and len(data) >= 16:
        _, properties, number, _, prefix, suffix = struct.unpack("<IIHHHH", data[:16])
        return "" if properties & 0xF in _NOTE_NUMBERS else f"{_sign(prefix)}{number}{_sign(suffix)}"
    if kind == "eqed":
        script = next((child.data for child in control.children if child.tag == _EQUATION), b"")
        return f" {_counted(script, 4)[0]} " if script else ""
    if kind == "tdut":
        main, at = _counted(data, 4)
        over, _ = _counted(data, at)
        return f"{main}({over})" if over else main
    if kind == "tcps":
        return _counted(data, 4)[0]
    return None


def _sign(code: int) -> str:
    return chr(code) if code >= 32 and not 0xD800 <= code < 0xE000 else ""


def _counted(data: bytes, at: int) -> tuple[str, int]:
    """Return a string that its length in characters stands before, and where it ends."""
    end = at + 2 + 2 * int.from_bytes(data[at : at + 2], "little")
    return data[at + 2 : end].decode("utf-16-le", "replace"), end


def _lists(records: Sequence[Record]) -> Iterator[tuple[Record | None, list[Record]]]:
    """Yield each list with the records after its header, up to the next list; first those before any."""
    head: Record | None = None
    members: list[Record] = []
    for record in records:
        if record.tag == _LIST_HEADER:
            yield head, members
            head, members = record, []
        else:
            members.append(record)
    yield head, members


def _table(control: Record, depth: int) -> Iterator[str]:
    """Yield a table's caption and its rows; the caption stands before the record of the table, the cells after it."""
    at = next((at for at, record in enumerate(control.children) if record.tag == _TABLE), len(control.children))
    caption = list(_list(control.children[:at], depth + 1))
    side = next(
        (
            int.from_bytes(record.data[8:12], "little") & 3
            for record in control.children[:at]
            if record.tag == _LIST_HEADER
        ),
        0,
    )
    below = side == 3
    rows: dict[int, dict[int, list[str]]] = {}
    for place, (head, members) in enumerate(_lists(control.children[at + 1 :])):
        if head is not None:
            data = head.data
            column, line = struct.unpack("<HH", data[8:12]) if len(data) >= 12 else (place, 0)
            rows.setdefault(line, {}).setdefault(column, []).extend(_list(members, depth + 1))
    if not below:
        yield from caption
    yield from framed([rows[line] for line in sorted(rows)])
    if below:
        yield from caption


def _shape(records: Sequence[Record], depth: int) -> Iterator[str]:
    """Yield the text boxes of a shape, those of shapes grouped in it too, the words of word art (글맵시), and its caption."""
    if depth > _DEEPEST:
        raise Unreadable("damaged", f"The document nests more than {_DEEPEST} lists.")
    for record in records:
        if record.tag == _SHAPE:
            yield from _shape(record.children, depth + 1)
        elif record.tag == _WORD_ART:
            yield _counted(record.data, 32)[0]  # after its four corners
    yield from _list(records, depth + 1)
