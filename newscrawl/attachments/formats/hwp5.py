"""HWP 5: sections of records, packed in an OLE2 file; those of distribution documents are enciphered."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from newscrawl.attachments.formats import distribution
from newscrawl.attachments.formats.hwp5_records import text_of
from newscrawl.attachments.result import ADVICE, Unreadable
from newscrawl.attachments.source import File

_SIGNATURE = b"HWP Document File"
_COMPRESSED, _PASSWORD, _DISTRIBUTION, _DRM = 1, 2, 4, 1 << 4
_CERTIFIED = 1 << 8 | 1 << 10


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
        room = file.allowance.room(file.limits.part)
        stream, fault = _inflated(stream, room) if flags & _COMPRESSED else (stream, "")
        file.allowance.take(len(stream), "/".join(path))
        if len(stream) > room:
            raise Unreadable("too_large", f"{'/'.join(path)} unpacks to more than {room:,} bytes.")
        yield from text_of(stream)
        if fault:
            raise Unreadable("damaged", f"{'/'.join(path)} {fault}")


def _inflated(data: bytes, room: int) -> tuple[bytes, str]:
    """Return what a stream unpacks to, and what is wrong with it: of one that was cut, what there is."""
    inflate = zlib.decompressobj(-15)
    out: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(data), 1 << 16):
            piece = inflate.decompress(data[at : at + (1 << 16)], room + 1 - size)
            size += len(piece)
            out.append(piece)
            if inflate.eof or size > room:
                break
            while inflate.unconsumed_tail and size <= room:
                piece = inflate.decompress(inflate.unconsumed_tail, room + 1 - size)
                size += len(piece)
                out.append(piece)
    except zlib.error as error:
        return b"".join(out), f"cannot be unpacked to its end: {error}"
    return b"".join(out), "" if inflate.eof else "ends too early"
