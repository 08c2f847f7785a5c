"""Where a JavaScript call leads: followed through the page's own functions and forms, without running a script."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache
from itertools import islice
from urllib.parse import quote

from lxml.html import HtmlElement

from newscrawl.items import PageRequest
from newscrawl.reading.definitions import LONGEST_FUNCTION
from newscrawl.reading.follow import Answer, follow, follow_computed
from newscrawl.reading.page import Page
from newscrawl.reading.script import Node, parse
from newscrawl.reading.values import select

_MOST_HANDLERS = 60
_SCHEME = re.compile(r"^\s*javascript:", re.IGNORECASE)
_SEVERAL = re.compile(r"[,\[(\\]")  # signs of a selector that is more than names
_BETWEEN = re.compile(r"[\s>+~]+")
_NAME = re.compile(r"[.#]([\w-]+)")
_HANDLER = re.compile(
    r"""\$\(\s*(?:document|window|this|(["'])(?P<on>[^"'\n]+)\1)\s*\)\s*\.\s*"""
    r"""(?:(?:on|bind|live|delegate)\s*\(\s*["']click[\w. ]*["']\s*,\s*"""
    r"""(?:(["'])(?P<within>[^"'\n]+)\3\s*,\s*)?|click\s*\(\s*)(?=function|\(?[\w, ]*\)?\s*=>)"""
)
_BY_ITSELF = re.compile(  # what is given a function that runs without a click
    r"""(?:onload\s*=|setTimeout\s*\(|\.\s*ready\s*\(|(?<![\w.])(?:\$|jQuery)\s*\(|"""
    r"""addEventListener\s*\(\s*["'](?:load|DOMContentLoaded)["']\s*,)\s*(?=function\b|\([\w\s,]*\)\s*=>)"""
)


def resolve_call(page: Page, call_text: str, element: HtmlElement | None = None) -> Answer:
    """Return where `fn_view('12')` leads: an address, a request for a form that is posted, or None where the page does not tell.

    `element` is what is clicked, for scripts that ask `this`.
    """
    return follow(page, parse(_SCHEME.sub("", call_text)), element)


def resolve_click(page: Page, element: HtmlElement) -> Answer:
    """Return where a click leads that a script waits for, by a selector; else what the element's `data-*` address and key say."""
    for body in _handlers(page, element):
        answer = follow(page, _called(body), element)
        if answer is not None:
            return answer
    return _by_attributes(page, element)


def sent_at_once(page: Page) -> PageRequest | None:
    """Return the form that a page posts by itself as soon as it is there: a shell, which shows nothing of its own."""
    for source in _own_scripts(page):
        answer = follow(page, parse(_SCHEME.sub("", source)), None)
        if isinstance(answer, PageRequest):
            return answer
    return None


def computed_at_once(page: Page) -> Answer:
    """Return what a page sends by itself with a field whose value its script computes: proof that a browser ran it."""
    for source in _own_scripts(page):
        functions = (_function_at(source, match.end()) for match in islice(_BY_ITSELF.finditer(source), _MOST_HANDLERS))
        later = (_called(body) for body in functions if body is not None)
        for statements in (parse(_SCHEME.sub("", source)), *later):
            if (answer := follow_computed(page, statements)) is not None:
                return answer
    return None


def _own_scripts(page: Page) -> list[str]:
    """Return the page's own scripts, and what its body does when it is loaded."""
    scripts = (script.text for script in page.named("script") if script.get("src") is None)
    loaded = (element.get("onload") for element in page.root.iter("body"))
    return [source for source in (*scripts, *loaded) if source]


def _handlers(page: Page, element: HtmlElement) -> list[Node]:
    around = {element, *islice(element.iterancestors(), 3)}
    named = " ".join(f"{one.get('class') or ''} {one.get('id') or ''}" for one in around)
    return [
        body
        for selector, body in _waiting(page.script_text)
        if _may_choose(selector, named) and not around.isdisjoint(_selected(page, selector))
    ]


def _may_choose(selector: str, named: str) -> bool:
    """Tell whether a selector may choose one of a few elements, given all their classes and ids: else the page need not be searched."""
    if _SEVERAL.search(selector):
        return True
    last = _BETWEEN.split(selector.strip())[-1]
    return all(name in named for name in _NAME.findall(last))


def _selected(page: Page, selector: str) -> frozenset[HtmlElement]:
    if selector not in page.selected:
        page.selected[selector] = frozenset(select(page.root, selector))
    return page.selected[selector]


@lru_cache(maxsize=64)
def _waiting(script: str) -> tuple[tuple[str, Node], ...]:
    """Return the selectors that scripts wait for clicks on, with the functions they then call."""
    found = []
    for match in _HANDLER.finditer(script):
        selector = f"{match['on'] or ''} {match['within'] or ''}".strip()
        if match["on"] and match["within"] and "," in match["within"]:
            selector = match["within"]
        function = _function_at(script, match.end())
        if selector and function is not None:
            found.append((selector, function))
        if len(found) >= _MOST_HANDLERS:
            break
    return tuple(found)


def _function_at(script: str, place: int) -> Node | None:
    """Return the function that is written at a place of a script."""
    statements = parse(f"x = {script[place : place + LONGEST_FUNCTION]}")
    node = statements[0].parts[0] if statements and statements[0].kind == "do" else Node("empty")
    while node.kind == "comma":  # arguments that follow it
        node = node.parts[0]
    return node.parts[1] if node.kind == "assign" else None


def _called(function: Node) -> tuple[Node, ...]:
    """Return the statement that calls a function."""
    return (Node("do", parts=(Node("call", parts=(function,)),)),)


def _by_attributes(page: Page, element: HtmlElement) -> Answer:
    """Read an address in one `data-*` attribute and its parameters in another, as JSON or `name=value`."""
    address = parameters = None
    for name, value in element.attrib.items():
        if not name.startswith("data-"):
            continue
        told = html.unescape(value.strip())
        if name.endswith(("url", "href", "action", "link")) and re.match(
            r"(?:https?:/)?/?[\w.-]*/|[\w-]+\.\w+(?:\?|$)", told
        ):
            address = told
        elif name.endswith(("keyset", "params", "param", "query")):
            parameters = _query_of(told)
    if address is None:
        return None
    if parameters:
        address += ("&" if "?" in address else "?") + parameters
    return page.absolute(address)


def _query_of(value: str) -> str | None:
    if value.startswith("{"):
        try:
            told = json.loads(value.replace("'", '"'))
        except ValueError:
            return None
        return (
            "&".join(f"{quote(str(name))}={quote(str(item))}" for name, item in told.items())
            if isinstance(told, dict)
            else None
        )
    return value.lstrip("?&") if "=" in value else None
