"""Pages are read in processes beside the crawl, to the same effect, and no such process outlives what started it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.utils.test import get_crawler

from newscrawl.extensions.readers import ELSEWHERE, Readers, _Load
from newscrawl.families import family_of
from newscrawl.ledger import SqliteLedger
from newscrawl.profiles import Learner, Profile
from newscrawl.profiles.desk import Desk, Job, Lessons, Opening
from newscrawl.profiles.process import ReaderLost, ReadingFailed, ReadingProcess
from newscrawl.profiles.worker import receive
from newscrawl.reading import Page
from newscrawl.reading.evidence import ShownRow
from newscrawl.sites import Board
from tests.crawls.conftest import BoardServer, article_page, listing_page, newscrawl, server

__all__ = ["server"]

PAGES = Path(__file__).parents[1] / "pages"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
SECONDS = 60
BOARD = "www.example.go.kr/b"


def job(name: str) -> Job:
    page = Page(url=f"https://www.example.go.kr/{name}", body=(PAGES / name).read_bytes(), now=NOW)
    row = ShownRow(url=page.url)
    row.evidence.add("title", "군수, 주민과 대화", "a row", 0.9)
    return Job(BOARD, "listing" if "list" in name else "article", page, row)


def opening(of: Job) -> Opening:
    return Opening(BOARD, Learner(Profile(board=BOARD)), family_of(of.page.url, of.page.text))


@dataclass
class Act:
    """A message that has the process do something else than reading."""

    what: str

    def at(self, desk: Desk) -> str:
        if self.what == "sleep":
            time.sleep(SECONDS)
        if self.what == "die":
            os._exit(1)
        if self.what == "fail":
            desk.learners["nowhere"]
        return self.what

    def bare(self) -> Act:
        return self


@pytest.mark.parametrize("name", ["9is-list.html", "9is-article.html", "alert.html"])
def test_a_page_reads_the_same_in_a_process_of_its_own(name):
    desk = Desk()
    opening(job(name)).at(desk)
    here = job(name).at(desk)

    async def there():
        process = await ReadingProcess.start(SECONDS)
        process.tell(opening(job(name)))
        answer, lessons = await process.ask(job(name)), await process.ask(Lessons(BOARD))
        await process.close()
        return answer, lessons

    answer, lessons = asyncio.run(there())
    assert answer == here
    assert lessons == desk.learners[BOARD].profile
    assert here.reading.listing or here.reading.article or here.reading.problem


def test_answers_come_in_the_order_of_the_messages():
    async def many():
        process = await ReadingProcess.start(SECONDS)
        names = ["9is-list.html", "9is-article.html", "alert.html"] * 5
        process.tell(opening(job(names[0])))
        answers = await asyncio.gather(*(process.ask(job(name)) for name in names))
        await process.close()
        return names, answers

    names, answers = asyncio.run(many())
    for name, answer in zip(names, answers, strict=True):
        assert (answer.reading.listing is not None) is (name == "9is-list.html")
        assert (answer.reading.article is not None) is (name == "9is-article.html")


def test_an_error_is_told_and_the_process_goes_on():
    async def both():
        process = await ReadingProcess.start(SECONDS)
        with pytest.raises(ReadingFailed, match="KeyError: 'nowhere'"):
            await process.ask(Act("fail"))
        process.tell(opening(job("alert.html")))
        answer = await process.ask(job("alert.html"))
        await process.close()
        return answer

    assert asyncio.run(both()).reading.problem.startswith("alert")


@pytest.mark.parametrize(("what", "why"), [("die", "came to an end"), ("sleep", "more than 0.5 s")])
def test_a_page_that_dies_or_takes_too_long_is_blamed_and_no_other(what, why):
    async def three():
        process = await ReadingProcess.start(SECONDS)
        assert await process.ask(Act("nothing")) == "nothing"
        if what == "sleep":
            process.limit = 0.5
            process._look_on()
        messages = (Act(what), Act("nothing"), Act("fail"))
        lost = await asyncio.gather(*map(process.ask, messages), return_exceptions=True)
        await process.close()
        return lost, process

    lost, process = asyncio.run(three())
    assert [type(one) for one in lost] == [ReaderLost] * 3
    assert [one.blamed for one in lost] == [True, False, False]
    assert why in str(lost[0])
    assert why in process.lost


def test_a_message_that_breaks_off_is_none(tmp_path):
    file = tmp_path / "pipe"
    file.write_bytes(b"\x00\x00\x00\x09half")
    with file.open("rb") as pipe:
        assert receive(pipe) is None


def reading(act):
    """Run something with Readers that were opened for the board, and close them."""
    crawler = get_crawler(
        settings_dict={"NEWSCRAWL_READERS": 1, "NEWSCRAWL_LONG_PAGE": 0, "NEWSCRAWL_READING_TIMEOUT": 60}
    )

    async def all_of_it():
        readers = Readers(crawler)
        first = opening(job("9is-article.html"))
        readers.open(BOARD, first.learner, first.program)
        try:
            await act(readers)
        finally:
            await readers.close()

    asyncio.run(all_of_it())
    return crawler.stats.get_value(ELSEWHERE)


def test_a_process_that_dies_costs_its_page_alone():
    async def act(readers):
        first = await readers.read(job("9is-article.html"))
        assert first.reading.article is not None
        lost = readers.processes[0].result()
        os.kill(lost.pid, signal.SIGKILL)
        pages = [readers.read(job("9is-article.html")) for _ in range(3)]
        one, *others = await asyncio.gather(*pages, return_exceptions=True)
        assert isinstance(one, ReaderLost)
        assert [other.reading for other in others] == [first.reading, first.reading]
        assert readers.processes[0].result() is not lost

    assert reading(act) == 3


def test_where_no_process_can_be_started_the_crawl_reads_itself(monkeypatch, caplog):
    async def act(readers):
        monkeypatch.setattr(sys, "executable", "/bin/false")
        assert (await readers.read(job("9is-article.html"))).reading.article is not None
        monkeypatch.setattr(sys, "executable", "/no/such/python")
        readers.most = 1
        assert (await readers.read(job("9is-article.html"))).reading.article is not None

    assert reading(act) is None
    assert caplog.text.count("the crawl reads them itself") == 2


def test_what_is_learned_moves_with_its_board_and_comes_back():
    async def act(readers):
        readers.most = 0
        await readers.read(job("9is-list.html"))
        known = await readers.profile(BOARD)
        readers.most = 1
        await readers.read(job("9is-list.html"))
        assert readers._moved
        assert await readers.profile(BOARD) == known
        assert await readers.profile("elsewhere/b") is None

    assert reading(act) == 1


def test_reading_is_much_when_it_takes_a_third_of_a_second():
    load = _Load()
    for page in range(20):  # 0.2 s of each second
        load.add(100 + page / 10, 100 + page / 10 + 0.02)
        assert not load.much
    for page in range(20, 60):  # half of it
        load.add(100 + page / 10, 100 + page / 10 + 0.05)
    assert load.much
    load.add(1000, 1000.1)
    assert load.much


def test_no_process_outlives_a_crawl_that_was_killed():
    code = (
        "import asyncio\n"
        "from newscrawl.profiles.process import ReadingProcess\n"
        "async def wait():\n"
        "    process = await ReadingProcess.start(60)\n"
        "    print(process.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(wait())\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as crawl:
        assert crawl.stdout is not None
        pid = int(crawl.stdout.readline())
        crawl.kill()
    for _ in range(SECONDS * 10):
        if not runs(pid):
            break
        time.sleep(0.1)
    assert not runs(pid)


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not status.is_file() or "State:\tZ" not in status.read_text()


def crawl(server: BoardServer, folder: Path, **settings: str) -> tuple[list[str], str, str]:
    """Crawl with Scrapy's own command; return the records without their moments, what was learned, and what was said."""
    out, ledger = folder / "out.jsonl", folder / "ledger.db"
    folder.mkdir()
    given = {"NEWSCRAWL_LEDGER": str(ledger), **settings}
    command = ["-m", "scrapy", "crawl", "board", "-a", f"targets={server.url}/list", "-O", str(out)]
    command += [word for name, value in given.items() for word in ("-s", f"{name}={value}")]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=SECONDS, check=True)
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    for record in records:
        record.pop("read_by", None)  # which pages came first, and taught the others
        for moment in ("fetched_at", "first_seen_at", "observed_at"):
            record.pop(moment, None)
    held = SqliteLedger(str(ledger))
    (board,) = {record["id"].rpartition(":")[0] for record in records if "id" in record}
    learned = held.profile(board)
    held.close()
    return sorted(map(json.dumps, records)), learned.profile if learned else "", done.stderr


