"""A run killed at any instant costs nothing: after the next one every post is in the feed once, and every line is whole."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest

from .conftest import article_page, feed_in, listing_page, newscrawl

PAGES, ROWS = 4, 12
KILLS = 5  # in each series; ten series make fifty instants


def fill(server):
    """Give a server a board of some pages; answers take a little, so that a kill finds the run at work."""
    total = PAGES * ROWS

    def slow(page):
        def answer(handler):
            time.sleep(0.008)
            handler.reply(page)

        return answer

    for number in range(1, total + 1):
        title = f"가람군 소식 {number}호, 마을 회관 {number}곳 새로 단장"
        body = f"가람군은 마을 회관 {number}곳을 새로 단장했다고 밝혔다. 공사는 열흘 만에 끝났다."
        server.routes[f"/view?no={number}"] = slow(article_page(title, f"2024-03-{number % 27 + 1:02}", body, number))
    for page in range(1, PAGES + 1):
        numbers = range(total - (page - 1) * ROWS, total - page * ROWS, -1)
        rows = [
            (
                f"/view?no={number}",
                f"가람군 소식 {number}호, 마을 회관 {number}곳 새로 단장",
                f"2024-03-{number % 27 + 1:02}",
                number,
            )
            for number in numbers
        ]
        html = listing_page(rows)
        links = "".join(
            f"<strong>{other}</strong> " if other == page else f'<a href="/list?page={other}">{other}</a> '
            for other in range(1, PAGES + 1)
        )
        html = html.replace("<div id='footer'>", f"<div class='paging'>{links}</div><div id='footer'>")
        server.routes["/list" if page == 1 else f"/list?page={page}"] = slow(html)
    server.routes["/list?page=1"] = server.routes["/list"]
    return total


@pytest.mark.parametrize("seed", range(10))
def test_killed_at_any_instant_nothing_is_lost_and_nothing_comes_twice(server, tmp_path, seed):
    total = fill(server)
    instants = random.Random(seed)
    command = [sys.executable, "-m", "newscrawl", "crawl", "--quiet", f"{server.url}/list"]
    killed = 0
    for _ in range(KILLS):
        enough = len(server.requests) + instants.randint(2, 10)  # robots.txt and the listing, then articles
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(server.requests) < enough and process.poll() is None:
            time.sleep(0.001)
        time.sleep(instants.uniform(0, 0.03))
        killed += process.poll() is None
        process.kill()
        process.wait()
    assert killed >= KILLS - 2, "the kills must find the run at work"
    result = newscrawl("crawl", f"{server.url}/list", cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    feed = feed_in(tmp_path / "data")
    text = feed.read_text("utf-8")
    assert text.endswith("\n")
    records = [json.loads(line) for line in text.splitlines()]
    assert Counter(record["id"].rpartition(":")[2] for record in records) == Counter(
        str(n) for n in range(1, total + 1)
    )
    assert {record["revision"] for record in records} == {1}
    before = feed.read_bytes()
    assert newscrawl("crawl", "--full", f"{server.url}/list", cwd=tmp_path).returncode == 0
    assert feed.read_bytes() == before


def test_a_torn_line_is_mended_and_said(server, tmp_path):
    total = fill(server)
    assert newscrawl("crawl", f"{server.url}/list", cwd=tmp_path).returncode == 0
    feed = feed_in(tmp_path / "data")
    with feed.open("ab") as file:
        file.write(b'{"id": "torn')
    result = newscrawl("crawl", f"{server.url}/list", cwd=tmp_path)
    assert result.returncode == 0
    assert "12 bytes" in result.stderr
    assert len(feed.read_text("utf-8").splitlines()) == total


def test_a_second_run_at_the_same_host_is_refused_with_the_owner_and_age(server, tmp_path):
    fill(server)
    held, over = server.routes["/view?no=5"], threading.Event()

    def late(handler):
        over.wait(20)
        held(handler)

    server.routes["/view?no=5"] = late
    command = [sys.executable, "-m", "newscrawl", "crawl", "--quiet", f"{server.url}/list"]
    first = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while "/view?no=5" not in server.requests:
        assert first.poll() is None, "the first run must be at work"
        time.sleep(0.05)
    asked = len(server.requests)
    result = newscrawl("crawl", f"{server.url}/list", cwd=tmp_path)
    over.set()
    assert result.returncode == 1
    assert str(first.pid) in result.stdout
    assert "0 min" in result.stdout
    assert len([path for path in server.requests[asked:] if path.startswith("/list")]) == 0
    assert first.wait(60) == 0
    assert newscrawl("crawl", f"{server.url}/list", cwd=tmp_path).returncode == 0


def test_a_second_run_with_nothing_new_is_one_listing_page(server, tmp_path):
    fill(server)
    assert newscrawl("crawl", f"{server.url}/list", cwd=tmp_path).returncode == 0
    server.requests.clear()
    assert newscrawl("crawl", f"{server.url}/list", cwd=tmp_path).returncode == 0
    assert server.requests == ["/list"]


def test_a_dry_run_says_what_would_be_fetched_and_fetches_none_of_it(server, tmp_path):
    total = fill(server)
    result = newscrawl("crawl", "--dry-run", f"{server.url}/list", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.count("new: 2024-03-") == total
    assert not [path for path in server.requests if path.startswith("/view")]
    assert not (tmp_path / "data" / "ledger.db").exists()


def test_a_ledger_that_fails_is_no_success_and_costs_nothing(server, tmp_path):
    total = fill(server)
    assert newscrawl("crawl", "--pages", "1", f"{server.url}/list", cwd=tmp_path).returncode == 0
    script = (
        "import sqlite3; from newscrawl.ledger import SqliteLedger as L; keep = L.commit; seen = []\n"
        "def commit(self, article, known, *, feed=None):\n"
        "    seen.append(1)\n"
        "    if len(seen) == 5: raise sqlite3.OperationalError('disk is full')\n"
        "    keep(self, article, known, feed=feed)\n"
        "L.commit = commit\n"
        f"import sys; sys.argv = ['newscrawl', 'crawl', '{server.url}/list']\n"
        "from newscrawl.cli.main import main; main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 1
    assert "disk is full" in result.stdout
    assert newscrawl("crawl", f"{server.url}/list", cwd=tmp_path).returncode == 0
    records = [json.loads(line) for line in feed_in(tmp_path / "data").read_text("utf-8").splitlines()]
    assert Counter(record["id"].rpartition(":")[2] for record in records) == Counter(
        str(n) for n in range(1, total + 1)
    )
