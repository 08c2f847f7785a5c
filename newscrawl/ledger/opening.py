"""Opening a SQLite ledger: to write, made or brought up to date where need be, or to look at while a run writes."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newscrawl.errors import ConfigurationError
from newscrawl.ledger.migrations import APPLICATION_ID, MIGRATIONS

PATIENCE = 30.0  # seconds to wait for another process's transaction
_CACHE = -8_000  # KiB of pages kept in memory


def open_ledger(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Return a connection to the ledger in a file.

    Raises ConfigurationError for a file that is no ledger, that a newer newscrawl wrote or that cannot be opened, and for one that is
    missing or out of date and may not be written.
    """
    try:
        if read_only:
            if not path.is_file():
                raise ConfigurationError(f"There is no ledger at {path}. The first crawl into its folder makes it.")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            _address(path, read_only=read_only), uri=True, isolation_level=None, timeout=PATIENCE
        )
        try:
            _prepare(connection, path, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    except (OSError, sqlite3.OperationalError) as error:
        raise ConfigurationError(
            f"{path} cannot be opened as a ledger ({error}). See that it is a file that you may read and write, "
            "and that no other program holds it."
        ) from error
    except sqlite3.DatabaseError as error:
        raise _no_ledger(path, str(error)) from error
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, *, writes: bool = True) -> Iterator[None]:
    """Make all that is written inside hold, or nothing of it, and all that is read inside be of one moment.

    One that writes is the only such at a time, from its first line on.
    """
    connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # on a full disk SQLite has taken it back itself
            connection.execute("ROLLBACK")
        raise


def _no_ledger(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError(f"{path} is no newscrawl ledger ({why}). Name another file, or move it away.")


def _address(path: Path, *, read_only: bool) -> str:
    """Return the URI that SQLite opens.

    A reader that may not write at all would leave the -wal and -shm files that it needs behind, as nobody cleans up after it. So one that
    may write opens to write and is then forbidden to; and where it may not, a ledger that nobody has open is read as the plain file it is.
    """
    base = path.absolute().as_uri()
    if not read_only:
        return f"{base}?mode=rwc"
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return f"{base}?mode=rw"
    in_use = path.with_name(f"{path.name}-wal").exists()
    return f"{base}?mode=ro" if in_use else f"{base}?mode=ro&immutable=1"


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    with transaction(connection, writes=False):
        version = _version(connection, path)
    if read_only:
        if version < len(MIGRATIONS):
            raise ConfigurationError(f"{path} is a ledger of an older newscrawl. The next crawl brings it up to date.")
        connection.execute("PRAGMA query_only = ON")
    else:
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        if version < len(MIGRATIONS):
            _migrate(connection, path)
    connection.execute(f"PRAGMA cache_size = {_CACHE}")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return how many steps the tables have had; 0 for an empty file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise _no_ledger(path, "it is another program's database")
    if version > len(MIGRATIONS):
        raise ConfigurationError(
            f"{path} was written by a newer newscrawl (ledger version {version}). Update newscrawl."
        )
    return int(version)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the file to write-ahead logging. SQLite does not wait its turn for this, so two that make a ledger at once must be told to."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        for step in MIGRATIONS[_version(connection, path) :]:  # asked again: another process may have been faster
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
