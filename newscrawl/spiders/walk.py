"""The walk over one board: which rows to fetch, when it is safe to stop, and why. No network, no clock, no Scrapy.

A board is read from its newest rows. The walk of a board that was read to its end before may stop early, at an *overlap*: as many rows in
a row as `overlap` says, all known and unchanged, pinned rows not counted. Nothing else ends it early: dates need not fall (a post may be
back-dated), numbers need not descend, and a listing that is not in the board's own order is read to its end. What an early stop can still
miss, a post put in among old ones, the *sweep* finds: now and then a walk goes to the end all the same, and says what it found there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from newscrawl.items import Article, Row
from newscrawl.keys import Keys
from newscrawl.ledger import BoardMemory, Known
from newscrawl.normalize.addresses import Identity
from newscrawl.normalize.text import fold
from newscrawl.reading.evidence import ShownRow
from newscrawl.spiders.limits import Limits

OVERLAP = 10  # rows known and unchanged, one after the other, that end an update
CEILING = 5_000  # listing pages; a board that has more is read in several runs
BARREN = 3  # listing pages in a row without a row not seen before: the board goes in circles
SWEEP_RUNS = 24
SWEEP_AFTER = timedelta(days=7)


class Mode(StrEnum):
    """How far a walk goes."""

    WHOLE = "whole"  # to the end: a run without a ledger, a board never read to its end, or one asked for in full
    UPDATE = "update"  # to the overlap with what is known
    SWEEP = "sweep"  # to the end, although the overlap is known


class Stop(StrEnum):
    """Why a walk ended."""

    OVERLAP = "met what is known"
    LAST_PAGE = "last page"
    PAGE_LIMIT = "page limit reached"
    ARTICLE_LIMIT = "article limit reached"
    BEFORE_SINCE = "older than --since"
    REPEATED_PAGE = "the board repeats its rows"
    EMPTY_PAGE = "a page without rows"
    CEILING = f"{CEILING} pages read: more remain"

    @property
    def whole(self) -> bool:
        """Tell whether the walk came to the board's end."""
        return self in (Stop.LAST_PAGE, Stop.REPEATED_PAGE, Stop.EMPTY_PAGE)


class Why(StrEnum):
    """Why a row is fetched."""

    NEW = "new"
    CHANGED = "row changed"
    DUE = "revisit due"
    RECHECK = "recheck asked for"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A row of a listing page, with the identity of the post that it names."""

    identity: Identity
    shown: ShownRow
    row: Row

    @property
    def mark(self) -> str:
        """A digest of what the listing says of the post, but for what changes by itself (counts, badges, numbers, a pin, the hour)."""
        row = self.row
        told = (fold(row.title), (row.published_at or "")[:10], str(row.has_attachment), fold(row.category or ""))
        return hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @classmethod
    def again(cls, key: str, article: Article) -> Sighting:
        """Return what a listing would show of an article whose revisit is due, from its last record."""
        shown = ShownRow(article.url, pinned=article.pinned)
        shown.evidence.add("number", None if article.number is None else str(article.number), "last record", 1.0)
        row = Row(
            url=article.url, title=article.title, published_at=article.published_at, view_count=article.view_count
        )
        return cls(Identity(key, article.url), shown, row)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do after a listing page: rows to fetch in their order and why, and why the walk ends here (None: it goes on).

    `jump` says that the walk goes on at the remembered cursor instead of the next page.
    """

    fetch: list[tuple[Sighting, Why]]
    stop: Stop | None
    skipped: int = 0  # rows outside the dates wanted
    unchanged: int = 0  # rows known, unchanged and not due
    late: int = 0  # rows that a sweep found behind the point where an update would have stopped
    jump: bool = False


