"""A family's CSS selectors as further witnesses beside what the generic reader finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from newscrawl.reading.evidence import ShownRow
from newscrawl.reading.leads import Lead
from newscrawl.reading.rows import Group, RowElements, container_of
from newscrawl.reading.text import line
from newscrawl.reading.values import select

_SURENESS = 0.9


def hinted_rows(root: HtmlElement, selector: str, found: Sequence[Lead]) -> Group | None:
    """Return the rows that a selector finds and that lead somewhere."""
    lead_at = {lead.element: lead for lead in found}
    rows = []
    for element in select(root, selector):
        inside = [lead_at[node] for node in element.iter() if node in lead_at]
        if inside:
            rows.append(RowElements([element], inside))
    container = container_of(rows[0].first) if rows else None
    return Group(container, rows, f"family: {selector}") if container is not None else None


def add_hinted(rows: Sequence[ShownRow], elements: Sequence[RowElements], hints: Mapping[str, str]) -> None:
    """Add what the selectors "row.FIELD" find in each row to its evidence."""
    for name, selector in hints.items():
        if not name.startswith("row."):
            continue
        for row, element in zip(rows, elements, strict=True):
            found = select(element.first, selector)
            if found:
                row.evidence.add(name.removeprefix("row."), line(found[0]), f"family:{selector}", _SURENESS)
