"""Crawl windows: over midnight, in other zones, and the promise that a window is open when it says it opens."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.network.hours import KST, Hours

zones = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
moments = st.builds(
    lambda second, zone: datetime.fromtimestamp(second / 10**6, zone), st.integers(10**15, 4 * 10**15), zones
)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
windows = st.builds(Hours, clocks, clocks, zones)


def at(text, zone=KST):
    return datetime.fromisoformat(f"2024-03-15T{text}").replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("window", "open_at", "shut_at"),
    [
        (
            "09:00-18:00",
            ["09:00:00", "12:00:00", "17:59:59.999999"],
            ["08:59:59.999999", "18:00:00", "00:00:00", "23:59:59"],
        ),
        (
            "22:00-06:00",
            ["22:00:00", "23:59:59", "00:00:00", "05:59:59.999999"],
            ["06:00:00", "21:59:59.999999", "12:00:00"],
        ),
        ("00:00-06:00", ["00:00:00", "05:59:59"], ["06:00:00", "23:59:59"]),
        ("22:00-00:00", ["22:00:00", "23:59:59"], ["00:00:00", "21:59:59"]),
        ("00:00-00:00", ["00:00:00", "12:00:00"], []),
        ("07:30-07:30", ["07:30:00", "07:29:59", "12:00:00"], []),
        ("9:05-9:06", ["09:05:30"], ["09:06:00", "09:04:59"]),
    ],
)
def test_when_a_window_is_open(window, open_at, shut_at):
    hours = Hours.parse(window)
    assert all(hours.admit(at(text)) for text in open_at)
    assert not any(hours.admit(at(text)) for text in shut_at)


@pytest.mark.parametrize("text", ["22:00-06:00", " 22:00 - 06:00 ", "22:00–06:00", "22:00~06:00"])
def test_the_ways_in_which_a_window_is_written(text):
    assert Hours.parse(text) == Hours(time(22), time(6), KST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22-06",
        "22:00",
        "24:00-06:00",
        "22:60-06:00",
        "22:00-06:00 KST",
        "22:00-06:00-08:00",
        "night",
        "2200-0600",
        "-1:00-06:00",
    ],
)
def test_what_is_no_window_is_told(text):
    with pytest.raises(ValueError, match="22:00-06:00"):
        Hours.parse(text)


def test_a_window_is_in_korean_time_unless_told_otherwise():
    assert Hours.parse("22:00-06:00").admit(datetime(2024, 3, 15, 13, 0, tzinfo=UTC))
    assert not Hours.parse("22:00-06:00", UTC).admit(datetime(2024, 3, 15, 13, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2024-03-15T12:00:00+09:00", "2024-03-15T22:00:00+09:00"),
        ("2024-03-15T06:00:00+09:00", "2024-03-15T22:00:00+09:00"),
        ("2024-03-15T05:59:00+09:00", "2024-03-15T05:59:00+09:00"),
        ("2024-12-31T21:59:59+09:00", "2024-12-31T22:00:00+09:00"),
        ("2024-03-15T04:00:00+00:00", "2024-03-15T22:00:00+09:00"),
    ],
)
def test_when_a_window_opens_next(now, opens):
    assert Hours.parse("22:00-06:00").opens(datetime.fromisoformat(now)) == datetime.fromisoformat(opens)


def test_a_window_of_the_morning_opens_tomorrow():
    found = Hours.parse("01:00-05:00").opens(datetime.fromisoformat("2024-12-31T23:00:00+09:00"))
    assert found == datetime.fromisoformat("2025-01-01T01:00:00+09:00")


@given(windows, moments)
def test_a_window_is_open_when_it_says_that_it_opens_and_not_a_minute_before(hours, now):
    opens = hours.opens(now)
    assert hours.admit(opens)
    assert now <= opens < now + timedelta(days=1)
    assert opens.utcoffset() == timedelta(0)
    if hours.admit(now):
        assert opens == now
    else:
        assert opens.astimezone(hours.zone).time() == hours.start
        assert not hours.admit(opens - timedelta(microseconds=1))


@given(windows, moments, zones)
def test_the_zone_in_which_the_moment_is_told_makes_no_difference(hours, now, zone):
    assert hours.admit(now) == hours.admit(now.astimezone(zone))
    assert hours.opens(now) == hours.opens(now.astimezone(zone))


@given(clocks, clocks, moments)
def test_a_window_and_its_complement_share_the_day_between_them(start, end, now):
    if start != end:
        assert Hours(start, end).admit(now) != Hours(end, start).admit(now)


@given(windows)
def test_a_window_says_itself_as_it_is_written(hours):
    text = str(hours)
    assert Hours.parse(text.split(" ", 1)[0], hours.zone) == hours
