"""From what people call a government or a board, in Hangul or romanised, to the catalogue's sites and boards."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

import msgspec

from newscrawl.errors import ConfigurationError, UnknownSite
from newscrawl.families import families
from newscrawl.sites.catalogue import ALL, Board, BoardKind, Catalogue, Site, bare_host, board_from_address, catalogue
from newscrawl.sites.listings import Bond, closest
from newscrawl.sites.names import (
    folded,
    hosts_of,
    label,
    letters,
    lies_in,
    names_of_province,
    own_code,
    own_names,
    plain,
    provinces_of,
    short,
    without_roman_rank,
)

_GROUPS = ("sido:", "region:")  # what a target begins with that names all sites of a place
_NAMED = 3  # sites or boards that an error names at most
_SURE = 0.6  # of two spellings' letters, so many are the same


@dataclass(slots=True)
class Choice:
    """The boards that targets name, and those of the sites named that are off."""

    boards: list[Board]
    left: list[Board]


class Finder:
    """Finds sites and boards of a catalogue by name. Names are compared without case, spaces, hyphens and other signs."""

    def __init__(self, known: Catalogue) -> None:
        self.known = known

    @cached_property
    def _provinces(self) -> dict[str, str]:
        """Every name of a province, folded, with the one that site files give it (`sido`)."""
        return {
            folded(name): site.sido
            for site in self.known.sites.values()
            if site.sido
            for name in names_of_province(site)
        }

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The ids of the sites that a folded name is of."""
        provinces: defaultdict[str, list[str]] = defaultdict(list)
        for name, sido in self._provinces.items():
            provinces[sido].append(name)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for site in self.known.sites.values():
            own = {folded(name) for name in own_names(site)}
            around = [
                pair
                for name in own
                for sido in provinces_of(site)
                for province in provinces[sido]
                for pair in (province + name, name + province)
            ]
            for name in {*own, *around, folded(site.id)}:
                found[name].append(site.id)
        return found

    @cached_property
    def _by_host(self) -> dict[str, list[Board]]:
        found: defaultdict[str, list[Board]] = defaultdict(list)
        for board in self.known.boards.values():
            found[bare_host(board.host)].append(board)
        return found

    def province(self, name: str) -> str | None:
        """Return the province that a name means, as site files write it: 경북, 경상북도, gyeongbuk; None for none."""
        name = plain(name)
        ways = (name, short(name), without_roman_rank(name))
        return next((self._provinces[way] for way in map(folded, ways) if way in self._provinces), None)

    def named(self, name: str) -> list[Site]:
        """Return the sites that have this name, whole or short, with or without their province's, or this region code."""
        name = plain(name.strip())
        ids = [name] if name in self.known.sites else self._names.get(folded(name), [])
        if not ids and name.isdigit():
            ids = [site.id for site in self.known.sites.values() if site.region == own_code(name)]
        if not ids and (sido := self.province(name)):  # 강원도, 대구시, Gangwon-do
            ids = [site.id for site in self.known.sites.values() if site.name == sido]
        if not ids:  # Suseong District
            ids = self._names.get(folded(without_roman_rank(name)), [])
        return [self.known.sites[id_] for id_ in ids]

    def nearest(self, name: str) -> list[str]:
        """Return the sites whose names are spelt most like this one, as "id (name)", nearest first. Hangul is compared by its letters.

        Of several words, one that is a place's own name goes before a likeness of them all: 군위 for 경북 군위, which lies elsewhere now.
        """
        spelt = {letters(known): ids for known, ids in self._names.items()}
        near = difflib.get_close_matches(letters(folded(name)), spelt, n=_NAMED, cutoff=_SURE)
        words = [word for word in name.split() if " " in name.strip() and not self.province(word)]
        own = [site.id for word in words for site in self.named(word)]
        ids = list(dict.fromkeys([*own, *(id_ for spelling in near for id_ in spelt[spelling])]))
        return [label(self.known.sites[id_]) for id_ in ids[:_NAMED]]

    def search(self, words: Sequence[str]) -> list[Site]:
        """Return the sites that every word fits: a name or a part of it, a province, a region's code, a host or an address."""
        found = [
            site for site in self.known.sites.values() if all(site.id in fits for fits in map(self._fitting, words))
        ]
        return found or self.named(" ".join(words))  # Suseong District

    @lru_cache(maxsize=64)  # noqa: B019 - a finder lives as long as the catalogue
    def _fitting(self, word: str) -> frozenset[str]:
        """Return the ids of the sites that a word fits: by a whole name where any has it, else by a part of one."""
        sites = self.known.sites.values()
        if word.startswith(_GROUPS):
            return frozenset(site.id for site in self._grouped(word))
        if word.isdigit():
            return frozenset(site.id for site in sites if lies_in(site, word))
        if "." in word:
            host = bare_host(word.partition("://")[2].partition("/")[0] or word.partition("/")[0])
            return frozenset(
                site.id for site in sites if host and any(f".{host}." in f".{known}." for known in hosts_of(site))
            )
        province = self.province(word)
        whole = {site.id for site in self.named(word)} | {
            site.id for site in sites if province and province in provinces_of(site)
        }
        part = folded(word)
        return frozenset(whole or {id_ for name, ids in self._names.items() if part and part in name for id_ in ids})

    def choose(self, targets: Iterable[str], kind: BoardKind | None = None) -> Choice:
        """Return the boards that targets name, each once.

        A target that names several (a site, `sido:`, `region:`, "all") leaves out those that are off and those of another kind; a board
        named by itself is always meant. Raises UnknownSite (with the nearest names) and ConfigurationError (for an address that is none,
        a name of several sites, or where nothing is left).
        """
        asked = list(targets)
        boards: dict[str, Board] = {}
        left: dict[str, Board] = {}
        for target in asked:
            single, found = self._meant(target.strip())
            for board in found:
                if not single and kind is not None and board.kind != kind:
                    continue
                if board.off and not single:
                    left[board.id] = board
                elif board.id not in boards or board.named_by_user:
                    boards[board.id] = board
        choice = Choice(list(boards.values()), [board for board in left.values() if board.id not in boards])
        if asked and not choice.boards:
            raise ConfigurationError(self._nothing(asked, kind, choice.left))
        return choice

    def _nothing(self, targets: Sequence[str], kind: BoardKind | None, left: Sequence[Board]) -> str:
        """Return why no board is left; of a government that is no more, what came of it."""
        if not left:
            return f"{', '.join(targets)} has no board{f' of the kind {kind}' if kind else ''}."
        reasons: defaultdict[str, list[str]] = defaultdict(list)
        for board in left:
            reasons[board.off].append(board.id)
        told = " ".join(
            f"{', '.join(ids[:_NAMED])}: {reason.rstrip('.')}." for reason, ids in list(reasons.items())[:_NAMED]
        )
        sites = [self.known.sites[id_] for id_ in dict.fromkeys(board.site for board in left)]
        told += "".join(f" {label(site)}: {site.changed}" for site in sites[:_NAMED] if site.changed)
        return f"Every board that was named is off in the catalogue. {told} Name one as SITE/BOARD to read it all the same."

    def _meant(self, target: str) -> tuple[bool, list[Board]]:
        """Return the boards that one target means, and whether it names them one by one."""
        boards = self.known.boards
        if "://" in target or target.startswith(("www.", "localhost")):
            return True, [self.board_at(target)]
        if target in boards:
            return True, [boards[target]]
        if target == ALL:
            return False, list(boards.values())
        if target.startswith(_GROUPS):
            ids = {site.id for site in self.group(target)}
            return False, [board for board in boards.values() if board.site in ids]
        name, _, entry = target.partition("/")
        site = self._one(name, target)
        found = [board for board in boards.values() if board.site == site.id and entry in ("", board.board)]
        if not found and entry:
            there = ", ".join(board.board for board in boards.values() if board.site == site.id)
            raise ConfigurationError(f"{label(site)} has no board '{entry}'. It has: {there}.")
        return bool(entry), found

    def _one(self, name: str, target: str) -> Site:
        found = self.named(name)
        if not found and len(words := name.split()) > 1:
            found = self.search(words)
        if not found:
            raise UnknownSite(target, self.nearest(name))
        if len(found) > 1:
            raise ConfigurationError(
                f"'{name}' is the name of {len(found)} sites. Name one: {', '.join(map(label, found))}."
            )
        return found[0]

    def on_host(self, host: str) -> list[Site]:
        """Return the sites that have this very host, with or without `www.`."""
        return [site for site in self.known.sites.values() if bare_host(host) in hosts_of(site)]

    def group(self, target: str) -> list[Site]:
        """Return the sites of `sido:NAME` or `region:CODE`. Raises ConfigurationError for one that has none."""
        found = self._grouped(target)
        if not found:
            known = "A province has two digits, as 27, a city, county or district five, as 27260"
            if target.startswith(_GROUPS[0]):
                provinces = {site.sido for site in self.known.sites.values() if site.sido}
                known = "There are: " + ", ".join(sorted(provinces))
            raise ConfigurationError(f"The catalogue has no site in {target}. {known}.")
        return found

    def _grouped(self, target: str) -> list[Site]:
        group, _, name = target.partition(":")
        name = name.strip()
        if group == "sido":
            sido = self.province(name)
            return [site for site in self.known.sites.values() if sido and sido in provinces_of(site)]
        return [site for site in self.known.sites.values() if len(name) in (2, 5, 10) and lies_in(site, name)]

    def board_at(self, url: str) -> Board:
        """Return the board at an address; it is the catalogue's where the address is that of its listing, and none of its parts.

        So one board has one memory and one file, however it was named. Raises ConfigurationError for what is no http(s) address.
        """
        typed = board_from_address(url)
        board, how = closest(url, self._on_host(url))
        if board is None or how < Bond.LISTING:
            return typed
        return msgspec.structs.replace(board, url=url, named_by_user=True)

    def board_of(self, url: str) -> Board | None:
        """Return the board that an address, of a listing or a post, belongs to; None where it is none's, or that of several alike."""
        return closest(url, self._on_host(url))[0]

    def _on_host(self, url: str) -> list[Board]:
        return self._by_host.get(bare_host(urlsplit(url).hostname), [])


