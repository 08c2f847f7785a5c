"""What the ledger is told it gives back; what it is told wrongly leaves nothing behind; and it knows when it is damaged."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from newscrawl.ledger import BoardMemory, Decision, Known, LearnedProfile, Revision, Run, SqliteLedger

from .samples import BOARD, OTHER, article, at, known, view

MEMORY = BoardMemory(
    BOARD,
    url="https://www.example.go.kr/press",
    cursor='{"url": "…", "form": {"page": "7"}}',
    complete=True,
    last_run_at=at(5),
    last_sweep_at=at(1),
    runs_since_sweep=3,
    rows_a_page=15,
)


def test_boards_are_remembered_by_id(ledger):
    assert ledger.board(BOARD) is None
    ledger.keep_board(MEMORY)
    ledger.keep_board(BoardMemory(OTHER, url="https://www.example.go.kr/notices"))
    assert ledger.board(BOARD) == MEMORY
    assert [memory.board for memory in ledger.boards()] == [OTHER, BOARD]
    changed = replace(MEMORY, cursor=None, complete=False)
    ledger.keep_board(changed)
    assert ledger.board(BOARD) == changed


def test_a_board_of_which_only_articles_are_known_was_never_read(ledger):
    ledger.keep(BOARD, [known()])
    assert (ledger.board(BOARD), ledger.boards()) == (None, [])
    ledger.keep_board(MEMORY)
    assert ledger.board(BOARD) == MEMORY
    assert ledger.known(BOARD, ["1"]) == {"1": known()}


def test_articles_are_known_by_board_and_key_in_one_statement(ledger):
    ledger.keep(BOARD, [known(str(number)) for number in range(50)])
    ledger.keep(OTHER, [known("7", row_mark="other")])
    statements = []
    ledger._connection.set_trace_callback(statements.append)
    found = ledger.known(BOARD, [*map(str, range(40, 60)), "40", 'a"key', "보도-1"])
    ledger._connection.set_trace_callback(None)
    assert found == {str(number): known(str(number)) for number in range(40, 50)}
    assert len(statements) == 1
    assert ledger.known(OTHER, ["7"])["7"].row_mark == "other"
    assert ledger.known("site/none", ["7"]) == {}
    assert ledger.known(BOARD, []) == {}


def test_any_number_of_keys_can_be_looked_up(ledger):
    ledger.keep(BOARD, [known(str(number)) for number in range(100)])
    assert len(ledger.known(BOARD, [str(number) for number in range(-40_000, 40_000)])) == 100


def test_what_is_kept_takes_the_place_of_the_former(ledger):
    ledger.keep(BOARD, [known()])
    bare = Known("1", state="withheld", revision=0, first_seen_at=at(1), last_seen_at=at(2))
    ledger.keep(BOARD, [bare])
    assert ledger.known(BOARD, ["1"]) == {"1": bare}


def test_times_are_kept_in_utc(ledger):
    ledger.keep(BOARD, [known(last_seen_at="2024-03-15T10:00:00.5+09:00")])
    assert ledger.known(BOARD, ["1"])["1"].last_seen_at == "2024-03-15T01:00:00+00:00"


def test_revisions_come_back_whole_and_in_order(ledger):
    first, second = article(body="하나"), article(body="둘", revision=2, minutes=30)
    ledger.commit(first, known())
    ledger.commit(second, known(revision=2, minutes=30), feed=("data/site.jsonl", 900))
    assert ledger.revisions(first.id) == [Revision(1, at(0), first), Revision(2, at(30), second)]
    assert ledger.known(BOARD, ["1"]) == {"1": known(revision=2, minutes=30)}
    assert ledger.revisions(f"{BOARD}:2") == []
    assert (ledger.feed_mark("data/site.jsonl"), ledger.feed_mark("data/other.jsonl")) == (900, None)


def test_a_revision_committed_again_is_there_once(ledger):
    ledger.commit(article(body="read once"), known(), feed=("feed", 10))
    ledger.commit(article(body="read again"), known(), feed=("feed", 20))
    assert [found.article.body for found in ledger.revisions(f"{BOARD}:1")] == ["read again"]
    assert ledger.feed_mark("feed") == 20


def test_keeping_an_article_leaves_its_revisions(ledger):
    ledger.commit(article(), known())
    ledger.keep(BOARD, [known(due_at=None)])
    assert [found.article for found in ledger.revisions(f"{BOARD}:1")] == [article()]


@pytest.mark.parametrize("memory", [known("2"), known(revision=2)])
def test_a_memory_of_another_article_or_revision_is_not_committed(ledger, memory):
    with pytest.raises(ValueError, match="is not what is known"):
        ledger.commit(article(), memory)
    assert ledger.known(BOARD, ["1", "2"]) == {}


@pytest.mark.parametrize("wrong", [known("2", state="lost"), known("2", missed=None)])
def test_a_batch_that_breaks_leaves_nothing_behind(ledger, wrong):
    with pytest.raises(sqlite3.IntegrityError):
        ledger.keep(BOARD, [known("1"), wrong])
    assert ledger.known(BOARD, ["1", "2"]) == {}
    ledger.keep(BOARD, [known("1")])
    assert ledger.known(BOARD, ["1"]) == {"1": known("1")}


def test_a_full_disk_leaves_the_ledger_as_it_was(ledger):
    ledger.commit(article(), known(), feed=("feed", 10))
    (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
    ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        ledger.keep(BOARD, [known(str(number)) for number in range(1_000)])
    ledger._connection.execute("PRAGMA max_page_count = 1000000")
    assert ledger.counts(BOARD) == {"public": 1}
    ledger.keep(BOARD, [known("2")])
    assert (ledger.counts(BOARD), ledger.check()) == ({"public": 2}, [])


def test_an_article_is_gone_after_repeated_absence_and_never_deleted(ledger):
    ledger.commit(article(), known())
    ledger.keep(BOARD, [known("2", minutes=10), known("3", state="withheld")])
    ledger.keep(OTHER, [known("1")])
    assert ledger.missed(BOARD, at(10), gone_after=2) == []
    assert {key: found.missed for key, found in ledger.known(BOARD, "123").items()} == {"1": 1, "2": 0, "3": 1}
    assert ledger.missed(BOARD, at(10), gone_after=2) == ["1", "3"]
    assert ledger.missed(BOARD, at(10), gone_after=2) == []
    assert ledger.counts(BOARD) == {"gone": 2, "public": 1}
    assert ledger.known(BOARD, ["1"])["1"] == known(state="gone", missed=2)
    assert ledger.known(OTHER, ["1"]) == {"1": known("1")}
    assert len(ledger.revisions(f"{BOARD}:1")) == 1


def test_a_sighting_ends_the_absence_and_brings_back_what_was_gone(ledger):
    ledger.keep(BOARD, [known("1"), known("2", state="withheld", fetched_at=None), known("3", minutes=60), known("4")])
    ledger.missed(BOARD, at(30), gone_after=1)
    ledger.sighted(BOARD, ["1", "2", "3", "never seen"], at(40))
    found = ledger.known(BOARD, ["1", "2", "3", "4", "never seen"])
    assert {key: (memory.state, memory.missed, memory.last_seen_at) for key, memory in found.items()} == {
        "1": ("public", 0, at(40)),
        "2": ("withheld", 0, at(40)),
        "3": ("public", 0, at(60)),
        "4": ("gone", 1, at(0)),
    }


def test_view_counts_come_back_in_order_whether_or_not_the_article_is_known(ledger):
    seen = [view(minutes=60, count=9), view(minutes=0), view(minutes=60, count=10, source="article"), view("2")]
    ledger.observe(seen)
    assert ledger.views(f"{BOARD}:1") == [seen[1], seen[0], seen[2]]
    ledger.observe([view(minutes=0, count=8)])
    assert [observation.view_count for observation in ledger.views(f"{BOARD}:1")] == [8, 9, 10]
    assert ledger.views(f"{OTHER}:1") == []
    assert ledger.known(BOARD, ["1"]) == {}


@pytest.mark.parametrize("wrong", ["1", "site:1", "site/press"])
def test_what_is_no_articles_id_is_refused(ledger, wrong):
    with pytest.raises(ValueError, match="SITE/BOARD:KEY"):
        ledger.views(wrong)


def test_a_key_may_hold_a_colon(ledger):
    ledger.observe([view("2024:7")])
    assert ledger.views(f"{BOARD}:2024:7") == [view("2024:7")]


def test_runs_and_their_decisions_are_on_record(ledger):
    early, late = Run("a", at(0), owner="7@machine"), Run("b", at(60), state="running", summary={"sites": ["군"]})
    ledger.begin_run(late)
    ledger.begin_run(early)
    stop, skip = Decision(at(1), BOARD, "stop", "met what is known"), Decision(at(1), BOARD, "skip", "too old", 4)
    ledger.decide("a", [stop])
    ledger.decide("a", [skip, stop])
    ledger.end_run("a", ended_at=at(2), state="complete", summary={"new": 3, "feeds": {"x": None}})
    ended = replace(early, ended_at=at(2), state="complete", summary={"new": 3, "feeds": {"x": None}})
    assert ledger.runs() == [late, ended]
    assert ledger.runs(1) == [late]
    assert (ledger.decisions("a"), ledger.decisions("b")) == ([stop, skip, stop], [])


def test_a_run_is_begun_once_and_before_all_else(ledger):
    ledger.begin_run(Run("a", at(0)))
    with pytest.raises(ValueError, match="'a' already"):
        ledger.begin_run(Run("a", at(5)))
    with pytest.raises(KeyError, match="b"):
        ledger.decide("b", [Decision(at(1), BOARD, "stop", "")])
    with pytest.raises(KeyError, match="b"):
        ledger.end_run("b", ended_at=at(1), state="complete", summary={})
    assert ledger.runs() == [Run("a", at(0))]


def test_a_forgotten_board_takes_all_of_its_own_along_and_nothing_else(ledger):
    for board in (OTHER, BOARD):
        ledger.keep_board(replace(MEMORY, board=board))
        ledger.commit(article(board=board), known())
        ledger.keep(board, [known("2")])
        ledger.observe([view(board=board)])
    assert ledger.forget(BOARD) == 2
    assert (ledger.board(BOARD), ledger.known(BOARD, ["1", "2"]), ledger.counts(BOARD)) == (None, {}, {})
    assert ledger.check() == []
    assert set(ledger.known(OTHER, ["1", "2"])) == {"1", "2"}
    assert (len(ledger.revisions(f"{OTHER}:1")), len(ledger.views(f"{OTHER}:1"))) == (1, 1)
    ledger.keep(BOARD, [known("1")])
    assert (ledger.revisions(f"{BOARD}:1"), ledger.views(f"{BOARD}:1")) == ([], [])
    assert (ledger.forget(BOARD), ledger.forget(BOARD)) == (1, 0)


def test_the_keys_around_a_key_are_found(ledger):
    ledger.keep(BOARD, [known(key) for key in ("10", "11", "12", "13")])
    ledger.keep(OTHER, [known("115")])
    assert ledger.neighbours(BOARD, "12", 1) == ["11", "12"]
    assert ledger.neighbours(BOARD, "115", 2) == ["10", "11", "12", "13"]
    assert ledger.neighbours("site/none", "12", 2) == []


def test_vacuum_gives_space_back(ledger, path):
    for number in range(300):
        ledger.commit(article(str(number), body=chr(0xAC00 + number) * 500), known(str(number)))
    ledger.vacuum()
    full = path.stat().st_size
    ledger.forget(BOARD)
    ledger.vacuum()
    assert path.stat().st_size < full / 2
    assert ledger.check() == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE article SET revision = 2", "site/press:1 is at revision 2, but its newest record is of revision 1"),
        ("UPDATE revision SET record = x'00'", "the record of revision 1 of site/press:1 cannot be read"),
        ("UPDATE revision SET record = (SELECT record FROM spare)", "is one of revision 1 of site/press:2"),
        ("UPDATE article SET state = 'lost'", "the file is damaged: CHECK constraint failed in article"),
        ("DELETE FROM article", "a row of 'revision' belongs to no row of 'article'"),
    ],
)
def test_check_tells_what_does_not_agree(ledger, path, damage, told):
    ledger.commit(article("2"), known("2"))
    ledger._connection.execute("CREATE TEMP TABLE spare AS SELECT record FROM revision")
    ledger.forget(BOARD)
    ledger.commit(article(), known())
    assert ledger.check() == []
    ledger._connection.execute("PRAGMA foreign_keys = OFF")
    ledger._connection.execute("PRAGMA ignore_check_constraints = ON")
    ledger._connection.execute(damage)
    ledger._connection.execute("PRAGMA ignore_check_constraints = OFF")
    (found,) = ledger.check()
    assert told in found


def test_check_tells_a_damaged_file(ledger, path):
    ledger.keep(BOARD, [known(str(number)) for number in range(1_000)])
    ledger.close()
    pages = bytearray(path.read_bytes())
    pages[len(pages) // 2 : len(pages) // 2 + 4096] = b"\xff" * 4096
    path.write_bytes(pages)
    with closing(SqliteLedger(path, read_only=True)) as damaged:
        found = damaged.check()
    assert found
    assert all("damaged" in problem for problem in found)


def test_what_was_learned_of_a_board_is_kept_until_it_is_forgotten(ledger):
    assert ledger.profile(BOARD) is None
    assert ledger.forget_profile(BOARD) is False
    learned = LearnedProfile(BOARD, at(3), pages=40, compared=3, disagreed=0, profile='{"board": "…"}')
    ledger.keep_profile(learned)  # of a board that was never read to its end, too
    assert ledger.profile(BOARD) == learned
    assert ledger.profile(OTHER) is None
    ledger.keep_board(MEMORY)
    ledger.keep_profile(replace(learned, pages=60))
    assert ledger.profile(BOARD).pages == 60
    assert ledger.forget_profile(BOARD) is True
    assert ledger.profile(BOARD) is None
    assert ledger.board(BOARD) == MEMORY
    ledger.keep_profile(learned)
    ledger.forget(BOARD)
    assert ledger.profile(BOARD) is None
    assert ledger.check() == []
