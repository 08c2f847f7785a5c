"""Edges of politeness: robots.txt that comes broken, hosts side by side, what ends a run early, replays, and spiders of other people."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from newscrawl.ledger import HostRest, SqliteLedger

from .conftest import POSTS, SECONDS, article_page, feed_in, lines, listing_page
from .hosts import Host, Run, always, begin, command, end, manifest, serving, site_file

FORBIDDEN = "User-agent: *\nDisallow: /\n"


def rests_in(folder):
    """Return what the ledger of a data folder says of hosts that were left, by host."""
    ledger = SqliteLedger(folder / "ledger.db", read_only=True)
    try:
        return {rest.host: rest for rest in ledger.host_rests()}
    finally:
        ledger.close()


def of(host, told):
    """Return the report of a host's one board."""
    (report,) = [board for board in told["boards"] if board["board"].startswith(f"{host.site}/")]
    return report


def refuse_all(host, answer):
    """Let every post of a host's board be answered so; return the sound answers."""
    sound = dict(host.routes)
    host.routes.update((path, answer) for path in sound if path.startswith("/view"))
    return sound


# robots.txt


def cut(handler):
    body = FORBIDDEN.encode()
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4000\r\n\r\n" + body)
    handler.close_connection = True


def bomb(handler):
    body = gzip.compress(FORBIDDEN.encode() + b"#" * 20_000_000)
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n"
    handler.wfile.write(head.format(len(body)).encode() + body)


ROBOTS = {
    "cut": cut,
    "bomb": bomb,
    "circles": lambda handler: handler.reply("", 301, Location="/robots.txt"),
    "day": "User-agent: *\nCrawl-delay: 86400\n",
    "elsewhere": lambda handler: handler.reply("", 301, Location=f"http://127.0.0.9:{handler.server.server_port}/"),
}


@pytest.fixture(scope="module")
def robots(tmp_path_factory):
    """One crawl of a host for each robots.txt: the hosts and their reports, by what is wrong."""
    folder = tmp_path_factory.mktemp("robots")
    with serving(*(f"127.0.1.{number}" for number in range(1, len(ROBOTS) + 1))) as hosts:
        for host, answer in zip(hosts, ROBOTS.values(), strict=True):
            host.board(posts=2)
            host.routes["/robots.txt"] = answer
        run = command("crawl", *(f"{host.url}/list" for host in hosts), cwd=folder)
    told = manifest(folder)
    return {name: (host, of(host, told), run) for name, host in zip(ROBOTS, hosts, strict=True)}


@pytest.mark.parametrize(("case", "why"), [("cut", "breaks off"), ("bomb", "DOWNLOAD_MAXSIZE")])
def test_a_robots_txt_that_comes_broken_forbids_everything_and_is_told(robots, case, why):
    host, report, run = robots[case]
    assert set(host.requests) == {"/robots.txt"}
    assert report["problem"].startswith("robots.txt could not be had: ")
    assert why in report["problem"]
    assert report["problem"] in run.of(report["board"])
    assert run.code == 1


@pytest.mark.parametrize("case", ["circles", "elsewhere"])
def test_a_robots_txt_that_leads_away_is_none(robots, case):
    host, report, _ = robots[case]
    assert report["problem"] is None
    assert report["counts"]["articles"] == 2
    assert host.count("/list") == 1


def test_a_host_that_asks_for_a_day_between_requests_is_not_asked(robots):
    host, report, run = robots["day"]
    assert host.requests == ["/robots.txt"]
    assert report["problem"] == "its robots.txt asks for 86,400 s between two requests"
    assert report["resting"] is None, "nobody wanted it so: the run fails"
    assert report["problem"] in run.of(report["board"])
    assert run.code == 1


# 304 to what was never read


NEVER = ("/view?no=2", "/view?no=4")


