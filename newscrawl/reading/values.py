"""The values that following a script meets: texts, numbers, elements, what a browser offers; None is what is not known."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import quote

from lxml import cssselect, etree
from lxml.html import HtmlElement

from newscrawl.reading.script import Node

_PSEUDO = re.compile(r":(?:hidden|input|text|first|visible|eq\(\d+\)|checked|selected|last)")
_SIGNS: dict[str, Callable[[int, int], object]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.floordiv,
    "%": operator.mod,
}
_LEAVING = frozenset(("submit", "href", "location", "replace", "assign", "trigger"))


@dataclass(slots=True, frozen=True)
class Known:
    """A thing that a browser offers: document, location, window, jQuery."""

    name: str


@dataclass(slots=True)
class Elements:
    """Elements found by a selector, or a form's field; `form` and `name` are told where a form has no such field."""

    items: list[HtmlElement]
    form: HtmlElement | None = None
    name: str = ""
    many: bool = True


@dataclass(slots=True, frozen=True)
class Method:
    """A member of something, about to be called."""

    owner: object
    name: str


@dataclass(slots=True, frozen=True)
class Function:
    """A function of the page."""

    node: Node


@lru_cache(maxsize=1024)
def _compiled(css: str) -> cssselect.CSSSelector | None:
    try:
        return cssselect.CSSSelector(_PSEUDO.sub("", css), translator="html")
    except (cssselect.SelectorError, etree.XPathError, ValueError):
        return None


def select(top: HtmlElement, css: str) -> list[HtmlElement]:
    """Return the elements under `top` that a CSS selector finds; jQuery's own pseudo-classes are passed over, a broken one finds none."""
    selector = _compiled(css)
    return cast("list[HtmlElement]", selector(top)) if selector is not None else []


def number(value: object) -> int | None:
    """Return a value as a whole number, as `parseInt` would where nothing follows the digits."""
    try:
        return int(str(value).strip() or "x")
    except ValueError:
        return None


def quoted(value: object) -> str | None:
    """Return a text as `encodeURIComponent` writes it."""
    told = as_text(value)
    return None if told is None else quote(told, safe="!'()*-._~")


def as_text(value: object) -> str | None:
    """Return a value as a text, or None where it is none or not known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return None


def truth(value: object) -> bool | None:
    """Return whether a value counts as true; None where it is not known."""
    if value is None:
        return None
    if isinstance(value, Elements):
        return bool(value.items)
    if isinstance(value, (str, int, float, bool)):
        return bool(value)
    return True


def plus(left: object, right: object) -> object:
    """Return the sum of numbers, or texts joined."""
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return left + right
    one, two = as_text(left), as_text(right)
    return one + two if one is not None and two is not None else None


def compare(sign: str, left: object, right: object) -> object:
    """Return what a comparison or an arithmetic sign makes of two values."""
    one, two = as_text(left), as_text(right)
    if one is None or two is None:
        return None
    if sign in ("==", "==="):
        return one == two
    if sign in ("!=", "!=="):
        return one != two
    first, second = number(left), number(right)
    if first is None or second is None:
        return None
    if sign in ("/", "%") and second == 0:
        return None
    return _SIGNS[sign](first, second) if sign in _SIGNS else None


def type_of(value: object) -> str | None:
    """Return what `typeof` says."""
    if value is None:
        return None
    if isinstance(value, str):
        return "string"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    return "function" if isinstance(value, (Function, Method)) else "object"


def turns_back(node: Node) -> bool:
    """Tell whether a branch returns without sending a form or setting an address."""
    kinds = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        kinds.add("leave" if part.word in _LEAVING else part.kind)
        waiting.extend(part.parts)
    return "leave" not in kinds


def call_on_text(owner: str | float, name: str, arguments: Sequence[object]) -> object:
    """Return what a method of a text gives."""
    text = as_text(owner) or ""
    if name in ("toString", "trim", "valueOf"):
        return text.strip() if name == "trim" else text
    if name == "replace" and len(arguments) > 1 and isinstance(arguments[0], str) and isinstance(arguments[1], str):
        return text.replace(arguments[0], arguments[1], 1)
    if (
        name in ("substring", "substr", "slice")
        and arguments
        and all(isinstance(argument, int) for argument in arguments)
    ):
        start = arguments[0]
        end = arguments[1] if len(arguments) > 1 else None
        if isinstance(start, int) and (end is None or isinstance(end, int)):
            return text[start : None if end is None else start + end if name == "substr" else end]
    if name == "split" and arguments and isinstance(arguments[0], str) and arguments[0]:
        return list(text.split(arguments[0]))
    if name in ("indexOf", "includes") and arguments and isinstance(arguments[0], str):
        return text.find(arguments[0]) if name == "indexOf" else arguments[0] in text
    return None


def related(owner: Elements, name: str, first: object) -> object:
    """Return the elements in or around others that a selector finds."""
    if not isinstance(first, str):
        return owner
    if name in ("closest", "parents"):
        chosen = select(owner.items[0].getroottree().getroot(), first) if owner.items else []
        wanted = set(chosen)
        for item in owner.items[:1]:
            for above in (item, *item.iterancestors()):
                if above in wanted:
                    return Elements([above])
        return Elements([])
    if name == "filter":
        return owner
    return Elements([found for item in owner.items for found in select(item, first) if found is not item])


PLAIN: dict[str, Callable[[object], object]] = {
    "encodeURIComponent": quoted,
    "encodeURI": as_text,
    "escape": quoted,
    "decodeURIComponent": as_text,
    "String": as_text,
    "Number": number,
    "parseInt": number,
    "confirm": lambda _: True,
    "alert": lambda _: None,
}