def test_a_crawl_brings_the_same_home_whoever_reads(server: BoardServer, tmp_path):
    posts = [(f"/view?no={n}", f"{n}번째 소식을 알립니다", f"2026-11-{n:02}", n) for n in range(1, 9)]
    server.routes["/list"] = listing_page(posts)
    for n, (path, title, day, _) in enumerate(posts, 1):
        server.routes[path] = article_page(
            title, day, f"<p>{n}월의 일을 적습니다. {'긴 글입니다. ' * (6000 if n == 8 else n)}</p>"
        )
    itself = crawl(server, tmp_path / "itself", NEWSCRAWL_READERS="0")
    elsewhere = crawl(server, tmp_path / "elsewhere", NEWSCRAWL_LONG_PAGE="0")
    moving = crawl(server, tmp_path / "moving", NEWSCRAWL_LONG_PAGE="100000")
    assert [ELSEWHERE in said for _, _, said in (itself, elsewhere, moving)] == [False, True, True]
    assert itself[0] == elsewhere[0] == moving[0]
    assert sum('"body"' in record for record in itself[0]) == 8
    for _, learned, _ in (itself, elsewhere, moving):
        assert json.loads(learned)["articles"], "what was learned beside the crawl is kept"


SLOW = """
import time
from newscrawl.profiles.desk import Desk

own = Desk.read

def read(desk, job):
    time.sleep(60 * (b"slow to read" in job.page.body))
    return own(desk, job)

Desk.read = read
"""


