"""The ledger in one SQLite file; nothing but the standard library. What its tables hold, `migrations.py` says."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from newscrawl.items import Article, ViewObservation
from newscrawl.ledger import statements as sql
from newscrawl.ledger.inspection import problems
from newscrawl.ledger.ledger import (
    BoardMemory,
    Decision,
    FileContent,
    HostRest,
    Known,
    KnownFile,
    LearnedProfile,
    Ledger,
    Lock,
    Revision,
    Run,
    State,
)
from newscrawl.ledger.opening import open_ledger, transaction
from newscrawl.ledger.owners import is_dead
from newscrawl.ledger.packing import compress, decompress, pack, seconds, time_of, unpack, utc, utc_or_none


class SqliteLedger(Ledger):
    """A ledger in a file, made where there is none. With `read_only` it is one to look at, while a run may be writing it.

    Raises ConfigurationError for a file that is no ledger, that a newer newscrawl wrote or that cannot be opened.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self._connection = open_ledger(Path(path), read_only=read_only)

    def board(self, board: str) -> BoardMemory | None:
        """Return what is remembered of a board, None for one never read."""
        return next(iter(self._boards(board)), None)

    def boards(self) -> list[BoardMemory]:
        """Return every board, by id."""
        return self._boards(None)

    def _boards(self, board: str | None) -> list[BoardMemory]:
        rows = self._connection.execute(sql.BOARDS, (board,))
        return [BoardMemory(found, url, cursor, bool(complete), *rest) for found, url, cursor, complete, *rest in rows]

    def keep_board(self, memory: BoardMemory) -> None:
        """Remember a board in place of what was remembered."""
        row = (
            memory.board,
            memory.url,
            memory.cursor,
            memory.complete,
            utc_or_none(memory.last_run_at),
            utc_or_none(memory.last_sweep_at),
            memory.runs_since_sweep,
            memory.rows_a_page,
        )
        with transaction(self._connection):
            self._connection.execute(sql.KEEP_BOARD, row)

    def known(self, board: str, keys: Collection[str]) -> dict[str, Known]:
        """Return what is remembered of these articles, by key, in one look-up; what was never seen is not in it."""
        return {row[0]: Known(*row) for row in self._connection.execute(sql.KNOWN, (_list(keys), board))}

    def due(self, board: str, now: str, limit: int) -> list[tuple[Known, Article]]:
        """Return up to `limit` public articles whose revisit is due, longest first, each with its newest record."""
        rows = self._connection.execute(sql.DUE, (board, utc(now), limit))
        return [(Known(*row[:-1]), decompress(row[-1])) for row in rows]

    def keep(self, board: str, articles: Iterable[Known]) -> None:
        """Remember these articles in place of what was remembered, without a revision."""
        rows = [_row(board, known) for known in articles]
        with transaction(self._connection):
            self._connection.execute(sql.NAME_BOARD, (board,))
            self._connection.executemany(sql.KEEP, rows)

    def commit(self, article: Article, known: Known, *, feed: tuple[str, int] | None = None) -> None:
        """Remember an article with its revision's whole record, and how far (bytes) the feed file holds what is committed.

        Raises ValueError where article and memory are not of one key and revision.
        """
        board = f"{article.site}/{article.board}"
        if (article.id, article.revision) != (f"{board}:{known.key}", known.revision):
            raise ValueError(
                f"{article.id}, revision {article.revision}, is not what is known of {board}:{known.key}, "
                f"revision {known.revision}"
            )
        row = _row(board, known)
        read_at = utc(article.fetched_at or known.last_seen_at)
        record = compress(article)
        with transaction(self._connection):
            self._connection.execute(sql.NAME_BOARD, (board,))
            self._connection.execute(sql.KEEP, row)
            self._connection.execute(sql.KEEP_REVISION, (board, known.key, known.revision, read_at, record))
            if feed:
                self._connection.execute(sql.KEEP_MARK, feed)

    def sighted(self, board: str, keys: Collection[str], at: str) -> None:
        """Note that a listing named these articles: they are not missed, and not gone."""
        with transaction(self._connection):
            self._connection.execute(sql.SIGHTED, (utc(at), board, _list(keys)))

    def missed(self, board: str, before: str, gone_after: int) -> list[str]:
        """Count one more absence for each article last seen before a moment; return the keys of those that are now gone."""
        moment = utc(before)
        with transaction(self._connection):
            lost = [key for (key,) in self._connection.execute(sql.LOST, (board, moment, gone_after))]
            self._connection.execute(sql.MISSED, (gone_after, board, moment))
        return lost

    def observe(self, observations: Iterable[ViewObservation]) -> None:
        """Keep view counts, of articles known and not yet known."""
        rows = [
            (*_split(seen.article_id), seconds(seen.observed_at), seen.source == "article", seen.view_count)
            for seen in observations
        ]
        with transaction(self._connection):
            self._connection.executemany(sql.NAME_BOARD, [(board,) for board in {row[0] for row in rows}])
            self._connection.executemany(sql.OBSERVE, rows)

    def views(self, article_id: str) -> list[ViewObservation]:
        """Return the view counts of an article, oldest first."""
        return [
            ViewObservation(
                article_id=article_id,
                observed_at=time_of(observed_at),
                view_count=count,
                source="article" if on_article else "listing",
            )
            for observed_at, count, on_article in self._connection.execute(sql.VIEWS, _split(article_id))
        ]

    def revisions(self, article_id: str) -> list[Revision]:
        """Return every revision of an article, oldest first."""
        return [
            Revision(revision, read_at, decompress(record))
            for revision, read_at, record in self._connection.execute(sql.REVISIONS, _split(article_id))
        ]

    def files(self, article_id: str) -> list[KnownFile]:
        """Return the files of an article that are in the store, by address and name."""
        rows = self._connection.execute(sql.FILES, _split(article_id))
        return [
            KnownFile(address, name, stated, served, read_at, _content(content), etag, modified)
            for address, name, stated, served, read_at, etag, modified, *content in rows
        ]

    def keep_file(self, article_id: str, file: KnownFile) -> None:
        """Remember a file of an article, known or about to be, and its content, in place of what was remembered."""
        board, key = _split(article_id)
        content = file.content
        row = (
            board,
            key,
            file.address,
            file.name,
            file.stated,
            file.server_name,
            utc(file.read_at),
            content.sha256,
            file.etag,
            file.last_modified,
        )
        text = None if content.text is None else pack(content.text)
        with transaction(self._connection):
            self._connection.execute(sql.NAME_BOARD, (board,))
            self._connection.execute(
                sql.KEEP_CONTENT,
                (content.sha256, content.path, content.size, content.media_type, content.text_status, text),
            )
            self._connection.execute(sql.KEEP_FILE, row)

    def content(self, sha256: str) -> FileContent | None:
        """Return the content with a digest (hex), None for what no article was seen with."""
        found = self._connection.execute(sql.CONTENT, (sha256,)).fetchone()
        return _content(found) if found else None

    def feed_mark(self, feed: str) -> int | None:
        """Return how many bytes of a feed file hold committed records, None for a file never written."""
        found = self._connection.execute("SELECT committed FROM feed WHERE name = ?", (feed,)).fetchone()
        return found[0] if found else None

    def mark_feed(self, feed: str, size: int) -> None:
        """Say that a feed file holds nothing but committed records up to a size (bytes), as it stands before a run."""
        with transaction(self._connection):
            self._connection.execute(sql.KEEP_MARK, (feed, size))

    def begin_run(self, run: Run) -> None:
        """Put a run on record. Raises ValueError for an id that is on record."""
        ended_at = utc_or_none(run.ended_at)
        row = (run.id, utc(run.started_at), ended_at, run.state, run.owner, _json(run.summary))
        with transaction(self._connection):
            if self._has_run(run.id):
                raise ValueError(f"there is a run '{run.id}' already")
            self._connection.execute(sql.ADD_RUN, row)

    def decide(self, run_id: str, decisions: Iterable[Decision]) -> None:
        """Put decisions on a run's record. Raises KeyError for a run that is not on record."""
        rows = [(run_id, utc(made.at), made.board, made.what, made.why, made.count) for made in decisions]
        with transaction(self._connection):
            if not self._has_run(run_id):
                raise KeyError(run_id)
            self._connection.executemany(sql.DECIDE, rows)

    def end_run(self, run_id: str, *, ended_at: str, state: str, summary: Mapping[str, Any]) -> None:
        """Say how a run ended. Raises KeyError for a run that is not on record."""
        row = (utc(ended_at), state, _json(summary), run_id)
        with transaction(self._connection):
            if not self._has_run(run_id):
                raise KeyError(run_id)
            self._connection.execute("UPDATE run SET ended_at = ?, state = ?, summary = ? WHERE id = ?", row)

    def _has_run(self, run_id: str) -> bool:
        return self._connection.execute("SELECT 1 FROM run WHERE id = ?", (run_id,)).fetchone() is not None

    def runs(self, limit: int = 20) -> list[Run]:
        """Return the latest runs, newest first."""
        return [
            Run(found, started_at, ended_at, state, owner, msgspec.json.decode(summary))
            for found, started_at, ended_at, state, owner, summary in self._connection.execute(sql.RUNS, (limit,))
        ]

    def decisions(self, run_id: str) -> list[Decision]:
        """Return what a run decided, in order."""
        found = self._connection.execute(
            "SELECT at, board, what, why, count FROM decision WHERE run = ? ORDER BY number", (run_id,)
        )
        return [Decision(*row) for row in found]

    def lock(self, host: str, owner: str, now: str, *, stale_before: str) -> Lock | None:
        """Take a host's lock: return None on success, else the lock of the living owner that holds it."""
        since = beat = utc(now)
        with transaction(self._connection):
            held = self._connection.execute(
                "SELECT owner, since, beat FROM host_lock WHERE host = ?", (host,)
            ).fetchone()
            if held and held[0] == owner:
                since = held[1]
            elif held and held[2] >= utc(stale_before) and not is_dead(held[0]):
                return Lock(host, *held)
            self._connection.execute(sql.LOCK, (host, owner, since, beat))
        return None

    def beat(self, owner: str, now: str) -> None:
        """Show that an owner lives, on all its locks."""
        with transaction(self._connection):
            self._connection.execute("UPDATE host_lock SET beat = ? WHERE owner = ?", (utc(now), owner))

    def unlock(self, owner: str) -> None:
        """Let go of all of an owner's locks."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM host_lock WHERE owner = ?", (owner,))

    def host_rests(self) -> list[HostRest]:
        """Return the hosts that were left alone and have not answered since, by name; the moment may have passed."""
        found = self._connection.execute("SELECT host, until, why, times FROM host_rest ORDER BY host")
        return [HostRest(*row) for row in found]

    def keep_host_rests(self, rests: Iterable[HostRest], *, over: Collection[str] = ()) -> None:
        """Remember that hosts are left alone, and forget it of those that have answered (`over`)."""
        with transaction(self._connection):
            self._connection.executemany("DELETE FROM host_rest WHERE host = ?", [(host,) for host in over])
            self._connection.executemany(
                "INSERT OR REPLACE INTO host_rest (host, until, why, times) VALUES (?, ?, ?, ?)",
                [(rest.host, utc(rest.until), rest.why, rest.times) for rest in rests],
            )

    def robots(self, origin: str, *, since: str) -> bytes | None:
        """Return the robots.txt of an origin (`https://host`), if it was read at this moment or later."""
        asked = (origin, utc(since))
        found = self._connection.execute("SELECT text FROM robots WHERE origin = ? AND read_at >= ?", asked).fetchone()
        return zlib.decompress(found[0]) if found else None

    def keep_robots(self, origin: str, text: bytes, read_at: str) -> None:
        """Remember the robots.txt of an origin in place of what was remembered."""
        row = (origin, utc(read_at), zlib.compress(text))
        with transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO robots (origin, read_at, text) VALUES (?, ?, ?)", row)

    def profile(self, board: str) -> LearnedProfile | None:
        """Return what was learned of a board's pages, None where nothing was."""
        found = self._connection.execute(sql.PROFILE, (board,)).fetchone()
        return LearnedProfile(*found) if found else None

    def keep_profile(self, learned: LearnedProfile) -> None:
        """Remember what was learned of a board's pages in place of what was remembered."""
        row = (
            learned.board,
            utc(learned.learned_at),
            learned.pages,
            learned.compared,
            learned.disagreed,
            learned.profile,
        )
        with transaction(self._connection):
            self._connection.execute(sql.NAME_BOARD, (learned.board,))
            self._connection.execute(sql.KEEP_PROFILE, row)

    def forget_profile(self, board: str) -> bool:
        """Forget what was learned of a board's pages; tell whether there was anything."""
        with transaction(self._connection):
            done = self._connection.execute(
                "DELETE FROM profile WHERE board = (SELECT number FROM board WHERE id = ?)", (board,)
            )
        return done.rowcount > 0

    def counts(self, board: str) -> dict[State, int]:
        """Return how many articles of a board are in each state; a state that none is in is left out."""
        return dict(self._connection.execute(sql.COUNTS, (board,)))

    def forget(self, board: str) -> int:
        """Forget a board with its articles, revisions, view counts and files; return how many articles that were."""
        with transaction(self._connection):
            articles = sum(self.counts(board).values())
            self._connection.execute("DELETE FROM board WHERE id = ?", (board,))
            self._connection.execute("DELETE FROM content WHERE sha256 NOT IN (SELECT sha256 FROM file)")
        return articles

    def check(self) -> list[str]:
        """Return what is wrong with the file, in words; nothing where it is sound. Reads all of it."""
        return list(problems(self._connection))

    def vacuum(self) -> None:
        """Give unused space back. Needs as much free space as the ledger takes, for a while."""
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def neighbours(self, board: str, key: str, limit: int) -> list[str]:
        """Return the keys of a board's articles that stand around a key in the order of text."""
        return [
            found for (found,) in self._connection.execute(sql.NEIGHBOURS, {"board": board, "key": key, "limit": limit})
        ]


def _content(row: Sequence[Any]) -> FileContent:
    sha256, path, size, media_type, text_status, text = row
    return FileContent(sha256, path, size, media_type, text_status, None if text is None else unpack(text))


def _split(article_id: str) -> tuple[str, str]:
    """Return the board and the key that an article's id is made of. Raises ValueError for what is no such id."""
    site, slash, rest = article_id.partition("/")
    board, colon, key = rest.partition(":")
    if not (slash and colon):
        raise ValueError(f"'{article_id}' is no article's id: SITE/BOARD:KEY")
    return f"{site}/{board}", key


def _list(keys: Iterable[str]) -> str:
    """Return keys as one parameter of a statement, to be taken apart by `json_each`."""
    return _json(list(keys))


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _row(board: str, known: Known) -> tuple[str | int | None, ...]:
    """Return the parameters of `sql.KEEP`."""
    return (
        board,
        known.key,
        known.state,
        known.revision,
        known.fingerprint,
        known.row_mark,
        utc(known.first_seen_at),
        utc(known.last_seen_at),
        utc_or_none(known.fetched_at),
        utc_or_none(known.due_at),
        known.published_at,
        known.etag,
        known.last_modified,
        known.missed,
    )
