"""HWPX: the sections of a Hangul document as XML (OWPML, KS X 6101)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.attachments.flow import cell, framed
from newscrawl.attachments.package import Package
from newscrawl.attachments.result import Unreadable
from newscrawl.attachments.source import File
from newscrawl.attachments.xml import Element, attribute, child, local, number

_SECTION = re.compile(r"Contents/section(\d+)\.xml", re.IGNORECASE)
_SIGNS = {"lineBreak": "\n", "tab": "\t", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
_LISTS = frozenset(("header", "footer", "footNote", "endNote", "hiddenComment"))
_QUIET = frozenset(("hiddenComment", "deleteBegin", "secPr", "linesegarray"))
_NOTE_NUMBERS = ("FOOTNOTE", "ENDNOTE")  # as their mark in the text, no words of the document
_NOTES = frozenset(("footNote", "endNote"))


def blocks(file: File) -> Iterator[str]:
    """Yield the paragraphs and tables in reading order; notes follow their paragraph, headers and footers stand once where they are set."""
    package = Package(file)
    manifest = "META-INF/manifest.xml"
    if manifest in package and any(local(entry) == "encryption-data" for entry in package.xml(manifest).iter()):
        raise Unreadable("encrypted", "The document is locked with a password.")
    sections = sorted((int(found[1]), name) for name in package.names if (found := _SECTION.fullmatch(name)))
    if not sections:
        raise Unreadable("damaged", "The package has no section of a document.")
    for _, name in sections:
        yield from _list(package.xml(name))


def _list(parent: Element) -> Iterator[str]:
    """Yield what a list of paragraphs holds (a section, a cell, a note, a text box)."""
    for paragraph in parent:
        if local(paragraph) == "p":
            yield from _Paragraph().read(paragraph)


class _Paragraph:
    """One paragraph: its text, and what stands before, within and after it."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.after: list[str] = []
        self.deleted = False

    def read(self, paragraph: Element) -> Iterator[str]:
        for run in paragraph:
            if local(run) == "run":
                for piece in run:
                    yield from self._piece(piece)
        yield "".join(self.text)
        yield from self.after

    def _piece(self, piece: Element) -> Iterator[str]:
        kind = local(piece)
        if kind == "t":
            self._characters(piece)
        elif kind == "ctrl":
            for control in piece:
                self._control(control)
        elif kind == "compose":
            self.text.append(attribute(piece, "composeText"))
        elif kind == "dutmal":
            words = (child(piece, "mainText"), child(piece, "subText"))
            main, over = ("" if word is None else word.text or "" for word in words)
            self.text.append(f"{main}({over})" if over else main)
        elif kind == "equation":
            script = child(piece, "script")
            self.text.append("" if script is None else f" {script.text or ''} ")
        elif kind == "switch":
            yield from self._either(piece)
        elif kind not in _QUIET:
            yield from self._object(piece)

    def _either(self, switch: Element) -> Iterator[str]:
        """Yield what the first branch that gives anything holds: the same thing is there for newer and for older programs."""
        for branch in switch:
            before = (len(self.text), len(self.after))
            found = [block for piece in branch for block in self._piece(piece)]
            yield from found
            if found or before != (len(self.text), len(self.after)):
                return

    def _characters(self, element: Element) -> None:
        self._put(element.text)
        for sign in element:
            kind = local(sign)
            if kind in ("deleteBegin", "deleteEnd"):  # tracked changes: what was deleted is no text of the document
                self.deleted = kind == "deleteBegin"
            else:
                self._put(_SIGNS.get(kind))
            self._put(sign.tail)

    def _put(self, text: str | None) -> None:
        if text and not self.deleted:
            self.text.append(text)

    def _control(self, control: Element) -> None:
        kind = local(control)
        if kind == "autoNum" and attribute(control, "numType") not in _NOTE_NUMBERS:
            shape = child(control, "autoNumFormat")
            signs = ("", "") if shape is None else (attribute(shape, "prefixChar"), attribute(shape, "suffixChar"))
            self.text.append(f"{signs[0]}{attribute(control, 'num')}{signs[1]}")
        elif kind in _LISTS and kind not in _QUIET and (inner := child(control, "subList")) is not None:
            self.after.extend([cell(_list(inner)).strip()] if kind in _NOTES else _list(inner))

    def _object(self, thing: Element) -> Iterator[str]:
        """Yield a table, picture or shape where it stands in the line; one that only hangs on the paragraph follows its text."""
        found = list(_table(thing)) if local(thing) == "tbl" else list(_shape(thing))
        if not any(found):
            return
        place = child(thing, "pos")
        if not "".join(self.text).strip() or (place is not None and attribute(place, "treatAsChar") == "1"):
            yield "".join(self.text)
            self.text.clear()
            yield from found
        else:
            self.after.extend(found)


def _caption(thing: Element) -> list[str]:
    caption = child(thing, "caption")
    inner = None if caption is None else child(caption, "subList")
    return [] if inner is None else list(_list(inner))


def _table(thing: Element) -> Iterator[str]:
    caption = child(thing, "caption")
    below = caption is not None and attribute(caption, "side") == "BOTTOM"
    rows: list[dict[int, list[str]]] = []
    for line in thing:
        if local(line) == "tr":
            cells: dict[int, list[str]] = {}
            for place, box in enumerate(box for box in line if local(box) == "tc"):
                inner = child(box, "subList")
                column = number(child(box, "cellAddr"), "colAddr", place)
                cells.setdefault(column, []).extend([] if inner is None else _list(inner))
            rows.append(cells)
    if not below:
        yield from _caption(thing)
    yield from framed(rows)
    if below:
        yield from _caption(thing)


def _shape(thing: Element) -> Iterator[str]:
    """Yield the text boxes of a shape, those of shapes grouped in it too, the words of word art (글맵시), and its caption."""
    if local(thing) == "textart":
        yield attribute(thing, "text")
    for part in thing:
        if local(part) == "drawText":
            inner = child(part, "subList")
            yield from () if inner is None else _list(inner)
        elif local(part) in (
            "container",
            "rect",
            "ellipse",
            "arc",
            "polygon",
            "curve",
            "line",
            "connectLine",
            "textart",
        ):
            yield from _shape(part)
    yield from _caption(thing)