def test_a_page_that_takes_too_long_is_told_as_not_got_and_the_board_is_read_on(server: BoardServer, tmp_path):
    posts = [(f"/view?no={n}", f"{n}번째 소식을 알립니다", f"2026-11-{n:02}", n) for n in range(1, 6)]
    server.routes["/list"] = listing_page(posts)
    for n, (path, title, day, _) in enumerate(posts, 1):
        server.routes[path] = article_page(title, day, f"<p>{n}월의 일을 적습니다. {'slow to read' * (n == 3)}</p>")
    (tmp_path / "sitecustomize.py").write_text(SLOW)  # in the crawl as in the processes that it starts
    command = ["-m", "scrapy", "crawl", "board", "-a", f"targets={server.url}/list", "-O", str(tmp_path / "out.jsonl")]
    command += ["-s", "NEWSCRAWL_LONG_PAGE=0", "-s", "NEWSCRAWL_READING_TIMEOUT=6"]
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert sorted(record["title"][0] for record in records if "body" in record) == ["1", "2", "4", "5"]
    said = re.sub(r"[\"']\s+[\"']", "", done.stderr)  # which is how the stats are printed, broken into lines
    assert "'3번째 소식을 알립니다' was not got, reading it took more than 6 s" in said


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
    assert readers._is_long(Page(url="http://a/", body=b"x" * 11)) is beside
    assert readers._is_long(Page(url="http://a/", body=b"x" * 51))


def test_a_run_says_how_long_its_loop_was_held_up(server: BoardServer, tmp_path):
    server.routes["/list"] = listing_page([("/view?no=1", "소식을 알립니다", "2026-11-01", 1)])
    server.routes["/view?no=1"] = article_page("소식을 알립니다", "2026-11-01", f"<p>{'긴 글입니다. ' * 6000}</p>")
    assert newscrawl("crawl", f"{server.url}/list", cwd=tmp_path).returncode == 0
    (run,) = (tmp_path / "data" / "runs").iterdir()
    loop = json.loads(run.read_text("utf-8"))["loop"]
    assert loop["pages_elsewhere"] == 1
    assert loop["longest_ms"] > 0
    assert loop["longest_work_ms"] > 0


def test_a_board_moves_when_reading_is_much_and_some_of_its_pages_were_read():
    async def act(readers):
        readers.long = 10**9
        for _ in range(4):
            await readers.read(job("9is-article.html"))
        readers._load.much = True
        await readers.read(job("9is-article.html"))
        assert not readers.processes, "of an hourly run with nothing new each board has but one page"
        for _ in range(200):
            await readers.read(job("9is-article.html"))
            if readers._moved:
                break
            await asyncio.sleep(0.05)  # the process starts meanwhile
        assert readers._moved

    assert reading(act) == 1


def test_what_ends_a_crawl_in_order_does_not_end_its_reading():
    async def act(readers):
        first = await readers.read(job("9is-article.html"))
        process = readers.processes[0].result()
        assert os.getsid(process.pid) == process.pid, "Ctrl-C on the terminal does not reach it"
        for end in (signal.SIGINT, signal.SIGTERM):
            os.kill(process.pid, end)
        assert (await readers.read(job("9is-article.html"))).reading == first.reading
        assert readers.processes[0].result() is process

    assert reading(act) == 2
