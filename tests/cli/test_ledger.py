"""`newscrawl ledger` shows, forgets, checks and vacuums, and touches nothing that it was not asked to."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

import pytest

from newscrawl.ledger import Known, Run, SqliteLedger, owner

from .conftest import NOTICES, PRESS

READERS = (
    ("runs",),
    ("runs", "show"),
    ("history", f"{PRESS}:1001"),
    ("ledger", "show"),
    ("ledger", "show", PRESS),
    ("ledger", "check"),
)


@pytest.mark.parametrize("asked", [*READERS, ("ledger", "forget", PRESS, "--yes"), ("ledger", "vacuum")], ids=" ".join)
def test_without_a_ledger(command, tmp_path, asked):
    result = command(*asked, "--data", tmp_path / "none")
    assert (result.code, result.out) == (2, "")
    assert "There is no ledger in the folder" in result.err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("asked", READERS, ids=" ".join)
def test_looking_waits_for_no_writer(command, data, asked):
    writer = sqlite3.connect(data / "ledger.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM view_count")
    assert command(*asked, "--data", data).code == 0
    writer.execute("ROLLBACK")
    writer.close()


def test_a_line_a_board(command, data):
    _, notices, press = command("ledger", "show", "--data", data).out.splitlines()
    goes_on = ["goes", "on", "at", "https://www.garam.example/notices?page=31"]
    assert notices.split() == [NOTICES, "2024-03-15", "01:00", "never", "0", "1", "0", "0", *goes_on]
    assert press.split() == [PRESS, "2024-03-15", "01:00", "2024-03-14", "01:00", "5", "2", "1", "1", "complete"]


def test_one_board(command, data):
    told = command("ledger", "show", NOTICES, "--data", data).out
    assert "not complete" in told
    assert "https://www.garam.example/notices?page=31" in told
    assert "articles: 2 public, 1 withheld, 1 gone" in command("ledger", "show", PRESS, "--data", data).out


def test_boards_for_programs(command, data):
    notices, press = map(json.loads, command("ledger", "show", "--data", data, "--json").out.splitlines())
    assert press["articles"] == {"public": 2, "withheld": 1, "gone": 1}
    assert (press["complete"], press["runs_since_sweep"]) == (True, 5)
    assert notices["cursor"] == "https://www.garam.example/notices?page=31"


def test_a_board_whose_first_run_died(command, data):
    ledger = SqliteLedger(data / "ledger.db")
    seen = "2024-03-15T01:00:00+00:00"
    ledger.keep("garam/new", [Known("1", first_seen_at=seen, last_seen_at=seen)])
    ledger.close()
    assert "reads it from its first page" in command("ledger", "show", "garam/new", "--data", data).out
    assert command("ledger", "forget", "garam/new", "--yes", "--data", data).code == 0


@pytest.mark.parametrize("asked", ["show", "forget"])
def test_an_unknown_board_suggests_the_nearest(command, data, asked):
    result = command("ledger", asked, "garam/pres", "--data", data)
    assert (result.code, result.out) == (2, "")
    assert f"Did you mean {PRESS}" in result.err


def test_forget_forgets_one_board_and_leaves_feeds(command, data):
    (data / "garam.jsonl").write_text("{}\n", "utf-8")
    result = command("ledger", "forget", PRESS, "--yes", "--data", data)
    assert result.code == 0
    assert "4 articles" in result.out
    assert "Feeds were not touched" in result.out
    assert (data / "garam.jsonl").read_text("utf-8") == "{}\n"
    ledger = SqliteLedger(data / "ledger.db", read_only=True)
    assert [memory.board for memory in ledger.boards()] == [NOTICES]
    assert ledger.revisions(f"{PRESS}:1001") == []
    assert ledger.counts(NOTICES) == {"public": 1}
    ledger.close()


@pytest.mark.parametrize(("answer", "left"), [("n\n", 4), ("", 4), ("y\n", 0)])
def test_forget_asks(command, data, monkeypatch, tmp_path, answer, left):
    (tmp_path / "answer").write_text(answer, "utf-8")
    with (tmp_path / "answer").open() as answers:
        monkeypatch.setattr(sys, "stdin", answers)
        result = command("ledger", "forget", PRESS, "--data", data)
    assert "knows 4 articles" in result.out
    assert "feeds are not touched" in result.out
    assert result.code == (1 if left else 0)
    ledger = SqliteLedger(data / "ledger.db", read_only=True)
    assert sum(ledger.counts(PRESS).values()) == left
    ledger.close()


def test_what_a_run_is_writing_is_left_alone(command, data):
    ledger = SqliteLedger(data / "ledger.db")
    ledger.begin_run(Run("20240315T030000Z-8", "2024-03-15T03:00:00+00:00", owner=owner(), summary={"boards": [PRESS]}))
    ledger.close()
    forget = command("ledger", "forget", PRESS, "--yes", "--data", data)
    assert forget.code == 1
    assert "20240315T030000Z-8" in forget.err
    assert command("ledger", "vacuum", "--data", data).code == 1
    assert command("ledger", "forget", NOTICES, "--yes", "--data", data).code == 0


def test_check(command, data):
    assert command("ledger", "check", "--data", data).out == "The ledger is sound.\n"
    file = sqlite3.connect(data / "ledger.db")
    file.execute("UPDATE revision SET record = x'00' WHERE key = '1002'")
    file.commit()
    file.close()
    result = command("ledger", "check", "--data", data)
    assert result.code == 1
    assert f"{PRESS}:1002" in result.out
    assert "1 problem" in result.err


def test_vacuum_gives_space_back(command, data):
    ledger = SqliteLedger(data / "ledger.db")
    seen = "2024-03-15T01:00:00+00:00"
    ledger.keep("garam/old", [Known(str(key), first_seen_at=seen, last_seen_at=seen) for key in range(5000)])
    ledger.forget("garam/old")
    ledger.close()
    before = (data / "ledger.db").stat().st_size
    assert command("ledger", "vacuum", "--data", data).code == 0
    assert (data / "ledger.db").stat().st_size < before / 2
    assert command("ledger", "check", "--data", data).code == 0


def test_neighbours_stand_on_both_sides(data):
    ledger = SqliteLedger(data / "ledger.db", read_only=True)
    assert ledger.neighbours(PRESS, "1002", 1) == ["1001", "1002"]
    assert ledger.neighbours(PRESS, "10025", 2) == ["1001", "1002", "1003"]
    assert ledger.neighbours("garam/none", "1", 2) == []
    ledger.close()


def test_none_of_these_commands_waits_for_scrapy(data):
    code = (
        "import sys; from newscrawl.cli.main import app\n"
        "for asked in sys.argv[2:]: app([*asked.split(), '--data', sys.argv[1]], standalone_mode=False)\n"
        "print(sorted({'scrapy', 'twisted', 'lxml', 'yaml'} & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, data, *map(" ".join, READERS)], capture_output=True, text=True, check=True
    )
    assert result.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "asked", [("runs",), ("runs", "show"), ("history",), ("ledger",), ("ledger", "forget")], ids=" ".join
)
def test_help_needs_no_ledger(command, asked):
    result = command(*asked, "--help")
    assert result.code == 0
    assert "Usage:" in result.out
