"""A row taken apart: its texts in order, each with where it stands, what its markup is called and which label it carries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lxml.html import HtmlElement

from newscrawl.normalize.counts import looks_like_count, read_count
from newscrawl.normalize.dates import looks_like_date
from newscrawl.normalize.text import one_line
from newscrawl.reading.text import BLOCKS, CELLS, SILENT, hides, is_hidden, says_offscreen
from newscrawl.reading.vocabulary import BYLINE, field_of

_PLAIN = frozenset(("b", "font", "u", "mark", "a"))  # join the text around them where they carry no class
_UTILITIES = re.compile(r"(?<!\S)text-\S+")  # of frameworks: how a text is set, not what it is
_TOKENS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LABEL_NAMES = re.compile(
    r"data-(?:label|th|title|cell-header|header|column|table|table-type|field|name|content|tit|caption)|aria-label"
)
_GLUED = re.compile(r"\s*([가-힣A-Za-z][가-힣A-Za-z ]{0,11}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_SPACED = re.compile(r"\s*([가-힣]{2,6}(?: ?[가-힣]{1,3})?|[Nn][Oo]\.?)\s+(\S.*)", re.DOTALL)
_DIVIDES = re.compile(r"[|｜ㅣ│∣:：]| [/·0-9'’]|기자$")
_BARS = re.compile(r"\s*[|｜ㅣ│∣]\s*|\s+[·/]\s+")
_BYLINE_AND_DATE = re.compile(rf"({BYLINE})\s+([0-9].*)|([0-9].*?)\s+({BYLINE})")
_CLASS_WORDS = {
    "number": "num no number idx seq bunho",
    "title": "tit title subject sbj subj headline heading stitle titles",
    "published_at": "date day time regdate reg datetime wdate created writedate days regist dated",
    "view_count": "hit hits view views count cnt read readed inquiry lookup access eye viewcnt readcnt",
    "author": "writer write author name nick nickname user member reporter register wr",
    "department": "dept depart department buseo team part division deptnm",
    "category": "cate category ca bunya sort type gubun section sec cat",
    "attachment": "file attach files clip attachment down download disk floppy paperclip hwp pdf",
    "comments": "comment comments cmt reply replies repl rep",
    "period": "period term end deadline limit dday due expire",
    "modified_at": "modify modified edit edited update updated mod",
    "summary": "summary lead con cont content desc txt text preview",
}
_IN_LINES = frozenset(
    ("number", "published_at", "modified_at", "view_count", "author", "department", "category", "contact")
)
_LONGEST_LINE = 120
_NUMBERS = re.compile(r"[0-9]{1,4}")
_WIDEST = 50  # columns that a cell may span
_SILENT = SILENT - {"button"}  # titles stand in buttons too
_NAMED: dict[str, str] = {word: name for name, words in _CLASS_WORDS.items() for word in words.split()}


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text in a row.

    `place` says which part of a row it is: pieces of one place in several rows form a column. `label` is the field that a word beside
    it, above it or glued to it names, `said` that word. `hints` are the fields that class names around it speak of, nearest first,
    `near` those of the nearest class alone.
    """

    text: str
    element: HtmlElement
    place: tuple[str, int]
    block: int
    cell: int | None
    offscreen: bool
    hints: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    label: str | None = None
    said: str = ""
    raw: str = ""


@dataclass(slots=True, frozen=True)
class Mark:
    """An icon or picture: its class and file name, what it says instead, and the column it stands in."""

    named: str
    said: str
    cell: int | None


