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
    pages: dict[int, Target] = field(default_factory=dict)
    open: dict[int, set[str]] = field(default_factory=dict)  # what is still asked for, by page
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
        self.pages[self.walk.pages] = target
        if keys:
            self.open[self.walk.pages] = keys
        self.asks = self.asks or bool(keys)

    def settled(self, key: str) -> None:
        """Note that a post asked for was got, or will not be."""
        for number, keys in list(self.open.items()):
            keys.discard(key)
            if not keys:
                del self.open[number]

    @property
    def waiting(self) -> int:
        """How many posts were asked for, and neither got nor found not to be had."""
        return sum(map(len, self.open.values()))

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
        number = next(iter(self.open), next(reversed(self.pages), None))  # both in the order of the walk
        if number is None:
            return self.memory.cursor
        target = self.pages[number]
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
