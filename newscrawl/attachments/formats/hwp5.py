"""HWP 5: sections of records, packed in an OLE2 file; those of distribution documents are enciphered."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from newscrawl.attachments.formats import distribution
from newscrawl.attachments.formats.hwp5_records import text_of, tree
from newscrawl.attachments.result import ADVICE, Unreadable
from newscrawl.attachments.source import File

_SIGNATURE = b"HWP Document File"
_COMPRESSED, _PASSWORD, _DISTRIBUTION, _DRM = 1, 2, 4, 1 << 4
_CERTIFIED = 1 << 8 | 1 << 10
_STEP = 16  # bytes unpacked at a time where there is a fault


def blocks(file: File) -> Iterator[str]:
    """Yield the paragraphs and tables in reading order; notes follow their paragraph, headers and footers stand once where they are set."""
    if file.data.startswith(_SIGNATURE):
        raise Unreadable("unsupported", "The document is of Hangul 3.0 or before, of another format.")
    try:
        import olefile  # noqa: PLC0415 - of the extra
    except ImportError as error:
        raise Unreadable("unsupported", f"HWP is not read without olefile: {ADVICE}") from error
    try:
        container = olefile.OleFileIO(io.BytesIO(file.data))
        header = container.openstream("FileHeader").read(256)
    except (OSError, ValueError, IndexError, struct.error, TypeError, KeyError, AttributeError) as error:
        raise Unreadable("damaged", f"The container of the document cannot be opened: {error}") from error
    if not header.startswith(_SIGNATURE) or len(header) < 40:
        raise Unreadable("damaged", "The document has no header.")
    flags = int.from_bytes(header[36:40], "little")
    if flags & _PASSWORD:
        raise Unreadable("encrypted", "The document is locked with a password.")
    if flags & (_DRM | _CERTIFIED):
        raise Unreadable("encrypted", "The document is locked by a licence (DRM) or a certificate.")
    storage = "ViewText" if flags & _DISTRIBUTION else "BodyText"
    paths = [path for path in container.listdir() if len(path) == 2 and path[0] == storage and path[1][7:].isdigit()]
    if not paths:
        raise Unreadable("damaged", "The document has no section.")
    for path in sorted(paths, key=lambda path: int(path[1][7:])):
        try:
            stream = container.openstream(path).read()
        except (OSError, ValueError, IndexError, struct.error, TypeError) as error:
            raise Unreadable("damaged", f"{'/'.join(path)} cannot be read: {error}") from error
        if flags & _DISTRIBUTION:
            stream = distribution.deciphered(stream)
        name = "/".join(path)
        room = file.allowance.room(file.limits.part)
        section, whole = _inflated(stream, room) if flags & _COMPRESSED else (stream, True)
        file.allowance.take(len(section), name)
        if len(section) > room:
            raise Unreadable("too_large", f"{name} unpacks to more than {room:,} bytes.")
        records, rest = tree(section)
        yield from text_of(records)
        if rest and not whole:
            raise Unreadable("damaged", f"{name} ends too early, or what follows cannot be unpacked.")
        if rest or not whole:
            file.warn(f"{name} does not end as it should; its text seems whole.")


def _inflated(data: bytes, room: int) -> tuple[bytes, bool]:
    """Return what a stream unpacks to, of one that was cut what there is, and whether it has its end."""
    inflate = zlib.decompressobj(-15)
    try:
        section = inflate.decompress(data, room + 1)
    except zlib.error:  # of all that is before the fault, nothing is returned with it
        inflate = zlib.decompressobj(-15)
        section = b"".join(_by_bytes(inflate, data, room))
    return section, inflate.eof or len(section) > room


def _by_bytes(inflate: Any, data: bytes, room: int) -> Iterator[bytes]:
    """Yield what can be unpacked before a fault."""
    with suppress(zlib.error):
        for at in range(0, len(data), _STEP):
            piece = inflate.decompress(data[at : at + _STEP], room + 1)
            room -= len(piece)
            yield piece
            if room < 0:
                return
