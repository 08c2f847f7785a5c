"""The ledger remembers across openings, writes all or nothing, and refuses files that are not its own."""

import sqlite3

import pytest

from newscrawl.errors import ConfigurationError
from newscrawl.ledger import Entry, SqliteLedger

ENTRY = Entry("site/board:1", 1, "aa", "2024-03-15T01:00:00+00:00", "2024-03-15T01:00:00+00:00")


def test_what_was_recorded_is_found_after_reopening(tmp_path):
    path = tmp_path / "folder" / "ledger.db"
    ledger = SqliteLedger(path)
    assert ledger.find(ENTRY.article_id) is None
    ledger.record([ENTRY])
    ledger.close()
    again = SqliteLedger(path)
    assert again.find(ENTRY.article_id) == ENTRY
    again.close()


def test_a_later_entry_takes_the_place_of_the_former(tmp_path):
    ledger = SqliteLedger(tmp_path / "ledger.db")
    ledger.record([ENTRY])
    changed = Entry(ENTRY.article_id, 2, "bb", ENTRY.first_seen_at, "2024-03-16T01:00:00+00:00")
    ledger.record([changed])
    assert ledger.find(ENTRY.article_id) == changed
    ledger.close()


def test_a_batch_that_breaks_leaves_nothing_behind(tmp_path):
    ledger = SqliteLedger(tmp_path / "ledger.db")
    with pytest.raises(sqlite3.Error):
        ledger.record([ENTRY, Entry("site/board:2", None, "x", "", "")])  # type: ignore[arg-type]
    assert ledger.find(ENTRY.article_id) is None
    ledger.record([ENTRY])
    assert ledger.find(ENTRY.article_id) == ENTRY
    ledger.close()


def test_a_file_that_is_no_ledger_is_refused_with_advice(tmp_path):
    path = tmp_path / "notes.db"
    path.write_bytes(b"these are notes, no database; " * 50)
    with pytest.raises(ConfigurationError, match="no newscrawl ledger"):
        SqliteLedger(path)
    assert path.read_bytes().startswith(b"these are notes")


def test_a_ledger_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "ledger.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(ConfigurationError, match="newer newscrawl"):
        SqliteLedger(path)
