"""Number 560: an answer that was cut short is asked for again, and never read as if it were whole.

**What makes an answer doubtful.** Only answers with status 2xx and a body to read are looked at: 204, 205 and answers to HEAD have
none, and what a redirect, a 304 or an error says stands in its head.

- The flag "dataloss": fewer bytes came than the server announced, a chunked answer had no last chunk (both from Scrapy's handler), or
  a packed stream did not come to its end (from `Unpacking`). It is the one sign that counts for files, feeds and robots.txt, too.
- A page that opened `<html>` or `<body>` and does not close it near its end. Servers that close the connection to say "this was all" (the
  flag "partial") cannot be told from servers that broke down, nor can one whose Content-Length is too small; the missing end tells.
- A piece of markup without `<html>` that is "partial", or ends inside a tag, or in the middle of a character: servers that count
  characters where Content-Length wants bytes cut Korean pages so.

**What proves that the server is just like that.** Many hosts never write `</html>`, or always forget the last chunk.

- Another page of the host, of another length, has the same tail: no accident cuts two pages at one footer.
- The page, asked for again, comes in the same shape: the same tail, about the same length. This is where it ends for everybody, as far
  as anyone can know. It is passed on with the flag "unclosed" if its end is missing, so that its record can carry a warning.

So a host without `</html>` costs one request more, for its first page. Counters, dates and tokens may differ between two answers: words
with digits count as one mark in a tail, and lengths may differ by a sixteenth. Bytes lost on the way and no end of the document
together are never passed; nor is a file with bytes lost. After RETRY_TIMES further requests ResponseDataLossError is raised.

**The errors that this makes.** A page that is cut at the same byte each time is believed, with the warning. Pages that all break off
where their common head ends are believed without; but then no text is among them, and the reader says so. A page that differs a lot
from one answer to the next and has a tail of its own is given up. A page without `<html>` that is cut behind a complete document,
pasted into the article, is taken for whole.
"""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response

from newscrawl.middlewares.endings import Shape, is_page, lacks_end
from newscrawl.middlewares.unpacking import LOSS

UNCLOSED = "unclosed"  # our flag: the page has no end of its own, and it came so twice

_BEFORE = "newscrawl_shapes"  # request.meta: the shapes of the answers that were doubted before
_ENDINGS = 4096  # tails of hosts, at most, that are remembered
_NO_BODY = (204, 205)


class Wholeness:
    """Has a doubtful answer asked for again, and passes it on, or raises ResponseDataLossError, when it is known what it is."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        settings = crawler.settings
        self._times = settings.getint("RETRY_TIMES") if settings.getbool("RETRY_ENABLED") else 0
        self._endings: dict[
            tuple[str, str], tuple[str, int] | None
        ] = {}  # by host and tail: its first page, None once proven

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it with the run's RETRY_TIMES."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Pass on what is whole, ask again for what may be cut. Raises ResponseDataLossError for what stays cut."""
        if request.method == "HEAD" or not 200 <= response.status < 300 or response.status in _NO_BODY:
            return response
        lost = LOSS in response.flags
        missing = lacks_end(response) or (lost and not response.body)  # of which nothing came, least of all the end
        if not lost and not missing:
            return response
        shape = Shape.of(response.body)
        before = [Shape(*one) for one in request.meta.get(_BEFORE, [])]
        if not (lost and missing) and is_page(response):
            if self._ends_as_others(response.url, shape):
                return response
            if any(shape.is_like(one) for one in before):
                return response.replace(flags=[*response.flags, UNCLOSED]) if missing else response
        if again := self._again(request, [*before, shape]):
            return again
        raise ResponseDataLossError(f"{len(before) + 1} times without an end: {response.url}")

    def _again(self, request: Request, shapes: list[Shape]) -> Request | None:
        """Return the request to send once more, or None if it was sent often enough. What other troubles took does not count."""
        times = 0 if request.meta.get("dont_retry") else request.meta.get("max_retry_times", self._times)
        if len(shapes) > times:
            return None
        assert self.crawler.spider is not None
        again = get_retry_request(
            request,
            spider=self.crawler.spider,
            reason="cut short",
            max_retry_times=request.meta.get("retry_times", 0) + 1,
        )
        if again is not None:
            again.meta[_BEFORE] = [tuple(shape) for shape in shapes]
        return again

    def _ends_as_others(self, url: str, shape: Shape) -> bool:
        """Tell whether two pages of the host, as far as they are remembered, have this tail; a first one is remembered."""
        ending = urlsplit(url).netloc, shape.tail
        first = self._endings.setdefault(ending, (url, shape.length))
        if len(self._endings) > _ENDINGS:
            self._endings.pop(next(iter(self._endings)))
        if first is not None and (first[0] == url or first[1] == shape.length):
            return False
        self._endings[ending] = None
        return True
