"""Number 595: an answer is unpacked as its label says, and told from one that was cut on the way or was never packed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from gzip import GzipFile
from io import BytesIO
from typing import NamedTuple, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]  # whichever of their libraries it found

LOSS = "dataloss"  # Scrapy's flag: bytes that were announced did not come

_CHUNK = 1 << 16  # bytes
_MAGIC = {b"gzip": b"\x1f\x8b", b"x-gzip": b"\x1f\x8b", b"zstd": b"\x28\xb5\x2f\xfd"}
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = (
    512  # bytes of a body's beginning; packed, hardly one in a hundred thousand million has no control among so many
)


class Unpacked(NamedTuple):
    """What a body holds, as far as it could be unpacked; `whole` tells whether it came to its end."""

    body: bytes
    whole: bool = True


class Unpacking:
    """Unpacks answers before Scrapy does, which takes a stream that breaks off for whole and fails at one that was never packed.

    Only gzip is asked for, but a server may send what it likes.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it; DOWNLOAD_MAXSIZE (bytes), or the request's own, bounds what a stream may unpack to; Scrapy refuses more."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Unpack a body; take a label off that is none; flag a stream without an end "dataloss", unpacked as far as it goes."""
        labels = [
            one.strip().lower() for line in response.headers.getlist("Content-Encoding") for one in line.split(b",")
        ]
        if request.method == "HEAD" or not response.body or not labels or labels[-1] not in _STREAMS:
            return response
        body, flags = response.body, list(response.flags)
        limit = request.meta.get("download_maxsize", self.limit)
        while labels and labels[-1] in _STREAMS:
            unpacked = unpack(body, labels.pop(), limit)
            if unpacked is None:
                return response
            body = unpacked.body
            if not unpacked.whole:
                flags.append(LOSS)
                labels.clear()  # what lies under it cannot be had
        return _unlabelled(response, labels, body, flags)


def unpack(body: bytes, label: bytes, limit: int) -> Unpacked | None:
    """Return what a body of this label (a content coding, such as b"gzip") holds; None where that is more than `limit` bytes.

    A body that was never packed is all there is.
    """
    if not body.startswith(_MAGIC.get(label, b"")):
        return Unpacked(body)
    unpacked = bytearray()
    try:
        for piece in _STREAMS[label](body):
            unpacked += piece
            if limit and len(unpacked) > limit:
                return None
    except (OSError, EOFError, zlib.error, brotli.error, zstd.ZstdError):
        if not _NO_TEXT.search(body[:_LOOKED_AT]):
            return Unpacked(body)
        return Unpacked(bytes(unpacked), whole=False)
    return Unpacked(bytes(unpacked))


def _gunzipped(body: bytes) -> Iterator[bytes]:
    with GzipFile(fileobj=BytesIO(body)) as stream:
        while piece := stream.read1(_CHUNK):
            yield piece


def _inflated(body: bytes) -> Iterator[bytes]:
    """Unpack "deflate": zlib as the standard has it, or the bare stream that some servers send."""
    stream = zlib.decompressobj()
    try:
        stream.decompress(body[:_CHUNK], 1)
        stream = zlib.decompressobj()
    except zlib.error:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = body
    while not stream.eof:
        piece = stream.decompress(rest, _CHUNK)
        if not piece and not stream.eof:
            raise EOFError
        rest = stream.unconsumed_tail
        yield piece


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    piece = stream.process(body, output_buffer_limit=_CHUNK)
    while piece or stream.is_finished():
        yield piece
        if stream.is_finished():
            return
        piece = stream.process(b"", output_buffer_limit=_CHUNK)
    raise EOFError


def _unzstded(body: bytes) -> Iterator[bytes]:
    with zstd.ZstdFile(BytesIO(body)) as stream:
        while piece := stream.read(_CHUNK):
            yield piece


_STREAMS: Mapping[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"gzip": _gunzipped,
    b"x-gzip": _gunzipped,
    b"deflate": _inflated,
    b"br": _unbrotlied,
    b"zstd": _unzstded,
}


def _unlabelled(response: Response, labels: list[bytes], body: bytes, flags: list[str]) -> Response:
    """Return a response with another body, and these as its Content-Encoding."""
    headers = response.headers.copy()
    headers.pop("Content-Encoding")
    if labels:
        headers["Content-Encoding"] = b", ".join(labels)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return response.replace(cls=kind, headers=headers, body=body, flags=flags)
