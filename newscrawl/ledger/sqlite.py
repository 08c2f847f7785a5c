"""The ledger in one SQLite file (WAL), with numbered migrations; nothing but the standard library."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from newscrawl.errors import ConfigurationError
from newscrawl.ledger.ledger import Entry

MIGRATIONS = (
    """
    CREATE TABLE article (
        id TEXT PRIMARY KEY,
        revision INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        first_seen_at TEXT NOT NULL,
        last_seen_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)


class SqliteLedger:
    """A ledger in a file. Raises ConfigurationError for a file that is no ledger or that a newer newscrawl wrote."""

    def __init__(self, path: str | Path) -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._migrate(path)
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ConfigurationError(
                f"{path} is no newscrawl ledger ({error}). Name another file, or move it away."
            ) from error

    def _migrate(self, path: str | Path) -> None:
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise ConfigurationError(
                f"{path} was written by a newer newscrawl (ledger version {version}). Update newscrawl."
            )
        for number, statement in enumerate(MIGRATIONS[version:], version + 1):
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {number}")
            self._connection.execute("COMMIT")

    def find(self, article_id: str) -> Entry | None:
        """Return what is remembered of an article, None for one never seen."""
        row = self._connection.execute(
            "SELECT id, revision, fingerprint, first_seen_at, last_seen_at FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        return Entry(*row) if row else None

    def record(self, entries: Iterable[Entry]) -> None:
        """Remember these entries, all or none of them, in place of what was remembered."""
        rows = [
            (entry.article_id, entry.revision, entry.fingerprint, entry.first_seen_at, entry.last_seen_at)
            for entry in entries
        ]
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?)", rows)
        except sqlite3.Error:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