def boards_of(targets: Iterable[str], kind: BoardKind | None = None) -> list[Board]:
    """Return the boards that targets name, each once. Raises as `Finder.choose` does, before anything is fetched."""
    return finder().choose(targets, kind).boards


@lru_cache(maxsize=1)
def finder() -> Finder:
    """Return the finder of the catalogue. Raises as `catalogue` does."""
    return Finder(catalogue())


def family_named(name: str) -> str:
    """Return the family that a name means, without regard to signs: "board.es" is board-es. Raises ConfigurationError for none."""
    known = {folded(family): family for family in families()}
    if (family := known.get(folded(name))) is None:
        asked = folded(name)
        begun = sorted(spelling for spelling in known if asked and spelling.startswith(asked))
        near = list(dict.fromkeys([*begun, *difflib.get_close_matches(asked, known, n=_NAMED)]))
        advice = (
            f"Did you mean {' or '.join(known[spelling] for spelling in near[:_NAMED])}?"
            if near
            else "`newscrawl families` lists them."
        )
        raise ConfigurationError(f"There is no family '{name}'. {advice}")
    return family


def targets_in(text: str, found: Finder | None = None) -> list[str]:
    """Return the targets of a line, which stand apart by spaces; "대구 수성구" is one, for both words together name one site."""
    words, found = text.split(), found or finder()
    targets: list[str] = []
    while words:
        pair = " ".join(words[:2])
        taken = 2 if len(words) > 1 and found.province(words[0]) and found.named(pair) else 1
        targets.append(" ".join(words[:taken]))
        del words[:taken]
    return targets
