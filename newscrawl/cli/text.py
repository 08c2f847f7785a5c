"""`newscrawl text`: the text of files, for people and pipes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.errors import InputError

if TYPE_CHECKING:
    from newscrawl.attachments.result import FileText

_MEGABYTE = 1 << 20
_ADVICE = {
    "empty": "There are no words in it.",
    "encrypted": "Open it with its password, save it without one, and try again.",
    "scanned": "Give it a text layer first (OCR), and try again.",
    "unsupported": "",
    "damaged": "Download it again; if it is so at its source, its own program may still open it.",
    "too_large": "--max-size lets larger files in.",
    "timeout": "--timeout gives it longer.",
}


def text(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of any name; - is standard input.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a file: name, media_type, status, text, warnings.")
    ] = False,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="How long reading one file may take.")
    ] = 30,
    max_size: Annotated[int, typer.Option(metavar="MB", min=1, help="The largest file that is read.")] = 64,
) -> None:
    """Print the text of files: HWP, HWPX, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TXT, CSV, and ZIP files that hold them.

    What a file is, its content says, not its name. Paragraphs are apart by a blank line, cells of tables by a tab. Text goes to standard
    output, all else to standard error, with several files their names too. Each file is read in a process of its own with limits of
    time and memory, so a hostile one does no harm. A status says what came of it: ok, empty, encrypted, scanned (pictures of pages),
    unsupported, damaged, too_large, timeout. HWP and PDF need `pip install 'newscrawl[attachments]'`.

    Exit codes: 0 all files gave text, 1 one gave none or was not read to its end, 2 a file is missing.
    """
    for name in files:
        if name != "-" and (Path(name).is_dir() or not Path(name).exists()):
            advice = f"Name the files in it: {name.rstrip('/')}/*" if Path(name).is_dir() else "Check the name."
            raise InputError(
                f"{'A folder is no file' if Path(name).is_dir() else 'There is no file'}: {name}. {advice}"
            )

    import msgspec  # noqa: PLC0415 - `--help` must not wait for the readers

    from newscrawl.attachments.result import Limits  # noqa: PLC0415
    from newscrawl.attachments.worker import Workers  # noqa: PLC0415
    from newscrawl.normalize.text import printable  # noqa: PLC0415

    failed = False
    with Workers(limits=Limits(file_size=max_size * _MEGABYTE, seconds=timeout)) as workers:
        for name in files:
            read = workers.read_file(_given(name, max_size * _MEGABYTE), Path(name).name)
            failed = failed or read.status != "ok"
            if as_json:
                line = msgspec.json.encode({"name": name, **msgspec.structs.asdict(read)}).decode()
                sys.stdout.buffer.write(printable(line).encode() + b"\n")
            else:
                _show(name, read, heading=len(files) > 1)
            sys.stdout.buffer.flush()
    raise typer.Exit(1 if failed else 0)


def _given(name: str, most: int) -> bytes | Path:
    """Return a file's path, or what a pipe holds: as much of it as tells that it is more than may be read."""
    if name == "-":
        return sys.stdin.buffer.read(most + 1)
    if Path(name).is_file():
        return Path(name)
    with Path(name).open("rb") as pipe:
        return pipe.read(most + 1)


def _show(name: str, read: FileText, *, heading: bool) -> None:
    from newscrawl.normalize.text import printable  # noqa: PLC0415

    if heading:
        typer.echo(printable(f"== {name}"), err=True)
    if read.text:
        sys.stdout.buffer.write(printable(read.text).encode() + b"\n")
    if read.status == "ok":
        for warning in read.warnings:
            typer.echo(printable(f"newscrawl: {name}: {warning}"), err=True)
    else:
        told = " ".join([*read.warnings, _ADVICE[read.status]]).strip()
        typer.echo(printable(f"newscrawl: {name}: {read.status} ({read.media_type}). {told}"), err=True)
