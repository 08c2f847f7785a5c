"""The listing of a board, found on a page that nobody configured: rows, what each column says, pinned rows, the page after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from newscrawl.items import PageRequest
from newscrawl.normalize.dates import looks_like_date
from newscrawl.normalize.text import one_line
from newscrawl.reading.columns import Value, name_values
from newscrawl.reading.evidence import ShownListing, ShownRow
from newscrawl.reading.headers import Header, columns_of, header_above, table_header
from newscrawl.reading.leads import Lead, by_place, keyed_leads, leads
from newscrawl.reading.marks import has_file, is_advert, pinned_rows
from newscrawl.reading.page import Page
from newscrawl.reading.paging import Pager, find_pager, next_page
from newscrawl.reading.pieces import Dissector, Parts, is_count
from newscrawl.reading.program import Program
from newscrawl.reading.resolve import resolve
from newscrawl.reading.rows import (
    DATE_SEEN,
    Group,
    RowElements,
    alike,
    by_grammar,
    complete,
    container_of,
    groups,
    in_furniture,
    is_long,
    table_rows,
)
from newscrawl.reading.sections import dates_above, groups_below_dates
from newscrawl.reading.stated import read_total, texts_around
from newscrawl.reading.titles import Title, read_title, whole
from newscrawl.reading.values import select

_LABEL_SEEN = re.compile(r"조회|작성자|등록일|작성일|게시일|담당부서|글쓴이|날짜|[Hh]its?\b|[Vv]iews?\b|HIT|VIEW")
_COUNT_SEEN = re.compile(r"(?:^|\s)[0-9][0-9,]{0,8}(?:\s|$)")
_NEIGHBOUR = re.compile(r"(?:이전|다음|윗|아랫)\s?글|(?:이전|다음)\s?게시물")
_EMPTY = re.compile(
    r"(?:게시물|게시글|등록된?\s?(?:글|게시물|자료|내용|데이터|정보)|작성된\s?글|자료|데이터|검색\s?결과|검색된\s?\S+|조회된\s?\S+|공고|기사|글|내용|결과)"
    r"\s?(?:이|가|은|는)?\s?(?:존재하지\s?않|없습니다|없음|없어요)|no (?:posts|articles|data|results)",
    re.IGNORECASE,
)
_NOT_EMPTY = re.compile(r"댓글|파일|의견|첨부|이전|다음")
_ORDER_NAME = re.compile(
    r"sort(?:_?index|_?by|_?field|_?order|_?col(?:umn)?|_?type|_?key|ing)?|order(?:_?by|_?field|_?col(?:umn)?)?|sst|od|ordby",
    re.IGNORECASE,
)
_OTHER_ORDER = re.compile(
    r"hit|view|read|inq|cnt|count|vote|good|like|recom|popular|comment|reply|title|subject|name|author|writer|조회|추천|인기|이름|제목|댓글",
    re.IGNORECASE,
)
_PARTS_OF_NAME = re.compile(r"\s+[|<>«»:-]\s+|\s*[|<>]\s*")
_ROW_TAGS = ("tr", "li", "dl", "article", "div")
_WORTH_READING = 0.5
_ENOUGH = 0.6
_HINTED = 0.3
_TRIED = 3
_FEW = 3
_SURE_TITLE = 0.65
_SURE = 0.6
_SAMPLE = 6
_ENOUGH_TEXT = 200  # characters
_LONGEST_WORD = 120  # of a remark that a board is empty


@dataclass(slots=True)
class _Candidate:
    """Rows that may be the board's, the header above them, and a first, cheap estimate."""

    group: Group
    header: Header
    quick: float = 0.0
    rule: str = ""


@dataclass(slots=True)
class _Rows:
    """The rows of a candidate, taken apart and named."""

    rows: list[RowElements] = field(default_factory=list)
    parts: list[Parts] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    values: list[list[Value]] = field(default_factory=list)
    sure: list[set[str]] = field(default_factory=list)  # the fields of each row that were named surely


