"""What a run shows when it has ended: a short table, the warnings, and what to do about what went wrong."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from newscrawl.cli.run import Outcome
from newscrawl.normalize.text import printable
from newscrawl.tally import BoardReport, Count

_WARNINGS = 5  # shown for each board, unless all are asked for
_COUNTS: tuple[Count, ...] = ("pages", "articles", "new", "changed", "unchanged")
_MISSED: tuple[Count, ...] = (
    "files",
    "files_failed",
    "withheld",
    "failed",
    "invalid",
    "late",
    "gone",
)  # shown where there are any
_PLAIN_WIDTH = 120  # columns, where there is no terminal to ask


def summary(
    console: Console, outcome: Outcome, wrote: Iterable[str], *, title: str | None = None, verbose: bool = False
) -> None:
    """Print the table of a run, then why each board stopped, its warnings, and the paths of what was written."""
    counts = (*_COUNTS, *(name for name in _MISSED if any(report.count(name) for report in outcome.boards)))
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column("board", overflow="fold")
    for name in (*counts, "warnings"):
        table.add_column(name, justify="right", no_wrap=True)
    for report in outcome.boards:
        table.add_row(report.board, *(str(report.count(name)) for name in counts), str(len(report.warnings)))
    console.print(table, width=None if console.is_terminal else _PLAIN_WIDTH)
    for report in outcome.boards:
        for line in _remarks(report, verbose=verbose):
            console.print(printable(line), highlight=False, markup=False, emoji=False, soft_wrap=True)
        for line in report.plan:
            console.print(printable(f"  {line}"), highlight=False, markup=False, emoji=False, soft_wrap=True)
    for path in wrote:
        console.print(f"wrote {path}", highlight=False, markup=False, soft_wrap=True)


def _remarks(report: BoardReport, *, verbose: bool) -> Iterable[str]:
    if "robots_override" in report.notes:
        yield f"{report.board}: robots.txt is not obeyed: {report.notes['robots_override']}"
    if "layout_changed" in report.notes:
        yield f"{report.board}: layout changed {report.notes['layout_changed']}. It is read on, and learned anew."
    if "resting" in report.notes:
        yield f"{report.board}: not asked, {report.notes['resting']}. {report.notes.get('advice', '')}".rstrip()
    elif "problem" in report.notes:
        yield f"{report.board}: {report.notes['problem']}. {report.notes.get('advice', '')}".rstrip()
    elif "incomplete" in report.notes:
        advice = report.notes.get("advice", "Run the same command again to read the rest.")
        yield f"{report.board}: cut short, {report.notes['incomplete']}. {advice}"
    elif report.notes.get("stopped") not in (None, "last page", "met what is known"):
        yield f"{report.board}: stopped, {report.notes['stopped']}"
    shown = report.warnings if verbose else report.warnings[:_WARNINGS]
    for warning in shown:
        yield f"  ! {warning}"
    if len(shown) < len(report.warnings):
        yield f"  ! and {len(report.warnings) - len(shown)} more; --verbose shows all"
