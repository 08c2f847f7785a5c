"""`newscrawl ledger`: what is remembered of each board, and the care of the ledger itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.folder import DEFAULT, AsJson, Folder, clock, going_on, ledger_of, number, print_json, table
from newscrawl.errors import ConfigurationError, NewscrawlError

if TYPE_CHECKING:
    from newscrawl.ledger import BoardMemory, Ledger, State

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Look at and look after the ledger: the file FOLDER/ledger.db, in which crawls remember what they have seen.",
)

_STATES: tuple[State, ...] = ("public", "withheld", "gone")
_COLUMNS = ("board", "last run (UTC)", "last sweep", "since", *_STATES, "state")


@app.command()
def show(
    board: Annotated[str | None, typer.Argument(metavar="[BOARD]", help="Only this board: SITE/BOARD.")] = None,
    data: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Show what is remembered of each board.

    Complete: it was once read to its end, so a run stops where it meets what is known; now and then one sweeps to the end all the same,
    and "since" counts the runs since then. A board that is not complete goes on where it broke off. Articles are public, withheld (listed,
    but secret or behind a login) or gone (absent from several sweeps in a row); none is ever deleted.
    """
    with ledger_of(data) as ledger:
        memories = ledger.boards() if board is None else [_memory(ledger, board)]
        counts = {memory.board: ledger.counts(memory.board) for memory in memories}
    if as_json:
        for memory in memories:
            print_json(
                {**_fields(memory), "articles": {state: counts[memory.board].get(state, 0) for state in _STATES}}
            )
    elif board is not None:
        for line in _told(memories[0], counts[board]):
            typer.echo(line)
    elif memories:
        rows = [_row(memory, counts[memory.board]) for memory in memories]
        for line in table(_COLUMNS, rows, numbers=("since", *_STATES)):
            typer.echo(line)
    else:
        typer.echo("The ledger remembers no board yet.")


@app.command()
def forget(
    board: Annotated[str, typer.Argument(metavar="BOARD", help="SITE/BOARD, as `newscrawl ledger show` has it.")],
    data: Folder = DEFAULT,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget a board: its articles, their revisions and view counts, and where a walk broke off.

    Feeds are not touched, nor are downloaded files. The next crawl reads the board as if for the first time and adds each article to the
    feed once more.
    """
    with ledger_of(data, writes=True) as ledger:
        articles = sum(ledger.counts(_memory(ledger, board).board).values())
        for run in going_on(ledger):
            if board in run.summary.get("boards", ()):
                raise NewscrawlError(f"Run {run.id} (process {run.owner}) crawls {board} now. Wait until it has ended.")
        if not yes:
            typer.echo(
                f"The ledger knows {number(articles, 'article')} of {board}. It would forget them, with their old revisions and view "
                "counts; feeds are not touched, nor are downloaded files. The next crawl would read the board anew and write each article "
                "once more."
            )
            typer.confirm("Forget them?", abort=True)
        ledger.forget(board)
    typer.echo(f"Forgot {board} with {number(articles, 'article')}. Feeds were not touched, nor were files.")


@app.command()
def check(data: Folder = DEFAULT) -> None:
    """Read the whole ledger and say what is wrong with it; exit code 1 where anything is.

    It looks whether the file is sound, whether its tables agree, and whether every revision can be read. Nothing is changed.
    """
    with ledger_of(data) as ledger:
        found = ledger.check()
    for problem in found:
        typer.echo(problem)
    if found:
        typer.echo(
            f"{number(len(found), 'problem')}. Put a copy of ledger.db from before in its place, or move it away: "
            "the next crawl makes a new one, and reads every board anew.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo("The ledger is sound.")


@app.command()
def vacuum(data: Folder = DEFAULT) -> None:
    """Give the space that forgotten boards took back to the disk; needs as much free space as the ledger takes, for a while."""
    before = _size(data)
    with ledger_of(data, writes=True) as ledger:
        if running := going_on(ledger):
            raise NewscrawlError(
                f"Run {running[0].id} (process {running[0].owner}) writes the ledger. Wait until it has ended."
            )
        ledger.vacuum()
    typer.echo(f"{before:,} bytes before, {_size(data):,} after.")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("ledger.db*"))


def _memory(ledger: Ledger, board: str) -> BoardMemory:
    """Return what is remembered of a board. Raises ConfigurationError, with the nearest names, for one never read."""
    from newscrawl.ledger import BoardMemory  # noqa: PLC0415 - `--help` must not wait for it

    if memory := ledger.board(board):
        return memory
    if ledger.counts(board):  # its first run died before it could say how far it had come
        return BoardMemory(board, "")
    near = get_close_matches(board, [memory.board for memory in ledger.boards()], n=3, cutoff=0.4)
    advice = f"Did you mean {' or '.join(near)}?" if near else "`newscrawl ledger show` lists those it knows."
    raise ConfigurationError(f"The ledger knows no board '{board}'. {advice}")


def _fields(memory: BoardMemory) -> Mapping[str, object]:
    import msgspec  # noqa: PLC0415

    fields: dict[str, object] = msgspec.to_builtins(memory)
    return fields


def _told(memory: BoardMemory, counts: Mapping[State, int]) -> Iterator[str]:
    yield f"{memory.board}  {memory.url}".rstrip()
    if memory.complete:
        yield "complete: it was read to its end once; runs stop where they meet what is known"
    elif memory.cursor:
        yield f"not complete: the next run reads the newest posts, then goes on at {memory.cursor}"
    else:
        yield "not complete: the next run reads it from its first page"
    yield f"last run {clock(memory.last_run_at)}, last sweep {clock(memory.last_sweep_at)} (UTC)"
    yield f"{number(memory.runs_since_sweep, 'run')} since the last sweep"
    yield f"articles: {', '.join(f'{counts.get(state, 0):,} {state}' for state in _STATES)}"


def _row(memory: BoardMemory, counts: Mapping[State, int]) -> tuple[str, ...]:
    state = "complete" if memory.complete else f"goes on at {memory.cursor}" if memory.cursor else "not complete"
    seen = (clock(memory.last_run_at), clock(memory.last_sweep_at), str(memory.runs_since_sweep))
    return (memory.board, *seen, *(f"{counts.get(name, 0):,}" for name in _STATES), state)