@pytest.fixture(scope="module")
def unmodified(tmp_path_factory):
    """A run into a file, one into a data folder, and one more there when the host is well: what was said, read and asked."""
    folder = tmp_path_factory.mktemp("unmodified")
    runs = []
    with serving("127.0.0.1") as (host,):
        host.board(posts=5)
        sound = dict(host.routes)
        host.routes.update(dict.fromkeys(NEVER, always(304)))
        for output in (["-o", "out.jsonl"], [], []):
            host.requests.clear()
            run = command("crawl", f"{host.url}/list", *output, cwd=folder)
            read = lines(folder / "out.jsonl" if output else feed_in(folder / "data"))
            runs.append((run, {record["url"].removeprefix(host.url) for record in read}, list(host.requests)))
            if not output:
                host.routes.update(sound)
    return runs


@pytest.mark.parametrize("output", [0, 1], ids=["file", "ledger"])
def test_a_304_to_a_post_never_read_is_told_and_costs_no_other(unmodified, output):
    run, read, _ = unmodified[output]
    assert read == {f"/view?no={number}" for number in (1, 3, 5)}
    for path in NEVER:
        assert re.search(rf"was not got, .*304.*{re.escape(path)}", run.text), run.text


def test_a_post_never_read_is_asked_for_by_the_next_run(unmodified):
    run, read, asked = unmodified[2]
    assert {path for path in asked if path.startswith("/view")} == set(NEVER)
    assert len(read) == 5
    assert "was not got" not in run.text


# Hosts side by side, and Ctrl-C in the middle


class Interrupted(NamedTuple):
    """A crawl of three slow hosts and a quick one that was stopped by Ctrl-C when the quick one was done."""

    run: Run
    order: list[tuple[str, str]]  # who was asked for what, in order of arrival
    after: dict[str, int]  # requests that reached a host after the signal
    records: list[dict[str, Any]]


PAGES = 12  # of the quick board, two posts on each


def board_of_many_pages(host, held):
    """Put a board of PAGES pages at /list; its second page is answered when `held` is set."""
    for page in range(1, PAGES + 1):
        rows = []
        for number in (2 * page, 2 * page + 1):
            title, day, body = POSTS[number % len(POSTS)]
            path, title = f"/view?no={number}", f"{title} ({number})"
            host.routes[path] = article_page(title, day, body)
            rows.append((path, title, day, 7))
        address = "/list" if page == 1 else f"/list?page={page}"
        host.routes[address] = listing_page(rows, next_page=f"/list?page={page + 1}" if page < PAGES else None)
    second = host.routes["/list?page=2"]
    host.routes["/list?page=2"] = lambda handler: (held.wait(20), handler.reply(second))


def wait_until(condition, process):
    for _ in range(SECONDS * 50):
        if condition() or process.poll() is not None:
            return
        time.sleep(0.02)


@pytest.fixture(scope="module")
def interrupted(tmp_path_factory):
    """A host with a Crawl-delay, one that asks for a rest, one with a site file's delay: 60 posts each. Beside them, a quick one."""
    folder = tmp_path_factory.mktemp("interrupted")
    resting, done = threading.Event(), threading.Event()
    with serving("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.1") as hosts:
        delayed, rested, slow, quick = hosts
        names = {f"{name}.test": host.server_address[0] for name, host in zip("abc", hosts[:3], strict=True)}
        for host in hosts[:3]:
            host.board(posts=60)
        board_of_many_pages(quick, resting)
        delayed.routes["/robots.txt"] = "User-agent: *\nCrawl-delay: 1\n"
        rested.routes["/view?no=1"] = lambda handler: (resting.set(), handler.reply("", 429, Retry_After="2"))
        for host, path in ((delayed, "/view?no=1"), (rested, "/view?no=2")):  # so that no clock decides who is first
            page = host.routes[path]
            host.routes[path] = lambda handler, page=page: (done.wait(20), handler.reply(page))
        reason = "The test allows it, to begin at once."
        sites = site_file(folder / "sites", "c", "http://c.test/list", delay=4, robots_override=reason)
        targets = [f"http://{name}:{host.server_port}/list" for name, host in zip(names, hosts[:3], strict=True)]
        process = begin(
            "crawl", *targets, f"{quick.url}/list", "-o", "out.jsonl", cwd=folder, names=names, NEWSCRAWL_SITES=str(sites)
        )  # fmt: skip
        try:
            wait_until(lambda: len(set(quick.requests)) == 1 + 3 * PAGES or len(delayed.requests) > 4, process)
            done.set()
            wait_until(
                lambda: len(delayed.requests) > 4 and len(rested.requests) > 4 and len(slow.requests) > 1, process
            )
            before = [len(host.requests) for host in hosts]
            process.send_signal(signal.SIGINT)
            run = end(process)
        finally:
            done.set()
            process.kill()
        arrivals = sorted(
            (arrival.at, arrival.host.partition(":")[0], arrival.path) for host in hosts for arrival in host.arrivals
        )
        after = {host.server_address[0]: len(host.requests) - count for host, count in zip(hosts, before, strict=True)}
    return Interrupted(run, [arrival[1:] for arrival in arrivals], after, lines(folder / "out.jsonl"))


