"""How the pieces of a document become its text: paragraphs apart by a blank line, cells by a tab, rows by a line break."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from newscrawl.normalize.text import lines

_WIDEST = 64  # empty cells put in a row between two that hold something


def cell(blocks: Iterable[str]) -> str:
    """Return what one cell or note holds: its paragraphs and tables, each on lines of its own."""
    return "\n".join(block for block in blocks if block.strip())


def row(cells: Mapping[int, str]) -> str:
    """Return a row whose cells stand in these columns; where another cell reaches into the row, or there is none, it is empty."""
    parts: list[str] = []
    before = -1
    for column, text in sorted(cells.items()):
        if text.strip():
            parts.append("\t" * min(column - max(before, 0), _WIDEST))
            parts.append(text.strip())
            before = column
    return "".join(parts)


def table(rows: Iterable[Mapping[int, str]]) -> str:
    """Return a table: a line for each row that holds anything."""
    return "\n".join(line for cells in rows if (line := row(cells)))


def framed(rows: Sequence[Mapping[int, Sequence[str]]]) -> Iterator[str]:
    """Yield a table of cells that hold blocks. A table of a single cell is a frame: what it holds flows on as paragraphs."""
    if len(rows) == 1 and len(rows[0]) == 1:
        yield from next(iter(rows[0].values()))
    else:
        yield table({column: cell(blocks) for column, blocks in cells.items()} for cells in rows)


def document(blocks: Iterable[str], limit: int) -> tuple[str, bool]:
    """Return the text of blocks, and whether it was cut at so many characters."""
    kept: list[str] = []
    room = limit
    for block in blocks:
        text = lines(block)
        if not text:
            continue
        kept.append(text[:room])
        room -= len(text) + 2
        if room <= 0:
            return "\n\n".join(kept), True
    return "\n\n".join(kept), False
