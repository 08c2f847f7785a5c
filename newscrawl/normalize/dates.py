"""Dates as Korean boards show them, to ISO 8601 in Korean time; what is not exactly one date is None, and it says why.

The anchor is Asia/Seoul (+09:00, without daylight saving since 1988) and the moment of capture that the caller gives; neither the
machine's clock nor its zone is ever asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

_KOREAN = timedelta(hours=9)
KST = timezone(_KOREAN, "KST")
"""Korean time, which every reading is in."""

NEEDS_NOW = "needs the moment of capture"
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_AHEAD = timedelta(minutes=5)  # how far a board's clock may run before ours
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as read.

    `iso` is "2018-10-10", or "2018-10-10T09:10:00+09:00" where the text gives a time; null where the text is not exactly one date, and
    then `problem` says why. Beside an impossible time `iso` is the date alone, and `problem` is told too. `year_assumed` marks a month
    and day without a year: the latest such day that is not in the future.
    """

    iso: str | None
    problem: str | None = None
    year_assumed: bool = False


_STEMS = "승인|등록|작성|게시|게재|공고|고시|입력|보도|배포|발행|제공|수정|변경|갱신|송고|공개|업데이트"
_LABEL = (
    rf"(?:(?:(?:기사|최초|최종) ?)?(?:{_STEMS}) ?(?:일시|일자|시간|시각|날짜|일)?"
    r"|날짜|일자|일시|시간|date|posted(?: on)?|published|updated) ?[:：|]? ?"
)
_WEEKDAY = r"(?:[월화수목금토일](?:요일)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?)"
_COMMON = re.compile(r"([0-9]{4})([-./])([0-9]{1,2})\2([0-9]{1,2})\.?(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
_LABELLED_COMMON = re.compile(f"(?:{_LABEL}){_COMMON.pattern}")

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_CLOCK = (
    r"(?P<half>오전|오후|[ap]\.?m\.?)? ?(?<![0-9])(?P<H>[0-9]{1,2}) ?"
    r"(?:: ?(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,][0-9]{1,9})?)?|시(?: ?(?P<M2>[0-9]{1,2}) ?분(?: ?(?P<S2>[0-9]{1,2}) ?초)?)?)"
    r"(?![0-9:])(?: ?(?P<half2>[ap]\.?m\b\.?))?(?: ?(?P<zone>Z\b|(?:UTC|GMT|KST)\b|[+-][0-9]{2}:?[0-9]{2}(?![0-9:])))?"
)
_TAIL = re.compile(  # what may stand behind a day: its weekday, its time
    rf"(?:[ .,|/(\[-]{{0,4}}{_WEEKDAY}(?![가-힣a-z])[)\]]?)?(?:[ .,|/(\[T-]{{0,4}}{_CLOCK})?[ .)\]]*", re.IGNORECASE
)
_TIME = re.compile(_CLOCK, re.IGNORECASE)

_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9][-./])(?<!제)(?<!제 )"
_AFTER = r"(?![0-9호])(?! ?[-/] ?[0-9]{1,4}(?![0-9:]))"
_DAYS = tuple(  # forms that are a date wherever they stand
    re.compile(_BEFORE + form + _AFTER)
    for form in (
        r"(?P<y>[0-9]{4}|'[0-9]{2}) ?(?P<s>[-./]) ?(?P<m>[0-9]{1,2}) ?(?P=s) ?(?P<d>[0-9]{1,2})(?![0-9]|\.[0-9]{1,4}(?![0-9:]))일?",
        r"(?P<y>[0-9]{4}|'?[0-9]{2}) ?년 ?(?P<m>[0-9]{1,2}) ?월 ?(?P<d>[0-9]{1,2}) ?일",
    )
)
_LABELLED_DAY = re.compile(
    _BEFORE + rf"(?:{_LABEL})(?P<y>[0-9]{{2}})(?P<s>[-./])(?P<m>[0-9]{{2}})(?P=s)(?P<d>[0-9]{{2}})" + _AFTER
)
_ENGLISH_DAYS = tuple(
    re.compile(_BEFORE + form + _AFTER, re.IGNORECASE)
    for form in (
        rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH},?[ -](?P<y>[0-9]{{4}})",
        rf"{_MONTH} ?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<y>[0-9]{{4}})",
        # java.util.Date.toString(): the year stands behind the time and its zone
        rf"{_MONTH} (?P<d>[0-9]{{1,2}}) (?P<clock>[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}} (?:KST|GMT|UTC)) (?P<y>[0-9]{{4}})",
    )
)
_ENGLISH_DAY = (
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?,? (?:19|20)[0-9]{{2}}"
    rf"|(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.? [0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}}"
)
_ENGLISH = re.compile("|".join(_MONTHS), re.IGNORECASE)
_WEAK_DAYS = tuple(  # forms that are a date only where they are the whole text
    map(
        re.compile,
        (
            r"(?P<y>[0-9]{2}) ?(?P<s>[-./]) ?(?P<m>[0-9]{1,2}) ?(?P=s) ?(?P<d>[0-9]{1,2})(?![0-9])",
            r"(?P<m>[0-9]{1,2}) ?(?:[-/] ?|월 ?)(?P<d>[0-9]{1,2})(?![0-9]) ?일?",
            r"(?P<m>[0-9]{2})\.(?P<d>[0-9]{2})(?![0-9])",
            r"(?P<m>[0-9]{1,2})\. ?(?P<d>[0-9]{1,2})\.(?![0-9])",
        ),
    )
)
_DIGITS = re.compile(
    r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?: ?(?P<H>[0-9]{2}):?(?P<M>[0-9]{2})(?::?(?P<S>[0-9]{2})(?P<ms>[0-9]{3})?)?)?"
)
_PERIOD = re.compile(r"[0-9.일)시분] ?~|~ ?['(]?[0-9]|[0-9일시분)] ?(?:부터|까지)")
_EDITED = re.compile(r"(?:수정|변경|갱신|업데이트|updated|modified) ?(?:일시|일자|시간|일)? ?[:|]? ?$", re.IGNORECASE)

