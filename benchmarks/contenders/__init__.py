"""What crawls the same board side by side, each in a process of its own: a module a contender, with a function `crawl`.

    python -m benchmarks.contenders NAME BOARD ADDRESS FILE

reads the board at an address and writes what it got as JSON lines (`Got`). BOARD names the selectors that those get who need some.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import msgspec

_DAY = re.compile(r"(\d{2,4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Selectors:
    """What somebody who looks at a board writes down of it, in CSS. `key` is the parameter of an address that tells posts apart."""

    key: str
    rows: str
    pager: str
    title: str
    body: str
    published_at: str
    view_count: str
    department: str | None
    attachments: str


BOARDS = {
    "made": Selectors(
        key="nttId",
        rows="td.subject a",
        pager="div.paging a",
        title="h4.view_title",
        body="div.view_cont",
        published_at="ul.view_info li:nth-child(2) span.txt",
        view_count="ul.view_info li:nth-child(3) span.txt",
        department="ul.view_info li:nth-child(1) span.txt",
        attachments="div.view_file a.file",
    ),
    "xe": Selectors(
        key="document_srl",
        rows="#board_list td.title a:not(.replyNum)",
        pager=".pagination a:not(.direction)",
        title=".read_header h1 a:not(.category)",
        body=".read_body .xe_content",
        published_at=".read_header .time",
        view_count=".read_header .read_count",
        department=".exOut td",
        attachments="ul.files a",
    ),
    "gnuboard": Selectors(
        key="wr_id",
        rows=".bo_tit > a:not(.bo_cate_link)",
        pager="a.pg_page:not(.pg_start):not(.pg_end)",
        title=".bo_v_tit",
        body="#bo_v_con",
        published_at=".if_date",
        view_count=".profile_info_ct > strong:nth-of-type(3)",
        department=None,
        attachments="#bo_v_file a.view_file_download strong",
    ),
}


@dataclass(slots=True, kw_only=True)
class Got:
    """What a contender got of one post; what it does not read at all stays None."""

    url: str
    title: str | None = None
    body: str | None = None
    published_at: str | None = None
    view_count: int | None = None
    department: str | None = None
    attachments: list[str] | None = None


class Crawl(Protocol):
    """A contender: reads the board at an address and hands each post to `keep`."""

    def __call__(self, board: Selectors, address: str, keep: Callable[[Got], None]) -> None:
        """Crawl."""


@dataclass(slots=True)
class Lines:
    """A file of JSON lines that grows by a record at a time."""

    path: Path
    _encoder: msgspec.json.Encoder = field(default_factory=msgspec.json.Encoder)

    def __call__(self, got: Got) -> None:
        """Append a record."""
        with self.path.open("ab") as file:
            file.write(self._encoder.encode(got) + b"\n")


def key_of(board: Selectors, url: str) -> str | None:
    """Return what tells a post of the board apart, from its address; None where the address is that of no post."""
    return parse_qs(urlsplit(url).query).get(board.key, [None])[0]


def day(text: str | None) -> str | None:
    """Return the first day in a text as an ISO date."""
    found = _DAY.search(text or "")
    if found is None:
        return None
    year, month, day_ = (int(part) for part in found.groups())
    return f"{year if year > 99 else 2000 + year}-{month:02}-{day_:02}"


def number(text: str | None) -> int | None:
    """Return the digits of a text as a number."""
    digits = re.sub(r"\D", "", text or "")
    return int(digits) if digits else None
