"""The spider loader: every site of the catalogue is a spider of its own name, its class made when it is asked for."""

from __future__ import annotations

import builtins
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from newscrawl.errors import UnknownSite
from newscrawl.sites import bare_host, catalogue
from newscrawl.sites.finding import finder
from newscrawl.sites.names import hosts_of

BOARD = "board"  # the name of the spider that takes any target


class CatalogueSpiderLoader:
    """Gives Scrapy's commands the catalogue's names, beside `board`, which takes any target as its argument `targets`.

    Spiders of somebody's own, in modules that SPIDER_MODULES names, stand beside them; of two of one name theirs is the one.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._own = SpiderLoader.from_settings(settings)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> CatalogueSpiderLoader:
        """Return the loader."""
        return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a site. Raises KeyError, with the nearest names, for one that the catalogue does not hold."""
        if spider_name in self._own.list():
            return self._own.load(spider_name)
        if spider_name != BOARD and spider_name not in catalogue().sites:
            raise KeyError(str(UnknownSite(spider_name, finder().nearest(spider_name))))
        from newscrawl.spiders.board import BoardSpider  # noqa: PLC0415 - `scrapy list` must not wait for the reader

        if spider_name == BOARD:
            return BoardSpider
        return type(f"{spider_name.title()}Spider", (BoardSpider,), {"name": spider_name, "site": spider_name})

    def list(self) -> builtins.list[str]:
        """Return the names of all sites, and `board`."""
        return builtins.list(dict.fromkeys([BOARD, *self._own.list(), *catalogue().sites]))

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Return the spiders, sites among them, that serve the request's host."""
        host = bare_host(urlsplit(request.url).hostname)
        sites = sorted(site.id for site in catalogue().sites.values() if host in hosts_of(site))
        return [*self._own.find_by_request(request), *sites]