_AGO = re.compile(
    r"약? ?([0-9]{1,4}) ?(초|분|시간|일|주|개?월|달|년|second|minute|hour|day|week|month|year)(?:일 ?|s? ?)(?:전|ago)",
    re.IGNORECASE,
)
_UNITS = {"초": "seconds", "분": "minutes", "시간": "hours", "일": "days"} | {
    unit: f"{unit}s" for unit in ("second", "minute", "hour", "day")
}
_DAY_WORDS = {"오늘": 0, "금일": 0, "today": 0, "어제": 1, "yesterday": 1, "그제": 2, "그저께": 2}
_NOW_WORDS = frozenset(("방금", "방금 전", "방금전", "지금", "조금 전", "조금전", "just now"))
_DAY_WORD = re.compile(rf"({'|'.join(_DAY_WORDS)})(?: {_CLOCK})?", re.IGNORECASE)
_LABEL_ALONE = re.compile(f"(?:{_LABEL})?", re.IGNORECASE)

_PLAIN = (
    dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
    | {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)}  # full-width forms
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | dict.fromkeys(map(ord, "∼〜"), "~")
    | {ord(sign): said for sign, said in zip("年月日", "년월일", strict=True)}
    | dict.fromkeys(map(ord, "‘’‛′`"), "'")
)

_OF_A_DATE = re.compile("[0-9０-９늘제께금]")  # a digit, or the end of a word for a day: every form of a date has one
_ENGLISH_SHOWN = re.compile(rf"(?:{_LABEL})?(?:{_ENGLISH_DAY}){_TAIL.pattern}", re.IGNORECASE)
_SHOWN = re.compile(
    rf"(?:{_LABEL})?(?:"
    r"(?:(?:19|20)[0-9]{2}|'?[0-9]{2})(?: ?(?P<s>[-./]) ?(?:0?[1-9]|1[0-2]) ?(?P=s) ?| ?년 ?(?:0?[1-9]|1[0-2]) ?월 ?)"
    r"(?:3[01]|[12][0-9]|0?[1-9]) ?일?"
    r"|(?:0[1-9]|1[0-2])[-./](?:0[1-9]|[12][0-9]|3[01])|[0-9]{1,2} ?월 ?[0-9]{1,2} ?일|(?:오늘|어제|그제|그저께)"
    rf")(?![0-9]){_TAIL.pattern}|(?:{_LABEL})?(?:"
    r"(?:오전 ?|오후 ?)?(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?"
    r"|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:약 ?)?[0-9]{1,3} ?(?:초|분|시간|일|주일?|개월|달|년) ?전|방금(?: ?전)?|조금 ?전"
    r")",
    re.IGNORECASE,
)


