"""A ledger is made where there is none and refuses files that are not its own. One may look at it while another writes."""

import os
import sqlite3
from contextlib import closing

import pytest

from newscrawl.errors import ConfigurationError
from newscrawl.ledger import SqliteLedger, opening
from newscrawl.ledger.migrations import APPLICATION_ID, MIGRATIONS

from .samples import BOARD, known


def test_a_ledger_is_made_with_its_folder_and_remembers(tmp_path):
    path = tmp_path / "some folder" / "the%20ledger?.db"
    with closing(SqliteLedger(path)) as ledger:
        ledger.keep(BOARD, [known()])
    assert path.is_file()
    with closing(SqliteLedger(path)) as ledger:
        assert ledger.known(BOARD, ["1"]) == {"1": known()}


def test_a_file_that_is_no_database_is_refused_with_advice_and_left_alone(path):
    told = b"these are notes, no database; " * 50
    path.write_bytes(told)
    for read_only in (False, True):
        with pytest.raises(ConfigurationError, match=r"no newscrawl ledger.*move it away"):
            SqliteLedger(path, read_only=read_only)
    assert path.read_bytes() == told


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE article (id)", "PRAGMA user_version = 1", "PRAGMA application_id = 7"]
)
def test_another_programs_database_is_refused_and_left_alone(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match="another program's"):
        SqliteLedger(path)
    assert path.read_bytes() == before


def test_a_ledger_of_a_newer_version_is_refused(ledger, path):
    ledger.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(ConfigurationError, match="newer newscrawl"):
        SqliteLedger(path)


def test_a_folder_and_a_folder_that_is_a_file_are_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        SqliteLedger(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        SqliteLedger(tmp_path / "file" / "ledger.db")


def test_each_migration_is_applied_once_and_one_that_breaks_leaves_nothing(ledger, path, monkeypatch):
    ledger.keep(BOARD, [known()])
    ledger.close()
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE more (x)", "CREATE TABLE board (x)")))
    with pytest.raises(ConfigurationError, match="already exists"):
        SqliteLedger(path)
    monkeypatch.setattr(opening, "MIGRATIONS", (*MIGRATIONS, ("CREATE TABLE more (x)",)))
    with pytest.raises(ConfigurationError, match="older newscrawl"):
        SqliteLedger(path, read_only=True)
    for _ in range(2):
        with closing(SqliteLedger(path)) as again:
            assert again.known(BOARD, ["1"]) == {"1": known()}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_the_file_is_written_ahead_and_guards_what_belongs_together(ledger):
    pragmas = {
        name: ledger._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 1}
    with pytest.raises(sqlite3.IntegrityError):
        ledger._connection.execute("INSERT INTO revision VALUES (1, 'a', 1, '', x'')")


def test_looking_at_a_ledger_that_is_not_there_makes_none(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no ledger at .*first crawl"):
        SqliteLedger(tmp_path / "folder" / "ledger.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_not_yet_a_ledger_to_look_at(path):
    path.touch()
    with pytest.raises(ConfigurationError, match="next crawl"):
        SqliteLedger(path, read_only=True)
    assert path.stat().st_size == 0


def test_one_looks_while_another_writes(ledger, path):
    ledger.keep(BOARD, [known()])
    with closing(SqliteLedger(path, read_only=True)) as reader:
        assert reader.known(BOARD, ["1", "2"]) == {"1": known()}
        ledger._connection.execute("BEGIN IMMEDIATE")
        ledger._connection.execute("DELETE FROM article")
        assert reader.known(BOARD, ["1"]) == {"1": known()}
        ledger._connection.execute("ROLLBACK")
        ledger.keep(BOARD, [known("2")])
        assert reader.known(BOARD, ["1", "2"]) == {"1": known(), "2": known("2")}


def test_looking_changes_nothing_and_leaves_nothing(ledger, path):
    ledger.keep(BOARD, [known()])
    ledger.close()
    before = path.read_bytes()
    with closing(SqliteLedger(path, read_only=True)) as reader:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.keep(BOARD, [known("2")])
        assert reader.check() == []
    assert (path.read_bytes(), list(path.parent.iterdir())) == (before, [path])


def test_a_ledger_that_may_not_be_written_can_be_looked_at(ledger, path, monkeypatch):
    ledger.keep(BOARD, [known()])
    monkeypatch.setattr(os, "access", lambda *_: False)  # a real one would not stop the superuser
    with closing(SqliteLedger(path, read_only=True)) as reader:
        assert reader.known(BOARD, ["1"]) == {"1": known()}
    ledger.close()
    with closing(SqliteLedger(path, read_only=True)) as reader:
        assert reader.known(BOARD, ["1"]) == {"1": known()}
        assert list(path.parent.iterdir()) == [path]
