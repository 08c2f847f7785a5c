"""What a crawl of the farm brought home, held against what the boards have: nothing may be missing without a word."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.servers.boards import Board, Post

Key = tuple[str, int]  # a host and a post's number there


@dataclass
class Harvest:
    """Every public post is in exactly one of `got`, `named`, `unread` and `lost`."""

    expected: int = 0
    got: set[Key] = field(default_factory=set)
    named: dict[Key, str] = field(default_factory=dict)  # posts not got, with the reason that the report gives for each
    unread: dict[Key, str] = field(
        default_factory=dict
    )  # posts on listing pages that the report says were not read, and why
    lost: set[Key] = field(default_factory=set)  # posts missing without a word
    doubled: list[Key] = field(default_factory=list)
    wrong: dict[Key, str] = field(default_factory=dict)  # posts of which a field differs from what the board has
    strangers: list[Key] = field(default_factory=list)  # records of what is no public post
    secret: int = 0  # posts that nobody may read,
    withheld: int = 0  # and those of them that the report names


def reap(data: Path, boards: Iterable[Board]) -> Harvest:
    """Return what a data folder holds of these boards after its last run; what a former one named as withheld stays named."""
    records: dict[str, list[dict[str, Any]]] = {}
    for file in data.glob("*.jsonl"):
        if not file.name.endswith(".views.jsonl"):
            for line in file.read_text("utf-8").splitlines():
                record = json.loads(line)
                records.setdefault(_host(record["url"]), []).append(record)
    reports: dict[str, list[dict[str, Any]]] = {}
    for manifest in sorted((data / "runs").glob("*.json")):
        for told in json.loads(manifest.read_text("utf-8"))["boards"]:
            reports.setdefault(_host(told["url"]), []).append(told)
    harvest = Harvest()
    for board in boards:
        _compare(harvest, board, records.get(board.host, []), reports.get(board.host, []))
    return harvest


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _compare(harvest: Harvest, board: Board, records: list[dict[str, Any]], reports: list[dict[str, Any]]) -> None:
    public = {post.number: post for post in board.public}
    by_number = {int(record["id"].rpartition(":")[2]): record for record in records}  # the last revision of each
    told = Counter((record["id"], record["revision"]) for record in records)
    harvest.expected += len(public)
    harvest.doubled += [(board.host, int(name.rpartition(":")[2])) for (name, _), count in told.items() if count > 1]
    harvest.strangers += [(board.host, number) for number in by_number.keys() - public.keys()]
    reasons = _reasons(warning for report in reports for warning in report["warnings"])
    last = reports[-1] if reports else {}
    cut = last.get("problem") or last.get("incomplete")
    pages = last.get("counts", {}).get("pages", 0)
    read = {number for page in range(1, pages + 1) for number in board.listed(page)}
    for number, post in public.items():
        key, target = (board.host, number), board.article.format(number)
        if number in by_number:
            harvest.got.add(key)
            if difference := _difference(post, by_number[number]):
                harvest.wrong[key] = difference
        elif target in reasons:
            harvest.named[key] = reasons[target]
        elif cut and number not in read:
            harvest.unread[key] = cut
        else:
            harvest.lost.add(key)
    secret = set(board.numbers) - public.keys()
    harvest.secret += len(secret)
    harvest.withheld += sum(board.article.format(number) in reasons for number in secret)


def _reasons(warnings: Iterable[str]) -> dict[str, str]:
    """Return what warnings such as "'TITLE' was not got, REASON: ADDRESS" say, by the address's path and query."""
    reasons = {}
    for warning in warnings:
        what, _, address = warning.rpartition(": ")
        parts = urlsplit(address)
        reasons[parts.path + (f"?{parts.query}" if parts.query else "")] = what.rpartition("' ")[2]
    return reasons


def _difference(post: Post, record: dict[str, Any]) -> str:
    """Return the first field of a record that is not what the board has, "" where all are right."""
    if record["title"] != post.title:
        return "title"
    if not (record["published_at"] or "").startswith(post.day.isoformat()):
        return "day"
    return "" if record["body"].split() == " ".join(post.paragraphs).split() else "body"
