"""What these keep true: a replay gives what the network gave, byte by byte, and never invents what was not recorded."""

from __future__ import annotations

import base64
import gzip
from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from warcio.archiveiterator import ArchiveIterator

from newscrawl.archive.exchange import answer_of
from newscrawl.archive.records import records
from newscrawl.archive.replay import Recording, replay_settings
from newscrawl.archive.warc import Archive
from newscrawl.errors import InputError
from tests.archive.server import GZIPPED, NAME_CP949, PAGE, SECRET

PATHS = (
    "/page",
    "/gzipped",
    "/brotli",
    "/file",
    "/moved",
    "/chunked",
    "/login",
    "/login",
    "/hang-up",
    "/empty",
    "/none",
)
FORMS = ("pageIndex=1", "pageIndex=2")


def requests_to(url):
    posts = [{"url": f"{url}/form", "method": "POST", "body": form} for form in FORMS]
    secret = {"url": f"{url}/page?again", "headers": {"Authorization": f"Basic {SECRET.decode()}"}}
    return [*(url + path for path in PATHS), *(f"{url}/count" for _ in range(3)), *posts, secret]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory, serve, fetch):
    """A crawl of everything the server has, the archive of it, and the server, which is gone by now."""
    server = serve()
    archive = tmp_path_factory.mktemp("archive") / "crawl.warc.gz"
    before = datetime.now(UTC).replace(microsecond=0)
    live = fetch(requests_to(server.url), NEWSCRAWL_WARC=str(archive))
    server.stop()
    assert live.reason == "finished"
    assert len(live.answers) == len(requests_to(server.url))
    assert before <= datetime.fromisoformat(live.answers[0]["at"]) <= datetime.now(UTC)
    return server, archive, live


def found(archive, url):
    return next(record for record in records(archive) if record.kind == "response" and record.url == url)


def without_cookies(answers):
    """What the archive leaves out on purpose is no difference."""
    return [
        {**answer, "headers": [pair for pair in answer["headers"] if pair[0] != "Set-Cookie"]}
        if "headers" in answer
        else answer
        for answer in answers
    ]


def test_the_same_requests_get_the_same_answers_without_the_server(recorded, fetch):
    server, archive, live = recorded
    again = fetch(requests_to(server.url), NEWSCRAWL_REPLAY=str(archive))
    assert again.reason == "finished"
    assert again.answers == without_cookies(live.answers)
    bodies = [base64.b64decode(answer["body"]) for answer in again.answers if "body" in answer]
    assert bodies.count(PAGE) == 5  # plain twice, gzip, brotli, and where the redirect leads
    assert [body for body in bodies if body.isdigit()] == [b"1", b"2", b"3"]
    assert b"POST pageIndex=2" in bodies
    assert [answer["failed"] for answer in again.answers if "failed" in answer] == ["DownloadFailedError"]


def test_bodies_and_headers_are_archived_as_they_came(recorded):
    server, archive, _ = recorded
    gzipped = answer_of(found(archive, f"{server.url}/gzipped"))
    assert gzipped.body == GZIPPED
    assert (b"Content-Encoding", b"gzip") in gzipped.headers
    file = answer_of(found(archive, f"{server.url}/file"))
    assert (b"Content-Disposition", b'attachment; filename="%b"' % NAME_CP949) in file.headers
    assert [value for name, value in file.headers if name == b"X-Twice"] == [b"one", b"two"]
    assert file.body == b"\x00\x01\r\n\r\n\xff"
    chunked = answer_of(found(archive, f"{server.url}/chunked"))
    assert chunked.body == b"abcdefg"
    assert all(name != b"Transfer-Encoding" for name, _ in chunked.headers)


def test_robots_and_redirects_are_archived_too(recorded):
    server, archive, _ = recorded
    assert answer_of(found(archive, f"{server.url}/robots.txt")).body.startswith(b"User-agent: *")
    assert answer_of(found(archive, f"{server.url}/moved")).status == 302


def test_the_archive_holds_no_secret_that_was_sent_or_received(recorded):
    server, archive, _ = recorded
    assert sum(SECRET in asked for asked in server.asked) >= 2, "the crawl did send a cookie and an authorization"
    whole = gzip.decompress(archive.read_bytes())
    assert SECRET not in whole
    assert b"cookie:" not in whole.lower()


def test_other_tools_can_read_the_archive(recorded):
    server, archive, _ = recorded
    kinds, requests, answers = [], {}, []
    with archive.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            record.raw_stream.read()
            if record.rec_type == "request":
                requests[record.rec_headers.get_header("WARC-Record-ID")] = record
            elif record.rec_type == "response":
                answers.append(record)
    assert kinds[0] == "warcinfo"
    assert kinds.count("request") == kinds.count("response") + kinds.count("metadata")
    assert kinds.count("metadata") == 1  # the server hung up once
    for answer in answers:
        asked = requests[answer.rec_headers.get_header("WARC-Concurrent-To")]
        assert asked.rec_headers.get_header("WARC-Target-URI") == answer.rec_headers.get_header("WARC-Target-URI")
        assert asked.http_headers.get_header("Host") == server.url.removeprefix("http://")
    post = next(record for record in requests.values() if record.http_headers.protocol == "POST")
    assert post.http_headers.statusline == "/form HTTP/1.1"
    assert post.http_headers.get_header("Content-Length") == str(len(FORMS[0]))


