"""What a user bounds a run by: pages, dates, a number of articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from newscrawl.errors import ConfigurationError


def _count(name: str, value: str | int | None) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except ValueError:
        number = 0
    if number < 1:
        raise ConfigurationError(f"{name} takes a whole number from 1; '{value}' is none.")
    return number


def _day(name: str, value: str | date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ConfigurationError(f"{name} takes a date such as 2024-03-15; '{value}' is none.") from None


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a run, each for every board: listing pages, first and last day (inclusive, as published), articles."""

    pages: int | None = None
    since: date | None = None
    until: date | None = None
    max_articles: int | None = None

    @classmethod
    def of(
        cls,
        pages: str | int | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        max_articles: str | int | None = None,
    ) -> Limits:
        """Return the limits that arguments from a command line mean. Raises ConfigurationError for what makes no sense."""
        limits = cls(
            _count("pages", pages), _day("since", since), _day("until", until), _count("max_articles", max_articles)
        )
        if limits.since and limits.until and limits.until < limits.since:
            raise ConfigurationError(f"until ({limits.until}) lies before since ({limits.since}): no day is left.")
        return limits

    @property
    def bounds_nothing(self) -> bool:
        """Tell whether a run so bounded reads all there is."""
        return self == Limits()

    def admit(self, published_at: str | None) -> bool:
        """Tell whether an article of this day (ISO, None where unknown) is wanted; the unknown is."""
        if published_at is None:
            return True
        day = date.fromisoformat(published_at[:10])
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def outlived(self, published_at: str | None) -> bool:
        """Tell whether this day is before the first day wanted."""
        return (
            self.since is not None and published_at is not None and date.fromisoformat(published_at[:10]) < self.since
        )
