"""What any ledger offers, whatever it is kept in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of an article: its newest revision, that revision's fingerprint, and when it was first seen (UTC)."""

    article_id: str
    revision: int
    fingerprint: str
    first_seen_at: str
    last_seen_at: str


class Ledger(Protocol):
    """Remembers articles between runs. One process writes at a time."""

    def find(self, article_id: str) -> Entry | None:
        """Return what is remembered of an article, None for one never seen."""

    def record(self, entries: Iterable[Entry]) -> None:
        """Remember these entries, all or none of them, in place of what was remembered."""

    def close(self) -> None:
        """Let go of the storage."""
