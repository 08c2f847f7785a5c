"""Boards on servers that break the rules of HTTP: every post comes once and whole, or the run's report names it with the reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from scrapy.utils._compression import brotli

from tests.servers import broken
from tests.servers.broken import BrokenServer, first, sound

from .conftest import SECONDS, article_page, feed_in, lines, listing_page, newscrawl

BROTLI = b"Content-Encoding: br"
END = "밝혔다."  # the last word of every article
QUICK = {  # so that what never answers is given up within seconds
    "RETRY_TIMES": 1,
    "DOWNLOAD_TIMEOUT": 2,
    "DOWNLOAD_MAXSIZE": 1 << 20,
    "NEWSCRAWL_BACKOFF": 0.05,
    "NEWSCRAWL_REFUSALS": 50,  # of which there are more here than one host is asked after
    "LOG_LEVEL": "INFO",
}


def title(number):
    return f"가람군 소식 {number}호, 마을 회관 {number}곳 새로 단장"


def text(number):
    return (
        f"가람군은 마을 회관 {number}곳을 새로 단장했다. "
        + "공사는 열흘 만에 끝났다. " * (1 + number % 7)
        + "많은 주민이 모였다."
    )


def page(number):
    return article_page(title(number), f"2024-03-{number % 27 + 1:02}", text(number))


def put_board(server, behaviours):
    """Give a server a board with an article for each behaviour, a function of its page; they have the numbers from 1."""
    rows = [
        (f"/view?no={number}", title(number), f"2024-03-{number % 27 + 1:02}", 7)
        for number in range(1, len(behaviours) + 1)
    ]
    server.at["/list"] = sound(listing_page(rows).encode())
    for number, behaviour in enumerate(behaviours, 1):
        server.at[f"/view?no={number}"] = behaviour(page(number).encode())


def whole(record):
    """Tell whether a record has all of its post's text."""
    number = int(record["id"].rpartition(":")[2])
    return record["title"] == title(number) and text(number) in record["body"] and record["body"].endswith(END)


def report(folder):
    """Return what the report of a data folder's one run says of its one board."""
    (manifest,) = (folder / "runs").glob("*.json")
    (board,) = json.loads(manifest.read_text("utf-8"))["boards"]
    return board


