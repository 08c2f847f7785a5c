"""DOCX: WordprocessingML, with what was inserted under review, text boxes and notes, and without what was deleted or hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newscrawl.attachments.flow import cell, framed
from newscrawl.attachments.package import Package
from newscrawl.attachments.result import Unreadable
from newscrawl.attachments.source import File
from newscrawl.attachments.xml import Element, attribute, child, local, number

_OPEN = frozenset(
    ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = ("0", "false", "off")
_EITHER = "AlternateContent"  # what is there twice, for newer and for older programs

_Reader = Callable[[Element, list[str], list[str]], None]


def blocks(file: File) -> Iterator[str]:
    """Yield headers, paragraphs and tables in reading order, footers; notes and text boxes follow their paragraph."""
    yield from _Document(Package(file)).blocks()


class _Document:
    def __init__(self, package: Package) -> None:
        main = next(
            (part for kind, part in package.related("").values() if kind == "officeDocument"), "word/document.xml"
        )
        self._package = package
        self._related = package.related(main)
        self._root = package.xml(main)
        self._notes = {kind: dict(self._of_kind(kind)) for kind in ("footnote", "endnote")}

    def _of_kind(self, kind: str) -> Iterator[tuple[str, Element]]:
        for relation, part in self._related.values():
            if relation == f"{kind}s" and part in self._package:
                for note in self._package.xml(part):
                    if attribute(note, "type", "normal") == "normal":
                        yield attribute(note, "id"), note

    def blocks(self) -> Iterator[str]:
        body = child(self._root, "body")
        if body is None:
            raise Unreadable("damaged", "The document has no body.")
        yield from self._margins("header")
        yield from self._flow(body)
        yield from self._margins("footer")

    def _margins(self, kind: str) -> Iterator[str]:
        seen: set[str] = set()
        for relation, part in self._related.values():
            if relation == kind and part in self._package:
                text = "\n\n".join(block for block in self._flow(self._package.xml(part)) if block.strip())
                if text not in seen:
                    seen.add(text)
                    yield text

    def _flow(self, parent: Element) -> Iterator[str]:
        for element in parent:
            kind = local(element)
            if kind == "p":
                yield from self._paragraph(element)
            elif kind == "tbl":
                yield from self._table(element)
            elif kind in _OPEN:
                yield from self._flow(element)
            elif kind == _EITHER:
                branches = (list(self._flow(branch)) for branch in element)
                yield from next((found for found in branches if any(found)), ())

    def _paragraph(self, element: Element) -> Iterator[str]:
        text: list[str] = []
        after: list[str] = []
        self._inline(element, text, after)
        yield "".join(text)
        yield from after

    def _inline(self, parent: Element, text: list[str], after: list[str]) -> None:
        for element in parent:
            kind = local(element)
            if kind == "r":
                if not _hidden(element):
                    self._run(element, text, after)
            elif kind in _OPEN:
                self._inline(element, text, after)
            elif kind == _EITHER:
                self._either(self._inline, element, text, after)
            elif kind in ("oMath", "oMathPara"):
                text.extend(found.text or "" for found in element.iter("{*}t"))

    def _run(self, run: Element, text: list[str], after: list[str]) -> None:
        for piece in run:
            kind = local(piece)
            if kind == "t":
                text.append(piece.text or "")
            elif kind in _SIGNS:
                text.append(_SIGNS[kind])
            elif kind == "sym":
                text.append(_symbol(attribute(piece, "char")))
            elif kind in ("footnoteReference", "endnoteReference"):
                note = self._notes[kind.removesuffix("Reference")].get(attribute(piece, "id"))
                after.append("" if note is None else cell(self._flow(note)))
            elif kind == "ruby":
                text.append(self._ruby(piece))
            elif kind in ("drawing", "pict", "object"):
                for box in _boxes(piece):
                    after.extend(self._flow(box))
            elif kind == _EITHER:
                self._either(self._run, piece, text, after)

    def _either(self, read: _Reader, element: Element, text: list[str], after: list[str]) -> None:
        """Read the first branch that gives anything: a box, or a sign that is text for older programs alone."""
        for branch in element:
            words: list[str] = []
            boxes: list[str] = []
            read(branch, words, boxes)
            if any(words) or any(boxes):
                text.extend(words)
                after.extend(boxes)
                return

    def _ruby(self, ruby: Element) -> str:
        words: list[str] = []
        for part in ("rubyBase", "rt"):
            found: list[str] = []
            inner = child(ruby, part)
            if inner is not None:
                self._inline(inner, found, [])
            words.append("".join(found))
        return f"{words[0]}({words[1]})" if words[1] else words[0]

    def _table(self, element: Element) -> Iterator[str]:
        rows: list[dict[int, list[str]]] = []
        for line in _rows(element, "tr"):
            column = number(_property(line, "trPr", "gridBefore"), "val", 0)
            cells: dict[int, list[str]] = {}
            for box in _rows(line, "tc"):
                cells[column] = list(self._flow(box))
                column += max(1, number(_property(box, "tcPr", "gridSpan"), "val", 1))
            rows.append(cells)
        yield from framed(rows)


def _rows(parent: Element, kind: str) -> Iterator[Element]:
    for element in parent:
        if local(element) == kind:
            yield element
        elif local(element) in _OPEN:
            yield from _rows(element, kind)


def _property(element: Element, properties: str, name: str) -> Element | None:
    found = child(element, properties)
    return None if found is None else child(found, name)


def _hidden(run: Element) -> bool:
    vanish = _property(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val", "1") not in _OFF


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 32 <= value < 0xD800 or 0xE000 <= value < 0x10000 else ""


def _boxes(element: Element) -> Iterator[Element]:
    """Yield the text boxes of a drawing; of what is there twice, for old programs too, the first."""
    for part in element:
        kind = local(part)
        if kind == "txbxContent":
            yield part
        elif kind != "Fallback" or child(element, "Choice") is None:
            yield from _boxes(part)
