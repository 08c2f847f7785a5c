"""What came for a file that was asked for: its name, kind and bytes, and by what it may be asked for again; or why it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from scrapy.http import Response
from scrapy.utils.asyncio import run_in_thread

from newscrawl.attachments.media import HTML, media_type
from newscrawl.normalize.disposition import disposition_name
from newscrawl.normalize.parts import extension
from newscrawl.reading import Page
from newscrawl.reading.problems import find_problem

_OK = 200
_AT_ONCE = 1 << 20  # bytes that are hashed without leaving the event loop, and that a web page is told by
_SETTLED = timedelta(
    minutes=1
)  # between a change and the answer that tells of it (RFC 9110, 8.8.2.2): else it may be anybody's clock
_LONGEST = 200  # characters of a validator that is kept
_MAY_BE_PAGES = (".htm", ".html", ".mht", ".xls", ".doc", ".txt", ".csv", ".xml", "")  # spreadsheets are often HTML


class FileRefused(Exception):
    """Raised, and caught, in the pipeline for an answer that is not the file that was asked for; says why, in words."""


class Validators(NamedTuple):
    """What a server says of a file's state, to be asked by whether it is another now."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> Mapping[str, str]:
        """Return the headers that ask for the file only if it is another."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class Arrival(NamedTuple):
    """A file that came, by its content; `name` is as its server gives it, None where it does not."""

    body: bytes
    digest: str
    kind: str
    name: str | None
    validators: Validators


async def arrived(response: Response, shown: str) -> Arrival:
    """Return the file in an answer; `shown` is its name on the page. Raises FileRefused for what is none."""
    name, body = disposition_name(response.headers.get("Content-Disposition") or b""), response.body
    kind = media_type(body, name or shown)
    if problem := _problem(response, name or shown, kind, named=name is not None):
        raise FileRefused(problem)
    digest = _sha256(body) if len(body) < _AT_ONCE else await run_in_thread(_sha256, body)
    return Arrival(body, digest, kind, name, _validators(response))


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _problem(response: Response, name: str, kind: str, *, named: bool) -> str | None:
    """Return why an answer is not the file that was asked for, or None.

    Boards answer 200 with a page where the visit is over or the file is gone. A page is a file only where the server names it as one,
    its name does not promise something else, and it is no alert.
    """
    if response.status != _OK:
        return f"the host answers {response.status}"
    if not response.body:
        return "the file is empty"
    if kind != HTML:
        return None
    beginning = response.body[:_AT_ONCE]
    shown = find_problem(
        Page(url=response.url, body=beginning, headers={"content-type": _text(response, "Content-Type")})
    )
    if named and extension(name).lower() in _MAY_BE_PAGES and not (shown or "").startswith("alert"):
        return None
    return f"the host gives a web page in its place ({shown or 'no message'})"


def _validators(response: Response) -> Validators:
    """Return what an answer can be asked again by; a moment that is the answer's own is none, for programs make it up."""
    etag, modified = (_text(response, name) for name in ("ETag", "Last-Modified"))
    known = Validators(etag if len(etag) <= _LONGEST else None, modified if _is_settled(response, modified) else None)
    return Validators(*(value or None for value in known))


def _is_settled(response: Response, modified: str) -> bool:
    try:
        answered = parsedate_to_datetime(_text(response, "Date"))
    except ValueError:
        answered = datetime.now(UTC)
    try:
        return parsedate_to_datetime(modified) <= answered - _SETTLED
    except (ValueError, TypeError):  # no date, or one without a zone
        return False


def _text(response: Response, header: str) -> str:
    return (response.headers.get(header) or b"").decode("latin-1")
