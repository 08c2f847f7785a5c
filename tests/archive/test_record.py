"""What these keep true: a recorded crawl gives its records again with the servers gone, and every difference is told."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import datetime

import pytest

from newscrawl.archive.case import differences
from newscrawl.archive.records import records
from newscrawl.demo import Replica
from newscrawl.demo.replica import KST

TODAY = datetime(2024, 3, 15, 14, 20, tzinfo=KST)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, newscrawl):
    """Cases of the paper (GET) and of the city's board (which pages by POST), the replica stopped."""
    cases = tmp_path_factory.mktemp("cases")
    with Replica(today=TODAY) as replica:
        for name, bounds in (("paper", ["--max-articles", 4]), ("city", ["--pages", 2])):
            ran = newscrawl("record", replica.boards[name], "-o", cases, *bounds)
            assert ran.returncode == 0, ran.stderr
            assert f"check it with: newscrawl record --check {cases}" in ran.stdout
    return cases


@pytest.fixture
def paper(folder, tmp_path):
    """A copy of the paper's case that a test may change: its archive and its records."""
    for file in folder.glob("*articleList*"):
        shutil.copy(file, tmp_path)
    (archive,), (feed,) = tmp_path.glob("*.warc.gz"), tmp_path.glob("*.jsonl")
    return archive, feed


def test_a_case_is_two_files_and_nothing_else(folder):
    archives, feeds = {path.name for path in folder.glob("*.warc.gz")}, {path.name for path in folder.glob("*.jsonl")}
    assert len(archives) == 2
    assert feeds == {name.removesuffix(".warc.gz") + ".jsonl" for name in archives}
    assert {path.name for path in folder.iterdir()} == archives | feeds


def test_all_cases_give_their_records_again(folder, newscrawl):
    ran = newscrawl("record", "--check", folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    lines = ran.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.endswith("records, all as recorded") for line in lines)
    assert any("articleList.warc.gz: 4 records" in line for line in lines)


def test_a_page_that_was_asked_for_by_post_is_in_its_case(folder):
    (archive,) = folder.glob("*selectBoardList.warc.gz")
    posts = [r for r in records(archive) if r.kind == "request" and r.block.startswith(b"POST ")]
    assert posts
    assert any(b"pageIndex=2" in record.block for record in posts)


def test_times_are_those_of_the_capture(paper):
    archive, feed = paper
    captured = {record.url: record.date for record in records(archive) if record.kind == "response"}
    for line in feed.read_text("utf-8").splitlines():
        article = json.loads(line)
        assert datetime.fromisoformat(article["fetched_at"]) in captured.values()
        assert article["first_seen_at"] == article["fetched_at"]


def test_every_difference_is_told_and_the_check_fails(paper, newscrawl):
    archive, feed = paper
    expected = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    title = expected[0]["title"]
    expected[0]["title"] = "다른 제목"
    del expected[1]["pinned"]
    gone = expected.pop()
    expected.append({**expected[0], "id": "somewhere/else:1"})
    feed.write_text("".join(json.dumps(record) + "\n" for record in expected), "utf-8")
    ran = newscrawl("record", "--check", archive)
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        f'{expected[0]["id"]}: title: expected "다른 제목", found "{title}"',
        f'{expected[1]["id"]}: pinned: expected "(absent)", found false',
        "somewhere/else:1: missing",
        f"{gone['id']}: not expected",
        f"{archive}: not as recorded",
    ]


def test_a_case_without_one_of_its_answers_fails_loudly(paper, newscrawl):
    archive, feed = paper
    url = json.loads(feed.read_text("utf-8").splitlines()[1])["url"]
    kept = [record for record in records(archive) if record.url != url]
    archive.write_bytes(b"".join(gzip.compress(record.data) for record in kept))
    ran = newscrawl("record", "--check", archive.parent)
    assert ran.returncode == 1
    assert f"GET {url} was never recorded" in " ".join(ran.stderr.split())
    assert "missing" in ran.stdout


def test_a_crawl_that_fails_leaves_no_case(newscrawl, serve, tmp_path):
    server = serve()
    ran = newscrawl("record", f"{server.url}/nowhere", "-o", tmp_path)
    server.stop()
    assert ran.returncode == 1
    assert "Nothing was recorded" in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [[], ["http://127.0.0.1:9/"], ["-o", "cases"], ["http://127.0.0.1:9/", "-o", "cases", "--check", "cases"]],
)
def test_arguments_that_make_no_sense(newscrawl, tmp_path, arguments):
    ran = newscrawl("record", *arguments)
    assert ran.returncode == 2
    assert "Say what to record and where" in ran.stderr


def test_what_is_no_case_is_told(newscrawl, folder, tmp_path, fetch):
    assert "there is no *.warc.gz" in newscrawl("record", "--check", tmp_path).stderr
    other = tmp_path / "other.warc.gz"
    (archive,) = folder.glob("*articleList.warc.gz")
    other.write_bytes(b"".join(gzip.compress(record.data) for record in list(records(archive))[1:]))
    ran = newscrawl("record", "--check", other)
    assert ran.returncode == 2
    assert "was not made by `newscrawl record`" in ran.stderr


def test_differences_show_where_values_part():
    long = "가" * 500
    (line,) = differences({"a": {"id": "a", "body": long + "나"}}, {"a": {"id": "a", "body": long + "다"}})
    assert line == f'a: body: expected …{"가" * 60}나", found …{"가" * 60}다"'


def test_equal_records_have_no_differences():
    same = {"a": {"id": "a", "files": [{"name": "x"}]}}
    assert list(differences(same, {"a": {"files": [{"name": "x"}], "id": "a"}})) == []
