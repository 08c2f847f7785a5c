"""Dates in every form that boards show, to the day and the minute, wherever and whenever the machine believes it is."""

from __future__ import annotations

import re
import time as clock_of_the_machine
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.dates import KST, NEEDS_NOW, DateReading, looks_like_date, read_date

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=KST)  # a Sunday

FULL = [
    ("2026年11月25日", "2026-11-25"),
    ("2026年11月25日 14:05", "2026-11-25T14:05:00+09:00"),
    ("25th November 2026", "2026-11-25"),
    ("2018-10-10", "2018-10-10"),
    ("2018.10.10", "2018-10-10"),
    ("2018/10/10", "2018-10-10"),
    ("2018. 10. 10.", "2018-10-10"),
    ("2020. 11. 5.", "2020-11-05"),
    ("2020.11.5", "2020-11-05"),
    ("2020 - 11 - 05", "2020-11-05"),
    ("2018.10.10 09:10", "2018-10-10T09:10:00+09:00"),
    ("2018.10.10. 09:10", "2018-10-10T09:10:00+09:00"),
    ("2018.10.10.09:10", "2018-10-10T09:10:00+09:00"),
    ("2018.10.10 9:10", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10 09:10:11", "2018-10-10T09:10:11+09:00"),
    ("2018-10-10 09:10:11.0", "2018-10-10T09:10:11+09:00"),
    ("2018-10-10(09:10)", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10 [09:10]", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10, 09:10", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10 | 09:10", "2018-10-10T09:10:00+09:00"),
    ("승인 2018.10.10 09:10", "2018-10-10T09:10:00+09:00"),
    ("승인2018.10.10 09:10", "2018-10-10T09:10:00+09:00"),
    ("기사승인 2018.10.10 09:10", "2018-10-10T09:10:00+09:00"),
    ("입력 : 2018.10.10 09:10", "2018-10-10T09:10:00+09:00"),
    ("등록일 : 2026-01-05", "2026-01-05"),
    ("등록일：2026-01-05", "2026-01-05"),
    ("작성일시 2026-01-05 13:00", "2026-01-05T13:00:00+09:00"),
    ("작성자 홍보담당관 | 등록일 2026.01.05 | 조회 12", "2026-01-05"),
    ("작성자 홍보담당관 댓글 0건 조회 336회 작성일 26-01-05 00:10", "2026-01-05T00:10:00+09:00"),
    ("'23. 1. 27.", "2023-01-27"),
    ("’23.1.27", "2023-01-27"),
    ("등록일 '23.01.27 조회 3", "2023-01-27"),
    ("2023년 1월 27일", "2023-01-27"),
    ("2023년01월27일", "2023-01-27"),
    ("23년 1월 27일", "2023-01-27"),
    ("2023년 1월 27일자 보도", "2023-01-27"),
    ("2023년 1월 27일 (금) 오후 3시 5분", "2023-01-27T15:05:00+09:00"),
    ("2023년 1월 27일 금요일 오후 3:05", "2023-01-27T15:05:00+09:00"),
    ("2023년 1월 27일 15시 05분 30초", "2023-01-27T15:05:30+09:00"),
    ("2023년 1월 27일 오전 9시", "2023-01-27T09:00:00+09:00"),
    ("2020/11/05(목)", "2020-11-05"),
    ("2020-11-05(목요일) 10:20", "2020-11-05T10:20:00+09:00"),
    ("2020.11.05 (목) 10:20", "2020-11-05T10:20:00+09:00"),
    ("2020.11.05. (Thu) 10:20", "2020-11-05T10:20:00+09:00"),
    ("2020-11-05 오전 12:20", "2020-11-05T00:20:00+09:00"),
    ("2020-11-05 오후 12:20", "2020-11-05T12:20:00+09:00"),
    ("2020-11-05 오후 15:20", "2020-11-05T15:20:00+09:00"),
    ("2020-11-05 AM 9:20", "2020-11-05T09:20:00+09:00"),
    ("2020-11-05 9:20 PM", "2020-11-05T21:20:00+09:00"),
    ("2025-12-31 24:00", "2026-01-01T00:00:00+09:00"),
    ("2024-02-28 24:00:00", "2024-02-29T00:00:00+09:00"),
    ("2018-10-10T09:10", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10T09:10:00+09:00", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10T00:10:00Z", "2018-10-10T09:10:00+09:00"),
    ("2018-10-09T20:10:00.123-04:00", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10T05:40:00+0530", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10 00:10:00 UTC", "2018-10-10T09:10:00+09:00"),
    ("2018-10-10 09:10:00 KST", "2018-10-10T09:10:00+09:00"),
    ("Wed, 10 Oct 2018 00:10:00 GMT", "2018-10-10T09:10:00+09:00"),
    ("Wed, 10 Oct 2018 09:10:00 +0900", "2018-10-10T09:10:00+09:00"),
    ("Wed Oct 10 09:10:00 KST 2018", "2018-10-10T09:10:00+09:00"),
    ("Tue Oct 09 20:10:00 UTC 2018", "2018-10-10T05:10:00+09:00"),
    ("10 October 2018", "2018-10-10"),
    ("10-Oct-2018", "2018-10-10"),
    ("October 10, 2018", "2018-10-10"),
    ("Oct. 10th, 2018 9:10 AM", "2018-10-10T09:10:00+09:00"),
    ("２０２０．１１．０５　０９：１０", "2020-11-05T09:10:00+09:00"),
    ("2020-11-05\u00a009:10", "2020-11-05T09:10:00+09:00"),
    ("\u200b2020-11-05\ufeff", "2020-11-05"),
    ("\n\t2020-11-05\n\t  09:10\n", "2020-11-05T09:10:00+09:00"),
    ("2020–11–05", "2020-11-05"),
]

WEAK = [
    ("23.01.27", "2023-01-27"),
    ("23-01-27", "2023-01-27"),
    ("23/1/7", "2023-01-07"),
    ("23. 1. 27.", "2023-01-27"),
    ("작성일 23-01-27 09:10", "2023-01-27T09:10:00+09:00"),
    ("23.01.27(금) 09:10", "2023-01-27T09:10:00+09:00"),
    ("20201105", "2020-11-05"),
    ("등록일 20201105", "2020-11-05"),
    ("20201105 09:10", "2020-11-05T09:10:00+09:00"),
    ("202011050910", "2020-11-05T09:10:00+09:00"),
    ("20201105091011", "2020-11-05T09:10:11+09:00"),
    ("등록일 20201105091011123", "2020-11-05T09:10:11+09:00"),
]

FROM_NOW = [  # at 10:30 on 2026-11-22
    ("오늘", "2026-11-22"),
    ("어제", "2026-11-21"),
    ("그제", "2026-11-20"),
    ("그저께", "2026-11-20"),
    ("등록일 어제", "2026-11-21"),
    ("어제 22:05", "2026-11-21T22:05:00+09:00"),
    ("오늘 오전 9:05", "2026-11-22T09:05:00+09:00"),
    ("방금 전", "2026-11-22T10:30:00+09:00"),
    ("방금", "2026-11-22T10:30:00+09:00"),
    ("40초 전", "2026-11-22T10:29:00+09:00"),
    ("10분전", "2026-11-22T10:20:00+09:00"),
    ("3시간 전", "2026-11-22T07:30:00+09:00"),
    ("11시간 전", "2026-11-21T23:30:00+09:00"),
    ("약 2시간 전", "2026-11-22T08:30:00+09:00"),
    ("2일 전", "2026-11-20"),
    ("30일전", "2026-10-23"),
    ("2 hours ago", "2026-11-22T08:30:00+09:00"),
    ("yesterday", "2026-11-21"),
    ("10:23", "2026-11-22T10:23:00+09:00"),
    ("10:23:45", "2026-11-22T10:23:45+09:00"),
    ("작성일 10:23", "2026-11-22T10:23:00+09:00"),
    ("10:35", "2026-11-22T10:35:00+09:00"),  # a clock that runs five minutes before ours
    ("10:36", "2026-11-21T10:36:00+09:00"),
    ("23:59", "2026-11-21T23:59:00+09:00"),
    ("00:00", "2026-11-22T00:00:00+09:00"),
    ("24:00", "2026-11-22T00:00:00+09:00"),
    ("오후 3:05", "2026-11-21T15:05:00+09:00"),
    ("오전 3시 5분", "2026-11-22T03:05:00+09:00"),
]

YEARLESS = [  # at 10:30 on 2026-11-22
    ("01-27", "2026-01-27"),
    ("01.27", "2026-01-27"),
    ("1/27", "2026-01-27"),
    ("1. 27.", "2026-01-27"),
    ("12월 3일", "2025-12-03"),
    ("12월 3일 (수)", "2025-12-03"),
    ("11-22", "2026-11-22"),
    ("11-23", "2026-11-23"),  # a day of slack
    ("11-24", "2025-11-24"),
    ("02-29", "2024-02-29"),
    ("11.20 09:10", "2026-11-20T09:10:00+09:00"),
    ("등록일 : 12-31", "2025-12-31"),
]

NOT_ONE_DATE = [
    "",
    "-",
    "조회 1234",
    "1,234",
    "1234",
    "제2023-12-31호",
    "제 2023-12-31호",
    "2023-12-31호",
    "대구광역시 공고 제2023-123호",
    "2023-12-31-1",
    "1.2.3",
    "10.2.3.4",
    "2023.1.2.3",
    "v2023.1.2",
    "062-123-4567",
    "010-1234-5678",
    "02-12-1234",
    "3.5",
    "1.27",
    "2023",
    "2023-1",
    "2023년 1월",
    "2023년",
    "12345678901",
    "20201105091011123",
    "ID20201105",
    "1/3쪽",
    "12:00~13:00",
    "25:10",
    "10:65",
    "오전 13:05",
    "3개월 전",
    "2주 전",
    "1년 전",
    "대전 전",
    "2023-01-01 ~ 2023-02-01",
    "2023.01.01~02.01",
    "2023. 1. 1.(일) ~ 1. 15.(일)",
    "~ 2023-02-01",
    "2023-02-01 ~",
    "2023-02-01까지",
    "2023년 2월 1일부터",
    "2023-01-01, 2023-01-02",
    "등록일 2023-01-01 마감일 2023-01-02",
]

DO_NOT_EXIST = [
    ("등록일 : 2023-02-30", "2023-02-30 does not exist"),
    ("2023.02.29", "2023-02-29 does not exist"),
    ("2023-13-01", "2023-13-01 does not exist"),
    ("2023-00-10", "2023-00-10 does not exist"),
    ("0000-00-00", "0000-00-00 does not exist"),
    ("0000-00-00 00:00:00", "0000-00-00 does not exist"),
    ("20230230", "2023-02-30 does not exist"),
    ("23.02.30", "2023-02-30 does not exist"),
    ("2023년 4월 31일", "2023-04-31 does not exist"),
    ("1970-01-01", "1970-01-01 is not plausible"),
    ("1989-12-31", "1989-12-31 is not plausible"),
    ("2029-01-01", "2029-01-01 is not plausible"),
    ("9999-12-31", "9999-12-31 is not plausible"),
]


@pytest.mark.parametrize(("text", "iso"), FULL + WEAK)
def test_a_date_with_its_year_needs_no_moment_of_capture(text: str, iso: str) -> None:
    assert read_date(text) == DateReading(iso)
    assert read_date(text, NOW) == DateReading(iso)


@pytest.mark.parametrize(("text", "iso"), FROM_NOW)
def test_relative_forms_are_told_from_the_moment_of_capture(text: str, iso: str) -> None:
    assert read_date(text, NOW) == DateReading(iso)
    assert read_date(text) == DateReading(None, NEEDS_NOW)


@pytest.mark.parametrize(("text", "iso"), YEARLESS)
def test_a_day_without_a_year_is_the_latest_such_day_and_says_so(text: str, iso: str) -> None:
    assert read_date(text, NOW) == DateReading(iso, year_assumed=True)
    assert read_date(text) == DateReading(None, NEEDS_NOW)


@pytest.mark.parametrize("text", NOT_ONE_DATE)
def test_what_is_not_exactly_one_date_is_none_and_says_why(text: str) -> None:
    for now in (None, NOW):
        reading = read_date(text, now)
        assert reading.iso is None
        assert reading.problem


@pytest.mark.parametrize(("text", "problem"), DO_NOT_EXIST)
def test_a_date_that_does_not_exist_is_no_neighbour(text: str, problem: str) -> None:
    assert read_date(text, NOW) == DateReading(None, problem)


def test_without_a_moment_of_capture_years_are_plausible_for_longer() -> None:
    assert read_date("2029-01-01").iso == "2029-01-01"
    assert read_date("2028-12-31", NOW).iso == "2028-12-31"
    assert read_date("2101-01-01").iso is None


@pytest.mark.parametrize("text", ["2023-01-02 25:10", "2023-01-02 10:61", "2023-01-02 24:10", "2023-01-02 오전 13:05"])
def test_an_impossible_time_leaves_the_date_and_is_told(text: str) -> None:
    reading = read_date(text)
    assert reading.iso == "2023-01-02"
    assert reading.problem


def test_an_edit_yields_to_the_date_beside_it() -> None:
    both = "입력 : 2025-05-01 10:00:00 수정 : 2025-05-02 11:00:00"
    assert read_date(both).iso == "2025-05-01T10:00:00+09:00"
    assert read_date("작성일 25-05-01 수정일 25-05-02").iso == "2025-05-01"
    assert read_date("updated 2 May 2025, posted 1 May 2025").iso == "2025-05-01"
    assert read_date("최종수정일 2025-05-02").iso == "2025-05-02"


def test_the_same_day_twice_is_one_date_and_the_time_counts() -> None:
    assert read_date("등록일 2025-05-01 (2025.05.01)") == DateReading("2025-05-01")
    assert read_date("2025.05.01 2025-05-01 10:20:30") == DateReading("2025-05-01T10:20:30+09:00")
    assert read_date("2025-05-01 10:20 2025-05-01 11:20").iso is None
    assert read_date("2025-02-30 2025-02-31").iso is None


def test_the_29th_of_february_is_at_most_eight_years_back() -> None:
    assert read_date("02-29", datetime(2103, 5, 1, tzinfo=KST)).iso == "2096-02-29"
    assert read_date("02-30", NOW) == DateReading(None, "2026-02-30 does not exist")


def test_the_first_minutes_of_a_year_belong_to_the_last_one_too() -> None:
    new_year = datetime(2026, 1, 1, 0, 3, tzinfo=KST)
    assert read_date("12-31", new_year).iso == "2025-12-31"
    assert read_date("01-01", new_year).iso == "2026-01-01"
    assert read_date("23:58", new_year).iso == "2025-12-31T23:58:00+09:00"
    assert read_date("10분 전", new_year).iso == "2025-12-31T23:53:00+09:00"


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=13))])
def test_the_moment_of_capture_counts_wherever_it_was_noted(zone: timezone) -> None:
    for text, iso in FROM_NOW + YEARLESS:
        assert read_date(text, NOW.astimezone(zone)).iso == iso


