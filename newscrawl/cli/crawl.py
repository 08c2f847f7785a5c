"""`newscrawl crawl`: boards of the catalogue, or at any address, into JSON lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newscrawl.cli.catalogue import Kind
from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.sites import Board

_LEFT = 5  # boards told that are off, with the reason

FORMATS = ("jsonlines", "json", "csv", "xml")
_ENDINGS = {
    ".jsonl": "jsonlines",
    ".jl": "jsonlines",
    ".jsonlines": "jsonlines",
    ".json": "json",
    ".csv": "csv",
    ".xml": "xml",
}


def format_of(output: str | None, wanted: str | None) -> str:
    """Return the feed format: the one asked for, else the one that the file's name says, else JSON lines."""
    if wanted is None:
        return _ENDINGS.get(Path(output or "").suffix, "jsonlines")
    known = {"jsonl": "jsonlines"}.get(wanted, wanted)
    if known not in FORMATS:
        raise ConfigurationError(f"There is no format '{wanted}'. There are: {', '.join(FORMATS)}.")
    return known


def crawl(
    targets: Annotated[
        list[str],
        typer.Argument(
            metavar="TARGET...",
            help="Sites by id, name or region code (`newscrawl sites`), SITE/BOARD, sido:대구, region:27260, addresses of board listings, "
            "or 'all'. The name of a province (경북) is its own government alone; all sites in it are sido:경북.",
        ),
    ],
    kind: Annotated[
        Kind | None, typer.Option("--board", help="Of sites, provinces and 'all', only boards of this kind.")
    ] = None,
    pages: Annotated[int | None, typer.Option(help="Read at most this many listing pages of each board.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles of this day or later, as 2024-03-15.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles of this day or earlier.")] = None,
    max_articles: Annotated[int | None, typer.Option(help="Read at most this many articles of each board.")] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Read every listing page to the board's end, whatever is known.")
    ] = False,
    recheck: Annotated[bool, typer.Option("--recheck", help="Read known articles again, too.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read listings only, and say what would be fetched and why.")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write all articles of this run to FILE anew ('-': standard output)."
        ),
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", "-f", metavar="FORMAT", help="jsonlines (the default), json, csv or xml.")
    ] = None,
    data: Annotated[
        Path,
        typer.Option(metavar="FOLDER", help="Where runs without --output write, and remember what they have seen."),
    ] = Path("data"),
    attachments: Annotated[
        bool,
        typer.Option(
            "--attachments", help="Download the articles' files, too, and read their text (HWP, HWPX, PDF …)."
        ),
    ] = False,
    files: Annotated[
        str | None,
        typer.Option(
            "--files",
            metavar="PLACE",
            help="Where files go: a folder, s3://BUCKET/…, gs://…, ftp://… (else FOLDER/files, or OUTPUT.files). Means --attachments.",
        ),
    ] = None,
    spreadsheet: Annotated[
        bool,
        typer.Option("--spreadsheet", help="In CSV, mark cells that a spreadsheet would take for a formula with '."),
    ] = False,
    retry_now: Annotated[
        bool, typer.Option("--retry-now", help="Ask hosts again that an earlier run left alone until later.")
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            envvar="NEWSCRAWL_CONTACT",
            metavar="ADDRESS",
            help="Your mail or web address, told to every site in the User-Agent.",
        ),
    ] = None,
    warc: Annotated[
        Path | None,
        typer.Option("--warc", metavar="FILE", help="Keep every answer in a web archive (.warc or .warc.gz)."),
    ] = None,
    replay: Annotated[
        Path | None,
        typer.Option("--replay", metavar="FILE", help="Crawl from a web archive alone, without any network."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            "-s",
            metavar="NAME=VALUE",
            help="Any setting of newscrawl's or Scrapy's for this run, as of Scrapy's own command; may be repeated.",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no table; errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Scrapy's log and every warning.")] = False,
) -> None:
    """Crawl boards into a dataset.

    Without --output, the articles go to FOLDER/SITE.jsonl, and a ledger remembers them: the next run adds only what is new or changed.
    With --output, the file holds everything this run read, and nothing is remembered.

    \b
    newscrawl crawl dgmaeil --pages 2 -o out.jsonl
    newscrawl crawl sido:대구 "경북 의성" --board press
    newscrawl crawl 'https://www.example.go.kr/board/list.do?bbsId=BBS_01' --since 2024-03-01
    newscrawl crawl 수성구 --board press --attachments   # and their files, once each, with the text that is in them
    newscrawl crawl all --contact desk@example.org      # every board of the catalogue, side by side, each slowly
    """  # noqa: D301 - \b keeps the examples' lines apart
    from newscrawl.spiders.limits import Limits  # noqa: PLC0415 - `--help` must not wait for Scrapy

    limits = Limits.of(pages, since, until, max_articles)
    format_name = format_of(output, format_)

    from newscrawl.sites.finding import finder  # noqa: PLC0415

    choice = finder().choose(targets, kind.value if kind else None)
    boards = choice.boards

    import scrapy.core.downloader.contextfactory  # noqa: F401, PLC0415 - first: it looks through all modules for each frame above it
    from rich.console import Console  # noqa: PLC0415

    from newscrawl.cli.run import Runner, files_beside, keeping_files, settings_in, written_anew  # noqa: PLC0415
    from newscrawl.cli.show import summary  # noqa: PLC0415
    from newscrawl.network.destinations import is_loopback  # noqa: PLC0415
    from newscrawl.normalize.filenames import safe_name  # noqa: PLC0415

    progress = Console(stderr=True)
    settings: dict[str, Any] = {
        "NEWSCRAWL_PROGRESS": None if quiet or verbose else "live" if progress.is_terminal else "lines",
        "NEWSCRAWL_CONTACT": contact,
        "NEWSCRAWL_RETRY_NOW": retry_now,
    }
    settings |= _destination(output, data, boards, format_name, spreadsheet=spreadsheet, dry_run=dry_run)
    if (attachments or files) and not dry_run:
        settings |= keeping_files(files or files_beside(output, data))
    if warc is not None:
        settings["NEWSCRAWL_WARC"] = str(warc)
    if replay is not None:
        from newscrawl.archive.replay import replay_settings  # noqa: PLC0415

        settings |= replay_settings(replay)
    settings |= settings_in(set_ or ())
    if not (contact or quiet or replay or all(is_loopback(board.host) for board in boards)):
        typer.echo(
            "No contact is set, so sites cannot write to you: --contact ADDRESS, or NEWSCRAWL_CONTACT.", err=True
        )
    if not quiet:
        _tell_left(choice.left)
    file = None if dry_run or output in (None, "-") or "://" in str(output) else Path(str(output))
    with written_anew(file) as settle:
        outcome = Runner(settings, verbose=verbose).run(
            {"boards": boards, "limits": limits, "full": full, "recheck": recheck}
        )
        is_new = settle(outcome)
    if not quiet or outcome.exit_code:
        written = (
            []
            if dry_run or not is_new
            else (
                [output]
                if output is not None
                else sorted({str(data / f"{safe_name(board.site)}.{_ending(format_name)}") for board in boards})
            )
        )
        summary(Console(stderr=output == "-"), outcome, [path for path in written if path != "-"], verbose=verbose)
    if not is_new:
        typer.echo(f"{output} is left as it was: nothing was read.", err=True)
    if outcome.exit_code == 130:
        typer.echo(
            "Stopped by you. What was read is written in whole lines; run the same command again to go on.", err=True
        )
    raise typer.Exit(outcome.exit_code)


def _destination(
    output: str | None, data: Path, boards: list[Board], format_name: str, *, spreadsheet: bool, dry_run: bool
) -> dict[str, Any]:
    """Return the settings that say where articles are written. Raises ConfigurationError where that cannot be."""
    from newscrawl.cli.run import feed, make_room, site_feeds  # noqa: PLC0415

    if spreadsheet and format_name != "csv":
        raise ConfigurationError("--spreadsheet is for CSV: name a file that ends in .csv, or --format csv.")
    ledger = {"NEWSCRAWL_LEDGER": str(data / "ledger.db")}
    if dry_run:
        return {"NEWSCRAWL_DRY_RUN": True, **ledger}
    if output is not None:
        if output != "-" and "://" not in output:
            if Path(output).is_dir():
                raise ConfigurationError(f"{output} is a folder; --output takes a file.")
            make_room(Path(output).parent)
        options = {"item_export_kwargs": {"spreadsheet": True}} if spreadsheet else {}
        return {"FEEDS": feed(output, format_name, overwrite=True, **options)}
    if format_name != "jsonlines":
        raise ConfigurationError(
            f"A data folder holds JSON lines, to which runs can add. Name a file for {format_name}: --output FILE."
        )
    make_room(data)
    return {"FEEDS": site_feeds(data, boards, format_name), **ledger}


def _tell_left(left: Sequence[Board]) -> None:
    """Say which boards a target named that are off in the catalogue."""
    for board in left[:_LEFT]:
        typer.echo(
            f"{board.id} is off and was left out: {board.off.rstrip('.')}. Name it to read it all the same.", err=True
        )
    if len(left) > _LEFT:
        typer.echo(f"and {len(left) - _LEFT} more boards that are off; `newscrawl sites --off` lists them.", err=True)


def _ending(format_name: str) -> str:
    return "jsonl" if format_name == "jsonlines" else format_name
