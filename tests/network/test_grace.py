"""What is under way when a run is stopped: what arrives in time is kept, what does not is given up, and no other error is hidden."""

from __future__ import annotations

import asyncio

import pytest

from newscrawl.network.grace import Grace
from newscrawl.network.refusals import RunStopped

LONG = 3600.0


async def never(grace):
    async with grace.bound():
        await asyncio.get_running_loop().create_future()


def test_what_never_comes_is_given_up_whether_it_was_asked_before_the_end_or_after():
    async def stopped():
        grace = Grace(0.0)
        before = asyncio.ensure_future(never(grace))
        await asyncio.sleep(0)
        grace.begins()
        return await asyncio.gather(before, never(grace), return_exceptions=True)

    assert [type(result) for result in asyncio.run(stopped())] == [RunStopped, RunStopped]


def test_what_comes_in_time_is_kept_and_a_run_that_goes_on_bounds_nothing():
    async def arrives(grace, *, stops):
        async with grace.bound():
            if stops:
                grace.begins()
            await asyncio.sleep(0)
            return "page"

    assert asyncio.run(arrives(Grace(LONG), stops=True)) == "page"
    assert asyncio.run(arrives(Grace(0.0), stops=False)) == "page"


def test_the_seconds_count_from_the_first_word_of_the_end():
    async def told_twice():
        grace = Grace(0.0)
        grace.begins()
        grace._seconds = LONG
        grace.begins()
        await asyncio.wait_for(never(grace), 10)

    with pytest.raises(RunStopped):
        asyncio.run(told_twice())


@pytest.mark.parametrize("error", [TimeoutError("the host's own"), asyncio.CancelledError(), ValueError("another")])
def test_other_errors_pass_as_they_are(error):
    async def fails():
        async with Grace(LONG).bound():
            raise error

    with pytest.raises(type(error)) as caught:
        asyncio.run(fails())
    assert not isinstance(caught.value, RunStopped)
