"""The two source files of an import, read line by line: the boards (JSON lines) and the governments (CSV)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from newscrawl.errors import CatalogueError
from newscrawl.sites.regions import PROVINCES

T = TypeVar("T")


class Paging(msgspec.Struct, frozen=True):
    """How a source asks for further pages."""

    param: str | None
    style: str
    basis: str


class Evidence(msgspec.Struct, frozen=True):
    """Where a board was found."""

    repository: str = ""
    path: str = ""
    note: str = ""


class Lead(msgspec.Struct, frozen=True):
    """One line of the boards file: what is read of it."""

    sido: str
    sigungu: str | None
    homepage: str
    board: Literal["press", "news", "notice", "gosi"]
    board_name: str
    rank: int
    list_url: str
    cms_family: str
    evidence: tuple[Evidence, ...]
    evidence_date: str
    confidence: Literal["high", "medium", "low"]
    maybe_superseded_by_site_redesign: bool
    needs_js: bool | str
    encoding: str
    encoding_basis: str
    pagination: Paging
    live_checked_by_source: date | None
    notes: tuple[str, ...]
    alt_list_urls: tuple[str, ...]
    selectors: dict[str, Any] | None = None


class Row(msgspec.Struct, frozen=True):
    """One line of the regions file."""

    sido: str
    sigungu: str
    name_ko: str
    name_en: str
    homepage_domain: str
    code: str
    status: str
    note: str

    @property
    def until(self) -> str:
        """Return the last day of a government that is no more."""
        return self.status.removeprefix("until ") if self.status.startswith("until ") else ""


def read_boards(file: Path) -> list[tuple[int, Lead]]:
    """Return the leads of a boards file, each with its line. Raises CatalogueError with every bad line."""
    with file.open("rb") as lines:
        return _read(file.name, ((number, line) for number, line in enumerate(lines, 1) if line.strip()), Lead)


def read_regions(file: Path) -> list[Row]:
    """Return the governments of a regions file. Raises CatalogueError with every bad line."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        found = _read(file.name, ((reader.line_num, row) for row in reader), Row)
    if strange := [f"{file.name}, line {number}: {row.sido}" for number, row in found if row.sido not in PROVINCES]:
        raise CatalogueError("There is no such province or metropolitan city:\n" + "\n".join(strange))
    return [row for _, row in found]


def _read(name: str, entries: Iterable[tuple[int, Any]], kind: type[T]) -> list[tuple[int, T]]:
    """Return the entries of a source file as `kind`, each with its line. Raises CatalogueError with every bad line."""
    found, faults = [], []
    for number, entry in entries:
        try:
            read = msgspec.json.decode(entry, type=kind) if isinstance(entry, bytes) else msgspec.convert(entry, kind)
            found.append((number, read))
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            faults.append(f"{name}, line {number}: {error}")
    if faults:
        raise CatalogueError("\n".join(faults))
    return found
