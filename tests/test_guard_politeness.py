"""What must hold for every host of the catalogue and every way to the network, whatever is added to either."""

from __future__ import annotations

import ast
import asyncio
from importlib import resources
from ipaddress import ip_address
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.statscollectors import StatsCollector
from scrapy.utils.misc import load_object

from newscrawl.cli.run import project_settings
from newscrawl.errors import CatalogueError
from newscrawl.extensions import politeness as module
from newscrawl.extensions.politeness import Politeness
from newscrawl.middlewares.gate import Gate
from newscrawl.network.destinations import is_public
from newscrawl.network.pace import FLOOR
from newscrawl.network.refusals import HostLeft, RunStopped
from newscrawl.sites import Catalogue, catalogue
from newscrawl.sites.catalogue import load_site
from newscrawl.spiders.board import BoardSpider

HOSTS = sorted({board.host for board in catalogue().boards.values()})
SETTINGS = project_settings({})
RECKLESS = {  # what a user in a hurry may say on the command line
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_DELAY_JITTER": 1,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 50,
    "DOWNLOAD_SLOTS": {host: {"delay": 0, "concurrency": 50} for host in HOSTS},
}


def politeness_of(targets="all", **settings):
    crawler = Crawler(BoardSpider, project_settings(settings))
    crawler.spider = BoardSpider(targets=targets)
    crawler.crawling = True
    crawler.engine = SimpleNamespace(downloader=SimpleNamespace(slots={}), _slot=None)
    return Politeness.from_crawler(crawler)


@pytest.mark.parametrize("settings", [{}, RECKLESS], ids=["ours", "reckless"])
@pytest.mark.parametrize("host", HOSTS)
def test_no_catalogue_host_is_asked_more_often_than_twice_a_second(host, settings):
    politeness = politeness_of(**settings)
    assert host not in politeness.exempt
    assert politeness.pace(host).delay >= FLOOR >= 0.5


