"""What a run counts of each board, kept in Scrapy's stats under `newscrawl/board/SITE/BOARD/…`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scrapy.statscollectors import StatsCollector

from newscrawl.normalize.secrets import redact

PREFIX = "newscrawl/board/"
_LONGEST = 2000  # characters of a line of the report
Count = Literal[
    "pages",
    "rows",
    "articles",
    "new",
    "changed",
    "unchanged",
    "withheld",
    "failed",
    "skipped",
    "invalid",
    "late",
    "gone",
    "files",
    "files_failed",
    "profiled",
    "compared",
    "disagreed",
    "learned",
]
Note = Literal["stopped", "problem", "advice", "incomplete", "resting", "robots_override", "layout_changed"]


class Tally:
    """Counts and notes of one board's run; what is secret in a text (tokens in addresses) is masked, what is endless is cut.

    `articles` were read; each is `new`, `changed` or `unchanged` against the ledger. `withheld` posts are listed but not shown
    (secret, deleted, login), `failed` ones could not be fetched or read, `skipped` ones lie outside the dates wanted, `invalid`
    ones break the contract. `files` were downloaded, `files_failed` were asked for in vain. `profiled` pages were read by the board's
    profile; of these, `compared` ones were read both ways, and on `disagreed` ones the readings differed; `learned` counts layouts.
    """

    def __init__(self, stats: StatsCollector, board: str) -> None:
        self._stats = stats
        self._prefix = f"{PREFIX}{board}/"

    def add(self, what: Count, count: int = 1) -> None:
        """Count something that happened."""
        self._stats.inc_value(self._prefix + what, count)

    def note(self, what: Note, text: str) -> None:
        """Keep a word about the whole board."""
        self._stats.set_value(self._prefix + what, _told(text))

    def warn(self, text: str) -> None:
        """Keep a warning that the run's report shows."""
        self._append("warnings", text)

    def plan(self, text: str) -> None:
        """Keep a line of what a dry run would fetch."""
        self._append("plan", text)

    def _append(self, what: str, text: str) -> None:
        lines = self._stats.get_value(self._prefix + what)
        if lines is None:
            self._stats.set_value(self._prefix + what, lines := [])
        lines.append(_told(text))


def _told(text: str) -> str:
    """Return a text as a report tells it; of one without end, its beginning and what it ends with, which is mostly an address."""
    text = redact(text)  # before it is cut: half a token would not be told from text
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


@dataclass(slots=True)
class BoardReport:
    """What the stats say of one board after, or during, a run."""

    board: str
    counts: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Tell whether the listing was read as far as was wanted."""
        return not self.notes.keys() & {"problem", "incomplete"}

    @property
    def resting(self) -> bool:
        """Tell whether the board was left out, since it is not the hour for it."""
        return "resting" in self.notes

    @property
    def met(self) -> bool:
        """Tell whether the run met any post at all: read, known and unchanged, outside the dates wanted, or planned."""
        return bool(self.plan) or self.count("articles") + self.count("unchanged") + self.count("skipped") > 0

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
        if what in ("warnings", "plan"):
            setattr(report, what, value)
        elif isinstance(value, int):
            report.counts[what] = value
        else:
            report.notes[what] = value
    return list(reports.values())
