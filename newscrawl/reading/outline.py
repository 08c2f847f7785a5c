"""A page in document order: its visible elements with how much text they hold, and its texts; made in one pass, linear in the page.

Everything the article reader asks of a page ("what stands after the title", "how much of this is links", "what is the nearest block
that holds both") is an index or a sum here, so that no question walks the tree again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.normalize.text import one_line
from newscrawl.reading.text import hides, is_hidden
from newscrawl.reading.vocabulary import field_of
from newscrawl.reading.words import Words, words_of

_PAGE = frozenset(("html", "body"))
_UNSEEN = frozenset(
    "script style template noscript head title meta link select option datalist embed applet audio video canvas svg map colgroup caption "
    "iframe object".split()
)
_ICONS = frozenset(("i", "em", "span"))
_LONGEST_NAME = 12  # characters
_MENUS = frozenset(("nav", "footer"))
_CLICKABLE = frozenset(("a", "button", "input"))
_CONTROLS = frozenset(("button", "input", "textarea"))
_KINDS = _CLICKABLE | _CONTROLS | {"img"}
_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:gnb|lnb|snb|tnb|sitemap|all-?menu)(?=$|[\s_-]|\d)|(?:^|\s)(?:footer|foot|site-?footer|footer[_-]?(?:wrap|area|inner))(?=\s|$)",
)


class Chunk(NamedTuple):
    """A run of text: the element that holds it (its index), as it stands and on one line, whether in a link, and what it says by itself."""

    owner: int
    raw: str
    text: str
    linked: bool
    words: Words


@dataclass(slots=True)
class Outline:
    """Elements by index, in document order; element `i` holds the elements `i` to `ends[i]` (exclusive).

    `marks` are class and id in lower case; `chars` counts the characters of an element's texts and `linked` those in links;
    the texts of element `i` are `first_chunk[i]` to `end_chunk[i]` (exclusive); `clickable`, `controls` and `images` are the places of
    those, and `prose_before` and `plain_before` sum the characters of sentences and of other texts, links aside, up to each text.
    """

    elements: list[HtmlElement] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    chars: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    first_chunk: list[int] = field(default_factory=list)
    end_chunk: list[int] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    clickable: list[int] = field(default_factory=list)
    controls: list[int] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    prose_before: list[int] = field(default_factory=lambda: [0])
    plain_before: list[int] = field(default_factory=lambda: [0])

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
    """Return the outline of a tree; menus and footers known by their names are left out, unless `everything` is asked for.

    One loop without calls, for it is run once an element of every page.
    """
    out = Outline()
    elements, chunks, chars, linked = out.elements, out.chunks, out.chars, out.linked
    prose_before, plain_before = out.prose_before, out.plain_before
    holders: list[int] = []  # the elements that are open
    owner = -1  # the innermost of them
    links = 0  # how many of them are links
    told = told_in_links = 0  # characters so far
    skipped: HtmlElement | None = None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            name = element.tag
            attributes = element.keys()
            mark = ""
            seen = name not in _UNSEEN
            if attributes:
                if "class" in attributes:
                    mark = element.get("class", "").lower()
                    seen = seen and not ("none" in mark and hides(mark))
                if "id" in attributes:
                    mark = f"{mark} {element.get('id', '').lower()}"
                if ("style" in attributes or "hidden" in attributes) and name not in _PAGE:
                    seen = seen and not is_hidden(element)
            if not everything and (name in _MENUS or (mark and _names_menu(mark))):
                seen = seen and _is_of_article(out, owner, name)
            if not seen:
                walk.skip_subtree()
                skipped = element
                continue
            holders.append(owner)
            owner = len(elements)
            out.parents.append(holders[-1])
            elements.append(element)
            out.names.append(name)
            out.marks.append(mark)
            out.first_chunk.append(len(chunks))
            chars.append(told)  # until the element ends
            linked.append(told_in_links)
            out.ends.append(0)
            out.end_chunk.append(0)
            if name == "a":
                links += 1
            if name in _KINDS or "onclick" in attributes or "title" in attributes:
                _note_kind(out, owner, linked=links > 0)
            text = element.text
        else:
            if element is skipped:
                skipped = None
            else:
                out.ends[owner] = len(elements)
                out.end_chunk[owner] = len(chunks)
                chars[owner] = told - chars[owner]
                linked[owner] = told_in_links - linked[owner]
                if out.names[owner] == "a":
                    links -= 1
                owner = holders.pop()
            text = element.tail
        if text and owner >= 0 and not text.isspace() and (words := words_of(text)).text:
            line = words.text
            size = len(line)
            prose = size if words.prose and not links else 0
            chunks.append(Chunk(owner, text, line, links > 0, words))
            prose_before.append(prose_before[-1] + prose)
            plain_before.append(plain_before[-1] + (0 if prose or links else size))
            told += size
            told_in_links += size if links else 0
    return out


def _is_of_article(out: Outline, owner: int, name: str) -> bool:
    """Tell whether a `footer` is that of an article in the page: files may stand there."""
    return name == "footer" and owner >= 0 and "article" in (out.names[node] for node in (owner, *out.ancestors(owner)))


def _note_kind(out: Outline, index: int, *, linked: bool) -> None:
    """Note the place of what can be clicked, of a control or a picture, and the label that a picture or icon stands for."""
    name, element = out.names[index], out.elements[index]
    if name in _CLICKABLE or element.get("onclick") is not None:
        out.clickable.append(index)
    if name in _CONTROLS and element.get("type") != "hidden":
        out.controls.append(index)
    if name == "img":
        out.images.append(index)
        said = element.get("alt")
    else:
        said = element.get("title") if name in _ICONS else None
    if said and len(said) <= _LONGEST_NAME and field_of(said):  # a text to be read, of no length
        words = words_of(said)
        out.chunks.append(Chunk(index, "", words.text, linked, words))
        out.prose_before.append(out.prose_before[-1])
        out.plain_before.append(out.plain_before[-1])


@lru_cache(maxsize=8192)
def _names_menu(mark: str) -> bool:
    return _NAVIGATION.search(mark) is not None
