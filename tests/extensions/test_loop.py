"""The loop knows how long it was held up, and which part of that was its own work."""

from __future__ import annotations

import time

from newscrawl.network.loop import WatchedLoop


def test_the_longest_turn_is_known():
    loop = WatchedLoop()
    try:
        loop.call_soon(time.sleep, 0.05)
        loop.call_later(0.01, loop.stop)
        loop.run_forever()
        assert loop.watch.longest >= 0.05
        assert loop.watch.longest_work < 0.05  # asleep, it did no work
        loop.watch.begin()
        assert loop.watch.longest == 0
        loop.call_soon(sum, range(2_000_000))
        loop.call_later(0.01, loop.stop)
        loop.run_forever()
        assert 0 < loop.watch.longest_work <= loop.watch.longest + 0.001
    finally:
        loop.close()
