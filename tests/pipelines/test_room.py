"""The room that files share in memory: never more than it is, nobody kept out for good, one alone always let in."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

import pytest

from newscrawl.pipelines.room import Room

SIZE = 100


async def settled(coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Begin something, and let it come as far as it does by itself."""
    task = asyncio.create_task(coroutine)
    await asyncio.sleep(0)
    return task


def test_files_that_have_not_begun_take_nothing_and_a_full_room_lets_nobody_in() -> None:
    async def scene() -> None:
        room = Room(SIZE)
        for name in "abc":
            await room.enter(name)
        assert room.taken == 0
        assert room.takes("a", 60)
        assert room.takes("b", 40)
        waiting = await settled(room.enter("d"))
        assert not waiting.done()
        assert not room.takes("c", 1), "it leaves, and comes back when there is room"
        room.leave("c")
        room.leave("a")
        await waiting
        assert room.taken == 40

    asyncio.run(scene())


def test_a_file_that_does_not_say_how_long_it_is_counts_by_what_has_come() -> None:
    async def scene() -> None:
        room = Room(SIZE)
        await room.enter("a")
        await room.enter("b", 50)
        assert room.takes("a", 0)
        assert [room.grows("a", 20) for _ in range(3)] == [True, True, False]
        assert room.taken == 90
        assert room.takes("a", 0), "an answer that begins anew begins at nothing"
        assert room.grows("a", 40)
        assert room.taken == 90, "and what was taken stays taken until it leaves"

    asyncio.run(scene())


def test_one_alone_is_let_in_whatever_its_size_and_those_behind_it_wait_their_turn() -> None:
    async def scene() -> None:
        room = Room(SIZE)
        await room.enter("small", 10)
        giant = await settled(room.enter("giant", 5 * SIZE))
        small = await settled(room.enter("late", 10))
        assert (giant.done(), small.done()) == (False, False)
        room.leave("small")
        await giant
        assert not small.done()
        room.leave("giant")
        await small
        assert room.grows("late", 7 * SIZE), "alone, too"

    asyncio.run(scene())


def test_one_that_is_given_up_while_it_waits_holds_up_nobody() -> None:
    async def scene() -> None:
        room = Room(SIZE)
        await room.enter("a", SIZE)
        first, second = await settled(room.enter("b", 50)), await settled(room.enter("c", 50))
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        room.leave("a")
        await second
        assert room.taken == 50

    asyncio.run(scene())


@pytest.mark.parametrize("seed", range(5))
def test_many_files_never_take_more_than_there_is_and_all_get_in(seed: int) -> None:
    drawn = random.Random(seed)
    most = 0

    async def file(room: Room, number: int, size: int) -> int:
        nonlocal most
        await room.enter(number)
        await asyncio.sleep(0)
        if not room.takes(number, size):
            room.leave(number)
            await room.enter(number, size)
        most = max(most, room.taken)
        for _ in range(drawn.randrange(5)):
            await asyncio.sleep(0)
        room.leave(number)
        return number

    async def scene() -> None:
        room = Room(SIZE)
        files = [file(room, number, drawn.randrange(1, SIZE)) for number in range(200)]
        assert await asyncio.wait_for(asyncio.gather(*files), 10) == list(range(200))
        assert room.taken == 0

    asyncio.run(scene())
    assert 0 < most <= SIZE
