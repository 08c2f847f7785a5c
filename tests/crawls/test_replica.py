"""The demo's three boards, crawled by the real command, give every public post once and exactly as it was written, in no request too
many. What the boards hold is known from their posts' data, not from their pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest

from newscrawl.demo import Replica

from .conftest import feed_in, lines, newscrawl

TODAY = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
FIELDS = ("title", "published_at", "view_count", "author", "department", "category", "body")


@pytest.fixture(scope="module", params=["xe", "paper", "city"])
def crawled(request, tmp_path_factory):
    """One board crawled whole: (replica, board name, records, the requests it took)."""
    folder = tmp_path_factory.mktemp(request.param)
    with Replica(today=TODAY) as replica:
        result = newscrawl("crawl", replica.boards[request.param], "-o", "out.jsonl", cwd=folder)
        assert result.returncode == 0, result.stdout + result.stderr
        yield replica, request.param, lines(folder / "out.jsonl"), list(replica.requests)


def by_key(records):
    return {record["id"].rpartition(":")[2]: record for record in records}


def test_every_public_post_comes_once_and_no_other(crawled):
    replica, board, records, _ = crawled
    assert Counter(record["id"].rpartition(":")[2] for record in records) == Counter(
        str(post["key"]) for post in replica.truth(board)
    )


@pytest.mark.parametrize("field", FIELDS)
def test_what_a_post_says_is_read_exactly(crawled, field):
    replica, board, records, _ = crawled
    read = by_key(records)
    wrong = {
        key: (read[key][field], post[field])
        for post in replica.truth(board)
        if read[key := str(post["key"])][field] != post[field]
    }
    assert not wrong


def test_files_are_named_once_and_in_order(crawled):
    replica, board, records, _ = crawled
    read = by_key(records)
    for post in replica.truth(board):
        assert [file["name"] for file in read[str(post["key"])]["attachments"]] == post["attachments"]


@pytest.mark.parametrize("board", ["xe", "city"])
def test_files_say_what_was_written_in_them(board, tmp_path):
    with Replica(today=TODAY) as replica:
        address = replica.boards[board]
        result = newscrawl("crawl", address, "--pages", "1", "--attachments", "-o", "out.jsonl", cwd=tmp_path)
        assert result.returncode == 0, result.stdout + result.stderr
        truth = by_key_of(replica.truth(board))
    kinds = Counter()
    for key, record in by_key(lines(tmp_path / "out.jsonl")).items():
        for file, text in zip(record["attachments"], truth[key]["texts"], strict=True):
            kinds[file["media_type"], file["text_status"]] += 1
            if file["media_type"] == "application/hwp+zip":
                assert file["text"] == text
            else:
                assert (file["text"] or "").split() == (text or "").split()
    assert {kind for kind in kinds if kind[0] != "image/jpeg"} == {
        ("application/hwp+zip", "ok"),
        ("application/pdf", "ok"),
    }


def test_no_request_is_wasted(crawled):
    replica, board, _, requests = crawled
    needed = replica.listing_pages(board) + len(replica.truth(board)) + replica.locked(board)
    assert len(requests) == needed + 1, "and one for robots.txt"


def test_secret_posts_are_counted_not_invented(crawled):
    replica, board, records, _ = crawled
    public = {str(post["key"]) for post in replica.truth(board)}
    assert all(record["id"].rpartition(":")[2] in public for record in records)


@pytest.mark.parametrize(
    "state",
    [
        "&listStyle=gallery&sort_index=readed_count&order_type=desc",
        "&page=2",
    ],
)
def test_a_board_named_by_a_sorted_or_later_page_is_read_whole(tmp_path, state):
    with Replica(today=TODAY) as replica:
        result = newscrawl("crawl", replica.boards["xe"] + state, "-o", "out.jsonl", cwd=tmp_path)
        assert result.returncode == 0
        assert len(lines(tmp_path / "out.jsonl")) == len(replica.truth("xe"))


def test_limits_bound_the_run(tmp_path):
    with Replica(today=TODAY) as replica:
        result = newscrawl(
            "crawl", replica.boards["city"], "--pages", "1", "--max-articles", "4", "-o", "out.jsonl", cwd=tmp_path
        )
        assert result.returncode == 0
        newest = [str(post["key"]) for post in replica.truth("city")]
        read = [record["id"].rpartition(":")[2] for record in lines(tmp_path / "out.jsonl")]
        assert len(read) == 4
        assert set(read) <= set(newest)
        assert len(replica.requests) == 6


def test_since_reads_the_newer_part_only(tmp_path):
    with Replica(today=TODAY) as replica:
        posts = replica.truth("city")
        days = sorted(post["published_at"][:10] for post in posts)
        since = days[len(days) // 2]
        result = newscrawl("crawl", replica.boards["city"], "--since", since, "-o", "out.jsonl", cwd=tmp_path)
        assert result.returncode == 0
        read = {record["id"].rpartition(":")[2] for record in lines(tmp_path / "out.jsonl")}
        assert read == {str(post["key"]) for post in posts if post["published_at"][:10] >= since}


def test_a_second_run_into_the_data_folder_adds_only_what_is_new_or_changed(tmp_path):
    with Replica(today=TODAY) as replica:
        targets = list(replica.boards.values())
        assert newscrawl("crawl", *targets, cwd=tmp_path).returncode == 0
        file = feed_in(tmp_path / "data")
        first = lines(file)
        before = {name: by_key_of(replica.truth(name)) for name in replica.boards}
        assert newscrawl("crawl", *targets, cwd=tmp_path).returncode == 0
        assert lines(file) == first, "nothing changed, nothing is added"
        replica.advance()
        result = newscrawl("crawl", "--recheck", *targets, cwd=tmp_path)
        assert result.returncode == 0
        added = lines(file)[len(first) :]
        expected = {}
        for name in replica.boards:
            for key, post in by_key_of(replica.truth(name)).items():
                old = before[name].get(key)
                if old is None:
                    expected[name, key] = 1
                elif any(old[field] != post[field] for field in ("title", "body", "published_at", "attachments")):
                    expected[name, key] = 2
        boards = {
            record["board"]: name for record in added for name in replica.boards if names_board(record, replica, name)
        }
        assert {(boards[r["board"]], r["id"].rpartition(":")[2]): r["revision"] for r in added} == expected
        assert expected


def by_key_of(posts):
    return {str(post["key"]): post for post in posts}


def names_board(record, replica, name):
    """Tell whether a record stands on the replica's board of that name, by the path of its address."""
    return (
        record["url"].removeprefix(replica.url).split("/")[1]
        == replica.boards[name].removeprefix(replica.url).split("/")[1]
    )


def test_scrapy_itself_crawls_the_same(tmp_path):
    with Replica(today=TODAY) as replica:
        address = replica.boards["paper"]
        assert newscrawl("crawl", address, "--pages", "1", "-o", "ours.jsonl", cwd=tmp_path).returncode == 0
        command = [
            sys.executable,
            "-m",
            "scrapy",
            "crawl",
            "board",
            "-a",
            f"targets={address}",
            "-a",
            "pages=1",
            "-O",
            "theirs.jsonl",
        ]
        settings = {"SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
        subprocess.run(
            command, cwd=tmp_path, env={**os.environ, **settings}, check=True, capture_output=True, timeout=120
        )
    ours, theirs = lines(tmp_path / "ours.jsonl"), lines(tmp_path / "theirs.jsonl")
    volatile = ("fetched_at", "first_seen_at", "read_by")  # which pages come soon enough to teach the others
    strip = lambda record: {name: value for name, value in record.items() if name not in volatile}  # noqa: E731
    assert sorted(map(str, map(strip, ours))) == sorted(map(str, map(strip, theirs)))
    assert list(ours[0]) == list(theirs[0])
