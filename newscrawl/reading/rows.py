"""Groups of elements that repeat and lead to sibling addresses: the candidates for a board's rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from lxml.html import HtmlElement

from newscrawl.reading.headers import Header
from newscrawl.reading.leads import Lead
from newscrawl.reading.text import is_hidden, tag

_DEEP = 400  # levels climbed at most from a link to its row
_FEW = 3
_LONGEST_ROW = 3000  # characters
_MANY = 200  # children
_MOST_FOLLOWERS = 6
DATE_SEEN = re.compile(
    r"[0-9](?:\s?[-./년年]\s?[0-9]{1,2}(?![0-9%])|(?:st|nd|rd|th)?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s20|,\s20[0-9]{2}(?![0-9])|:[0-9]{2}|\s?(?:초|분|시간|일|주|개월|달|년)\s?전|[0-9]{7}(?![0-9]))|(?<!\S)(?:어제|오늘|방금)(?!\S)"
)
_TABLE_PARTS = frozenset(("tbody", "thead", "tfoot"))
_ZONE = re.compile(
    r"(?:^|[\s_-])(?:gnb|lnb|snb|tnb|nav|menu|header|footer|sitemap|breadcrumb|location|family|quick|aside|sidebar|banner|related|latest|"
    r"recent|popular|best|rank|prevnext|prev_next|tags?|paging|pagination|paginate)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ZONE_TAGS = frozenset(("nav", "header", "footer", "aside"))


@dataclass(slots=True, eq=False)
class RowElements:
    """A row's elements (one, or several neighbours) and what leads from it to its article."""

    elements: list[HtmlElement]
    leads: list[Lead] = field(default_factory=list)

    @property
    def first(self) -> HtmlElement:
        """The element that holds the link."""
        return self.elements[0]


@dataclass(slots=True, eq=False)
class Group:
    """Rows that stand side by side in one container and lead to addresses of one grammar."""

    container: HtmlElement
    rows: list[RowElements]
    grammar: str

    @property
    def targets(self) -> set[str]:
        """What the rows lead to."""
        return {row.leads[0].target for row in self.rows if row.leads}

    @property
    def order(self) -> int:
        """The place of the first row's lead among the page's."""
        return next((row.leads[0].order for row in self.rows if row.leads), 0)


def groups(leads: Iterable[Lead]) -> Iterator[Group]:
    """Yield every group of two rows or more.

    A row is the largest element that leads to one target only; rows of one table count as neighbours whatever part of it they are in.
    """
    for grammar, members in by_grammar(leads).items():
        if len(members) > 1:
            yield from _groups_of(grammar, members)


def by_grammar(leads: Iterable[Lead]) -> dict[str, list[Lead]]:
    """Return the leads of each grammar, in document order."""
    members: dict[str, list[Lead]] = defaultdict(list)
    for lead in leads:
        members[lead.grammar].append(lead)
    return members


def _groups_of(grammar: str, members: list[Lead]) -> Iterator[Group]:
    owner: dict[HtmlElement, str | None] = {}
    for lead in members:
        _claim(lead, owner)
    rows: dict[HtmlElement, RowElements] = {}
    for lead in members:
        element = _largest(lead, owner)
        row = rows.get(element)
        if row is None:
            rows[element] = RowElements([element], [lead])
        else:
            row.leads.append(lead)
    by_container: dict[HtmlElement, list[RowElements]] = defaultdict(list)
    for element, row in rows.items():
        container = container_of(element)
        if container is not None:
            by_container[container].append(row)
    for container, neighbours in by_container.items():
        yield Group(container, _joined_lines(neighbours), grammar)


def _joined_lines(rows: list[RowElements]) -> list[RowElements]:
    """Return as one row the lines that lead to one post, where each post takes as many of them, and its lines are built differently."""
    posts = [list(lines) for _, lines in groupby(rows, key=lambda row: row.leads[0].target)]
    lines = len(posts[0])
    if not 1 < lines <= _MOST_FOLLOWERS or len(posts) < 2 or any(len(post) != lines for post in posts):
        return rows
    shapes = {tuple((row.first.tag, len(row.first)) for row in post) for post in posts}
    if len(shapes) > 1 or len(set(next(iter(shapes)))) == 1:
        return rows
    return [RowElements([row.first for row in post], [lead for row in post for lead in row.leads]) for post in posts]