def test_a_moment_of_capture_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        read_date("10:23", datetime(2026, 11, 22, 10, 30))  # noqa: DTZ001


@pytest.mark.skipif(
    not hasattr(clock_of_the_machine, "tzset"), reason="the zone of a running process cannot be changed here"
)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "UTC"])
def test_the_zone_of_the_machine_does_not_count(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    clock_of_the_machine.tzset()
    try:
        for text, iso in FULL + WEAK + FROM_NOW + YEARLESS:
            assert read_date(text, NOW).iso == iso
    finally:
        monkeypatch.undo()
        clock_of_the_machine.tzset()


# Properties

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2028, 12, 31))
this_century = st.dates(min_value=date(2000, 1, 1), max_value=date(2028, 12, 31))
minutes = st.times().map(lambda value: value.replace(second=0, microsecond=0))
WEEKDAYS = "월화수목금토일"
DAY_FORMS = {
    "iso": "{d.year}-{d.month:02}-{d.day:02}",
    "dots": "{d.year}.{d.month:02}.{d.day:02}",
    "slashes": "{d.year}/{d.month:02}/{d.day:02}",
    "spaced": "{d.year}. {d.month}. {d.day}.",
    "korean": "{d.year}년 {d.month}월 {d.day}일",
    "weekday": "{d.year}-{d.month:02}-{d.day:02}({w})",
    "long weekday": "{d.year}년 {d.month:02}월 {d.day:02}일 {w}요일",
    "label": "등록일 : {d.year}.{d.month}.{d.day}",
    "english": "{d:%d} {e} {d.year}",
    "american": "{e} {d.day}, {d.year}",
}
CLOCK_FORMS = {
    "colon": "{t.hour:02}:{t.minute:02}",
    "short": "{t.hour}:{t.minute:02}",
    "seconds": "{t.hour:02}:{t.minute:02}:00",
    "korean": "{t.hour}시 {t.minute}분",
    "half": "{h} {t12}:{t.minute:02}",
    "korean half": "{h} {t12}시 {t.minute:02}분",
}
ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def shown(form: str, day: date) -> str:
    return form.format(d=day, w=WEEKDAYS[day.weekday()], e=ENGLISH[day.month - 1])