@pytest.mark.parametrize("slow", ["a.test", "b.test"], ids=["Crawl-delay", "rest"])
def test_a_slow_host_with_many_posts_holds_up_no_other(interrupted, slow):
    places = [place for place, (host, _) in enumerate(interrupted.order) if host == slow]
    quick = [place for place, (host, _) in enumerate(interrupted.order) if host == "127.0.0.1"]
    assert len(quick) == 1 + 3 * PAGES
    assert quick[-1] < places[4]


def test_ctrl_c_ends_a_run_of_slow_hosts_without_asking_on(interrupted):
    """What waits in the queues of Scrapy's downloader is dropped, not waited for: 60 posts at 4 s each are longer than a test may take."""
    assert interrupted.run.code == 130, interrupted.run.text
    assert max(interrupted.after.values()) <= 2, interrupted.after
    assert len([host for host, _ in interrupted.order if host == "c.test"]) < 10
    quick = [record for record in interrupted.records if record["site"].startswith("127.0.0.1-")]
    assert len(quick) == 2 * PAGES


def test_ctrl_c_does_not_wait_for_hosts_that_never_answer(tmp_path):
    """A run that waited for DOWNLOAD_TIMEOUT would last longer than a test may; what comes soon is kept, the next run asks for the rest."""
    stopped, over, seldom = (
        threading.Event(),
        threading.Event(),
        {"DOWNLOAD_TIMEOUT": 10 * SECONDS, "NEWSCRAWL_GRACE": 2},
    )
    with serving("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4") as hosts:
        posts, body, listing, robots = hosts
        for host in hosts:
            host.board(posts=6)
        pages = {host: dict(host.routes) for host in hosts}
        for number in (4, 5):
            posts.routes[f"/view?no={number}"] = lambda _: over.wait(SECONDS)
        late = posts.routes["/view?no=6"]
        posts.routes["/view?no=6"] = lambda handler: (stopped.wait(SECONDS), handler.reply(late))
        body.routes["/view?no=2"] = lambda handler: (
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html"),
            over.wait(SECONDS),
        )
        listing.routes["/list"] = robots.routes["/robots.txt"] = lambda _: over.wait(SECONDS)
        targets = [f"{host.url}/list" for host in hosts]
        process = begin("crawl", *targets, cwd=tmp_path, settings=seldom)
        try:
            wait_until(lambda: [len(set(host.requests)) for host in hosts] == [8, 8, 2, 1], process)
            time.sleep(1)  # what was answered is written
            process.send_signal(signal.SIGINT)
            stopped.set()
            run = end(process)
        finally:
            over.set()
            process.kill()
        first = {host: {record["id"].rpartition(":")[2] for record in read_of(host, tmp_path)} for host in hosts}
        told = [of(host, manifest(tmp_path)) for host in hosts]
        for host in hosts:
            host.routes = pages[host]
        again = command("crawl", *targets, cwd=tmp_path)
        records = [len([record["id"] for record in read_of(host, tmp_path)]) for host in hosts]
    assert run.code == 130, run.text
    assert [first[host] for host in hosts] == [{"1", "2", "3", "6"}, {"1", "3", "4", "5", "6"}, set(), set()]
    assert "2 posts asked for and not got" in told[0]["incomplete"]
    assert "1 posts asked for and not got" in told[1]["incomplete"]
    assert "the run was stopped" in told[2]["problem"]
    assert "the run was stopped" in told[3]["problem"]
    assert again.code == 0, again.text
    assert records == [6, 6, 6, 6]


