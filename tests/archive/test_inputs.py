"""What these keep true: `newscrawl parse` reads an archive as the crawl read it, whatever the bodies were packed in."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from scrapy import Request
from scrapy.http import Response

from newscrawl.archive.warc import Archive
from newscrawl.demo import Replica
from newscrawl.demo.replica import KST
from newscrawl.errors import InputError
from newscrawl.inputs import saved_pages
from tests.archive.server import PAGE

try:
    from compression import zstd
except ImportError:
    from backports import zstd

AT = datetime(2024, 3, 15, 5, 20, 7, tzinfo=UTC)
URL = "http://example.go.kr/view.do?id=1"


def archived(path, body, encoding=None, status=200, content_type="text/html; charset=EUC-KR"):
    headers = {"Content-Type": content_type, **({"Content-Encoding": encoding} if encoding else {})}
    archive = Archive(path)
    archive.answered(Request(URL), Response(URL, status=status, headers=headers, body=body), AT)
    archive.close()
    return [page for _, page in saved_pages(path, url=None, now=None)]


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        (None, lambda body: body),
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("gzip", lambda body: body),
        ("rot13", lambda body: body),
    ],
    ids=["plain", "gzip", "x-gzip", "deflate", "br", "zstd", "twice", "not what it says", "unknown"],
)
def test_pages_are_unpacked(tmp_path, encoding, pack):
    (page,) = archived(tmp_path / "a.warc.gz", pack(PAGE), encoding)
    assert (page.url, page.status, page.body, page.now) == (URL, 200, PAGE, AT)
    assert page.headers["content-type"] == "text/html; charset=EUC-KR"


def test_what_is_no_page_is_passed_over(tmp_path):
    assert archived(tmp_path / "redirect.warc", PAGE, status=302) == []
    assert archived(tmp_path / "robots.warc", b"User-agent: *", content_type="text/plain") == []
    assert archived(tmp_path / "file.warc", b"\x00", content_type="application/octet-stream") == []
    assert len(archived(tmp_path / "error.warc", PAGE, status=404)) == 1


def test_an_archive_that_is_none_is_told(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(PAGE)
    with pytest.raises(InputError, match="is no web archive"):
        list(saved_pages(path, url=None, now=None))


def test_parse_reads_what_was_recorded(newscrawl, tmp_path):
    with Replica(today=datetime(2024, 3, 15, 14, 20, tzinfo=KST)) as replica:
        assert newscrawl("record", replica.boards["paper"], "--max-articles", 3, "-o", tmp_path).returncode == 0
    (archive,), (feed,) = tmp_path.glob("*.warc.gz"), tmp_path.glob("*.jsonl")
    ran = newscrawl("parse", archive)
    assert ran.returncode == 0
    pages = [json.loads(line) for line in ran.stdout.splitlines()]
    expected = [json.loads(line) for line in feed.read_text("utf-8").splitlines()]
    assert [page["kind"] for page in pages] == ["listing", "article", "article", "article"]
    for page, record in zip(pages[1:], expected, strict=True):
        for name in ("title", "body", "published_at", "fetched_at", "url"):
            assert page["article"][name] == record[name]
