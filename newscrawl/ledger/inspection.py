"""What can be wrong inside a SQLite ledger: the file's own soundness, and whether what its tables say of each other agrees."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator

import msgspec

from newscrawl.ledger.opening import transaction
from newscrawl.ledger.packing import decompress

_NEWEST = """
    SELECT board.id || ':' || article.key, article.revision, max(revision.revision)
    FROM revision JOIN article USING (board, key) JOIN board ON board.number = article.board
    GROUP BY article.board, article.key HAVING article.revision <> max(revision.revision)
"""

_RECORDS = """
    SELECT board.id || ':' || revision.key, revision.revision, revision.record
    FROM revision JOIN board ON board.number = revision.board
"""


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is wrong, in words. Reads the whole file, a record at a time."""
    try:
        with transaction(connection, writes=False):
            for (finding,) in connection.execute("PRAGMA integrity_check"):
                if finding != "ok":
                    yield f"the file is damaged: {finding}"
            for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
                yield f"a row of '{table}' belongs to no row of '{parent}'"
            for article, current, newest in connection.execute(_NEWEST):
                yield f"{article} is at revision {current}, but its newest record is of revision {newest}"
            for article, revision, record in connection.execute(_RECORDS):
                if fault := _fault(article, revision, record):
                    yield f"the record of revision {revision} of {article} {fault}"
    except sqlite3.DatabaseError as error:
        yield f"the file is damaged: {error}"


def _fault(article: str, revision: int, record: bytes) -> str | None:
    try:
        found = decompress(record)
    except (zlib.error, msgspec.MsgspecError) as error:
        return f"cannot be read ({error})"
    if (found.id, found.revision) != (article, revision):
        return f"is one of revision {found.revision} of {found.id}"
    return None
