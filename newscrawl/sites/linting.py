"""What the schema cannot see of site files: whether region, province, name, hosts and addresses are of one place and one program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import yaml
from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator

from newscrawl.errors import CatalogueError
from newscrawl.families import Family, get_family
from newscrawl.families.template import Template
from newscrawl.network.destinations import is_public
from newscrawl.normalize.listings import in_own_order
from newscrawl.sites.catalogue import BoardEntry, Site, as_asked, bare_host, load_site, rules_shared
from newscrawl.sites.files import lines_of
from newscrawl.sites.regions import PROVINCES, Region, Regions, regions

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where PyYAML was built with libyaml, that is faster
HOME = Path(__file__).parent  # the catalogue that the package carries
OTHER_FORM = "The address is of another form than the family's listings."  # a board's `differs` that the linter takes for an answer
_HOLE = re.compile(r"\{[^{}]*\}")
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


def check(files: Iterable[Path], home: Path = HOME, today: date | None = None) -> list[Fault]:
    """Return what is wrong with site files, each alone, all together, and beside those that the package carries.

    Files in the folder `home` stand in their province's folder. No board was confirmed after `today`, where that is given.
    """
    known = regions()
    files = list(files)
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
        found += (Fault(name, line, said) for line, said in _faults_of_keys(content))
        found += (Fault(name, lines.get(place, 0), said) for place, said in _faults(site, known, today))
        sites.append((name, site))
    given, ids = {file.resolve() for file in files}, {site.id for _, site in sites}
    beside = [(name, site) for file, name, site in _carried() if file not in given and site.id not in ids]
    return found + list(_shared(sites)) + list(_beside(sites, beside))


@lru_cache(maxsize=1)
def _carried() -> tuple[tuple[Path, str, Site], ...]:
    """Return the site files that the package carries, as far as they can be read: file, name, site."""
    found = []
    for file in shipped():
        with suppress(CatalogueError):
            found.append((file.resolve(), f"{file.parent.name}/{file.name}", load_site(file.name, file.read_bytes())))
    return tuple(found)


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


def _faults_of_keys(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield the keys that readers of YAML 1.1 take for something else than a text, as they do `off` and `no`."""
    nodes = [yaml.compose(content, _Loader)]
    for node in nodes:
        if isinstance(node, yaml.SequenceNode):
            nodes += node.value
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                nodes.append(value)
                if key.tag != "tag:yaml.org,2002:str":
                    yield (
                        key.start_mark.line + 1,
                        f"other readers of YAML take {key.value} for no text; write '{key.value}':",
                    )


def _faults(site: Site, known: Regions, today: date | None) -> Iterator[tuple[str, str]]:
    """Yield each fault of a site with its place, as `lines_of` names places."""
    if site.kind == "government":
        yield from _faults_of_region(site, known)
    yield from _faults_of_hosts(site, known)
    for index, board in enumerate(site.boards):
        for place, said in _faults_of_board(site, board):
            yield f"$.boards[{index}].{place}", f"board '{board.id}': {said}"
        if today and board.confirmed and board.confirmed > today:
            yield f"$.boards[{index}].confirmed", f"board '{board.id}': {board.confirmed} is not yet; today is {today}."


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
    if board.family and (said := unfit(get_family(board.family), board)):
        yield "url", f"{said} (`newscrawl families {board.family}`)."
    if not all(evidence.strip() for evidence in board.evidence):
        yield "evidence", "say where the address was found: repository, path and date."


def unfit(family: Family, board: BoardEntry) -> str:
    """Return why an address is that of no listing of its family, empty where it is."""
    listing = family.listing_parts(board.url) is not None
    if _is_post(family, board.url):
        return f"the address is that of a post of the family {family.name}; a board has that of its listing"
    if not listing and not family.fits(board.url):
        return f"the address has no form of the family {family.name}"
    if not listing and family.listings and OTHER_FORM not in board.differs:
        return f"the address has no form of a listing of the family {family.name}; mend it, or say in `differs`: {OTHER_FORM}"
    return ""


def _is_post(family: Family, url: str) -> bool:
    """Tell whether an address names a post.

    Where it fits a listing, too, and it is the path that names the post, the form with more words of its own tells.
    """
    post = family.article_key(url) or "0"  # 0 is no post's
    if post == "0":
        return False
    words = [_words(form) for form in family.listings if form.read(url) is not None]
    if not words or post in dict(parse_qsl(urlsplit(url).query)).values():
        return True
    return max(_words(form) for form in family.articles if form.read(url) is not None) > max(words)


def _words(form: Template) -> int:
    """Return how many characters of the path stand in a form of address itself."""
    return len(_HOLE.sub("", form.text.partition("?")[0]))


def _shared(sites: Iterable[tuple[str, Site]]) -> Iterator[Fault]:
    """Yield what two files must not have in common: an id, a host, an address."""
    listed = list(sites)
    what: tuple[tuple[str, Callable[[Site], set[str]]], ...] = (
        ("the id", lambda site: {site.id}),
        ("the host", lambda site: {bare_host(urlsplit(url).hostname) for url in _addresses(site)}),
    )
    taken: dict[object, str] = {}
    for name, site in listed:
        for board in site.boards:
            own = f"{site.id}/{board.id}"
            if (other := taken.setdefault(_same(board.url), own)) != own:
                yield Fault(name, 0, f"{own} has the address of {other}: {board.url}")
    for title, of in what:
        first: dict[str, str] = {}
        for name, site in listed:
            for value in sorted(of(site)):
                if first.setdefault(value, name) != name:
                    yield Fault(name, 0, f"{first[value]} has {title} {value} too; one of the two is wrong.")


def _beside(sites: Iterable[tuple[str, Site]], others: Iterable[tuple[str, Site]]) -> Iterator[Fault]:
    """Yield what files must not have in common with others that are not checked: a host for which one has rules, an address."""
    sites, others = list(sites), list(others)
    names = {id(site): name for name, site in [*others, *sites]}
    taken = {_same(board.url): f"{site.id}/{board.id}" for _, site in others for board in site.boards}
    for name, site in sites:
        for board in site.boards:
            if (other := taken.get(_same(board.url))) is not None:
                yield Fault(name, 0, f"{site.id}/{board.id} has the address of {other}: {board.url}")
    checked = {id(site) for _, site in sites}
    for late, early, host in rules_shared([*(site for _, site in others), *(site for _, site in sites)]):
        if id(late) in checked:  # the checked come last
            said = f"{names[id(early)]} has the host {host}, too, and one of the two has rules (delay, hours, tls, robots_override)"
            yield Fault(names[id(late)], 0, f"{said}: they would hold for both. Name the host in one file alone.")


def _same(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Return what all ways of writing one address have in common: host and path, and the parameters in whatever order."""
    parts = urlsplit(as_asked(in_own_order(url)))
    return bare_host(parts.netloc), parts.path.rstrip("/"), tuple(sorted(parse_qsl(parts.query)))


def _addresses(site: Site) -> Iterator[str]:
    yield site.homepage
    yield from (board.url for board in site.boards)
