"""What each column of a listing means: by the header's words, by labels in the rows, by what values parse as, by class names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, product

from newscrawl.normalize.counts import read_count
from newscrawl.normalize.dates import looks_like_date
from newscrawl.normalize.text import one_line
from newscrawl.reading.headers import Header
from newscrawl.reading.pieces import Parts, Piece, is_count
from newscrawl.reading.titles import is_badge

_OFFICE_WORD = re.compile(r"[가-힣0-9·()]+")
_REPORTER = re.compile(r"(?:\S+\s)?\S{2,5}\s?(?:기자|특파원|논설위원|선임기자|인턴기자|객원기자|편집국장)")
# what the words hold that are not listed and yet stand above dates and view counts
_DATE_HEAD = re.compile(r"등록|작성|게시|게재|신청일|접수일|공고|고시|날짜|일자|date|day|time|posted", re.IGNORECASE)
_COUNT_HEAD = re.compile(r"조회|열람|읽|hit|view|read", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"20[0-9]{2}\s?[-./년]\s?[0-9]{1,2}[.월]?")
_DAY = re.compile(r"[0-9]{1,2}일?")
_YEAR = re.compile(r"20[0-9]{2}년?")
_MONTH_DAY = re.compile(r"[0-9]{1,2}\s?[-./]\s?[0-9]{1,2}")
_PERIOD = re.compile(r"~|부터|까지|∼|～")
_OFFICE_ENDS = (*"과팀실국관소면읍동단원청부", "센터", "본부", "위원회", "의회", "담당")
_LONGEST_NAME = 40
_LONGEST_SECTION = 10  # characters
_IN_BRACKETS = re.compile(r"[\[【［]\s?[가-힣·/]{2,8}\s?[\]】］]")
_OF_A_NAME = 3  # letters: words that all have as many are names
_BRACKETS = frozenset(("[]", "()", "<>", "【】", "〈〉", "［］"))
SHOWN_FIELDS = frozenset(("number", "published_at", "view_count", "author", "department", "category"))


@dataclass(slots=True, frozen=True)
class Value:
    """A field's value in one row, with the rule that named it and how surely."""

    name: str
    text: str
    rule: str
    confidence: float


def name_values(rows: Sequence[Parts], header: Header, taken: Sequence[frozenset[int]]) -> list[list[Value]]:
    """Return the values of each row, named. `taken` holds, by row, the ids of the pieces that its title is made of."""
    named: list[list[Value]] = [[] for _ in rows]
    columns: dict[tuple[str, int], dict[int, Piece]] = defaultdict(dict)
    for index, parts in enumerate(rows):
        cells: dict[int, list[Piece]] = defaultdict(list)
        used = taken[index]
        for piece in parts.pieces:
            if id(piece) in used:
                continue
            if piece.label in SHOWN_FIELDS and not _contradicted(piece, header):
                named[index].append(Value(piece.label, piece.text, f"label:{piece.said or piece.label}", 0.94))
            elif piece.label is None:
                if header.fields and header.fields.get(-1 if piece.cell is None else piece.cell, "title") != "title":
                    cells[piece.cell or 0].append(piece)
                else:
                    columns[piece.place][index] = piece
        for cell, pieces in cells.items():
            stacked = header.stacked.get(cell, ())
            if len(stacked) == len(pieces):
                named[index] += [
                    Value(name, piece.text, f"th:{header.words[cell]}", _fit(name, piece.text))
                    for name, piece in zip(stacked, pieces, strict=True)
                    if name in SHOWN_FIELDS
                ]
                continue
            name = header.fields[cell]
            text = _cell_text(name, pieces)
            if name in SHOWN_FIELDS and text:
                named[index].append(Value(name, text, f"th:{header.words[cell]}", _fit(name, text)))
    _name_by_value(columns, header, named, len(rows))
    return named


def _contradicted(piece: Piece, header: Header) -> bool:
    """Tell whether the header calls the piece's column something else than a word in the cell does."""
    above = header.fields.get(piece.cell) if piece.cell is not None else None
    return above is not None and above not in (piece.label, "title") and above in SHOWN_FIELDS


def _cell_text(name: str, pieces: list[Piece]) -> str:
    """Join a cell's texts; of several dates or counts in it, take the fullest that is one alone."""
    if len(pieces) == 1:
        return pieces[0].text
    fits = looks_like_date if name == "published_at" else is_count if name in ("view_count", "number") else None
    if fits:
        alone = [piece.text for piece in pieces if fits(piece.text)]
        if alone:
            return max(alone, key=len)
    out: list[str] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        out.append(piece.raw if before is not None and before.block == piece.block else f" {piece.raw}")
    return " ".join("".join(out).split())


def _fit(name: str, text: str) -> float:
    """Return how sure a header's word is of a value: less where the value cannot be what the word says."""
    if name == "published_at":
        return 0.97 if looks_like_date(text) else 0.4
    if name in ("view_count", "number"):
        return 0.97 if is_count(text) else 0.3
    return 0.97


