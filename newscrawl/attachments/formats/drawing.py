"""DrawingML, the text of shapes and tables that slides and sheets share."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawl.attachments.flow import framed
from newscrawl.attachments.xml import Element, child, local, number

_GROUPS = frozenset(("grpSp", "twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "AlternateContent", "Choice"))


def shapes(parent: Element) -> Iterator[str]:
    """Yield the text of shapes and tables in the order of the drawing, groups opened."""
    for shape in parent:
        kind = local(shape)
        if kind in ("sp", "cxnSp"):
            body = child(shape, "txBody")
            yield from () if body is None else paragraphs(body)
        elif kind == "graphicFrame":
            for grid in shape.iter("{*}tbl"):
                yield from _table(grid)
        elif kind in _GROUPS:
            yield from shapes(shape)


def paragraphs(body: Element) -> Iterator[str]:
    """Yield the paragraphs of a text body."""
    for paragraph in body:
        if local(paragraph) == "p":
            yield "".join(_pieces(paragraph))


def _pieces(paragraph: Element) -> Iterator[str]:
    for piece in paragraph:
        kind = local(piece)
        if kind in ("r", "fld"):
            words = child(piece, "t")
            yield "" if words is None else words.text or ""
        elif kind == "br":
            yield "\n"
        elif kind in ("m", "AlternateContent", "Choice", "oMathPara"):
            yield "".join(found.text or "" for found in piece.iter("{*}t"))


def _table(grid: Element) -> Iterator[str]:
    rows: list[dict[int, list[str]]] = []
    for line in grid:
        if local(line) == "tr":
            boxes = [box for box in line if local(box) == "tc"]
            bodies = {column: child(box, "txBody") for column, box in enumerate(boxes) if not number(box, "hMerge", 0)}
            rows.append({column: [] if body is None else list(paragraphs(body)) for column, body in bodies.items()})
    yield from framed(rows)
