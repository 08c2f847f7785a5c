"""Elements to text exactly as a reader sees it: every character, and no space that the markup alone put there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.normalize.text import one_line

SILENT = frozenset(
    "script style template noscript head title meta link select option textarea button input object embed applet audio video "
    "canvas svg iframe map colgroup datalist".split()
)
PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre table ul ol dl figure hr form fieldset".split())
LINES = frozenset(
    "address article aside body caption center dd details dir div dt figcaption footer header html legend li main menu nav section "
    "summary tbody tfoot thead".split()
)
CELLS = frozenset(("td", "th"))
BLOCKS = PARAGRAPHS | LINES | CELLS | {"tr"}
# What an element does to the lines around it; "row" is a table row of several cells, of a single cell it is a "line".
_KINDS = (
    dict.fromkeys(LINES, "line")
    | dict.fromkeys(PARAGRAPHS, "paragraph")
    | dict.fromkeys(CELLS, "cell")
    | {"tr": "row", "br": "br"}
)
_ENDS = {kind: f"/{kind}" for kind in _KINDS.values() if kind != "br"}

_SPACES = re.compile(r"[ \t\r\n\f\v]+")
# Soft hyphen, zero-width space, direction marks, and the controls that no page shows
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_WHITE = str.maketrans("\r\f\v", "\n  ")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|[;\s])(?:font-size|opacity)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)|"
    r"(?:^|[;\s])(?:left|top|text-indent)\s*:\s*-[0-9]{3,}",
    re.IGNORECASE,
)
_NOT_DISPLAYED = re.compile(r"(?:^|\s)(?:display-?none|d-none(?!.*\bd-(?:sm|md|lg|xl|xxl)-))(?=\s|$)", re.IGNORECASE)
_USUAL = 300  # characters of a style
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_OFFSCREEN = re.compile(
    r"(?:^|[\s_-])(?:blind|sr[-_]?only|screen[-_]?(?:out|reader(?:-text)?)|visually-?hidden|a11y-?hidden|sound[-_]?only|skip|hid(?:e|den)?|"
    r"ir|readonly-text)(?=$|\s)",
    re.IGNORECASE,
)


def tag(element: HtmlElement) -> str:
    """Return the element's name in lower case; "" for anything that is no element. Word's `o:p` keeps its colon."""
    name = element.tag
    return name if isinstance(name, str) else ""


def is_hidden(element: HtmlElement) -> bool:
    """Tell whether the markup itself hides the element from everyone (style, `hidden`, or a class that says nothing else)."""
    style = element.get("style")
    return (style is not None and _hides(style)) or element.get("hidden") is not None or hides(element.get("class"))


def hides(classes: str | None) -> bool:
    """Tell whether a class attribute names what is not displayed, on screens of any width."""
    return classes is not None and "none" in classes and _names_none(classes)


@lru_cache(maxsize=1024)
def _names_none(classes: str) -> bool:
    return _NOT_DISPLAYED.search(classes) is not None


def _hides(style: str) -> bool:
    """Tell whether a style hides its element; editors write the same few styles a thousand times a page, so these are remembered."""
    return _usual_hides(style) if len(style) <= _USUAL else _HIDDEN_STYLE.search(style) is not None


@lru_cache(maxsize=4096)
def _usual_hides(style: str) -> bool:
    return _HIDDEN_STYLE.search(style) is not None


def is_offscreen(element: HtmlElement) -> bool:
    """Tell whether the element is text for screen readers only, by the usual class names ("blind", "sr-only" …)."""
    classes = element.get("class")
    return classes is not None and says_offscreen(classes)


@lru_cache(maxsize=4096)
def says_offscreen(classes: str) -> bool:
    """Tell whether a class attribute is one of text for screen readers only."""
    return _OFFSCREEN.search(classes) is not None


def _pieces(element: HtmlElement, skip: Container[HtmlElement]) -> Iterator[tuple[str, str]]:
    """Walk an element without recursion; yield ("text", …), ("pre", …), "br", and the start and "/…" end of each block."""
    open_: list[tuple[str, bool]] = []  # of each open element its kind, and whether it keeps lines
    preformatted = 0
    skipped: HtmlElement | None = None
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            name = node.tag  # of anything that is no element a function, which is in none of the tables
            attributes = node.keys()
            style = node.get("style") if attributes and "style" in attributes else None
            if (
                name in SILENT
                or node in skip
                or (
                    attributes
                    and (
                        "hidden" in attributes
                        or (style and _hides(style))
                        or ("class" in attributes and hides(node.get("class")))
                    )
                )
            ):
                walk.skip_subtree()
                skipped = node
                continue
            kind = _KINDS.get(name, "")
            if kind == "row" and sum(child.tag in CELLS for child in node) < 2:
                kind = "line"
            keeps_lines = name == "pre" or (
                style is not None and "white-space" in style and _KEEPS_LINES.search(style) is not None
            )
            open_.append((kind, keeps_lines))
            preformatted += keeps_lines
            if kind:
                yield kind, ""
            text = node.text
        else:
            if node is not skipped:
                kind, keeps_lines = open_.pop()
                preformatted -= keeps_lines
                if kind in _ENDS:
                    yield _ENDS[kind], ""
            text = node.tail if node is not element else None
        if text:
            yield "pre" if preformatted else "text", text


def line(element: HtmlElement, skip: Container[HtmlElement] = ()) -> str:
    """Return the element's text on one line: blocks apart by one space, inline elements joined as they are; NFC."""
    parts = [text if kind in ("text", "pre") else " " for kind, text in _pieces(element, skip)]
    return one_line("".join(parts))