@dataclass(slots=True)
class _Column:
    """One place in the rows, with its values."""

    place: tuple[str, int]
    pieces: dict[int, Piece]
    hints: tuple[str, ...]
    near: tuple[str, ...]
    head: str = ""  # the header's word for it, where that names no field

    def share(self, fits: Callable[[str], bool]) -> float:
        """Return the share of the values that a test accepts."""
        return sum(fits(piece.text) for piece in self.pieces.values()) / len(self.pieces)


def _name_by_value(
    columns: Mapping[tuple[str, int], dict[int, Piece]], header: Header, named: list[list[Value]], count: int
) -> None:
    have = Counter(name for values in named for name in {value.name for value in values if value.confidence > 0.5})
    missing = {name for name in SHOWN_FIELDS if have[name] * 2 < count}
    told = [
        _Column(place, pieces, *_told(pieces, header))
        for place, pieces in columns.items()
        if len(pieces) * 3 >= count or count <= 3
    ]
    if "published_at" in missing and _dates_in_parts(told, named):
        missing.discard("published_at")
    _find(_BY_VALUE, told, missing, named)
    if not missing.isdisjoint(_BY_WORDS):
        _find(_BY_WORDS, [column for column in told if column.share(_is_words) >= 0.7], missing, named)
    if have["published_at"] or any(value.name == "published_at" for values in named for value in values):
        _lone_dates(columns, named, count)


def _find(finders: Mapping[str, _Finder], columns: list[_Column], missing: set[str], named: list[list[Value]]) -> None:
    for name, finder in finders.items():
        found = finder(columns) if name in missing and columns else None
        if found is not None and not _said_already(found[0], named):
            column, rule, confidence = found
            columns.remove(column)
            for index, piece in column.pieces.items():
                named[index].append(
                    Value(name, _bare(piece.text) if name == "category" else piece.text, rule, confidence)
                )


def _bare(text: str) -> str:
    """Return a text without the brackets around the whole of it."""
    return text[1:-1].strip() if text[0] + text[-1] in _BRACKETS else text


def _said_already(column: _Column, named: list[list[Value]]) -> bool:
    """Tell whether a column repeats what another says (a line of details for narrow screens)."""
    repeated = sum(any(value.text == piece.text for value in named[index]) for index, piece in column.pieces.items())
    return repeated * 5 >= len(column.pieces) * 4


def _dates_in_parts(columns: list[_Column], named: list[list[Value]]) -> bool:
    """Join dates shown in two parts side by side: the day large beside year and month, or month and day beside the year."""
    for whole, part in ((_YEAR_MONTH, _DAY), (_YEAR, _MONTH_DAY)):
        years = [column for column in columns if column.share(partial(_matches, whole)) >= 0.8]
        days = [column for column in columns if years and column.share(partial(_matches, part)) >= 0.8]
        for year, day in product(years, days):
            joined = [
                index
                for index in year.pieces.keys() & day.pieces.keys()
                if _side_by_side(year.pieces[index], day.pieces[index])
            ]
            for index in joined:
                text = f"{year.pieces[index].text.rstrip('. ')}.{day.pieces[index].text}"
                named[index].append(Value("published_at", text, "a date in two parts", 0.7))
            if joined:
                return True
    return False


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.fullmatch(text) is not None


def _side_by_side(one: Piece, other: Piece) -> bool:
    above, below = one.element.getparent(), other.element.getparent()
    return above is below or other.element is above or one.element is below


def _lone_dates(columns: Mapping[tuple[str, int], dict[int, Piece]], named: list[list[Value]], count: int) -> None:
    """Give rows in another layout the one full date that they show, where the rest of the listing is dated."""
    dateless = {index for index in range(count) if all(value.name != "published_at" for value in named[index])}
    seen: dict[int, list[str]] = defaultdict(list)
    for pieces in columns.values():
        for index in dateless & pieces.keys():
            if len(pieces[index].text) >= 8 and _is_date(pieces[index].text):
                seen[index].append(pieces[index].text)
    for index, texts in seen.items():
        if len(set(texts)) == 1:
            named[index].append(Value("published_at", texts[0], "the row's only date", 0.6))


def _told(pieces: Mapping[int, Piece], header: Header) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    first = next(iter(pieces.values()))
    return first.hints, first.near, header.other.get(first.cell, "") if first.cell is not None else ""


_Found = tuple[_Column, str, float] | None
_Finder = Callable[[list[_Column]], _Found]


def _is_date(text: str) -> bool:
    return looks_like_date(text) and not _PERIOD.search(text)


def _find_date(columns: list[_Column]) -> _Found:
    """Find the posting date: of two, not the one whose class speaks of an end or an edit; the fuller, then the first."""
    dated = [
        column
        for column in columns
        if column.share(_is_date) >= 0.6 and (not column.head or _DATE_HEAD.search(column.head))
    ]
    dated = [column for column in dated if not {"period", "modified_at"} & set(column.hints[:2])] or dated
    if not dated:
        return None
    best = max(dated, key=lambda column: ("published_at" in column.hints, _length(column), len(column.pieces)))
    return best, "values are dates", 0.8 if len(dated) == 1 else 0.6