@dataclass
class Walk:
    """The state of one board's walk. Feed it each listing page once, in order.

    A row is fetched at most once, wherever it stands again: pinned on every page, or pushed to the next page by a new post.
    `resumes` says that a former walk broke off: once the overlap is met, this one jumps to where that was (`jumped`).
    """

    limits: Limits
    mode: Mode = Mode.WHOLE
    overlap: int = OVERLAP
    resumes: bool = False
    jumped: bool = False
    recheck: bool = False
    now: str = ""
    pages: int = 0
    taken: int = 0
    seen: Keys = field(default_factory=Keys)
    streak: int = 0
    passed_overlap: bool = False
    only_pinned: set[str] = field(default_factory=set)  # of those seen, the ones that no ordinary row has named yet
    last_rows: list[str] = field(default_factory=list)
    barren: int = 0  # pages in a row without a row not seen before

    def read(
        self,
        sightings: Sequence[Sighting],
        known: Mapping[str, Known] | None = None,
        *,
        has_next: bool,
        by_time: bool = True,
    ) -> Step:
        """Take one listing page and what the ledger knows of its rows.

        `by_time` says that the page's order is the board's own; in any other, neither overlap nor dates may end the walk.
        """
        self.pages += 1
        known = known or {}
        if self.pages == 1 and has_next:  # a board of short pages needs no second one to show that nothing is new
            self.overlap = min(self.overlap, max(1, sum(not sighting.row.pinned for sighting in sightings)))
        unseen = [sighting for sighting in sightings if self.seen.add(sighting.identity.key)]
        wanted: list[tuple[Sighting, Why]] = []
        skipped = unchanged = late = 0
        for sighting in unseen:
            memory = known.get(sighting.identity.key)
            if not self.limits.admit(sighting.row.published_at):
                skipped += 1
            elif (why := self._why(sighting, memory)) is None:
                unchanged += 1
            else:
                wanted.append((sighting, why))
                late += self.passed_overlap and why is Why.NEW
        fresh = {sighting.identity.key for sighting in unseen}
        for sighting in sightings:
            if self._first_ordinary(sighting, fresh):
                self._count(sighting, known.get(sighting.identity.key), by_time=by_time)
        room = None if self.limits.max_articles is None else self.limits.max_articles - self.taken
        fetch = wanted if room is None else wanted[:room]
        self.taken += len(fetch)
        full = room is not None and len(wanted) >= room
        stop, jump = self._end(sightings, unseen, has_next=has_next, by_time=by_time, full=full)
        return Step(fetch, stop, skipped, unchanged, late, jump)

    def _why(self, sighting: Sighting, memory: Known | None) -> Why | None:
        if memory is None:
            return Why.NEW
        if self.recheck:
            return Why.RECHECK
        if memory.row_mark != sighting.mark:
            return Why.CHANGED
        return Why.DUE if memory.due_at is not None and memory.due_at <= self.now else None

    def _first_ordinary(self, sighting: Sighting, fresh: set[str]) -> bool:
        """Tell whether an ordinary row names its post for the first time in this walk.

        `fresh` are the posts that the page is the first to name; they are taken out as their rows come.
        """
        key = sighting.identity.key
        if sighting.row.pinned:
            if key in fresh:
                fresh.remove(key)
                self.only_pinned.add(key)
            return False
        if key in fresh:
            fresh.remove(key)
            return True
        if key in self.only_pinned:
            self.only_pinned.remove(key)
            return True
        return False

    def _count(self, sighting: Sighting, memory: Known | None, *, by_time: bool) -> None:
        """Count an ordinary row towards the overlap; one that new posts pushed down from a page of this walk never comes here."""
        same = memory is not None and memory.row_mark == sighting.mark
        self.streak = self.streak + 1 if same and by_time else 0
        self.passed_overlap = self.passed_overlap or self.streak >= self.overlap

    def _end(
        self, sightings: Sequence[Sighting], unseen: Sequence[Sighting], *, has_next: bool, by_time: bool, full: bool
    ) -> tuple[Stop | None, bool]:
        if full:
            return Stop.ARTICLE_LIMIT, False
        met = self.streak >= self.overlap
        if self.resumes and met:
            self.resumes, self.jumped = False, True
            self.streak = self.barren = 0
            self.overlap += self.taken  # so many rows at most have been pushed below the page where that was
            return None, True
        if not sightings:
            return Stop.EMPTY_PAGE, False
        if self._repeats(sightings, unseen):
            return Stop.REPEATED_PAGE, False
        if not has_next:
            return Stop.LAST_PAGE, False
        if met and self.mode is Mode.UPDATE:
            return Stop.OVERLAP, False
        if self.limits.pages is not None and self.pages >= self.limits.pages:
            return Stop.PAGE_LIMIT, False
        ordinary = [sighting for sighting in sightings if not sighting.row.pinned]
        if by_time and ordinary and all(self.limits.outlived(sighting.row.published_at) for sighting in ordinary):
            return Stop.BEFORE_SINCE, False
        return (Stop.CEILING if self.pages >= CEILING else None), False

    def _repeats(self, sightings: Sequence[Sighting], unseen: Sequence[Sighting]) -> bool:
        """Tell whether the board gives the same page for any page number, and not one that new posts have pushed down."""
        before, self.last_rows = self.last_rows, [sighting.identity.key for sighting in sightings]
        self.barren = 0 if unseen else self.barren + 1
        return not unseen and (self.last_rows == before or self.barren >= BARREN)


def mode_of(
    memory: BoardMemory | None,
    now: datetime,
    *,
    full: bool = False,
    sweep_runs: int = SWEEP_RUNS,
    sweep_after: timedelta = SWEEP_AFTER,
) -> Mode:
    """Return how far to go: whole until the board was read to its end once, then an update, and now and then a sweep."""
    if full or memory is None or not memory.complete:
        return Mode.WHOLE
    swept = datetime.fromisoformat(memory.last_sweep_at) if memory.last_sweep_at else None
    if memory.runs_since_sweep + 1 >= sweep_runs or swept is None or now - swept >= sweep_after:
        return Mode.SWEEP
    return Mode.UPDATE
