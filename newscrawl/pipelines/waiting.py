"""What a crawl with files needs of Scrapy: articles that wait for their files must hold up nobody else's pages."""

from __future__ import annotations

from scrapy.settings import BaseSettings

WAITING = 64 * 1024 * 1024  # bytes of pages in the pipelines at which Scrapy fetches no more


class Waiting:
    """Scrapy add-on: raises SCRAPER_SLOT_MAX_ACTIVE_SIZE where FILES_STORE is set, if nobody said more on the command line.

    A page counts there until its record is made, so that some fifteen articles of one slow host would stop the whole crawl.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        """Set it over the project's own."""
        if settings["FILES_STORE"]:
            settings.set("SCRAPER_SLOT_MAX_ACTIVE_SIZE", WAITING, priority="project")
