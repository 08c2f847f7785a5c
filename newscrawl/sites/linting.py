"""What the schema cannot see of site files: whether region, province, name, hosts and addresses are of one place and one program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator

from newscrawl.errors import CatalogueError
from newscrawl.families import Family, get_family
from newscrawl.network.destinations import is_public
from newscrawl.normalize.listings import in_own_order
from newscrawl.sites.catalogue import BoardEntry, Site, bare_host, load_site
from newscrawl.sites.files import lines_of
from newscrawl.sites.regions import PROVINCES, Region, Regions, regions

HOME = Path(__file__).parent  # the catalogue that the package carries
_PLACED = re.compile(r"sites/[^,:]+(?:, line (\d+))?: (.*)", re.DOTALL)  # how loading names file and line
_SHORTEST = 4  # letters of a romanised name by which a host is told; shorter ones stand in others' names
_HOME_ONLY = (
    "local",
    "localhost",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
)  # last labels, never on the internet


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, and what to do. `line` is 0 for the whole file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}{f', line {self.line}' if self.line else ''}: {self.message}"


def shipped() -> list[Path]:
    """Return the site files that the package carries."""
    return sorted(HOME.glob("*/*.yaml"))


def check(files: Iterable[Path], home: Path = HOME) -> list[Fault]:
    """Return what is wrong with site files, each alone and all together; those in the folder `home` stand in their province's folder."""
    known = regions()
    found: list[Fault] = []
    sites: list[tuple[str, Site]] = []
    for file in files:
        name = f"{file.parent.name}/{file.name}"
        try:
            content = file.read_bytes()
            site = load_site(file.name, content)
        except (CatalogueError, OSError) as error:
            told = _PLACED.fullmatch(str(error))
            found.append(Fault(name, int(told[1] or 0), told[2]) if told else Fault(name, 0, str(error)))
            continue
        lines = lines_of(file.name, content)
        if (
            home in file.resolve().parents
            and (folder := PROVINCES.get(site.sido, file.parent.name)) != file.parent.name
        ):
            found.append(Fault(name, 0, f"the file of a site in {site.sido} stands in the folder '{folder}'."))
        found += (Fault(name, lines.get(place, 0), said) for place, said in _faults(site, known))
        sites.append((name, site))
    return found + list(_shared(sites))


def check_families(known: Iterable[Family]) -> list[Fault]:
    """Return what is wrong with families beyond their schema: hints that are no selectors."""
    translator = HTMLTranslator()
    found = []
    for family in known:
        for field, selector in family.hints.items():
            try:
                translator.css_to_xpath(selector)
            except SelectorError as error:
                found.append(
                    Fault(f"families/{family.name}.yaml", 0, f"hints.{field}: '{selector}' is no selector: {error}")
                )
    return found


def _faults(site: Site, known: Regions) -> Iterator[tuple[str, str]]:
    """Yield each fault of a site with its place, as `lines_of` names places."""
    if site.kind == "government":
        yield from _faults_of_region(site, known)
    yield from _faults_of_hosts(site, known)
    for index, board in enumerate(site.boards):
        for place, said in _faults_of_board(site, board):
            yield f"$.boards[{index}].{place}", f"board '{board.id}': {said}"


def _faults_of_region(site: Site, known: Regions) -> Iterator[tuple[str, str]]:
    province = PROVINCES.get(site.sido)
    if province is None:
        yield "$.sido", f"'{site.sido}' is no province or metropolitan city; write its whole Korean name."
        return
    if site.id != province and not site.id.startswith(f"{province}-"):
        yield "$.id", f"the id of a site in {site.sido} is '{province}', or begins with '{province}-'."
    region = _region(site, known)
    if region is None:
        what = f"the code '{site.region}'" if site.region else f"the name '{site.name}' in {site.sido}"
        yield "$.region", f"no government has {what}; regions.csv lists them."
        return
    for field, own, listed in (
        ("name", site.name, region.name),
        ("sido", site.sido, region.sido),
        ("name_en", site.name_en, region.name_en),
    ):
        if own != listed:
            yield f"$.{field}", f"regions.csv has '{listed}' for {site.region or region.name}, not '{own}'."
    if region.until and not site.changed:
        yield "$.name", f"the government was abolished after {region.until}; say so in `changed`."
    if region.until and (on := [board.id for board in site.boards if not board.off]):
        yield (
            "$.boards",
            f"the government was abolished after {region.until}; give the reason in `off` of {', '.join(on)}.",
        )