@dataclass(slots=True)
class Parts:
    """A row's texts and its icons and pictures."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@lru_cache(maxsize=4096)
def class_fields(classes: str) -> tuple[str, ...]:
    """Return the fields that class names speak of: weak evidence, and never the only word for a date or a count."""
    found = [name for word in _TOKENS.findall(_UTILITIES.sub("", classes)) if (name := _NAMED.get(word.lower()))]
    return tuple(dict.fromkeys(found))


class Dissector:
    """Takes the rows of one listing apart; what elements of a kind say is worked out once for all rows."""

    def __init__(self) -> None:
        self._inside: dict[tuple[_Around, str, str, int], _Around] = {}

    def take_apart(self, elements: Sequence[HtmlElement], cells: Mapping[HtmlElement, int] | None = None) -> Parts:
        """Return a row's texts and marks in document order; labels are read and leave the texts.

        `cells` says which elements of a row that is no table line stand under which column of a header.
        """
        walk = _Walk(self._inside, cells or {})
        around = _ROW if len(elements) == 1 else _NOWHERE
        for element in elements:
            walk.over(element, around)
        walk.parts.pieces = _labelled(walk.parts)
        return walk.parts


@dataclass(slots=True, eq=False)
class _Around:
    """What the elements around a text say of it."""

    path: str = ""
    hints: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    label: str | None = None
    cell: int | None = None
    offscreen: bool = False


_NOWHERE = _Around()
_ROW = _Around()  # around a row of one element, whose classes tell rows apart and not fields


class _Walk:
    """One walk over a row's elements, without recursion."""

    def __init__(self, known: dict[tuple[_Around, str, str, int], _Around], cells: Mapping[HtmlElement, int]) -> None:
        self.parts = Parts()
        self.known = known
        self.cells = cells
        self.block = 0
        self.column = 0
        self.places: dict[str, int] = {}
        self.icon: tuple[HtmlElement | None, tuple[str, ...]] = (
            None,
            (),
        )  # the last one, and the fields that its class speaks of

    def over(self, top: HtmlElement, around: _Around) -> None:
        """Note the texts and marks of an element."""
        # An entry is an element, or the text after one (its parent, the text), or None where a block ends.
        stack: list[tuple[HtmlElement, str | None, _Around] | None] = [(top, None, around)]
        while stack:
            entry = stack.pop()
            if entry is None:
                self.block += 1
                continue
            node, after, around = entry
            if after is not None:
                self.add(after, node, around)
                continue
            name = node.tag
            inside = self.enter(node, name, around) if isinstance(name, str) else None
            if inside is None:
                continue
            block = name in BLOCKS
            self.block += block
            if len(node):
                if block:
                    stack.append(None)
                for child in node.iterchildren(reversed=True):
                    tail = child.tail
                    if tail and not tail.isspace():
                        stack.append((node, tail, inside))
                    stack.append((child, None, inside))
                block = False
            text = node.text
            if text and not text.isspace():
                self.add(_exact_time(node, text) if name == "time" else text, node, inside)
            self.block += block

    def enter(self, node: HtmlElement, name: str, around: _Around) -> _Around | None:
        """Return what an element adds to what is around its texts; None where it has none to read."""
        classes, label, span, unseen = _attributes(node)
        column = -1
        if name in CELLS:
            column = self.column_of(node, span, around)
        if unseen:
            return None
        if name == "br":
            self.block += 1
            return None
        if name in _SILENT or name == "img":
            self.note(node, name, around)
            return None
        if not len(node) and not (node.text and not node.text.isspace()):
            if classes:
                self.parts.marks.append(Mark(classes, "", column if column >= 0 else around.cell))
                self.icon = node.getparent(), class_fields(classes)
            return None
        if self.cells and (cell := self.cells.get(node)) is not None:
            column = cell
        if column < 0 and not classes and name in _PLAIN:
            return around
        key_of = (around, name, classes, column)
        inside = self.known.get(key_of)
        if inside is None:
            inside = self.known[key_of] = _inside(around, name, classes, column)
        return inside if label is None else replace(inside, label=label)

    def column_of(self, node: HtmlElement, span: int, around: _Around) -> int:
        """Return the column that a cell stands in, and go on to the next; -1 for a cell of a table within one of several cells."""
        if around.cell is not None and _is_within_cell(node):
            return -1
        column = self.column
        self.column += span
        return column

    def note(self, node: HtmlElement, name: str, around: _Around) -> None:
        """Note what a picture or a button says."""
        if name == "img":
            picture = f"{node.get('class') or ''} {(node.get('src') or '').rpartition('/')[2]}"
            self.parts.marks.append(Mark(picture, node.get("alt") or "", around.cell))
        elif name == "input" and (node.get("type") or "").lower() in ("submit", "button"):
            self.add(node.get("value"), node, around)

    def add(self, raw: str | None, element: HtmlElement, around: _Around) -> None:
        """Note a text, if it shows anything."""
        if not raw or not (text := one_line(raw)):
            return
        if text[0] in "([" and looks_like_date(inner := text.strip("()[] ")):
            text = inner
        holder, icon = self.icon
        if icon:
            self.icon = None, ()
            icon = icon if holder is element else ()
        path = around.path
        index = self.places.get(path, 0)
        self.places[path] = index + 1
        self.parts.pieces.append(
            Piece(
                text,
                element,
                (path, index),
                self.block,
                around.cell,
                around.offscreen,
                icon + around.hints,
                icon or around.near,
                around.label,
                "",
                raw,
            )
        )


