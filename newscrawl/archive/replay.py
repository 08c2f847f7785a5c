"""Crawls without a network: every request is answered from archives, and one that was never recorded ends the crawl."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urldefrag

from scrapy import Request, exceptions
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawl.archive.ending import end_crawl
from newscrawl.archive.exchange import answer_of, split
from newscrawl.archive.records import Record, fields_of, record_at, records
from newscrawl.archive.warc import FAILURE
from newscrawl.errors import InputError, NeverRecorded

logger = logging.getLogger(__name__)

MISSING = "newscrawl/replay/missing"  # the stat that names the request which ended a replay
FAILURES: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (
        exceptions.CannotResolveHostError,
        exceptions.DownloadCancelledError,
        exceptions.DownloadConnectionRefusedError,
        exceptions.DownloadFailedError,
        exceptions.DownloadTimeoutError,
        exceptions.ResponseDataLossError,
    )
}
_NOT_MODIFIED = 304
_HANDLER = "newscrawl.archive.replay.ReplayHandler"


class _Place(NamedTuple):
    """Where an answer stands: the number of the file, the byte, and the answer's status (0 where there was none)."""

    file: int
    start: int
    status: int


class Recording:
    """What archives hold, found by method, address and posted form. Bodies stay on disk.

    Raises InputError for a file that is missing or is no archive.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._places: dict[bytes, list[_Place]] = {}
        for number, path in enumerate(paths):
            self._index(number, path)
        self._stack = ExitStack()
        self._files = [self._stack.enter_context(path.open("rb")) for path in paths]

    def _index(self, number: int, path: Path) -> None:
        """Note every answer of a file under its request; one without a request record was asked for by a plain GET."""
        asked: dict[str, bytes] = {}  # the key of a request, under its own record's id and the ids it refers to
        answers: list[tuple[list[str], bytes, _Place]] = []
        for record in records(path):
            names = [*record.fields("warc-record-id"), *record.fields("warc-concurrent-to")]
            if record.kind == "request":
                head, body = split(record.block)
                key = _key(head.partition(b" ")[0].decode("latin-1"), record.url, body)
                asked.update(dict.fromkeys(names, key))
            elif (status := _status(record)) is not None:
                answers.append((names, _key("GET", record.url, b""), _Place(number, record.start, status)))
        for names, plain, place in answers:
            key = next((asked[name] for name in names if name in asked), plain)
            self._places.setdefault(key, []).append(place)

    def find(self, method: str, url: str, body: bytes = b"", *, conditional: bool = False) -> Record | None:
        """Return the answer of a request, in recorded order where there are several, the last again and again; None without one.

        Only a `conditional` request is answered with "304 Not Modified".
        """
        places = self._places.get(_key(method, url, body), [])
        fit = [place for place in places if conditional or place.status != _NOT_MODIFIED]
        if not fit:
            return None
        if len(fit) > 1:
            places.remove(fit[0])
        return record_at(self._files[fit[0].file], fit[0].start)

    def close(self) -> None:
        """Let go of the files."""
        self._stack.close()


def _key(method: str, url: str, body: bytes) -> bytes:
    return hashlib.sha256(b"\0".join((method.encode(), url.encode(), body))).digest()


def _status(record: Record) -> int | None:
    """Return the status of an answer, 0 for a failure, None for a record that is neither."""
    if record.kind == "response":
        return answer_of(record).status
    return 0 if record.kind == "metadata" and _failure(record) is not None else None


def _failure(record: Record) -> Exception | None:
    """Return why a request got no answer, from the metadata record that says so."""
    fields = dict(fields_of(b"\r\n" + record.block))
    kind = fields.get(FAILURE.encode())
    if kind is None:
        return None
    return FAILURES.get(kind.decode(), exceptions.DownloadFailedError)(fields.get(b"message", b"").decode())


class ReplayHandler(BaseDownloadHandler):
    """Scrapy's download handler for http and https in a replay; NEWSCRAWL_REPLAY names the archives.

    `request.meta["captured_at"]` becomes the moment of capture. A request that was never recorded is put into the stats under
    `newscrawl/replay/missing` and closes the spider for the reason "replay_missing"; nothing is answered after it. So do archives that
    cannot be read, for the reason "replay_unreadable".
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._paths = _paths(crawler.settings["NEWSCRAWL_REPLAY"])
        self._recording: Recording | None = None
        self._ended: Exception | None = None

    async def download_request(self, request: Request) -> Response:
        """Return the recorded answer, or raise the recorded failure. Raises NeverRecorded."""
        if self._ended is not None:
            raise self._ended
        try:
            if self._recording is None:  # what from_crawler raises is only logged by Scrapy
                self._recording = Recording(self._paths)
            return self._answer(self._recording, request)
        except NeverRecorded as error:
            self._end(error, "replay_missing")
            raise
        except InputError as error:
            self._end(error, "replay_unreadable")
            raise

    def _answer(self, recording: Recording, request: Request) -> Response:
        url = urldefrag(request.url)[0]
        conditional = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
        record = recording.find(request.method, url, request.body, conditional=conditional)
        if record is None:
            raise NeverRecorded(request.method, url, self._paths)
        request.meta["captured_at"] = record.date
        if failure := _failure(record) if record.kind == "metadata" else None:
            raise failure
        return answer_of(record).response(url)

    def _end(self, error: Exception, reason: str) -> None:
        self._ended = error
        logger.error("%s", error)
        if isinstance(error, NeverRecorded):
            self.crawler.stats.set_value(MISSING, error.request)
        end_crawl(self.crawler, reason)

    async def close(self) -> None:
        """Let go of the archives."""
        if self._recording is not None:
            self._recording.close()


class Replay:
    """Scrapy add-on: the setting NEWSCRAWL_REPLAY alone is enough to run a crawl from archives."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Replace what would reach for the network. Raises InputError for archives that are not there."""
        if settings["NEWSCRAWL_REPLAY"]:
            settings.setdict(replay_settings(settings["NEWSCRAWL_REPLAY"]), priority="cmdline")


def replay_settings(archives: str | Path | Iterable[str | Path]) -> dict[str, Any]:
    """Return the settings of a replay: answers from these archives, without delay. Raises InputError for a file that is not there."""
    paths = _paths(archives)
    for path in paths:
        if not path.is_file():
            raise InputError(f"There is no archive {path}.")
    return {
        "NEWSCRAWL_REPLAY": [str(path) for path in paths],
        "NEWSCRAWL_WARC": None,
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER, "ftp": None, "s3": None},
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_SLOTS": {},
        "AUTOTHROTTLE_ENABLED": False,
    }


def _paths(archives: str | Path | Iterable[str | Path]) -> list[Path]:
    return [Path(archives)] if isinstance(archives, (str, Path)) else [Path(path) for path in archives]