@pytest.mark.parametrize("form", DAY_FORMS)
@given(day=days)
def test_any_day_reads_back_in_any_form(form: str, day: date) -> None:
    text = shown(DAY_FORMS[form], day)
    assert read_date(text, NOW) == read_date(f"  {text}\u00a0") == DateReading(day.isoformat())


@given(
    day=days, at=minutes, day_form=st.sampled_from(sorted(DAY_FORMS)), clock_form=st.sampled_from(sorted(CLOCK_FORMS))
)
def test_any_minute_reads_back_in_any_form(day: date, at: time, day_form: str, clock_form: str) -> None:
    clock = CLOCK_FORMS[clock_form].format(t=at, h="오후" if at.hour >= 12 else "오전", t12=at.hour % 12 or 12)
    reading = read_date(f"{shown(DAY_FORMS[day_form], day)} {clock}")
    assert reading == DateReading(f"{day}T{at:%H:%M}:00+09:00")


@given(
    day=this_century,
    form=st.sampled_from(["{0:%y}.{0:%m}.{0:%d}", "{0:%y}-{0:%m}-{0:%d}", "'{0:%y}. {0.month}. {0.day}."]),
)
def test_two_digit_years_are_of_this_century(day: date, form: str) -> None:
    assert read_date(form.format(day), NOW).iso == day.isoformat()


