"""WARC files record by record: where each stands, what it holds byte by byte, and where a file that was torn by a crash is still whole.

The format is ISO 28500. Compressed archives hold a record in each gzip member, as the standard asks for.
"""

from __future__ import annotations

import logging
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from newscrawl.errors import InputError

logger = logging.getLogger(__name__)

_CHUNK = 1 << 15  # bytes
_MAGIC = b"WARC/"
_GZIP = b"\x1f"  # what a compressed archive begins with
_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Record:
    """One record: its bytes, and the places in the file where it begins and ends (those of its gzip member)."""

    start: int
    end: int
    data: bytes

    @cached_property
    def _parts(self) -> tuple[bytes, bytes]:
        head, _, rest = self.data.partition(_END)
        return head, rest

    @cached_property
    def _fields(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in fields_of(self._parts[0]):
            found.setdefault(name.decode("utf-8", "replace").lower(), []).append(value.decode("utf-8", "replace"))
        return found

    def field(self, name: str) -> str | None:
        """Return the first value of a field of the record's own header (lower-case name)."""
        return next(iter(self.fields(name)), None)

    def fields(self, name: str) -> list[str]:
        """Return all values of a field of the record's own header (lower-case name)."""
        return self._fields.get(name, [])

    @property
    def kind(self) -> str | None:
        """`warcinfo`, `request`, `response`, `metadata` …."""
        return self.field("warc-type")

    @property
    def id(self) -> str | None:
        """The record's name, by which others refer to it."""
        return self.field("warc-record-id")

    @property
    def url(self) -> str:
        """The address that was asked."""
        return (self.field("warc-target-uri") or "").removeprefix("<").removesuffix(">")

    @property
    def date(self) -> datetime | None:
        """The moment of capture, aware. Raises InputError for what is no date."""
        text = self.field("warc-date")
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError as error:
            raise InputError(f"The archive says of {self.url} that it was captured at '{text}'.") from error

    @property
    def block(self) -> bytes:
        """What was recorded: for a request or a response its start line, headers and body."""
        length = self.field("content-length") or ""
        return self._parts[1][: int(length)] if length.isdigit() else b""


def fields_of(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return names and values of the header lines under a start line, byte by byte; a folded line belongs to the one before it."""
    found: list[tuple[bytes, bytes]] = []
    for line in head.split(b"\n")[1:]:
        if line[:1] in (b" ", b"\t") and found:
            found[-1] = (found[-1][0], found[-1][1] + b" " + line.strip())
        elif b":" in line:
            name, _, value = line.partition(b":")
            found.append((name.strip(), value.strip()))
    return found


def records(path: Path) -> Iterator[Record]:
    """Yield the records of a file. A torn last one is left out, and a warning says so. Raises InputError for what is no archive."""
    try:
        with path.open("rb") as file:
            end = 0
            for record in whole_records(file):
                end = record.end
                yield record
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise InputError(f"The archive {path} cannot be read: {error.strerror}.") from error
    if end < size:
        logger.warning("%s ends in the middle of a record: its last %s bytes are left out", path, size - end)


def record_at(file: BinaryIO, start: int) -> Record:
    """Return the record that begins at a place of a file. Raises InputError where none does."""
    record = next(whole_records(file, start), None)
    if record is None:
        raise InputError(f"{file.name} holds no whole record at byte {start}: it was changed while it was read.")
    return record


def whole_records(file: BinaryIO, start: int = 0) -> Iterator[Record]:
    """Yield the records of an open file up to its end, or to a last record that is torn.

    Raises InputError where the file is no archive, or is damaged before its end.
    """
    compressed = is_compressed(file)
    file.seek(start)
    yield from _members(file, start) if compressed else _plain(file, start)


def is_compressed(file: BinaryIO) -> bool:
    """Tell whether an archive is compressed, by its first byte."""
    file.seek(0)
    return file.read(len(_GZIP)) == _GZIP


def _members(file: BinaryIO, start: int) -> Iterator[Record]:
    ahead = b""
    while ahead or (ahead := file.read(_CHUNK)):
        inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        data, end = bytearray(), start
        try:
            while not inflate.eof and (chunk := ahead or file.read(_CHUNK)):
                data += inflate.decompress(chunk)
                ahead = inflate.unused_data
                end += len(chunk) - len(ahead)
        except zlib.error as error:
            raise InputError(f"{file.name} is damaged at byte {start}: {error}.") from error
        _see(file, start, data)
        if not inflate.eof:
            return
        yield Record(start, end, bytes(data))
        start = end


def _plain(file: BinaryIO, start: int) -> Iterator[Record]:
    while line := file.readline():
        _see(file, start, line)
        head = bytearray(line)
        while not head.endswith(_END):
            line = file.readline()
            if not line:
                return
            head += line
        length = next((value for name, value in fields_of(bytes(head)) if name.lower() == b"content-length"), b"")
        if not length.isdigit():
            raise InputError(f"{file.name} is damaged at byte {start}: the record does not say how long it is.")
        rest = file.read(int(length) + len(_END))
        if len(rest) < int(length) + len(_END):
            return
        if not rest.endswith(_END):
            raise InputError(f"{file.name} is damaged at byte {start}: the record is not as long as it says.")
        yield Record(start, file.tell(), bytes(head + rest))
        start = file.tell()


def _see(file: BinaryIO, start: int, data: bytes | bytearray) -> None:
    """Raise InputError for data that does not begin as a record does, as far as there is any."""
    if data[: len(_MAGIC)] != _MAGIC[: len(data)]:
        raise InputError(f"{file.name} is no web archive: no record begins at byte {start}.")
