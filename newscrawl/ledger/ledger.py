"""What any ledger offers, whatever it is kept in: the memory of boards, articles, revisions, view counts, runs and locks.

Times are ISO 8601 in UTC to the second ("2024-03-15T01:00:00+00:00"), so that they sort as text; a ledger returns them so, whatever offset
it was given, and raises ValueError for one without. `published_at` alone is kept as the page gave it. A board is named by its id
`SITE/BOARD`, an article by its board and KEY (its id is `SITE/BOARD:KEY`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from newscrawl.items import Article, TextStatus, ViewObservation

State = Literal["public", "withheld", "gone"]


@dataclass(slots=True)  # not frozen: a look-up makes a page of them, and a frozen one takes eight times as long to make
class Known:
    """What is remembered of an article when a listing names it again.

    `row_mark` is a digest of what the listing said of it (title, date, files; never counts), `fingerprint` of the article itself.
    `due_at` is when it is to be looked at again though its row is the same; None: never. A `withheld` post was listed but not shown.
    """

    key: str
    state: State = "public"
    revision: int = 1
    fingerprint: str = ""
    row_mark: str = ""
    first_seen_at: str = ""
    last_seen_at: str = ""
    fetched_at: str | None = None
    due_at: str | None = None
    published_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    missed: int = 0  # sweeps in a row that did not meet it


@dataclass(frozen=True, slots=True)
class BoardMemory:
    """What is remembered of a board.

    `cursor` is the listing page from which an unfinished walk through the whole board goes on: an address, or a form as JSON; None
    where the board was once read to its end. `runs_since_sweep` counts runs that ended by the early stop.
    """

    board: str
    url: str
    cursor: str | None = None
    complete: bool = False
    last_run_at: str | None = None
    last_sweep_at: str | None = None
    runs_since_sweep: int = 0
    rows_a_page: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an article as a feed had it."""

    revision: int
    read_at: str
    article: Article


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a run decided, on record: why a board stopped, why a row was skipped, what went wrong."""

    at: str
    board: str
    what: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One run: `state` is "running" until it ends; a run that died stays so, with a dead owner."""

    id: str
    started_at: str
    ended_at: str | None = None
    state: str = "running"
    owner: str = ""
    summary: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """Who crawls a host: `owner` as `owner()` names it, `since` when the lock was taken, `beat` when its owner last showed to live."""

    host: str
    owner: str
    since: str
    beat: str


@dataclass(frozen=True, slots=True)
class HostRest:
    """A host that a run left alone, because it kept refusing: not to be asked before `until`; `times` counts such runs in a row."""

    host: str
    until: str
    why: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of a file, whichever articles name it: `path` in the store, `size` in bytes, and the text that was read from it."""

    sha256: str
    path: str
    size: int
    media_type: str
    text_status: TextStatus | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of an article that is in the store.

    `address` is without what changes from visit to visit, `name` and the `stated` size (bytes) are as the page shows them. `etag` and
    `last_modified` are what the server said of its state, where it may be asked by them whether it is another.
    """

    address: str
    name: str
    stated: int | None
    server_name: str | None
    read_at: str
    content: FileContent
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class LearnedProfile:
    """What was learned of a board's pages, as JSON that the ledger does not look into; when, and how it has done.

    `pages` counts those that it read, `compared` those of them that were read both ways, `disagreed` those on which the readings differed.
    """

    board: str
    learned_at: str
    pages: int
    compared: int
    disagreed: int
    profile: str


