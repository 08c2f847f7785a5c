"""Two real board programs, served from a corpus of saved pages: every public post once, each field as the boards' own databases have it,
in no more requests than there are listing pages, articles and locked posts. Skipped where the corpus is not there."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from .conftest import lines, newscrawl

CORPUS = Path(os.environ.get("NEWSCRAWL_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
REPLAY = CORPUS.parent / "eval" / "replay.py"
FIELDS = ("title", "published_at", "view_count", "author", "department", "category")
BOARDS = {
    "xe-board_HB_NEWS": "http://127.0.0.1:8103/xe/index.php?mid=board_HB_NEWS",
    "gnuboard5-press": "http://127.0.0.1:8101/bbs/board.php?bo_table=press",
}

pytestmark = pytest.mark.skipif(
    not REPLAY.is_file(), reason=f"no corpus of saved boards at {CORPUS} (NEWSCRAWL_CORPUS names another)"
)


@pytest.fixture(scope="module")
def replay(tmp_path_factory):
    """The saved boards at the ports that their addresses name; yields the file of requests."""
    log = tmp_path_factory.mktemp("replay") / "requests.tsv"
    process = subprocess.Popen([sys.executable, REPLAY, CORPUS, "--log", log], stdout=subprocess.PIPE)
    try:
        for port in (8101, 8103, 8122):
            _wait_for(port)
        yield log
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def _wait_for(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nothing listens at port {port}")


def _pages(site):
    index = [json.loads(line) for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines()]
    return [page for page in index if page["site"] == site]


def _truth(page):
    return json.loads((CORPUS / "truth" / f"{page['id']}.json").read_text("utf-8"))


def _key(url):
    return re.search(r"(?:document_srl|wr_id)=(\d+)", url)[1]


@pytest.fixture(scope="module", params=BOARDS)
def crawled(request, replay, tmp_path_factory):
    """(the site's saved pages, the records read, the requests made for them)."""
    folder = tmp_path_factory.mktemp("crawl")
    before = len(replay.read_text().splitlines())
    result = newscrawl("crawl", BOARDS[request.param], "-o", "out.jsonl", cwd=folder)
    assert result.returncode == 0, result.stdout + result.stderr
    requests = replay.read_text().splitlines()[before:]
    return _pages(request.param), lines(folder / "out.jsonl"), requests


def test_every_public_post_comes_once(crawled):
    pages, records, _ = crawled
    public = {_key(page["url"]) for page in pages if page["kind"] == "article"}
    assert Counter(record["id"].rpartition(":")[2] for record in records) == Counter(public)


def _bare(text):
    """Without white space and characters that show nothing."""
    return re.sub(r"[\s\u00ad\u200b\u2060\ufeff]", "", unicodedata.normalize("NFC", text))


def _squeezed(text):
    return re.sub(r"\s+", " ", str(text)).strip()


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_what_the_database_says(crawled, field):
    pages, records, _ = crawled
    read = {record["id"].rpartition(":")[2]: record for record in records}
    wrong = []
    for page in pages:
        if page["kind"] != "article":
            continue
        wanted, got = _truth(page)["article"].get(field), read[_key(page["url"])][field]
        if wanted is not None and field == "published_at":
            got, wanted = got[:16], wanted[:16]
        if wanted is not None and _squeezed(got) != _squeezed(wanted):
            wrong.append((page["id"], got, wanted))
    assert not wrong


def test_bodies_and_files_are_exact(crawled):
    pages, records, _ = crawled
    read = {record["id"].rpartition(":")[2]: record for record in records}
    wrong = []
    for page in pages:
        if page["kind"] == "article":
            wanted, got = _truth(page)["article"], read[_key(page["url"])]
            same_body = _bare(got["body"]) == _bare(wanted["body"])
            names = Counter(_squeezed(file["name"]) for file in got["attachments"])
            if not same_body or names != Counter(_squeezed(file["name"]) for file in wanted["attachments"]):
                wrong.append(page["id"])
    assert not wrong


def test_no_request_is_wasted(crawled):
    pages, _, requests = crawled
    listings = sum(page["kind"] == "listing" for page in pages)
    posts = sum(page["kind"] in ("article", "other") for page in pages)
    assert len(requests) <= listings + posts + 1, "and one for robots.txt"


def test_missing_articles_of_the_euckr_board_are_reported_and_not_fatal(replay, tmp_path):
    result = newscrawl("crawl", "http://127.0.0.1:8122/bbs/board.php?bo_table=press", "-o", "out.jsonl", cwd=tmp_path)
    assert "shows no article (a listing)" in result.stdout, (
        "the server gives the listing in place of what was never saved"
    )
    assert result.returncode == 0, result.stdout
    listed = {
        _key(row["url"])
        for page in _pages("gnuboard5-press-euckr-meta")
        # links from later pages carry page=, and the server then gives that listing page
        if page["kind"] == "listing" and "page=" not in page["url"]
        for row in _truth(page)["listing"]["rows"]
    }
    saved = {_key(page["url"]) for page in _pages("gnuboard5-press-euckr-meta") if "wr_id=" in page["url"]}
    read = {record["id"].rpartition(":")[2]: record for record in lines(tmp_path / "out.jsonl")}
    assert read.keys() == listed & saved
    titles = {
        _key(row["url"]): row["title"]
        for page in _pages("gnuboard5-press-euckr-meta")
        if page["kind"] == "listing"
        for row in _truth(page)["listing"]["rows"]
    }
    assert {key: record["title"] for key, record in read.items()} == {key: titles[key] for key in read}
