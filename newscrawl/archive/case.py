"""Test cases of whole crawls: an archive, the records that were read from it, and how they are compared field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from newscrawl.archive.records import fields_of, records
from newscrawl.errors import InputError
from newscrawl.normalize.filenames import safe_name
from newscrawl.sites import Board

SUFFIX = ".warc.gz"
_FIELD = "newscrawl-case"  # of the archive's warcinfo record
_CLIP = 60  # characters of a value shown on either side of the first difference
_ABSENT = "(absent)"


class Case(msgspec.Struct, frozen=True):
    """What was crawled: boards as they were known then, and the bounds."""

    boards: tuple[Board, ...]
    pages: int | None = None
    max_articles: int | None = None

    @property
    def name(self) -> str:
        """The name of the case's files: the board's where it has one board, else the site's."""
        first = self.boards[0]
        return safe_name(f"{first.site}-{first.board}" if len(self.boards) == 1 else first.site)

    @property
    def info(self) -> dict[str, str]:
        """The case as fields of an archive's description."""
        return {_FIELD: msgspec.json.encode(self).decode()}


def case_of(archive: Path) -> Case:
    """Return the case that an archive was recorded for. Raises InputError for another archive."""
    for record in records(archive):
        if record.kind != "warcinfo":
            break
        fields = dict(fields_of(b"\r\n" + record.block))
        if _FIELD.encode() in fields:
            return msgspec.json.decode(fields[_FIELD.encode()], type=Case)
    raise InputError(f"{archive} was not made by `newscrawl record`.")


def records_of(archive: Path) -> Path:
    """Return the file of the records that belong to a case's archive."""
    return archive.with_name(archive.name.removesuffix(SUFFIX) + ".jsonl")


def read_records(path: Path) -> dict[str, dict[str, Any]]:
    """Return the records of a feed by id. Raises InputError."""
    try:
        found = [msgspec.json.decode(line, type=dict[str, Any]) for line in path.read_bytes().splitlines()]
        return {record["id"]: record for record in found}
    except (OSError, msgspec.DecodeError, KeyError) as error:
        raise InputError(f"{path} is no feed of records: {error}") from error


def differences(expected: Mapping[str, Mapping[str, Any]], found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for every field that is not as expected, and for every record that is missing or one too many."""
    for id_, record in expected.items():
        if id_ not in found:
            yield f"{id_}: missing"
            continue
        for name in _union(record, found[id_]):
            was, is_ = record.get(name, _ABSENT), found[id_].get(name, _ABSENT)
            if was != is_:
                yield f"{id_}: {name}: expected {_around(was, is_)}, found {_around(is_, was)}"
    yield from (f"{id_}: not expected" for id_ in found if id_ not in expected)


def _union(*names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for group in names for name in group))


def _around(value: object, other: object) -> str:
    """Return a value as JSON, clipped to where it begins to differ from another."""
    text, beside = (msgspec.json.encode(each).decode() for each in (value, other))
    same = next((place for place, pair in enumerate(zip(text, beside, strict=False)) if pair[0] != pair[1]), 0)
    first, last = max(0, same - _CLIP), same + _CLIP
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")
