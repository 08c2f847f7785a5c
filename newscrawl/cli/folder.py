"""What the commands that look at a data folder share: the option that names it, its ledger, and how times, tables and JSON are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newscrawl.errors import ConfigurationError
from newscrawl.normalize.text import printable

if TYPE_CHECKING:
    from newscrawl.ledger import Ledger, Run

DEFAULT = Path("data")
LATEST = 100  # runs among which one that is still going on is looked for

Folder = Annotated[
    Path, typer.Option("--data", metavar="FOLDER", help="The folder that `newscrawl crawl --data` wrote to.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs: an object a line.")]


@contextmanager
def ledger_of(folder: Path, *, writes: bool = False) -> Iterator[Ledger]:
    """Open the ledger of a data folder, to look at unless `writes`. Raises ConfigurationError where there is none."""
    from newscrawl.ledger import SqliteLedger  # noqa: PLC0415 - `--help` must not wait for it

    path = folder / "ledger.db"
    if not path.is_file():
        raise ConfigurationError(
            f"There is no ledger in the folder '{folder}'. `newscrawl crawl` without --output makes one; "
            "if yours is elsewhere, name its folder: --data FOLDER."
        )
    ledger = SqliteLedger(path, read_only=not writes)
    try:
        yield ledger
    finally:
        ledger.close()


def state_of(run: Run) -> str:
    """Return in a word how a run ended; "died" where its process is gone and it never said how."""
    from newscrawl.ledger import is_dead  # noqa: PLC0415

    if run.state == "running":
        return "died" if is_dead(run.owner) else "running"
    return {"shutdown": "stopped"}.get(run.state, run.state)


def going_on(ledger: Ledger) -> list[Run]:
    """Return the runs that are going on now."""
    return [run for run in ledger.runs(LATEST) if state_of(run) == "running"]


def clock(time: str | None) -> str:
    """Return a time of the ledger (ISO 8601, UTC) for people, to the minute."""
    return datetime.fromisoformat(time).strftime("%Y-%m-%d %H:%M") if time else "never"


def number(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def table(names: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Collection[str] = ()) -> Iterator[str]:
    """Yield the lines of a table; the columns named in `numbers` stand to the right."""
    told = [names, *rows]
    widths = [max(map(len, column)) for column in zip(*told, strict=True)]
    for row in told:
        cells = zip(names, row, widths, strict=True)
        yield "  ".join(
            cell.rjust(width) if name in numbers else cell.ljust(width) for name, cell, width in cells
        ).rstrip()


def print_json(record: Any) -> None:
    """Print one record as a line of JSON."""
    import msgspec  # noqa: PLC0415

    typer.echo(printable(msgspec.json.encode(record).decode()))
