"""Writing web archives: requests and answers as WARC records, whole after every one, without what would let others in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from http.client import responses as reasons
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl import __version__
from newscrawl.archive.exchange import CUT, DISCONNECT, LOSS
from newscrawl.archive.records import is_compressed, whole_records
from newscrawl.errors import ConfigurationError

if sys.platform != "win32":
    import fcntl

SECRET = frozenset((b"cookie", b"authorization", b"proxy-authorization", b"set-cookie"))
FAILURE = "fetch-failure"  # the field of a metadata record that says why there was no answer
_HOP = b"transfer-encoding"  # the body is kept as one piece


class _Head(StatusAndHeaders):  # type: ignore[misc] # warcio has no types
    """Start line and headers that are written as they are, also where they are no ASCII."""

    def __init__(self, head: bytes) -> None:
        super().__init__("as received", [])
        self.head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Give warcio the bytes instead of its own rendering."""
        del header_filter
        self.headers_buff = self.head


class Archive:
    """A WARC file that grows by a request and its answer at a time. The name of a new one says whether it is compressed (`.gz`).

    `cut` says how many bytes of a record that a former crash had torn were cut off at opening. Raises InputError where the file is there
    and is no archive, ConfigurationError where another run writes into it.
    """

    def __init__(self, path: Path, info: Mapping[str, str] | None = None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("a+b")
        try:
            _lock(self._file)
            self.cut = _mend(self._file)
        except BaseException:
            self._file.close()
            raise
        compress = is_compressed(self._file) if path.stat().st_size else path.suffix == ".gz"
        self._buffer = BytesIO()
        self._writer = WARCWriter(self._buffer, gzip=compress)
        about = {"software": f"newscrawl/{__version__}", "format": "WARC File Format 1.0", **(info or {})}
        self._append(self._writer.create_warcinfo_record(path.name, about))

    def answered(self, request: Request, response: Response, at: datetime) -> None:
        """Write a request and its answer."""
        asked = self._asked(request, at)
        fields = {"WARC-Date": _date(at), "WARC-Concurrent-To": asked.rec_headers.get_header("WARC-Record-ID")}
        if response.ip_address is not None:
            fields["WARC-IP-Address"] = str(response.ip_address)
        if LOSS in response.flags:
            fields[CUT] = DISCONNECT
        reason = reasons.get(response.status, "")
        head = _head(f"{response.protocol or 'HTTP/1.1'} {response.status} {reason}", _lines(response))
        self._append(asked, self._record("response", _url(request), response.body, fields, _Head(head)))

    def failed(self, request: Request, error: Exception, at: datetime) -> None:
        """Write a request that got no answer, and why."""
        asked = self._asked(request, at)
        fields = {"WARC-Date": _date(at), "WARC-Concurrent-To": asked.rec_headers.get_header("WARC-Record-ID")}
        message = " ".join(str(error).split())
        body = f"{FAILURE}: {type(error).__name__}\r\nmessage: {message}\r\n".encode()
        self._append(asked, self._record("metadata", _url(request), body, fields))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _asked(self, request: Request, at: datetime) -> Any:
        parts = urlsplit(_url(request))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.rpartition("@")[2]
        lines = [(b"Host", host.encode()), *_lines(request)]
        if request.body:
            lines.append((b"Content-Length", str(len(request.body)).encode()))
        head = _head(f"{request.method} {target} HTTP/1.1", lines)
        return self._record("request", _url(request), request.body, {"WARC-Date": _date(at)}, _Head(head))

    def _record(self, kind: str, url: str, body: bytes, fields: Mapping[str, str], head: _Head | None = None) -> Any:
        return self._writer.create_warc_record(
            url, kind, payload=BytesIO(body), length=len(body), warc_headers_dict=fields, http_headers=head
        )

    def _append(self, *records: Any) -> None:
        """Write records so that a reader finds an answer only behind its request, and hand them to the operating system."""
        for record in records:
            self._writer.write_record(record)
        self._file.write(self._buffer.getvalue())
        self._file.flush()
        self._buffer.seek(0)
        self._buffer.truncate()


def _url(request: Request) -> str:
    return urldefrag(request.url)[0]


def _date(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _lines(message: Request | Response) -> list[tuple[bytes, bytes]]:
    """Return the header lines of a message, without secrets."""
    return [
        (name, value)
        for name, values in message.headers.items()
        if name.lower() not in SECRET and name.lower() != _HOP
        for value in values
    ]


def _head(start: str, lines: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join((start.encode("ascii"), b"\r\n", *(b"%b: %b\r\n" % line for line in lines), b"\r\n"))


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ConfigurationError(
            f"Another run is writing into {file.name}; give each run an archive of its own."
        ) from None


def _mend(file: BinaryIO) -> int:
    """Cut off a last record that is torn, and return how many bytes went."""
    end = 0
    for record in whole_records(file):
        end = record.end
    size = file.seek(0, os.SEEK_END)
    if end < size:
        file.truncate(end)
    return size - end
