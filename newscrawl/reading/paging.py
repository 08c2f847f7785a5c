"""The page after this one: by the pager's numbers, its "next", or the call and form behind them; never one that nothing shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from urllib.parse import parse_qsl, urlsplit

from lxml.html import HtmlElement

from newscrawl.items import PageRequest
from newscrawl.reading.builders import build_page
from newscrawl.reading.forms import fields_of, request_of, same_address
from newscrawl.reading.leads import Lead
from newscrawl.reading.page import Page
from newscrawl.reading.program import Paged
from newscrawl.reading.resolve import resolve
from newscrawl.reading.stated import read_pages

_NUMBER = re.compile(r"[\[(]?\s*(?:페이지\s*)?([0-9]{1,5})\s*(?:페이지|쪽|page)?\s*[\])]?", re.IGNORECASE)
_NEXT = re.compile(r"다음|next|(?:^|[\s_-])nxt(?:$|[\s_-])|^\s*[›>▶▷→»]+\s*$", re.IGNORECASE)
_ENDS = re.compile(
    r"다음\s?(?:글|기사|게시물|달|날)|마지막|맨\s?끝|맨\s?뒤|끝|(?:^|[\s_-])(?:last|end)(?![a-z])|이전|prev|처음|first",
    re.IGNORECASE,
)
_MORE = re.compile(r"더\s?(?:보기|불러오기)|load\s?more|show\s?more", re.IGNORECASE)
_LAST = re.compile(r"마지막|맨\s?끝|맨\s?뒤|끝|(?:^|[\s_-])(?:last|end)(?![a-z])", re.IGNORECASE)
_CURRENT = re.compile(
    r"(?:^|[\s_-])(?:on|active|current|curpage|cur|now|sel|selected|choice|this|here)(?:$|[\s_-])|현재|선택됨|열린",
    re.IGNORECASE,
)
_PAGE_NAME = re.compile(
    r"(?:.*[._])?(?:q_?)?(?:n|c|cur|curr|current|now|move|goto|go|this|start|int|sel)?_?(?:page|pg)(?:_?(?:index|idx|no|num|number|id))?|"
    r"cp|p|start|offset",
    re.IGNORECASE,
)
_SMALL = frozenset(("li", "span", "td", "strong", "b", "em", "p", "i"))
_LONGEST_NUMBER = 40  # characters, with what is said around a page's number
_DIGITS = re.compile(r"[0-9]+")

Slot = tuple[str, str]


@dataclass(slots=True)
class Pager:
    """A pager: the page shown, if it is marked, the numbers that are linked, and the other links in it (next, last …)."""

    block: HtmlElement
    current: int | None = None
    gap: int | None = None  # the one number that is left out of those linked: most often the page shown
    pages: dict[int, Lead] = field(default_factory=dict)
    steps: list[Lead] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class _Law:
    """How a page's number stands in the addresses or calls of a pager: as `step` × number + `base`, in one slot."""

    slot: Slot
    step: int
    base: int

    def number(self, lead: Lead) -> int | None:
        """Return the number of the page that a lead goes to."""
        value = _slots(lead).get(self.slot)
        return None if value is None or (value - self.base) % self.step else (value - self.base) // self.step

    def written(self, lead: Lead, number: int) -> str | None:
        """Return the lead's target with another page's number in it."""
        value = str(self.step * number + self.base)
        kind, name = self.slot
        if kind == "parameter":
            return re.sub(rf"(?<=[?&]){re.escape(name)}=[^&]*", lambda _: f"{name}={value}", lead.target, count=1)
        found = list(_DIGITS.finditer(lead.target))
        at = int(name)
        return lead.target[: found[at].start()] + value + lead.target[found[at].end() :] if at < len(found) else None


