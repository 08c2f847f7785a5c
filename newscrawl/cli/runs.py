"""`newscrawl runs`: the latest runs, a line each, and one run explained."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newscrawl.cli.folder import DEFAULT, AsJson, Folder, clock, ledger_of, number, print_json, state_of, table
from newscrawl.errors import ConfigurationError
from newscrawl.normalize.text import printable

if TYPE_CHECKING:
    from newscrawl.ledger import Decision, Ledger, Run
    from newscrawl.manifest import FeedPart, RunManifest

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_EVERY = 1_000_000  # more runs than a ledger will ever hold
_NAMED = 3  # boards named in a line
_COLUMNS = ("run", "started (UTC)", "took", "state", "new", "changed", "warnings", "boards")
_NUMBERS = ("took", "new", "changed", "warnings")
_MODES = {
    "whole": "read from its newest post to its end: it had never been read so far, or all was asked for",
    "update": "read from its newest post until it met what was known",
    "sweep": "swept to its end although all was known, for posts that were put in among old ones",
}
_SENTENCES = {
    "mode": "{why}",
    "stopped": "stopped: {why}",
    "layout": "layout changed: {why}",
    "mended": "before it began, it mended {why}",
}
_ENDINGS = {
    "running": "It is going on.",
    "died": "Its process is gone and never said why: killed, or the machine went down. Nothing of what it wrote is lost; "
    "the next crawl of the same boards goes on where it broke off.",
    "stopped": "The user stopped it. The same command goes on where it broke off.",
}
_COUNTS = {  # in the order in which they are told
    "articles": "read",
    "new": "new",
    "changed": "changed",
    "unchanged": "unchanged",
    "late": "late (found by the sweep alone)",
    "skipped": "skipped (outside the dates wanted)",
    "withheld": "withheld (listed but not shown)",
    "failed": "failed",
    "invalid": "invalid",
    "gone": "gone",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options that stand before `show`."""

    data: Path
    as_json: bool


