"""What one page, as the generic reader read it, teaches of its layout: where it stands, its shape, and where each value may have been."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from lxml.html import HtmlElement

from newscrawl.items import Attachment
from newscrawl.normalize.counts import read_count
from newscrawl.normalize.dates import looks_like_date, read_date
from newscrawl.normalize.text import one_line
from newscrawl.profiles.places import Held, Spot, spots, texts_of
from newscrawl.profiles.profile import Path
from newscrawl.profiles.reader import (
    Area,
    Doubt,
    day_listed,
    fields_of,
    has_captions,
    listing_key,
    listing_within,
    marked,
    names_title,
    size_beside,
    size_of,
    speaks_of_rights,
)
from newscrawl.profiles.shape import inside, is_seen, mark, path_to
from newscrawl.reading.evidence import Evidence, Finding, Reading, ShownRow
from newscrawl.reading.files import files_in
from newscrawl.reading.leads import leads
from newscrawl.reading.page import Page
from newscrawl.reading.paging import find_pager
from newscrawl.reading.program import Program
from newscrawl.reading.text import is_offscreen

FIELDS = (
    "title published_at modified_at view_count author department contact category copyright".split()
)  # of an article's own page
_DATES = ("published_at", "modified_at")
_OF_HEAD = ("meta:", "json-ld:")
_MOST_ELEMENTS = 6000  # of a page that is searched for a value
_MORE_LINKS = 2  # beside those of files: one that gets them all, one that hides the box
_FEW = 12  # children of an element that is a pager and no more


@dataclass(frozen=True, slots=True)
class Value:
    """What the generic reader made of a field, and the texts of the page that hold it; none for what the page's head says."""

    finding: Finding
    held: dict[Spot, Held]

    @property
    def text(self) -> str:
        """The value on one line."""
        return one_line(self.finding.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSample:
    """An article's page as a lesson. The fields are those of `ArticleLayout`."""

    key: str
    area: Path
    body: tuple[Path, ...]
    box: Path | None
    entries: frozenset[str]
    outside: int
    values: dict[str, Value]
    kept: frozenset[str]
    left: frozenset[str]
    size: int
    beside: int
    named: bool
    dated: bool
    rights: bool
    listed: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSample:
    """A listing's page as a lesson. The fields are those of `ListingLayout`; `titles` are those of its rows."""

    key: str
    area: Path
    rows: Path
    pager: Path | None
    outside: int
    fields: tuple[str, ...]
    titles: frozenset[str]


def used(evidence: Evidence, name: str) -> Finding | None:
    """Return the finding that an article's record is made from: of dates and counts the surest that is one."""
    ranked = sorted(evidence.findings.get(name, ()), key=lambda finding: -finding.confidence)
    if name == "view_count":
        return next((finding for finding in ranked if read_count(finding.value) is not None), None)
    if name in _DATES:
        dates = (one for one in ranked if looks_like_date(one.value) or read_date(one.value, None).iso)
        return next(dates, None)
    return ranked[0] if ranked else None


def article_sample(page: Page, reading: Reading, row: ShownRow | None, program: Program | None) -> ArticleSample | None:
    """Return what an article's page teaches, None where it shows what no profile may say of the next page."""
    shown = reading.article
    if shown is None or shown.warnings or not shown.elements or not shown.body:
        return None
    body = shown.elements
    named = marked(body)
    left = frozenset(mark(element) for element in shown.left_out if not is_offscreen(element))
    kept = frozenset(mark(element) for element in named if element not in shown.left_out)
    plain = shown.left_out.difference(named)  # furniture that nothing names is not found again
    if plain or left & kept or has_captions(body):
        return None
    findings = {name: finding for name in FIELDS if (finding := used(shown.evidence, name)) is not None}
    if "title" not in findings or "published_at" not in findings:
        return None
    box = _box(page, body, shown.attachments, findings, program)
    if shown.attachments and box is None:
        return None
    top = _area(body, box, findings)
    if top is None:
        return None
    area_path, body_path = path_to(top, page.root), tuple(path_to(element, top) for element in body)
    box_path = path_to(box, top) if box is not None else None
    try:
        area = Area(page, area_path, body_path, box_path)
    except Doubt:
        return None
    if area.top is not top or area.body != body or area.box is not box:
        return None
    listed = day_listed(page, row)
    day = (read_date(findings["published_at"].value, page.now).iso or "")[:10]
    return ArticleSample(
        key=area.key,
        area=area_path,
        body=body_path,
        box=box_path,
        entries=frozenset(inside(box)) if box is not None else frozenset(),
        outside=area.outside(page),
        values=_values(page, area, findings),
        kept=kept,
        left=left,
        size=size_of(shown.body),
        beside=size_beside(top, body),
        named=names_title(page, findings["title"].value),
        dated=listed is None or listed == day,
        rights=speaks_of_rights(page),
        listed=reading.listing is not None,
        text=shown.body,
    )


def is_of_head(finding: Finding) -> bool:
    """Tell whether a value stands in the page's head, for programs to read."""
    return finding.rule.startswith(_OF_HEAD)


def _values(page: Page, area: Area, findings: Mapping[str, Finding]) -> dict[str, Value]:
    """Return the fields' values, and where each stands in the area; where it does not, anywhere on the page but in the body."""
    beside = [
        (slot, list(texts_of(element)))
        for slot, element in enumerate(area.slots)
        if element not in area.body and element is not area.box
    ]
    found = {}
    for name, finding in findings.items():
        value = one_line(finding.value)
        held = {} if is_of_head(finding) else spots(name, value, beside) or _elsewhere(page, area.body, value)
        found[name] = Value(finding, held)
    return found


def _elsewhere(page: Page, body: Sequence[HtmlElement], value: str) -> dict[Spot, Held]:
    found: dict[Spot, Held] = {}
    within = {inner for element in body for inner in element.iter()}
    for count, element in enumerate(page.root.iter()):
        if count > _MOST_ELEMENTS:
            break
        if element in within or not is_seen(element):
            continue
        for source, text in texts_of(element):
            if text == value:
                found[Spot(-1, source, path_to(element, page.root))] = Held(text, labelled=False)
    return found


def _bare(text: str) -> str:
    return "".join(text.split())


def _area(body: Sequence[HtmlElement], box: HtmlElement | None, findings: dict[str, Finding]) -> HtmlElement | None:
    """Return the nearest element around the body that shows title and date beside it, the other fields too if it is not much larger."""
    own = [_bare(element.xpath("string(.)")) for element in body]
    shown = {name: _bare(finding.value) for name, finding in findings.items() if not is_of_head(finding)}
    needed = {"title", "published_at"} & shown.keys()
    wanted = {"title", "published_at", "view_count", "author", "department", "category"} & shown.keys()
    first: HtmlElement | None = None
    for holder in body[0].iterancestors():
        if holder.tag in ("body", "html") and first is not None:
            break
        others = [element for element in (*body[1:], box) if element is not None]
        if any(holder not in other.iterancestors() for other in others):
            continue
        text = _bare(holder.xpath("string(.)"))
        for part in own:
            text = text.replace(part, "", 1)
        if all(shown[name] in text for name in wanted):
            return holder
        if first is None and all(shown[name] in text for name in needed):
            first = holder
    return first


def _box(
    page: Page,
    body: Sequence[HtmlElement],
    files: list[Attachment],
    findings: dict[str, Finding],
    program: Program | None,
) -> HtmlElement | None:
    """Return the largest element in which the files of the post are found, and little else: what it is on a page of one file, too."""
    if not files:
        return None
    known = program.files if program else ()
    needed = [_bare(findings[name].value) for name in ("title", "published_at")]
    holders = {holder for element in body for holder in (element, *element.iterancestors())}
    within = {inner for element in body for inner in element.iter()}
    best: HtmlElement | None = None
    for link in _named(page, files[0].name):
        if link in within:
            continue
        for element in chain((link,), link.iterancestors()):
            if element in holders or not _apart(element, body, holders, needed):
                break
            if best is not None and _links(element) > _links(best) + _MORE_LINKS:
                break
            if files_in(page, element, known) == files:
                best = element
        if best is not None:
            return best
    return best


def _links(element: HtmlElement) -> int:
    return sum(1 for _ in element.iter("a", "button"))


def _apart(
    box: HtmlElement, body: Sequence[HtmlElement], holders: Collection[HtmlElement], needed: Iterable[str]
) -> bool:
    """Tell whether what is shown beside the body is shown beside a box, too, where the box shows it."""
    own = _bare(box.xpath("string(.)"))
    shared = [text for text in needed if text in own]
    holder = next((above for above in box.iterancestors() if above in holders), None) if shared else None
    if holder is None:
        return not shared
    beside = _bare(holder.xpath("string(.)"))
    for part in (own, *(_bare(element.xpath("string(.)")) for element in body)):
        beside = beside.replace(part, "", 1)
    return all(text in beside for text in shared)


def _named(page: Page, name: str) -> Iterator[HtmlElement]:
    """Yield what can be clicked and says a file's name, or stands right beside it."""
    told = _bare(name)
    for element in page.root.iter("a", "button", "input", "span", "li", "dd", "td"):
        said = f"{element.text or ''} {element.get('title') or ''} {element.tail or ''}"
        if told in _bare(said) or (element.tag in ("a", "button") and told in _bare("".join(element.itertext()))):
            yield element


def listing_sample(page: Page, reading: Reading, program: Program | None) -> tuple[ListingSample, Reading] | None:
    """Return what a listing's page teaches, and what is read of it by that alone; None where nothing can be learned."""
    shown = reading.listing
    if shown is None or reading.article is not None or not shown.rows or not shown.elements:
        return None
    rows = _holder(shown.elements)
    if rows is None:
        return None
    pager = _pager(page, rows)
    top = rows.getparent()
    while pager is not None and top is not None and top not in pager.iterancestors():
        top = top.getparent()
    if top is None:
        return None
    area_path = path_to(top, page.root)
    paths = path_to(rows, top), path_to(pager, top) if pager is not None else None
    try:
        area = Area(page, area_path, paths[:1], paths[1])
    except Doubt:
        return None
    if area.body != [rows] or area.box is not pager:
        return None
    titles = frozenset(row.evidence.value("title") or "" for row in shown.rows)
    sample = ListingSample(
        key=listing_key(area),
        area=area_path,
        rows=paths[0],
        pager=paths[1],
        outside=area.outside(page),
        fields=tuple(fields_of(shown.rows)),
        titles=titles,
    )
    return sample, Reading(listing=listing_within(page, area, program))


def _holder(elements: Iterable[HtmlElement]) -> HtmlElement | None:
    """Return the element in which all rows stand: their table, or their common parent."""
    holders = {
        next(element.iterancestors("table"), None) if element.tag in ("tr", "td", "th") else element.getparent()
        for element in elements
    }
    return holders.pop() if len(holders) == 1 else None


def _pager(page: Page, rows: HtmlElement) -> HtmlElement | None:
    found = leads(page.root)
    of_rows = set(rows.iter())
    first = next((lead.order for lead in found if lead.element in of_rows), 0)
    pager = find_pager(found, first)
    if pager is None:
        return None
    above = pager.block.getparent()
    block = above if above is not None and len(above) <= _FEW else pager.block
    holders = {rows, *rows.iterancestors()}
    return block if block not in holders else pager.block if pager.block not in holders else None
