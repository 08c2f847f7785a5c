"""The pages that the gate reads, with what they say: the project's own, and a corpus of real pages where one is at hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from newscrawl.parsing import page_record
from newscrawl.reading import Page

from .scoring import Score, means, score_page

OWN = Path(__file__).parents[1] / "pages"
CORPUS = Path(os.environ.get("NEWSCRAWL_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
BAD_BYTE = b"\xc3"  # opens a UTF-8 sequence that nothing follows


@dataclass(frozen=True, slots=True)
class Sample:
    """A saved page and its truth. `site` is whose figures it counts in; of the project's own pages, the board program's name."""

    id: str
    site: str
    page: Page
    truth: dict[str, Any]

    def read(self, *, generic: bool) -> dict[str, Any]:
        """Return the record that `newscrawl parse` prints of the page."""
        record, _ = page_record(self.page, id_=self.id, generic=generic)
        fields: dict[str, Any] = msgspec.to_builtins(record)
        return fields


def samples(folder: Path) -> Iterator[Sample]:
    """Yield the pages of a folder that have a truth.

    Two keys of the manifest are of the project's own pages: `encode`, the charset to make the bytes in, since the files are all kept
    in UTF-8; and `bad_byte_before`, a text before which one byte breaks the encoding.
    """
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        truth = folder / "truth" / f"{entry['id']}.json"
        if truth.is_file():
            yield Sample(entry["id"], entry["site"], _page(folder, entry), json.loads(truth.read_text("utf-8")))


def _page(folder: Path, entry: dict[str, Any]) -> Page:
    body = (folder / entry["file"]).read_bytes()
    if "encode" in entry:
        body = body.decode("utf-8").encode(entry["encode"])
    if "bad_byte_before" in entry:
        mark = entry["bad_byte_before"].encode("utf-8")
        assert body.count(mark) == 1, f"{entry['file']} must hold {mark!r} once"
        body = body.replace(mark, BAD_BYTE + mark)
    return Page(
        url=entry["url"],
        body=body,
        status=entry.get("status", 200),
        headers={name.lower(): value for name, value in entry.get("headers", ())},
        charset=entry.get("charset"),
        now=datetime.fromisoformat(entry["captured_at"]) if entry.get("captured_at") else None,
    )


def score(sample: Sample, *, generic: bool) -> Score:
    """Read a page and score it."""
    return score_page(sample.read(generic=generic), sample.truth)


@cache
def figures(folder: Path, *, generic: bool) -> dict[str, float]:
    """Return the figures of all pages of a folder."""
    return means((sample.site, score(sample, generic=generic)) for sample in samples(folder))
