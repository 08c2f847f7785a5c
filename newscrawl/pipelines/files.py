"""Step 50: the files of a post are downloaded in the session that showed them, kept by their content, and read."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter, defaultdict
from dataclasses import replace
from io import BytesIO
from typing import Any, ClassVar, Self

from scrapy import FormRequest, Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, NotConfigured
from scrapy.http import Response
from scrapy.pipelines.files import FilesPipeline
from scrapy.pipelines.media import FileInfo, FileInfoOrError, MediaPipeline
from scrapy.utils.asyncio import run_in_thread
from scrapy.utils.defer import ensure_awaitable
from twisted.python.failure import Failure

from newscrawl import troubles
from newscrawl.attachments.media import HTML, media_type
from newscrawl.attachments.worker import Workers
from newscrawl.extensions.memory import Memory, utc_now
from newscrawl.extensions.politeness import host_of
from newscrawl.items import Attachment
from newscrawl.ledger import FileContent, KnownFile
from newscrawl.middlewares.rests import ASIDE
from newscrawl.network.refusals import Refused, RunStopped, Unfinished
from newscrawl.normalize.disposition import disposition_name
from newscrawl.normalize.parts import extension
from newscrawl.pipelines.recall import address_of_file, fill
from newscrawl.pipelines.store import WholeFiles
from newscrawl.reading import Page
from newscrawl.reading.evidence import Capture
from newscrawl.reading.problems import find_problem
from newscrawl.tally import Tally

_FILE, _POST = "newscrawl_file", "newscrawl_post"  # request.meta: the Attachment as shown, and the Capture of its post
_OK, _FORBIDDEN = 200, 403
_AT_A_TIME = 2  # files of a host that are on their way, to here or to being read, and so in memory
_AT_ONCE = 1 << 20  # bytes that are hashed without leaving the event loop
_REMEMBERED = 4096  # requests whose files are not asked for again in this run, wherever they are named
_UNREAD = (None, "unsupported", "timeout")  # what another try may read: with the extra installed, say
_MAY_BE_PAGES = (".htm", ".html", ".mht", ".xls", ".doc", ".txt", ".csv", ".xml", "")  # spreadsheets are often HTML


class FileRefused(Exception):
    """Raised, and caught, here for an answer that is not the file that was asked for; says why, in words."""


class ArticleFiles(FilesPipeline):
    """Scrapy's files pipeline for captured posts, on when FILES_STORE names a folder or a store (`s3://…`, `gs://…`, `ftp://…`).

    A file is asked for with the cookies and after the page of its post, by the address or form that the page gave, as politely as a page.
    A host that refuses or breaks off several files in a row is asked for no more of them, but still for pages. A file is kept once a
    content (`ab/SHA-256.hwp`), told by its content and not by its name, and read in a worker process. A web page that comes in a file's
    place, a file that is too long or broken off is no file: the record says why, the next visit asks again.
    """

    STORE_SCHEMES: ClassVar = {**FilesPipeline.STORE_SCHEMES, "": WholeFiles, "file": WholeFiles}

    def __init__(self, store: str, *, crawler: Crawler) -> None:
        super().__init__(store, crawler=crawler)
        settings = crawler.settings
        self.longest = settings.getint("NEWSCRAWL_FILE_MAXSIZE")
        self.seconds = settings.getfloat("NEWSCRAWL_FILE_TIMEOUT")
        self.memory: Memory | None = crawler.get_extension(Memory)
        self.workers = Workers()
        self.allow_redirects = True  # files often come from an address of the moment
        self._handle_statuses(allow_redirects=True)
        self._refusals = settings.getint("NEWSCRAWL_REFUSALS")
        self._refused: Counter[str] = Counter()  # files of a host that did not come, in a row
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(_AT_A_TIME))
        self._asked: dict[str, list[Attachment]] = {}  # by the post's id
        self._stopped: set[str] = set()  # ids of posts whose files the run was stopped before
        self._contents: dict[str, FileContent] = {}  # by digest, without texts: what this run brought

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
        if file.url is None or self._is_here(file):
            return None
        if file.size and file.size > self.longest * 1.1:  # as stated, and rounded
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
        headers = {"Referer": post.url, "Accept": "*/*"}
        try:
            if file.form is None:
                return Request(file.url, headers=headers, meta=meta)
            return FormRequest(file.url, method=file.method, formdata=file.form, headers=headers, meta=meta)
        except ValueError as error:
            self._failed(post, file, f"its address is none ({error})")
            return None

    async def media_to_download(  # type: ignore[override]  # it may be awaited
        self, request: Request, info: MediaPipeline.SpiderInfo, *, item: Any = None
    ) -> FileInfo | None:
        """Wait until it is the file's turn; return a result without a digest where its host has refused enough."""
        del info, item
        host = host_of(request)
        await self._turns[host].acquire()
        if self._refused[host] < self._refusals:
            return None
        self._turns[host].release()
        self._failed(request.meta[_POST], request.meta[_FILE], f"the host refused {self._refusals} files in a row")
        return {"url": request.url, "path": "", "checksum": None, "status": "refused"}

    async def media_downloaded(
        self, response: Response, request: Request, info: MediaPipeline.SpiderInfo, *, item: Any = None
    ) -> FileInfo:
        """Keep a file that came, read it, and say of the attachment what it is. Raises FileRefused for what is none."""
        del item
        host = host_of(request)
        self._refused[host] = self._refused[host] + 1 if response.status == _FORBIDDEN else 0
        kept = await self._kept(response, request, info)
        self._turns[host].release()
        return kept

    async def _kept(self, response: Response, request: Request, info: MediaPipeline.SpiderInfo) -> FileInfo:
        file, post = request.meta[_FILE], request.meta[_POST]
        name, body = disposition_name(_header(response)), response.body
        kind = media_type(body, name or file.name)
        if problem := _problem(response, name or file.name, kind, named=name is not None):
            raise FileRefused(problem)
        digest = _sha256(body) if len(body) < _AT_ONCE else await run_in_thread(_sha256, body)
        content = self._content(digest)
        if content is None or not self._is_stored(content.path):
            path = f"{digest[:2]}/{digest}{extension(name or '') or extension(file.name)}".lower()
            if isinstance(self.store, WholeFiles):  # which writes; the others return something to wait for
                await run_in_thread(self.store.persist_file, path, BytesIO(body), info)
            else:
                await ensure_awaitable(self.store.persist_file(path, BytesIO(body), info))
            content = replace(content, path=path) if content else FileContent(digest, path, len(body), kind)
        if content.text_status in _UNREAD:
            content = await self._read(post, content, file.name, body)
        self._contents[digest] = content if self.memory is None else replace(content, text=None, text_status=None)
        self._settle(post, file, content, name)
        self._tally(post).add("files")
        self.inc_stats("downloaded")
        return {"url": request.url, "path": content.path, "checksum": digest, "status": "downloaded"}

    def media_failed(self, failure: Failure, request: Request, info: MediaPipeline.SpiderInfo) -> None:  # type: ignore[override]
        """Note why a file did not come; its post is kept without it."""
        del info
        file, post, host = request.meta[_FILE], request.meta[_POST], host_of(request)
        self._turns[host].release()
        if not isinstance(failure.value, (FileRefused, Refused, OSError, DownloadCancelledError)):
            self._refused[host] += 1
        if isinstance(failure.value, RunStopped):
            self._stopped.add(post.id)
        elif isinstance(failure.value, FileRefused):
            self._failed(post, file, str(failure.value))
        elif isinstance(failure.value, OSError) and failure.value.strerror:
            self._failed(post, file, f"it could not be written: {failure.value.strerror}")
        elif isinstance(failure.value, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(failure.value):
            self._too_large(post, file)
        else:
            self._failed(post, file, troubles.of_failure(failure).what)

    def item_completed(self, results: list[FileInfoOrError], item: Any, info: MediaPipeline.SpiderInfo) -> Any:
        """Return the capture. Raises Unfinished where the run was stopped before its files were there."""
        for found in (info.downloaded, self._contents):
            while len(found) > _REMEMBERED:
                found.pop(next(iter(found)))  # type: ignore[call-overload]  # each by its own keys
        for file, (_, value) in zip(self._asked.pop(item.id), results, strict=True):
            if file.sha256 is None and isinstance(value, dict) and (content := self._content(value["checksum"] or "")):
                self._settle(item, file, content, None)  # the same request was made for another post
            elif file.sha256 is None and not any(text.startswith(_not_got(file)) for text in item.shown.warnings):
                self._failed(item, file, "it was asked for in vain before")
        if item.id in self._stopped:
            self._stopped.discard(item.id)
            raise Unfinished(f"the run was stopped before the files of {item.id} were there", log_level="DEBUG")
        return item

    def close_spider(self) -> None:
        """End the worker processes."""
        self.workers.close()

    def _content(self, digest: str) -> FileContent | None:
        return (self.memory.content(digest) if self.memory else None) or self._contents.get(digest)

    def _is_here(self, file: Attachment) -> bool:
        return file.sha256 is not None and file.path is not None and self._is_stored(file.path)

    def _is_stored(self, path: str) -> bool:
        """Tell whether a file is in the store; of a store elsewhere the ledger's word is taken."""
        return not isinstance(self.store, WholeFiles) or self.store.place(path).is_file()

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

    def _settle(self, post: Capture, file: Attachment, content: FileContent, served: str | None) -> None:
        """Say of a file what it is, and remember it by what its page says of it."""
        if self.memory:
            address = address_of_file(file)
            stated = file.size if file.sha256 is None else self.memory.stated(post.id, address, file.name)
            known = KnownFile(address, file.name, stated, served, utc_now(), content)
            self.memory.keep_file(post.id, known)
        fill(file, content, served)

    def _too_large(self, post: Capture, file: Attachment) -> None:
        file.text_status = "too_large"
        self._failed(post, file, f"it is larger than {self.longest:,} bytes (NEWSCRAWL_FILE_MAXSIZE)")

    def _failed(self, post: Capture, file: Attachment, why: str) -> None:
        file.path = None
        self._tally(post).add("files_failed")
        self._tally(post).warn(f"{_not_got(file)}, {why}: {post.url}")
        post.shown.warnings.append(f"{_not_got(file)}: {why}")

    def _tally(self, post: Capture) -> Tally:
        assert self.crawler.stats is not None
        return Tally(self.crawler.stats, f"{post.site}/{post.board}")


def _not_got(file: Attachment) -> str:
    return f"attachment '{file.name}' was not got"


def _header(response: Response) -> bytes:
    return response.headers.get("Content-Disposition") or b""


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _problem(response: Response, name: str, kind: str, *, named: bool) -> str | None:
    """Return why an answer is not the file that was asked for, or None.

    Boards answer 200 with a page where the visit is over or the file is gone. A page is a file only where the server names it as one,
    its name does not promise something else, and it is no alert.
    """
    if response.status != _OK:
        return f"the host answers {response.status}"
    if not response.body:
        return "the file is empty"
    if kind != HTML:
        return None
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    beginning = response.body[:_AT_ONCE]
    shown = find_problem(Page(url=response.url, body=beginning, headers={"content-type": content_type}))
    if named and extension(name).lower() in _MAY_BE_PAGES and not (shown or "").startswith("alert"):
        return None
    return f"the host gives a web page in its place ({shown or 'no message'})"
