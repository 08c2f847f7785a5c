"""Step 50: the files of a post are downloaded in the session that showed them, kept by their content, and read."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from dataclasses import replace
from io import BytesIO
from typing import Any, ClassVar, Self

from scrapy import FormRequest, Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, NotConfigured, StopDownload
from scrapy.http import Response
from scrapy.pipelines.files import FilesPipeline
from scrapy.pipelines.media import FileInfo, FileInfoOrError, MediaPipeline
from scrapy.utils.asyncio import run_in_thread
from scrapy.utils.defer import ensure_awaitable
from twisted.python.failure import Failure

from newscrawl import troubles
from newscrawl.attachments.worker import Workers
from newscrawl.extensions.memory import Memory, utc_now
from newscrawl.extensions.politeness import host_of
from newscrawl.items import Attachment
from newscrawl.ledger import FileContent, KnownFile
from newscrawl.middlewares.rests import ASIDE
from newscrawl.network.refusals import Refused, RunStopped, Unfinished
from newscrawl.normalize.parts import extension
from newscrawl.pipelines.arrival import Arrival, FileRefused, Validators, arrived
from newscrawl.pipelines.recall import address_of_file, fill
from newscrawl.pipelines.room import Room
from newscrawl.pipelines.store import StoreFailed, WholeFiles
from newscrawl.reading.evidence import Capture
from newscrawl.tally import Tally

logger = logging.getLogger(__name__)

_FILE, _POST = "newscrawl_file", "newscrawl_post"  # request.meta: the Attachment as shown, and the Capture of its post
_FORBIDDEN, _NOT_MODIFIED = 403, 304
_AT_A_TIME = 2  # files of a host that are on their way, to here or to being read, and so in memory
_REMEMBERED = 4096  # requests whose files are not asked for again in this run, wherever they are named
_CONDITIONS = {b"If-None-Match", b"If-Modified-Since"}
_UNREAD = (None, "unsupported", "timeout")  # what another try may read: with the extra installed, say


class ArticleFiles(FilesPipeline):
    """Scrapy's files pipeline for captured posts, on when FILES_STORE names a folder or a store (`s3://…`, `gs://…`, `ftp://…`).

    A file is asked for with the cookies and after the page of its post, by the address or form that the page gave, as politely as a page.
    A host that refuses or breaks off several files in a row is asked for no more of them, but still for pages. A file is kept once a
    content (`ab/SHA-256.hwp`), told by its content and not by its name, and read in a worker process. A web page that comes in a file's
    place, a file that is too long or broken off is no file: the record says why, the next visit asks again. A store that takes no more
    ends the fetching of files; posts are read on, and the next run visits again those whose files are missing.
    """

    STORE_SCHEMES: ClassVar = {**FilesPipeline.STORE_SCHEMES, "": WholeFiles, "file": WholeFiles}

    def __init__(self, store: str, *, crawler: Crawler) -> None:
        super().__init__(store, crawler=crawler)
        settings = crawler.settings
        self._place = store
        self.longest = settings.getint("NEWSCRAWL_FILE_MAXSIZE")
        self.seconds = settings.getfloat("NEWSCRAWL_FILE_TIMEOUT")
        self.memory: Memory | None = crawler.get_extension(Memory)
        self.workers = Workers()
        self.allow_redirects = True  # files often come from an address of the moment
        self._handle_statuses(allow_redirects=True)
        self._refusals = settings.getint("NEWSCRAWL_REFUSALS")
        self._refused: Counter[str] = Counter()  # files of a host that did not come, in a row
        self._unkept = 0  # files that the store did not take, in a row
        self._closed: str | None = None  # why the store takes no more
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_AT_A_TIME))
        self._room = Room(settings.getint("NEWSCRAWL_FILES_IN_MEMORY"))
        self._asked: dict[str, list[Attachment]] = {}  # by the post's id
        self._stopped: set[str] = set()  # ids of posts whose files the run was stopped before
        self._contents: dict[str, FileContent] = {}  # by digest, without texts: what this run brought
        crawler.signals.connect(self.answer_begins, signals.headers_received)
        crawler.signals.connect(self.bytes_come, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the step. Raises NotConfigured without FILES_STORE, and for a dry run."""
        if not crawler.settings["FILES_STORE"] or crawler.settings.getbool("NEWSCRAWL_DRY_RUN"):
            raise NotConfigured
        return super().from_crawler(crawler)

    async def process_item(self, item: Any) -> Any:  # type: ignore[override]  # `spider` is deprecated
        """Return a capture with its files, anything else as it is."""
        if not isinstance(item, Capture) or not item.shown.attachments:
            return item
        for attachment in item.shown.attachments:
            if attachment.text_status in _UNREAD and self._is_here(attachment):
                await self._read_again(item, attachment)
        return await super().process_item(item)

    def get_media_requests(self, item: Any, info: MediaPipeline.SpiderInfo) -> list[Request]:
        """Return the requests for the files that are not in the store, in their order."""
        del info
        asked = [
            (file, request) for file in item.shown.attachments if (request := self._request(item, file)) is not None
        ]
        self._asked[item.id] = [file for file, _ in asked]
        return [request for _, request in asked]

    def _request(self, post: Capture, file: Attachment) -> Request | None:
        here = self._is_here(file)
        validators = self._validators(post, file).headers() if here else {}
        if file.url is None or (here and not validators):
            return None
        if not here and file.size and file.size > self.longest * 1.1:  # as stated, and rounded
            self._too_large(post, file)
            return None
        meta = {
            _FILE: file,
            _POST: post,
            ASIDE: True,
            "download_maxsize": self.longest,
            "download_warnsize": 0,
            "download_timeout": self.seconds,
        }
        headers = {"Referer": post.url, "Accept": "*/*", **validators}
        try:
            if file.form is None:
                return Request(file.url, headers=headers, meta=meta)
            return FormRequest(file.url, method=file.method, formdata=file.form, headers=headers, meta=meta)
        except ValueError as error:
            self._failed(post, file, f"its address is none ({error})")
            return None

    def _validators(self, post: Capture, file: Attachment) -> Validators:
        """Return what a file in the store is asked for again by, where known articles are read again."""
        if self.memory is None or not getattr(self.crawler.spider, "recheck", False):
            return Validators()
        known = self.memory.known_file(post.id, address_of_file(file), file.name)
        return Validators(known.etag, known.last_modified) if known else Validators()

    async def media_to_download(  # type: ignore[override]  # it may be awaited
        self, request: Request, info: MediaPipeline.SpiderInfo, *, item: Any = None
    ) -> FileInfo:
        """Fetch a file when it is its turn, and keep it; return a result without a digest where it did not come."""
        del item
        host, file, post = host_of(request), request.meta[_FILE], request.meta[_POST]
        async with self._turns[host]:
            if self._closed is not None:
                self._not_kept(post, file, self._closed)
            elif self._refused[host] >= self._refusals:
                self._failed(post, file, f"the host refused {self._refusals} files in a row")
            else:
                try:
                    return await self._fetched(request, info)
                except Exception:  # noqa: BLE001 - whatever becomes of a file, its post is kept
                    self.media_failed(Failure(), request, info)  # type: ignore[no-untyped-call]
                finally:
                    self._room.leave(id(file))
        return {"url": request.url, "path": "", "checksum": None, "status": "failed"}

    async def _fetched(self, request: Request, info: MediaPipeline.SpiderInfo) -> FileInfo:
        response = await self._answer(request)
        host = host_of(request)
        self._refused[host] = self._refused[host] + 1 if response.status == _FORBIDDEN else 0
        if response.status == _NOT_MODIFIED and (file := request.meta[_FILE]).sha256 is not None:
            return {"url": request.url, "path": file.path, "checksum": file.sha256, "status": "uptodate"}
        return await self.media_downloaded(response, request, info)

    async def _answer(self, request: Request) -> Response:
        """Return the answer to a request for a file. One that is too much for now is asked for again when there is room for it."""
        file: Attachment = request.meta[_FILE]
        await self._room.enter(id(file))
        try:
            return await self._download(request)
        except StopDownload as stopped:
            length = (stopped.response.headers.get("Content-Length") if stopped.response else None) or b""
            self._room.leave(id(file))
            await self._room.enter(id(file), int(length) if length.isdigit() else self.longest)
            return await self._download(request)

    async def _download(self, request: Request) -> Response:
        assert self.crawler.engine is not None
        self._modify_media_request(request)
        return await self.crawler.engine.download_async(request)

    def answer_begins(self, request: Request, body_length: int | str) -> None:
        """Stop a file for which there is no room in memory now."""
        file, size = request.meta.get(_FILE), body_length if isinstance(body_length, int) else 0
        if file is not None and size <= self.longest and not self._room.takes(id(file), size):
            raise StopDownload(fail=True)

    def bytes_come(self, request: Request, data: bytes) -> None:
        """Stop a file that did not say how long it is, and for which there is no more room."""
        file = request.meta.get(_FILE)
        if file is not None and not self._room.grows(id(file), len(data)):
            raise StopDownload(fail=True)

    async def media_downloaded(
        self, response: Response, request: Request, info: MediaPipeline.SpiderInfo, *, item: Any = None
    ) -> FileInfo:
        """Keep a file that came, read it, and say of the attachment what it is. Raises FileRefused for what is none, StoreFailed."""
        del item
        file, post = request.meta[_FILE], request.meta[_POST]
        self._room.takes(id(file), len(response.body))  # which is more where it came packed, and all in a replay
        arrival = await arrived(response, file.name)
        content = self._content(arrival.digest)
        if content is None or not self._is_stored(content.path, content.size):
            path = await self._stored(arrival, file, info)
            content = replace(content, path=path) if content else self._new(arrival, path)
        if content.text_status in _UNREAD:
            content = await self._read(post, content, file.name, arrival.body)
        self._contents[arrival.digest] = (
            content if self.memory is None else replace(content, text=None, text_status=None)
        )
        same = file.sha256 == arrival.digest and request.headers.keys() & _CONDITIONS
        self._settle(post, file, content, arrival.name, Validators() if same else arrival.validators)
        self._tally(post).add("files")
        self.inc_stats("downloaded")
        return {"url": request.url, "path": content.path, "checksum": arrival.digest, "status": "downloaded"}

    async def _stored(self, arrival: Arrival, file: Attachment, info: MediaPipeline.SpiderInfo) -> str:
        """Put a file into the store, and return its path there. Raises StoreFailed."""
        path = f"{arrival.digest[:2]}/{arrival.digest}{extension(arrival.name or '') or extension(file.name)}".lower()
        try:
            if isinstance(self.store, WholeFiles):  # which writes; the others return something to wait for
                await run_in_thread(self.store.persist_file, path, BytesIO(arrival.body), info)
            else:
                await ensure_awaitable(self.store.persist_file(path, BytesIO(arrival.body), info))
        except Exception as error:  # each store has errors of its own
            raise StoreFailed(error) from error
        self._unkept = 0
        return path

    def media_failed(self, failure: Failure, request: Request, info: MediaPipeline.SpiderInfo) -> None:  # type: ignore[override]
        """Note why a file did not come; its post is kept without it."""
        del info
        file, post, error = request.meta[_FILE], request.meta[_POST], failure.value
        if not isinstance(error, (FileRefused, Refused, StoreFailed, DownloadCancelledError)):
            self._refused[host_of(request)] += 1
        if isinstance(error, RunStopped):
            self._stopped.add(post.id)
        elif isinstance(error, FileRefused):
            self._failed(post, file, str(error))
        elif isinstance(error, StoreFailed):
            self._unkept += 1
            if error.full or self._unkept >= self._refusals:
                self._close(str(error))
            self._not_kept(post, file, str(error))
        elif isinstance(error, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(error):
            self._too_large(post, file)
        else:
            self._failed(post, file, troubles.of_failure(failure).what)

    def _close(self, why: str) -> None:
        """Ask for no more files: none can be kept."""
        if self._closed is None:
            self._closed = why
            logger.error(
                "No more files are fetched, for none can be kept in %s (%s). Posts are read on without them.",
                self._place,
                why,
            )

    def _not_kept(self, post: Capture, file: Attachment, why: str) -> None:
        """Note a file that the store did not take: no fault of the host's, so that the next run need not wait to ask again."""
        if self.memory:
            self.memory.visit_again(post.id)
        self._failed(post, file, f"it could not be kept ({why})")
        if self._closed is not None:
            self._tally(post).note("incomplete", f"files could not be kept in {self._place} ({why})")
            self._tally(post).note(
                "advice", "Make room there, or name another folder with --files, and run the same command again."
            )

    def item_completed(self, results: list[FileInfoOrError], item: Any, info: MediaPipeline.SpiderInfo) -> Any:
        """Return the capture. Raises Unfinished where the run was stopped before its files were there."""
        for found in (info.downloaded, self._contents):
            while len(found) > _REMEMBERED:
                found.pop(next(iter(found)))  # type: ignore[call-overload]  # each by its own keys
        for file, (_, value) in zip(self._asked.pop(item.id), results, strict=True):
            if file.sha256 is None and isinstance(value, dict) and (content := self._content(value["checksum"] or "")):
                self._settle(item, file, content, None)  # the same request was made for another post
            elif file.sha256 is None and not any(text.startswith(_not_got(file)) for text in item.shown.warnings):
                if self._closed is None:
                    self._failed(item, file, "it was asked for in vain before")
                else:
                    self._not_kept(item, file, self._closed)
        if item.id in self._stopped:
            self._stopped.discard(item.id)
            raise Unfinished(f"the run was stopped before the files of {item.id} were there", log_level="DEBUG")
        return item

    def close_spider(self) -> None:
        """End the worker processes."""
        self.workers.close()

    def _content(self, digest: str) -> FileContent | None:
        return (self.memory.content(digest) if self.memory else None) or self._contents.get(digest)

    def _new(self, arrival: Arrival, path: str) -> FileContent:
        return FileContent(arrival.digest, path, len(arrival.body), arrival.kind)

    def _is_here(self, file: Attachment) -> bool:
        return file.sha256 is not None and file.path is not None and self._is_stored(file.path, file.size)

    def _is_stored(self, path: str, size: int | None) -> bool:
        """Tell whether a file is in the store, whole; of a store elsewhere the ledger's word is taken."""
        return not isinstance(self.store, WholeFiles) or self.store.holds(path, size)

    async def _read(self, post: Capture, content: FileContent, name: str, body: bytes) -> FileContent:
        """Return the content with its text."""
        local = self.store.place(content.path) if isinstance(self.store, WholeFiles) else None
        try:
            found = await self.workers.read(local or body, name)
        except RuntimeError as error:  # no process can be started: the file is kept all the same, and read another time
            post.shown.warnings.append(f"attachment '{name}' was not read: {error}")
            return content
        post.shown.warnings += [f"attachment '{name}': {warning}" for warning in found.warnings]
        return replace(content, text=found.text or None, text_status=found.status)

    async def _read_again(self, post: Capture, file: Attachment) -> None:
        """Try once more to read a file that is in the store, where an earlier run could not."""
        assert file.path is not None
        assert file.sha256 is not None
        content = FileContent(file.sha256, file.path, file.size or 0, file.media_type or "")
        if isinstance(self.store, WholeFiles):
            content = await self._read(post, content, file.name, b"")
            self._settle(post, file, content, file.server_name)

    def _settle(
        self,
        post: Capture,
        file: Attachment,
        content: FileContent,
        served: str | None,
        validators: Validators | None = None,
    ) -> None:
        """Say of a file what it is, and remember it by what its page says of it; without new validators, with those it had."""
        if self.memory:
            address = address_of_file(file)
            former = self.memory.known_file(post.id, address, file.name)
            stated = file.size if file.sha256 is None or former is None else former.stated
            if validators is None:
                validators = Validators(former.etag, former.last_modified) if former else Validators()
            known = KnownFile(address, file.name, stated, served, utc_now(), content, *validators)
            self.memory.keep_file(post.id, known)
        fill(file, content, served)

    def _too_large(self, post: Capture, file: Attachment) -> None:
        if not self._is_here(file):
            file.text_status = "too_large"
        self._failed(post, file, f"it is larger than {self.longest:,} bytes (NEWSCRAWL_FILE_MAXSIZE)")

    def _failed(self, post: Capture, file: Attachment, why: str) -> None:
        if not self._is_here(file):  # what was only asked for again stays what it was
            file.path = None
        self._tally(post).add("files_failed")
        self._tally(post).warn(f"{_not_got(file)}, {why}: {post.url}")
        post.shown.warnings.append(f"{_not_got(file)}: {why}")

    def _tally(self, post: Capture) -> Tally:
        assert self.crawler.stats is not None
        return Tally(self.crawler.stats, f"{post.site}/{post.board}")


def _not_got(file: Attachment) -> str:
    return f"attachment '{file.name}' was not got"
