"""The tables of a SQLite ledger, as numbered steps: a ledger of version N has had the first N steps. A released step is never edited.

Times are text in UTC, but for those of view counts (seconds since 1970), of which there are most by far. Tables name a board by its number,
which is shorter than its id.
"""

from __future__ import annotations

APPLICATION_ID = 0x6E777363  # "nwsc": tells a ledger from any other SQLite file

_FIRST = (
    # A board without `url` is one of which articles are known and nothing else.
    """
    CREATE TABLE board (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        url TEXT,
        cursor TEXT,
        complete INTEGER NOT NULL DEFAULT 0,
        last_run_at TEXT,
        last_sweep_at TEXT,
        runs_since_sweep INTEGER NOT NULL DEFAULT 0,
        rows_a_page INTEGER
    )
    """,
    """
    CREATE TABLE article (
        board INTEGER NOT NULL REFERENCES board ON DELETE CASCADE,
        key TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('public', 'withheld', 'gone')),
        revision INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        row_mark TEXT NOT NULL,
        first_seen_at TEXT NOT NULL,
        last_seen_at TEXT NOT NULL,
        fetched_at TEXT,
        due_at TEXT,
        published_at TEXT,
        etag TEXT,
        last_modified TEXT,
        missed INTEGER NOT NULL,
        PRIMARY KEY (board, key)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX article_by_due ON article (board, due_at) WHERE due_at IS NOT NULL",
    # With a rowid: the records are long, and a table without one would put each on a page of its own.
    """
    CREATE TABLE revision (
        board INTEGER NOT NULL,
        key TEXT NOT NULL,
        revision INTEGER NOT NULL,
        read_at TEXT NOT NULL,
        record BLOB NOT NULL,
        UNIQUE (board, key, revision),
        FOREIGN KEY (board, key) REFERENCES article ON DELETE CASCADE
    )
    """,
    # Refers to no article: a listing shows counts of posts that are yet to be fetched.
    """
    CREATE TABLE view_count (
        board INTEGER NOT NULL REFERENCES board ON DELETE CASCADE,
        key TEXT NOT NULL,
        observed_at INTEGER NOT NULL,
        on_article INTEGER NOT NULL CHECK (on_article IN (0, 1)),
        count INTEGER NOT NULL,
        PRIMARY KEY (board, key, observed_at, on_article)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE feed (name TEXT PRIMARY KEY, committed INTEGER NOT NULL) WITHOUT ROWID",
    """
    CREATE TABLE run (
        id TEXT PRIMARY KEY,
        started_at TEXT NOT NULL,
        ended_at TEXT,
        state TEXT NOT NULL,
        owner TEXT NOT NULL,
        summary TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX run_by_start ON run (started_at)",
    """
    CREATE TABLE decision (
        number INTEGER PRIMARY KEY,
        run TEXT NOT NULL REFERENCES run,
        at TEXT NOT NULL,
        board TEXT NOT NULL,
        what TEXT NOT NULL,
        why TEXT NOT NULL,
        count INTEGER NOT NULL
    )
    """,
    "CREATE INDEX decision_by_run ON decision (run)",
    """
    CREATE TABLE host_lock (
        host TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        since TEXT NOT NULL,
        beat TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)

_HOST_RESTS = (
    # A host that kept refusing: `times` counts the runs in a row that left it.
    """
    CREATE TABLE host_rest (
        host TEXT PRIMARY KEY,
        until TEXT NOT NULL,
        why TEXT NOT NULL,
        times INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
)

_FILES = (
    # What is in the store, once however many articles name it. With a rowid, for texts are long.
    """
    CREATE TABLE content (
        sha256 TEXT PRIMARY KEY,
        path TEXT NOT NULL,
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        text_status TEXT,
        text BLOB
    )
    """,
    # Refers to no article: a file is kept before its article is.
    """
    CREATE TABLE file (
        board INTEGER NOT NULL REFERENCES board ON DELETE CASCADE,
        key TEXT NOT NULL,
        address TEXT NOT NULL,
        name TEXT NOT NULL,
        stated INTEGER,
        server_name TEXT,
        read_at TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES content,
        PRIMARY KEY (board, key, address, name)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX file_by_content ON file (sha256)",
)

_PROFILES = (
    # What was learned of a board's pages: the profile as JSON, and beside it what is asked for without reading it.
    """
    CREATE TABLE profile (
        board INTEGER PRIMARY KEY REFERENCES board ON DELETE CASCADE,
        learned_at TEXT NOT NULL,
        pages INTEGER NOT NULL,
        compared INTEGER NOT NULL,
        disagreed INTEGER NOT NULL,
        profile TEXT NOT NULL
    )
    """,
)

_VALIDATORS = (  # by which a file is asked for again, only if it is another
    "ALTER TABLE file ADD COLUMN etag TEXT",
    "ALTER TABLE file ADD COLUMN last_modified TEXT",
)

_ROBOTS = (  # of each origin, the last robots.txt that was read; its text is compressed
    """
    CREATE TABLE robots (
        origin TEXT PRIMARY KEY,
        read_at TEXT NOT NULL,
        text BLOB NOT NULL
    ) WITHOUT ROWID
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _HOST_RESTS, _FILES, _PROFILES, _VALIDATORS, _ROBOTS)
