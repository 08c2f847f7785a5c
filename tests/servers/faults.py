"""Ways in which an answer fails, as bytes on the wire and how the connection ends after them."""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import Enum, StrEnum


class Fault(StrEnum):
    """What the host does instead of answering."""

    RESET = "reset before the answer"
    RESET_IN_BODY = "reset in mid-body"
    SHORT = "Content-Length larger than what comes"
    NO_LAST_CHUNK = "chunked without end"
    ERROR = "500"
    PROXY = "502 or 504 of a proxy"
    BUSY = "503 with Retry-After"
    TOO_MANY = "429 with Retry-After"
    HANG = "no answer"
    CUT_GZIP = "truncated gzip"
    ERROR_PAGE = "200 with an error text"


class End(Enum):
    """How the connection goes on after the bytes."""

    KEEP = "kept open for the next request"
    CLOSE = "closed in order"
    RESET = "reset"
    HANG = "kept open, and silent"


@dataclass(frozen=True, slots=True)
class Wire:
    """What is sent, and what becomes of the connection."""

    data: bytes
    end: End = End.KEEP


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it would be sent were nothing wrong."""

    body: bytes
    charset: str = "utf-8"
    status: str = "200 OK"
    chunked: bool = False
    zipped: bool = False


ERROR_TEXT = (
    "<html><title>안내</title><body><p>일시적인 오류가 발생하였습니다. 잠시 후 다시 이용해 주십시오.</p></body></html>"
)
TOMCAT = "<html><head><title>HTTP Status 500</title></head><body><h1>HTTP Status 500 - Internal Server Error</h1></body></html>"
NGINX = (
    "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr><center>nginx</center></body></html>"
)


def sound(answer: Answer) -> Wire:
    """Return the answer as it should be."""
    body = gzip.compress(answer.body, 6, mtime=0) if answer.zipped else answer.body
    extra = ["Content-Encoding: gzip"] if answer.zipped else []
    if answer.chunked:
        return Wire(_head(answer, *extra, "Transfer-Encoding: chunked") + _chunks(body) + b"0\r\n\r\n")
    return Wire(_head(answer, *extra, f"Content-Length: {len(body)}") + body)


def spoiled(fault: Fault, answer: Answer, draw: random.Random) -> Wire:
    """Return what is sent in place of an answer."""
    body, cut = answer.body, draw.randrange(len(answer.body) // 10, len(answer.body) - 1)
    match fault:
        case Fault.RESET:
            return Wire(b"", End.RESET)
        case Fault.HANG:
            return Wire(b"", End.HANG)
        case Fault.RESET_IN_BODY:
            return Wire(_head(answer, f"Content-Length: {len(body)}") + body[:cut], End.RESET)
        case Fault.SHORT:
            return Wire(_head(answer, f"Content-Length: {len(body)}") + body[:cut], End.CLOSE)
        case Fault.NO_LAST_CHUNK:
            return Wire(_head(answer, "Transfer-Encoding: chunked") + _chunks(body[:cut]), End.CLOSE)
        case Fault.CUT_GZIP:
            packed = gzip.compress(body, 6, mtime=0)
            packed = packed[: draw.randrange(len(packed) // 3, len(packed) - 1)]
            return Wire(_head(answer, "Content-Encoding: gzip", f"Content-Length: {len(packed)}") + packed)
        case Fault.ERROR:
            return sound(Answer(TOMCAT.encode(), status="500 Internal Server Error"))
        case Fault.PROXY:
            status = draw.choice(("502 Bad Gateway", "504 Gateway Time-out"))
            return sound(Answer(NGINX.format(status).encode(), status=status))
        case Fault.BUSY:
            return _later("503 Service Unavailable", "1")
        case Fault.TOO_MANY:
            until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
            return _later("429 Too Many Requests", draw.choice(("1", until)))
        case Fault.ERROR_PAGE:
            return sound(Answer(ERROR_TEXT.encode()))


def _head(answer: Answer, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {answer.status}", f"Content-Type: text/html; charset={answer.charset}", *headers, "", ""]
    return "\r\n".join(lines).encode("ascii")


def _chunks(body: bytes, size: int = 4096) -> bytes:
    parts = (body[start : start + size] for start in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


def _later(status: str, when: str) -> Wire:
    body = NGINX.format(status).encode()
    return Wire(_head(Answer(body, status=status), f"Retry-After: {when}", f"Content-Length: {len(body)}") + body)
