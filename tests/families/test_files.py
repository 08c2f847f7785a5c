"""Every family file keeps the schema; its patterns are linear, its selectors compile, and its keys are known to identity."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from parsel.csstranslator import HTMLTranslator

from newscrawl.errors import CatalogueError
from newscrawl.families import families, get_family
from newscrawl.families.family import load_family
from newscrawl.normalize.parameters import KNOWN_KEYS

FAMILIES = list(families().values())
LONGEST_REPEAT = 40
GOOD = """
name: town
title: Town
about: A board.
detect: {address: ['/town\\.do'], markup: ['townBoard']}
addresses: {keys: [num]}
"""

every_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


@every_family
def test_a_maintainer_is_told_what_he_wants_to_know(family):
    assert family.title
    assert 150 <= len(family.about) <= 700


@every_family
def test_a_family_can_be_recognised(family):
    assert family.detect.address
    marks = family.detect.markup + family.detect.signature
    assert marks
    assert len(set(marks)) == len(marks)
    assert not any(one != other and one in other for one in marks for other in marks), "one mark counted twice"
    assert all(len(mark) >= 5 for mark in marks)


@every_family
def test_hints_are_selectors(family):
    assert set(family.hints) <= {"body", "row"}
    for selector in family.hints.values():
        assert HTMLTranslator().css_to_xpath(selector)


@every_family
def test_keys_are_known_to_identity(family):
    assert family.addresses.keys
    assert set(family.addresses.keys) <= set(KNOWN_KEYS)
    assert not set(family.addresses.keys) & set(family.addresses.board)


@every_family
def test_both_kinds_of_address_have_a_form(family):
    assert family.listings
    assert family.articles
    named = {name for form in (*family.listings, *family.articles) for name in form.names}
    assert not named & set(family.addresses.noise), "what says nothing cannot name a listing or a post"


@every_family
def test_the_page_number_says_nothing_of_the_board(family):
    assert family.paging is not None
    assert family.paging.parameter in family.addresses.noise


@every_family
def test_what_goes_wrong_with_a_family_is_told(family):
    assert family.traps
    assert all(20 <= len(trap) <= 200 for trap in family.traps)


def repeats(pattern: Any, within: int = 0) -> Iterator[tuple[int, int]]:
    """Yield, for each repeat in a parsed pattern, how often it may repeat and how many repeats stand around it."""
    for code, argument in pattern:
        name = str(code)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, inner = argument
            if most > 1:
                yield int(most), within
            yield from repeats(inner, within + (most > 1))
        elif name == "SUBPATTERN":
            yield from repeats(argument[-1], within)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from repeats(branch, within)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from repeats(argument[1], within)
        elif name == "ATOMIC_GROUP":
            yield from repeats(argument, within)


def is_linear(pattern: str) -> bool:
    """Tell whether a search takes at most a fixed number of steps at each character: repeats are bounded, and none in another."""
    return all(most <= LONGEST_REPEAT and within == 0 for most, within in repeats(re._parser.parse(pattern)))


@every_family
def test_patterns_are_linear(family):
    for pattern in family.detect.address:
        assert is_linear(pattern), pattern


@pytest.mark.parametrize("pattern", [r"a+", r".*\.do", r"(?:a{1,9}){1,9}", r"(x|y*)", r"(?=a*)b", r"\d{4,}"])
def test_a_pattern_that_may_run_away_is_seen(pattern):
    assert not is_linear(pattern)


def test_a_good_file_is_read():
    family = load_family("town.yaml", GOOD)
    assert family.evidence("http://town.example/town.do", "<div class=townBoard>") == [
        "address: /town\\.do",
        "markup: townBoard",
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("city.yaml", GOOD, "one name"),
        ("town.yaml", GOOD + "hint: {body: div}", "hint"),
        ("town.yaml", GOOD.replace("keys: [num]", "keys: num"), r"addresses\.keys"),
        ("town.yaml", GOOD.replace("detect:", "seen:"), "detect|seen"),
        ("town.yaml", "name: [", r"town\.yaml"),
        ("town.yaml", GOOD.replace("[num]}", "[num], list: 'town.do'}"), r"addresses\.list.*'/'"),
        ("town.yaml", GOOD.replace("[num]}", "[num], article: '/town.do?page={page}'}"), r"addresses\.article.*keys"),
        (
            "town.yaml",
            GOOD.replace("[num]}", "[num], article: '/{a}{/town.do?num={num}'}"),
            r"addresses\.article.*braces",
        ),
        ("town.yaml", GOOD + "calls: [{url: '/v.do'}]", r"calls\[0\].*either"),
        ("town.yaml", GOOD + "calls: [{function: go, url: '/v.do?num={num}'}]", r"calls\[0\]\.url.*'num'"),
        ("town.yaml", GOOD + "files: [{function: go, url: '/v.do', form: {a: b}}]", r"files\[0\]\.form"),
    ],
)
def test_a_file_that_breaks_the_schema_is_refused(name, text, said):
    with pytest.raises(CatalogueError, match=said):
        load_family(name, text)


def test_a_family_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(CatalogueError, match="gnuboard"):
        get_family("gnubord")