def find_pager(leads: Sequence[Lead], after: int = 0) -> Pager | None:
    """Return the pager among a page's leads: the block of links whose texts are page numbers; best one that marks the page shown.

    `after` is the place of the listing's first row: a pager stands behind it, rarely before it.
    """
    blocks: dict[HtmlElement, dict[int, Lead]] = defaultdict(dict)
    for lead in leads:
        number = _number_shown(lead.element)
        if number is not None:
            blocks[_block_of(lead.element)].setdefault(number, lead)
    best: Pager | None = None
    best_rank: tuple[bool, bool, int] | None = None
    for block, pages in blocks.items():
        if max(pages) > len(pages) + 1 and not _close(pages):
            continue
        pager = _read_pager(block, pages, leads)
        first = next(iter(pages.values())).order
        rank = (pager.current is not None or pager.gap is not None or bool(pager.steps), first > after, len(pages))
        if best_rank is None or rank > best_rank:
            best, best_rank = pager, rank
    return best


def _close(pages: dict[int, Lead]) -> bool:
    """Tell whether numbers are neighbours, but for the page shown and a first and last one."""
    numbers = sorted(pages)
    steps = [two - one for one, two in pairwise(numbers)]
    return len(numbers) == 1 or sum(step <= 2 for step in steps) * 2 >= len(steps)


def _number_shown(element: HtmlElement) -> int | None:
    text = element.text or ""
    if len(text) > _LONGEST_NUMBER:
        return None
    if len(element):
        text = "".join(element.itertext())
    if len(text) > _LONGEST_NUMBER or not any(map(str.isdecimal, text)):
        return None
    match = _NUMBER.fullmatch(text.strip())
    return int(match.group(1)) if match else None


def _block_of(element: HtmlElement) -> HtmlElement:
    block = element
    for _ in range(3):
        parent = block.getparent()
        if parent is None:
            break
        block = parent
        if block.tag not in _SMALL or len(block) > 1:
            break
    return block


def _read_pager(block: HtmlElement, pages: dict[int, Lead], leads: Sequence[Lead]) -> Pager:
    pager = Pager(block, pages=dict(pages))
    around = block.getparent() if block.getparent() is not None and len(block.getparent()) <= 12 else block
    inside = set(around.iter()) if around is not None else set()
    if len(inside) > 400:
        inside = set(block.iter())
    orders = [lead.order for lead in pages.values()]
    near = leads[max(0, min(orders) - 8) : max(orders) + 9]
    numbered = {lead.element for lead in pages.values()}
    grammars = {lead.grammar for lead in pages.values()}
    pager.steps = [
        lead for lead in near if lead.element in inside and lead.element not in numbered and lead.grammar in grammars
    ]
    pager.current = _current(block, pages, numbered)
    pager.gap = _gap(pages)
    if pager.current in pager.pages and len(pager.pages) > 1:
        del pager.pages[pager.current]
    return pager


def _current(block: HtmlElement, pages: dict[int, Lead], numbered: set[HtmlElement]) -> int | None:
    for number, lead in pages.items():
        parent = lead.element.getparent()
        for node in (lead.element, parent if parent is not block else None):
            if node is not None and (
                node.get("aria-current") or _CURRENT.search(f"{node.get('class') or ''} {node.get('title') or ''}")
            ):
                return number
    for node in block.iter():
        if node in numbered or not isinstance(node.tag, str) or len(node) > 1:
            continue
        shown = _number_shown(node)
        if shown is None or node is block or any(child in numbered for child in node.iter()):
            continue
        if not any(above in numbered for above in islice(node.iterancestors(), 3)):
            return shown
    return None


def _gap(pages: dict[int, Lead]) -> int | None:
    missing = [number for number in range(max(1, min(pages) - 1), max(pages)) if number not in pages]
    return missing[0] if len(missing) == 1 else None


