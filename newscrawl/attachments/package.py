"""ZIP packages opened with care: bounded in entries and unpacked size, names in whatever charset, encryption told."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from newscrawl.attachments import xml
from newscrawl.attachments.result import Unreadable
from newscrawl.attachments.source import File

_ENCRYPTED = 0x1
_UTF8 = 0x800
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, UnicodeError)


class Package:
    """A ZIP file in memory. What it unpacks counts against the file's allowance."""

    def __init__(self, file: File) -> None:
        """Open it. Raises Unreadable where there is no list of entries, or one longer than the limit."""
        self._file = file
        limits = file.limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file.data))
        except (*_FAULTS, NotImplementedError) as error:
            raise Unreadable("damaged", f"The package cannot be opened: {error}") from error
        infos = self._zip.infolist()
        if len(infos) > limits.entries:
            raise Unreadable("too_large", f"The package has {len(infos):,} entries, more than {limits.entries:,}.")
        self._entries = {_name(info): info for info in infos if info.filename and not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of the files inside, in the order of the package."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Return a file's bytes. Raises Unreadable: encrypted, damaged, packed in a way unknown here, or beyond a limit."""
        info = self._entries.get(name)
        if info is None:
            raise Unreadable("damaged", f"The package has no {name}.")
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable("encrypted", f"{name} is locked with a password.")
        room = self._file.allowance.room(self._file.limits.part)
        try:
            with self._zip.open(info) as entry:
                data = entry.read(room + 1)
        except NotImplementedError as error:
            raise Unreadable("unsupported", f"{name} is packed in a way that is not read: {error}") from error
        except _FAULTS as error:
            raise Unreadable("damaged", f"{name} cannot be unpacked: {error}") from error
        self._file.allowance.take(len(data), name)
        if len(data) > room:
            raise Unreadable("too_large", f"{name} unpacks to more than {room:,} bytes.")
        return data

    def xml(self, name: str) -> xml.Element:
        """Return the root of an XML part. Raises Unreadable as `read` and the parser do."""
        return xml.parse(self.read(name), name)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of an Office part: the last word of each one's type and the part it leads to, by id."""
        path = PurePosixPath(name)
        relations = str(path.parent / "_rels" / f"{path.name}.rels")
        return dict(self._relations(relations, path.parent)) if relations in self else {}

    def _relations(self, relations: str, base: PurePosixPath) -> Iterator[tuple[str, tuple[str, str]]]:
        for relation in self.xml(relations):
            target = relation.get("Target", "")
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") != "External":
                yield relation.get("Id", ""), (kind, _resolved(target, base))


def _resolved(target: str, base: PurePosixPath) -> str:
    parts: list[str] = [] if target.startswith("/") else [part for part in base.parts if part != "."]
    for part in target.split("/"):
        if part == "..":
            parts[-1:] = []
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name: UTF-8 where it says so or is, else CP949, as Korean programs write it."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for charset in ("utf-8", "cp949"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return info.filename