def _attributes(node: HtmlElement) -> tuple[str, str | None, int, bool]:
    """Return an element's classes, the field that an attribute names, how many columns it spans, and whether it is hidden."""
    classes, label, span, unseen = "", None, 1, False
    for key, value in node.items():
        if key == "class":
            classes = value
            unseen = unseen or ("none" in value and hides(value))
        elif key == "hidden" or (key == "style" and is_hidden(node)):
            unseen = True
        elif key == "colspan" and value.isdecimal() and value.isascii():
            span = min(int(value), _WIDEST)
        elif key[:5] in ("data-", "aria-") and _LABEL_NAMES.fullmatch(key):
            label = field_of(value) or label
    return classes, label, span, unseen


def _is_within_cell(node: HtmlElement) -> bool:
    """Tell whether a cell is of a table within one of several cells of a line: it is a part of that column, and none of its own."""
    table = next(node.iterancestors("table"), None)
    outer = next(table.iterancestors("td", "th"), None) if table is not None else None
    line = outer.getparent() if outer is not None else None
    return line is not None and sum(cell.tag in CELLS for cell in line) > 1


def _exact_time(node: HtmlElement, text: str) -> str:
    """Return the exact time that a `time` element holds where it shows none ("2일 전", "2026년 3월 12일"), unless the two contradict."""
    told = (node.get("datetime") or "").strip()
    if not told or ":" in text or not looks_like_date(told):
        return text
    shown = [int(number) for number in _NUMBERS.findall(text)]
    whole = len(shown) > 2  # year, month and day
    return text if whole and shown[:3] != [int(number) for number in _NUMBERS.findall(told)[:3]] else told


def _inside(around: _Around, name: str, classes: str, column: int) -> _Around:
    near = class_fields(classes) if classes and around is not _ROW else ()
    if column >= 0:
        around = _Around(f"cell{column}", cell=column)
        path = around.path
    else:
        told = classes.split(None, 1)[0].rstrip("0123456789") if classes.strip() else ""  # "post-8812" is the row's own
        path = f"{around.path}/{name}.{'' if around is _ROW else told}"
    if not classes:
        return _Around(path, around.hints, around.near, around.label, around.cell, around.offscreen)
    return _Around(
        path, near + around.hints, near, around.label, around.cell, around.offscreen or says_offscreen(classes)
    )


def _labelled(parts: Parts) -> list[Piece]:
    """Return the pieces that are no labels, each with the label before it or glued to it; a word for files is a mark."""
    waiting: Piece | None = None
    kept: list[Piece] = []
    for piece in parts.pieces:
        named = field_of(piece.text)
        if named:
            if named == "attachment":
                parts.marks.append(Mark("", piece.text, piece.cell))
            piece.label = named
            waiting = piece if named != "attachment" else None
            continue
        divided = split_label(piece) if _DIVIDES.search(piece.text) else (piece,)
        if waiting is not None:
            first = divided[0]
            value = first.text.lstrip(":： ")
            if first.label is None and waiting.cell == first.cell and value and may_be(waiting.label, value):
                first.text, first.label, first.said = value, waiting.label, waiting.text
            waiting = None
        kept += divided
    return kept


