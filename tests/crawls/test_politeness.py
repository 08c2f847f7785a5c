"""Politeness as a server sees it: rests that are the whole host's, a breaker that remembers, robots.txt, hours, and who asks."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from newscrawl import __version__

from .conftest import SECONDS, article_page, feed_in, lines
from .hosts import Host, always, command, manifest, serving, site_file

ALL_DAY = "00:00-00:00"


def once(status, headers=dict):
    """Return a wrapper of a host's routes: the first time it answers with a status, then as it should."""

    def wrap(host, path):
        right, times = host.routes[path], []

        def answer(handler):
            times.append(time.monotonic())
            if len(times) == 1:
                return handler.reply("<h1>later</h1>", status, **headers())
            return handler.reply(right)

        host.routes[path] = answer
        return times

    return wrap


def arrivals(host, path=None):
    return [arrival.at for arrival in host.arrivals if path in (None, arrival.path)]


def http_date(seconds):
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def shut_now():
    """Return a window of hours that is shut now and for the next hours, in Korean time and in UTC."""
    start = datetime.now(UTC) + timedelta(hours=6)
    end = start + timedelta(hours=1)
    korean = timedelta(hours=9)
    return f"{start + korean:%H:%M}-{end + korean:%H:%M}", f"{start:%H%M}-{end:%H%M}"


def test_a_rest_is_the_whole_host_s_and_no_other_s(tmp_path):
    """Four hosts, each told to rest in its own way in the middle of a board; every post arrives all the same."""
    with serving("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5") as hosts:
        ways = [
            once(429, lambda: {"Retry-After": "2"}),
            once(503, lambda: {"Retry-After": "1"}),
            once(503, lambda: {"Retry-After": http_date(2)}),  # a date has whole seconds: 1 at least
            once(429),
        ]
        for host, way in zip(hosts, ways, strict=True):
            host.board(posts=12)
            way(host, "/list")
        run = command(
            "crawl",
            *(f"{host.url}/list" for host in hosts),
            "-o",
            "out.jsonl",
            cwd=tmp_path,
            settings={"NEWSCRAWL_BACKOFF": 0.5},
        )
        assert run.code == 0, run.text
        assert len({record["id"] for record in lines(tmp_path / "out.jsonl")}) == 4 * 12
    for host, least in zip(hosts, (2, 1, 1, 0.5), strict=True):
        first, second = arrivals(host, "/list")
        assert second - first >= least - 0.05
        assert not [at for at in arrivals(host) if first < at < second], "a rest is the host's, not the request's"


def test_what_is_under_way_when_the_rest_begins_is_asked_again_after_it(tmp_path):
    """An exempt host is asked for several posts at once: all of them are refused, one rest is made of it."""
    with serving("127.0.0.1") as (host,):
        host.board(posts=8)
        wrapped = [once(503, lambda: {"Retry-After": "1"})(host, f"/view?no={number}") for number in range(1, 9)]
        run = command("crawl", f"{host.url}/list", "-o", "out.jsonl", cwd=tmp_path)
        assert run.code == 0, run.text
        assert len(lines(tmp_path / "out.jsonl")) == 8
        assert all(len(times) == 2 for times in wrapped)
        assert {arrival.agent for arrival in host.arrivals} == {f"newscrawl/{__version__}"}
        assert all(second - first >= 0.9 for first, second in wrapped)