def next_page(
    page: Page, pager: Pager | None, around: Sequence[str], leads: Sequence[Lead], paged: Paged | None = None
) -> str | PageRequest | None:
    """Return how to ask for the page after this one, or None where this is the last or the page does not tell.

    `paged` is how the page's program is known to ask, where the page itself does not tell.
    """
    if pager is None:
        return _by_relation(page) or _by_word(page, leads, paged) or _by_count(page, around)
    law = _law(pager)
    current = (
        pager.current
        or _current_by_next(pager, law)
        or _current_by_address(page, law)
        or pager.gap
        or _first(pager, law)
    )
    if current is None:
        return _by_word(page, pager.steps, paged)
    wanted = current + 1
    if wanted in pager.pages:
        return _resolved(page, pager.pages[wanted], wanted, current, paged)
    if law is None:
        return _by_word(page, pager.steps, paged) if wanted > max(pager.pages, default=0) else None
    for lead in pager.steps:
        number = law.number(lead)
        said = _said(lead.element)
        if number is None or number < wanted or not (_NEXT.search(said) or _LAST.search(said)):
            continue
        if number == wanted:
            return _resolved(page, lead, wanted, current, paged)
        target = law.written(lead, wanted)
        if target is not None and wanted > max(pager.pages, default=0):
            written = Lead(lead.element, lead.kind, target, lead.grammar, lead.order)
            return _resolved(page, written, wanted, current, paged)
    return None


def _current_by_next(pager: Pager, law: _Law | None) -> int | None:
    """Return the page before the one that a "next" leads to, if that one is linked by its number too: else it leads to further numbers."""
    by_target = {lead.target: number for number, lead in pager.pages.items()}
    for lead in pager.steps:
        number, said = law.number(lead) if law else by_target.get(lead.target), _said(lead.element)
        if (
            number is not None
            and number > 1
            and number in pager.pages
            and _NEXT.search(said)
            and not _ENDS.search(said)
        ):
            return number - 1
    return None


def _current_by_address(page: Page, law: _Law | None) -> int | None:
    """Return the page shown as its own address says."""
    if law is not None and law.slot[0] == "parameter":
        told = dict(parse_qsl(urlsplit(page.url).query)).get(law.slot[1], "")
        if told.isdigit() and not (int(told) - law.base) % law.step:
            return (int(told) - law.base) // law.step
    return None


def _first(pager: Pager, law: _Law | None) -> int | None:
    """Return 1 where nothing says which page is shown, but pages have a parameter of their own or the first is not linked."""
    if law is not None and law.slot[0] == "parameter" and _PAGE_NAME.fullmatch(law.slot[1]):
        return 1
    return 1 if pager.pages and min(pager.pages) == 2 else None


def _slots(lead: Lead) -> dict[Slot, int]:
    """Return the numbers in a lead's target, by where they stand."""
    found: dict[Slot, int] = {}
    if lead.kind == "link":
        parts = urlsplit(lead.target)
        for name, value in parse_qsl(parts.query):
            if value.isdigit() and len(value) < 10:
                found["parameter", name] = int(value)
    for index, match in enumerate(_DIGITS.finditer(lead.target)):
        if len(match.group()) < 10:
            found["number", str(index)] = int(match.group())
    return found


def _law(pager: Pager) -> _Law | None:
    told = [(number, _slots(lead)) for number, lead in pager.pages.items()]
    if not told:
        return None
    first_number, first = told[0]
    for slot, value in first.items():
        if len(told) == 1:
            if value in (first_number, first_number - 1) and (slot[0] == "number" or _PAGE_NAME.fullmatch(slot[1])):
                return _Law(slot, 1, value - first_number)
            continue
        number, slots = told[-1]
        other = slots.get(slot)
        if other is None or other == value or (other - value) % (number - first_number):
            continue
        step = (other - value) // (number - first_number)
        base = value - step * first_number
        if step > 0 and all(slots.get(slot) == step * number + base for number, slots in told):
            return _Law(slot, step, base)
    return None


def _said(element: HtmlElement) -> str:
    """Return all that a link says of itself: text, title, class, and its pictures' alternative texts and names."""
    said = [
        "".join(element.itertext()),
        element.get("title") or "",
        element.get("class") or "",
        element.get("aria-label") or "",
    ]
    for child in element.iter("img", "i", "span"):
        said += [child.get("alt") or "", child.get("class") or "", (child.get("src") or "").rpartition("/")[2]]
    parent = element.getparent()
    if parent is not None and len(parent) == 1:
        said.append(parent.get("class") or "")
    return " ".join(" ".join(said).split())


