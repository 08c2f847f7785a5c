"""A recorded answer: status, headers and body exactly as they came, as the Scrapy response that a crawl would have got."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.statscollectors import DummyStatsCollector
from warcio.bufferedreaders import ChunkedDataReader

from newscrawl.archive.records import Record, fields_of
from newscrawl.errors import InputError

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(rb"(HTTP/[\d.]+) (\d{3})")
_TRANSFER = b"transfer-encoding"
LOSS = "dataloss"  # Scrapy's flag of an answer that broke off
CUT = "WARC-Truncated"  # and what says so in an archive (WARC 1.0, 5.13),
DISCONNECT = "disconnect"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. The body is as it was sent, so it may be compressed; `cut` says that not all of it came."""

    protocol: str
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    cut: bool = False

    def response(self, url: str) -> Response:
        """Return it as Scrapy's download handler does, before any middleware."""
        headers = Headers(self.headers)
        kind = responsetypes.from_args(headers=headers, url=url, body=self.body)
        flags = [LOSS] if self.cut else []
        return kind(url=url, status=self.status, headers=headers, body=self.body, protocol=self.protocol, flags=flags)


def split(block: bytes) -> tuple[bytes, bytes]:
    """Return start line and headers of an HTTP message, and its body."""
    head, *rest = _BLANK_LINE.split(block, maxsplit=1)
    return head, rest[0] if rest else b""


@cache
def _unpacker() -> HttpCompressionMiddleware:
    crawler = Crawler(Spider)
    crawler.stats = DummyStatsCollector(crawler)
    return HttpCompressionMiddleware.from_crawler(crawler)


def unpack(response: Response) -> Response:
    """Return a response with its body decompressed as a crawl does it; a body that is not what the headers say stays as it is."""
    try:
        unpacked = _unpacker().process_response(Request(response.url), response)
    except Exception:  # noqa: BLE001 - every decompressor has errors of its own
        return response
    assert isinstance(unpacked, Response)
    return unpacked


def answer_of(record: Record) -> Answer:
    """Return what a response record holds; a body that another tool kept in chunks is put together. Raises InputError."""
    head, body = split(record.block)
    start = _STATUS_LINE.match(head)
    if start is None:
        raise InputError(f"The archived answer of {record.url} does not begin as an answer does: {head[:40]!r}.")
    headers = fields_of(head)
    if any(name.lower() == _TRANSFER and value.lower() == b"chunked" for name, value in headers):
        body = ChunkedDataReader(BytesIO(body)).read()
    headers = [(name, value) for name, value in headers if name.lower() != _TRANSFER]
    return Answer(start[1].decode(), int(start[2]), headers, body, cut=record.field(CUT.lower()) == DISCONNECT)