@pytest.mark.parametrize("host", HOSTS)
def test_at_the_lowest_jitter_scrapy_s_own_delay_is_no_shorter_either(host):
    settings = politeness_of().crawler.settings
    slot = settings.getdict("DOWNLOAD_SLOTS").get(host, {})
    delay = float(slot.get("delay", settings.getfloat("DOWNLOAD_DELAY")))
    jitter = float(slot.get("jitter", settings.getfloat("DOWNLOAD_DELAY_JITTER")))
    assert max(delay * (1 - jitter), politeness_of().pace(host).delay) >= 0.5
    assert slot.get("concurrency", settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")) == 1


def test_only_loopback_hosts_that_the_user_named_by_address_are_exempt():
    politeness = politeness_of(
        "http://127.0.0.1:8000/list http://localhost/list http://10.0.0.1/list http://board.example/list dgmaeil"
    )
    assert politeness.exempt == {"127.0.0.1", "localhost"}
    assert politeness.pace("127.0.0.1").delay == 0
    for host in ("10.0.0.1", "board.example", "127.0.0.2", *HOSTS):
        assert politeness.pace(host).delay >= 0.5


def test_a_site_s_delay_holds_for_its_hosts_however_they_are_named(monkeypatch):
    monkeypatch.setattr(
        module, "catalogue", lambda: Catalogue({"example": load_site("example.yaml", f"{SITE}delay: 7\n")})
    )
    politeness = politeness_of("http://www.board.example:8080/other http://board.example/list http://else.example/list")
    for host in ("board.example", "www.board.example", "m.board.example"):
        assert politeness.pace(host).delay == 7
    slots = politeness.crawler.settings.getdict("DOWNLOAD_SLOTS")
    assert slots["board.example"]["delay"] == slots["www.board.example"]["delay"] == 7
    assert politeness.pace("else.example").delay == FLOOR


def test_no_host_takes_up_the_place_of_another():
    targets = " ".join(f"http://b{number}.example/list" for number in range(40))
    assert politeness_of(targets).crawler.settings.getint("CONCURRENT_REQUESTS") == 0  # no limit over all hosts


def test_the_settings_are_polite():
    assert SETTINGS.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert SETTINGS.getint("CONCURRENT_REQUESTS_PER_IP") == 0  # else the domain's would not count
    assert SETTINGS.getfloat("DOWNLOAD_DELAY") * (1 - SETTINGS.getfloat("DOWNLOAD_DELAY_JITTER")) >= 0.5
    assert SETTINGS.getfloat("DOWNLOAD_DELAY_JITTER") > 0
    assert SETTINGS.getbool("AUTOTHROTTLE_ENABLED")
    assert SETTINGS.getfloat("AUTOTHROTTLE_TARGET_CONCURRENCY") <= 1
    assert SETTINGS.getbool("ROBOTSTXT_OBEY")
    assert SETTINGS["ROBOTSTXT_USER_AGENT"] == "newscrawl"
    assert SETTINGS.getfloat("NEWSCRAWL_BACKOFF") >= 1
    assert 2 <= SETTINGS.getint("NEWSCRAWL_REFUSALS") <= 10


def test_no_door_is_open_on_this_machine():
    assert not SETTINGS.getbool("TELNETCONSOLE_ENABLED")
    assert not SETTINGS.getbool("REMOTE_CONTROL_ENABLED")


def test_what_a_server_may_cost_is_bounded():
    for setting in ("DOWNLOAD_TIMEOUT", "DOWNLOAD_MAXSIZE", "REDIRECT_MAX_TIMES", "RETRY_TIMES"):
        assert 0 < SETTINGS.getint(setting) < 10**8, setting
    assert not SETTINGS.getbool("METAREFRESH_ENABLED"), "Scrapy's would follow a page wherever and as often as it likes"


def test_every_way_to_the_network_leads_through_the_gate():
    handlers = {scheme: path for scheme, path in SETTINGS.getwithbase("DOWNLOAD_HANDLERS").items() if path is not None}
    assert {scheme for scheme, path in handlers.items() if load_object(path) is Gate} == {"http", "https"}
    assert handlers.keys() <= {"http", "https", "data", "file"}


def test_the_middlewares_stand_in_the_order_that_makes_them_hold():
    numbers = {
        path.rpartition(".")[2]: number
        for path, number in SETTINGS.getwithbase("DOWNLOADER_MIDDLEWARES").items()
        if number is not None
    }
    assert "RobotsTxtMiddleware" not in numbers
    assert numbers["Addresses"] < numbers["Robots"], "no robots.txt is asked of a host that may not be asked"
    assert max(numbers["RetryMiddleware"], numbers["RedirectMiddleware"]) < numbers["Rests"], (
        "every answer counts, repeated ones too"
    )


def test_nothing_in_the_package_opens_a_connection_of_its_own():
    makers = {"socket", "urllib.request", "http.client", "ftplib", "requests", "httpx", "aiohttp", "urllib3"}
    found = set()
    package = resources.files("newscrawl")
    for file in package.rglob("*.py"):  # type: ignore[attr-defined]
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            found |= {(str(file.relative_to(package)), name) for name in names if name in makers}
    known = {
        ("ledger/owners.py", "socket"),  # this machine's name
        ("demo/replica.py", "socket"),  # it serves
        ("archive/warc.py", "http.client"),  # the words for statuses
    }
    assert found <= known


@pytest.mark.parametrize("site", catalogue().sites.values(), ids=lambda site: site.id)
def test_no_site_leads_into_a_private_network(site):
    hosts = {board.host for board in catalogue().boards.values() if board.site == site.id}
    for host in hosts:
        assert "." in host
        assert not host.endswith((".local", ".internal", ".lan", ".localhost", ".test", ".invalid"))
        try:
            address = ip_address(host)
        except ValueError:
            continue
        assert is_public(str(address))


@pytest.mark.parametrize("site", catalogue().sites.values(), ids=lambda site: site.id)
def test_every_override_has_a_reason_that_says_something(site):
    if site.robots_override is not None:
        assert len(site.robots_override.split()) >= 4


SITE = """
id: example
name: Example
kind: other
homepage: http://board.example/
boards:
  - {id: news, name: News, url: "http://board.example/list", evidence: [Seen.]}
"""


@pytest.mark.parametrize(
    "line",
    [
        "delay: 0.1",
        "delay: 0",
        "delay: -1",
        "delay: 1000000",
        "hours: always",
        "hours: 25:00-26:00",
        "robots_override: ''",
        "robots_override: yes",
        "robots_override: because",
        "robots_override: true",
        "tls: [everything]",
        "tls: old-protocols",
    ],
)
def test_a_site_file_cannot_open_more_than_it_may(line):
    assert load_site("example.yaml", SITE).id == "example"
    with pytest.raises(CatalogueError):
        load_site("example.yaml", f"{SITE}{line}\n")


class VirtualTime:
    """asyncio's sleep and the clock of the politeness module, without any real time."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        self.sleepers = []
        monkeypatch.setattr(module, "monotonic", lambda: self.now)
        monkeypatch.setattr(module.asyncio, "sleep", self.sleep)

    async def sleep(self, seconds):
        woken = asyncio.get_running_loop().create_future()
        self.sleepers.append((self.now + seconds, woken))
        await woken

    async def run(self, tasks):
        """Let time pass until all tasks are done."""
        while not all(task.done() for task in tasks):
            for _ in range(10):  # whatever can go on without time goes on
                turn = asyncio.get_running_loop().create_future()
                asyncio.get_running_loop().call_soon(turn.set_result, None)
                await turn
            if self.sleepers:
                self.sleepers.sort(key=lambda sleeper: sleeper[0])
                self.now, woken = self.sleepers.pop(0)
                woken.set_result(None)
        return [task.result() for task in tasks]


@hypothesis_settings(max_examples=25)
@given(
    plan=st.lists(
        st.tuples(st.sampled_from(["a.example", "b.example"]), st.floats(0, 3), st.sampled_from([None, None, 5.0])),
        min_size=2,
        max_size=10,
    )
)
def test_of_any_requests_to_a_host_one_is_under_way_at_a_time_and_half_a_second_apart(plan):
    """Each takes as long as the plan says, and some are told to rest; hosts do not wait for one another."""
    with pytest.MonkeyPatch.context() as patch:
        time = VirtualTime(patch)
        politeness = politeness_of("http://a.example/list http://b.example/list")
        politeness.crawler.stats = StatsCollector(politeness.crawler)
        spans = []

        async def ask(host, takes, rest):
            async with politeness.turn(Request(f"http://{host}/")):
                start = time.now
                if takes:
                    await time.sleep(takes)
                if rest:
                    politeness.rest(host, "answers 503", rest)
                spans.append((host, start, time.now, rest or 0.0))

        async def all_of_them():
            await time.run([asyncio.ensure_future(ask(*step)) for step in plan])

        asyncio.run(all_of_them())
    for host in ("a.example", "b.example"):
        own = sorted(span for span in spans if span[0] == host)
        for (_, start, end, rest), (_, following, _, _) in pairwise(own):
            assert following >= start + 0.5 - 1e-9
            assert following >= end + rest - 1e-9
    for step in plan:
        if [host for host, _, _ in plan].count(step[0]) == 1:
            (start,) = [start for host, start, _, _ in spans if host == step[0]]
            assert start == 0


def test_requests_that_wait_when_the_run_is_stopped_are_not_made(monkeypatch):
    time = VirtualTime(monkeypatch)
    politeness = politeness_of("http://a.example/list")
    made = []

    async def ask(number):
        async with politeness.turn(Request("http://a.example/")):
            made.append(number)
            politeness.crawler.crawling = False

    async def both():
        await time.run([asyncio.ensure_future(ask(1)), asyncio.ensure_future(ask(2))])

    with pytest.raises(RunStopped):
        asyncio.run(both())
    assert made == [1]


def in_queues(politeness):
    """Give a crawl queues as Scrapy's downloader has them, for two hosts; return them."""
    slots = {host: Slot(1, 4.0, 0.5) for host in ("a.example", "b.example")}
    politeness.crawler.engine.downloader.slots.update(slots)
    return slots


async def ask_once(politeness):
    async with politeness.turn(Request("http://a.example/")):
        pass


@pytest.mark.parametrize("how", ["the user", "what closes a spider"])
def test_once_the_run_is_stopped_nothing_waits_in_any_host_s_queue(how):
    politeness = politeness_of("http://a.example/list")
    slots = in_queues(politeness)
    asyncio.run(ask_once(politeness))
    assert [slot.delay for slot in slots.values()] == [4, 4]
    if how == "the user":
        politeness.crawler.crawling = False
    else:
        politeness.crawler.engine._slot = SimpleNamespace(closing=object())
    with pytest.raises(RunStopped):
        asyncio.run(ask_once(politeness))
    assert [slot.download_delay() for slot in slots.values()] == [0, 0]


def test_what_waits_for_a_host_that_was_left_need_not_wait_and_other_hosts_keep_their_pace():
    politeness = politeness_of("http://a.example/list")
    slots = in_queues(politeness)
    politeness.rest("a.example", "answers 503", 7200.0)
    with pytest.raises(HostLeft):
        asyncio.run(ask_once(politeness))
    assert slots["a.example"].download_delay() == 0
    assert (slots["b.example"].delay, slots["b.example"].jitter) == (4, 0.5)
