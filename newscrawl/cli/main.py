"""The command `newscrawl` and what all its subcommands share: version, errors in one line, exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from newscrawl import __version__
from newscrawl.cli import (
    catalogue,
    crawl,
    demo,
    detect,
    history,
    ledger,
    parse,
    profile,
    record,
    runs,
    schema,
    text,
    upkeep,
)
from newscrawl.errors import NewscrawlError
from newscrawl.normalize.text import printable

app = typer.Typer(
    help="Read the news boards of Korean local governments into a dataset.",
    epilog="Begin with `newscrawl demo`. Exit codes: 0 all well, 1 a board could not be read, 2 wrong arguments, 130 stopped by Ctrl-C.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("crawl")(crawl.crawl)
app.command("demo")(demo.demo)
app.command("parse")(parse.parse)
app.command("text")(text.text)
app.command("record")(record.record)
app.command("sites")(catalogue.sites)
app.command("families")(catalogue.families)
app.add_typer(upkeep.app, name="catalogue")
app.command("detect")(detect.detect)
app.add_typer(runs.app, name="runs")
app.command("history")(history.history)
app.add_typer(ledger.app, name="ledger")
app.add_typer(profile.app, name="profile")
app.command("schema")(schema.schema)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"newscrawl {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run the command line; known errors end with one line on standard error and their exit code."""
    try:
        app()
    except NewscrawlError as error:
        typer.echo(printable(f"newscrawl: {error}"), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has enough: `newscrawl parse … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
