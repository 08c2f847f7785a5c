"""Saved pages for `newscrawl parse`: HTML files, web archives (WARC), and manifests of saved files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from newscrawl.errors import InputError
from newscrawl.reading.page import Page

_REDIRECT = 3  # the class of a status, 301 for one


class _Entry(msgspec.Struct):
    """A line of a manifest; keys that are not here are ignored."""

    id: str
    file: str
    url: str
    status: int = 200
    headers: list[tuple[str, str]] = []
    charset: str | None = None
    captured_at: datetime | None = None


def saved_pages(path: Path, *, url: str | None, now: datetime | None) -> Iterator[tuple[str | None, Page]]:
    """Yield (id, page) for every page that a file holds; `now` serves where the file does not say when it was captured.

    Raises InputError for a file that is missing or broken, and for an HTML file without an address.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}.")
    name = path.name.lower()
    if name.endswith(".jsonl"):
        yield from _from_manifest(path, now)
    elif name.endswith((".warc", ".warc.gz")):
        yield from _from_warc(path, now)
    elif url is None:
        raise InputError(f"Say where {path} was saved from: --url https://…; addresses on the page are relative to it.")
    else:
        yield None, Page(url=url, body=path.read_bytes(), now=now)


def _from_manifest(path: Path, now: datetime | None) -> Iterator[tuple[str, Page]]:
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = msgspec.json.decode(line, type=_Entry)
            body = (path.parent / entry.file).read_bytes()
        except (msgspec.DecodeError, OSError) as error:
            raise InputError(f"{path}, line {number}: {error}") from error
        headers = {name.lower(): value for name, value in entry.headers}
        moment = entry.captured_at or now
        yield (
            entry.id,
            Page(url=entry.url, body=body, status=entry.status, headers=headers, charset=entry.charset, now=moment),
        )


def _from_warc(path: Path, now: datetime | None) -> Iterator[tuple[None, Page]]:
    """Yield the archived pages as a crawl would have read them; robots.txt, redirects and files are none."""
    from newscrawl.archive.exchange import answer_of, unpack  # noqa: PLC0415 - only archives need it
    from newscrawl.archive.records import records  # noqa: PLC0415

    for record in records(path):
        if record.kind != "response":
            continue
        response = answer_of(record).response(record.url)
        kind = (response.headers.get("Content-Type") or b"text/html").decode("latin-1")
        refresh = (response.headers.get("Refresh") or b"").decode("latin-1")
        if "html" in kind.lower() and response.status // 100 != _REDIRECT:
            yield (
                None,
                Page(
                    url=record.url,
                    body=unpack(response).body,
                    status=response.status,
                    headers={"content-type": kind, "refresh": refresh},
                    now=record.date or now,
                ),
            )
