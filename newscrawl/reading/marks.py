"""What a row's icons, words and classes mark: a pinned row, files, an advertisement."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Sequence

from newscrawl.reading.headers import Header
from newscrawl.reading.pieces import Parts
from newscrawl.reading.rows import RowElements
from newscrawl.reading.titles import PIN_WORD, Title, is_badge

_PIN_CLASS = re.compile(
    r"(?:^|[\s_./-]|ico|icon|is|bo|tr|td)(?:notice|noti|notify|gongji|pin|pinned|fix|fixed|important|must)(?:$|[\s_.-]|\d|tr|td|ico)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"attach|file|clip|disk|floppy|save|hwp|pdf|첨부|파일|download|(?:^|[\s_-])down(?:$|[\s_.-])", re.IGNORECASE
)
_NO_FILE = re.compile(r"file[-_]?n(?:one|o)?\b|no[-_]?file|없음", re.IGNORECASE)
_LONGEST_WORD = 14
_OTHER_WORDS = 2  # beside that of a pin, from which a place is one of categories
_NONE = frozenset(("0", "-", "없음", "X", "x", "N"))
_ADVERT = frozenset(("AD", "Ad", "ad", "광고", "SPONSORED", "Sponsored", "sponsored", "프로모션"))


def is_advert(parts: Parts) -> bool:
    """Tell whether a row says, in a text of its own, that it is an advertisement."""
    return any(piece.text in _ADVERT for piece in parts.pieces)


def pinned_rows(
    rows: Sequence[RowElements],
    parts: Sequence[Parts],
    titles: Sequence[Title],
    header: Header,
    named: Sequence[set[str]],
) -> list[bool]:
    """Tell which rows are pinned.

    By a word or icon in the number column or before the title, by a class that other rows have not, or by an empty cell where most rows
    have a number (an arrow there only marks the post being read). `named` holds the fields that were read of each row. A category
    that is called 공지 pins nothing.
    """
    classed = [_PIN_CLASS.search(row.first.get("class") or "") is not None for row in rows]
    by_class = any(classed) and not all(classed)
    number, category = header.column("number"), header.column("category")
    places = (None, number, header.column("title")) if number is not None else None
    numbered = number is not None and sum("number" in names for names in named) * 2 > len(rows)
    words = _category_places(parts, titles)
    return [
        (title.pinned and not any(piece.place in words and PIN_WORD.fullmatch(piece.text) for piece in part.pieces))
        or (by_class and has_class)
        or (numbered and "number" not in names and _lacks(part, number))
        or _says_pinned(part, title, category, places, words)
        for part, title, has_class, names in zip(parts, titles, classed, named, strict=True)
    ]


def _lacks(parts: Parts, column: int | None) -> bool:
    """Tell whether a row that has columns shows no text in one of them."""
    cells = {piece.cell for piece in parts.pieces}
    return column not in cells and cells != {None}


def _category_places(parts: Sequence[Parts], titles: Sequence[Title]) -> set[tuple[str, int]]:
    """Return the places before titles where nearly every row has a word: those of categories, one of which may be called 공지."""
    said: dict[tuple[str, int], list[str]] = defaultdict(list)
    for part, title in zip(parts, titles, strict=True):
        for piece in part.pieces:
            if id(piece) in title.used:
                break
            said[piece.place].append(piece.text)
    return {
        place
        for place, texts in said.items()
        if len(texts) * 3 >= len(parts) * 2
        and all(len(text) <= _LONGEST_WORD and not text.isdecimal() for text in texts)
        and sum(not is_badge(text) for text in set(texts)) >= _OTHER_WORDS
    }


def _says_pinned(
    parts: Parts,
    title: Title,
    category: int | None,
    places: Container[int | None] | None,
    words: Container[tuple[str, int]],
) -> bool:
    """Tell whether a word or an icon pins a row: one that stands in `places`, where the header tells these, and is no category."""
    for piece in parts.pieces:
        if len(piece.text) > _LONGEST_WORD or piece.place in words or (places and piece.cell not in places):
            continue
        if (
            piece.label == "category"
            or piece.near[:1] == ("category",)
            or (piece.cell is not None and piece.cell == category)
        ):
            continue
        if PIN_WORD.fullmatch(piece.text) and id(piece) not in title.used:
            return True
    return any(
        (places is None or mark.cell in places)
        and (_PIN_CLASS.search(mark.named) or (mark.said and PIN_WORD.fullmatch(mark.said.strip())))
        for mark in parts.marks
    )


def has_file(parts: Parts, header: Header) -> bool | None:
    """Tell whether a row marks files; None where the listing has neither a column nor an icon for them."""
    for mark in parts.marks:
        told = f"{mark.named} {mark.said}"
        if _FILE.search(told) and not _NO_FILE.search(told):
            return True
    column = header.column("attachment")
    if column is None:
        return None
    return any(piece.cell == column and piece.text not in _NONE for piece in parts.pieces)