def test_pages_that_always_say_503_are_given_up_and_named_and_cost_no_other(tmp_path):
    with serving("127.0.0.1") as (host,):
        host.board(posts=12)
        for number in (3, 12):
            host.routes[f"/view?no={number}"] = always(503)
        settings = {"NEWSCRAWL_PATIENCE": 2.0}
        run = command("crawl", f"{host.url}/list", cwd=tmp_path, settings=settings)
        (report,) = manifest(tmp_path)["boards"]
        titles = {record["title"] for record in lines(feed_in(tmp_path / "data"))}
        assert len(titles) == 10
        warned = "\n".join(report["warnings"])
        assert warned.count("was not got, the host answers 503") == 2
        assert "/view?no=3" in warned
        assert "/view?no=12" in warned
        assert report["incomplete"] is None, "the host is not left for two pages that are broken"
        asked = host.count("/view?no=3") + host.count("/view?no=12")
        assert 4 <= asked <= 20
        # and the next run asks for them again
        for number in (3, 12):
            host.routes[f"/view?no={number}"] = article_page(f"고쳐진 글 {number}", "2024-03-15", "본문")
        assert command("crawl", f"{host.url}/list", cwd=tmp_path, settings=settings).code == 0
        assert len({record["id"] for record in lines(feed_in(tmp_path / "data"))}) == 12
    assert "Error" not in run.text


CHALLENGE = """<html><head><title>Just a moment...</title></head>
<body><h1>Checking your browser</h1><script>jschallenge()</script></body></html>"""


def refusals(handler):
    handler.reply("<h1>403</h1>", 403)


BREAKS = {
    "127.0.0.2": (refusals, "answers 403"),
    "127.0.0.3": (lambda handler: handler.reply(CHALLENGE), "proof of a browser"),
    "127.0.0.4": (always(429), "answers 429"),
    "127.0.0.5": (always(429, Retry_After="7200"), "answers 429"),
    "127.0.0.6": (always(503, Retry_After="0"), "answers 503"),
    "127.0.0.7": (lambda handler: handler.reply("", Set_Cookie="seen=1; Path=/", Refresh="0"), "proof of a browser"),
}


def break_off(host):
    """Let the first two posts be good and all others be refused."""
    host.board(posts=30)
    for number in range(3, 31):
        host.routes[f"/view?no={number}"] = BREAKS[host.server_address[0]][0]


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """Run one, in which every host refuses after a while; two, at once after it; three, told not to wait; four, when it is time."""
    folder = tmp_path_factory.mktemp("broken")
    settings = {"NEWSCRAWL_PATIENCE": 1.0}
    runs = []

    def crawl(*arguments):
        for host in hosts:
            host.arrivals.clear()
        run = command("crawl", *targets, *arguments, cwd=folder, settings=settings)
        rests = (
            sqlite3.connect(folder / "data" / "ledger.db")
            .execute("SELECT host, until, times FROM host_rest")
            .fetchall()
        )
        runs.append(
            (
                run,
                manifest(folder),
                {host.server_address[0]: len(host.arrivals) for host in hosts},
                {row[0]: row[1:] for row in rests},
            )
        )

    with serving(*BREAKS) as hosts:
        targets = [f"{host.url}/list" for host in hosts]
        for host in hosts:
            break_off(host)
        crawl()
        crawl()
        ledger = sqlite3.connect(folder / "data" / "ledger.db")
        with ledger:
            ledger.execute("UPDATE host_rest SET until = '2020-01-01T00:00:00+00:00'")
        ledger.close()
        crawl()
        for host in hosts:
            host.board(posts=30)
        crawl("--retry-now")
        crawl()
        got = {
            host.server_address[0]: len({record["id"] for record in lines(folder / "data" / f"{host.site}.jsonl")})
            for host in hosts
        }
    return runs, got


def board_of(run, host):
    return next(report for report in run["boards"] if report["board"].startswith(f"{host}-"))


@pytest.mark.parametrize("host", BREAKS)
def test_a_host_that_keeps_refusing_is_left_and_what_was_got_is_kept(broken, host):
    run, told, asked, rests = broken[0][0]
    report = board_of(told, host)
    assert run.code == 1
    assert report["counts"]["articles"] == 2
    assert asked[host] <= 2 + 2 * 30, "its thirty posts are not each asked for again and again"
    assert BREAKS[host][1] in report["incomplete"]
    assert re.search(r"left alone until \d{4}-\d\d-\d\d \d\d:\d\d UTC", report["incomplete"])
    assert report["incomplete"] in run.text
    until = datetime.fromisoformat(rests[host][0])
    least = timedelta(hours=2) if host == "127.0.0.5" else timedelta(minutes=15)
    ended = datetime.fromisoformat(told["ended_at"])
    assert least - timedelta(minutes=2) < until - ended <= least
    assert rests[host][1] == 1