@app.callback(invoke_without_command=True)
def runs(
    context: typer.Context,
    data: Folder = DEFAULT,
    limit: Annotated[int, typer.Option(min=1, help="Show so many runs.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the latest runs, newest first; `newscrawl runs show last` explains one.

    A run is one crawl that writes to a data folder. Its state: finished, running, stopped (by Ctrl-C), died (killed, so that it could not
    say how it ended: the next run goes on for it), or Scrapy's word for what closed it. New and changed count articles; the files that a
    run wrote, with checksums, stand in FOLDER/runs/RUN.json.
    """
    context.obj = _Asked(data, as_json)
    if context.invoked_subcommand is not None:
        return
    with ledger_of(data) as ledger:
        found = ledger.runs(limit)
    if as_json:
        for run in found:
            print_json(_brief(run, _manifest(data, run)))
    elif found:
        rows = [_row(run, _manifest(data, run)) for run in found]
        for line in table(_COLUMNS, rows, numbers=_NUMBERS):
            typer.echo(line)
    else:
        typer.echo("No run is on record yet.")


@app.command()
def show(
    context: typer.Context,
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="A run's id as `newscrawl runs` has it, its beginning, or 'last'.")
    ] = "last",
    data: Annotated[
        Path | None, typer.Option("--data", metavar="FOLDER", help="The folder that `newscrawl crawl --data` wrote to.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain one run: how far it read each board and why it stopped there, what it found, what it wrote.

    \b
    newscrawl runs show last
    newscrawl runs show 20240315T01
    """  # noqa: D301 - \b keeps the examples' lines apart
    asked: _Asked = context.obj
    folder = data or asked.data
    with ledger_of(folder) as ledger:
        found = _named(ledger, run)
        decisions = ledger.decisions(found.id)
    manifest = _manifest(folder, found)
    if as_json or asked.as_json:
        print_json({**_brief(found, manifest), "decisions": decisions, "manifest": manifest})
        return
    for line in _explained(found, decisions, manifest):
        typer.echo(printable(line))


def _named(ledger: Ledger, name: str) -> Run:
    """Return the run that a user means. Raises ConfigurationError where it is none or one of several."""
    if name == "last":
        if latest := ledger.runs(1):
            return latest[0]
        raise ConfigurationError("No run is on record yet.")
    known = {run.id: run for run in ledger.runs(_EVERY)}
    if name in known:
        return known[name]
    meant = [id_ for id_ in known if id_.startswith(name)]
    if len(meant) == 1:
        return known[meant[0]]
    if meant:
        raise ConfigurationError(f"'{name}' is the beginning of {len(meant)} runs: {_some(meant, ' and {} more')}.")
    near = difflib.get_close_matches(name, known, n=_NAMED, cutoff=0.6)
    advice = f"Did you mean {' or '.join(near)}?" if near else "`newscrawl runs` lists them."
    raise ConfigurationError(f"There is no run '{name}'. {advice}")


def _some(names: Sequence[str], rest: str) -> str:
    """Return the first of many names, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (rest.format(more) if more > 0 else "")


def _manifest(folder: Path, run: Run) -> RunManifest | None:
    from newscrawl.manifest import read  # noqa: PLC0415 - `--help` must not wait for it

    return read(folder, run.id)


def _boards(run: Run) -> dict[str, Mapping[str, Any]]:
    """Return what the ledger has of each board; of a run that never ended, the boards' names alone."""
    boards = run.summary.get("boards", {})
    return dict(boards) if isinstance(boards, Mapping) else {board: {} for board in boards}


def _total(run: Run, count: str) -> int:
    return sum(board.get(count, 0) for board in _boards(run).values())


def _warnings(manifest: RunManifest | None) -> int:
    return len(manifest.warnings) + sum(len(board.warnings) for board in manifest.boards) if manifest else 0


def _brief(run: Run, manifest: RunManifest | None) -> dict[str, Any]:
    """Return a line's record for programs."""
    return {
        "run": run.id,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "state": state_of(run),
        "owner": run.owner,
        "new": _total(run, "new"),
        "changed": _total(run, "changed"),
        "warnings": _warnings(manifest),
        "boards": _boards(run),
    }


def _took(run: Run) -> str:
    if run.ended_at is None:
        return ""
    seconds = int((datetime.fromisoformat(run.ended_at) - datetime.fromisoformat(run.started_at)).total_seconds())
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def _row(run: Run, manifest: RunManifest | None) -> tuple[str, ...]:
    counts = (_total(run, "new"), _total(run, "changed"), _warnings(manifest))
    boards = _some(list(_boards(run)), " and {} more")
    return (run.id, clock(run.started_at), _took(run), state_of(run), *map(str, counts), boards)


def _explained(run: Run, decisions: Iterable[Decision], manifest: RunManifest | None) -> Iterator[str]:
    """Yield the lines that explain a run."""
    state = state_of(run)
    yield f"run {run.id}: {state}"
    took = f", took {_took(run)}" if run.ended_at else ""
    yield f"started {clock(run.started_at)} UTC{took}; process {run.owner}"
    if state in _ENDINGS:
        yield _ENDINGS[state]
    if manifest:
        versions, requests = manifest.versions, manifest.requests
        yield f"newscrawl {versions.newscrawl}, Scrapy {versions.scrapy}, Python {versions.python}"
        if manifest.state == "ended":
            statuses = ", ".join(f"{count} x {status}" for status, count in requests.by_status.items())
            yield f"{number(requests.sent, 'request')} ({statuses or 'no answer'}), {requests.bytes_received:,} bytes received"
    made: dict[str, list[Decision]] = {}
    for decision in decisions:
        made.setdefault(decision.board, []).append(decision)
    for decision in made.pop("", ()):
        yield _sentence(decision)
    boards = _boards(run)
    warnings = {board.board: board.warnings for board in manifest.boards} if manifest else {}
    for board in dict.fromkeys((*boards, *made)):
        yield ""
        yield board
        for line in _of_board(boards.get(board, {}), made.get(board, ()), warnings.get(board, ())):
            yield f"  {line}"
    if manifest and manifest.feeds:
        yield ""
        yield "feeds (in the ledger's folder)"
        for part in manifest.feeds:
            yield f"  {_feed(part)}"


def _of_board(told: Mapping[str, Any], decisions: Iterable[Decision], warnings: Iterable[str]) -> Iterator[str]:
    for decision in decisions:
        yield _sentence(decision)
    if "problem" in told:
        yield f"could not be read: {told['problem']}. {told.get('advice', '')}".rstrip()
    if "incomplete" in told:
        yield f"cut short: {told['incomplete']}"
    if "pages" in told:
        yield f"{number(told['pages'], 'listing page')} with {number(told.get('rows', 0), 'row')}"
    counts = [f"{told[name]:,} {words}" for name, words in _COUNTS.items() if told.get(name)]
    if counts:
        yield f"articles: {', '.join(counts)}"
    if told.get("profiled") or told.get("learned"):
        yield _by_profile(told)
    for warning in warnings:
        yield f"! {warning}"


def _by_profile(told: Mapping[str, Any]) -> str:
    """Say what the board's profile read, and what it learned."""
    profiled, compared, disagreed = (told.get(name, 0) for name in ("profiled", "compared", "disagreed"))
    learned = f"; it learned {number(told['learned'], 'layout')}" if told.get("learned") else ""
    return f"its profile read {number(profiled, 'page')}; {compared:,} of them were read both ways, {disagreed:,} otherwise{learned}"


def _sentence(decision: Decision) -> str:
    why = _MODES.get(decision.why, decision.why) if decision.what == "mode" else decision.why
    sentence = _SENTENCES.get(decision.what, "{what}: {why}").format(what=decision.what, why=why)
    return sentence if decision.count == 1 else f"{sentence} ({decision.count:,} times)"


def _feed(part: FeedPart) -> str:
    if part.end is None:
        return f"{part.path}: it began to write at byte {part.start:,}"
    if part.end == part.start:
        return f"{part.path}: it wrote nothing; {part.end:,} bytes, sha256 {part.sha256}"
    records = "" if part.records is None else f"{number(part.records, 'record')}, "
    return f"{part.path}: {records}bytes {part.start:,} to {part.end:,}; sha256 of the whole file {part.sha256}"