def _claim(lead: Lead, owner: dict[HtmlElement, str | None]) -> None:
    """Walk up from a lead and note for each element whether one target owns it, or several (None)."""
    element: HtmlElement | None = lead.element
    target = lead.target
    for _ in range(_DEEP):
        if element is None:
            return
        held = owner.get(element, "")
        if held == "":
            owner[element] = target
        elif held is None or held == target:
            return
        else:
            owner[element] = None
        element = element.getparent()


def _largest(lead: Lead, owner: dict[HtmlElement, str | None]) -> HtmlElement:
    """Return the largest element around a lead that one target owns; a part of a table gives way to the line that holds the lead."""
    element = lead.element
    line = element if element.tag == "tr" else None
    for _ in range(_DEEP):
        parent = element.getparent()
        if parent is None or owner.get(parent) is None:
            break
        element = parent
        if element.tag == "tr":
            line = element
    return line if line is not None and element.tag in _TABLE_PARTS else element


def container_of(element: HtmlElement) -> HtmlElement | None:
    """Return the element whose children the rows are; for lines and cells of a table, the table."""
    parent: HtmlElement | None = element.getparent()
    if element.tag in ("tr", "td", "th"):
        return next(element.iterancestors("table"), parent)
    return parent


def alike(rows: Sequence[RowElements]) -> bool:
    """Tell whether rows are built alike: nearly all of one tag; two or three also of one class or of as many children."""
    shapes = [_shape(row.first) for row in rows]
    if len(rows) <= _FEW:
        return len(set(shapes)) == 1 or len({(row.first.tag, len(row.first)) for row in rows}) == 1
    tags = Counter(tag for tag, _ in shapes)
    return tags.most_common(1)[0][1] * 5 >= len(rows) * 4


def is_long(element: HtmlElement) -> bool:
    """Tell whether an element holds more text than a row does: it is a part of the page then."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > _LONGEST_ROW:
            return True
    return False


def in_furniture(container: HtmlElement) -> bool:
    """Tell whether an element or one around it is named as menu, header, footer, sidebar, or is hidden."""
    for element in (container, *container.iterancestors()):
        name = tag(element)
        if name in ("body", "html"):
            return False
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if name in _ZONE_TAGS or is_hidden(element) or (len(named) > 1 and _ZONE.search(named)):
            return not _holds_most(element)
    return False


def _holds_most(element: HtmlElement) -> bool:
    """Tell whether an element holds most of the page's links: then its name says nothing, or a tag before it was never closed."""
    root = element.getroottree().getroot()
    return len(list(element.iter("a"))) * 2 > len(list(root.iter("a")))


def complete(
    group: Group, header: Header, others: Sequence[Group], lead_at: Mapping[HtmlElement, Lead]
) -> list[RowElements]:
    """Return the rows of a group with those that its grammar of addresses does not reach.

    Lines of its table that lead elsewhere or nowhere, neighbours of the same shape, the elements that follow each row, and rows in
    another layout near by. `lead_at` finds what leads somewhere by its element.
    """
    if group.container.tag == "table" and group.rows[0].first.tag == "tr":
        rows = table_rows(group.container, header, {row.first: row for row in group.rows}, lead_at)
    else:
        rows = _with_neighbours(group, lead_at)
    _take_followers(rows)
    targets = group.targets
    for other in others:
        if other is group or other.grammar != group.grammar or len(other.targets - targets) * 2 < len(other.targets):
            continue
        if _beside(other, group) and not in_furniture(other.container):
            rows = [*other.rows, *rows] if other.order < group.order else [*rows, *other.rows]
            targets |= other.targets
    return rows


