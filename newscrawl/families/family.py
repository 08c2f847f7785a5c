"""The schema of a family file, its loader, and the recognition of a family from an address and a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import resources

import msgspec
import yaml

from newscrawl.errors import CatalogueError

_LONGEST = 500_000  # characters of a page that are searched for a program's marks
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where PyYAML was built with libyaml, that is faster


class Detection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What tells a family: forms of address, and texts of its pages.

    `address`: regular expressions; no form is proof, for programs share them. `markup`: texts, as they stand in the source, that confirm
    an address which fits. `signature`: texts that no other program writes; they tell the family whatever the address. `signature`
    confirms as `markup` does, so that no text stands in both.
    """

    address: tuple[str, ...]
    markup: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


class Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a family's addresses are made of: parameters that are the post's own identifier (one an address), and those that name the board.

    `board` is empty where the path alone names the board.
    """

    keys: tuple[str, ...]
    board: tuple[str, ...] = ()


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One board program. `hints` are CSS selectors by field that strengthen what the generic reader finds, never replace it."""

    name: str
    title: str
    about: str
    detect: Detection
    addresses: Addresses
    hints: Mapping[str, str] = {}

    @cached_property
    def _address(self) -> list[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in self.detect.address]

    def fits(self, url: str) -> bool:
        """Tell whether an address is of a form that this family uses."""
        return any(pattern.search(url) for pattern in self._address)

    def evidence(self, url: str, text: str = "") -> list[str]:
        """Return what speaks for this family: the patterns that fit the address, and the texts that stand in the page."""
        found = [f"address: {pattern.pattern}" for pattern in self._address if pattern.search(url)]
        found += [f"markup: {mark}" for mark in self.detect.markup if mark in text]
        return found + [f"signature: {mark}" for mark in self.detect.signature if mark in text]


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """Return every family of the package by name. Raises CatalogueError for a file that breaks the schema."""
    folder = resources.files("newscrawl.families")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    found = (load_family(file.name, file.read_text("utf-8")) for file in files)
    return {family.name: family for family in found}


def load_family(name: str, text: str) -> Family:
    """Return the family that a file describes. Raises CatalogueError naming the file and the place of the fault."""
    try:
        family = msgspec.convert(yaml.load(text, _Loader), Family)  # noqa: S506 - a safe loader, in C or not
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CatalogueError(f"families/{name}: {error}") from error
    if f"{family.name}.yaml" != name:
        raise CatalogueError(f"families/{name} names the family '{family.name}'; file and family have one name.")
    return family


def get_family(name: str) -> Family:
    """Return a family by name. Raises CatalogueError for one that does not exist."""
    try:
        return families()[name]
    except KeyError:
        raise CatalogueError(f"There is no family '{name}'. There are: {', '.join(families())}.") from None


def family_of(url: str, text: str) -> Family | None:
    """Return the family that a page is of, or None. An address alone never tells.

    First those whose form of address fits and of whose marks one stands in the page; where there is none, those of whose signatures one
    does. Of several, the one with most marks.
    """
    page = text[:_LONGEST]
    known = families().values()
    fitting = ((family, family.detect.markup + family.detect.signature) for family in known if family.fits(url))
    return _most_marked(page, fitting) or _most_marked(page, ((family, family.detect.signature) for family in known))


def _most_marked(page: str, candidates: Iterable[tuple[Family, Sequence[str]]]) -> Family | None:
    best, most = None, 0
    for family, marks in candidates:
        count = sum(mark in page for mark in marks)
        if count > most:
            best, most = family, count
    return best
