"""Whatever is done to a ledger, in whatever order, it remembers what plain dictionaries do."""

import shutil
import tempfile
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from newscrawl.ledger import BoardMemory, Known, Lock, SqliteLedger

from .samples import BOARD, OTHER, article, at, view

BOARDS = st.sampled_from([BOARD, OTHER])
ALL_KEYS = ["1", "2", "10", "보도-1", "a'b\"c:%"]
KEYS = st.sampled_from(ALL_KEYS)
MINUTES = st.integers(0, 50)
TIMES = MINUTES.map(at)
TEXTS = st.text(max_size=20)
MAYBE = st.none() | TEXTS
MEMORIES = st.builds(
    Known,
    key=KEYS,
    state=st.sampled_from(["public", "withheld", "gone"]),
    fingerprint=TEXTS,
    row_mark=TEXTS,
    first_seen_at=TIMES,
    last_seen_at=TIMES,
    fetched_at=st.none() | TIMES,
    due_at=st.none() | TIMES,
    published_at=MAYBE,
    etag=MAYBE,
    last_modified=MAYBE,
    missed=st.integers(0, 3),
)
BOARD_MEMORIES = st.builds(
    BoardMemory,
    board=BOARDS,
    url=TEXTS,
    cursor=MAYBE,
    complete=st.booleans(),
    last_run_at=st.none() | TIMES,
    last_sweep_at=st.none() | TIMES,
    runs_since_sweep=st.integers(0, 2**40),
    rows_a_page=st.none() | st.integers(0, 1_000),
)
OWNERS = st.sampled_from(["1@there", "2@there", "3@elsewhere+5"])
HOSTS = st.sampled_from(["www.example.go.kr", "news.example.kr"])


