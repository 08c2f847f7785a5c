"""PDF: the text layer, line by line as it is set; pages that are pictures are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import Any

from newscrawl.attachments.formats.stand_in import install
from newscrawl.attachments.result import ADVICE, Unreadable
from newscrawl.attachments.source import File

_Box = tuple[float, float, float, float]  # left, bottom, right, top

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5
_PICTURE = 3  # FPDF_PAGEOBJ_IMAGE
_DEPTH = 3  # of forms in forms that are looked into
_UNMAPPED = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_LINE_SIGNS = re.compile("[\x02\ufffe]")  # what PDFium puts for a hyphen that parts a word
_WIDEST = 1.6  # heights of a character from line to line, in what is no longer one paragraph at a time
_PARAGRAPH = 1.5  # line pitches that part paragraphs
_COLUMN = 1.4  # heights of a character that part cells


def blocks(file: File) -> Iterator[str]:
    """Yield the paragraphs of each page: lines as they are set, a wide gap between two words as a tab."""
    try:
        import pypdfium2  # noqa: PLC0415 - of the extra
    except ImportError as error:
        raise Unreadable("unsupported", f"PDF is not read without pypdfium2: {ADVICE}") from error
    try:
        install(pypdfium2.raw)
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
            raise Unreadable("encrypted", "The document is locked with a password.") from error
        raise Unreadable("damaged", f"The document cannot be opened: {error}") from error
    try:
        yield from _pages(document, file, pypdfium2.PdfiumError)
    finally:
        document.close()


def _pages(document: Any, file: File, fault: type[Exception]) -> Iterator[str]:
    pages = len(document)
    read = pictures = torn = unmapped = 0
    for index in range(pages):
        try:
            page = document[index]
            text = page.get_textpage()
        except fault:
            torn += 1
            continue
        found = _text(text)
        signs = "".join("".join(found).split())
        if not signs:
            pictures += any(True for _ in page.get_objects(filter=[_PICTURE], max_depth=_DEPTH))
        elif len(_UNMAPPED.findall(signs)) * 2 > len(signs):
            unmapped += 1
        else:
            read += 1
            yield from found
        text.close()
        page.close()
    if torn:
        file.warn(f"{torn} of {pages} pages are damaged.")
    if unmapped:
        file.warn(f"The text of {unmapped} of {pages} pages is in fonts that do not say which characters they show.")
    if torn and torn == pages:
        raise Unreadable("damaged", "No page of the document can be read.")
    if not read and pictures + unmapped:
        raise Unreadable("scanned", "The pages are pictures without a text layer.")
    if pictures:
        file.warn(f"{pictures} of {pages} pages are pictures without a text layer.")


def _text(page: Any) -> list[str]:
    """Return a page's paragraphs, told apart by where its lines stand."""
    count = page.count_chars()
    if count < 1:
        return []
    text = page.get_text_range(0, count)
    if len(text) != count:  # characters beyond the first plane take two places, so that places and text do not fit
        return [text]
    lines = list(_ordered(page, list(_lines(text))))
    boxes = [page.get_charbox(start, loose=True) for start, _ in lines]
    pitches = [above[1] - below[1] for above, below in pairwise(boxes) if above[1] > below[1]]
    usual = median(pitches) if pitches else 0.0
    usual = min(usual, _WIDEST * median(box[3] - box[1] for box in boxes))  # where most paragraphs are of a single line
    paragraphs: list[list[str]] = []
    before = None
    for (start, words), box in zip(lines, boxes, strict=True):
        line = _cells(page, start, words)
        height = max(box[3] - box[1], 1.0)
        if before is not None and abs(before[1] - box[1]) < height / 3 and box[0] > before[0]:
            paragraphs[-1][-1] += "\t" + line  # set beside the line before
        elif before is not None and usual and -height < before[1] - box[1] <= usual * _PARAGRAPH:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        before = box
    return ["\n".join(lines) for lines in paragraphs]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, each with the place of its first character."""
    for found in re.finditer(r"[^\r\n]+", text):
        if words := found[0].strip():
            yield found.start() + found[0].index(words[0]), words


def _ordered(page: Any, lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield lines in reading order: those that are set from top to bottom, which PDFium gives from the left, from the right."""
    upright = [_is_upright(page, start, words) for start, words in lines]
    if not any(upright):
        yield from lines
        return
    marked = ((line, known or len(line[1]) == 1) for line, known in zip(lines, upright, strict=True))
    for columns, run in groupby(marked, key=itemgetter(1)):
        found = [line for line, _ in run]
        yield from sorted(found, key=lambda line: -page.get_charbox(line[0])[0]) if columns else found


def _is_upright(page: Any, start: int, words: str) -> bool:
    second = next((at for at, sign in enumerate(words) if at and not sign.isspace()), None)
    return second is not None and _is_below(page.get_charbox(start), page.get_charbox(start + second))


def _is_below(above: _Box, box: _Box) -> bool:
    """Tell whether a character stands under another: its box is lower, and not to the side."""
    return box[3] < (above[1] + above[3]) / 2 and box[0] < above[2] and above[0] < box[2]


def _cells(page: Any, start: int, words: str) -> str:
    """Return a line with a tab wherever two words stand further apart than words do."""
    signs = list(words)
    for place, sign in enumerate(words):
        if sign == " " and words[place - 1] != " ":
            follow = len(words) - len(words[place:].lstrip(" "))
            left, right = (page.get_charbox(start + at, loose=True) for at in (place - 1, follow))
            if right[0] - left[2] > _COLUMN * max(left[3] - left[1], right[3] - right[1], 1.0):
                signs[place] = "\t"
    return re.sub(r" *\t *", "\t", _LINE_SIGNS.sub("", "".join(signs)))
