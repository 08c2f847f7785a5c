"""The walk over one board: which rows to fetch, whether to go on to the next listing page, and why not. No network, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from newscrawl.items import Row
from newscrawl.normalize.addresses import Identity
from newscrawl.reading.evidence import ShownRow
from newscrawl.spiders.limits import Limits

CEILING = 5_000  # listing pages; a board that has more is read in several runs


class Stop(StrEnum):
    """Why a walk ended."""

    LAST_PAGE = "last page"
    PAGE_LIMIT = "page limit reached"
    ARTICLE_LIMIT = "article limit reached"
    BEFORE_SINCE = "older than --since"
    REPEATED_PAGE = "the board repeats its rows"
    EMPTY_PAGE = "a page without rows"
    CEILING = f"{CEILING} pages read: more remain"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A row of a listing page, with the identity of the post that it names."""

    identity: Identity
    shown: ShownRow
    row: Row


@dataclass(frozen=True, slots=True)
class Step:
    """What to do after a listing page: the rows to fetch, in their order, and why the walk ends here (None: it goes on)."""

    fetch: list[Sighting]
    stop: Stop | None
    skipped: int = 0  # rows outside the dates wanted


@dataclass
class Walk:
    """The state of one board's walk. Feed it each listing page once, in order.

    A row is fetched at most once, wherever it stands again: pinned on every page, or pushed to the next page by a new post.
    """

    limits: Limits
    pages: int = 0
    taken: int = 0
    seen: set[str] = field(default_factory=set)

    def read(self, sightings: Sequence[Sighting], *, has_next: bool, by_time: bool = True) -> Step:
        """Take one listing page. `by_time` says that the page's order is the board's own, so that dates may end the walk."""
        self.pages += 1
        unseen: list[Sighting] = []
        for sighting in sightings:
            if sighting.identity.key not in self.seen:
                self.seen.add(sighting.identity.key)
                unseen.append(sighting)
        wanted = [sighting for sighting in unseen if self.limits.admit(sighting.row.published_at)]
        skipped = len(unseen) - len(wanted)
        room = None if self.limits.max_articles is None else self.limits.max_articles - self.taken
        fetch = wanted if room is None else wanted[:room]
        self.taken += len(fetch)
        full = room is not None and self.taken >= (self.limits.max_articles or 0)
        return Step(fetch, self._stop(sightings, unseen, has_next=has_next, by_time=by_time, full=full), skipped)

    def _stop(
        self, sightings: Sequence[Sighting], unseen: Sequence[Sighting], *, has_next: bool, by_time: bool, full: bool
    ) -> Stop | None:
        if full:
            return Stop.ARTICLE_LIMIT
        if not sightings:
            return Stop.EMPTY_PAGE
        if not unseen:
            return Stop.REPEATED_PAGE
        if not has_next:
            return Stop.LAST_PAGE
        if self.limits.pages is not None and self.pages >= self.limits.pages:
            return Stop.PAGE_LIMIT
        ordinary = [sighting for sighting in sightings if not sighting.row.pinned]
        if by_time and ordinary and all(self.limits.outlived(sighting.row.published_at) for sighting in ordinary):
            return Stop.BEFORE_SINCE
        return Stop.CEILING if self.pages >= CEILING else None
