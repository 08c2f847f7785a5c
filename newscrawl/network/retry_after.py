"""The header Retry-After: how long a host asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After asks for, from a number or an HTTP date (RFC 9110, 10.2.3); None for neither.

    A date that has passed asks for no wait: 0.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])  # a longer number is no time anybody means
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
