"""ODT, ODS and ODP: one XML for texts, sheets and slides (OpenDocument)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newscrawl.attachments.flow import cell, framed
from newscrawl.attachments.package import Package
from newscrawl.attachments.result import Unreadable
from newscrawl.attachments.source import File
from newscrawl.attachments.xml import Element, attribute, child, local, number

_WHITE = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = frozenset(("p", "h"))
_SILENT = frozenset(
    "tracked-changes annotation annotation-end sequence-decls variable-decls forms settings named-expressions change notes desc title "
    "script note-citation".split()
)
_REPEATED = 1_000  # times that a cell or row which says it is repeated is put down
_MOST_SPACES = 200


def blocks(file: File) -> Iterator[str]:
    """Yield headers, paragraphs and tables in reading order, footers; notes and text boxes follow their paragraph."""
    package = Package(file)
    manifest = "META-INF/manifest.xml"
    if manifest in package and any(local(entry) == "encryption-data" for entry in package.xml(manifest).iter()):
        raise Unreadable("encrypted", "The document is locked with a password.")
    body = next(package.xml("content.xml").iter("{*}body"), None)
    if body is None:
        raise Unreadable("damaged", "The document has no body.")
    margins = list(package.xml("styles.xml").iter("{*}master-page")) if "styles.xml" in package else []
    for page in margins:
        yield from _margin(page, "header")
    for part in body:
        yield from _flow(part)
    for page in margins:
        yield from _margin(page, "footer")


def _margin(page: Element, kind: str) -> Iterator[str]:
    found = child(page, kind)
    yield from () if found is None else _flow(found)


def _flow(parent: Element) -> Iterator[str]:
    for element in parent:
        kind = local(element)
        if kind in _PARAGRAPHS:
            yield from _paragraph(element)
        elif kind == "table":
            yield from _table(element)
        elif kind and kind not in _SILENT:
            yield from _flow(element)


def _paragraph(element: Element) -> Iterator[str]:
    text: list[str] = []
    after: list[str] = []
    _inline(element, text, after)
    yield "".join(text).strip(" ")
    yield from after


def _inline(element: Element, text: list[str], after: list[str]) -> None:
    """Put down the text of an element as the format folds it: white space is one space, more are written as elements."""
    _fold(element.text, text)
    for piece in element:
        kind = local(piece)
        if kind == "s":
            text.append(" " * min(number(piece, "c", 1), _MOST_SPACES))
        elif kind == "tab":
            text.append("\t")
        elif kind == "line-break":
            text.append("\n")
        elif kind == "note":
            body = child(piece, "note-body")
            after.append("" if body is None else cell(_flow(body)))
        elif kind in ("frame", "custom-shape", "text-box", "rect", "g", "ellipse", "line"):
            after.extend(_flow(piece))
        elif kind == "ruby-text":
            text.append(f"({''.join(map(str, piece.itertext()))})")
        elif kind and kind not in _SILENT:
            _inline(piece, text, after)
        _fold(piece.tail, text)


def _fold(words: str | None, text: list[str]) -> None:
    if words:
        folded = _WHITE.sub(" ", words)
        text.append(folded[1:] if folded[0] == " " and text and text[-1].endswith((" ", "\n")) else folded)


def _table(element: Element) -> Iterator[str]:
    rows: list[dict[int, list[str]]] = []
    for line in element.iter("{*}table-row"):
        if _owner(line) is not element:
            continue
        column = 0
        cells: dict[int, list[str]] = {}
        for box in line:
            times = max(1, number(box, "number-columns-repeated", 1))
            if local(box) == "table-cell" and (held := list(_flow(box))):
                for place in range(min(times, _REPEATED)):
                    cells[column + place] = held
            column += times
        rows.extend([cells] * (min(max(1, number(line, "number-rows-repeated", 1)), _REPEATED) if cells else 1))
    parent = element.getparent()
    if parent is not None and local(parent) == "spreadsheet" and any(rows) and len(parent.findall("{*}table")) > 1:
        yield attribute(element, "name")  # of a sheet among several
    yield from framed([cells for cells in rows if cells])


def _owner(line: Element) -> Element | None:
    """Return the table that a row is of, not one around that."""
    return next(line.iterancestors("{*}table"), None)
