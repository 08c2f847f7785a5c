"""The schema of a family file, its loader, and the recognition of a family from an address or a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from importlib import resources

import msgspec
import yaml

from newscrawl.errors import CatalogueError

_HEAD = 60_000  # characters of a page that are searched for a program's marks


class Detection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Regular expressions that tell a family: any `address` fits, or any `markup` stands in the page."""

    address: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()


class Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a family's addresses are made of: the parameter that is the post's own identifier, and those that name the board."""

    key: str
    board: tuple[str, ...] = ()


class Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One board program. `hints` are CSS selectors that strengthen what the generic reader finds, never replace it."""

    name: str
    title: str
    about: str
    detect: Detection
    addresses: Addresses
    hints: Mapping[str, str] = {}

    @cached_property
    def _address(self) -> list[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in self.detect.address]

    @cached_property
    def _markup(self) -> list[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in self.detect.markup]

    def evidence(self, url: str, text: str = "") -> list[str]:
        """Return what speaks for this family: the patterns that fit the address, and those that stand in the page's markup."""
        head = text[:_HEAD]
        found = [f"address: {pattern.pattern}" for pattern in self._address if pattern.search(url)]
        return found + [f"markup: {pattern.pattern}" for pattern in self._markup if pattern.search(head)]


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """Return every family of the package by name. Raises CatalogueError for a file that breaks the schema."""
    found: dict[str, Family] = {}
    folder = resources.files("newscrawl.families")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        try:
            family = msgspec.convert(yaml.safe_load(file.read_text("utf-8")), Family)
        except (yaml.YAMLError, msgspec.ValidationError) as error:
            raise CatalogueError(f"families/{file.name}: {error}") from error
        if f"{family.name}.yaml" != file.name:
            raise CatalogueError(
                f"families/{file.name} names the family '{family.name}'; file and family have one name."
            )
        found[family.name] = family
    return found


def get_family(name: str) -> Family:
    """Return a family by name. Raises CatalogueError for one that does not exist."""
    try:
        return families()[name]
    except KeyError:
        raise CatalogueError(f"There is no family '{name}'. There are: {', '.join(families())}.") from None


def family_of(url: str, text: str) -> Family | None:
    """Return the family that a page shows evidence of, the one with most, or None.

    Marks in the page weigh twice an address form, for address forms are shared between programs; an address alone is not enough.
    """
    best, most = None, 1
    for family in families().values():
        weight = sum(2 if found.startswith("markup") else 1 for found in family.evidence(url, text))
        if weight > most:
            best, most = family, weight
    return best
