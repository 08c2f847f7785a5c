"""The run's manifest: written when the run starts, so that one that dies shows, and again when all its feeds are closed."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, get_args
from urllib.parse import unquote, urlsplit

import msgspec
import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl import __version__, schema
from newscrawl.extensions.loop import LONGEST, LONGEST_WORK
from newscrawl.extensions.memory import Memory, utc_now
from newscrawl.extensions.politeness import boards_of_spider
from newscrawl.extensions.readers import ELSEWHERE
from newscrawl.ledger import SqliteLedger
from newscrawl.manifest import BoardRun, EventLoop, FeedPart, Requests, RunManifest, Versions, measured, write
from newscrawl.normalize.secrets import redact
from newscrawl.tally import BoardReport, Count, board_reports

logger = logging.getLogger(__name__)

_STATUS = "downloader/response_status_count/"


class Manifest:
    """Writes `runs/RUN.json` in the folder of the run's ledger; a run without a ledger leaves no manifest."""

    def __init__(self, crawler: Crawler, ledger: Path) -> None:
        self.crawler = crawler
        self.ledger = ledger
        self.feeds: dict[Path, FeedPart] = {}
        self.manifest: RunManifest | None = None
        crawler.signals.connect(self.start, signals.spider_opened)
        crawler.signals.connect(self.finish, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension. Raises NotConfigured for a run without a ledger, and for a dry one."""
        ledger = crawler.settings.get("NEWSCRAWL_LEDGER")
        if not ledger or crawler.settings.getbool("NEWSCRAWL_DRY_RUN"):
            raise NotConfigured
        return cls(crawler, Path(ledger))

    def start(self) -> None:
        """Write that the run has begun, and where in its feeds."""
        memory = self.crawler.get_extension(Memory)
        assert memory is not None
        self.feeds = _feeds(self.crawler.settings.getdict("FEEDS"), self.ledger.parent)
        self.manifest = RunManifest(
            run=memory.run_id,
            state="running",
            started_at=memory.started_at,
            versions=Versions(
                newscrawl=__version__,
                scrapy=scrapy.__version__,
                python=platform.python_version(),
                schema=schema.VERSION,
            ),
            boards=[BoardRun(board=board, url=url) for board, url in self._urls().items()],
            warnings=list(memory.mended),
            feeds=list(self.feeds.values()),
        )
        self._write()

    def finish(self) -> None:
        """Write how the run ended."""
        if self.manifest is None:
            return
        stats: Mapping[str, Any] = self.crawler.stats.get_stats() if self.crawler.stats else {}
        urls, modes = self._urls(), self._modes(self.manifest.run)
        self.manifest = msgspec.structs.replace(
            self.manifest,
            state="ended",
            ended_at=utc_now(),
            reason=str(stats.get("finish_reason", "unknown")),
            boards=[_board(report, urls, modes) for report in board_reports(stats)],
            feeds=[measured(path, part) if path.is_file() else part for path, part in self.feeds.items()],
            requests=_requests(stats),
            loop=EventLoop(
                longest_ms=stats.get(LONGEST),
                longest_work_ms=stats.get(LONGEST_WORK),
                pages_elsewhere=stats.get(ELSEWHERE, 0),
            ),
        )
        self._write()

    def _write(self) -> None:
        assert self.manifest is not None
        try:
            write(self.ledger.parent, self.manifest)
        except OSError as error:  # the records are safe without it
            logger.warning("The run's manifest could not be written (%s).", error)

    def _urls(self) -> dict[str, str]:
        return {board.id: redact(board.url) for board in boards_of_spider(self.crawler)}

    def _modes(self, run: str) -> dict[str, str]:
        """Return how far each board was to be read, as the ledger has it: the run's memory is closed by now."""
        ledger = SqliteLedger(self.ledger, read_only=True)
        try:
            return {made.board: made.why for made in ledger.decisions(run) if made.what == "mode"}
        finally:
            ledger.close()


def _board(report: BoardReport, urls: Mapping[str, str], modes: Mapping[str, str]) -> BoardRun:
    counts: tuple[Count, ...] = get_args(Count)
    return BoardRun(
        board=report.board,
        url=urls.get(report.board),
        mode=modes.get(report.board),
        stopped=report.notes.get("stopped"),
        problem=report.notes.get("problem"),
        advice=report.notes.get("advice"),
        incomplete=report.notes.get("incomplete"),
        resting=report.notes.get("resting"),
        robots_override=report.notes.get("robots_override"),
        layout_changed=report.notes.get("layout_changed"),
        counts={name: report.count(name) for name in counts},
        warnings=report.warnings,
    )


def _requests(stats: Mapping[str, Any]) -> Requests:
    return Requests(
        sent=stats.get("downloader/request_count", 0),
        by_status={key.removeprefix(_STATUS): stats[key] for key in sorted(stats) if key.startswith(_STATUS)},
        unanswered=stats.get("downloader/exception_count", 0),
        bytes_received=stats.get("downloader/response_bytes", 0),
    )


def _feeds(feeds: Mapping[Any, Mapping[str, Any]], folder: Path) -> dict[Path, FeedPart]:
    """Return the parts that the run is about to write, by file; what goes elsewhere than into files is left out."""
    found: dict[Path, FeedPart] = {}
    for address, options in feeds.items():
        parts = urlsplit(str(address))
        if parts.scheme not in ("", "file"):
            continue
        path = Path(unquote(parts.path) if parts.scheme else parts.path)
        grows = path.is_file() and not options.get("overwrite")
        found[path] = FeedPart(
            path=Path(os.path.relpath(path, folder)).as_posix(),
            format=str(options.get("format")),
            holds="views" if "Views" in str(options.get("item_filter", "")) else "articles",
            start=path.stat().st_size if grows else 0,
        )
    return found
