"""Packed answers come out whole, or flagged as cut; a label that lies costs nothing, in whatever coding the server chose unasked."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils._compression import brotli, zstd

from newscrawl.middlewares.endings import PARTIAL
from newscrawl.middlewares.unpacking import LOSS, Unpacking, unpack

from .test_wholeness import PAGE, URL, answer, crawler_of

LIMIT = 1_000_000
ROBOTS = "# 게시판\nUser-agent: *\nDisallow: /admin\n"


def bare_deflate(body: bytes) -> bytes:
    pack = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return pack.compress(body) + pack.flush()


PACK = {
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "x-gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    "deflate ": bare_deflate,  # without zlib's header, as some servers send it under the same label
    "br": brotli.compress,
    "zstd": zstd.compress,
}
PACKED = PACK["gzip"](PAGE)


def unpacked(response: Response) -> Response:
    """Return a response behind both middlewares, ours and Scrapy's."""
    crawler = crawler_of(DOWNLOAD_MAXSIZE=LIMIT)
    request = Request(response.url)
    seen = Unpacking.from_crawler(crawler).process_response(request, response)
    return HttpCompressionMiddleware.from_crawler(crawler).process_response(request, seen)


@pytest.mark.parametrize("label", [*PACK, "GZIP"])
def test_a_sound_body_comes_out_and_loses_its_label(label):
    pack = PACK[label.lower()]
    response = unpacked(answer(pack(PAGE), Content_Encoding=label))
    assert (response.body, response.flags) == (PAGE, [])
    assert "Content-Encoding" not in response.headers
    assert "가람군" in response.text


def test_a_body_of_several_members_comes_out_whole():
    for label in ("gzip", "zstd"):
        body = PACK[label](PAGE) + PACK[label](b"more")
        assert unpacked(answer(body, Content_Encoding=label)).body == PAGE + b"more"


def test_a_body_that_was_packed_twice_is_unpacked_twice():
    body = PACK["gzip"](PACK["br"](PAGE))
    assert unpacked(answer(body, Content_Encoding="br, gzip")).body == PAGE


@pytest.mark.parametrize("label", [*PACK, "gzip, br", "br, gzip", "gzip, gzip, gzip"])
@pytest.mark.parametrize("body", [PAGE, ROBOTS.encode("cp949"), b"\n" + PAGE, b"\xef\xbb\xbf" + PAGE])
def test_what_was_never_packed_is_read_as_it_is(label, body):
    response = unpacked(answer(body, Content_Encoding=label))
    assert (response.body, response.flags) == (body, [])
    assert "Content-Encoding" not in response.headers


def test_a_body_that_was_packed_once_under_two_labels_is_unpacked_once():
    assert unpacked(answer(PACKED, Content_Encoding="br, gzip")).body == PAGE
    assert unpacked(answer(PACKED, Content_Encoding=", ".join(["gzip"] * 3000))).body == PAGE


@pytest.mark.parametrize("label", PACK)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_body_without_its_end_has_the_flag(label, part):
    packed = PACK[label](PAGE)
    response = unpacked(answer(packed[: int(len(packed) * part)], Content_Encoding=label))
    assert response.flags == [LOSS]
    assert PAGE.startswith(response.body)


@pytest.mark.parametrize("size", [*range(2, 20), len(PACKED) // 2, len(PACKED) - 8, len(PACKED) - 1])
def test_gzip_without_its_end_gives_what_there_is(size):
    response = unpacked(answer(PACKED[:size], Content_Encoding="gzip"))
    assert response.flags == [LOSS]
    assert len(response.body) == len(PAGE) or size < len(PACKED) - 8


def test_damaged_gzip_has_the_flag():
    middle = len(PACKED) // 2
    damaged = unpacked(answer(PACKED[:middle] + bytes(60) + PACKED[middle + 60 :], Content_Encoding="gzip"))
    assert damaged.flags == [LOSS]
    wrong_sum = unpacked(answer(PACKED[:-8] + bytes(4) + PACKED[-4:], Content_Encoding="gzip"))
    assert (wrong_sum.body, wrong_sum.flags) == (PAGE, [LOSS])


def test_flags_that_a_response_had_stay():
    assert unpacked(answer(PACKED[:-9], PARTIAL, Content_Encoding="gzip")).flags == [PARTIAL, LOSS]


@pytest.mark.parametrize("label", [*PACK, "br, gzip"])
def test_a_bomb_is_left_to_scrapy_which_refuses_it(label):
    body = bytes(3_000_000)
    for one in label.split(", "):
        body = PACK[one](body)
    response = answer(body, Content_Encoding=label)
    assert Unpacking(LIMIT).process_response(Request(URL), response) is response
    with pytest.raises(IgnoreRequest, match="DOWNLOAD_MAXSIZE"):
        unpacked(response)


def test_a_bomb_without_its_end_is_one_all_the_same():
    response = answer(PACK["gzip"](bytes(3_000_000))[:-20], Content_Encoding="gzip")
    assert Unpacking(LIMIT).process_response(Request(URL), response) is response


@pytest.mark.parametrize("label", ["identity", "utf-8", "gzip, identity"])
def test_other_labels_are_left_alone(label):
    response = answer(PAGE, Content_Encoding=label)
    assert Unpacking(LIMIT).process_response(Request(URL), response) is response


@given(st.binary(max_size=200), st.sampled_from([b"gzip", b"deflate", b"br", b"zstd"]))
def test_any_bytes_can_be_unpacked(body, label):
    found = unpack(body, label, LIMIT)
    assert found is not None
    assert len(found.body) <= LIMIT