def crawl_quickly(server, folder):
    """Run Scrapy's own command, for it takes settings, into a data folder."""
    feed = {(folder / "board.jsonl").as_uri(): {"format": "jsonlines", "item_filter": "newscrawl.feeds.Articles"}}
    settings = {**QUICK, "NEWSCRAWL_LEDGER": folder / "ledger.db", "FEEDS": json.dumps(feed)}
    given = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "board", "-a", f"targets={server.url}/list", *given],
        cwd=folder,
        env=os.environ | {"SCRAPY_SETTINGS_MODULE": "newscrawl.settings"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


# What newscrawl gets all the same; "once" and "always" say how often the server fails.
MENDED = {
    "no Content-Length": broken.unlengthed,
    "Content-Length too large, always": broken.too_long,
    "Content-Length too small, once": lambda html: first(broken.too_short(html), sound(html)),
    "half of the bytes, once": lambda html: first(broken.cut(html), sound(html)),
    "no last chunk, always": broken.unended,
    "half of the chunks, once": lambda html: first(broken.cut_chunks(html), sound(html)),
    "bare line feeds": broken.bare_lf,
    "no reason phrase": broken.no_reason,
    "HTTP/1.0": broken.http10,
    "header lines that are none": broken.junk_lines,
    "a space before the colon": broken.spaced_colon,
    "a long header line": broken.long_header,
    "a thousand header lines": lambda html: broken.many_headers(html, 1000),
    "raw CP949 in headers": broken.cp949_headers,
    "UTF-8 called EUC-KR": lambda html: broken.labelled(html.decode(), written="utf-8", label="euc-kr"),
    "CP949 called UTF-8": lambda html: broken.labelled(html.decode(), written="cp949", label="utf-8"),
    "plain, called gzip": broken.fake_gzip,
    "plain, called brotli": lambda html: sound(html, BROTLI),
    "brotli, unasked": lambda html: sound(brotli.compress(html), BROTLI),
    "half of the brotli, once": lambda html: first(sound(broken.half(brotli.compress(html)), BROTLI), sound(html)),
    "gzip": broken.gzipped,
    "half of the gzip, once": lambda html: first(broken.cut_gzip(html), sound(html)),
    "a reset in mid-body, once": lambda html: first(broken.reset_midway(html, broken.length(len(html))), sound(html)),
    "a reset in mid-body without a length, once": lambda html: first(broken.reset_midway(html), sound(html)),
    "half of a page without a length, once": lambda html: first(broken.unlengthed(broken.half(html)), sound(html)),
    "a reset before the answer, once": lambda html: first(broken.reset_at_once, sound(html)),
    "a cookie check": broken.cookie_check,
    **{
        f"a cookie check by {way}": lambda html, way=way, name=f"c{number}": broken.asks_for_cookie(
            name, html, broken.COMES_BACK[way]
        )
        for number, way in enumerate(broken.COMES_BACK)
    },
    "a cookie check by way of another page": lambda html: broken.asks_for_cookie(
        "bounced", html, lambda it: (b"", b"Refresh: 0; url=/moved/check?from=" + it.path.encode())
    ),
    "a meta refresh": lambda html: broken.meta_refresh("/moved/meta"),
    "a Refresh header": lambda html: broken.refresh_header("/moved/header"),
    "a redirect in a script": lambda html: broken.script_redirect("/moved/script"),
    "a redirect to raw CP949": lambda html: broken.moved("/옮김".encode("cp949")),
}


@pytest.fixture(scope="module")
def mended(tmp_path_factory):
    """A board on which every post has another fault that can be got over, crawled with the command as it is."""
    folder = tmp_path_factory.mktemp("mended")
    with BrokenServer() as server:
        put_board(server, MENDED.values())
        numbers = dict(zip(MENDED, range(1, len(MENDED) + 1), strict=True))
        bounced = f"/view?no={numbers['a cookie check by way of another page']}"
        server.at[f"/moved/check?from={bounced}"] = broken.meta_refresh(bounced)
        server.at["/moved/meta"] = sound(page(numbers["a meta refresh"]).encode())
        server.at["/moved/header"] = sound(page(numbers["a Refresh header"]).encode())
        server.at["/moved/script"] = sound(page(numbers["a redirect in a script"]).encode())
        server.at["/%BF%C5%B1%E8"] = sound(page(numbers["a redirect to raw CP949"]).encode())
        result = newscrawl("crawl", f"{server.url}/list", cwd=folder)
        return result, lines(feed_in(folder / "data")), report(folder / "data"), Counter(server.requests)


@pytest.mark.parametrize(("number", "fault"), list(enumerate(MENDED, 1)), ids=list(MENDED))
def test_a_post_comes_once_and_whole(mended, number, fault):
    _, records, told, _ = mended
    found = [record for record in records if record["id"].endswith(f":{number}")]
    assert [whole(record) for record in found] == [True], [one for one in told["warnings"] if title(number) in one]


def test_a_run_over_faults_ends_well(mended):
    result, records, told, _ = mended
    assert len(records) == len(MENDED)
    assert (result.returncode, told["warnings"]) == (0, [])
    assert "Traceback" not in result.stdout + result.stderr


def test_what_fails_once_is_asked_for_twice_and_no_more(mended):
    requests = mended[3]
    for number, fault in enumerate(MENDED, 1):
        assert requests[f"/view?no={number}"] <= 2, fault
        assert requests[f"/view?no={number}"] == 2 or not fault.endswith("once"), fault


# What cannot be got, and a word of the reason that the report gives.
LOST = {
    "half of the bytes": (broken.cut, "breaks off"),
    "half of the chunks": (broken.cut_chunks, "breaks off"),
    "half of the gzip": (broken.cut_gzip, "breaks off"),
    "a reset in mid-body": (lambda html: broken.reset_midway(html, broken.length(len(html))), "breaks off"),
    "a reset before the answer": (lambda html: broken.reset_at_once, "closes the connection"),
    "chunks whose size is none": (
        lambda html: broken.sends(broken.head(broken.CHUNKED), b"zz\r\n" + html),
        "breaks off",
    ),
    "half of a brotli stream": (lambda html: sound(broken.half(brotli.compress(html)), BROTLI), "breaks off"),
    "a status that is no number": (lambda html: broken.sends(b"HTTP/1.1 OK\r\n\r\n"), "breaks the rules of HTTP"),
    "a redirect in circles": (lambda html: broken.moved("/loop"), "in circles"),
    "a redirect to ftp": (lambda html: broken.moved("ftp://files.example/a"), "redirects to ftp"),
    "a body without end": (lambda html: broken.endless_body(), "DOWNLOAD_MAXSIZE"),
    "a gzip bomb": (lambda html: broken.gzip_bomb(), "DOWNLOAD_MAXSIZE"),
    "header lines without end": (lambda html: broken.endless_header(), "header"),
    "one header line without end": (lambda html: broken.sends(b"HTTP/1.1 200 OK\r\nX: " + b"x" * (1 << 18)), "header"),
    "chunks without end": (lambda html: broken.endless_chunks(), "in time"),
    "a byte a second": (broken.drip, "in time"),
    "an alert": (lambda html: broken.alert("삭제된 게시물입니다."), "삭제된 게시물입니다."),
    "a cookie check by script": (broken.script_cookie_check, "proof of a browser"),
    "a form with what a script computes": (lambda html: broken.computed_form, "proof of a browser"),
    **{
        f"a cookie check without end by {way}": (
            lambda html, way=way: broken.asks_for_cookie("never", None, broken.COMES_BACK[way]),
            "checks for a cookie again and again",
        )
        for way in broken.COMES_BACK
    },
    "a cookie check without end by way of another page": (
        lambda html: broken.asks_for_cookie(
            "never", None, lambda it: (b"", b"Refresh: 0; url=/bounce" + it.path.encode())
        ),
        "checks for a cookie again and again",
    ),
    "a reload without a cookie": (lambda html: sound(b"<script>location.reload();</script>"), "no article (reload)"),
}
# What comes from servers that cut a page at the same place each time: the record says so.
DOUBTED = {
    "Content-Length too small": broken.too_short,
    "half a page without a length": lambda html: broken.unlengthed(broken.half(html)),
}


@pytest.fixture(scope="module")
def lost(tmp_path_factory):
    """A board with posts that cannot be got, each between two that can; crawled with short limits."""
    folder = tmp_path_factory.mktemp("lost")
    bad = [*(behaviour for behaviour, _ in LOST.values()), *DOUBTED.values()]
    with BrokenServer() as server:
        put_board(server, [behaviour for one in bad for behaviour in (one, sound)])
        bounced = f"/view?no={place(LOST, 'a cookie check without end by way of another page')}"
        server.at[f"/bounce{bounced}"] = broken.meta_refresh(bounced)
        server.at["/loop"] = broken.moved("/loop")
        result = crawl_quickly(server, folder)
        return result, lines(folder / "board.jsonl"), report(folder), Counter(server.requests)


def place(names, name):
    """Return the number of the post that has a fault; the sound ones lie between."""
    return 2 * list(names).index(name) + 1


@pytest.mark.parametrize("fault", LOST)
def test_a_post_that_cannot_be_got_is_named_with_the_reason(lost, fault):
    _, records, told, _ = lost
    number = place(LOST, fault)
    assert not [record for record in records if record["id"].endswith(f":{number}")]
    (warning,) = [one for one in told["warnings"] if title(number) in one]
    assert LOST[fault][1] in warning


@pytest.mark.parametrize("fault", DOUBTED)
def test_a_page_that_is_always_cut_at_one_place_is_no_whole_one(lost, fault):
    _, records, _, _ = lost
    number = place([*LOST, *DOUBTED], fault)
    (record,) = [record for record in records if record["id"].endswith(f":{number}")]
    assert any("breaks off" in warning for warning in record["warnings"])


def test_the_posts_between_come_once_and_whole(lost):
    result, records, _, requests = lost
    numbers = range(2, 2 * (len(LOST) + len(DOUBTED)) + 1, 2)
    found = Counter(record["id"].rpartition(":")[2] for record in records if whole(record))
    assert found == Counter(str(number) for number in numbers)
    assert {requests[f"/view?no={number}"] for number in numbers} == {1}
    assert result.returncode == 0
    assert "Traceback" not in result.stdout + result.stderr


def test_everything_is_bounded(lost):
    requests = lost[3]
    assert max(count for path, count in requests.items() if path.startswith("/view")) <= 1 + QUICK["RETRY_TIMES"]
    assert requests["/loop"] <= 10


def test_a_host_that_never_closes_its_pages_costs_one_request_more(tmp_path):
    with BrokenServer() as server:
        put_board(server, [lambda html: sound(html.replace(b"</body></html>", b""))] * 6)
        crawl_quickly(server, tmp_path)
        asked = Counter(server.requests)
    records = lines(tmp_path / "board.jsonl")
    assert sorted(asked[f"/view?no={number}"] for number in range(1, 7)) == [1, 1, 1, 1, 1, 2]
    assert [whole(record) for record in records] == [True] * 6
    assert sum("breaks off" in warning for record in records for warning in record["warnings"]) <= 1, (
        "at most the first page"
    )


def test_a_listing_that_was_cut_is_read_whole(tmp_path):
    with BrokenServer() as server:
        put_board(server, [sound] * 12)
        whole_listing = server.at["/list"]
        cut = listing_page([(f"/view?no={number}", title(number), "2024-03-02", 7) for number in range(1, 13)]).encode()
        server.at["/list"] = first(broken.unlengthed(broken.half(cut)), whole_listing)
        crawl_quickly(server, tmp_path)
    assert sorted(int(record["id"].rpartition(":")[2]) for record in lines(tmp_path / "board.jsonl")) == list(
        range(1, 13)
    )
