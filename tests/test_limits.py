"""Limits mean what a user wrote, or say before any request why they mean nothing."""

from datetime import date

import pytest

from newscrawl.errors import ConfigurationError
from newscrawl.network.destinations import is_loopback
from newscrawl.spiders.limits import Limits


def test_no_arguments_bound_nothing():
    limits = Limits.of()
    assert limits.admit("1999-01-01")
    assert limits.admit("2099-01-01T23:59:00+09:00")
    assert not limits.outlived("1999-01-01")


def test_arguments_of_a_command_line_are_strings():
    assert Limits.of("2", "2024-03-01", "2024-03-31", "10") == Limits(2, date(2024, 3, 1), date(2024, 3, 31), 10)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2024-02-29", False),
        ("2024-03-01", True),
        ("2024-03-31T23:59:59+09:00", True),
        ("2024-04-01", False),
        (None, True),
    ],
)
def test_both_bounds_are_inclusive_and_an_unknown_day_is_admitted(day, wanted):
    assert Limits.of(since="2024-03-01", until="2024-03-31").admit(day) is wanted


@pytest.mark.parametrize(
    "arguments",
    [
        {"pages": "0"},
        {"pages": "-1"},
        {"pages": "two"},
        {"max_articles": "1.5"},
        {"since": "yesterday"},
        {"until": "2024-02-30"},
        {"since": "2024-03-02", "until": "2024-03-01"},
    ],
)
def test_what_makes_no_sense_is_said(arguments):
    with pytest.raises(ConfigurationError):
        Limits.of(**arguments)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("127.evil.example", False),
        ("localhost.evil.example", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_itself_is_spared_the_delay(host, local):
    assert is_loopback(host) is local
