"""The manifest of a run: one JSON file beside the feeds that says what the run did, and which bytes of which file it wrote."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Literal

import msgspec

FOLDER = "runs"  # in the folder of the ledger
_BLOCK = 1 << 20


class BoardRun(msgspec.Struct, kw_only=True):
    """What the run did on one board.

    `mode`: "whole" (to the end, for it never was there before or all was asked for), "update" (to what is known), "sweep" (to the end
    although all is known). `stopped` says why the listing was read no further; `problem` (with `advice`) why it could not be read at all;
    `incomplete` why it was cut short; `resting` why it was not asked at this hour; `robots_override` the reason for which the site's
    robots.txt is not obeyed; `layout_changed` on which day the board was found to have another layout, and what no longer fits. `counts`
    has every count of a board's run, 0 for what never happened.
    """

    board: str
    url: str | None = None
    mode: str | None = None
    stopped: str | None = None
    problem: str | None = None
    advice: str | None = None
    incomplete: str | None = None
    resting: str | None = None
    robots_override: str | None = None
    layout_changed: str | None = None
    counts: dict[str, int] = {}
    warnings: list[str] = []


class FeedPart(msgspec.Struct, kw_only=True):
    """What the run wrote to one feed file: bytes `start` to `end` (`end` not among them; equal where it wrote nothing).

    `path` is relative to the ledger's folder. `records` counts lines, null for a format that has none. `bytes` and `sha256` are of the
    whole file. All but `start` are null until the run has ended.
    """

    path: str
    format: str
    holds: Literal["articles", "views"]
    start: int
    end: int | None = None
    records: int | None = None
    bytes: int | None = None
    sha256: str | None = None


class Requests(msgspec.Struct, kw_only=True):
    """What went over the network, robots.txt included: requests sent, answers by status, those without answer, bytes received."""

    sent: int = 0
    by_status: dict[str, int] = {}
    unanswered: int = 0
    bytes_received: int = 0


class EventLoop(msgspec.Struct, kw_only=True):
    """How long the run's event loop was held up at the longest, in milliseconds; null where it was not measured.

    `longest_ms` is wall time, which other programs lengthen, `longest_work_ms` CPU time of the loop's own thread. `pages_elsewhere` counts
    the pages that were read in processes beside it, for they were long.
    """

    longest_ms: float | None = None
    longest_work_ms: float | None = None
    pages_elsewhere: int = 0


class Versions(msgspec.Struct, kw_only=True):
    """What made the run; `schema` is the version of the records' schema."""

    newscrawl: str
    scrapy: str
    python: str
    schema: int


class RunManifest(msgspec.Struct, kw_only=True):
    """One run. Where `state` is "running" although no such process is, the run died: the ledger then knows more than its manifest.

    `reason` is Scrapy's word for how it ended: "finished", "shutdown" (stopped by the user) or what closed the spider. `warnings` are
    those of the whole run (a torn feed line that was mended); each board has its own. Times are ISO 8601, UTC.
    """

    run: str
    state: Literal["running", "ended"]
    started_at: str
    ended_at: str | None = None
    reason: str | None = None
    versions: Versions
    boards: list[BoardRun] = []
    warnings: list[str] = []
    feeds: list[FeedPart] = []
    requests: Requests = msgspec.field(default_factory=Requests)
    loop: EventLoop = msgspec.field(default_factory=EventLoop)


def path_of(folder: Path, run: str) -> Path:
    """Return where the manifest of a run is, for the ledger's folder."""
    return folder / FOLDER / f"{run}.json"


def write(folder: Path, manifest: RunManifest) -> None:
    """Put a manifest in place of the run's former one; a reader finds the one or the other, whole."""
    path = path_of(folder, manifest.run)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".json.part")
    with unfinished.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read(folder: Path, run: str) -> RunManifest | None:
    """Return the manifest of a run, None where there is none that can be read: it explains a run, and nothing depends on it."""
    try:
        return msgspec.json.decode(path_of(folder, run).read_bytes(), type=RunManifest)
    except (OSError, msgspec.MsgspecError):
        return None


def measured(path: Path, part: FeedPart) -> FeedPart:
    """Return a feed's part with what its file holds now. The file is read once, a block at a time."""
    digest = hashlib.sha256()
    size = lines = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            lines += block.count(b"\n", max(0, part.start - size))
            size += len(block)
    records = lines if part.format == "jsonlines" else None
    return msgspec.structs.replace(part, end=size, records=records, bytes=size, sha256=digest.hexdigest())