@pytest.mark.parametrize("host", BREAKS)
def test_the_next_run_does_not_ask_it_at_all(broken, host):
    run, told, asked, rests = broken[0][1]
    assert run.code == 1
    assert asked[host] == 0
    report = board_of(told, host)
    assert "left alone until" in report["problem"]
    assert "--retry-now" in report["advice"]
    assert rests[host] == broken[0][0][3][host], "not to be asked is no refusal"


@pytest.mark.parametrize("host", BREAKS)
def test_when_the_time_has_passed_it_is_asked_again_and_left_for_longer(broken, host):
    run, told, asked, rests = broken[0][2]
    assert run.code == 1
    assert 0 < asked[host] < 60
    assert "left alone until" in board_of(told, host)["incomplete"]
    until, times = rests[host]
    assert times == 2
    assert datetime.fromisoformat(until) - datetime.fromisoformat(told["ended_at"]) > timedelta(minutes=28)


@pytest.mark.parametrize("host", BREAKS)
def test_retry_now_asks_before_the_time_and_a_host_that_answers_is_forgiven(broken, host):
    (run, _, asked, rests), (after, _, again, _) = broken[0][3:]
    assert asked[host] > 0
    assert run.code == 0, run.text
    assert host not in rests
    assert after.code == 0
    assert again[host] > 0
    assert broken[1][host] == 30


class Leaving(Host):
    """A host that shuts its door after some requests, for a while, and comes back at the same address and port."""

    def __init__(self, after):
        super().__init__()
        self.after = after
        self.away = threading.Event()

    def last(self, text):
        """Return a route that closes the connection, and the host once it has answered enough."""

        def answer(handler):
            handler.close_connection = True
            handler.reply(text, Connection="close")
            if len(self.requests) >= self.after:
                self.away.set()

        return answer


def test_a_host_that_goes_away_for_a_while_costs_no_post(tmp_path):
    """The listening socket is shut, and open again after a second: the crawler meets the shut door in between."""
    host = Leaving(after=6)
    host.board(posts=20)
    for path, text in list(host.routes.items()):
        host.routes[path] = host.last(text)
    back = []

    def come_and_go():
        host.serve_forever(poll_interval=0.02)
        host.server_close()
        time.sleep(1)
        back.append(Host("127.0.0.1", host.server_port))
        back[0].routes = host.routes
        back[0].serve_forever(poll_interval=0.02)

    def shut():
        host.away.wait(SECONDS)
        host.shutdown()

    threads = [threading.Thread(target=come_and_go), threading.Thread(target=shut)]
    for thread in threads:
        thread.start()
    try:
        settings = {"NEWSCRAWL_BACKOFF": 0.3, "EXTENSIONS": {"watch.Again": 1, **_extensions()}}
        (tmp_path / "watch.py").write_text(AGAIN)
        run = command("crawl", f"{host.url}/list", "-o", "out.jsonl", cwd=tmp_path, settings=settings)
    finally:
        host.away.set()
        while not back:
            time.sleep(0.02)
        back[0].shutdown()
        for thread in threads:
            thread.join()
        back[0].server_close()
    assert run.code == 0, run.text
    assert len({record["id"] for record in lines(tmp_path / "out.jsonl")}) == 20
    assert back[0].requests
    assert "asked again after a shut door" in run.text


AGAIN = """
from scrapy import signals

class Again:
    @classmethod
    def from_crawler(cls, crawler):
        def tell():
            if crawler.stats.get_value("newscrawl/asked_again/DownloadConnectionRefusedError"):
                print("asked again after a shut door")
        crawler.signals.connect(tell, signals.engine_stopped, weak=False)
        return cls()
"""


def _extensions():
    from newscrawl import settings

    return settings.EXTENSIONS


