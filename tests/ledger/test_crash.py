"""A process that is killed while it writes leaves a ledger that opens, is whole, and agrees with the feed that it marked."""

import random
import signal
import time
from contextlib import closing
from pathlib import Path

import msgspec

from newscrawl.items import Article
from newscrawl.ledger import SqliteLedger

from .samples import BOARD, child

KILLS = 20
KEYS = [str(number) for number in range(40)]

# Goes on where the ledger stands: cuts the feed at its mark, then writes a line, flushes, commits and says so, on and on.
WRITER = """
import itertools, random, sys
import msgspec
from newscrawl.ledger import SqliteLedger
sys.path.insert(0, sys.argv[3])
from samples import BOARD, article, at, known, view

folder, chance = sys.argv[1], random.Random(int(sys.argv[2]))
ledger = SqliteLedger(folder + "/ledger.db")
ledger._connection.execute("PRAGMA wal_autocheckpoint = 8")  # so that checkpoints are interrupted too
with open(folder + "/feed.jsonl", "ab") as feed:
    feed.truncate(ledger.feed_mark("feed.jsonl") or 0)
    for minutes in itertools.count():
        key = str(chance.randrange(40))
        before = ledger.known(BOARD, [key]).get(key)
        revision = before.revision + 1 if before else 1
        post = article(key, revision, minutes, body=chr(0xAC00 + revision) * chance.randrange(4_000))
        feed.write(msgspec.json.encode(post) + b"\\n")
        feed.flush()
        ledger.commit(post, known(key, revision, minutes), feed=("feed.jsonl", feed.tell()))
        print(key, revision, flush=True)
        ledger.observe(view(str(other), minutes) for other in range(20))
        if minutes % 7 == 0:
            ledger.missed(BOARD, at(minutes - 60), gone_after=2)
            ledger.sighted(BOARD, map(str, range(0, 40, 3)), at(minutes))
"""


def verify(folder, acknowledged: set[tuple[str, int]]) -> int:
    """Check the ledger against itself, the feed, and what was said to be committed; return how many revisions it has."""
    with closing(SqliteLedger(folder / "ledger.db")) as ledger:
        assert ledger.check() == []
        mark = ledger.feed_mark("feed.jsonl") or 0
        feed = (folder / "feed.jsonl").read_bytes()
        assert len(feed) >= mark
        posts = msgspec.json.decode(b"[" + feed[:mark].replace(b"\n", b",").rstrip(b",") + b"]", type=list[Article])
        assert feed[:mark].count(b"\n") == len(posts)
        stored = {key: [found.article for found in ledger.revisions(f"{BOARD}:{key}")] for key in KEYS}
        in_order = {key: [post for post in posts if post.id == f"{BOARD}:{key}"] for key in KEYS}
        assert stored == in_order
        newest = {key: found[-1] for key, found in stored.items() if found}
        remembered = ledger.known(BOARD, KEYS)
        assert {key: memory.revision for key, memory in remembered.items()} == {
            key: post.revision for key, post in newest.items()
        }
        assert all(memory.fingerprint == newest[key].content_hash for key, memory in remembered.items())
        assert acknowledged <= {(key, post.revision) for key, found in stored.items() for post in found}
        return len(posts)


def test_a_killed_writer_leaves_a_whole_ledger_that_agrees_with_the_feed(tmp_path):
    chance = random.Random(17)
    acknowledged: set[tuple[str, int]] = set()
    for turn in range(KILLS):
        writer = child(WRITER, tmp_path, turn, Path(__file__).parent)
        told = ""
        if turn % 4 == 0:  # while it starts, opens and mends
            time.sleep(chance.uniform(0, 0.5))
        else:
            told = "".join(writer.stdout.readline() for _ in range(chance.randrange(1, 40)))
            assert told, "the writer came to an end by itself"
            time.sleep(chance.uniform(0, 0.005))
        writer.kill()
        told += writer.stdout.read()
        writer.communicate()
        assert writer.returncode == -signal.SIGKILL
        whole, _, _ = told.rpartition("\n")  # what is said last may be cut short
        acknowledged |= {(key, int(revision)) for key, revision in map(str.split, whole.splitlines())}
        if turn % 2:  # every other time, the next writer finds what the killed one left
            verify(tmp_path, acknowledged)
    assert verify(tmp_path, acknowledged) >= len(acknowledged) > KILLS
