"""The names above a listing's columns: a table's header line, or a strip before rows that are no table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.normalize.text import one_line
from newscrawl.reading.vocabulary import field_of

_NO_STRIP = frozenset(("select", "form", "fieldset", "datalist"))
_MOST_NAMES = 15
_FIRST_LINES = 4
_WIDEST = 50  # columns or lines that a cell may span
_LONGEST_NAME = 40
_BESIDE_TITLE = frozenset(("number", "published_at", "view_count", "author", "department"))


@dataclass(slots=True)
class Header:
    """The names of columns, by the column's index in a table, else by their order."""

    fields: dict[int, str] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    other: dict[int, str] = field(default_factory=dict)  # words that name no field, or one that another column has
    stacked: dict[int, tuple[str, ...]] = field(default_factory=dict)  # names above each other in one cell
    element: HtmlElement | None = None
    width: int = 0

    @property
    def speaks(self) -> bool:
        """Whether this is a board's header: a title column and another that boards have."""
        names = set(self.fields.values())
        return "title" in names and not names.isdisjoint(_BESIDE_TITLE)

    def column(self, name: str) -> int | None:
        """Return the index of a field's column."""
        return next((index for index, named in self.fields.items() if named == name), None)


def read_header(cells: Sequence[HtmlElement], element: HtmlElement | None = None) -> Header:
    """Return what header cells name; joined cells count for each column that they span."""
    header = Header(element=element)
    index = 0
    for cell in cells:
        word = _word(cell)
        if not word and (picture := next(cell.iter("img"), None)) is not None:
            word = picture.get("alt") or ""
        named = field_of(word)
        if named is None:
            names = [field_of(text) for text in cell.itertext() if not text.isspace()]
            named = next(iter(names), None)
            if len(names) > 1 and named and all(names):
                header.stacked[index] = tuple(name for name in names if name)
        if named and named not in header.fields.values():
            header.fields[index] = named
            header.words[index] = word
        elif word:
            header.other[index] = word
        index += _span(cell, "colspan") if cell.tag in ("td", "th") else 1
    header.width = index
    return header


def columns_of(table: HtmlElement) -> dict[HtmlElement, int]:
    """Return the column of each cell of a table in which cells reach down into later lines; of any other table, nothing."""
    if not any(cell.get("rowspan") for cell in table.iter("td", "th")):
        return {}
    columns: dict[HtmlElement, int] = {}
    held: dict[int, int] = {}  # column → lines that a cell above still reaches into
    for line in table.iter("tr"):
        index = 0
        reaching = {column: lines - 1 for column, lines in held.items() if lines > 1}
        for cell in line.iterchildren("td", "th"):
            while held.get(index):
                index += 1
            columns[cell] = index
            down, right = _span(cell, "rowspan"), _span(cell, "colspan")
            if down > 1:
                reaching.update(dict.fromkeys(range(index, index + right), down - 1))
            index += right
        held = reaching
    return columns


def _span(cell: HtmlElement, name: str) -> int:
    told = cell.get(name) or "1"
    return min(int(told), _WIDEST) if told.isdecimal() and told.isascii() else 1


def _word(cell: HtmlElement) -> str:
    """Return a cell's text, if it is short as names are."""
    texts: list[str] = []
    length = 0
    for text in cell.itertext():
        if text and not text.isspace():
            length += len(text.strip())
            if length > _LONGEST_NAME:
                return ""
            texts.append(text)
    return one_line(" ".join(texts))


def table_header(table: HtmlElement, before: HtmlElement | None = None) -> Header:
    """Return the header of a table: of its first lines (down to `before`) the one that names most columns, else one of `th` alone."""
    best, best_rank = Header(), (0, False)
    stop = before if before is None or before.tag == "tr" else next(before.iterancestors("tr"), None)
    for line in islice(table.iter("tr"), _FIRST_LINES):
        if line is stop:
            break
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        if 1 < len(cells) <= 2 * _MOST_NAMES:
            header = read_header(cells, line)
            rank = len(header.fields), all(cell.tag == "th" for cell in cells)
            if rank > best_rank:
                best, best_rank = header, rank
    return best


def header_above(container: HtmlElement, first: HtmlElement) -> Header:
    """Return the header above rows: in their table, or a strip before the first row, its container or what holds it."""
    header = table_header(container, first) if container.tag == "table" else Header()
    if header.fields:
        return header
    for start in _above(container, first):
        strip = _strip(start)
        if strip.speaks:
            return strip
    return header


def _above(container: HtmlElement, first: HtmlElement) -> Iterator[HtmlElement]:
    parent = container.getparent()
    for start in (first if first.getparent() is container else None, container, parent):
        before = start.getprevious() if start is not None else None
        if before is not None and isinstance(before.tag, str):
            yield before


def _strip(element: HtmlElement) -> Header:
    """Read an element, or one of the few levels inside it, as a strip of column names."""
    level = [element]
    for _ in range(4):
        below: list[HtmlElement] = []
        for node in level[:4]:
            children = [child for child in node if isinstance(child.tag, str)]
            if 2 < len(children) <= _MOST_NAMES and node.tag not in _NO_STRIP:
                header = read_header(children, element)
                if header.speaks:
                    return header
            below += [child for child in children[:_MOST_NAMES] if len(child)]
        level = below
    return Header()
