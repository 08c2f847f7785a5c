"""What reading a file comes to: its text and a status, and why there is none."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import msgspec

Status = Literal["ok", "empty", "encrypted", "scanned", "unsupported", "damaged", "too_large", "timeout"]
STATUSES: tuple[Status, ...] = get_args(Status)

ADVICE = "pip install 'newscrawl[attachments]'"


class FileText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a file.

    `status` is `ok` where `text` holds words; `empty` where the file holds none; `encrypted` where a password or a licence guards it;
    `scanned` where its pages are pictures; `unsupported` where nothing here reads its kind; `damaged` where it cannot be read to its end
    or at all; `too_large` where it is beyond a limit of size; `timeout` where reading took too long. Beside a fault, `text` holds what was
    read before it. `warnings` say in words what went wrong or was left out, with advice.
    """

    status: Status
    text: str = ""
    media_type: str = "application/octet-stream"
    warnings: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a file is read. Sizes are in bytes, times in seconds."""

    file_size: int = 64 << 20
    expanded: int = 256 << 20  # all parts of a package together, unpacked
    part: int = 64 << 20  # one part of it
    entries: int = 5_000  # of a package
    depth: int = 3  # packages in packages
    characters: int = 4_000_000  # of text that is kept
    seconds: float = 30.0  # for one file, by the clock on the wall
    memory: int = 1 << 30  # address space of a worker


class Fault(NamedTuple):
    """What ends the reading of a file: the status that comes of it, and the reason in words."""

    status: Status
    why: str


class Unreadable(Exception):
    """Raised inside this room for a file that gives no more text."""

    def __init__(self, status: Status, why: str) -> None:
        super().__init__(why)
        self.fault = Fault(
            status, why
        )  # kept without the frames that an exception holds on to, a whole file among them