def table_rows(
    table: HtmlElement, header: Header, known: Mapping[HtmlElement, RowElements], lead_at: Mapping[HtmlElement, Lead]
) -> list[RowElements]:
    """Return the lines of a table that are rows: known ones, those that lead somewhere, and whole lines with a date or number."""
    width = header.width or max((len(line) for line in known), default=0)
    rows = []
    for line in table.iter("tr"):
        row = known.get(line)
        if row is None and line is not header.element and _is_line_of(line, table):
            row = _line_as_row(line, width, header, lead_at)
        if row is not None:
            rows.append(row)
    return rows


def _line_as_row(
    line: HtmlElement, width: int, header: Header, lead_at: Mapping[HtmlElement, Lead]
) -> RowElements | None:
    cells = [cell for cell in line if cell.tag in ("td", "th")]
    if len(cells) < 2 or all(cell.tag == "th" for cell in cells):
        return None
    inside = [lead_at[node] for node in line.iter() if node in lead_at]
    if inside or (header.speaks and len(cells) == width and DATE_SEEN.search(" ".join(line.itertext()))):
        return RowElements([line], inside)
    return None


def _is_line_of(line: HtmlElement, table: HtmlElement) -> bool:
    return (
        next(line.iterancestors("table"), None) is table
        and next(line.iterancestors("thead", "tfoot", "table")).tag == "table"
    )


def _with_neighbours(group: Group, lead_at: Mapping[HtmlElement, Lead]) -> list[RowElements]:
    """Add neighbours of the same tag and class that lead elsewhere, in the container or one level above it."""
    shape = _shape(group.rows[0].first)
    if not shape[1]:
        return group.rows
    known = {row.first: row for row in group.rows}
    above = group.container.getparent()
    tops = [above, group.container] if above is not None and len(above) <= _MANY else [group.container]
    rows = []
    for node in (child for top in tops for child in top):
        if node in known:
            rows.append(known[node])
        elif isinstance(node.tag, str) and _shape(node) == shape:
            inside = [lead_at[part] for part in node.iter() if part in lead_at]
            if inside:
                rows.append(RowElements([node], inside))
    return rows if len(rows) >= len(group.rows) else group.rows


def _take_followers(rows: Sequence[RowElements]) -> None:
    """Give each row the elements between it and the next, where there are as many after nearly every row (dt with dd, two lines)."""
    if len(rows) < 2 or rows[0].first.getnext() is rows[1].first:
        return
    firsts = {row.first for row in rows}
    gaps = []
    for row in rows:
        gap: list[HtmlElement] = []
        for sibling in row.first.itersiblings():
            if sibling in firsts or len(gap) > _MOST_FOLLOWERS:
                break
            gap.append(sibling)
        gaps.append(gap)
    size = len(gaps[0])
    if not 0 < size <= _MOST_FOLLOWERS or sum(len(gap) == size for gap in gaps[:-1]) * 5 < len(gaps[:-1]) * 4:
        return
    for row, gap in zip(rows, gaps, strict=True):
        row.elements = [row.first, *gap[:size]]


def _beside(other: Group, group: Group) -> bool:
    """Tell whether rows in another layout belong to a listing: near it, and before it, or behind it in the same shape."""
    near = {group.container, *_levels_above(group.container, 2)}
    if near.isdisjoint((other.container, *_levels_above(other.container, 2))):
        return False
    if other.order < group.order:
        return True
    shape = _shape(group.rows[0].first)
    return shape == _shape(other.rows[0].first) and (shape[1] != "" or _is_dated(other) or not _is_dated(group))


def _is_dated(group: Group) -> bool:
    """Tell whether the first row of a group shows a date, in its element or in the one that follows."""
    first = group.rows[0].first
    following = first.getnext()
    texts = "".join(first.itertext()), "" if following is None else "".join(following.itertext())
    return DATE_SEEN.search(" ".join(texts)) is not None


def _levels_above(element: HtmlElement, levels: int) -> list[HtmlElement]:
    return list(islice(element.iterancestors(), levels))


def _shape(element: HtmlElement) -> tuple[object, str]:
    return element.tag, next(iter((element.get("class") or "").split()), "")
