"""Running crawls from the command line: settings, logging, one process for any number of rounds, and what came of it."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.logging import RichHandler
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.pipelines.files import FilesPipeline
from scrapy.settings import Settings, default_settings

from newscrawl import settings as own_settings
from newscrawl.collecting import collect_less_often
from newscrawl.errors import ConfigurationError
from newscrawl.normalize.filenames import safe_name
from newscrawl.sites import Board
from newscrawl.spiders.board import BoardSpider
from newscrawl.tally import BoardReport, board_reports


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: Scrapy's reason, the report of each board, and all stats."""

    reason: str
    boards: list[BoardReport]
    stats: Mapping[str, Any]

    @property
    def exit_code(self) -> int:
        """0 where every board was read or it was not the hour for it, 130 where the user stopped the run, else 1."""
        if self.reason == "shutdown":
            return 130
        read = [board.resting or (board.complete and board.met) for board in self.boards]
        return 0 if self.reason == "finished" and read and all(read) else 1


ARTICLES, VIEWS = "newscrawl.feeds.Articles", "newscrawl.feeds.Views"


def feed(path: str, format_name: str, *, overwrite: bool, **options: Any) -> dict[str, Any]:
    """Return the FEEDS entry for a file of articles; `-` is standard output."""
    address = "stdout:" if path == "-" else path if "://" in path else Path(path).resolve().as_uri()
    return {
        address: {
            "format": format_name,
            "encoding": "utf-8",
            "overwrite": overwrite,
            "store_empty": True,
            "item_filter": ARTICLES,
            **options,
        }
    }


def site_feeds(folder: Path, boards: list[Board], format_name: str) -> dict[str, Any]:
    """Return FEEDS with one file a site in a folder, each appended to."""
    feeds: dict[str, Any] = {}
    for site in dict.fromkeys(board.site for board in boards):
        name = safe_name(site)
        file = str(folder / f"{name}.{'jsonl' if format_name == 'jsonlines' else format_name}")
        feeds |= feed(file, format_name, overwrite=False, site=site)
        feeds |= feed(str(folder / f"{name}.views.jsonl"), "jsonlines", overwrite=False, site=site, item_filter=VIEWS)
    return feeds


