"""The body of a post as its writer meant it: blocks, read from a small notation, and their plain text by the data contract.

Blocks are apart by a blank line; line feeds inside a paragraph are soft breaks; `| a | b |` is a row of a table, `> ` opens the lines
of a frame (a table of one cell, as the Hangul word processor makes for boxed text), `! name | caption` is a picture.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with soft breaks between its lines."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Blocks in a box, so that a table in it is a nested one."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption, "" for none."""

    name: str
    caption: str = ""


Block = Paragraph | Table | Frame | Picture


def parse(source: str) -> tuple[Block, ...]:
    """Return the blocks that the notation describes."""
    chunks = [chunk.strip("\n").split("\n") for chunk in source.strip().split("\n\n")]
    return tuple(_block([line.rstrip() for line in chunk if line.strip()]) for chunk in chunks if any(chunk))


def _block(lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith("|"):
        return Table(tuple(tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in lines))
    if first.startswith(">"):
        return Frame(parse("\n".join(line.removeprefix(">").strip() for line in lines)))
    if first.startswith("!"):
        name, _, caption = first[1:].partition("|")
        return Picture(name.strip(), caption.strip())
    return Paragraph(tuple(line.strip() for line in lines))


def plain(blocks: tuple[Block, ...]) -> str:
    """Return the text as the data contract has a body; a frame adds nothing to what is in it."""
    return "\n\n".join(filter(None, map(_text, blocks)))


def _text(block: Block) -> str:
    match block:
        case Paragraph(lines):
            return "\n".join(lines)
        case Table(rows):
            return "\n".join("\t".join(row) for row in rows)
        case Frame(blocks):
            return plain(blocks)
        case Picture(_, caption):
            return caption