ROBOTS = {
    "500": (always(500), []),
    "503": (always(503), []),
    "404": (None, ["list"]),
    "403": (always(403), ["list"]),
    "all": ("User-agent: *\nDisallow: /\n", []),
    "ours": ("User-agent: *\nDisallow:\n\nUser-agent: newscrawl\nDisallow: /list\n", []),
    "others": ("User-agent: otherbot\nDisallow: /\n", ["list"]),
    "view": ("User-agent: *\nDisallow: /view?no=1\n", ["list"]),
    "hours": ("User-agent: *\nVisit-time: {shut}\nDisallow:\n", []),
    "html": ("<html><body><h1>없는 페이지</h1>Disallow: everything</body></html>", ["list"]),
    "moved": (lambda handler: handler.reply("", 301, Location="/robots-v2.txt"), []),
    "elsewhere": (lambda handler: handler.reply("", 301, Location="http://127.0.0.9:9/robots.txt"), ["list"]),
}


@pytest.fixture(scope="module")
def robots(tmp_path_factory):
    """One crawl of a host for each robots.txt."""
    folder = tmp_path_factory.mktemp("robots")
    shut = shut_now()[1]
    with serving(*(f"127.0.1.{number}" for number in range(1, len(ROBOTS) + 1))) as hosts:
        for host, (text, _) in zip(hosts, ROBOTS.values(), strict=True):
            host.board(posts=2)
            if text is not None:
                host.routes["/robots.txt"] = text.replace("{shut}", shut) if isinstance(text, str) else text
            host.routes["/robots-v2.txt"] = always(500)
        run = command(
            "crawl", *(f"{host.url}/list" for host in hosts), cwd=folder, settings={"NEWSCRAWL_PATIENCE": 1.0}
        )
        reports = manifest(folder)["boards"]
    named = dict(zip(ROBOTS, hosts, strict=True))
    return (
        run,
        named,
        {name: next(r for r in reports if r["board"].startswith(f"{host.site}/")) for name, host in named.items()},
    )


@pytest.mark.parametrize("case", ROBOTS)
def test_robots_txt_is_asked_for_first_and_obeyed(robots, case):
    _, hosts, _ = robots
    asked = hosts[case].requests
    assert asked[0] == "/robots.txt"
    assert [path[1:5] for path in asked if path == "/list"] == ROBOTS[case][1]
    if case != "view":
        assert asked.count("/view?no=1") == len(ROBOTS[case][1])


@pytest.mark.parametrize(("case", "word"), [("500", "answers 500"), ("moved", "answers 500")])
def test_a_robots_txt_that_cannot_be_had_forbids_everything_and_is_told(robots, case, word):
    run, _, reports = robots
    assert "robots.txt could not be had" in reports[case]["problem"]
    assert word in reports[case]["problem"]
    assert reports[case]["problem"] in run.of(reports[case]["board"])


def test_a_robots_txt_that_is_always_503_leaves_the_host_alone(robots):
    _, _, reports = robots
    assert re.search(r"answers 503; it is left alone until \d{4}-", reports["503"]["problem"])


def test_what_robots_txt_forbids_is_told(robots):
    _, hosts, reports = robots
    for case in ("all", "ours"):
        assert "robots.txt forbids" in reports[case]["problem"]
    (warning,) = reports["view"]["warnings"]
    assert "robots.txt forbids" in warning
    assert reports["view"]["counts"]["articles"] == 1
    assert "/view?no=1" not in hosts["view"].requests


def test_the_hours_of_a_robots_txt_are_kept_and_are_no_fault(robots):
    _, _, reports = robots
    report = reports["hours"]
    assert "robots.txt has it crawled at" in report["resting"]
    assert report["problem"] is None
    assert report["incomplete"] is None