def read_listing(
    page: Page,
    *,
    hints: Mapping[str, str] | None = None,
    program: Program | None = None,
    within: Sequence[HtmlElement] = (),
) -> ShownListing | None:
    """Return the board's listing that a page shows, or None.

    An empty board is a listing without rows. Of `hints`, a family's CSS selectors, "row" speaks for rows that were found without it
    and are not sure enough alone; it finds none itself. `program` tells what rows and pager ask for where the page does not. Values are
    texts as shown. `within` are the only elements to look for rows and pager in, where these are known.
    """
    found = _leads_within(within) if within else leads(page.root)
    hint = (hints or {}).get("row")
    listing = _best(page, found, _repeated(found), hint, program)
    if listing is None and not within:
        tables = [(table, header) for table in page.named("table") if (header := table_header(table)).speaks]
        pager = find_pager(found)
        if (tables or pager) and (keyed := keyed_leads(page.root, len(found))):
            listing = _best(page, [*found, *keyed], _repeated(keyed), hint, program)
        if listing is None and pager is not None and (placed := by_place(found)):
            listing = _best(page, placed, _repeated(placed), hint, program)
        if listing is None and pager is not None:
            listing = _best(page, found, _under_dates(found), hint, program)
        if listing is None and pager is not None and (pager.current or pager.gap or 1) > 1:
            listing = _best(page, found, _lone(found), None, program)
        if listing is None:
            listing = _best(page, found, _under_headers(tables, found), None, program) or _empty(page, tables)
    if listing is not None:
        listing.sorted_by = _sorted_by(page)
    return listing


def _leads_within(elements: Sequence[HtmlElement]) -> list[Lead]:
    together = (lead for element in elements for lead in leads(element))
    return [replace(lead, order=order) for order, lead in enumerate(together)]


def _best(
    page: Page, found: Sequence[Lead], candidates: Iterable[_Candidate], hint: str | None, program: Program | None
) -> ShownListing | None:
    """Return the first candidate, of the most promising, that has what a board's listing has."""
    ranked = sorted(candidates, key=lambda candidate: -candidate.quick)
    others = [candidate.group for candidate in ranked]
    lead_at = {lead.element: lead for lead in found}
    for candidate in ranked[:_TRIED]:
        if candidate.quick < _WORTH_READING:
            break
        group, header = candidate.group, candidate.header
        rows = _read_rows(complete(group, header, others, lead_at), group.container, header, lead_at)
        pager = find_pager(found, candidate.group.order)
        around = list(texts_around(candidate.group.container))
        total = read_total(around)
        confidence = _evidence(rows, candidate, pager, total)
        if hint and confidence < _ENOUGH and _are_hinted(page, hint, rows.rows):
            confidence += _HINTED
        if confidence >= _ENOUGH:
            return ShownListing(
                rows=_shown(page, rows, candidate.header, program),
                next=next_page(page, pager, around, found, program.paging if program else None),
                total=total,
                rule=candidate.rule or f"repeated {rows.rows[0].first.tag}: {candidate.group.grammar[:80]}",
                confidence=round(min(confidence, 1.0), 2),
                elements=[element for row in rows.rows for element in row.elements],
            )
    return None


def _repeated(found: Sequence[Lead]) -> Iterator[_Candidate]:
    """Yield groups of rows whose links are of one grammar."""
    for group in groups(found):
        quick, header = _quick_score(group), Header()
        if quick >= _WORTH_READING or (group.container.tag == "table" and len(group.rows) > 1):
            header = header_above(group.container, group.rows[0].first)
            quick += 1.0 if header.speaks else 0.0
        if quick >= _WORTH_READING and in_furniture(group.container):
            quick -= 0.8
        yield _Candidate(group, header, quick)