def _resolved(
    page: Page, lead: Lead, wanted: int | None, current: int | None, paged: Paged | None
) -> str | PageRequest | None:
    """Return where a pager's lead goes; not the page that is shown."""
    answer = resolve(page, lead)
    if answer is None and wanted is not None and lead.kind in ("call", "data") and _names(lead, wanted):
        answer = _by_form(page, lead.element, wanted, current)
    if answer is None and lead.kind == "call":
        answer = build_page(page, paged, lead.target, lead.element)
    if isinstance(answer, str) and same_address(answer, page.url):
        return None
    return answer


def _names(lead: Lead, wanted: int) -> bool:
    return any(int(number) == wanted for number in _DIGITS.findall(lead.target) if len(number) < 7)


def _by_form(page: Page, element: HtmlElement | None, wanted: int, current: int | None) -> str | PageRequest | None:
    """Return the request that a form with a hidden page number makes, where the script that would send it is not on the page.

    The field must be named as page numbers are and hold the number of the page shown (or nothing); a form around the pager comes first.
    """
    forms = list(page.named("form"))
    if element is not None:
        around = list(element.iterancestors("form"))
        forms = [*around, *(form for form in forms if form not in around)]
    for form in forms[:20]:
        for item in form.iter("input"):
            name, value = item.get("name") or "", (item.get("value") or "").strip()
            if (
                (item.get("type") or "").lower() == "hidden"
                and _PAGE_NAME.fullmatch(name)
                and value in ("", "0", str(current or 1))
            ):
                return request_of(page, form, {name: str(wanted)})
    return None


def _by_relation(page: Page) -> str | None:
    """Return what a link calls the next page by `rel=next`, on the same host."""
    for link in page.root.iter("link", "a"):
        if "next" in (link.get("rel") or "").lower().split():
            url = page.absolute(link.get("href") or "")
            if url and urlsplit(url).netloc == urlsplit(page.url).netloc and not same_address(url, page.url):
                return url
    return None


def _by_word(page: Page, leads: Iterable[Lead], paged: Paged | None) -> str | PageRequest | None:
    """Return where a "next" leads that stands without numbers: to this very path, with another query."""
    here = urlsplit(page.url)
    for lead in leads:
        said = _said(lead.element)
        more = _MORE.search(said) is not None
        if len(said) > 60 or not (more or _NEXT.search(said)) or _ENDS.search(said):
            continue
        answer = _resolved(page, lead, None, None, paged)
        url = answer.url if isinstance(answer, PageRequest) else answer
        if url is None:
            continue
        parts = urlsplit(url)
        same_place = parts.netloc == here.netloc and (parts.path == here.path or isinstance(answer, PageRequest))
        if same_place and _names_a_page(parts.query, answer, least=2 if more else 0):
            return answer
    return None


def _names_a_page(query: str, answer: str | PageRequest | None, *, least: int = 0) -> bool:
    """Tell whether a query or form names a page, and none before the `least`."""
    fields = answer.form if isinstance(answer, PageRequest) else dict(parse_qsl(query))
    return any(_PAGE_NAME.fullmatch(name) and value.isdigit() and int(value) >= least for name, value in fields.items())


def _by_count(page: Page, around: Sequence[str]) -> str | PageRequest | None:
    """Return the next page of a pager that a script draws: the page says how many there are, and a form holds the number shown.

    Only a form that is sent to the listing's own path will do.
    """
    pages = read_pages(around)
    if pages is None or pages < 2:
        return None
    here = urlsplit(page.url)
    for form in page.named("form"):
        url = page.absolute(form.get("action") or page.url)
        if url is None or urlsplit(url).path != here.path:
            continue
        for name, value in fields_of(form).items():
            if _PAGE_NAME.fullmatch(name) and value.isdigit() and 0 < int(value) < pages:
                return request_of(page, form, {name: str(int(value) + 1)})
    return None
