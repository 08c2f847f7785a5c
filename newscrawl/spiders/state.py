"""What the spider keeps of one board while it is walked, and what of it is remembered for the next run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import msgspec

from newscrawl.families import Family
from newscrawl.items import PageRequest
from newscrawl.ledger import BoardMemory
from newscrawl.network.destinations import at_one_door
from newscrawl.network.refusals import HostLeft, OutsideHours
from newscrawl.normalize.addresses import ArticleGrammar
from newscrawl.profiles.desk import Answer
from newscrawl.sites import Board
from newscrawl.spiders.walk import Sighting, Stop, Walk
from newscrawl.tally import Tally
from newscrawl.troubles import Trouble

Target = str | PageRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """A listing page, and the keys of its posts that were asked for and are not settled."""

    target: Target
    keys: set[str]


@dataclass
class BoardState:
    """One board's run: its walk, its counts, and the listing pages whose articles are still asked for."""

    board: Board
    walk: Walk
    tally: Tally
    memory: BoardMemory
    family: Family | None = None
    changes: list[str] = field(default_factory=list)  # what no longer fits the board's profile, found in this run
    grammar: ArticleGrammar | None = None
    stop: Stop | None = None
    here: Target = ""
    open: dict[int, Asked] = field(
        default_factory=dict
    )  # listing pages with posts still asked for, by number, in the order of the walk
    last: Target | None = None  # the listing page that was read last
    resumed: bool = False  # the page where a former walk broke off was read
    by_form: bool = False  # posts are asked for by forms, so that an address alone does not get them
    opened: bool = False  # the listing was asked for as its family's scripts do, because its address showed none
    broken: bool = False  # something could not be read, so that the walk is no whole one
    asks: bool = False  # some post was asked for: where the walk ends now, the next one must not stop above its end

    def on_board(self, url: str) -> bool:
        """Tell whether an address belongs to the board's host or a host under it, at the same port."""
        here = urlsplit(self.board.url)
        home = (here.hostname or "").removeprefix("www.")
        try:
            there = urlsplit(url)
            same_port = at_one_door(there, here)
        except ValueError:  # a port beyond all ports, half an IPv6 address
            return False
        host = there.hostname or ""
        return (host == home or host.endswith("." + home)) and same_port

    def asked(self, target: Target, keys: set[str]) -> None:
        """Note a listing page that was read, and the posts that are asked for because of it."""
        self.last = target
        self.resumed = self.resumed or target == self.former
        if keys:
            self.open[self.walk.pages] = Asked(target, keys)
        self.asks = self.asks or bool(keys)

    def settled(self, key: str) -> None:
        """Note that a post asked for was got, or will not be."""
        for number, page in self.open.items():
            if key in page.keys:
                page.keys.remove(key)
                if not page.keys:
                    del self.open[number]
                return

    @property
    def former(self) -> Target | None:
        """The listing page where a former walk broke off."""
        return target_of(self.memory.cursor) if self.memory.cursor else None

    @property
    def waiting(self) -> int:
        """How many posts were asked for, and neither got nor found not to be had."""
        return sum(len(page.keys) for page in self.open.values())

    def note_reading(self, answer: Answer, day: str) -> None:
        """Count how a page was read; say so where it was found just now that the layout is another."""
        for what, count in answer.events.items():
            self.tally.add(what, count)
        for warning in answer.warnings:
            self.tally.warn(warning)
        if answer.changes:
            self.changes += answer.changes
            self.tally.note("layout_changed", f"on {day}: {'; '.join(self.changes)}")

    def give_up(self, trouble: Trouble) -> None:
        """Note why the board could not be read at all."""
        self.broken = True
        self.tally.note("problem", trouble.what)
        self.tally.note("advice", trouble.advice)

    def cut_short(self, why: str) -> None:
        """Note why the board was read no further."""
        self.broken = True
        self.tally.note("incomplete", why)

    def leave_alone(self, refusal: HostLeft) -> None:
        """Note that the board is not asked; outside its hours, that is as somebody wanted it."""
        if isinstance(refusal, OutsideHours):
            self.tally.note("resting", refusal.what)
            self.tally.note("advice", refusal.advice)
        else:
            self.give_up(Trouble(refusal.what, refusal.advice))

    def missed(self, sighting: Sighting, what: str) -> None:
        """Note that a post could not be got, and why: the next run asks for it again."""
        self.broken = True
        self.tally.add("failed")
        self.tally.warn(f"'{sighting.row.title}' was not got, {what}: {sighting.identity.url}")

    @property
    def cursor(self) -> str | None:
        """The listing page from which a next run must go on if this one ends now: the first with posts still asked for, else the last."""
        page = next(iter(self.open.values()), None)
        target = page.target if page else self.last
        if target is None:
            return self.memory.cursor
        return target if isinstance(target, str) else msgspec.json.encode(target).decode()

    def remembered(self, now: str, *, interrupted: bool) -> BoardMemory:
        """Return what the next run shall know of the board."""
        bounds_nothing = self.walk.limits.bounds_nothing
        whole = self.stop is not None and self.stop.whole and not self.broken and not interrupted and bounds_nothing
        if whole:
            return replace(
                self.memory, cursor=None, complete=True, last_run_at=now, last_sweep_at=now, runs_since_sweep=0
            )
        ended = self.stop is not None and not interrupted
        known_below = self.stop is Stop.OVERLAP or (self.stop is not None and self.stop.whole and bounds_nothing)
        if self.memory.complete and ((ended and known_below) or not self.asks):
            return replace(
                self.memory,
                cursor=self._cursor_of_failed(ended=ended and known_below),
                last_run_at=now,
                runs_since_sweep=self.memory.runs_since_sweep + 1,
            )
        return replace(self.broken_off(), last_run_at=now)

    def broken_off(self) -> BoardMemory:
        """Return what the next run shall know if this one ends now: below the cursor, posts may be missing."""
        if (
            self.walk.resumes and not self.asks
        ):  # it has not come to where the former walk broke off, and met nothing new before
            return self.memory
        return replace(self.memory, cursor=self.cursor, complete=False)

    def _cursor_of_failed(self, *, ended: bool) -> str | None:
        """Return the first page with a post that was asked for in vain; every other post above and below it is known."""
        if self.open:
            return self.cursor
        return None if ended and not self.walk.resumes else self.memory.cursor


def target_of(cursor: str) -> Target:
    """Return the request that a remembered cursor stands for."""
    return msgspec.json.decode(cursor, type=PageRequest) if cursor.startswith("{") else cursor
