"""`newscrawl record`: a crawl kept as a test case, and the check that cases still give the records they gave."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newscrawl.errors import ConfigurationError, InputError

if TYPE_CHECKING:
    from newscrawl.archive.case import Case
    from newscrawl.cli.run import Outcome


def record(
    target: Annotated[
        str | None, typer.Argument(metavar="TARGET", help="A site, SITE/BOARD, or the address of a board's listing.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Where the case's two files go.")
    ] = None,
    pages: Annotated[int, typer.Option(min=1, help="Read this many listing pages of each board.")] = 1,
    max_articles: Annotated[
        int | None, typer.Option(min=1, help="Read at most this many articles of each board.")
    ] = None,
    check: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Replay the cases in FOLDER, or one archive, and compare.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Scrapy's log and every warning.")] = False,
) -> None:
    """Record a crawl as a test case, or check the cases that were recorded.

    A case is ID.warc.gz, every answer as it came, and ID.jsonl, the records read from it. The check runs the crawl again from the archive,
    without network, and prints every field that is not as it was.

    \b
    newscrawl record dgmaeil --max-articles 5 -o cases
    newscrawl record --check cases
    """  # noqa: D301 - \b keeps the examples' lines apart
    if check is not None and target is None and output is None:
        raise typer.Exit(_check(check, verbose=verbose))
    if target is None or output is None or check is not None:
        raise ConfigurationError("Say what to record and where: TARGET -o FOLDER; or what to check: --check FOLDER.")
    raise typer.Exit(_record(target, output, pages, max_articles, verbose=verbose))


def _record(target: str, folder: Path, pages: int, max_articles: int | None, *, verbose: bool) -> int:
    """Crawl with the archive on; the files reach their names only when the crawl went well."""
    from rich.console import Console  # noqa: PLC0415 - `--help` must not wait for Scrapy

    from newscrawl.archive.case import SUFFIX, Case, records_of  # noqa: PLC0415
    from newscrawl.cli.show import summary  # noqa: PLC0415
    from newscrawl.sites import boards_of  # noqa: PLC0415

    case = Case(tuple(boards_of([target])), pages, max_articles)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".recording-") as scratch:
        archive = Path(scratch, case.name + SUFFIX)
        settings = {"NEWSCRAWL_WARC": str(archive), "NEWSCRAWL_WARC_INFO": case.info}
        outcome = _crawl(case, records_of(archive), settings, verbose=verbose)
        summary(Console(), outcome, (), verbose=verbose)
        if outcome.exit_code:
            typer.echo("Nothing was recorded: the crawl did not end well.", err=True)
            return outcome.exit_code
        for file in (archive, records_of(archive)):
            file.replace(folder / file.name)
            typer.echo(f"wrote {folder / file.name}")
    typer.echo(f"check it with: newscrawl record --check {folder}")
    return 0


def _check(path: Path, *, verbose: bool) -> int:
    """Check one case here, several each in a process of its own: Scrapy's reactor starts once a process."""
    from newscrawl.archive.case import SUFFIX  # noqa: PLC0415

    cases = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
    if not cases:
        raise InputError(f"{path} holds no case: there is no *{SUFFIX}.")
    if len(cases) == 1:
        return _check_one(cases[0], verbose=verbose)
    command = [sys.executable, "-m", "newscrawl", "record", *(["--verbose"] if verbose else []), "--check"]
    codes = [subprocess.run([*command, str(case)], check=False).returncode for case in cases]  # noqa: S603
    return int(any(codes))


def _check_one(archive: Path, *, verbose: bool) -> int:
    from rich.console import Console  # noqa: PLC0415

    from newscrawl.archive.case import case_of, differences, read_records, records_of  # noqa: PLC0415
    from newscrawl.archive.replay import replay_settings  # noqa: PLC0415
    from newscrawl.cli.show import summary  # noqa: PLC0415

    settings = replay_settings(archive)
    case, expected = case_of(archive), read_records(records_of(archive))
    with TemporaryDirectory() as scratch:
        feed = Path(scratch, "found.jsonl")
        outcome = _crawl(case, feed, settings, verbose=verbose)
        found = list(differences(expected, read_records(feed)))
    for line in found:
        typer.echo(line)
    if outcome.exit_code:
        summary(Console(stderr=True), outcome, (), verbose=verbose)
    well = not found and outcome.exit_code == 0
    typer.echo(f"{archive}: {f'{len(expected)} records, all as recorded' if well else 'not as recorded'}")
    return 0 if well else 1


def _crawl(case: Case, feed_path: Path, settings: dict[str, Any], *, verbose: bool) -> Outcome:
    """Crawl a case's boards into a feed, a request at a time: the order of its lines is then that of the board.

    Each page is read by itself: what the pages before it taught is no matter of the case.
    """
    from newscrawl.cli.run import Runner, feed  # noqa: PLC0415
    from newscrawl.spiders.limits import Limits  # noqa: PLC0415

    feeds = feed(str(feed_path), "jsonlines", overwrite=True)
    alone = {"FEEDS": feeds, "CONCURRENT_REQUESTS": 1, "NEWSCRAWL_PROFILES": False}
    runner = Runner({**settings, **alone}, verbose=verbose)
    limits = Limits(pages=case.pages, max_articles=case.max_articles)
    return runner.run({"boards": case.boards, "limits": limits})