def make_room(folder: Path) -> None:
    """Make a folder that is about to be written into. Raises ConfigurationError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigurationError(f"The folder {folder} may not be written into. Name another.")


def files_beside(output: str | None, data: Path) -> str:
    """Return where files go when nobody says: into the data folder, or beside the file of a one-off run."""
    if output is None:
        return str(data / "files")
    if output == "-" or "://" in output:
        raise ConfigurationError("Say where the files shall go: --files FOLDER.")
    return f"{output}.files"


def keeping_files(place: str) -> dict[str, Any]:
    """Return the settings with which a run downloads files to a place. Raises ConfigurationError where that cannot be."""
    scheme = urlsplit(place).scheme if "://" in place else ""
    if scheme not in FilesPipeline.STORE_SCHEMES:
        known = ", ".join(f"{name}://" for name in FilesPipeline.STORE_SCHEMES if name)
        raise ConfigurationError(f"--files takes a folder, or an address of {known}; '{place}' is neither.")
    if scheme == "s3" and find_spec("botocore") is None:
        raise ConfigurationError("Files in S3 need botocore: pip install botocore.")
    if scheme == "gs" and find_spec("google.cloud.storage") is None:
        raise ConfigurationError("Files in Google's storage need its client: pip install google-cloud-storage.")
    if not scheme:
        make_room(Path(place))
    return {"FILES_STORE": place}


def settings_in(texts: Iterable[str]) -> dict[str, str]:
    """Return the settings that texts of the form NAME=VALUE give. Raises ConfigurationError for a name that is none, with the nearest."""
    known = [name for module in (default_settings, own_settings) for name in vars(module) if name.isupper()]
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise ConfigurationError(f"--set takes NAME=VALUE; '{text}' has no '='.")
        if name not in known:
            near = get_close_matches(name.upper(), known, n=3)
            raise ConfigurationError(f"There is no setting {name}." + (f" Is it {' or '.join(near)}?" if near else ""))
        found[name] = value
    return found


@contextmanager
def written_anew(path: Path | None) -> Iterator[Callable[[Outcome], bool]]:
    """Hold aside a file that a run is about to write anew, so that a run which reads nothing does not cost what it held.

    Gives a function that is told the run's outcome, and tells whether the file is a new one; else it is put back.
    """
    held = path is not None and path.is_file() and not path.is_symlink() and path.stat().st_size > 0
    aside = path.with_name(f"{path.name}.former") if path is not None and held else None
    if path is not None and aside is not None:
        path.replace(aside)
    new = False

    def settle(outcome: Outcome) -> bool:
        nonlocal new
        new = aside is None or outcome.exit_code == 0 or any(board.count("articles") for board in outcome.boards)
        return new

    try:
        yield settle
    finally:
        if path is not None and aside is not None:
            if new:
                aside.unlink()
            else:
                aside.replace(path)


def _say_nothing(number: int, outcome: Outcome) -> None:
    del number, outcome


class Runner:
    """Crawls with the board spider, once or several times in this process.

    Ctrl-C once ends the round in order (what was read is written whole), twice at once.
    """

    def __init__(self, settings: Mapping[str, Any], *, verbose: bool = False) -> None:
        log_to_terminal(verbose=verbose)
        collect_less_often()
        self.process = AsyncCrawlerProcess(project_settings(settings))
        if (
            not verbose
        ):  # Scrapy lets its own through at any level, to be made and then thrown away: three records an article
            logging.getLogger("scrapy").setLevel(logging.WARNING)
        self.crawler: Crawler | None = None

    def run(
        self,
        arguments: Mapping[str, Any],
        *,
        rounds: int = 1,
        after_round: Callable[[int, Outcome], None] = _say_nothing,
    ) -> Outcome:
        """Return how the last round ended; `after_round` is told of each, with its number from 1."""
        told = 0

        async def all_rounds() -> None:
            nonlocal told
            for number in range(1, rounds + 1):
                self.crawler = self.process.create_crawler(BoardSpider)
                await self.process.crawl(self.crawler, **arguments)
                outcome = self._outcome()
                after_round(number, outcome)
                told = number
                if outcome.reason == "shutdown":
                    break

        task = asyncio.get_event_loop().create_task(all_rounds())
        task.add_done_callback(self._stop)
        self.process.start(stop_after_crawl=False)
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error
        outcome = self._outcome()
        if outcome.reason == "shutdown" and not task.done():  # the reactor was stopped before the round could be told
            after_round(told + 1, outcome)
        return outcome

    def _outcome(self) -> Outcome:
        stats = self.crawler.stats.get_stats() if self.crawler and self.crawler.stats else {}
        return Outcome(str(stats.get("finish_reason", "shutdown")), board_reports(stats), stats)

    @staticmethod
    def _stop(_: asyncio.Task[None]) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - exists once the process has chosen it

        if reactor.running:
            reactor.stop()  # type: ignore[misc]


def project_settings(overrides: Mapping[str, Any]) -> Settings:
    """Return the project's settings with the command line's on top, wherever the command is run."""
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    settings.set("ASYNCIO_EVENT_LOOP", "newscrawl.network.loop.WatchedLoop", priority="project")
    settings.setdict({"LOG_INSTALL_ROOT_HANDLER": False, **overrides}, priority="cmdline")
    return settings


_REPORTED = ("scrapy.downloadermiddlewares.retry", "scrapy.downloadermiddlewares.robotstxt")


class _Plain(logging.Filter):
    """Leaves out tracebacks, and what the run's report says in words: which host could not be reached."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return record.name not in _REPORTED


def log_to_terminal(*, verbose: bool) -> None:
    """Send warnings, or all of Scrapy's log where `verbose`, to standard error."""
    level = logging.DEBUG if verbose else logging.WARNING
    handler = RichHandler(level, Console(stderr=True), show_path=False, show_time=verbose, markup=False)
    if not verbose:
        handler.addFilter(_Plain())
    logging.basicConfig(format="%(message)s", datefmt="%H:%M:%S", level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