class _Typesetter:
    """Puts pieces together: what separates two texts is owed until the second one is there."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.breaks = 0  # line feeds owed before the next text
        self.tabs = 0  # tabs owed before the next text
        self.white = True  # what was last put out is white space, or there is nothing yet
        self.at_start = False  # of a cell: what breaks lines there breaks none
        self.rows: list[list[bool]] = []  # for each open row: has it a cell, has it text

    def open(self, kind: str) -> None:
        """Owe what the start of a block, or a `br`, puts before the next text."""
        if kind == "cell":
            self._cell()
        elif kind == "br":
            if not self.at_start:
                self.breaks = min(self.breaks + 1, 2)
        else:
            if not self.at_start:
                self.breaks = max(self.breaks, 2 if kind == "paragraph" and not self.rows else 1)
            if kind == "row":
                self.rows.append([False, False])

    def close(self, kind: str) -> None:
        """Owe what the end of a block puts before the next text."""
        if kind == "cell":
            return
        if kind == "row":
            self.rows.pop()
            self.tabs, self.at_start = 0, False
        self.open("line" if kind == "row" else kind)

    def _cell(self) -> None:
        if not self.rows:
            return
        row = self.rows[-1]
        if row[0]:
            self.tabs += 1
        if row[1]:
            self.breaks = 0
        row[0] = self.at_start = True

    def write(self, text: str, *, preformatted: bool) -> None:
        """Put text after what is owed; white space alone is one space at most."""
        if not text.isprintable():  # else nothing is invisible, and all white space blanks
            text = _INVISIBLE.sub("", text)
            text = text.replace("\r\n", "\n").translate(_WHITE) if preformatted else _SPACES.sub(" ", text)
        elif "  " in text and not preformatted:
            text = _SPACES.sub(" ", text)
        if not text.strip(" "):
            if text and not self.white and not self.breaks and not self.tabs:
                self.out.append(" ")
                self.white = True
            return
        if self.breaks or self.tabs:
            self.out.append("\n" * self.breaks + "\t" * self.tabs if self.out else "\t" * self.tabs)
            self.white = True
        self.out.append(text.lstrip(" ") if self.white else text)
        self.white = text[-1].isspace()
        self.breaks = self.tabs = 0
        self.at_start = False
        for row in reversed(self.rows):
            if row[1]:
                break
            row[1] = True


def paragraphs(element: HtmlElement, skip: Container[HtmlElement] = (), *, after: str | None = None) -> str:
    """Return the element's text as the data contract has a body.

    Paragraphs apart by a blank line, line breaks kept, table cells apart by a tab, inline elements joined without a space, NFC.
    White space is folded as a browser folds it; characters that show nothing (soft hyphen, zero-width space,
    direction marks, controls) are dropped. With `after` only what follows that text node is taken.
    """
    page = _Typesetter()
    for kind, text in _pieces(element, skip):
        if text:
            if after is None:
                page.write(text, preformatted=kind == "pre")
            elif text == after:
                after = None
        elif kind.startswith("/"):
            page.close(kind[1:])
        else:
            page.open(kind)
    return _tidy("".join(page.out))


def _tidy(text: str) -> str:
    lines = [part.strip(" \u00a0").replace("\u00a0", " ") for part in text.split("\n")]
    return unicodedata.normalize("NFC", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())