def may_be(named: str | None, text: str) -> bool:
    """Tell whether a text can be a value of the field at all."""
    if named in ("view_count", "number"):
        return is_count(text) or text == "-"
    if named in ("published_at", "modified_at"):
        return looks_like_date(text)
    return True


def split_label(piece: Piece) -> Sequence[Piece]:
    """Return the piece, or the parts of a text node that holds several values ("정치 | 김기자 | 2026-01-05") or label and value."""
    texts: Sequence[str] = _BARS.split(piece.text) if len(piece.text) < _LONGEST_LINE else ()
    if len(texts) < 2 or not any(_glued(text) or looks_like_meta(text) for text in texts):
        texts = _by_labels(piece.text) if len(piece.text) < _LONGEST_LINE else ()
    if len(texts) < 2:
        texts = _by_byline(piece.text) if len(piece.text) < _LONGEST_LINE else ()
    if len(texts) < 2:
        return (_relabelled(piece, piece.text, piece.place),)
    return [
        _relabelled(piece, text, (f"{piece.place[0]}|{index}", piece.place[1]))
        for index, text in enumerate(texts)
        if text
    ]


def _by_byline(text: str) -> Sequence[str]:
    """Divide a byline from the date that stands before or after it with nothing between ("홍길동 기자 2026.01.05"); the date is last."""
    match = _BYLINE_AND_DATE.fullmatch(text)
    parts = [part.strip() for part in match.groups() if part] if match else []
    return sorted(parts, key=looks_like_date) if sum(map(looks_like_date, parts)) == 1 else ()


def _by_labels(text: str) -> list[str]:
    """Divide "작성자 홍보과 등록일 2026.01.05 조회 12" into "작성자: 홍보과" and so on, where it begins with a label and holds another."""
    words = text.split()
    starts = [index for index, word in enumerate(words) if field_of(word) in _IN_LINES]
    if len(starts) < 2 or starts[0] != 0:
        return [text]
    ends = [*starts[1:], len(words)]
    return [
        f"{words[start].rstrip(':：')}: {' '.join(words[start + 1 : end]).lstrip(':： ')}"
        for start, end in zip(starts, ends, strict=True)
    ]


def looks_like_meta(text: str) -> bool:
    """Tell whether a text is a date or count, as stand in a row's line of details."""
    return len(text) < 40 and (looks_like_date(text) or is_count(text))


def is_count(text: str) -> bool:
    """Tell whether a whole text is a count ("1,282", "562.9 k")."""
    return looks_like_count(text) or (len(text) < 16 and text[:1].isdecimal() and read_count(text) is not None)


def _relabelled(piece: Piece, text: str, place: tuple[str, int]) -> Piece:
    glued = _glued(text)
    if glued is None and text is piece.text:
        return piece
    label, said, value = glued or (piece.label, piece.said, text)
    return Piece(
        value,
        piece.element,
        place,
        piece.block,
        piece.cell,
        piece.offscreen,
        piece.hints,
        piece.near,
        label,
        said,
        piece.raw,
    )


def _glued(text: str) -> tuple[str, str, str] | None:
    """Split "등록일 : 2026-01-05" or "조회 12"; without a colon the value must look like what the label promises."""
    if len(text) > 100:
        return None
    match = _GLUED.fullmatch(text) if ":" in text or "：" in text else None
    if match and (named := field_of(match.group(1))) and may_be(named, match.group(2)):
        return named, match.group(1), match.group(2)
    match = _SPACED.fullmatch(text) if " " in text and len(text) < 50 else None
    named = field_of(match.group(1)) if match else None
    if match and named in ("published_at", "view_count", "number", "modified_at") and may_be(named, match.group(2)):
        return named, match.group(1), match.group(2)
    return None
