"""The statements of a SQLite ledger, by what they do; `sqlite.py` says with which parameters, `migrations.py` what the tables hold."""

from __future__ import annotations

BOARDS = """
    SELECT id, url, cursor, complete, last_run_at, last_sweep_at, runs_since_sweep, rows_a_page
    FROM board WHERE url IS NOT NULL AND id = coalesce(?, id) ORDER BY id
"""

KEEP_BOARD = """
    INSERT INTO board (id, url, cursor, complete, last_run_at, last_sweep_at, runs_since_sweep, rows_a_page)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        url = excluded.url, cursor = excluded.cursor, complete = excluded.complete, last_run_at = excluded.last_run_at,
        last_sweep_at = excluded.last_sweep_at, runs_since_sweep = excluded.runs_since_sweep,
        rows_a_page = excluded.rows_a_page
"""

NAME_BOARD = "INSERT INTO board (id) VALUES (?) ON CONFLICT (id) DO NOTHING"

KNOWN = """
    SELECT key, state, revision, fingerprint, row_mark, first_seen_at, last_seen_at, fetched_at, due_at, published_at,
        etag, last_modified, missed
    FROM (SELECT value AS asked FROM json_each(?))
    CROSS JOIN article ON board = (SELECT number FROM board WHERE id = ?) AND key = asked
"""

DUE = """
    SELECT article.key, state, article.revision, fingerprint, row_mark, first_seen_at, last_seen_at, fetched_at, due_at,
        published_at, etag, last_modified, missed, record
    FROM article
    JOIN revision ON revision.board = article.board AND revision.key = article.key AND revision.revision = article.revision
    WHERE article.board = (SELECT number FROM board WHERE id = ?) AND due_at <= ? AND state = 'public'
    ORDER BY due_at LIMIT ?
"""

KEEP = """
    INSERT INTO article (
        board, key, state, revision, fingerprint, row_mark, first_seen_at, last_seen_at, fetched_at, due_at,
        published_at, etag, last_modified, missed
    )
    VALUES ((SELECT number FROM board WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (board, key) DO UPDATE SET
        state = excluded.state, revision = excluded.revision, fingerprint = excluded.fingerprint,
        row_mark = excluded.row_mark, first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at,
        fetched_at = excluded.fetched_at, due_at = excluded.due_at, published_at = excluded.published_at,
        etag = excluded.etag, last_modified = excluded.last_modified, missed = excluded.missed
"""

KEEP_REVISION = """
    INSERT INTO revision (board, key, revision, read_at, record)
    VALUES ((SELECT number FROM board WHERE id = ?), ?, ?, ?, ?)
    ON CONFLICT (board, key, revision) DO UPDATE SET read_at = excluded.read_at, record = excluded.record
"""

REVISIONS = """
    SELECT revision, read_at, record FROM revision
    WHERE board = (SELECT number FROM board WHERE id = ?) AND key = ? ORDER BY revision
"""

FILES = """
    SELECT address, name, stated, server_name, read_at, etag, last_modified, sha256, path, size, media_type, text_status, text
    FROM file JOIN content USING (sha256)
    WHERE board = (SELECT number FROM board WHERE id = ?) AND key = ? ORDER BY address, name
"""

KEEP_CONTENT = """
    INSERT INTO content (sha256, path, size, media_type, text_status, text) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (sha256) DO UPDATE SET
        path = excluded.path, size = excluded.size, media_type = excluded.media_type,
        text_status = excluded.text_status, text = excluded.text
"""

KEEP_FILE = """
    INSERT INTO file (board, key, address, name, stated, server_name, read_at, sha256, etag, last_modified)
    VALUES ((SELECT number FROM board WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (board, key, address, name) DO UPDATE SET
        stated = excluded.stated, server_name = excluded.server_name, read_at = excluded.read_at, sha256 = excluded.sha256,
        etag = excluded.etag, last_modified = excluded.last_modified
"""

CONTENT = "SELECT sha256, path, size, media_type, text_status, text FROM content WHERE sha256 = ?"

KEEP_MARK = """
    INSERT INTO feed (name, committed) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET committed = excluded.committed
"""

SIGHTED = """
    UPDATE article SET
        missed = 0, last_seen_at = max(last_seen_at, ?),
        state = CASE WHEN state <> 'gone' THEN state WHEN fetched_at IS NULL THEN 'withheld' ELSE 'public' END
    WHERE board = (SELECT number FROM board WHERE id = ?) AND key IN (SELECT value FROM json_each(?))
"""

LOST = """
    SELECT key FROM article
    WHERE board = (SELECT number FROM board WHERE id = ?) AND state <> 'gone' AND last_seen_at < ? AND missed + 1 >= ?
    ORDER BY key
"""

MISSED = """
    UPDATE article SET missed = missed + 1, state = CASE WHEN missed + 1 >= ? THEN 'gone' ELSE state END
    WHERE board = (SELECT number FROM board WHERE id = ?) AND state <> 'gone' AND last_seen_at < ?
"""

OBSERVE = """
    INSERT INTO view_count (board, key, observed_at, on_article, count)
    VALUES ((SELECT number FROM board WHERE id = ?), ?, ?, ?, ?)
    ON CONFLICT (board, key, observed_at, on_article) DO UPDATE SET count = excluded.count
"""

VIEWS = """
    SELECT observed_at, count, on_article FROM view_count
    WHERE board = (SELECT number FROM board WHERE id = ?) AND key = ? ORDER BY observed_at, on_article
"""

COUNTS = """
    SELECT state, count(*) FROM article WHERE board = (SELECT number FROM board WHERE id = ?) GROUP BY state ORDER BY state
"""

NEIGHBOURS = """
    WITH here AS (SELECT number FROM board WHERE id = :board),
    before AS (
        SELECT key FROM article WHERE board = (SELECT number FROM here) AND key < :key ORDER BY key DESC LIMIT :limit
    ),
    after AS (
        SELECT key FROM article WHERE board = (SELECT number FROM here) AND key >= :key ORDER BY key LIMIT :limit
    )
    SELECT key FROM before UNION ALL SELECT key FROM after ORDER BY key
"""

PROFILE = """
    SELECT id, learned_at, pages, compared, disagreed, profile
    FROM profile JOIN board ON board.number = profile.board WHERE id = ?
"""

KEEP_PROFILE = """
    INSERT OR REPLACE INTO profile (board, learned_at, pages, compared, disagreed, profile)
    VALUES ((SELECT number FROM board WHERE id = ?), ?, ?, ?, ?, ?)
"""

ADD_RUN = "INSERT INTO run (id, started_at, ended_at, state, owner, summary) VALUES (?, ?, ?, ?, ?, ?)"

RUNS = """
    SELECT id, started_at, ended_at, state, owner, summary FROM run ORDER BY started_at DESC, id DESC LIMIT ?
"""

DECIDE = "INSERT INTO decision (run, at, board, what, why, count) VALUES (?, ?, ?, ?, ?, ?)"

LOCK = """
    INSERT INTO host_lock (host, owner, since, beat) VALUES (?, ?, ?, ?)
    ON CONFLICT (host) DO UPDATE SET owner = excluded.owner, since = excluded.since, beat = excluded.beat
"""
