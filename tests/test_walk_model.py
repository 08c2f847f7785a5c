"""Walks against a model of a board that changes between runs and while it is read.

The lie these tests prevent: "nothing new" from a board that had something new (an early stop that trusts dates, or a few repeated
rows). Posts are put on top, put in among old ones (back-dated), edited, edited to the top, pinned, deleted; the board
shows pinned rows on every page, or repeats its last page for any page number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.items import Row
from newscrawl.ledger import BoardMemory, Known
from newscrawl.normalize.addresses import Identity
from newscrawl.reading.evidence import ShownRow
from newscrawl.spiders.limits import Limits
from newscrawl.spiders.walk import Mode, Sighting, Stop, Walk, mode_of

START = datetime(2026, 3, 1, tzinfo=UTC)
SWEEP_RUNS = 5


@dataclass
class Post:
    key: int
    title: str = "post"
    pinned: bool = False


@dataclass
class ModelBoard:
    """Posts, newest first, in pages."""

    page_size: int
    clamps: bool = False
    posts: list[Post] = field(default_factory=list)
    made: int = 0

    def put(self, place: int) -> None:
        self.made += 1
        self.posts.insert(min(place, len(self.posts)), Post(self.made))

    def happen(self, event: tuple[str, int]) -> None:
        what, place = event
        if what == "top":
            self.put(0)
        elif what == "among":
            self.put(place)
        elif self.posts:
            post = self.posts[place % len(self.posts)]
            if what == "edit":
                post.title += "*"
            elif what == "lift":
                self.posts.remove(post)
                post.title += "^"
                self.posts.insert(0, post)
            elif what == "pin":
                post.pinned = not post.pinned
            elif what == "delete":
                self.posts.remove(post)

    @property
    def pages(self) -> int:
        return max(1, math.ceil(len(self.posts) / self.page_size))

    def page(self, number: int) -> tuple[list[Sighting], bool]:
        number = min(number, self.pages) if self.clamps else number
        here = self.posts[(number - 1) * self.page_size : number * self.page_size]
        rows = [_sighting(post, pinned=True) for post in self.posts if post.pinned] + [_sighting(post) for post in here]
        return rows, self.clamps or number < self.pages


def _sighting(post: Post, *, pinned: bool = False) -> Sighting:
    url = f"https://board.example/view?no={post.key}"
    return Sighting(Identity(str(post.key), url), ShownRow(url), Row(url=url, title=post.title, pinned=pinned))


@dataclass
class Reader:
    """What a run does with a walk: a ledger that is a dict, and the requests counted."""

    board: ModelBoard
    ledger: dict[str, Known] = field(default_factory=dict)
    memory: BoardMemory = field(default_factory=lambda: BoardMemory("site/board", "https://board.example/list"))
    now: datetime = START
    listings: int = 0
    articles: int = 0

    def run(self, during: list[tuple[str, int]] = ()) -> Stop:
        mode = mode_of(self.memory, self.now, sweep_runs=SWEEP_RUNS, sweep_after=timedelta(days=9999))
        walk = Walk(Limits(), mode=mode)
        self.listings = self.articles = 0
        pending, number = list(during), 0
        while True:
            number += 1
            rows, has_next = self.board.page(number)
            self.listings += 1
            keys = {row.identity.key for row in rows}
            step = walk.read(rows, {key: self.ledger[key] for key in keys if key in self.ledger}, has_next=has_next)
            for sighting, _ in step.fetch:
                self.articles += 1
                self.ledger[sighting.identity.key] = Known(sighting.identity.key, row_mark=sighting.mark)
            if step.stop:
                break
            if pending:
                self.board.happen(pending.pop(0))
        swept = step.stop.whole
        self.memory = BoardMemory(
            "site/board",
            self.memory.url,
            complete=self.memory.complete or swept,
            last_sweep_at=self.now.isoformat() if swept else self.memory.last_sweep_at,
            runs_since_sweep=0 if swept else self.memory.runs_since_sweep + 1,
        )
        self.now += timedelta(hours=1)
        return step.stop


events = st.tuples(st.sampled_from(["top", "top", "top", "among", "edit", "lift", "pin", "delete"]), st.integers(0, 60))
harmless = st.tuples(
    st.sampled_from(["top", "edit", "lift"]), st.integers(0, 60)
)  # while a page is read, nothing moves up
histories = st.lists(st.tuples(st.lists(events, max_size=5), st.lists(harmless, max_size=3)), min_size=1, max_size=12)


@settings(max_examples=1500, deadline=None)
@given(posts=st.integers(0, 60), page_size=st.integers(3, 20), clamps=st.booleans(), history=histories)
def test_no_public_post_is_missed_after_one_sweep_period(posts, page_size, clamps, history):
    board = ModelBoard(page_size, clamps)
    for _ in range(posts):
        board.put(0)
    reader = Reader(board)
    for between, during in history:
        for event in between:
            board.happen(event)
        reader.run(during)
    steady = {str(post.key): post.title for post in board.posts}
    for _ in range(SWEEP_RUNS):
        reader.run()
    assert steady.keys() <= reader.ledger.keys()
    assert all(reader.ledger[str(post.key)].row_mark == _sighting(post).mark for post in board.posts)


@settings(max_examples=500, deadline=None)
@given(posts=st.integers(1, 80), page_size=st.integers(3, 25), pins=st.integers(0, 4), new=st.integers(0, 30))
def test_an_update_asks_for_little_more_than_the_least_possible(posts, page_size, pins, new):
    board = ModelBoard(page_size)
    for _ in range(posts):
        board.put(0)
    for place in range(min(pins, posts)):
        board.happen(("pin", place * 7))
    reader = Reader(board)
    reader.run()
    for _ in range(new):
        board.put(0)
    stop = reader.run()
    least = max(1, math.ceil(new / page_size))
    overlap = math.ceil(10 / page_size)
    assert reader.articles == new
    assert reader.listings <= 1.1 * least + overlap
    assert stop in (Stop.OVERLAP, Stop.LAST_PAGE, Stop.REPEATED_PAGE)


@given(page_size=st.integers(1, 25), posts=st.integers(2, 80))
def test_a_run_with_nothing_new_is_one_listing_page(page_size, posts):
    board = ModelBoard(page_size)
    for _ in range(posts):
        board.put(0)
    reader = Reader(board)
    reader.run()
    reader.run()
    assert (reader.listings, reader.articles) == (1, 0)


def test_a_walk_that_broke_off_reads_the_top_first_and_then_jumps():
    known = {str(number): Known(str(number), row_mark=_sighting(Post(number)).mark) for number in range(100, 80, -1)}
    walk = Walk(Limits(), mode=Mode.WHOLE, resumes=True)
    top = [_sighting(Post(101)), *(_sighting(Post(number)) for number in range(100, 81, -1))]
    step = walk.read(top, known, has_next=True)
    assert [sighting.identity.key for sighting, _ in step.fetch] == ["101"]
    assert step.jump
    assert step.stop is None
    rest = [_sighting(Post(number)) for number in range(82, 62, -1)]
    step = walk.read(rest, known, has_next=True)
    assert not step.jump
    assert step.stop is None
    assert len(step.fetch) == 18


def test_an_update_never_stops_in_an_order_that_is_not_the_boards_own():
    known = {str(number): Known(str(number), row_mark=_sighting(Post(number)).mark) for number in range(40)}
    walk = Walk(Limits(), mode=Mode.UPDATE)
    assert (
        walk.read([_sighting(Post(number)) for number in range(20)], known, has_next=True, by_time=False).stop is None
    )
    assert (
        walk.read([_sighting(Post(number)) for number in range(20, 40)], known, has_next=True, by_time=False).stop
        is None
    )


@pytest.mark.parametrize(
    ("memory", "mode"),
    [
        (None, Mode.WHOLE),
        (BoardMemory("b", "u", complete=False), Mode.WHOLE),
        (
            BoardMemory("b", "u", complete=True, last_sweep_at="2026-02-28T00:00:00+00:00", runs_since_sweep=3),
            Mode.UPDATE,
        ),
        (
            BoardMemory("b", "u", complete=True, last_sweep_at="2026-02-28T00:00:00+00:00", runs_since_sweep=23),
            Mode.SWEEP,
        ),
        (
            BoardMemory("b", "u", complete=True, last_sweep_at="2026-02-22T00:00:00+00:00", runs_since_sweep=3),
            Mode.SWEEP,
        ),
        (BoardMemory("b", "u", complete=True), Mode.SWEEP),
    ],
)
def test_how_far_a_walk_goes(memory, mode):
    assert mode_of(memory, START) is mode
    assert mode_of(memory, START, full=True) is Mode.WHOLE


def test_a_sweep_says_what_an_update_would_have_missed():
    posts = [Post(number) for number in range(40, 0, -1)]
    known = {str(post.key): Known(str(post.key), row_mark=_sighting(post).mark) for post in posts if post.key != 5}
    walk = Walk(Limits(), mode=Mode.SWEEP)
    assert walk.read([_sighting(post) for post in posts[:20]], known, has_next=True).late == 0
    step = walk.read([_sighting(post) for post in posts[20:]], known, has_next=False)
    assert step.late == 1
    assert step.stop is Stop.LAST_PAGE
