"""What a text of a page says by itself, wherever it stands; worked out once for the short texts that a board repeats on every page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newscrawl.normalize.text import one_line
from newscrawl.reading.vocabulary import LABELS, field_of

_SENTENCE = re.compile(r"(?:다|요|음|함|임|됨|까)[.!?”\"’']|[.!?]$|다$")
_PROSE, _LEAST_PROSE = 40, 12  # characters from which a text is prose, and from which a sentence is
_LONGEST_LINE = 200  # characters of a text that may hold labels
_SIGNS = re.compile(r"[:：|ㅣ│｜]")
_SHORT = 64  # characters: of menus, labels and footers; what is longer is the post's own, and is not kept


class Words(NamedTuple):
    """A text on one line; whether it is prose, which field it names as a label, and whether it may hold labels with their values."""

    text: str
    prose: bool
    field: str | None
    holds_labels: bool


def words_of(raw: str) -> Words:
    """Return what a text says by itself."""
    return _kept(raw) if len(raw) <= _SHORT else _read(raw)


def is_prose(text: str) -> bool:
    """Tell whether a text reads like a sentence of a post rather than like a label or a button."""
    return len(text) >= _PROSE or (len(text) >= _LEAST_PROSE and _SENTENCE.search(text) is not None)


def _read(raw: str) -> Words:
    text = one_line(raw)
    field = field_of(text) if len(text) > 1 else None
    return Words(text, is_prose(text), field, _may_hold_labels(text))


_kept = lru_cache(maxsize=2048)(_read)


def _may_hold_labels(text: str) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    if _SIGNS.search(text) is not None:
        return True
    if " " not in text:
        return False
    return text.rpartition(" ")[2] in LABELS or text.lstrip("-·|/ ").partition(" ")[0].lower() in LABELS
