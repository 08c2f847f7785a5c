"""Counts as boards show them ("조회 1,282", "985회", "1.2만") to integers; what is not exactly one count is None."""

from __future__ import annotations

import re

_LABEL = (
    r"조회\s?(?:수|횟수|건수)?|열람\s?수?|읽음|읽은\s?수|클릭\s?수?|추천\s?수?|좋아요|댓글\s?수?|의견\s?수?|첨부(?:파일)?\s?수?|"
    r"번호|글번호|순번|연번|전체|총|hits?|views?|reads?|no\.?"
)
_UNITS = {"": 1, "천": 1_000, "만": 10_000, "억": 100_000_000, "k": 1_000, "m": 1_000_000}
_COUNT = re.compile(
    rf"\s*(?:(?:{_LABEL})\s*[:：]?\s*)?"
    r"(?P<open>[(\[])?\s*"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(?:\.(?P<part>[0-9]{1,3}))?\s*(?P<unit>[천만억km])?"
    r"(?:(?<=만)\s*(?P<rest>[0-9]{1,4}|[0-9],[0-9]{3})\s*(?P<thousands>천)?)?"
    r"\s*(?:회|명|건|번|개|hits?|views?)?\s*"
    r"(?(open)[)\]])\s*",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\s*(?:(?:조회\s?수?|hits?|views?)\s*[:：]?\s*)?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9}|[0-9]{1,4}(?:\.[0-9]{1,2})?\s?[천만km])\s*회?\s*",
    re.IGNORECASE,
)
_DIGIT = re.compile("[0-9０-９]")
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0C: ",", 0xFF0E: ".", 0xFF1A: ":"}


def read_count(text: str) -> int | None:
    """Return the one count that the whole text is, or None.

    A label before it ("조회수 :") and a counter after it ("회") do not disturb. Units multiply ("1.2만", "2.1k", "3만 2천"). No count:
    a dash, a sign, a decimal without a unit, wrong grouping ("1,28"), "99+", several numbers ("3/15", dates, telephone numbers).
    """
    if len(text) > 40 or not _DIGIT.search(text):
        return None
    match = _COUNT.fullmatch(text if text.isascii() else text.translate(_WIDE))
    if match is None:
        return None
    part, unit, rest = match["part"] or "", (match["unit"] or "").lower(), match["rest"]
    if part and (rest or not unit):
        return None
    scaled, remainder = divmod(_digits(match["whole"] + part) * _UNITS[unit], int("1" + "0" * len(part)))
    low = _digits(rest) * (1_000 if match["thousands"] else 1) if rest else 0
    return None if remainder or low >= 10_000 else scaled + low


def looks_like_count(text: str) -> bool:
    """Tell, quickly, whether the whole text is a count as listings show view counts."""
    if len(text) > 24 or not _DIGIT.search(text):
        return False
    return _SHOWN.fullmatch(text if text.isascii() else text.translate(_WIDE)) is not None


def _digits(text: str) -> int:
    return int(text.replace(",", ""))
