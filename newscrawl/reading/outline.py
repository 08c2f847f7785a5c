"""A page in document order: its visible elements with how much text they hold, and its texts; made in one pass, linear in the page.

Everything the article reader asks of a page ("what stands after the title", "how much of this is links", "what is the nearest block
that holds both") is an index or a sum here, so that no question walks the tree again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.normalize.text import one_line
from newscrawl.reading.text import is_hidden
from newscrawl.reading.vocabulary import field_of

_PAGE = frozenset(("html", "body"))
_UNSEEN = frozenset(
    "script style template noscript head title meta link select option datalist embed applet audio video canvas svg map colgroup caption "
    "iframe object".split()
)
_SENTENCE = re.compile(r"(?:다|요|음|함|임|됨|까)[.!?”\"’']|[.!?]$|다$")
_PROSE, _LEAST_PROSE = 40, 12  # characters from which a text is prose, and from which a sentence is
_ICONS = frozenset(("i", "em", "span"))
_LONGEST_NAME = 12  # characters
_MENUS = frozenset(("nav", "footer"))
_CONTROLS = frozenset(("button", "input", "textarea"))
_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:gnb|lnb|snb|tnb|sitemap|all-?menu)(?=$|[\s_-]|\d)|(?:^|\s)(?:footer|foot|site-?footer|footer[_-]?(?:wrap|area|inner))(?=\s|$)",
)


def is_prose(text: str) -> bool:
    """Tell whether a text reads like a sentence of a post rather than like a label or a button."""
    return len(text) >= _PROSE or (len(text) >= _LEAST_PROSE and _SENTENCE.search(text) is not None)


class Chunk(NamedTuple):
    """A run of text: the element that holds it (its index), the text as it stands and on one line, and whether it stands in a link."""

    owner: int
    raw: str
    text: str
    linked: bool


@dataclass(slots=True)
class Outline:
    """Elements by index, in document order; element `i` holds the elements `i` to `ends[i]` (exclusive).

    `marks` are class and id in lower case; `chars` counts the characters of an element's texts and `linked` those in links;
    the texts of element `i` are `first_chunk[i]` to `end_chunk[i]` (exclusive); `controls` and `images` are the places of those, and
    `prose_before` and `plain_before` sum the characters of sentences and of other texts, links aside, up to each text.
    """

    elements: list[HtmlElement]
    names: list[str]
    marks: list[str]
    parents: list[int]
    ends: list[int]
    chars: list[int]
    linked: list[int]
    first_chunk: list[int]
    end_chunk: list[int]
    chunks: list[Chunk]
    controls: list[int]
    images: list[int]
    prose_before: list[int]
    plain_before: list[int]

    def prose(self, index: int) -> int:
        """Return how many characters of sentences an element holds, links aside."""
        return self.prose_before[self.end_chunk[index]] - self.prose_before[self.first_chunk[index]]

    def weight(self, index: int) -> float:
        """Return how much text an element holds that is no link; what is no sentence counts half."""
        return self.prose(index) + 0.5 * (
            self.plain_before[self.end_chunk[index]] - self.plain_before[self.first_chunk[index]]
        )

    def count(self, places: list[int], index: int) -> int:
        """Return how many controls or images an element is or holds."""
        return bisect_left(places, self.ends[index]) - bisect_left(places, index)

    def holds(self, outer: int, inner: int) -> bool:
        """Tell whether the first element is, or contains, the second."""
        return outer <= inner < self.ends[outer]

    def common(self, one: int, other: int) -> int:
        """Return the nearest element that holds both."""
        while not self.holds(one, other):
            one = self.parents[one]
        return one

    def children(self, index: int) -> Iterator[int]:
        """Yield the child elements in order."""
        child = index + 1
        while child < self.ends[index]:
            yield child
            child = self.ends[child]

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the elements that hold this one, nearest first."""
        index = self.parents[index]
        while index >= 0:
            yield index
            index = self.parents[index]

    def shape(self, index: int) -> tuple[str, str, str]:
        """Return an element's tag and class with those of its holders: elements of one list share it."""
        parent = self.parents[index]
        grand = self.parents[parent] if parent >= 0 else -1
        one, above = self.names[index], self.names[parent] if parent >= 0 else ""
        return (
            f"{one}.{self.elements[index].get('class', '')}",
            f"{above}.{self.elements[parent].get('class', '')}" if parent >= 0 else "",
            self.names[grand] if grand >= 0 else "",
        )

    def texts(self, index: int) -> list[Chunk]:
        """Return the texts inside an element."""
        return self.chunks[self.first_chunk[index] : self.end_chunk[index]]

    def text(self, index: int) -> str:
        """Return an element's text on one line; blocks are not told from inline elements."""
        return one_line("".join(chunk.raw for chunk in self.texts(index)))


