"""Retry-After as servers send it: seconds, the three date forms of RFC 9110, and everything that is neither."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.network.retry_after import read_retry_after

NOW = datetime(1994, 11, 6, 8, 48, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"), [("0", 0), ("1", 1), ("120", 120), (" 30 ", 30), ("007", 7), ("86400", 86400)]
)
def test_seconds(value, seconds):
    assert read_retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",  # IMF-fixdate
        "Sunday, 06-Nov-94 08:49:37 GMT",  # RFC 850
        "Sun Nov  6 08:49:37 1994",  # asctime
        "Sun, 06 Nov 1994 17:49:37 +0900",  # not allowed, but plain
        "Sun, 06 Nov 1994 08:49:37 -0000",
    ],
)
def test_the_forms_of_a_date(value):
    assert read_retry_after(value, NOW) == 60


def test_a_date_that_has_passed_asks_for_no_wait():
    assert read_retry_after("Sun, 06 Nov 1994 08:47:37 GMT", NOW) == 0
    assert read_retry_after("Thu, 01 Jan 1970 00:00:00 GMT", NOW) == 0


@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "soon",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "0x10",
        "10 s",
        "10, 20",
        "５",
        "١٢",
        "²",
        "inf",
        "nan",
        "Sun, 99 Nov 1994 08:49:37 GMT",
        "08:49:37",
    ],
)
def test_what_is_neither_asks_for_nothing(value):
    assert read_retry_after(value, NOW) is None


@given(st.integers(10**9, 10**400))
def test_a_number_beyond_reason_is_a_long_time_and_no_error(number):
    assert read_retry_after(str(number), NOW) >= 24 * 3600


@given(st.text(max_size=60))
def test_any_text_gives_seconds_or_nothing(text):
    seconds = read_retry_after(text, NOW)
    assert seconds is None or seconds >= 0


_numbers = st.one_of(st.integers(0, 99), st.integers(0, 10**30))


@given(
    _numbers,
    st.sampled_from(["Nov", "Feb", "Xyz", "nov"]),
    _numbers,
    _numbers,
    _numbers,
    _numbers,
    st.sampled_from(["GMT", "+0900", "+9999", "-99999999999", "", "XYZ", "+2359", "-2359"]),
)
def test_any_date_that_is_almost_one_gives_seconds_or_nothing(day, month, year, hour, minute, second, zone):
    seconds = read_retry_after(f"Sun, {day} {month} {year} {hour}:{minute}:{second} {zone}", NOW)
    assert seconds is None or seconds >= 0


@given(st.integers(0, 4 * 10**9), st.integers(0, 10**6))
def test_a_date_means_the_seconds_until_then(moment, seconds):
    now = datetime.fromtimestamp(moment, UTC)
    value = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
    assert read_retry_after(value, now) == seconds