def read_date(text: str, now: datetime | None = None) -> DateReading:
    """Read the one date that the text gives.

    A full date may stand among other words ("승인 2018.10.10 09:10", "작성자 홍보과 작성일 23-01-02 조회 5"). A form that is weak on its
    own ("23.01.27", "01-27", "10:23", "20201105", "3시간 전") must be the whole text behind a date's own label. Of several dates, one that
    is labelled as an edit yields, and a day yields to the same day with its time; else several dates, and periods, are no single date.
    Running digits are YYYYMMDD, with HHMM or HHMMSS behind it; 17 of them are a post's number on some boards, so those need a label.

    `now` is the moment of capture (aware, else ValueError). Without it, relative forms and those without a year or a day are None.
    "10:23" is today, or yesterday where that would be more than five minutes ahead; "3시간 전" is exact to its own unit at best.
    """
    if now is not None and now.utcoffset() is None:
        raise ValueError("the moment of capture must be aware of its zone")
    match = _COMMON.fullmatch(text) or _LABELLED_COMMON.fullmatch(text)
    if match is not None:
        year, _, month, day, hour, minute, second = match.groups()
        clock = None if hour is None else (int(hour), int(minute), int(second or 0))
        return _reading(int(year), int(month), int(day), clock, now)
    if now is not None:
        now = now.astimezone(KST)
    text = _plain(text)
    if len(text) > _LONGEST:
        return DateReading(None, f"no single date in {len(text)} characters")
    return _full(text, now) or _weak(text, now) or DateReading(None, f"no date in '{_short(text)}'")


def looks_like_date(text: str) -> bool:
    """Tell, quickly, whether the whole text is a date as boards show it, its label aside; it need not exist."""
    if len(text) > 48 or not _OF_A_DATE.search(text):
        return False
    text = text.strip() if text.isascii() else _plain(text)
    return _SHOWN.fullmatch(text) is not None or ("20" in text and _ENGLISH_SHOWN.fullmatch(text) is not None)


def _plain(text: str) -> str:
    return " ".join((text if text.isascii() else text.translate(_PLAIN)).split())


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _full(text: str, now: datetime | None) -> DateReading | None:
    """Read the dates that need no frame around them."""
    forms = _DAYS + _ENGLISH_DAYS if _ENGLISH.search(text) else _DAYS
    found = [match for form in forms for match in form.finditer(text)] or list(_LABELLED_DAY.finditer(text))
    if not found:
        return None
    if _PERIOD.search(text):
        return DateReading(None, f"a period, no single date: '{_short(text)}'")
    if len(found) > 1:
        found = [match for match in found if not _EDITED.search(text, 0, _start(match))] or found
    readings = {_of_day(match, _TAIL.match(text, match.end()), now) for match in found}
    fullest = max(readings, key=lambda reading: reading.iso or "")
    if len(readings) == 1 or all(reading.iso and (fullest.iso or "").startswith(reading.iso) for reading in readings):
        return fullest
    return DateReading(None, f"several dates: '{_short(text)}'")


def _start(match: re.Match[str]) -> int:
    """Return where the day itself starts, its label aside."""
    return min(match.start(part) for part in match.groupdict() if match[part] is not None)


def _weak(text: str, now: datetime | None) -> DateReading | None:
    """Read the forms that are dates only where they are the whole text, a date's label aside."""
    label = _LABEL_ALONE.match(text)
    bare = text[label.end() :] if label else text
    for form in _WEAK_DAYS:
        match = form.match(bare)
        tail = match and _TAIL.fullmatch(bare, match.end())
        if match and tail:
            return _of_day(match, tail, now)
    digits = _DIGITS.fullmatch(bare)
    if digits is not None and (bare != text or digits["ms"] is None):
        clock = None if digits["H"] is None else (int(digits["H"]), int(digits["M"]), int(digits["S"] or 0))
        return _reading(int(digits["y"]), int(digits["m"]), int(digits["d"]), clock, now)
    return _relative(bare, now)