@given(moment=st.datetimes(datetime(1990, 1, 2), datetime(2028, 12, 30)), offset=st.integers(-14 * 4, 14 * 4))  # noqa: DTZ001
def test_any_offset_is_converted_to_korean_time(moment: datetime, offset: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * offset)))
    assert read_date(aware.isoformat(), NOW).iso == aware.astimezone(KST).isoformat()


@given(moment=st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1)), back=st.integers(0, 363))  # noqa: DTZ001
def test_month_and_day_go_back_less_than_a_year(moment: datetime, back: int) -> None:
    now = moment.replace(tzinfo=KST)
    day = now.date() - timedelta(days=back)
    assert read_date(f"{day:%m-%d}", now) == DateReading(day.isoformat(), year_assumed=True)


@given(text=st.text(max_size=60) | st.text("0123456789-./:년월일시분초 ~오전후제호'()TZ+", max_size=40))
def test_no_text_raises_and_no_digit_is_made_up(text: str) -> None:
    reading = read_date(text)
    assert (reading.iso is None) <= bool(reading.problem)
    looks_like_date(text)
    if reading.iso and not re.search("Z|[+-][0-9]|24|UTC|GMT", text):  # a zone or hour 24 may move the day
        year, month, day = reading.iso[:10].split("-")
        digits = "".join(str(int(char)) if char.isdigit() else " " for char in text)
        assert year in digits or year[2:] in digits
        assert str(int(month)) in digits
        assert str(int(day)) in digits


