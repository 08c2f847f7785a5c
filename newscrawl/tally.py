"""What a run counts of each board, kept in Scrapy's stats under `newscrawl/board/SITE/BOARD/…`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scrapy.statscollectors import StatsCollector

PREFIX = "newscrawl/board/"
Count = Literal["pages", "rows", "articles", "new", "changed", "unchanged", "withheld", "failed", "skipped", "invalid"]
Note = Literal["stopped", "problem", "advice", "incomplete"]


class Tally:
    """Counts and notes of one board's run.

    `articles` were read; each is `new`, `changed` or `unchanged` against the ledger. `withheld` posts are listed but not shown
    (secret, deleted, login), `failed` ones could not be fetched or read, `skipped` ones lie outside the dates wanted, `invalid`
    ones break the contract.
    """

    def __init__(self, stats: StatsCollector, board: str) -> None:
        self._stats = stats
        self._prefix = f"{PREFIX}{board}/"

    def add(self, what: Count, count: int = 1) -> None:
        """Count something that happened."""
        self._stats.inc_value(self._prefix + what, count)

    def note(self, what: Note, text: str) -> None:
        """Keep a word about the whole board."""
        self._stats.set_value(self._prefix + what, text)

    def warn(self, text: str) -> None:
        """Keep a warning that the run's report shows."""
        key = self._prefix + "warnings"
        self._stats.set_value(key, [*self._stats.get_value(key, []), text])


@dataclass(slots=True)
class BoardReport:
    """What the stats say of one board after, or during, a run."""

    board: str
    counts: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Tell whether the listing was read as far as was wanted."""
        return not self.notes.keys() & {"problem", "incomplete"}

    def count(self, what: Count) -> int:
        """Return a count; 0 for what never happened."""
        return self.counts.get(what, 0)


def board_reports(stats: Mapping[str, Any]) -> list[BoardReport]:
    """Return the report of every board that the stats know, in the order in which they were started."""
    reports: dict[str, BoardReport] = {}
    for key, value in stats.items():
        if not key.startswith(PREFIX):
            continue
        board, _, what = key[len(PREFIX) :].rpartition("/")
        report = reports.setdefault(board, BoardReport(board))
        if isinstance(value, list):
            report.warnings = value
        elif isinstance(value, int):
            report.counts[what] = value
        else:
            report.notes[what] = value
    return list(reports.values())
