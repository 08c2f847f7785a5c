"""A profile meets pages that no editor made: nothing is raised, and what it reads is what the generic reader reads."""

from __future__ import annotations

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.profiles import Doubt, Learner, Profile, read_article_by, read_listing_by
from newscrawl.profiles.agreement import differences
from newscrawl.profiles.profile import from_json
from newscrawl.reading import Page, read_page
from newscrawl.reading.problems import find_problem, surely_none
from newscrawl.reading.text import paragraphs
from tests.fuzz.pages import BOARD, page
from tests.fuzz.soup import SOUP, mutated
from tests.quality.samples import OWN, samples

DAY = re.compile("20[0-9]{2}[-.][0-9]{2}[-.][0-9]{2}")
LONG = "나루 시장 상인회는 시장을 찾는 이들이 늘 것으로 내다보고 있다. " * 12


@cache
def taught() -> Profile:
    learner = Learner(Profile(board="onsae/news"))
    for number in range(412, 418):
        markup = BOARD.replace("412번", f"{number}번").replace("비가 오면", f"{LONG} {number}번 골목은 비가 오면")
        learner.article(page(markup.encode()))
    assert learner.profile.articles
    return learner.profile


def reading_of(shown: Page):
    for read in (read_article_by, read_listing_by):
        try:
            return read(taught(), shown)[0]
        except Doubt:
            continue
    return None


def check(shown: Page) -> None:
    reading = reading_of(shown)
    if reading is not None and reading.article is not None:
        assert differences(read_page(shown), reading, None, shown.now) == []
    Learner(Profile(board="onsae/news")).article(shown)


def test_the_page_to_mutate_is_read_by_the_profile():
    markup = BOARD.replace("비가 오면", f"{LONG} 비가 오면")
    assert reading_of(page(markup.encode())) is not None
    check(page(markup.encode()))


@given(mutated())
@settings(deadline=None)
def test_mutations(body: bytes) -> None:
    check(page(body.replace("비가 오면".encode(), f"{LONG} 비가 오면".encode())))


@given(SOUP)
@settings(deadline=None)
def test_soup_where_a_body_stands(body: bytes) -> None:
    head, _, rest = BOARD.encode().partition("비가 오면".encode())
    check(page(head + LONG.encode() + body + rest))


@given(st.binary(max_size=300))
def test_what_is_no_profile_is_none(source: bytes) -> None:
    assert from_json(source) is None


def test_where_a_problem_is_ruled_out_cheaply_there_is_none():
    """Told what a page surely says, its text but for what is left out of an outline."""
    ruled_out = 0
    for sample in samples(OWN):
        shown = sample.page
        text = paragraphs(shown.root)
        said = min(shown.outline.chars[0], len("".join(text.split())))
        if surely_none(shown, said, dated=DAY.search(text) is not None):
            ruled_out += 1
            assert find_problem(shown) is None
    assert ruled_out > 50
