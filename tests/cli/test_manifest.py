"""A manifest says what a run did and wrote; one that dies leaves it as "running". Real runs of the real command on the demo's boards."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time

import pytest

from newscrawl import manifest
from newscrawl.manifest import FeedPart, RunManifest, Versions, measured, path_of, read, write

from .conftest import SECONDS, newscrawl

VERSIONS = Versions(newscrawl="0.1.0", scrapy="2.19.0", python="3.11.9", schema=1)


def test_two_rounds_of_the_demo_and_every_command_on_them(tmp_path):
    assert newscrawl("demo", "--rounds", "2", cwd=tmp_path).returncode == 0
    folder, data = tmp_path / "data" / "demo", ("--data", "data/demo")
    feed = (folder / "articles.jsonl").read_bytes()

    listed = newscrawl("runs", *data, "--json", cwd=tmp_path)
    second, first = (json.loads(line) for line in listed.stdout.splitlines())
    assert first["state"] == second["state"] == "finished"

    start = 0
    for run in (first, second):
        told = read(folder, run["run"])
        assert told is not None
        assert (told.state, told.reason) == ("ended", "finished")
        part = next(part for part in told.feeds if part.holds == "articles")
        assert (part.path, part.format, part.start) == ("articles.jsonl", "jsonlines", start)
        own = [json.loads(line) for line in feed[part.start : part.end].splitlines()]
        assert part.records == len(own) == sum(board.counts["new"] + board.counts["changed"] for board in told.boards)
        assert part.sha256 == hashlib.sha256(feed[: part.end]).hexdigest()
        assert sum(told.requests.by_status.values()) == told.requests.sent > 0
        assert told.requests.bytes_received > 0
        start = part.end
    assert start == len(feed)
    assert {board.board: board.mode for board in told.boards} == dict.fromkeys(
        ("demo/xe", "demo/paper", "demo/city"), "update"
    )

    shown = newscrawl("runs", "show", "last", *data, cwd=tmp_path).stdout
    assert f"run {second['run']}: finished" in shown
    assert shown.count("read from its newest post until it met what was known") == 3

    changed = next(record for record in map(json.loads, feed.splitlines()) if record["revision"] == 2)
    history = newscrawl("history", changed["id"], *data, cwd=tmp_path)
    assert "2 revisions" in history.stdout
    assert "{+" in history.stdout

    boards = newscrawl("ledger", "show", *data, cwd=tmp_path).stdout.splitlines()[1:]
    assert [line.split()[0] for line in boards] == ["demo/city", "demo/paper", "demo/xe"]
    assert all(line.endswith("complete") for line in boards)
    assert newscrawl("ledger", "check", *data, cwd=tmp_path).returncode == 0


def test_a_run_that_is_killed_shows(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "newscrawl", "demo"], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    runs = tmp_path / "data" / "demo" / "runs"
    deadline = time.monotonic() + SECONDS
    while not list(runs.glob("*.json")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    (left,) = runs.glob("*.json")
    told = read(runs.parent, left.stem)
    assert told is not None
    assert (told.state, told.ended_at, told.reason) == ("running", None, None)
    assert [part.end for part in told.feeds] == [None, None]
    assert newscrawl("runs", "--data", "data/demo", cwd=tmp_path).stdout.splitlines()[1].split()[3] == "died"
    shown = newscrawl("runs", "show", left.stem, "--data", "data/demo", cwd=tmp_path).stdout
    assert "goes on where it broke off" in shown
    assert "it began to write at byte 0" in shown


def test_a_run_into_a_file_leaves_no_manifest(tmp_path):
    newscrawl("crawl", "http://127.0.0.1:9/list", "-o", "out.jsonl", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_board_that_cannot_be_read_is_told(tmp_path):
    assert newscrawl("crawl", "http://127.0.0.1:9/list", cwd=tmp_path).returncode == 1
    (path,) = (tmp_path / "data" / "runs").glob("*.json")
    told = read(tmp_path / "data", path.stem)
    assert told is not None
    (board,) = told.boards
    assert board.problem is not None
    assert board.advice is not None
    assert board.url == "http://127.0.0.1:9/list"
    assert told.requests.unanswered > 0
    assert told.requests.by_status == {}


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_lines_are_counted_from_where_the_run_began(tmp_path, monkeypatch, block):
    monkeypatch.setattr(manifest, "_BLOCK", block)
    file = tmp_path / "garam.jsonl"
    file.write_bytes(b'{"a":1}\n{"a":2}\n{"a":3}\n')
    part = measured(file, FeedPart(path="garam.jsonl", format="jsonlines", holds="articles", start=8))
    assert (part.records, part.start, part.end, part.bytes) == (2, 8, 24, 24)
    assert part.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert measured(file, FeedPart(path="x.csv", format="csv", holds="articles", start=0)).records is None


def test_a_manifest_is_whole_or_the_former_one(tmp_path, monkeypatch):
    before = RunManifest(run="r", state="running", started_at="2024-03-15T01:00:00+00:00", versions=VERSIONS)
    write(tmp_path, before)
    monkeypatch.setattr("os.fsync", _full)
    with pytest.raises(OSError, match="full"):
        write(tmp_path, RunManifest(run="r", state="ended", started_at=before.started_at, versions=VERSIONS))
    assert read(tmp_path, "r") == before
    assert read(tmp_path, "another") is None
    assert path_of(tmp_path, "r").parent == tmp_path / "runs"


def _full(descriptor):
    raise OSError("full")
