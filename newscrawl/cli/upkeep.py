"""`newscrawl catalogue`: the making and checking of site files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Make and check the files of the catalogue: one small YAML file a site, which people keep by hand.",
)

TABLE = Path("docs/sites.md")
DATA = date(2026, 10, 31)  # the first files were made of data of that month; a clock that is behind it is wrong


@app.command("check")
def check_files(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Site files; by default all that newscrawl carries."),
    ] = None,
) -> None:
    """Check site files: schema, ids, region, province and name, hosts, addresses against their families, evidence.

    A FILE is checked beside those that newscrawl carries, too: it has no board of theirs, and no rules (delay, hours, tls,
    robots_override) for a host of theirs. Without FILE every file is checked, that no two share an id or a host, that the families' hints
    are selectors, and that docs/sites.md, where it is at hand, is up to date. Ends with code 1 where something is wrong.
    """
    from newscrawl.families import families  # noqa: PLC0415 - `--help` must not wait for YAML
    from newscrawl.network.hours import KST  # noqa: PLC0415
    from newscrawl.sites.linting import check, check_families, shipped  # noqa: PLC0415

    chosen = files or shipped()
    today = max(datetime.now(KST).date(), DATA)
    found = [
        str(fault)
        for fault in [*check(chosen, today=today), *(check_families(families().values()) if not files else ())]
    ]
    if not files and not found and TABLE.exists() and TABLE.read_text("utf-8") != _table():
        found = [f"{TABLE}: is not up to date. Write it anew: newscrawl catalogue table > {TABLE}"]
    for fault in found:
        typer.echo(fault, err=True)
    if found:
        raise typer.Exit(1)
    typer.echo(f"{len(chosen)} site file{'s are' if len(chosen) != 1 else ' is'} in order.")


@app.command("table")
def print_table() -> None:
    """Print the page that shows the whole catalogue (docs/sites.md)."""
    typer.echo(_table(), nl=False)


def _table() -> str:
    from newscrawl.sites.catalogue import load_site  # noqa: PLC0415
    from newscrawl.sites.linting import shipped  # noqa: PLC0415
    from newscrawl.sites.overview import as_markdown  # noqa: PLC0415

    return as_markdown(load_site(file.name, file.read_bytes()) for file in shipped())


@app.command("import")
def import_boards(
    boards: Annotated[Path, typer.Argument(metavar="BOARDS.jsonl", exists=True, dir_okay=False, help="The boards.")],
    regions: Annotated[
        Path, typer.Argument(metavar="REGIONS.csv", exists=True, dir_okay=False, help="The governments.")
    ],
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the files go; by default newscrawl's own catalogue.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write files that exist anew; what was kept by hand is lost.")
    ] = False,
) -> None:
    """Make a site file for every government of REGIONS.csv with its boards of BOARDS.jsonl.

    A file that exists stays as it is: after the first import the files are kept by hand. Boards that show the list of another are left out,
    and named.
    """
    from newscrawl.sites.importing import import_sites  # noqa: PLC0415
    from newscrawl.sites.linting import HOME  # noqa: PLC0415

    outcome = import_sites(boards, regions, into or HOME, force)
    for left in outcome.left:
        typer.echo(f"{boards.name}, {left}")
    typer.echo(
        f"{len(outcome.written)} files written, {len(outcome.kept)} kept as they were; "
        f"{outcome.boards} boards, {len(outcome.left)} left out."
    )