def test_delays_that_robots_txt_asks_for(tmp_path):
    """They hold for this machine, too, which has no delay otherwise."""
    texts = [
        "User-agent: *\nCrawl-delay: 1\n",
        "User-agent: *\nRequest-rate: 1/1s\n",
        "User-agent: newscrawl\nCrawl-delay: 1\n\nUser-agent: *\n",
    ]
    with serving("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5") as hosts:
        for host, text in zip(hosts, [*texts, "User-agent: other\nCrawl-delay: 1\n"], strict=True):
            host.board(posts=2)
            host.routes["/robots.txt"] = text
        run = command("crawl", *(f"{host.url}/list" for host in hosts), "-o", "out.jsonl", cwd=tmp_path)
    assert run.code == 0, run.text
    for host in hosts[:3]:
        stamps = arrivals(host)
        assert len(stamps) == 4
        assert stamps[-1] - stamps[0] >= 3 - 0.3  # a request may be long under way
        assert min(after - before for before, after in pairwise(stamps)) >= 0.7
    assert len(arrivals(hosts[3])) == 4


def test_a_connection_that_ends_without_an_answer_is_no_reason_to_ask_at_once(tmp_path):
    """The server drops a connection that it kept open, as one does that is full; whoever asks again keeps to its delay."""
    with serving("127.0.0.2") as (host,):
        host.board(posts=3)
        host.routes["/robots.txt"] = "User-agent: *\nCrawl-delay: 1\n"
        page, dropped = host.routes["/view?no=2"], threading.Event()

        def drops(handler):
            if dropped.is_set():
                return handler.reply(page)
            dropped.set()
            handler.close_connection = True
            return None

        host.routes["/view?no=2"] = drops
        run = command("crawl", f"{host.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    assert run.code == 0, run.text
    assert host.count("/view?no=2") == 2
    assert len(lines(tmp_path / "out.jsonl")) == 3
    assert min(after - before for before, after in pairwise(arrivals(host))) >= 0.7


def test_a_host_that_never_answers_any_more_is_left_and_asked_again_after_the_time_it_says(tmp_path):
    """Nothing but time-outs: no status, no closed door. What was got is kept, and the rest is got by a later run."""
    settings = {"DOWNLOAD_TIMEOUT": 1, "NEWSCRAWL_PATIENCE": 1.0, "NEWSCRAWL_BACKOFF": 0.2}
    over = threading.Event()
    with serving("127.0.0.1") as (host,):
        host.board(posts=30)
        pages = dict(host.routes)
        for number in range(3, 31):
            host.routes[f"/view?no={number}"] = lambda _: over.wait(SECONDS)
        first = command("crawl", f"{host.url}/list", cwd=tmp_path, settings=settings)
        (told,) = manifest(tmp_path)["boards"]
        asked = len(host.requests)
        second = command("crawl", f"{host.url}/list", cwd=tmp_path, settings=settings)
        unasked = len(host.requests) - asked
        over.set()
        host.routes.update(pages)
        third = command("crawl", f"{host.url}/list", "--retry-now", cwd=tmp_path, settings={})
    assert first.code == 1
    assert told["counts"]["articles"] == 2
    assert re.search(
        r"does not answer in time; it is left alone until \d{4}-\d\d-\d\d \d\d:\d\d UTC", told["incomplete"]
    )
    assert told["incomplete"] in first.text
    assert asked < 2 + 2 * 30, "its posts are not each waited for again and again"
    assert second.code == 1
    assert unasked == 0
    assert "left alone until" in second.text
    assert third.code == 0, third.text
    assert len({record["id"] for record in lines(feed_in(tmp_path / "data"))}) == 30


def test_what_a_site_s_file_says_holds_for_its_host_however_the_board_was_named(tmp_path):
    """Hours, an override of robots.txt, and a delay; the boards are named by address, and one by its site."""
    shut, _ = shut_now()
    reason = "The institution allowed it in writing on 2024-03-15."
    sites = tmp_path / "sites"
    with serving("127.0.0.2", "127.0.0.3", "127.0.0.4") as (resting, overridden, slow):
        for host in (resting, overridden, slow):
            host.board(posts=2)
        overridden.routes["/robots.txt"] = (
            f"User-agent: *\nDisallow: /\nCrawl-delay: 300\nVisit-time: {shut_now()[1]}\n"
        )
        site_file(sites, "resting", "http://127.0.0.2/list", hours=shut)
        site_file(sites, "slow", "http://127.0.0.4/list", hours=ALL_DAY)
        site_file(sites, "overridden", "http://127.0.0.3/list", robots_override=reason)
        targets = [f"{resting.url}/list", "resting", f"{overridden.url}/list", f"{slow.url}/list"]
        run = command("crawl", *targets, cwd=tmp_path, NEWSCRAWL_SITES=str(sites))
        reports = {report["board"]: report for report in manifest(tmp_path)["boards"]}
        told = reports[f"{overridden.site}/list"]
        assert run.code == 0, run.text
        assert resting.requests == []
        for board in (f"{resting.site}/list", "resting/news"):
            assert f"crawled at {shut} KST only" in reports[board]["resting"]
            assert "It may be asked from" in run.of(board)
        assert told["robots_override"] == reason
        assert f"robots.txt is not obeyed: {reason}" in run.text
        assert told["counts"]["articles"] == reports[f"{slow.site}/list"]["counts"]["articles"] == 2
        assert "/robots.txt" not in overridden.requests
    assert reports[f"{slow.site}/list"]["robots_override"] is None


def test_robots_txt_is_asked_for_once_a_day(tmp_path):
    ledger = tmp_path / "data" / "ledger.db"

    def crawled(host, *options, **settings):
        host.arrivals.clear()
        run = command("crawl", f"{host.url}/list", *options, cwd=tmp_path, settings=settings)
        return run, [arrival.path for arrival in host.arrivals]

    with serving("127.0.0.1") as (host,):
        host.board(posts=2)
        host.routes["/robots.txt"] = "User-agent: *\nDisallow: /view?no=2\nCrawl-delay: 1"
        run, asked = crawled(host)
        assert "robots.txt forbids the address" in run.text
        assert asked == ["/robots.txt", "/list", "/view?no=1"]
        host.routes["/robots.txt"] = "User-agent: *\nDisallow: /"
        run, asked = crawled(host, "--recheck")
        assert asked == ["/list", "/view?no=1"], "the rules that were read are obeyed on"
        assert arrivals(host)[1] - arrivals(host)[0] > 0.9, "and so is the delay"
        for make_it_old in (True, False):  # a day over, or asked for anew
            with sqlite3.connect(ledger) as connection:
                (read_at,) = connection.execute("SELECT read_at FROM robots").fetchone()
                day_before = datetime.fromisoformat(read_at) - timedelta(days=1, seconds=1)
                if make_it_old:
                    connection.execute("UPDATE robots SET read_at = ?", (day_before.isoformat(),))
            run, asked = crawled(host, *([] if make_it_old else ["--retry-now"]))
            assert run.code == 1, "the board is forbidden"
            assert asked == ["/robots.txt"]
        assert crawled(host)[1] == [], "what forbids is remembered, too"
        assert crawled(host, NEWSCRAWL_ROBOTS_HOURS=0)[1] == ["/robots.txt"]


def test_a_robots_txt_that_cannot_be_had_is_asked_for_by_the_next_run(tmp_path):
    with serving("127.0.0.1") as (host,):
        host.board(posts=1)
        host.routes["/robots.txt"] = always(500)
        assert command("crawl", f"{host.url}/list", cwd=tmp_path, settings={"RETRY_TIMES": 0}).code == 1
        del host.routes["/robots.txt"]
        host.arrivals.clear()
        assert command("crawl", f"{host.url}/list", "--retry-now", cwd=tmp_path).code == 0
        assert [arrival.path for arrival in host.arrivals] == ["/robots.txt", "/list", "/view?no=1"]
        host.arrivals.clear()
        assert command("crawl", f"{host.url}/list", cwd=tmp_path).code == 0
        assert [arrival.path for arrival in host.arrivals] == ["/list"], "that there is none is remembered"


def test_who_asks(tmp_path):
    agent = f"newscrawl/{__version__}"
    with serving("127.0.0.1") as (host,):
        host.board(posts=1)
        for contact, options, environment in (
            (" (+desk@example.org)", ["--contact", "desk@example.org"], {}),
            (" (+https://example.org/about)", [], {"NEWSCRAWL_CONTACT": "https://example.org/about"}),
        ):
            host.arrivals.clear()
            assert (
                command("crawl", f"{host.url}/list", "-o", "out.jsonl", *options, cwd=tmp_path, **environment).code == 0
            )
            assert {arrival.agent for arrival in host.arrivals} == {agent + contact}
            assert host.arrivals[0].path == "/robots.txt"
        host.arrivals.clear()
        refused = command(
            "crawl",
            f"{host.url}/list",
            "-o",
            "out.jsonl",
            cwd=tmp_path,
            settings={"USER_AGENT": "Mozilla/5.0 (Windows NT 10.0)"},
        )
        assert refused.code == 2
        assert "does not pass itself off as a browser" in refused.text
        junk = command("crawl", f"{host.url}/list", "-o", "out.jsonl", "--contact", "call me", cwd=tmp_path)
        assert junk.code == 2
        assert "NEWSCRAWL_CONTACT" in junk.text
        assert host.arrivals == []


WATCH = '''
from scrapy import signals

class Slots:
    """Prints the delay of each of the downloader's slots when the crawl has ended."""

    @classmethod
    def from_crawler(cls, crawler):
        slots = cls()
        delays = {}
        def note(response, request, spider):
            for host, slot in crawler.engine.downloader.slots.items():
                delays[host] = max(delays.get(host, 0), slot.delay)
        crawler.signals.connect(note, signals.response_received, weak=False)
        crawler.signals.connect(lambda: print("slots", sorted(delays.items())), signals.engine_stopped, weak=False)
        return slots
'''


def test_a_slow_host_is_asked_less_often_and_this_machine_is_not_slowed(tmp_path):
    """AutoThrottle raises the delay of a host that a name stands for; a loopback address that the user gave keeps none.

    The host itself sees that requests to it start half a second apart at least, whatever the settings say: that is the floor.
    """
    (tmp_path / "watch.py").write_text(WATCH)
    with serving("127.0.0.2", "127.0.0.3") as (named, local):
        for host in (named, local):
            host.board(posts=2)
            for path, text in list(host.routes.items()):
                host.routes[path] = lambda handler, text=text: (time.sleep(0.4), handler.reply(text))
        run = command(
            "crawl", f"http://slow.example:{named.server_port}/list", f"{local.url}/list", "-o", "out.jsonl",
            cwd=tmp_path, names={"slow.example": "127.0.0.2"}, settings={"EXTENSIONS": {"watch.Slots": 1, **_extensions()}},
        )  # fmt: skip
    assert run.code == 0, run.text
    (told,) = re.findall(r"^slots (.*)$", run.text, re.MULTILINE)
    delays = dict(re.findall(r"\('([^']+)', ([\d.]+)\)", told))
    assert float(delays["slow.example"]) >= 0.4
    assert float(delays["127.0.0.3"]) == 0
    stamps = arrivals(named)
    assert stamps[-1] - stamps[0] >= 0.5 * (len(stamps) - 1) - 0.2


def test_scrapy_s_own_command_is_as_polite(server, tmp_path):
    """`scrapy crawl board` with settings on the command line goes through the same gate."""
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0"
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
    start = [
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "board",
        "-a",
        f"targets={server.url}/list",
        "-s",
        "NEWSCRAWL_BACKOFF=0.05",
    ]
    server.routes["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    ours = subprocess.run(
        start, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert server.requests == ["/robots.txt"]
    assert "'robotstxt/forbidden': 1" in ours.stderr
    theirs = subprocess.run(
        [*start, "-s", f"USER_AGENT={agent}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert "does not pass itself off as a browser" in theirs.stderr
    assert theirs.returncode != 0
    assert server.requests == ["/robots.txt"]
