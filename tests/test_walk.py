"""The walk asks for every post once, and stops only where it says why. The lie these tests prevent: a post missed because a page was
misjudged (pinned rows taken for old news, a repeated page taken for progress)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Row
from newscrawl.normalize.addresses import Identity
from newscrawl.reading.evidence import ShownRow
from newscrawl.spiders.limits import Limits
from newscrawl.spiders.walk import CEILING, Sighting, Stop, Walk


def row(key, *, day="2024-03-15", pinned=False):
    url = f"https://board.example/view?no={key}"
    return Sighting(
        Identity(str(key), url), ShownRow(url), Row(url=url, title=f"post {key}", published_at=day, pinned=pinned)
    )


def keys(step):
    return [sighting.identity.key for sighting, _ in step.fetch]


def test_rows_are_fetched_in_the_order_of_the_page():
    step = Walk(Limits()).read([row(3), row(2), row(1)], has_next=True)
    assert keys(step) == ["3", "2", "1"]
    assert step.stop is None


def test_a_post_pinned_on_every_page_is_fetched_once():
    walk = Walk(Limits())
    assert keys(walk.read([row(9, pinned=True), row(3)], has_next=True)) == ["9", "3"]
    assert keys(walk.read([row(9, pinned=True), row(2)], has_next=True)) == ["2"]


def test_a_page_that_shifted_by_a_row_is_no_repetition():
    walk = Walk(Limits())
    walk.read([row(4), row(3)], has_next=True)
    step = walk.read([row(3), row(2)], has_next=True)
    assert keys(step) == ["2"]
    assert step.stop is None


def test_a_last_page_that_repeats_ends_the_walk():
    walk = Walk(Limits())
    walk.read([row(2), row(1)], has_next=True)
    assert walk.read([row(2), row(1)], has_next=True).stop is Stop.REPEATED_PAGE


def test_an_empty_page_ends_the_walk():
    assert Walk(Limits()).read([], has_next=True).stop is Stop.EMPTY_PAGE


def test_no_next_page_ends_the_walk():
    assert Walk(Limits()).read([row(1)], has_next=False).stop is Stop.LAST_PAGE


def test_the_page_limit_is_kept():
    walk = Walk(Limits(pages=2))
    assert walk.read([row(4)], has_next=True).stop is None
    assert walk.read([row(3)], has_next=True).stop is Stop.PAGE_LIMIT


@given(limit=st.integers(1, 12), sizes=st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_never_more_articles_than_the_limit(limit, sizes):
    walk, fetched, number = Walk(Limits(max_articles=limit)), 0, 0
    for size in sizes:
        step = walk.read([row(number := number + 1) for _ in range(size)], has_next=True)
        fetched += len(step.fetch)
        if step.stop:
            break
    assert fetched == min(limit, number)


def test_old_pinned_rows_do_not_end_a_walk_that_has_a_since():
    walk = Walk(Limits.of(since="2024-03-01"))
    step = walk.read([row(1, day="2020-01-01", pinned=True), row(2)], has_next=True)
    assert step.stop is None
    assert keys(step) == ["2"]
    assert step.skipped == 1


def test_a_page_of_older_posts_ends_a_walk_that_has_a_since():
    assert Walk(Limits.of(since="2024-03-01")).read([row(1, day="2024-02-01")], has_next=True).stop is Stop.BEFORE_SINCE


def test_one_row_without_a_date_keeps_the_walk_going():
    step = Walk(Limits.of(since="2024-03-01")).read([row(1, day="2024-02-01"), row(2, day=None)], has_next=True)
    assert step.stop is None
    assert keys(step) == ["2"]


def test_dates_never_end_a_walk_through_a_listing_in_another_order():
    step = Walk(Limits.of(since="2024-03-01")).read([row(1, day="2020-02-01")], has_next=True, by_time=False)
    assert step.stop is None


def test_the_ceiling_ends_a_board_without_end_and_discards_nothing():
    walk, fetched = Walk(Limits()), 0
    for number in range(CEILING):
        step = walk.read([row(number)], has_next=True)
        fetched += len(step.fetch)
    assert step.stop is Stop.CEILING
    assert fetched == CEILING


@given(
    pages=st.lists(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=6), min_size=1, max_size=8),
)
def test_without_limits_every_post_shown_before_the_stop_is_fetched_exactly_once(pages):
    walk, fetched, shown = Walk(Limits()), [], set()
    for number, page in enumerate(pages, 1):
        sightings = [row(key, pinned=pinned) for key, pinned in page]
        step = walk.read(sightings, has_next=number < len(pages))
        fetched += keys(step)
        shown |= {sighting.identity.key for sighting in sightings}
        if step.stop:
            break
    assert len(fetched) == len(set(fetched))
    assert set(fetched) == shown


@pytest.mark.parametrize("reason", list(Stop))
def test_every_reason_reads_as_words(reason):
    assert str(reason).strip()
