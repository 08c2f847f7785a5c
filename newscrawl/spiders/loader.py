"""The spider loader: every site of the catalogue is a spider of its own name, its class made when it is asked for."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from newscrawl.errors import UnknownSite
from newscrawl.sites import bare_host, catalogue
from newscrawl.sites.finding import finder
from newscrawl.sites.names import hosts_of

BOARD = "board"  # the name of the spider that takes any target


class CatalogueSpiderLoader:
    """Gives Scrapy's commands the catalogue's names, beside `board`, which takes any target as its argument `targets`."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> CatalogueSpiderLoader:
        """Return the loader; it needs no setting."""
        del settings
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a site. Raises KeyError, with the nearest names, for one that the catalogue does not hold."""
        if spider_name != BOARD and spider_name not in catalogue().sites:
            raise KeyError(str(UnknownSite(spider_name, finder().nearest(spider_name))))
        from newscrawl.spiders.board import BoardSpider  # noqa: PLC0415 - `scrapy list` must not wait for the reader

        if spider_name == BOARD:
            return BoardSpider
        return type(f"{spider_name.title()}Spider", (BoardSpider,), {"name": spider_name, "site": spider_name})

    def list(self) -> list[str]:
        """Return the names of all sites, and `board`."""
        return [BOARD, *catalogue().sites]

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """Return the sites that serve the request's host."""
        host = bare_host(urlsplit(request.url).hostname)
        return sorted(site.id for site in catalogue().sites.values() if host in hosts_of(site))
