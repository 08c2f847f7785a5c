"""The shape of a part of a page: its elements, and of its texts what the reader would make of them, but not what they say.

Two pages of one layout have the same shape, however long the titles and however many the files. A label ("작성일") is part of the shape
word by word, a date or a count as such, any other text as a text. Of neighbours of one shape it tells only that there are several.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from hashlib import blake2b

from lxml.html import HtmlElement

from newscrawl.normalize.counts import looks_like_count
from newscrawl.normalize.dates import looks_like_date
from newscrawl.normalize.text import one_line
from newscrawl.profiles.profile import Path, Step
from newscrawl.reading.bylines import may_be_name
from newscrawl.reading.furniture import opens_furniture
from newscrawl.reading.text import is_hidden
from newscrawl.reading.titles import is_badge
from newscrawl.reading.vocabulary import field_of

_UNSEEN = frozenset("script style template noscript head title meta link base".split())
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"[0-9]+")
_LONG = 60  # characters of a text that is neither label nor value
_MOST = 4000  # elements of a shape
_DEEPEST = 100


class Shapeless(Exception):
    """Raised by `shape` for a part of a page that is too large or too deep; its caller reads the page without a profile."""


@lru_cache(maxsize=4096)
def _mark(tag: str, classes: str | None, identity: str | None) -> str:
    told = "".join(f".{name}" for name in (classes or "").split()) + (f"#{identity.strip()}" if identity else "")
    return tag + _DIGITS.sub("0", told)


def mark(element: HtmlElement) -> str:
    """Return an element's tag, classes and id, digits aside: those of one post differ from the next in nothing else."""
    return _mark(element.tag, element.get("class"), element.get("id"))


def is_seen(element: HtmlElement) -> bool:
    """Tell whether an element is one of the layout, and no script, style or hidden field."""
    tag = element.tag
    return isinstance(tag, str) and tag not in _UNSEEN and not (tag == "input" and element.get("type") == "hidden")


@lru_cache(maxsize=2048)
def _short_kind(text: str) -> str:
    text = one_line(text)
    if not text:
        return ""
    if field_of(text) or opens_furniture(text):
        return f"={text};"
    if is_badge(text) and _LETTER.search(text):
        return f"!{text};"
    return "d" if looks_like_date(text) else "n" if looks_like_count(text) else "w" if may_be_name(text) else "*"


def kind(text: str | None) -> str:
    """Return what a text is to the reader: "" for nothing, a label word by word, a date, a count, a name, or any text."""
    if not text or text.isspace():
        return ""
    return "*" if len(text) > _LONG else _short_kind(text)


def shape(root: HtmlElement, body: Container[HtmlElement], box: HtmlElement | None) -> tuple[str, list[HtmlElement]]:
    """Return the shape of an element, and its elements in the order of the shape.

    Of the elements of the body, and of the box of the files, it tells only that they are there. Behind the body, texts are labels or no
    more than texts. Raises Shapeless.
    """
    return _Shape(body, box).of(root, 0)


class _Shape:
    """The shape of an element while it is made."""

    def __init__(self, body: Container[HtmlElement], box: HtmlElement | None) -> None:
        self.body = body
        self.box = box
        self.left = _MOST
        self.behind = False

    def kind(self, text: str | None) -> str:
        told = kind(text)
        return "*" if self.behind and told and told[0] != "=" else told

    def of(self, element: HtmlElement, depth: int) -> tuple[str, list[HtmlElement]]:
        self.left -= 1
        if self.left < 0 or depth > _DEEPEST:
            raise Shapeless
        own = mark(element)
        if element in self.body:
            self.behind = True
            return f"<{own}{{}}>", [element]
        if element is self.box:
            return f"<{own}[]>", [element]
        if (element.get("style") or element.get("hidden") is not None) and is_hidden(element):
            return f"<{own}~>", [element]
        parts = [own, "|", self.kind(element.text)]
        slots = [element]
        last = ""
        for child in element:
            if not is_seen(child):
                if tail := self.kind(child.tail):
                    parts.append(tail)
                    last = ""
                continue
            told, inside = self.of(child, depth + 1)
            told += self.kind(child.tail)
            if told == last:
                if parts[-1] != "+":
                    parts.append("+")
            else:
                parts.append(told)
                slots += inside
                last = told
        return f"<{''.join(parts)}>", slots


def fingerprint(*texts: str) -> str:
    """Return a short digest of texts."""
    return blake2b("\n".join(texts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def path_to(element: HtmlElement, top: HtmlElement) -> Path:
    """Return the steps from an element down to one inside it."""
    steps: list[Step] = []
    while element is not top:
        own = mark(element)
        before = (other for other in element.itersiblings(preceding=True) if isinstance(other.tag, str))
        steps.append(Step(own, sum(mark(other) == own for other in before)))
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    return tuple(reversed(steps))


def follow(top: HtmlElement, path: Path) -> HtmlElement | None:
    """Return the element that a path leads to, None where it leads nowhere."""
    node = top
    for step in path:
        left = step.nth
        for child in node:
            if isinstance(child.tag, str) and mark(child) == step.mark:
                if not left:
                    node = child
                    break
                left -= 1
        else:
            return None
    return node


def inside(box: HtmlElement) -> set[str]:
    """Return what stands in a box, each kind of element once with its texts as `kind` tells them: however many files, it is the same."""
    found: set[str] = set()
    for element in box.iterdescendants():
        if is_seen(element):
            parent = element.getparent()
            above = mark(parent) if parent is not None else ""
            found.add(f"{above}>{mark(element)}|{_in_box(element.text)}|{_in_box(element.tail)}")
    found.add(f"|{_in_box(box.text)}")
    return found


def _in_box(text: str | None) -> str:
    told = kind(text)
    return told if told[:1] == "=" else "*" if told else ""


def spine(element: HtmlElement) -> str:
    """Return the marks of an element's holders and of all that stands beside the way down to it; alike neighbours count once."""
    levels = []
    for holder in element.iterancestors():
        levels.append(f"{mark(holder)}({','.join(_unlike(holder, element))})")
        element = holder
    return "/".join(levels)


def _unlike(holder: HtmlElement, way: HtmlElement) -> Iterator[str]:
    last = ""
    for child in holder:
        if child is way:
            yield f"*{mark(child)}"
            last = ""
        elif is_seen(child) and (told := mark(child)) != last:
            yield told
            last = told


def shown(path: Path) -> str:
    """Return a path for people: "div#content > table.view > tr[2]"."""
    return " > ".join(step.mark + (f"[{step.nth + 1}]" if step.nth else "") for step in path) or "(the area itself)"