def read_of(host, folder):
    """Return the records of a host's board that are in the data folder."""
    return lines(folder / "data" / f"{host.site}.jsonl")


# A host that was left, and replays of what went wrong


class Left(NamedTuple):
    """What came of runs against a host that refuses every post, and one that always answers 503."""

    refusing: Host
    runs: list[Run]  # live, with --retry-now, again, --dry-run
    rests: list[HostRest]  # of the refusing host, after each of the first three
    ended: list[datetime]  # likewise
    requests: list[int]  # that the hosts saw in each of the four
    bad: dict[str, Any]  # the manifest of a replay of the first, into another data folder,
    bad_rests: dict[str, HostRest]  # what it left in the ledger,
    live: Run  # and the run after it into the same folder, when the host is well
    sound: Run  # a replay of that one into the first folder,
    sound_rests: dict[str, HostRest]  # whose ledger still says that the host was left
    sound_ids: set[str]


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    folder, other = tmp_path_factory.mktemp("left"), tmp_path_factory.mktemp("other")
    bad, sound = str(folder / "bad.warc"), str(folder / "sound.warc")
    settings = {"NEWSCRAWL_PATIENCE": 1.0, "NEWSCRAWL_BACKOFF": 0.1}
    runs, rests, ended, requests = [], [], [], []
    with serving("127.0.0.2", "127.0.0.3") as hosts:
        boards = [f"{host.url}/list" for host in hosts]
        routes = []
        for host, status in zip(hosts, (403, 503), strict=True):
            host.board(posts=6)
            routes.append(refuse_all(host, always(status)))
        for arguments in (
            [*boards, "--warc", bad], [boards[0], "--retry-now"], [boards[0], "--retry-now"], [*boards, "--dry-run"]
        ):  # fmt: skip
            before = sum(len(host.requests) for host in hosts)
            runs.append(command("crawl", *arguments, cwd=folder, settings=settings))
            requests.append(sum(len(host.requests) for host in hosts) - before)
            rests.append(rests_in(folder / "data")["127.0.0.2"])
            ended.append(datetime.fromisoformat(manifest(folder)["ended_at"]))
        command("crawl", *boards, "--replay", bad, cwd=other, settings=settings)
        told, left_there = manifest(other), rests_in(other / "data")
        hosts[0].routes.update(routes[0])
        live = command("crawl", boards[0], "--warc", sound, cwd=other)
        replay = command("crawl", boards[0], "--replay", sound, cwd=folder)
        read = {record["id"] for record in lines(folder / "data" / f"{hosts[0].site}.jsonl")}
    return Left(
        hosts[0], runs, rests[:3], ended[:3], requests, told, left_there, live, replay, rests_in(folder / "data"), read
    )  # fmt: skip


def test_a_host_that_is_left_is_told_with_the_time_and_the_way_to_ask_at_once(left):
    said = left.runs[0].of(f"{left.refusing.site}/list")
    until = datetime.fromisoformat(left.rests[0].until).astimezone()
    assert f"it is left alone until {until:%Y-%m-%d %H:%M}" in said
    assert "`--retry-now`" in said
    assert "Run the same command again" not in left.runs[0].text


def test_a_dry_run_does_not_ask_a_host_that_was_left(left):
    assert left.requests[0] > 0
    assert left.requests[3] == 0
    assert "left alone until" in left.runs[3].of(f"{left.refusing.site}/list")