def _length(column: _Column) -> int:
    """Return whether values tell a year: 2 for a full date, 1 for month and day or a time."""
    texts = [piece.text for piece in column.pieces.values()]
    return 2 if sum(len(text) >= 8 for text in texts) * 2 > len(texts) else 1


def _find_number(columns: list[_Column]) -> _Found:
    """Find the running number: it falls by one from row to row, or its class says number and it never rises."""
    for column in columns:
        numbers = [
            read_count(piece.text)
            for _, piece in sorted(column.pieces.items())
            if piece.text.replace(",", "").isdigit()
        ]
        known = [number for number in numbers if number is not None]
        if len(known) < 2:
            continue
        steps = [one - two for one, two in pairwise(known)]
        if sum(step == 1 for step in steps) * 3 >= len(steps) * 2:
            return column, "numbers fall by one", 0.85
        if "number" in column.hints[:2] and all(step > 0 for step in steps):
            return column, "class says number, numbers fall", 0.6
    return None


def _find_count(columns: list[_Column]) -> _Found:
    """Find the view count: a column of counts that a class names, else the last one that no class names otherwise."""
    counted = [
        column
        for column in columns
        if column.share(is_count) >= 0.8
        and "comments" not in column.hints[:1]
        and (not column.head or _COUNT_HEAD.search(column.head))
    ]
    named = [column for column in counted if "view_count" in column.hints]
    if named:
        best = min(named, key=lambda column: (column.hints.index("view_count"), -_sum(column)))
        return best, "class says views", 0.8
    bare = [column for column in counted if not set(column.near) & {"comments", "number", "attachment", "title"}]
    return (bare[-1], "last column of counts", 0.5) if bare else None


def _sum(column: _Column) -> int:
    return sum(read_count(piece.text) or 0 for piece in column.pieces.values())


def _is_words(text: str) -> bool:
    """Tell whether a text can be a name: no date, no count, not long."""
    return 1 < len(text) <= _LONGEST_NAME and not looks_like_date(text) and not is_count(text)


def _is_office(text: str) -> bool:
    return len(text) > 2 and text.endswith(_OFFICE_ENDS) and all(_OFFICE_WORD.fullmatch(word) for word in text.split())


def _find_department(columns: list[_Column]) -> _Found:
    for column in columns:
        if "department" in column.hints[:2]:
            return column, "class says department", 0.7
    for column in columns:
        offices = column.share(_is_office)
        if offices >= 0.7 and not {"title", "summary", "author", "category"} & set(column.near):
            return column, "values are names of offices", 0.6
    return None


def _find_author(columns: list[_Column]) -> _Found:
    for column in columns:
        if column.share(lambda text: len(text) <= _LONGEST_NAME and _REPORTER.fullmatch(text) is not None) >= 0.6:
            return column, "values are bylines", 0.7
    for column in columns:
        if "author" in column.hints[:2] and "department" not in column.hints[:1]:
            return column, "class says author", 0.65
    return None


def _find_category(columns: list[_Column]) -> _Found:
    for column in columns:
        if "category" in column.hints[:1] and column.share(lambda text: len(text) <= 14) >= 0.9:
            return column, "class says category", 0.6
    for column in columns:
        words = {_bare(piece.text) for piece in column.pieces.values() if _IN_BRACKETS.fullmatch(piece.text)}
        if len(words) > 1 and column.share(_is_bracketed_word) == 1 and {len(word) for word in words} != {_OF_A_NAME}:
            return column, "words in brackets", 0.5
    for column in columns:
        words = {piece.text for piece in column.pieces.values()}
        before = sum(map(_stands_before_a_reporter, column.pieces.values()))
        if len(words) > 1 and column.share(_is_section) == 1 and 2 * before > len(column.pieces):
            return column, "words before bylines", 0.5
    return None


def _is_section(text: str) -> bool:
    """Tell whether a text can be the name of a paper's section."""
    return 1 < len(text) <= _LONGEST_SECTION and text[-1].isalpha() and _REPORTER.fullmatch(text) is None


def _stands_before_a_reporter(piece: Piece) -> bool:
    """Tell whether the element right behind a text's own names a reporter."""
    following = piece.element.getnext()
    return following is not None and _REPORTER.fullmatch(one_line("".join(following.itertext()))) is not None


def _is_bracketed_word(text: str) -> bool:
    """Tell whether a text is a word in brackets, and neither a badge nor an office."""
    return _IN_BRACKETS.fullmatch(text) is not None and not is_badge(text) and not _is_office(_bare(text))


_BY_VALUE: dict[str, _Finder] = {"published_at": _find_date, "number": _find_number, "view_count": _find_count}
_BY_WORDS: dict[str, _Finder] = {"department": _find_department, "author": _find_author, "category": _find_category}
