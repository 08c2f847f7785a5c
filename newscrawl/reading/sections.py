"""Dates that stand above several rows, as headings of a day: the dates of rows that show none of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from newscrawl.normalize.dates import looks_like_date
from newscrawl.normalize.text import one_line
from newscrawl.reading.leads import Lead
from newscrawl.reading.rows import Group, RowElements, container_of, groups

_LEVELS = 3  # climbed from a row to the level where the heading stands
_FAR = 100  # neighbours looked back over
_LONGEST = 40  # characters of a heading
_COUNT = re.compile(r"\s*[\[(]?\s*[0-9]{1,4}\s?(?:건|개|items?)\s*[\])]?$")
_TOPS = frozenset(("body", "html", "main"))


def dates_above(rows: Sequence[HtmlElement]) -> list[str]:
    """Return for each row the date of the heading above it; none at all where a row has none, or all have one: that is the day's own."""
    dates = [_date_above(row) for row in rows]
    found = [date for date in dates if date is not None]
    return found if len(found) == len(rows) and len(set(found)) > 1 else []


def groups_below_dates(leads: Sequence[Lead]) -> Iterator[Group]:
    """Yield the groups of rows that stand below a date; the only row of a day is no larger than those of other days."""
    together = list(groups(leads))
    tags = {group.grammar: group.rows[0].first.tag for group in together if len(group.rows) > 1}
    for group in together:
        tag = tags.get(group.grammar)
        below = _narrowed(group, tag) if len(group.rows) == 1 and tag else group
        if _date_above(below.rows[0].first):
            yield below


def _narrowed(group: Group, tag: str) -> Group:
    """Return a group of one row with the element of a tag around its lead, where the row holds such a one."""
    row = group.rows[0]
    inner = next(row.leads[0].element.iterancestors(tag), None)
    container = container_of(inner) if inner is not None and row.first in inner.iterancestors() else None
    return group if container is None else Group(container, [RowElements([inner], row.leads)], group.grammar)


def _date_above(row: HtmlElement) -> str | None:
    """Return the date that the nearest heading above a row says, if that says a date and no more than how many rows follow."""
    node: HtmlElement | None = row
    for _ in range(_LEVELS):
        if node is None or node.tag in _TOPS:
            return None
        for count, before in enumerate(node.itersiblings(preceding=True)):
            if count == _FAR:
                return None
            text = _COUNT.sub("", _short_text(before)).strip()
            if text and looks_like_date(text):
                return text
        node = node.getparent()
    return None


def _short_text(element: HtmlElement) -> str:
    """Return an element's text if it is as short as a heading, else ""."""
    text = ""
    for part in element.itertext() if isinstance(element.tag, str) else ():
        text += part
        if len(text) > 2 * _LONGEST and len(one_line(text)) > _LONGEST:
            return ""
    return text if len(text := one_line(text)) <= _LONGEST else ""
