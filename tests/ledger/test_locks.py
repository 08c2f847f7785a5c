"""One run a host at a time: a living owner keeps its lock, a dead or silent one loses it, and of several that reach for it one gets it."""

import os
import socket

import pytest

from newscrawl.ledger import Lock, is_dead, owner

from .samples import at, child

HOST = "www.example.go.kr"
ELSEWHERE = "7@another-machine+12"

CONTENDER = """
import sys
from newscrawl.ledger import SqliteLedger, owner
print("ready", flush=True)
sys.stdin.readline()
ledger = SqliteLedger(sys.argv[1])
held = ledger.lock("www.example.go.kr", owner(), "2024-03-15T00:00:00+00:00", stale_before="2024-03-14T00:00:00+00:00")
print("got it" if held is None else held.owner, owner(), flush=True)
sys.stdin.readline()
ledger.close()
"""


def contend(path, count: int) -> tuple[list[str], list[str]]:
    """Let so many processes reach for the lock at once; return the owners that got it, and those that the others were told of."""
    contenders = [child(CONTENDER, path) for _ in range(count)]
    try:
        for process in contenders:
            assert process.stdout.readline() == "ready\n"
        for process in contenders:
            process.stdin.write("\n")
            process.stdin.flush()
        told = [process.stdout.readline().rsplit(maxsplit=1) for process in contenders]
    finally:
        for process in contenders:
            process.communicate("\n")
    return [name for outcome, name in told if outcome == "got it"], [held for held, _ in told if held != "got it"]


def test_a_lock_is_refused_with_its_owner_and_age_until_it_is_let_go(ledger):
    assert ledger.lock(HOST, ELSEWHERE, at(0), stale_before=at(-10)) is None
    assert ledger.lock("other.go.kr", ELSEWHERE, at(1), stale_before=at(-9)) is None
    ledger.beat(ELSEWHERE, at(5))
    held = Lock(HOST, ELSEWHERE, since=at(0), beat=at(5))
    assert ledger.lock(HOST, owner(), at(6), stale_before=at(-4)) == held
    ledger.unlock(owner())
    assert ledger.lock(HOST, owner(), at(6), stale_before=at(-4)) == held
    ledger.unlock(ELSEWHERE)
    assert ledger.lock(HOST, owner(), at(6), stale_before=at(-4)) is None
    assert ledger.lock("other.go.kr", owner(), at(6), stale_before=at(-4)) is None


def test_an_owner_keeps_its_own_lock_and_shows_to_live(ledger):
    ledger.lock(HOST, ELSEWHERE, at(0), stale_before=at(-10))
    assert ledger.lock(HOST, ELSEWHERE, at(60), stale_before=at(50)) is None
    assert ledger.lock(HOST, owner(), at(61), stale_before=at(51)) == Lock(HOST, ELSEWHERE, since=at(0), beat=at(60))


def test_a_silent_owners_lock_is_taken_over(ledger):
    ledger.lock(HOST, ELSEWHERE, at(0), stale_before=at(-10))
    assert ledger.lock(HOST, owner(), at(10), stale_before=at(0)) == Lock(HOST, ELSEWHERE, since=at(0), beat=at(0))
    assert ledger.lock(HOST, owner(), at(11), stale_before=at(1)) is None
    assert ledger.lock(HOST, ELSEWHERE, at(11), stale_before=at(1)) == Lock(HOST, owner(), since=at(11), beat=at(11))


def test_a_dead_processs_lock_is_taken_over_at_once(ledger, path):
    (dead,), _ = contend(path, 1)
    assert is_dead(dead)
    assert ledger.lock(HOST, owner(), at(0), stale_before=at(-10)) is None


def test_a_living_process_is_not_dead_and_a_killed_one_is_before_its_parent_asks(path):
    process = child(CONTENDER, path)
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()
    name = process.stdout.readline().split()[-1]
    assert name.startswith(f"{process.pid}@{socket.gethostname()}")
    assert not is_dead(name)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # ended, and not yet asked how
    ended = is_dead(name)
    process.communicate()
    assert ended or not os.path.exists("/proc/self/stat")
    assert is_dead(name)


@pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="only /proc tells when a process was started")
def test_another_process_with_the_same_pid_is_not_the_owner():
    name, _, start = owner().partition("+")
    assert not is_dead(f"{name}+{start}")
    assert is_dead(f"{name}+{int(start) + 1}")
    assert not is_dead(name)  # an owner that did not know its start


def test_only_a_process_of_this_machine_can_be_told_dead(monkeypatch):
    here = socket.gethostname()
    assert is_dead(f"{2**22 + 1}@{here}")  # beyond the highest PID of Linux
    assert is_dead(f"{10**30}@{here}")
    assert not is_dead(f"{2**22 + 1}@{here}.elsewhere")
    for strange in ("", "me", f"0@{here}", f"-1@{here}", f"1e3@{here}"):
        assert not is_dead(strange)


def test_of_several_that_make_a_ledger_and_reach_for_a_lock_one_gets_it(tmp_path):
    for turn in range(5):
        got, told = contend(tmp_path / f"{turn}.db", 4)
        assert len(got) == 1
        assert told == got * 3


def test_of_several_that_find_a_dead_owner_one_takes_over(ledger, path):
    for turn in range(3):
        ledger.lock(HOST, f"{2**22 + 1 + turn}@{socket.gethostname()}", at(turn), stale_before=at(turn))
        got, told = contend(path, 4)
        assert len(got) == 1
        assert told == got * 3
