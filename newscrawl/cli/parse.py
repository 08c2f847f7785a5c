"""`newscrawl parse`: what saved pages say, one JSON object a page; nothing is fetched."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.errors import ConfigurationError, InputError

if TYPE_CHECKING:
    from newscrawl.profiles import Profile


def parse(
    files: Annotated[
        list[Path], typer.Argument(help="HTML files (with --url), .warc, .warc.gz, or a manifest .jsonl.")
    ],
    url: Annotated[str | None, typer.Option(help="The address an HTML file was saved from.")] = None,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="TIME", help="The moment of capture where the file does not say, as 2024-03-15T10:30+09:00."
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The board's profile, as `newscrawl profile show BOARD --json` prints it."),
    ] = None,
    generic: Annotated[bool, typer.Option("--generic", help="Leave families and profiles out.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the evidence: every candidate with its rule and confidence.")
    ] = False,
) -> None:
    """Print what saved pages say, one JSON object a page, without network and clock.

    "10:23" and "3시간 전" are dates only where the moment of capture is known: from the manifest, the archive, or --now.
    """
    from newscrawl.inputs import saved_pages  # noqa: PLC0415 - `--help` must not wait for lxml
    from newscrawl.normalize.text import printable  # noqa: PLC0415
    from newscrawl.parsing import evidence_of, page_record, to_json  # noqa: PLC0415

    moment = _moment(now)
    learned = _profile(profile) if profile is not None else None
    for file in files:
        for id_, page in saved_pages(file, url=url, now=moment):
            record, reading = page_record(page, id_=id_, generic=generic, profile=learned)
            line = to_json(record, evidence_of(reading) if explain else None).decode()
            sys.stdout.buffer.write(printable(line).encode() + b"\n")
    sys.stdout.buffer.flush()


def _profile(file: Path) -> Profile:
    from newscrawl.profiles.profile import from_json  # noqa: PLC0415

    try:
        found = from_json(file.read_bytes())
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.") from error
    if found is None:
        raise InputError(
            f"{file} is no profile of this newscrawl's. `newscrawl profile show BOARD --json` prints one, "
            "`newscrawl profile learn` makes one of saved pages."
        )
    return found


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"--now takes a time such as 2024-03-15T10:30+09:00; '{text}' is none.") from None
    if moment.tzinfo is None:
        raise ConfigurationError(f"--now needs a zone: {text}+09:00 for Korea.")
    return moment