def test_retry_now_forgets_the_time_and_not_how_often(left):
    assert [rest.times for rest in left.rests] == [1, 2, 3]
    for rest, ended, minutes in zip(left.rests, left.ended, (15, 30, 60), strict=True):
        wait = datetime.fromisoformat(rest.until) - ended
        assert timedelta(minutes=minutes - 2) < wait <= timedelta(minutes=minutes)


def test_recorded_refusals_are_nothing_to_remember(left):
    assert "left alone until" in of(left.refusing, left.bad)["incomplete"]
    assert left.bad_rests == {}
    assert left.live.code == 0, left.live.text


def test_recorded_rests_end_a_replay_after_about_as_many_requests(left):
    assert 0 < left.bad["requests"]["sent"] <= left.requests[0] + 10


def test_a_host_that_was_left_does_not_stop_a_replay(left):
    assert left.sound.code == 0, left.sound.text
    assert len(left.sound_ids) == 6
    assert left.sound_rests["127.0.0.2"] == left.rests[-1], "a replay says nothing of the host today"


# What closes a spider while a host rests


SCRAPY = [sys.executable, "-m", "scrapy"]
QUICKLY = ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"]  # as far as the floor of half a second lets it
OURS = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}


def test_what_closes_the_spider_does_not_wait_for_a_rest(tmp_path):
    """The rest is longer than a test may take; what was asked before it arrives, and nothing is asked after it."""
    asked = threading.Event()
    with serving("127.0.0.1") as (host,):
        host.board(posts=3)
        host.routes["/view?no=3"] = lambda handler: (asked.set(), handler.reply("", 503, Retry_After="170"))
        for path in ("/view?no=1", "/view?no=2"):  # the host rests before the last item closes the spider
            page = host.routes[path]
            host.routes[path] = lambda handler, page=page: (asked.wait(20), time.sleep(0.3), handler.reply(page))
        items = "CLOSESPIDER_ITEMCOUNT=5"  # view counts of three rows, and two articles
        start = [*SCRAPY, "crawl", "board", "-a", f"targets={host.url}/list", "-s", items, "-o", "out.jsonl"]
        done = subprocess.run(
            start, cwd=tmp_path, env=OURS, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    assert "'finish_reason': 'closespider_itemcount'" in done.stderr, done.stderr
    assert host.count("/view?no=3") == 1
    assert len([record for record in lines(tmp_path / "out.jsonl") if "title" in record]) == 2


# Somebody's own spider


OWN = """
import scrapy

class Mine(scrapy.Spider):
    name = "mine"
    start_urls = ["{start}/list"]
    {more}

    def parse(self, response):
        yield response.follow("/view?no=1", self.page, errback=self.tell)
        yield response.follow("{private}/secret", self.page, errback=self.tell)

    def page(self, response):
        yield {{"url": response.url}}

    def tell(self, failure):
        yield {{"refused": str(failure.value)}}
"""


@pytest.mark.parametrize(("more", "obeys"), [("", "1"), ('boards = ["news"]', "0")], ids=["plain", "boards"])
def test_somebody_s_own_spider_asks_what_it_starts_with_and_no_private_host_of_a_page(tmp_path, more, obeys):
    with serving("127.0.0.2", "127.0.0.3") as (start, private):
        start.board(posts=1)
        private.routes["/secret"] = "<p>secret</p>"
        (tmp_path / "mine.py").write_text(OWN.format(start=start.url, private=private.url, more=more))
        run = [*SCRAPY, "runspider", "mine.py", "-o", "out.jsonl", "-s", f"ROBOTSTXT_OBEY={obeys}", *QUICKLY]
        done = subprocess.run(run, cwd=tmp_path, env=OURS, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    items = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [item["url"] for item in items if "url" in item] == [f"{start.url}/view?no=1"]
    (refused,) = [item["refused"] for item in items if "refused" in item]
    assert "127.0.0.3" in refused
    assert private.requests == []