@pytest.mark.parametrize(
    "unknown",
    [{"url": "/unheard-of"}, {"url": "/form"}, {"url": "/form", "method": "POST", "body": "pageIndex=3"}],
    ids=["address", "method", "form"],
)
def test_a_request_that_was_never_recorded_ends_the_crawl(recorded, fetch, unknown):
    server, archive, _ = recorded
    address = server.url + unknown["url"]
    after = [f"{server.url}/page"] * 3
    ran = fetch([f"{server.url}/page", {**unknown, "url": address}, *after], NEWSCRAWL_REPLAY=str(archive))
    asked = f"{unknown.get('method', 'GET')} {address}"
    assert ran.reason == "replay_missing"
    assert ran.stats["newscrawl/replay/missing"] == asked
    assert ran.answers[0]["status"] == 200
    assert ran.answers[1]["failed"] == "NeverRecorded"
    assert f"{asked} was never recorded in {archive}" in ran.answers[1]["message"]
    assert all("failed" in answer for answer in ran.answers[1:]), "nothing is answered after a miss"


def test_robots_that_was_never_recorded_ends_the_crawl_too(recorded, fetch):
    server, archive, _ = recorded
    other = server.url.replace("127.0.0.1", "localhost")
    ran = fetch([f"{other}/page"], NEWSCRAWL_REPLAY=str(archive))
    assert ran.reason == "replay_missing"
    assert ran.stats["newscrawl/replay/missing"] == f"GET {other}/robots.txt"
    assert [answer["failed"] for answer in ran.answers] == ["NeverRecorded"]


def test_the_last_of_several_answers_is_given_again_and_again(recorded):
    server, archive, _ = recorded
    recording = Recording([archive])
    bodies = [answer_of(recording.find("GET", f"{server.url}/count")).body for _ in range(5)]
    recording.close()
    assert bodies == [b"1", b"2", b"3", b"3", b"3"]


def test_several_archives_are_one_recording_in_their_order(recorded, serve, fetch, tmp_path):
    _, archive, live = recorded
    second = serve()
    fetch([f"{second.url}/page"], NEWSCRAWL_WARC=str(tmp_path / "second.warc.gz"))
    second.stop()
    pages = [live.answers[0]["url"], f"{second.url}/page"]
    ran = fetch(pages, NEWSCRAWL_REPLAY=[str(archive), str(tmp_path / "second.warc.gz")])
    assert ran.reason == "finished"
    assert [answer["url"] for answer in ran.answers] == pages


def test_only_a_conditional_request_is_told_that_nothing_changed(serve, fetch, tmp_path):
    server = serve()
    archive, url = tmp_path / "a.warc.gz", f"{server.url}/dated"
    conditional = {"url": url, "headers": {"If-None-Match": '"v1"'}}
    live = fetch([conditional], NEWSCRAWL_WARC=str(archive))
    assert [answer["status"] for answer in live.answers] == [304]
    server.stop()
    again = fetch([conditional], NEWSCRAWL_REPLAY=str(archive))
    assert [answer["status"] for answer in again.answers] == [304]
    assert fetch([url], NEWSCRAWL_REPLAY=str(archive)).stats["newscrawl/replay/missing"] == f"GET {url}"


def test_a_damaged_archive_ends_the_crawl(recorded, fetch, tmp_path):
    server, archive, _ = recorded
    data = bytearray(archive.read_bytes())
    half = len(data) // 2
    data[half : half + 400] = bytes(400)
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(data)
    ran = fetch([f"{server.url}/page"], NEWSCRAWL_REPLAY=str(broken))
    assert ran.reason == "replay_unreadable"
    assert "is damaged at byte" in ran.answers[0]["message"]


def test_an_archive_that_is_not_there_is_told_before_anything_begins(fetch, tmp_path):
    missing = tmp_path / "none.warc.gz"
    with pytest.raises(InputError, match=r"There is no archive .*none\.warc\.gz"):
        replay_settings(missing)
    assert f"There is no archive {missing}" in fetch(["http://127.0.0.1:9/"], NEWSCRAWL_REPLAY=str(missing)).stderr


def test_a_run_that_cannot_write_its_archive_ends_and_the_next_one_mends_it(serve, fetch, tmp_path):
    server = serve()
    archive, room = tmp_path / "a.warc.gz", 3000  # bytes: enough for a page or two
    ran = fetch([f"{server.url}/page"] * 20, NEWSCRAWL_WARC=str(archive), largest_file=room)
    assert ran.reason == "archive_failed"
    assert 0 < len([answer for answer in ran.answers if "status" in answer]) < 20
    assert archive.stat().st_size == room, "the last record is torn"
    kept = len(list(records(archive)))
    again = fetch([f"{server.url}/gzipped"], NEWSCRAWL_WARC=str(archive))
    server.stop()
    assert again.reason == "finished"
    assert "of a record that a former run did not finish were cut off" in again.stderr
    assert len(list(records(archive))) == kept + len(("warcinfo", "robots", "its answer", "the page", "its answer"))
    replayed = fetch([f"{server.url}/page", f"{server.url}/gzipped"], NEWSCRAWL_REPLAY=str(archive))
    assert replayed.reason == "finished"


@pytest.mark.parametrize("name", ["pages.jsonl", "pages.gz"])
def test_an_archive_has_an_archives_name(fetch, tmp_path, name):
    ran = fetch(["http://127.0.0.1:9/"], NEWSCRAWL_WARC=str(tmp_path / name))
    assert "An archive's name ends in .warc or .warc.gz" in ran.stderr
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("flags", [[], ["dataloss"]])
def test_an_answer_that_broke_off_is_known_as_such_again(tmp_path, flags):
    url = "http://127.0.0.1/list"
    archive = Archive(tmp_path / "cut.warc.gz")
    archive.answered(Request(url), HtmlResponse(url, body=b"<html><p>half", flags=flags), datetime.now(UTC))
    archive.close()
    assert answer_of(found(tmp_path / "cut.warc.gz", url)).response(url).flags == flags
