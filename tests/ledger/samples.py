"""Articles and memories of them, made up for the tests."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from newscrawl.items import Article, Attachment, FieldOrigin, ReadBy, ViewObservation
from newscrawl.ledger import Known

BOARD = "site/press"
OTHER = "site/notices"


def at(minutes: int) -> str:
    """Return a time so many minutes after the tests' start."""
    return (datetime(2024, 3, 15, tzinfo=UTC) + timedelta(minutes=minutes)).isoformat()


def known(key: str = "1", revision: int = 1, minutes: int = 0, **fields) -> Known:
    """Return a memory in which every field differs from its default."""
    told = {
        "fingerprint": f"{revision:064x}",
        "row_mark": "a title\x1f2024-03-15",
        "first_seen_at": at(0),
        "last_seen_at": at(minutes),
        "fetched_at": at(minutes),
        "due_at": at(minutes + 60),
        "published_at": "2024-03-15T09:30:00+09:00",
        "etag": '"5e1f"',
        "last_modified": "Fri, 15 Mar 2024 00:30:00 GMT",
        "missed": 0,
    }
    return Known(key, revision=revision, **{**told, **fields})


def article(
    key: str = "1", revision: int = 1, minutes: int = 0, board: str = BOARD, body: str = "본문\n\n둘째 문단"
) -> Article:
    """Return an article with records inside records."""
    site, _, name = board.partition("/")
    return Article(
        id=f"{board}:{key}",
        site=site,
        board=name,
        url=f"https://www.example.go.kr/view?no={key}",
        title="군청 소식",
        body=body,
        view_count=10 * revision,
        attachments=[Attachment(name="붙임.hwpx", url="https://www.example.go.kr/file/1", form={"no": "1"})],
        fetched_at=at(minutes),
        revision=revision,
        content_hash=f"{revision:064x}",
        read_by=ReadBy(fields={"title": FieldOrigin(rule="label", confidence=0.9)}),
    )


def view(
    key: str = "1", minutes: int = 0, count: int = 7, source: str = "listing", board: str = BOARD
) -> ViewObservation:
    """Return a view count."""
    return ViewObservation(article_id=f"{board}:{key}", observed_at=at(minutes), view_count=count, source=source)


def child(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a Python process that imports what this one can; it reads lines and prints lines."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