class Ledger(Protocol):
    """Remembers what runs have seen. Every method is one transaction: all of it holds, or nothing."""

    def board(self, board: str) -> BoardMemory | None:
        """Return what is remembered of a board, None for one never read."""

    def boards(self) -> list[BoardMemory]:
        """Return every board, by id."""

    def keep_board(self, memory: BoardMemory) -> None:
        """Remember a board in place of what was remembered."""

    def known(self, board: str, keys: Collection[str]) -> dict[str, Known]:
        """Return what is remembered of these articles, by key, in one look-up; what was never seen is not in it."""

    def due(self, board: str, now: str, limit: int) -> list[tuple[Known, Article]]:
        """Return up to `limit` public articles whose revisit is due, longest first, each with its newest record."""

    def keep(self, board: str, articles: Iterable[Known]) -> None:
        """Remember these articles in place of what was remembered, without a revision."""

    def commit(self, article: Article, known: Known, *, feed: tuple[str, int] | None = None) -> None:
        """Remember an article with its revision's whole record, and how far (bytes) the feed file holds what is committed.

        Raises ValueError where article and memory are not of one key and revision.
        """

    def sighted(self, board: str, keys: Collection[str], at: str) -> None:
        """Note that a listing named these articles: they are not missed, and one taken for gone is back.

        It is public again, or withheld if it was never fetched; what was never seen is left out.
        """

    def missed(self, board: str, before: str, gone_after: int) -> list[str]:
        """After a whole walk: count one more absence for each article of the board last seen before a moment.

        Return the keys of those that are now taken for gone, having been absent `gone_after` times in a row; none is ever deleted.
        """

    def observe(self, observations: Iterable[ViewObservation]) -> None:
        """Keep view counts, of articles known and not yet known; one of the same article, time and source replaces the former."""

    def views(self, article_id: str) -> list[ViewObservation]:
        """Return the view counts of an article, oldest first."""

    def revisions(self, article_id: str) -> list[Revision]:
        """Return every revision of an article, oldest first."""

    def files(self, article_id: str) -> list[KnownFile]:
        """Return the files of an article that are in the store, by address and name."""

    def keep_file(self, article_id: str, file: KnownFile) -> None:
        """Remember a file of an article, known or about to be, and its content, in place of what was remembered."""

    def content(self, sha256: str) -> FileContent | None:
        """Return the content with a digest (hex), None for what no article was seen with."""

    def feed_mark(self, feed: str) -> int | None:
        """Return how many bytes of a feed file hold committed records, None for a file never written."""

    def mark_feed(self, feed: str, size: int) -> None:
        """Say that a feed file holds nothing but committed records up to a size (bytes), as it stands before a run."""

    def begin_run(self, run: Run) -> None:
        """Put a run on record. Raises ValueError for an id that is on record."""

    def decide(self, run_id: str, decisions: Iterable[Decision]) -> None:
        """Put decisions on a run's record. Raises KeyError for a run that is not on record."""

    def end_run(self, run_id: str, *, ended_at: str, state: str, summary: Mapping[str, Any]) -> None:
        """Say how a run ended. Raises KeyError for a run that is not on record."""

    def runs(self, limit: int = 20) -> list[Run]:
        """Return the latest runs, newest first."""

    def decisions(self, run_id: str) -> Sequence[Decision]:
        """Return what a run decided, in order."""

    def lock(self, host: str, owner: str, now: str, *, stale_before: str) -> Lock | None:
        """Take a host's lock: return None on success, else the lock of the living owner that holds it.

        A lock whose owner last showed to live before `stale_before`, or is a process of this machine that is no more, is taken over.
        An owner that holds the lock already keeps it, and shows to live.
        """

    def beat(self, owner: str, now: str) -> None:
        """Show that an owner lives, on all its locks."""

    def unlock(self, owner: str) -> None:
        """Let go of all of an owner's locks."""

    def host_rests(self) -> list[HostRest]:
        """Return the hosts that were left alone and have not answered since, by name; the moment may have passed."""

    def keep_host_rests(self, rests: Iterable[HostRest], *, over: Collection[str] = ()) -> None:
        """Remember that hosts are left alone, and forget it of those that have answered (`over`)."""

    def robots(self, origin: str, *, since: str) -> bytes | None:
        """Return the robots.txt of an origin (`https://host`), if it was read at this moment or later."""

    def keep_robots(self, origin: str, text: bytes, read_at: str) -> None:
        """Remember the robots.txt of an origin in place of what was remembered."""

    def profile(self, board: str) -> LearnedProfile | None:
        """Return what was learned of a board's pages, None where nothing was."""

    def keep_profile(self, learned: LearnedProfile) -> None:
        """Remember what was learned of a board's pages in place of what was remembered."""

    def forget_profile(self, board: str) -> bool:
        """Forget what was learned of a board's pages; tell whether there was anything."""

    def counts(self, board: str) -> dict[State, int]:
        """Return how many articles of a board are in each state; a state that none is in is left out."""

    def forget(self, board: str) -> int:
        """Forget a board with its articles, revisions, view counts and files; return how many articles that were.

        The files themselves stay in the store.
        """

    def check(self) -> list[str]:
        """Return what is wrong with the storage, in words; nothing where it is sound."""

    def vacuum(self) -> None:
        """Give unused space back."""

    def close(self) -> None:
        """Let go of the storage."""

    def neighbours(self, board: str, key: str, limit: int) -> list[str]:
        """Return the keys of a board's articles that stand around a key in the order of text, up to `limit` on each side."""
