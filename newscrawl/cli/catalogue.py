"""`newscrawl sites` and `newscrawl families`: what the catalogue holds."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.errors import UnknownSite


def sites(
    words: Annotated[
        list[str] | None, typer.Argument(help="Show only sites whose id, name or boards contain all these words.")
    ] = None,
) -> None:
    """List the sites of the catalogue with their boards."""
    from newscrawl.sites import catalogue  # noqa: PLC0415 - `--help` must not wait for YAML

    known = catalogue()
    shown = 0
    for site in known.sites.values():
        text = " ".join(
            (site.id, site.name, site.about, *(f"{board.id} {board.name} {board.url}" for board in site.boards))
        ).lower()
        if words and not all(word.lower() in text for word in words):
            continue
        shown += 1
        typer.echo(f"{site.id}  {site.name}")
        for board in site.boards:
            typer.echo(f"  {site.id}/{board.id}  {board.name}\n      {board.url}")
    if not shown:
        raise UnknownSite(" ".join(words or []), known.sites)


def families() -> None:
    """List the board programs whose habits newscrawl knows; boards of any other are read without."""
    from newscrawl.families import families as known  # noqa: PLC0415
    from newscrawl.sites import catalogue  # noqa: PLC0415

    boards = [board.family for board in catalogue().boards.values()]
    for family in known().values():
        typer.echo(
            f"{family.name}  {family.title} ({boards.count(family.name)} boards in the catalogue)\n    {family.about}"
        )
