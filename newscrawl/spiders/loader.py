"""The spider loader: every site of the catalogue is a spider of its own name, its class made when it is asked for."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from newscrawl.errors import UnknownSite
from newscrawl.sites import catalogue
from newscrawl.spiders.board import BoardSpider


class CatalogueSpiderLoader:
    """Gives Scrapy's commands the catalogue's names, beside `board`, which takes any address as its argument `targets`."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> CatalogueSpiderLoader:
        """Return the loader; it needs no setting."""
        del settings
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a site. Raises KeyError, with the nearest names, for one that the catalogue does not hold."""
        if spider_name == BoardSpider.name:
            return BoardSpider
        if spider_name not in catalogue().sites:
            raise KeyError(str(UnknownSite(spider_name, catalogue().sites)))
        return type(f"{spider_name.title()}Spider", (BoardSpider,), {"name": spider_name, "site": spider_name})

    def list(self) -> list[str]:
        """Return the names of all sites, and `board`."""
        return [BoardSpider.name, *catalogue().sites]

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """Return the sites that serve the request's host."""
        host = urlsplit(request.url).hostname
        return sorted({board.site for board in catalogue().boards.values() if board.host == host})
