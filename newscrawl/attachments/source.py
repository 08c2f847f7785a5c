"""A file on its way to text: its bytes and name, what is left of its allowance, and what there is to warn of."""

from __future__ import annotations

from dataclasses import dataclass, field

from newscrawl.attachments.result import Limits, Unreadable


class Allowance:
    """How many bytes may still be unpacked; one for a file with all that is packed in it."""

    def __init__(self, size: int) -> None:
        self.left = size

    def room(self, limit: int) -> int:
        """Return how much one part of at most `limit` bytes may still take."""
        return max(0, min(limit, self.left))

    def take(self, size: int, what: str) -> None:
        """Count what was unpacked. Raises Unreadable where that is more than is left."""
        self.left -= size
        if self.left < 0:
            raise Unreadable("too_large", f"{what} unpacks to more than is read of one file.")


@dataclass(slots=True)
class File:
    """A file in memory; `depth` says in how many packages it was."""

    data: bytes
    name: str = ""
    limits: Limits = field(default_factory=Limits)
    depth: int = 0
    allowance: Allowance = field(default_factory=lambda: Allowance(Limits().expanded))
    warnings: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        """Say what was left out; the same thing once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def inside(self, name: str, data: bytes) -> File:
        """Return a file packed in this one."""
        return File(data, name, self.limits, self.depth + 1, self.allowance)
