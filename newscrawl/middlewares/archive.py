"""Number 950, the last before the network: every answer is archived as it came, before it is unpacked or followed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from newscrawl.archive.ending import end_crawl
from newscrawl.archive.replay import FAILURES
from newscrawl.archive.warc import Archive
from newscrawl.errors import ConfigurationError

logger = logging.getLogger(__name__)

_FAILED = tuple(FAILURES.values())


class ArchiveResponses:
    """Keeps every response, robots.txt and redirects too, in the WARC file that the setting NEWSCRAWL_WARC names.

    Requests without an answer are kept with the reason, so that a replay meets it again. `request.meta["captured_at"]` becomes the moment
    that the archive says. A file that cannot be written closes the spider for the reason "archive_failed". NEWSCRAWL_WARC_INFO holds
    further fields for the archive's own description.
    """

    def __init__(self, crawler: Crawler, archive: Archive) -> None:
        self.crawler = crawler
        self.archive = archive
        if archive.cut:
            logger.warning(
                "%s: %s bytes of a record that a former run did not finish were cut off", archive.path, archive.cut
            )
        crawler.signals.connect(self.close, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the archive. Raises NotConfigured where none is wanted, ConfigurationError and InputError where it cannot be had."""
        name = crawler.settings.get("NEWSCRAWL_WARC")
        if not name:
            raise NotConfigured
        path = Path(name)
        if not path.name.endswith((".warc", ".warc.gz")):
            raise ConfigurationError(f"An archive's name ends in .warc or .warc.gz; {path} does not.")
        try:
            return cls(crawler, Archive(path, crawler.settings.getdict("NEWSCRAWL_WARC_INFO")))
        except OSError as error:
            raise ConfigurationError(f"The archive {path} cannot be written: {error.strerror}.") from error

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive an answer and pass it on."""
        self._keep(request, lambda at: self.archive.answered(request, response, at))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Archive that there was no answer."""
        if isinstance(exception, _FAILED):
            self._keep(request, lambda at: self.archive.failed(request, exception, at))

    def _keep(self, request: Request, write: Callable[[datetime], None]) -> None:
        at = datetime.now(UTC).replace(microsecond=0)
        try:
            write(at)
        except OSError as error:
            logger.error(
                "The archive %s cannot be written, and the run ends here: %s", self.archive.path, error.strerror
            )
            end_crawl(self.crawler, "archive_failed")
            raise
        request.meta["captured_at"] = at
        self.crawler.stats.inc_value("newscrawl/archive/exchanges")

    def close(self) -> None:
        """Close the archive."""
        self.archive.close()
