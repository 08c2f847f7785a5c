"""The schema of a site file, the loader of the catalogue, and the making of a board from an address that is in no catalogue."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from w3lib.url import safe_url_string

from newscrawl.errors import CatalogueError, ConfigurationError
from newscrawl.families import family_names
from newscrawl.network.hours import Hours
from newscrawl.network.pace import FLOOR
from newscrawl.network.rules import Allowance, HostRules
from newscrawl.normalize.addresses import board_slug, site_slug
from newscrawl.sites.files import LARGEST, read_site_file

ALL = "all"  # the target that names every board; no site has this id
BoardKind = Literal["press", "news", "notice", "gosi", "unknown"]
RowField = Literal["number", "published_at", "department", "author", "view_count", "category"]


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a board's first listing page shows as long as nobody rebuilds it: at least so many `rows`, and these fields of them (`shows`).

    A run that sees less says so, and reads on.
    """

    rows: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None
    shows: tuple[RowField, ...] = ()


class BoardEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A board as a site file has it.

    `evidence` says where the address was found, `confirmed` on which day such a source read the board live (none: it does not say so),
    `differs` what is unlike other boards of the family, `expect` what the listing shows, `script` that only a script fills the listing, so
    that newscrawl finds it empty.
    `off` is the reason for which a crawl leaves the board out unless it is named; its name stands in quotes in a file, for readers of
    YAML 1.1 take it for a boolean.
    """

    id: str
    name: str
    url: str
    kind: BoardKind = "unknown"
    family: str | None = None
    evidence: tuple[str, ...] = ()
    confidence: Literal["high", "medium", "low"] = "low"
    confirmed: date | None = None
    differs: tuple[str, ...] = ()
    expect: Expectation | None = None
    off: Annotated[str, msgspec.Meta(min_length=10)] = ""
    script: bool = False


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One institution's web presence, as its file in the catalogue has it.

    A government has the code of its `region`, as the government's own code list writes it, the `sido` (province or metropolitan city) it
    lies in, its romanised name, and what merges and splits `changed`. `hosts` are those that serve its boards beside the homepage's.

    The last four say how its hosts are to be treated: `delay` seconds between requests, `hours` of the day in Korean time
    ("22:00-06:00"), `tls` what an old server needs opened, and `robots_override` the reason for which robots.txt is not obeyed there,
    which every report then shows.
    """

    id: str
    name: str
    kind: Literal["government", "paper", "other"]
    homepage: str
    boards: tuple[BoardEntry, ...]
    name_en: str = ""
    region: Annotated[str, msgspec.Meta(pattern=r"^([0-9]{2}|[0-9]{5})?$")] = ""
    sido: str = ""
    hosts: tuple[str, ...] = ()
    changed: str = ""
    about: str = ""
    delay: Annotated[float, msgspec.Meta(ge=FLOOR, le=3600)] | None = None
    hours: str | None = None
    tls: tuple[Allowance, ...] = ()
    robots_override: Annotated[str, msgspec.Meta(min_length=20)] | None = None

    @property
    def rules(self) -> HostRules:
        """How the site's hosts are to be treated. Raises ValueError for hours that are none."""
        return HostRules(
            delay=self.delay,
            hours=Hours.parse(self.hours) if self.hours else None,
            tls=frozenset(self.tls),
            robots_override=self.robots_override or "",
        )


class Board(msgspec.Struct, frozen=True):
    """A board to crawl: `id` is `SITE/BOARD`, `url` the address of its listing in the board's own order."""

    site: str
    board: str
    name: str
    url: str
    family: str | None = None
    kind: BoardKind = "unknown"
    off: str = ""  # why a crawl leaves the board out unless it is named
    named_by_user: bool = False  # the address was given by the user, who thereby allows its host
    expect: Expectation | None = None

    @property
    def id(self) -> str:
        """The board's name in records and reports."""
        return f"{self.site}/{self.board}"

    @property
    def host(self) -> str:
        """The host name, without a port."""
        return urlsplit(self.url).hostname or ""


def board_from_address(url: str) -> Board:
    """Return the board at an address that is in no catalogue. Raises ConfigurationError for what is no http(s) address."""
    try:
        asked = as_asked(url)
        parts = urlsplit(asked)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError(
            f"'{url}' is no address of a web page; one begins with http:// or https:// and names a host."
        )
    if parts.username or parts.password:
        raise ConfigurationError(
            f"Leave user name and password out of the address: {parts.scheme}://{parts.hostname}{parts.path}"
        )
    return Board(site=site_slug(url), board=board_slug(url), name=url, url=asked, named_by_user=True)


def as_asked(url: str) -> str:
    """Return an address as Scrapy asks for it: Hangul in the host as Punycode, elsewhere percent-encoded. Raises ValueError."""
    return url if url.isascii() else safe_url_string(url)