def _region(site: Site, known: Regions) -> Region | None:
    return known.of_code(site.region) if site.region else known.named(site.sido, site.name)


def _faults_of_hosts(site: Site, known: Regions) -> Iterator[tuple[str, str]]:
    home = bare_host(urlsplit(site.homepage).hostname)
    used = {bare_host(urlsplit(board.url).hostname) for board in site.boards}
    for index, host in enumerate(site.hosts):
        if host != bare_host(host) or "/" in host or ":" in host:
            yield f"$.hosts[{index}]", f"'{host}': write a host in small letters, without 'www.', scheme or port."
        elif host not in used or host == home:
            yield f"$.hosts[{index}]", f"no board needs {host} beside the homepage's host; leave it out."
    for host in sorted({home, *used}):
        place = "$.homepage" if host == home else "$.hosts"
        if not _could_be_public(host):
            yield place, f"{host} is on no public network; a catalogue names public sites alone."
        elif site.kind == "government" and host not in site.about and (said := _stranger(host, site, known)):
            yield place, f"{said} Correct the address, or say in `about` why {host} serves this site."


def _could_be_public(host: str) -> bool:
    try:
        return is_public(str(ip_address(host)))
    except ValueError:
        return "." in host and host.rpartition(".")[2] not in _HOME_ONLY


def _stranger(host: str, site: Site, known: Regions) -> str:
    """Return why a host does not look like a government's own, empty where it does."""
    own, owner = _region(site, known), known.serving(host)
    if own is None or owner == own:
        return ""
    if owner is not None:
        return f"{host} is of {owner.sido} {owner.name} ({owner.code}), not of {site.sido} {site.name}."
    if len(own.stem) >= _SHORTEST and own.stem in host:
        return ""
    return f"{host} bears neither the domain ({own.domain}) nor the name ({own.stem}) of {site.sido} {site.name}."


def _faults_of_board(site: Site, board: BoardEntry) -> Iterator[tuple[str, str]]:
    host = bare_host(urlsplit(board.url).hostname)
    if host != bare_host(urlsplit(site.homepage).hostname) and host not in site.hosts:
        yield "url", f"{host} is neither the homepage's host nor in `hosts`."
    if (plain := in_own_order(board.url)) != board.url:
        yield "url", f"leave page, order and session out of the address: {plain}"
    if board.family and not _fits(board.family, board.url):
        yield "url", f"the address has no form of the family {board.family} (`newscrawl families {board.family}`)."
    if not all(evidence.strip() for evidence in board.evidence):
        yield "evidence", "say where the address was found: repository, path and date."


def _fits(family: str, url: str) -> bool:
    known = get_family(family)
    return known.fits(url) or known.listing_parts(url) is not None


def _shared(sites: Iterable[tuple[str, Site]]) -> Iterator[Fault]:
    """Yield what two files must not have in common: an id, a host, an address."""
    listed = list(sites)
    what: tuple[tuple[str, Callable[[Site], set[str]]], ...] = (
        ("the id", lambda site: {site.id}),
        ("the host", lambda site: {bare_host(urlsplit(url).hostname) for url in _addresses(site)}),
    )
    for title, of in what:
        first: dict[str, str] = {}
        for name, site in listed:
            for value in sorted(of(site)):
                if first.setdefault(value, name) != name:
                    yield Fault(name, 0, f"{first[value]} has {title} {value} too; one of the two is wrong.")


def _addresses(site: Site) -> Iterator[str]:
    yield site.homepage
    yield from (board.url for board in site.boards)
