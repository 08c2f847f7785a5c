"""What this keeps true: a whole crawl of several boards, run again from its archive, writes the same lines to the last byte.

Boards are read side by side, so their lines may take turns in another order; each board's own lines may not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from datetime import datetime

from newscrawl.archive.records import records
from newscrawl.demo import Replica
from newscrawl.demo.replica import KST
from tests.archive.conftest import ROOT, SECONDS


def crawl(targets, feed, **settings):
    pairs = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "board",
        "-a",
        f"targets={' '.join(targets)}",
        *pairs,
        "-O",
        feed,
    ]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
    ran = subprocess.run(
        command, check=False, env=environment, capture_output=True, text=True, cwd=ROOT, timeout=SECONDS
    )
    assert "'finish_reason': 'finished'" in ran.stderr, ran.stderr
    return ran


def lines_of_boards(feed):
    """Return the lines of a feed by board, articles apart from view counts."""
    found = defaultdict(list)
    for line in feed.read_bytes().splitlines():
        record = json.loads(line)
        name = record.get("article_id") or record["id"]
        found["article_id" in record, name.rpartition(":")[0]].append(line)
    return dict(found)


def test_a_replayed_crawl_writes_the_same_feed(tmp_path):
    archive, live, again = tmp_path / "a.warc.gz", tmp_path / "live.jsonl", tmp_path / "again.jsonl"
    with Replica(today=datetime(2024, 3, 15, 14, 20, tzinfo=KST)) as replica:
        targets = list(replica.boards.values())
        crawl(targets, live, NEWSCRAWL_WARC=archive, CONCURRENT_REQUESTS=1)
        asked = list(replica.requests)
    crawl(targets, again, NEWSCRAWL_REPLAY=archive, CONCURRENT_REQUESTS=1)
    assert lines_of_boards(again) == lines_of_boards(live)
    assert len(lines_of_boards(live)) == 5  # articles of three boards, view counts of two: the paper shows none
    requests = [record.block.split(b" ")[:2] for record in records(archive) if record.kind == "request"]
    assert [(method.decode(), target.decode()) for method, target in requests] == asked
