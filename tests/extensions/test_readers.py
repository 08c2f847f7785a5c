"""A long page is read in a process beside the crawl, to the same effect, and no such process outlives what started it."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.utils.test import get_crawler

from newscrawl.extensions.readers import ELSEWHERE, ReaderLost, Readers
from newscrawl.families import family_of
from newscrawl.reading import Page
from newscrawl.reading.evidence import ShownRow
from newscrawl.reading.worker import Job, receive, send
from newscrawl.sites import Board
from tests.crawls.conftest import BoardServer, article_page, listing_page, newscrawl, server

__all__ = ["server"]

PAGES = Path(__file__).parents[1] / "pages"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
SECONDS = 60


def job(name: str) -> Job:
    page = Page(url=f"https://www.example.go.kr/{name}", body=(PAGES / name).read_bytes(), now=NOW)
    row = ShownRow(url=page.url)
    row.evidence.add("title", "군수, 주민과 대화", "a row", 0.9)
    return Job(page, family_of(page.url, page.text), row)


@pytest.mark.parametrize("name", ["9is-list.html", "9is-article.html", "alert.html"])
def test_a_page_reads_the_same_in_a_process_of_its_own(name):
    here = job(name).read()
    with subprocess.Popen([sys.executable, "-m", "newscrawl.reading.worker"], stdin=-1, stdout=-1) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        send(process.stdin, job(name).packed())
        answer = receive(process.stdout)
        process.stdin.close()
        assert process.wait(SECONDS) == 0
    assert answer is not None
    assert pickle.loads(answer) == here  # noqa: S301
    assert here.listing or here.article or here.problem


def test_a_message_that_breaks_off_is_none(tmp_path):
    file = tmp_path / "pipe"
    file.write_bytes(b"\x00\x00\x00\x09half")
    with file.open("rb") as pipe:
        assert receive(pipe) is None


def test_a_process_that_dies_costs_its_page_alone():
    crawler = get_crawler(settings_dict={"NEWSCRAWL_READERS": 1, "NEWSCRAWL_LONG_PAGE": 0})

    async def three() -> None:
        readers = Readers(crawler)
        try:
            first = await readers.read(job("9is-article.html"))
            assert first.article is not None
            readers._started[0].kill()
            with pytest.raises(ReaderLost):
                await readers.read(job("9is-article.html"))
            assert await readers.read(job("9is-article.html")) == first
        finally:
            readers.close()
        assert [process.poll() is not None for process in readers._started] == [True, True]

    asyncio.run(three())
    assert crawler.stats.get_value(ELSEWHERE) == 3


def test_a_crawl_brings_the_same_home_whoever_reads(server: BoardServer, tmp_path):
    posts = [(f"/view?no={n}", f"{n}번째 소식을 알립니다", f"2026-11-{n:02}", n) for n in range(1, 6)]
    server.routes["/list"] = listing_page(posts)
    for n, (path, title, day, _) in enumerate(posts, 1):
        server.routes[path] = article_page(
            title, day, f"<p>{n}월의 일을 적습니다. {'긴 글입니다. ' * 6000 * (n == 3)}</p>"
        )
    found = []
    for long in ("100", "100000", "100000000"):
        out = tmp_path / f"{long}.jsonl"
        command = [
            "-m",
            "scrapy",
            "crawl",
            "board",
            "-a",
            f"targets={server.url}/list",
            "-s",
            f"NEWSCRAWL_LONG_PAGE={long}",
            "-O",
            out,
        ]
        done = subprocess.run(
            [sys.executable, *map(str, command)], capture_output=True, text=True, timeout=SECONDS, check=True
        )
        assert ("newscrawl/readers/pages" in done.stderr) is (long != "100000000")
        records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        for record in records:
            for moment in ("fetched_at", "first_seen_at", "observed_at"):
                record.pop(moment, None)
        found.append(sorted(map(json.dumps, records)))
    assert found[0] == found[1] == found[2]
    assert sum('"body"' in record for record in found[0]) == 5


@pytest.mark.parametrize(
    ("hosts", "exempt", "beside"), [(["a"], [], False), (["a"], ["a"], True), (["a", "b"], [], True)]
)
def test_a_long_page_is_read_at_once_where_no_other_waits(hosts, exempt, beside, monkeypatch):
    crawler = get_crawler(settings_dict={"NEWSCRAWL_LONG_PAGE": 10, "NEWSCRAWL_READERS": 1})
    crawler.spider = SimpleNamespace(
        boards=[Board(site=host, board="b", name="b", url=f"http://{host}/") for host in hosts]
    )
    monkeypatch.setattr(crawler, "get_extension", lambda _: SimpleNamespace(exempt=set(exempt)))
    readers = Readers(crawler)
    assert readers._nobody_waits is not beside


def test_a_run_says_how_long_its_loop_was_held_up(server: BoardServer, tmp_path):
    server.routes["/list"] = listing_page([("/view?no=1", "소식을 알립니다", "2026-11-01", 1)])
    server.routes["/view?no=1"] = article_page("소식을 알립니다", "2026-11-01", f"<p>{'긴 글입니다. ' * 6000}</p>")
    assert newscrawl("crawl", f"{server.url}/list", cwd=tmp_path).returncode == 0
    (run,) = (tmp_path / "data" / "runs").iterdir()
    loop = json.loads(run.read_text("utf-8"))["loop"]
    assert loop["pages_elsewhere"] == 1
    assert loop["longest_ms"] > 0
    assert loop["longest_work_ms"] > 0
