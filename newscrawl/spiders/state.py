"""What the spider keeps of one board while it is walked, and what of it is remembered for the next run."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import msgspec

from newscrawl.families import Family
from newscrawl.items import PageRequest
from newscrawl.ledger import BoardMemory
from newscrawl.normalize.addresses import ArticleGrammar
from newscrawl.sites import Board
from newscrawl.spiders.walk import Mode, Stop, Walk
from newscrawl.tally import Tally

Target = str | PageRequest


@dataclass
class BoardState:
    """One board's run: its walk, its counts, and the listing pages whose articles are still asked for."""

    board: Board
    walk: Walk
    tally: Tally
    memory: BoardMemory
    family: Family | None = None
    grammar: ArticleGrammar | None = None
    stop: Stop | None = None
    here: Target = ""
    pages: dict[int, Target] = field(default_factory=dict)
    open: dict[int, set[str]] = field(default_factory=dict)
    broken: bool = False  # something could not be read, so that the walk is no whole one

    def on_board(self, url: str) -> bool:
        """Tell whether an address belongs to the board's host or a host under it, at the same port."""
        here, there = urlsplit(self.board.url), urlsplit(url)
        home = (here.hostname or "").removeprefix("www.")
        host = there.hostname or ""
        return (host == home or host.endswith("." + home)) and here.port == there.port

    def asked(self, target: Target, keys: set[str]) -> None:
        """Note a listing page that was read, and the posts that are asked for because of it."""
        self.pages[self.walk.pages] = target
        self.open[self.walk.pages] = keys

    def settled(self, key: str) -> None:
        """Note that a post asked for was got, or will not be."""
        for keys in self.open.values():
            keys.discard(key)

    @property
    def cursor(self) -> str | None:
        """The listing page from which a next run must go on if this one ends now: the first with posts still asked for, else the last."""
        number = next((number for number, keys in self.open.items() if keys), max(self.pages, default=None))
        if number is None:
            return self.memory.cursor
        target = self.pages[number]
        return target if isinstance(target, str) else msgspec.json.encode(target).decode()

    def remembered(self, now: str, *, interrupted: bool) -> BoardMemory:
        """Return what the next run shall know of the board."""
        whole = self.stop is not None and self.stop.whole and not self.broken and not interrupted
        whole = whole and self.walk.limits.bounds_nothing
        if whole:
            return replace(
                self.memory, cursor=None, complete=True, last_run_at=now, last_sweep_at=now, runs_since_sweep=0
            )
        if self.memory.complete:
            return replace(self.memory, last_run_at=now, runs_since_sweep=self.memory.runs_since_sweep + 1)
        if self.walk.resumes:  # it never came to where the former walk broke off
            return replace(self.memory, last_run_at=now)
        return replace(self.memory, last_run_at=now, cursor=self.cursor)

    @property
    def sweeps(self) -> bool:
        """Tell whether this run came, or goes, to the board's end."""
        return self.walk.mode is not Mode.UPDATE


def target_of(cursor: str) -> Target:
    """Return the request that a remembered cursor stands for."""
    return msgspec.json.decode(cursor, type=PageRequest) if cursor.startswith("{") else cursor
