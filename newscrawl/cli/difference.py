"""What differs between two revisions of an article, word by word: Korean paragraphs are long lines, of which a change touches a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from newscrawl.items import Article

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.5  # share of words in common from which two passages are shown as one with changes
_CONTEXT = 1  # lines shown around a change


class Piece(NamedTuple):
    """A stretch of text that both revisions have ("="), or that was taken out ("-") or put in ("+")."""

    kind: Literal["=", "-", "+"]
    text: str


Line = list[Piece] | int
"""A line to show, or how many lines that are the same are passed over."""


def differences(old: Article, new: Article) -> dict[str, list[Line]]:
    """Return what makes a revision, for each field in which the two differ: title, dates, files, body."""
    found: dict[str, list[Line]] = {}
    for name, before, after in (
        ("title", old.title, new.title),
        ("published_at", old.published_at or "", new.published_at or ""),
        ("modified_at", old.modified_at or "", new.modified_at or ""),
        ("files", _files(old), _files(new)),
        ("body", old.body, new.body),
    ):
        if before != after:
            whole = name.endswith("_at")
            found[name] = [_replaced(before, after)] if whole else list(changed_lines(before, after))
    return found


def _files(article: Article) -> str:
    """Return a line a file: its name and, once it is there, what tells its content, and what came of reading it."""
    return "\n".join(
        file.name
        if file.sha256 is None
        else f"{file.name} ({file.sha256[:12]}, text: {file.text_status or 'not read'})"
        for file in article.attachments
    )


def changed_lines(old: str, new: str) -> Iterator[Line]:
    """Yield the lines of two texts that differ, with a line around them, and how many are the same in between."""
    before, after = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps = matcher.get_opcodes()
    for place, (step, from_, to, new_from, new_to) in enumerate(steps):
        if step == "equal":
            yield from _around(before[from_:to], first=place == 0, last=place == len(steps) - 1)
        else:
            yield from _passage(before[from_:to], after[new_from:new_to])


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _around(same: Sequence[str], *, first: bool, last: bool) -> Iterator[Line]:
    head, tail = (0 if first else _CONTEXT), (0 if last else _CONTEXT)
    between = len(same) - head - tail
    if between <= 1:  # to say that a line is left out takes a line
        yield from ([Piece("=", line)] for line in same)
        return
    yield from ([Piece("=", line)] for line in same[:head])
    yield between
    yield from ([Piece("=", line)] for line in same[len(same) - tail :])


def _passage(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Yield lines that took the place of others: a line with its changes where the two are alike, else the old ones and then the new."""
    pairs = [changed_words(before, after) for before, after in zip(old, new, strict=False)]
    if len(old) == len(new) and all(any(piece.kind == "=" for piece in pieces) for pieces in pairs):
        yield from pairs
        return
    yield from (_replaced(line, "") for line in old)
    yield from (_replaced("", line) for line in new)


def changed_words(old: str, new: str) -> list[Piece]:
    """Return one line as pieces; the words in common are not marked, unless they are too few to be of use."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after)
    if matcher.quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
        return _replaced(old, new)
    pieces: list[Piece] = []
    out = put = ""
    steps = matcher.get_opcodes()
    for place, (step, from_, to, new_from, new_to) in enumerate(steps):
        text, other = "".join(before[from_:to]), "".join(after[new_from:new_to])
        if step != "equal":
            out, put = out + text, put + other
        elif text.isspace() and 0 < place < len(steps) - 1:  # a space between two changed words is no word in common
            out, put = out + text, put + text
        else:
            pieces += [*_replaced(out, put), Piece("=", text)]
            out = put = ""
    return [*pieces, *_replaced(out, put)]


def _replaced(old: str, new: str) -> list[Piece]:
    return [piece for piece in (Piece("-", old), Piece("+", new)) if piece.text]
