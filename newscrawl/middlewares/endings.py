"""Where an answer ends: whether a page has an end of its own, and whether two answers end alike."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import NamedTuple, Self

from scrapy.http import HtmlResponse, Response, TextResponse

PARTIAL = "partial"  # Scrapy's flag: the end of the connection was the end of the answer

_NEAR = 4096  # bytes behind </html> that scripts and comments of a server may fill
_TAIL = 512  # bytes of a page's end that are looked at for its tail,
_KEPT = 48  # of which so many count when tokens have become one byte each
_TOKEN = re.compile(rb"[\w+/=-]*[0-9][\w+/=-]*")
# In lower case; both begin with one character that nothing else does, which is what makes the search quick.
_MARK = re.compile(rb"<(?:!--|(/?)(html|body|script)\b)")
_SCRIPT_ENDS = re.compile(rb"</script\b")


class Shape(NamedTuple):
    """As much of an answer as tells it from one that was cut elsewhere: its length in bytes, and a hash of its tail."""

    length: int
    tail: str

    @classmethod
    def of(cls, body: bytes) -> Self:
        """Return the shape of a body."""
        tail = _TOKEN.sub(b"0", body[-_TAIL:].rstrip())[-_KEPT:]
        return cls(len(body), blake2b(tail, digest_size=8).hexdigest())

    def is_like(self, other: Shape) -> bool:
        """Tell whether two answers end alike and are about as long; a sixteenth is more than counters and tokens make."""
        return self.tail == other.tail and abs(self.length - other.length) <= max(self.length, other.length) // 16


def lacks_end(response: Response) -> bool:
    """Tell whether a page, or a piece of one, ends where nobody ends it on purpose. What is no markup never does."""
    if not is_page(response):
        return False
    lower = response.body.lower()
    if _ends_plainly(lower):
        return False
    opened, closed = _document(lower)
    if closed:
        return False
    return opened or PARTIAL in response.flags or _ends_in_a_tag(response.body) or _ends_in_a_character(response.body)


def is_page(response: Response) -> bool:
    """Tell whether an answer is HTML: by its label or its looks, and not a text file with the wrong label."""
    start = response.body[:_NEAR].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if isinstance(response, HtmlResponse):
        return not start or start.startswith(b"<") or _MARK.search(start) is not None
    return type(response) is TextResponse and start.startswith((b"<!doctype html", b"<html"))


def _ends_plainly(lower: bytes) -> bool:
    """Tell of most pages, at a twentieth of the cost, what `_document` would say: that the one `<html>` is closed near the end."""
    end = lower.rfind(b"</html")
    return (
        max(0, len(lower) - _NEAR) <= end
        and lower[end + len(b"</html") :][:1] in (b">", b" ", b"\n", b"\r", b"\t")
        and lower.count(b"<html") == lower.count(b"</html") == 1
        and lower.rfind(b"<script", 0, end) <= lower.rfind(b"</script>", 0, end)
        and lower.rfind(b"<!--", 0, end) <= lower.rfind(b"-->", 0, end)
    )


def _document(lower: bytes) -> tuple[bool, bool]:
    """Tell whether `<html>` or `<body>` is opened, and whether one of them is closed as often, the last time near the end.

    What stands in comments and scripts is not counted: conditional comments open up to four documents, print functions write one.
    """
    depth = {b"html": 0, b"body": 0}
    last: dict[bytes, int] = {}
    opened, at = False, 0
    while mark := _MARK.search(lower, at):
        at = mark.end()
        closes, name = mark[1], mark[2]
        if name is None:  # a comment
            at = lower.find(b"-->", mark.start() + 2)  # <!--> and <!---> are whole ones
            if at < 0:
                break
        elif name == b"script":
            end = None if closes else _SCRIPT_ENDS.search(lower, at)
            if end is None and not closes:
                break
            at = end.end() if end else at
        elif closes:
            depth[name] -= 1
            last[name] = mark.start()
        else:
            opened = True
            depth[name] += 1
    return opened, any(depth[name] <= 0 and place >= len(lower) - _NEAR for name, place in last.items())


def _ends_in_a_tag(body: bytes) -> bool:
    return body.rfind(b"<") > body.rfind(b">")


def _ends_in_a_character(body: bytes) -> bool:
    """Tell whether the bytes are sound UTF-8, or sound CP949, up to a last character that is not there in full."""
    for encoding in ("utf-8", "cp949"):
        try:
            body.decode(encoding)
        except UnicodeDecodeError as error:
            if error.end == len(body):
                return True
        else:
            return False
    return False