def outline(root: HtmlElement, *, everything: bool = False) -> Outline:
    """Return the outline of a tree; menus and footers known by their names are left out, unless `everything` is asked for."""
    scribe = _Scribe(everything, int(root.xpath("count(descendant-or-self::*)")))
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped: HtmlElement | None = None
    for event, element in walk:
        if event == "end":
            if element is not skipped:
                scribe.leave()
            if element.tail:
                scribe.write(element.tail)
        elif scribe.enter(element):
            if element.text:
                scribe.write(element.text)
        else:
            walk.skip_subtree()
            skipped = element
    return scribe.out


class _Scribe:
    """Writes the outline of a tree while it is walked."""

    def __init__(self, everything: bool, most: int) -> None:
        ends, chars, linked, end_chunk = ([0] * most for _ in range(4))
        self.out = Outline([], [], [], [], ends, chars, linked, [], end_chunk, [], [], [], [0], [0])
        self.everything = everything
        self.holders: list[int] = []
        self.links = 0

    def enter(self, element: HtmlElement) -> bool:
        """Note an element; tell whether it is seen, and its children with it."""
        out, holders = self.out, self.holders
        name = element.tag
        if name in _UNSEEN:
            return False
        mark = ""
        if attributes := element.keys():
            if "class" in attributes:
                mark = element.get("class", "").lower()
            if "id" in attributes:
                mark = f"{mark} {element.get('id', '').lower()}"
            if ("hidden" in attributes or "style" in attributes) and name not in _PAGE and is_hidden(element):
                return False
        if not self.everything and (name in _MENUS or (mark and _names_menu(mark))) and not self._is_of_article(name):
            return False
        index = len(out.elements)
        out.elements.append(element)
        out.names.append(name)
        out.marks.append(mark)
        out.parents.append(holders[-1] if holders else -1)
        out.first_chunk.append(len(out.chunks))
        holders.append(index)
        if name == "a":
            self.links += 1
        elif name == "img":
            out.images.append(index)
            self._write_name(index, element.get("alt"))
        elif name in _CONTROLS and element.get("type") != "hidden":
            out.controls.append(index)
        if "title" in attributes and name in _ICONS:
            self._write_name(index, element.get("title"))
        return True

    def leave(self) -> None:
        """Note the end of the element that was entered last."""
        out, holders = self.out, self.holders
        index = holders.pop()
        out.ends[index] = len(out.elements)
        out.end_chunk[index] = len(out.chunks)
        self.links -= out.names[index] == "a"
        if holders:
            out.chars[holders[-1]] += out.chars[index]
            out.linked[holders[-1]] += out.linked[index]

    def write(self, raw: str) -> None:
        """Note a text of the innermost element."""
        if raw.isspace() or not self.holders or not (text := one_line(raw)):
            return
        out, owner, size = self.out, self.holders[-1], len(text)
        out.chunks.append(Chunk(owner, raw, text, self.links > 0))
        out.chars[owner] += size
        prose = size if not self.links and is_prose(text) else 0
        out.prose_before.append(out.prose_before[-1] + prose)
        out.plain_before.append(out.plain_before[-1] + (0 if prose or self.links else size))
        if self.links:
            out.linked[owner] += size

    def _write_name(self, index: int, name: str | None) -> None:
        """Note the label that a picture or icon stands for: a text to be read, of no length."""
        if name and len(name) <= _LONGEST_NAME and field_of(name):
            out = self.out
            out.chunks.append(Chunk(index, "", one_line(name), self.links > 0))
            out.prose_before.append(out.prose_before[-1])
            out.plain_before.append(out.plain_before[-1])

    def _is_of_article(self, name: str) -> bool:
        """Tell whether a `footer` is that of an article in the page: files may stand there."""
        return name == "footer" and any(self.out.names[holder] == "article" for holder in self.holders)


@lru_cache(maxsize=8192)
def _names_menu(mark: str) -> bool:
    return _NAVIGATION.search(mark) is not None
