"""The pace of one host against a plain model: never sooner than the delay, never within a rest, and an end to all patience."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from newscrawl.network.pace import FLOOR, LEAVE, LONGEST, LONGEST_ASKED, HostPace

seconds = st.one_of(st.sampled_from([0.0, 0.25, 1.0, 30.0]), st.floats(0, 400, allow_nan=False, width=32))


class Pace(RuleBasedStateMachine):
    """Any order of waiting, asking and answers. The model keeps every moment at which something forbids a request until later."""

    @initialize(delay=st.sampled_from([0.0, 0.5, 3.0]), backoff=st.sampled_from([0.5, 2.0]), limit=st.integers(1, 6))
    def begin(self, delay, backoff, limit):
        self.pace = HostPace(delay, backoff=backoff, limit=limit)
        self.now = 1000.0
        self.forbidden_until = 0.0
        self.last_start = None
        self.refused_in_row = self.challenged_in_row = 0
        self.in_row: list[float] = []  # the rests since the last answer
        self.resting_until = 0.0
        self.was_left = False

    @rule(passed=st.floats(0, 200, allow_nan=False, width=32))
    def time_passes(self, passed):
        self.now += passed

    @rule()
    def ask(self):
        """Wait as long as the pace says, then ask."""
        self.now += self.pace.wait(self.now)
        assert self.pace.wait(self.now) == 0
        assert self.now >= self.forbidden_until
        if self.last_start is not None:
            assert self.now >= self.last_start + self.pace.delay
        self.pace.starts(self.now)
        assert self.pace.wait(self.now) == pytest.approx(self.pace.delay)
        self.last_start = self.now

    @rule()
    def answer(self):
        self.pace.answers()
        assert self.pace.answered
        self.refused_in_row = 0
        self.in_row = []

    @precondition(lambda self: not self.was_left)
    @rule(asked=st.one_of(st.none(), seconds))
    def told_to_rest(self, asked):
        inside = self.now < self.resting_until
        pause = self.pace.rest(self.now, "answers 503", asked)
        assert self.pace.why == "answers 503"
        if inside:
            own = max(asked or 0.0, self.resting_until - self.now)
        else:
            own = asked or self.pace.backoff * 2 ** len(self.in_row)
            self.in_row.append(own)
        if own > self.pace.patience or sum(self.in_row) > self.pace.patience:
            assert self.pace.left
            assert self.pace.again_in >= (asked or 0.0)
            assert pause == 0
            self.was_left = True
            return
        assert not self.pace.left
        assert pause == pytest.approx(own)
        self.resting_until = max(self.resting_until, self.now + own)
        self.forbidden_until = max(self.forbidden_until, self.now + (asked or 0.0), self.now + pause)

    @precondition(lambda self: not self.was_left)
    @rule()
    def refused(self):
        self.refused_in_row += 1
        self.pace.refuses("answers 403")
        self.was_left = self.refused_in_row >= self.pace.limit
        assert self.pace.left is self.was_left

    @precondition(lambda self: not self.was_left)
    @rule()
    def challenged(self):
        self.challenged_in_row += 1
        self.pace.challenges_us()
        self.was_left = self.challenged_in_row >= self.pace.limit
        assert self.pace.left is self.was_left

    @rule()
    def shown(self):
        self.pace.shows()
        self.challenged_in_row = 0

    @invariant()
    def left_is_for_good_and_bounded(self):
        if hasattr(self, "pace"):
            assert self.pace.left is self.was_left
            if self.was_left:
                assert LEAVE <= self.pace.again_in <= LONGEST_ASKED


Pace.TestCase.settings = settings(max_examples=40, stateful_step_count=20)
TestPace = Pace.TestCase


def rest_now(pace, now, seconds=None):
    """A request that waits for its turn, goes out and is told to rest; return when, and for how long."""
    now += pace.wait(now)
    pace.starts(now)
    return now, pace.rest(now, "answers 429", seconds)


def test_the_first_request_goes_out_at_once():
    assert HostPace().wait(12345.0) == 0


def test_the_delay_is_between_the_starts():
    pace = HostPace(delay=1.5)
    pace.starts(10.0)
    assert pace.wait(10.0) == 1.5
    assert pace.wait(11.0) == 0.5
    assert pace.wait(11.5) == pace.wait(99.0) == 0


def test_a_delay_that_grows_holds_for_the_next_request():
    pace = HostPace(delay=0.5)
    pace.starts(10.0)
    pace.delay = 20.0
    pace.starts(10.0)
    assert pace.wait(10.5) == 19.5


def test_rests_double_until_an_answer_comes():
    pace, now, pauses = HostPace(backoff=2.0, patience=1000), 0.0, []
    for _ in range(5):
        now, pause = rest_now(pace, now)
        pauses.append(pause)
    assert pauses == [2, 4, 8, 16, 32]
    pace.answers()
    assert rest_now(pace, now)[1] == 2


def test_a_rest_that_the_host_asks_for_is_kept_to_even_where_the_back_off_would_be_shorter_or_longer():
    pace = HostPace(delay=0.5, backoff=2.0)
    now, pause = rest_now(pace, 0.0, 30.0)
    assert pause == pace.wait(now) == 30
    now, pause = rest_now(pace, now, 1.0)
    assert pause == pace.wait(now) == 1


def test_a_delay_longer_than_the_rest_still_holds():
    pace = HostPace(delay=20.0)
    now, pause = rest_now(pace, 0.0, 1.0)
    assert pause == 1
    assert pace.wait(now) == 20


def test_what_fails_during_a_rest_makes_no_new_one():
    pace = HostPace(delay=0.0, backoff=2.0)
    for now in (0.0, 0.1, 0.5, 1.9):
        pace.rest(now, "answers 503")
    assert pace.rests == 1
    assert pace.wait(0.0) == 2


def test_but_a_longer_one_that_the_host_asks_for_then_holds():
    pace = HostPace(delay=0.0, backoff=2.0)
    pace.rest(0.0, "answers 503")
    pace.rest(1.0, "answers 503", 60.0)
    assert pace.wait(1.0) == 60
    pace.rest(2.0, "answers 503", 5.0)
    assert pace.wait(2.0) == 59


def test_patience_ends():
    pace, now = HostPace(backoff=2.0, patience=20.0), 0.0
    for _ in range(3):  # 2 + 4 + 8
        now, _ = rest_now(pace, now)
        assert not pace.left
    assert rest_now(pace, now)[1] == 0
    assert pace.left
    assert pace.again_in == LEAVE


def test_a_rest_longer_than_all_patience_is_not_waited_for_but_remembered():
    pace = HostPace(patience=20.0)
    assert pace.rest(0.0, "answers 429", 7200.0) == 0
    assert pace.left
    assert pace.again_in == 7200


@pytest.mark.parametrize(("asked", "left"), [(48 * 3600.0, 48 * 3600.0), (1e9, LONGEST_ASKED)])
def test_a_host_that_asks_for_days_gets_them_up_to_what_anybody_may_mean(asked, left):
    pace = HostPace()
    pace.rest(0.0, "answers 429", asked)
    assert pace.again_in == left


@pytest.mark.parametrize("asked", [0.0, 0.5, 1.0])
def test_a_host_that_always_asks_for_hardly_any_rest_comes_to_the_end_of_patience_too(asked):
    pace, now = HostPace(delay=0.0, backoff=2.0, patience=20.0), 0.0
    for _ in range(100):
        now, _ = rest_now(pace, now, asked)
        if pace.left:
            break
    assert pace.left


def test_refusals_count_in_a_row():
    pace = HostPace(limit=3)
    for _ in range(5):
        pace.refuses("answers 403")
        pace.refuses("answers 403")
        pace.answers()
    assert not pace.left
    for _ in range(3):
        pace.refuses("answers 403")
    assert pace.left
    assert pace.why == "answers 403, 3 times in a row"


def test_challenges_are_answers_and_count_apart():
    pace = HostPace(limit=3)
    for _ in range(2):
        pace.answers()
        pace.challenges_us()
        pace.refuses("answers 403")
    assert not pace.left
    pace.answers()
    pace.challenges_us()
    assert pace.left
    assert "proof of a browser" in pace.why


def test_a_page_that_shows_what_it_should_ends_a_row_of_challenges():
    pace = HostPace(limit=2)
    for _ in range(4):
        pace.challenges_us()
        pace.shows()
    assert not pace.left


def test_an_answer_that_comes_late_does_not_bring_a_left_host_back():
    pace = HostPace(limit=1)
    pace.refuses("answers 403")
    pace.answers()
    pace.shows()
    assert pace.left


@given(st.integers(0, 40))
def test_each_run_that_left_the_host_doubles_the_time_up_to_a_day(times):
    pace = HostPace(limit=1, times_left=times)
    pace.refuses("answers 403")
    assert pace.again_in == min(LONGEST, LEAVE * 2**times)


def test_the_floor_is_the_default():
    assert HostPace().delay == FLOOR == 0.5