def _quick_score(group: Group) -> float:
    """Judge a group by the texts of a few of its rows: dates, counts and labels, which menus have not."""
    rows = group.rows
    if len(rows) < 2 or (len(rows) <= _FEW and any(is_long(row.first) for row in rows)):
        return 0.0
    sample = rows[:: max(1, len(rows) // _SAMPLE)][:_SAMPLE]
    told = _text_of_row if rows[0].first.getnext() is rows[1].first else _text_with_next
    texts = [told(row) for row in sample[-2:]]
    if not any(DATE_SEEN.search(text) or _LABEL_SEEN.search(text) for text in texts) or not alike(rows):
        return 0.0
    texts += [told(row) for row in sample[:-2]]
    if len(rows) <= 3 and any(_NEIGHBOUR.search(text) for text in texts):
        return 0.0
    count = len(texts)
    dated = sum(DATE_SEEN.search(text) is not None for text in texts) / count
    labelled = sum(_LABEL_SEEN.search(text) is not None for text in texts) / count
    if dated + labelled < 0.5:
        return 0.0
    counted = sum(_COUNT_SEEN.search(text) is not None for text in texts) / count
    worded = sum(" " in text for text in texts) / count
    shared = 0.0 if len(group.targets) * 4 >= 3 * len(rows) else 0.5  # several rows lead to one place: their categories
    return dated - shared + 0.3 * counted + 0.3 * labelled + 0.2 * worded + min(len(rows), 15) / 30


def _text(element: HtmlElement) -> str:
    """Return an element's text on one line; of a long one, the beginning and the end, where dates and labels stand."""
    text = " ".join(" ".join(element.itertext()).split())
    return text if len(text) < 2 * _ENOUGH_TEXT else f"{text[:_ENOUGH_TEXT]} {text[-_ENOUGH_TEXT:]}"


def _text_of_row(row: RowElements) -> str:
    return _text(row.first)


def _text_with_next(row: RowElements) -> str:
    following = row.first.getnext()
    return (
        _text(row.first)
        if following is None or not isinstance(following.tag, str)
        else f"{_text(row.first)} {_text(following)}"
    )


def _under_headers(tables: Sequence[tuple[HtmlElement, Header]], found: Sequence[Lead]) -> Iterator[_Candidate]:
    """Yield the lines of tables whose header is a board's: the way to a listing of one row, or of rows that lead nowhere."""
    lead_at = {lead.element: lead for lead in found}
    for table, header in tables:
        rows = table_rows(table, header, {}, lead_at)
        if rows:
            words = "/".join(header.words.values())
            yield _Candidate(Group(table, rows, ""), header, 1.0 + len(rows) / 100, f"lines under {words[:80]}")


def _under_dates(found: Sequence[Lead]) -> Iterator[_Candidate]:
    """Yield groups of rows that show no date, but stand below one."""
    for group in groups_below_dates(found):
        if not in_furniture(group.container):
            yield _Candidate(group, Header(), _WORTH_READING + len(group.rows) / 100, "rows below dates")


def _lone(found: Sequence[Lead]) -> Iterator[_Candidate]:
    """Yield single dated rows: a last page may hold one post, and then nothing repeats."""
    for members in by_grammar(found).values():
        if len({lead.target for lead in members}) == 1:
            row = next(
                (node for node in members[0].element.iterancestors(*_ROW_TAGS) if DATE_SEEN.search(_text(node))), None
            )
            container = container_of(row) if row is not None else None
            if row is not None and container is not None:
                group = Group(container, [RowElements([row], members)], members[0].grammar)
                yield _Candidate(group, Header(), _WORTH_READING, "a single dated row")


def _empty(page: Page, tables: Sequence[tuple[HtmlElement, Header]]) -> ShownListing | None:
    """Return a listing without rows where a board's header, or its search form, stands with nothing but a word that there are none."""
    for table, header in tables:
        if header.element is not None and _says_empty(_text(table)[len(_text(header.element)) :]):
            return ShownListing(rule="empty: a header and no posts", confidence=0.8)
    outline = page.outline
    for chunk in outline.chunks:
        if _says_empty(chunk.text):
            around = " ".join(texts_around(outline.elements[chunk.owner]))
            if "검색" in around and "제목" in around:
                return ShownListing(rule="empty: a search form and no posts", confidence=0.6)
    return None


def _says_empty(text: str) -> bool:
    return (
        len(text) < _LONGEST_WORD
        and ("없" in text or "않" in text or (text.isascii() and "no " in text.lower()))
        and _EMPTY.search(text) is not None
        and _NOT_EMPTY.search(text) is None
    )


def _title_of_any_lead(
    row: RowElements, parts: Parts, title_cell: int | None, lead_at: Mapping[HtmlElement, Lead]
) -> Title | None:
    """Read a row's title from all that leads somewhere in it, where what repeats from row to row is only a picture."""
    inside = [lead_at[node] for element in row.elements for node in element.iter() if node in lead_at]
    title = read_title(inside, parts.pieces, title_cell) if len(inside) > len(row.leads) else None
    if title is not None and title.lead is not None and title.confidence >= _SURE_TITLE:
        row.leads = [title.lead]
        return title
    return None


def _read_rows(
    rows: Sequence[RowElements], container: HtmlElement, header: Header, lead_at: Mapping[HtmlElement, Lead]
) -> _Rows:
    read = _Rows()
    dissector = Dissector()
    title_cell = header.column("title")
    joined = columns_of(container) if container.tag == "table" and header.width else {}
    for row in rows:
        parts = dissector.take_apart(row.elements, joined or _cells_under(row.first, header))
        title = read_title(row.leads, parts.pieces, title_cell)
        if title is not None and title.confidence < _SURE_TITLE:
            title = _title_of_any_lead(row, parts, title_cell, lead_at) or title
        if title is None or is_advert(parts):
            continue
        read.rows.append(row)
        read.parts.append(parts)
        read.titles.append(title)
    _retitle(read, title_cell, lead_at)
    read.values = name_values(read.parts, header, [title.used for title in read.titles])
    if not any(value.name == "published_at" for values in read.values for value in values):
        for values, date in zip(read.values, dates_above([row.first for row in read.rows]), strict=False):
            values.append(Value("published_at", date, "the heading above", 0.7))
    read.sure = [{value.name for value in values if value.confidence >= _SURE} for values in read.values]
    return read


def _retitle(read: _Rows, title_cell: int | None, lead_at: Mapping[HtmlElement, Lead]) -> None:
    """Read titles again where every row's is the same word of a button, and other leads of the rows say something else of each."""
    shown = {title.text for title in read.titles}
    if len(read.rows) < _FEW or len(shown) > 1:
        return
    others = []
    for row, parts in zip(read.rows, read.parts, strict=True):
        inside = [lead_at[node] for element in row.elements for node in element.iter() if node in lead_at]
        told = [lead for lead in inside if one_line("".join(lead.element.itertext())) not in ("", *shown)]
        others.append(read_title(told, parts.pieces, title_cell))
    titles = [title for title in others if title is not None and title.lead is not None]
    if len(titles) == len(read.rows) == len({title.text for title in titles}):
        read.titles = titles
        for row, title in zip(read.rows, titles, strict=True):
            row.leads = [title.lead] if title.lead is not None else row.leads


def _cells_under(row: HtmlElement, header: Header) -> dict[HtmlElement, int]:
    """Return which elements of a row that is no table line stand under which name of a strip."""
    node = row
    strip = header.element is not None and header.element.tag != "tr"
    for _ in range(4 if strip and row.tag != "tr" else 0):
        children = [child for child in node if isinstance(child.tag, str)]
        if len(children) == header.width:
            return {child: index for index, child in enumerate(children)}
        if len(children) != 1:
            break
        node = children[0]
    return {}


def _evidence(read: _Rows, candidate: _Candidate, pager: Pager | None, total: int | None) -> float:
    """Weigh what a board's listing has and other lists of links have not: a title and a date alone are a box of latest posts."""
    count = len(read.rows)
    if count == 0:
        return 0.0
    share = {
        name: sum(name in names for names in read.sure) / count
        for name in ("published_at", "number", "view_count", "author")
    }
    labelled = sum(any(value.rule.startswith("label:") for value in values) for values in read.values) / count
    dated = share["published_at"] >= 0.5 or sum(map(_shows_date, read.parts)) * 2 >= count
    weights = (
        (0.5, candidate.header.speaks),
        (0.3, dated),
        (0.25, share["number"] >= 0.3),
        (0.2, share["view_count"] >= 0.5),
        (0.15, labelled >= 0.5),
        (0.15, share["author"] >= 0.5),
        (0.1, sum(len(title.text) for title in read.titles) >= 8 * count),
        (0.1, count >= 5),
        (0.25, pager is not None),
        (0.1, total is not None),
        (-0.4, in_furniture(candidate.group.container)),
    )
    return sum(weight for weight, holds in weights if holds)


def _shows_date(parts: Parts) -> bool:
    """Tell whether a row shows a date, be it of posting or of what the post tells of."""
    return any(looks_like_date(piece.text) for piece in parts.pieces)


def _shown(page: Page, read: _Rows, header: Header, program: Program | None) -> list[ShownRow]:
    pins = pinned_rows(read.rows, read.parts, read.titles, header, read.sure)
    names = [part for name in page.named("title") for part in _PARTS_OF_NAME.split(name.text or "")]
    shown = []
    for row, parts, title, values, pinned in zip(read.rows, read.parts, read.titles, read.values, pins, strict=True):
        url, request = _address(page, row, program)
        entry = ShownRow(url, request=request, pinned=pinned, has_attachment=has_file(parts, header))
        entry.evidence.add("title", whole(title.text, names), title.rule, title.confidence)
        entry.evidence.add("category", title.category, "element before the title", 0.55)
        for value in values:
            if value.name != "number" or is_count(value.text):
                entry.evidence.add(value.name, value.text, value.rule, value.confidence)
        shown.append(entry)
    return shown


def _address(page: Page, row: RowElements, program: Program | None) -> tuple[str | None, PageRequest | None]:
    """Return a row's address, or the request that its call or form makes."""
    for lead in row.leads:
        answer = resolve(page, lead, program.calls if program else ())
        if isinstance(answer, str):
            return answer, None
        if answer is not None:
            return None, answer
    return None, None


def _are_hinted(page: Page, hint: str, rows: Sequence[RowElements]) -> bool:
    """Tell whether a family's selector finds most of the rows."""
    chosen = set(select(page.root, hint))
    return sum(row.first in chosen for row in rows) * 2 > len(rows)


def _sorted_by(page: Page) -> str | None:
    """Return the order that the page's address asks for, or a choice on the page shows, if it is not one by time or number."""
    for name, value in parse_qsl(urlsplit(page.url).query):
        if _ORDER_NAME.fullmatch(name) and _OTHER_ORDER.search(value):
            return value
    for choice in page.named("select"):
        if _ORDER_NAME.fullmatch(choice.get("name") or choice.get("id") or ""):
            for option in choice.iter("option"):
                value = option.get("value") or option.text or ""
                if option.get("selected") is not None and _OTHER_ORDER.search(value):
                    return value
    return None