class Catalogue(msgspec.Struct, frozen=True, dict=True):
    """Every site that newscrawl knows, by id."""

    sites: dict[str, Site]

    @cached_property
    def boards(self) -> dict[str, Board]:
        """Every board by `SITE/BOARD`."""
        found = (
            Board(
                site.id,
                entry.id,
                entry.name,
                as_asked(entry.url),
                entry.family,
                entry.kind,
                entry.off,
                expect=entry.expect,
            )
            for site in self.sites.values()
            for entry in site.boards
        )
        return {board.id: board for board in found}

    @cached_property
    def _rules(self) -> dict[str, HostRules]:
        return {host: site.rules for site in self.sites.values() if ruled(site) for host in served(site)}

    def rules_of(self, host: str) -> HostRules:
        """Return how a host is to be treated: as its site's file says, however the board was named; by default where there is none."""
        return self._rules.get(bare_host(host)) or HostRules()


def bare_host(host: str | None) -> str:
    """Return a host name without its `www.` or `m.`."""
    return (host or "").lower().removeprefix("www.").removeprefix("m.")


def ruled(site: Site) -> bool:
    """Tell whether a site's file says how its hosts are to be treated."""
    return bool(site.delay is not None or site.hours or site.tls or site.robots_override)


def served(site: Site) -> set[str]:
    """Return the hosts of a site's homepage and boards, as they are asked for, without `www.` or `m.`."""
    return {
        bare_host(urlsplit(as_asked(url)).hostname) for url in (site.homepage, *(board.url for board in site.boards))
    }


def rules_shared(sites: Iterable[Site]) -> Iterator[tuple[Site, Site, str]]:
    """Yield each two sites that share a host for which one of them has rules, so that its file would rule the other's, and the host."""
    owners: dict[str, list[Site]] = {}
    for site in sites:
        for host in sorted(served(site)):
            yield from ((site, other, host) for other in owners.setdefault(host, []) if ruled(site) or ruled(other))
            owners[host].append(site)


def _files(folder: Traversable) -> Iterator[Traversable]:
    """Yield the site files of a folder and the folders in it; a folder that is a link leads elsewhere, or in circles, and is left out."""
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if entry.is_dir():
            if not (isinstance(entry, Path) and entry.is_symlink()):
                yield from _files(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def content_of(file: Traversable) -> bytes:
    """Return what a site file holds, and of one that is too large no more than shows it. Raises CatalogueError for what cannot be read."""
    try:
        if not file.is_file():  # a pipe or a device, which may never end
            raise CatalogueError(f"sites/{file.name} is no file.")
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise CatalogueError(f"sites/{file.name} cannot be read: {error.strerror}.") from error


def load_site(name: str, text: str | bytes) -> Site:
    """Return the site that a file describes. Raises CatalogueError naming the file and the place of the fault."""
    site = read_site_file(name, text, Site)
    known = family_names()
    try:
        site.rules  # noqa: B018 - hours that are none
    except ValueError as error:
        raise CatalogueError(f"sites/{name}: {error}") from error
    if site.id == ALL:
        raise CatalogueError(f"sites/{name}: '{ALL}' names the whole catalogue; no site can have it for its id.")
    if f"{site.id}.yaml" != name:
        raise CatalogueError(f"sites/{name} describes the site '{site.id}'; file and site have one name.")
    if twice := [id_ for id_, count in Counter(board.id for board in site.boards).items() if count > 1]:
        raise CatalogueError(f"sites/{name}: two boards have the id '{twice[0]}'.")
    for board in site.boards:
        if board.family is not None and board.family not in known:
            raise CatalogueError(
                f"sites/{name}: board '{board.id}' names the family '{board.family}', which does not exist."
            )
        if not board.evidence:
            raise CatalogueError(f"sites/{name}: board '{board.id}' has no evidence.")
    return site


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the catalogue that the package carries, with the user's own site files from the folder that NEWSCRAWL_SITES names.

    Raises CatalogueError for a file that is none, ConfigurationError for a folder that is not there.
    """
    folders: list[Traversable] = [resources.files("newscrawl.sites")]
    if own := os.environ.get("NEWSCRAWL_SITES"):
        if not Path(own).is_dir():
            raise ConfigurationError(f"NEWSCRAWL_SITES names the folder '{own}', which is not there.")
        folders.append(Path(own))
    sites: dict[str, Site] = {}
    for file in (file for folder in folders for file in _files(folder)):
        site = load_site(file.name, content_of(file))
        if site.id in sites:
            raise CatalogueError(f"The site '{site.id}' is described by two files.")
        sites[site.id] = site
    for site, other, host in rules_shared(sites.values()):
        raise CatalogueError(
            f"The sites '{other.id}' and '{site.id}' share the host {host}, and one has rules for it (delay, hours, tls, "
            "robots_override): they would hold for the other, too."
        )
    return Catalogue(sites)
