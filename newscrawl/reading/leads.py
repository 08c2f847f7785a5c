"""What on a page leads somewhere: links, script calls, `data-*` attributes and form buttons, each with the grammar of its target."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any, Literal, cast
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement

_CLICKED = cast("Callable[[HtmlElement], list[Any]]", etree.XPath("//@onclick"))
_FURNITURE = frozenset("gnb lnb snb tnb header footer nav sitemap allmenu aside quick head foot topmenu hd ft".split())
_CALL = re.compile(r"(?<![\w.$])([A-Za-z_$][\w.$]*)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_NOT_A_STEP = frozenset(
    "alert confirm if return event event.preventDefault event.stopPropagation stopPropagation window.print print close self.close "
    "window.close history.back history.go void focus blur this.blur this.focus this.select".split()
)
_LOOKS_AT_ITSELF = re.compile(r"\(\s*this\s*\)$")
_LOCATION = re.compile(
    r"""(?:location(?:\.href)?\s*=\s*|location\.(?:assign|replace)\s*\(\s*|window\.open\s*\(\s*)(["'])([^"'+]*)\1(?!\s*\+)"""
)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SESSION = re.compile(
    r";jsessionid=[^/?#]*|(?<=[?&])(?:PHPSESSID|JSESSIONID|ASPSESSIONID\w*|sessionid)=[^&#]*&?", re.IGNORECASE
)
_FILE = re.compile(r"(?:file|atch|attach|bbs|board)_?down|down_?load|down_?file|get_?file", re.IGNORECASE)
_FILE_ENDS = tuple(".hwp .hwpx .pdf .zip .xls .xlsx .doc .docx .ppt .pptx .jpg .jpeg .png .gif .mp4 .show".split())
_KEY_NAME = re.compile(
    r"(?:^|[-_])(?:id|no|num|sn|seq|idx|key|keyset|srl|view|link|href|url|uri|ntt|list|param|go|action)", re.IGNORECASE
)
_KEY_VALUE = re.compile(r"\S*[0-9]\S*|\{[^{}]*[0-9][^{}]*\}")
_VALUES = re.compile(r"=[^&]*|[0-9]+")
_MIXED = re.compile(r"[A-Za-z]*0[0-9A-Za-z]*")
_TEXT = cast("Callable[[HtmlElement], str]", etree.XPath("string()"))
_DATES = re.compile(r"[0-9][-./년]\s?[0-9]")
_NUMBER = re.compile(r"[0-9]")
_SLUG = re.compile(r"(?=[^.]*[^0-9.])(?:[^.]*(?:%[0-9A-Fa-f]{2}|-[^.-]+-)[^.]*|(?=[^.]*[0-9])[0-9A-Za-z_-]{8,}$)")
_DATED = re.compile(
    r"/(?:19|20)[0-9]{2}/[01]?[0-9](?:/[0-3]?[0-9])?$"
)  # a folder of a day or month: what it holds are posts
_LONG = 200  # characters, beyond which an address is not looked at closely
_LONGEST_HANDLER = 4000
_CLICKABLE = ("a", "area", "button", "input")
_BUTTONS = frozenset(("submit", "button", "image"))
_SMALL_FORM = 30  # children
_FEW_LINKS = 30
_MANY_DATES = 4
_MANY_LINKS = 150
_MENU = re.compile(
    r"(?:^|[\s_-])(?:[gltsfr]nb|(?:all|main|sub|side|top|total|full|mobile)?(?:menu|nav)|sitemap)\w*",
    re.IGNORECASE,
)

Kind = Literal["link", "call", "data", "form", "submit"]
_Told = tuple[Kind, str, str]


@dataclass(slots=True, eq=False)
class Lead:
    """An element that leads somewhere.

    `target` tells leads to different places apart: an address as written (without session id and fragment), a call, an attribute's
    value or a form's fields. Targets of one `grammar` differ only in the values of what identifies them.
    """

    element: HtmlElement
    kind: Kind
    target: str
    grammar: str
    order: int


def without_session(href: str) -> str:
    """Return the address without a session id in its path or query."""
    if "ess" not in href and "ESS" not in href:
        return href
    return _SESSION.sub("", href).rstrip("?&")


def link_grammar(href: str) -> str:
    """Return what addresses of one kind share: all but numbers, the values of parameters, and a slug at the end of the path."""
    if "?" not in href:
        folder, slash, last = href.rstrip("/").rpartition("/")
        if len(last) > _LONG or _SLUG.match(last) or _DATED.search(folder):
            href = f"{folder}{slash}*"
    path, mark, query = _VALUES.sub("0", href).partition("?")
    return f"{_MIXED.sub('0', path)}{mark}{query}" if "0" in path and len(path) < _LONG else f"{path}{mark}{query}"


def call_in(script: str) -> str | None:
    """Return the first call in an event handler or `javascript:` address that may lead somewhere, as written."""
    for match in _CALL.finditer(script):
        if match.group(1) not in _NOT_A_STEP:
            return match.group(0)
    return None


def is_file(target: str) -> bool:
    """Tell whether an address or call fetches a file rather than a page."""
    if target.endswith(_FILE_ENDS):
        return True
    return ("own" in target or "ile" in target) and _FILE.search(target) is not None


def leads(root: HtmlElement, *, everywhere: bool = False) -> list[Lead]:
    """Return what leads somewhere, in document order, files left out; menus, headers and footers only when asked for `everywhere`."""
    elements = list(root.iter(*_CLICKABLE))
    furniture = set() if everywhere else _furniture(root, len(elements))
    known = set(elements)
    clicked = {element for attribute in _CLICKED(root) if (element := attribute.getparent()) not in known}
    if clicked:
        elements = [element for element in root.iter() if element in known or element in clicked]
    found: list[Lead] = []
    for element in elements:
        if element in furniture or (element.tag == "input" and (element.get("type") or "").lower() not in _BUTTONS):
            continue
        href = element.get("href")
        told = (href and _of_href(href)) or _of_element(element)
        if told:
            found.append(Lead(element, *told, order=len(found)))
    return found


def _furniture(root: HtmlElement, count: int) -> set[HtmlElement]:
    """Return the links of menus, headers and footers; a zone that holds most of the page, dated posts or a pager is none."""
    links: set[HtmlElement] = set()
    for zone in _zones(root, many=count > _MANY_LINKS):
        first = next(zone.iter(*_CLICKABLE), None)
        if first is None or first in links:
            continue
        inside = list(zone.iter(*_CLICKABLE))
        if len(inside) * 4 >= count * 3:
            continue
        if len(inside) <= _FEW_LINKS and any((link.text or "").strip().isdigit() for link in inside):
            continue
        if next(islice(_DATES.finditer(_TEXT(zone)), _MANY_DATES - 1, None), None) is None:
            links.update(inside)
    return links


def _zones(root: HtmlElement, *, many: bool) -> Iterator[HtmlElement]:
    """Yield what is a menu, header or footer by its tag or id, where links are `many` by its class too; an article's header is none."""
    for part in root.iter("nav", "aside", "header", "footer", "div", "ul", "table"):
        name = part.tag
        if name in ("nav", "aside"):
            yield part
        elif name in ("header", "footer"):
            if next(part.iterancestors("article"), None) is None:
                yield part
        else:
            identity = part.get("id") or ""
            named = (part.get("class") or identity) if many and name in ("div", "ul") else ""
            if identity.lower() in _FURNITURE or (named and _names_menu(named)):
                yield part


@lru_cache(maxsize=4096)
def _names_menu(classes: str) -> bool:
    return _MENU.search(classes) is not None


def keyed_leads(root: HtmlElement, start: int) -> list[Lead]:
    """Return rows and cells that name a post in a `data-*` attribute; asked for where links and calls make no listing."""
    found: list[Lead] = []
    for element in root.iter("tr", "td", "li", "dl", "div", "article"):
        if told := _key_of(element):
            found.append(Lead(element, *told, order=start + len(found)))
    return found


def by_place(leads: Sequence[Lead]) -> list[Lead]:
    """Return links with their place in the markup for a grammar, for listings whose addresses share none (a section in the path)."""
    return [replace(lead, grammar=place) for lead in leads if lead.kind == "link" and (place := _place(lead.element))]


def _place(element: HtmlElement) -> str:
    """Return the tags and first classes of an element and of the two around it; "" where none has a class."""
    around = (element, *islice(element.iterancestors(), 2))
    classes = [next(iter((one.get("class") or "").split()), "") for one in around]
    return " < ".join(f"{one.tag}.{name}" for one, name in zip(around, classes, strict=True)) if any(classes) else ""


@lru_cache(maxsize=1024)
def _of_href(href: str) -> _Told | None:
    href = href.strip()
    if ":" in href[:12] and (scheme := _SCHEME.match(href)):
        name = scheme.group(1).lower()
        if name == "javascript":
            return _call(unquote(href[scheme.end() :]))
        if name not in ("http", "https"):
            return None
    target = without_session(href.partition("#")[0].rstrip())
    return ("link", target, link_grammar(target)) if target and not is_file(target) else None


def _of_element(element: HtmlElement) -> _Told | None:
    onclick = element.get("onclick")
    if onclick and (told := _call(onclick)):
        if _LOOKS_AT_ITSELF.search(told[1]) and (
            key := _key_of(element)
        ):  # one call for all rows: an attribute tells which
            return told[0], f"{told[1]} /* {key[1]} */", told[2]
        return told
    if element.tag == "button" and (told := _submits(element)):
        return told
    return _form(element) if element.tag == "input" else _key_of(element)


def _submits(button: HtmlElement) -> _Told | None:
    """Read a button that sends its form with a number of its own, as those of some pagers do."""
    name, value = button.get("name") or "", (button.get("value") or "").strip()
    if not name or not value.isdecimal() or (button.get("type") or "submit").lower() != "submit":
        return None
    return "submit", f"{name}={value}", f"submit:{name}"


def _call(script: str) -> _Told | None:
    script = script[:_LONGEST_HANDLER]
    if "&" in script:
        script = html.unescape(script)
    moved = _LOCATION.search(script)
    if moved:
        return _of_href(moved.group(2))
    call = call_in(script)
    if call is None or is_file(call):
        return None
    name, _, arguments = call.partition("(")
    return "call", call, f"{name.strip()}({arguments.count(',')})"


def _key_of(element: HtmlElement) -> _Told | None:
    best = None
    for name, value in element.items():
        if (
            name.startswith("data-")
            and len(value) < 400
            and _KEY_NAME.search(name, 4)
            and _KEY_VALUE.fullmatch(value.strip())
        ):
            rank = ("key" in name, "view" in name or "idx" in name, "id" in name or "no" in name or "seq" in name)
            if best is None or rank > best[0]:
                best = rank, name, value.strip()
    return ("data", best[2], f"[{best[1]}]") if best else None


def _form(button: HtmlElement) -> _Told | None:
    """Read a row's own small form, whose hidden fields name the post; the form of a whole page is none."""
    form = next(
        (parent for parent, _ in zip(button.iterancestors(), range(6), strict=False) if parent.tag == "form"), None
    )
    if form is None or next(islice(form.iterchildren(), _SMALL_FORM, None), None) is not None:
        return None
    hidden = [
        (item.get("name") or "", item.get("value") or "")
        for item in islice(form.iter("input"), 30)
        if item.get("type") == "hidden"
    ]
    if not any(_NUMBER.search(value) for _, value in hidden):
        return None
    fields = "&".join(f"{name}={value}" for name, value in hidden if name)
    return "form", fields, f"form:{form.get('action') or ''}?{'&'.join(sorted(name for name, _ in hidden if name))}"
