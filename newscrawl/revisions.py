"""What makes a revision of an article, and when an article is looked at again although its row has not changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from newscrawl.items import Article

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=30))
"""Ages at which an article is read again; past the last, never by time alone."""


def fingerprint(article: Article) -> str:
    """Return a digest of what makes a revision: title and body, the posting day, the files' names and, once they are there, contents.

    Counts never do, nor tokens in the files' addresses, nor the hour: "3시간 전" gives another one at each reading. A file that has come,
    or whose text has, is a change: the record says more.
    """
    day = article.published_at[:10] if article.published_at else None
    files = [
        file.name if file.sha256 is None else (file.name, file.sha256, file.text_status == "ok")
        for file in article.attachments
    ]
    content = (article.content_hash, day, files)
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()


def next_visit(first_seen_at: str, now: datetime, ages: Sequence[timedelta] = AGES) -> str | None:
    """Return when (ISO, UTC) an article first seen then is due after a visit now; None where it is old enough to be left alone."""
    first = datetime.fromisoformat(first_seen_at)
    due = next((first + age for age in sorted(ages) if first + age > now), None)
    return due.isoformat(timespec="seconds") if due else None
