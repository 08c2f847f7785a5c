"""How a SQLite ledger stores what comes in several forms or is long: times in UTC or as seconds, articles compressed."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from newscrawl.items import Article

_RECORD = msgspec.json.Decoder(Article)


@lru_cache(maxsize=256)  # most times are now
def utc(time: str) -> str:
    """Return an ISO 8601 time in UTC, to the second, so that it sorts as text. Raises ValueError for one without its offset."""
    moment = datetime.fromisoformat(time)
    if moment.tzinfo is None:
        raise ValueError(f"a ledger's times have an offset from UTC; '{time}' has none")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def utc_or_none(time: str | None) -> str | None:
    """Return `utc`, None for None."""
    return None if time is None else utc(time)


def seconds(time: str) -> int:
    """Return an ISO 8601 time as seconds since 1970. Raises ValueError as `utc` does."""
    return int(datetime.fromisoformat(utc(time)).timestamp())


def time_of(stored: int) -> str:
    """Return seconds since 1970 as `utc` has them."""
    return datetime.fromtimestamp(stored, UTC).isoformat()


def compress(article: Article) -> bytes:
    """Return an article's whole record, compressed."""
    return zlib.compress(msgspec.json.encode(article))


def decompress(record: bytes) -> Article:
    """Return the article of a record. Raises zlib.error or msgspec.MsgspecError for one that is damaged."""
    return _RECORD.decode(zlib.decompress(record))


def pack(text: str) -> bytes:
    """Return a text, compressed. Half characters, which UTF-8 has none of, are kept all the same."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack(stored: bytes) -> str:
    """Return the text that was packed. Raises zlib.error or UnicodeDecodeError for one that is damaged."""
    return zlib.decompress(stored).decode("utf-8", "surrogatepass")
