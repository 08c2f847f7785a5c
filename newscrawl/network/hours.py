"""The hours of the day at which a host may be crawled: a site's own window, or the Visit-time of its robots.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

KST = timezone(timedelta(hours=9), "KST")
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–~]\s*([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Hours:
    """A daily window from `start` to `end` (not among it), over midnight where `end` is the earlier; the whole day where both are one."""

    start: time
    end: time
    zone: tzinfo = KST

    @classmethod
    def parse(cls, text: str, zone: tzinfo = KST) -> Hours:
        """Return the window that "22:00-06:00" means. Raises ValueError for anything else."""
        match = _SPAN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"'{text}' is no window of hours; one is written 22:00-06:00")
        first, minute, last, end = map(int, match.groups())
        return cls(time(first, minute), time(last, end), zone)

    def admit(self, now: datetime) -> bool:
        """Tell whether a moment (aware) lies in the window."""
        clock = now.astimezone(self.zone).time()
        if self.start == self.end:
            return True
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def opens(self, now: datetime) -> datetime:
        """Return when the window opens next, in UTC; the moment itself where it is open."""
        if self.admit(now):
            return now.astimezone(UTC)
        here = now.astimezone(self.zone)
        today = here.replace(hour=self.start.hour, minute=self.start.minute, second=0, microsecond=0)
        return (today if today > here else today + timedelta(days=1)).astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M} {self.zone.tzname(None)}"