class LedgerMachine(RuleBasedStateMachine):
    """A ledger beside a model of it."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="newscrawl-"))
        self.ledger = SqliteLedger(self.folder / "ledger.db")
        self.boards: dict[str, BoardMemory] = {}
        self.articles: defaultdict[str, dict[str, Known]] = defaultdict(dict)
        self.revisions: defaultdict[str, dict] = defaultdict(dict)
        self.views: defaultdict[str, dict] = defaultdict(dict)
        self.marks: dict[str, int] = {}
        self.locks: dict[str, Lock] = {}

    def teardown(self) -> None:
        self.ledger.close()
        shutil.rmtree(self.folder)

    def revision_of(self, board: str, key: str) -> int:
        """Return the newest revision of an article, 0 for one that has none."""
        return max(self.revisions[f"{board}:{key}"], default=0)

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = SqliteLedger(self.folder / "ledger.db")

    @rule(memory=BOARD_MEMORIES)
    def keep_board(self, memory: BoardMemory) -> None:
        self.ledger.keep_board(memory)
        self.boards[memory.board] = memory

    @rule(board=BOARDS, memories=st.lists(MEMORIES, max_size=6))
    def keep(self, board: str, memories: list[Known]) -> None:
        told = [replace(memory, revision=self.revision_of(board, memory.key)) for memory in memories]
        self.ledger.keep(board, told)
        self.articles[board].update({memory.key: memory for memory in told})

    @rule(
        board=BOARDS, memory=MEMORIES, grows=st.booleans(), minutes=MINUTES, body=TEXTS, mark=st.none() | st.integers(0)
    )
    def commit(self, board: str, memory: Known, grows: bool, minutes: int, body: str, mark: int | None) -> None:
        revision = max(1, self.revision_of(board, memory.key) + grows)
        memory, post = replace(memory, revision=revision), article(memory.key, revision, minutes, board, body)
        self.ledger.commit(post, memory, feed=None if mark is None else (f"{board}.jsonl", min(mark, 2**62)))
        self.articles[board][memory.key] = memory
        self.revisions[post.id][revision] = (at(minutes), post)
        if mark is not None:
            self.marks[f"{board}.jsonl"] = min(mark, 2**62)

    @rule(board=BOARDS, keys=st.sets(KEYS), time=TIMES)
    def sighted(self, board: str, keys: set[str], time: str) -> None:
        self.ledger.sighted(board, keys, time)
        known = self.articles[board]
        for key in keys & known.keys():
            state = known[key].state
            if state == "gone":
                state = "public" if known[key].fetched_at else "withheld"
            known[key] = replace(known[key], state=state, missed=0, last_seen_at=max(known[key].last_seen_at, time))

    @rule(board=BOARDS, before=TIMES, gone_after=st.integers(1, 3))
    def missed(self, board: str, before: str, gone_after: int) -> None:
        known, lost = self.articles[board], set()
        for key, memory in known.items():
            if memory.state != "gone" and memory.last_seen_at < before:
                known[key] = replace(memory, missed=memory.missed + 1)
                if known[key].missed >= gone_after:
                    known[key].state = "gone"
                    lost.add(key)
        told = self.ledger.missed(board, before, gone_after)
        assert (set(told), len(told)) == (lost, len(lost))

    @rule(board=BOARDS, seen=st.lists(st.tuples(KEYS, MINUTES, st.integers(0, 2**40), st.booleans()), max_size=8))
    def observe(self, board: str, seen: list[tuple[str, int, int, bool]]) -> None:
        told = [
            view(key, minutes, count, "article" if on_article else "listing", board)
            for key, minutes, count, on_article in seen
        ]
        self.ledger.observe(told)
        for observation in told:
            self.views[observation.article_id][observation.observed_at, observation.source == "article"] = observation

    @rule(board=BOARDS)
    def forget(self, board: str) -> None:
        assert self.ledger.forget(board) == len(self.articles.pop(board, {}))
        self.boards.pop(board, None)
        for memory in (self.revisions, self.views):
            for article_id in [found for found in memory if found.startswith(f"{board}:")]:
                del memory[article_id]

    @rule(host=HOSTS, owner=OWNERS, minutes=MINUTES, patience=st.integers(0, 20))
    def lock(self, host: str, owner: str, minutes: int, patience: int) -> None:
        told = self.ledger.lock(host, owner, at(minutes), stale_before=at(minutes - patience))
        held = self.locks.get(host)
        if held and held.owner != owner and held.beat >= at(minutes - patience):
            assert told == held
        else:
            assert told is None
            since = held.since if held and held.owner == owner else at(minutes)
            self.locks[host] = Lock(host, owner, since, at(minutes))

    @rule(owner=OWNERS, time=TIMES)
    def beat(self, owner: str, time: str) -> None:
        self.ledger.beat(owner, time)
        for host, held in self.locks.items():
            if held.owner == owner:
                self.locks[host] = replace(held, beat=time)

    @rule(owner=OWNERS)
    def unlock(self, owner: str) -> None:
        self.ledger.unlock(owner)
        self.locks = {host: held for host, held in self.locks.items() if held.owner != owner}

    @rule(board=BOARDS, key=KEYS, limit=st.integers(0, 3))
    def neighbours(self, board: str, key: str, limit: int) -> None:
        keys = sorted(self.articles[board])
        place = bisect_left(keys, key)
        assert self.ledger.neighbours(board, key, limit) == keys[max(place - limit, 0) : place + limit]

    @precondition(lambda self: self.articles)
    @rule()
    def vacuum(self) -> None:
        self.ledger.vacuum()

    @invariant()
    def agrees(self) -> None:
        assert self.ledger.boards() == sorted(self.boards.values(), key=lambda memory: memory.board)
        for board in (BOARD, OTHER):
            assert self.ledger.board(board) == self.boards.get(board)
            assert self.ledger.known(board, ALL_KEYS) == self.articles[board]
            assert self.ledger.feed_mark(f"{board}.jsonl") == self.marks.get(f"{board}.jsonl")
            states = [memory.state for memory in self.articles[board].values()]
            assert self.ledger.counts(board) == {state: states.count(state) for state in states}
            for article_id in (f"{board}:{key}" for key in ALL_KEYS):
                told = {found.revision: (found.read_at, found.article) for found in self.ledger.revisions(article_id)}
                assert told == self.revisions[article_id]
                assert self.ledger.views(article_id) == [seen for _, seen in sorted(self.views[article_id].items())]
        assert self.ledger.check() == []


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