def _of_day(match: re.Match[str], tail: re.Match[str] | None, now: datetime | None) -> DateReading:
    """Read a matched day and the time behind it, if any."""
    parts = match.groupdict()
    month, day = int(parts.get("m") or _MONTHS[parts["name"][:3].lower()]), int(parts["d"])
    clock = _TIME.match(parts["clock"]) if parts.get("clock") else tail
    zone = clock["zone"] if clock else None
    year = parts.get("y")
    if year is not None:
        return _reading(int(year.lstrip("'")) + (0 if len(year) == 4 else 2000), month, day, _clock(clock), now, zone)
    if now is None:
        return DateReading(None, NEEDS_NOW)
    reading = _reading(_latest_year(month, day, now), month, day, _clock(clock), now, zone)
    return DateReading(reading.iso, reading.problem, year_assumed=reading.iso is not None)


def _latest_year(month: int, day: int, now: datetime) -> int:
    """Return the year of the latest such day that is not after tomorrow; the present one where there is no such day."""
    tomorrow = now.date() + timedelta(days=1)
    for year in range(tomorrow.year, tomorrow.year - 9, -1):  # a 29th of February is at most eight years back
        try:
            if date(year, month, day) <= tomorrow:
                return year
        except ValueError:
            continue
    return now.year


def _clock(match: re.Match[str] | None) -> tuple[int, int, int] | None:
    """Return hour, minute and second of a matched time; an hour of 99 where the half of the day contradicts it."""
    if match is None or match["H"] is None:
        return None
    hour, minute, second = int(match["H"]), int(match["M"] or match["M2"] or 0), int(match["S"] or match["S2"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half:
        afternoon = half == "오후" or half.startswith("p")
        hour = hour % 12 + 12 * afternoon if hour <= 12 else hour if afternoon else 99
    return hour, minute, second


def _reading(
    year: int, month: int, day: int, clock: tuple[int, int, int] | None, now: datetime | None, zone: str | None = None
) -> DateReading:
    """Make a reading of numbers that need not exist."""
    try:
        on = date(year, month, day)
    except ValueError:
        return DateReading(None, f"{year:04}-{month:02}-{day:02} does not exist")
    if not _FIRST_YEAR <= year <= (_LAST_YEAR if now is None else now.year + 2):
        return DateReading(None, f"{on} is not plausible")
    if clock is None:
        return DateReading(on.isoformat())
    hour, minute, second = clock
    offset = _offset(zone)
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)) or offset is None:
        return DateReading(on.isoformat(), "the time beside it does not exist")
    if hour == 24:
        on, hour = on + timedelta(days=1), 0
    if offset is _KOREAN:
        return DateReading(f"{on}T{hour:02}:{minute:02}:{second:02}+09:00")
    moment = datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=timezone(offset))
    return DateReading(moment.astimezone(KST).isoformat())


def _offset(zone: str | None) -> timedelta | None:
    """Return the offset of a zone from UTC: Korea's where none is named, None where there is no such offset."""
    if zone is None or zone.upper() == "KST":
        return _KOREAN
    if zone[0] not in "+-":
        return timedelta(0)
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    if offset > timedelta(hours=14):
        return None
    return -offset if zone[0] == "-" else offset


def _relative(text: str, now: datetime | None) -> DateReading | None:
    """Read what is told from the moment of capture: times of today, "어제", "3시간 전"."""
    ago, word, clock = _AGO.fullmatch(text), _DAY_WORD.fullmatch(text), _TIME.fullmatch(text)
    if not (ago or word or clock or text.lower() in _NOW_WORDS):
        return None
    if now is None:
        return DateReading(None, NEEDS_NOW)
    if word:
        day = now.date() - timedelta(days=_DAY_WORDS[word[1].lower()])
        return _reading(day.year, day.month, day.day, _clock(word), now, word["zone"])
    if clock:
        return _of_today(_clock(clock), now)
    if not ago:
        return DateReading(now.replace(second=0, microsecond=0).isoformat())
    unit = _UNITS.get(ago[2].lower())
    if unit is None:
        return DateReading(None, f"'{text}' tells no day")
    moment = now - timedelta(**{unit: int(ago[1])})
    return DateReading(
        moment.date().isoformat() if unit == "days" else moment.replace(second=0, microsecond=0).isoformat()
    )


def _of_today(clock: tuple[int, int, int] | None, now: datetime) -> DateReading:
    """Read a time without a day: today's, or yesterday's where today's would be ahead of the moment of capture."""
    reading = _reading(now.year, now.month, now.day, clock, now)
    if reading.problem is not None:
        return DateReading(None, reading.problem)
    moment = datetime.fromisoformat(reading.iso or "")
    if moment > now + _AHEAD:
        moment -= timedelta(days=1)
    return DateReading(moment.isoformat())