@given(text=st.text(max_size=30), now=st.datetimes(datetime(1995, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_no_text_raises_at_any_moment(text: str, now: datetime) -> None:
    read_date(text, now)


# What looks like a date


@pytest.mark.parametrize(
    "text",
    [text for text, _ in FULL[:11] + FULL[13:16] + WEAK[:7] + FROM_NOW[:4]]
    + [
        "10:23",
        "01-27",
        "12월 3일",
        "3시간 전",
        "방금 전",
        "2023-02-30",
        "25 November 2026",
        "Published: 1st Dec 2026",
        "Nov 25, 2026",
        "2026年11月25日",
        "2023년 1월 27일 (금) 오후 3시 5분",
        "’23.1.27",
    ],
)
def test_cells_of_a_date_column_look_like_dates(text: str) -> None:
    assert looks_like_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "12",
        "1,234",
        "985회",
        "제2023-12-31호",
        "062-123-4567",
        "1.2.3",
        "3.5",
        "1/3",
        "공지",
        "2023",
        "2023-45",
        "99999999",
        "2023-01-01 ~ 2023-02-01",
        "2023년 1월 27일 열리는 시민 축제에 오세요",
        "작성자 홍보담당관 | 등록일 2026.01.05 | 조회 12",
    ],
)
def test_other_cells_do_not(text: str) -> None:
    assert not looks_like_date(text)


@pytest.mark.parametrize("form", [name for name in DAY_FORMS if name not in ("english", "american")])
@given(day=days, at=minutes)
def test_any_shown_day_looks_like_one(form: str, day: date, at: time) -> None:
    text = shown(DAY_FORMS[form], day)
    assert looks_like_date(text)
    assert looks_like_date(f"{text} {at:%H:%M}")


@given(text=st.text("0123456789-./:년월일시간분초 전어제오늘'()", max_size=24))
def test_what_looks_like_a_date_is_never_passed_over_in_silence(text: str) -> None:
    reading = read_date(text, NOW)
    if looks_like_date(text):
        assert reading.iso or "no date" not in (reading.problem or "")
