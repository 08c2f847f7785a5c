"""What these keep true: an archive is whole after every exchange, whatever befell the run before."""

from __future__ import annotations

import gzip
import logging
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from newscrawl import __version__
from newscrawl.archive.exchange import answer_of, split
from newscrawl.archive.records import record_at, records
from newscrawl.archive.replay import Recording
from newscrawl.archive.warc import Archive
from newscrawl.errors import InputError

AT = datetime(2024, 3, 15, 5, 20, 7, tzinfo=UTC)
FORMATS = pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
ADDRESS = "http://example.go.kr/list.do?page="


def fill(archive: Archive, count: int, first: int = 0) -> None:
    for number in range(first, first + count):
        answer = Response(ADDRESS, headers={"X-Name": "첨부".encode("cp949")}, body=b"body \r\n\r\n %d" % number)
        archive.answered(Request(f"{ADDRESS}{number}"), answer, AT)


def make(path: Path, count: int = 3) -> list[int]:
    """Write an archive and return the places where its records end."""
    archive = Archive(path)
    fill(archive, count)
    archive.close()
    return [record.end for record in records(path)]


@FORMATS
def test_records_come_back_in_order_with_their_places(tmp_path, name):
    path = tmp_path / name
    ends = make(path)
    found = list(records(path))
    assert [record.kind for record in found] == ["warcinfo", *(["request", "response"] * 3)]
    assert [record.start for record in found] == [0, *ends[:-1]]
    assert ends[-1] == path.stat().st_size
    assert {record.date for record in found[1:]} == {AT}
    with path.open("rb") as file:
        for record in reversed(found):
            assert record_at(file, record.start) == record
    answer = answer_of(found[-1])
    assert (answer.status, answer.body) == (200, b"body \r\n\r\n 2")
    assert answer.headers == [(b"X-Name", "첨부".encode("cp949"))]
    assert found[-1].fields("warc-concurrent-to") == [found[-2].id]


@FORMATS
def test_each_exchange_is_in_the_file_before_the_next(tmp_path, name):
    path = tmp_path / name
    archive = Archive(path)
    for number in range(3):
        fill(archive, 1, number)
        assert [record.kind for record in records(path)].count("response") == number + 1
    archive.close()


@FORMATS
def test_a_torn_tail_is_cut_off_wherever_it_is_torn(tmp_path, name, caplog):
    path = tmp_path / name
    ends = make(path, 2)
    data = path.read_bytes()
    for length in {
        *range(1, len(data), 17),
        *(end + near for end in ends for near in (-1, 0, 1) if end + near < len(data)),
    }:
        path.write_bytes(data[:length])
        sound = max((end for end in ends if end <= length), default=0)
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert [record.end for record in records(path)] == [end for end in ends if end <= length]
        assert ("ends in the middle of a record" in caplog.text) == (length > sound)
        archive = Archive(path)
        assert archive.cut == length - sound
        fill(archive, 1, 9)
        archive.close()
        assert path.read_bytes()[:sound] == data[:sound]
        assert answer_of(list(records(path))[-1]).body == b"body \r\n\r\n 9"


def test_a_grown_archive_stays_compressed_or_not_whatever_its_name(tmp_path):
    make(tmp_path / "a.warc")
    path = (tmp_path / "a.warc").rename(tmp_path / "a.warc.gz")
    make(path, 2)
    assert [record.kind for record in records(path)].count("response") == 5


def test_an_answer_that_was_torn_was_never_recorded(tmp_path):
    path = tmp_path / "a.warc.gz"
    make(path)
    path.write_bytes(path.read_bytes()[:-1])
    recording = Recording([path])
    assert recording.find("GET", f"{ADDRESS}1") is not None
    assert recording.find("GET", f"{ADDRESS}2") is None
    recording.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", b"not an archive\n"),
        ("a.warc.gz", gzip.compress(b"not an archive")),
        ("a.warc.gz", b"not an archive"),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n"),
    ],
    ids=["text", "compressed text", "text named gz", "no length"],
)
def test_what_is_no_archive_is_refused_and_left_alone(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=str(path)):
        Archive(path)
    with pytest.raises(InputError, match=str(path)):
        list(records(path))
    assert path.read_bytes() == content


@FORMATS
def test_damage_before_the_end_is_refused_and_left_alone(tmp_path, name):
    path = tmp_path / name
    ends = make(path)
    data = bytearray(path.read_bytes())
    data[ends[2] - 6 : ends[2]] = b"......"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"damaged at byte|no record begins"):
        Archive(path)
    assert path.read_bytes() == data


def test_an_archive_is_one_runs_at_a_time(tmp_path):
    path = tmp_path / "a.warc.gz"
    archive = Archive(path)
    other = f"from pathlib import Path; from newscrawl.archive.warc import Archive; Archive(Path({str(path)!r}))"
    ran = subprocess.run([sys.executable, "-c", other], check=False, capture_output=True, text=True, timeout=60)
    assert "Another run is writing into" in ran.stderr
    archive.close()
    Archive(path).close()


def test_the_description_names_the_version_and_what_else_is_given(tmp_path):
    path = tmp_path / "a.warc.gz"
    Archive(path, {"operator": "벌내신문"}).close()
    (record,) = records(path)
    assert record.kind == "warcinfo"
    lines = record.block.decode().splitlines()
    assert f"software: newscrawl/{__version__}" in lines
    assert "operator: 벌내신문" in lines


def test_a_fragment_belongs_to_no_request(tmp_path):
    path = tmp_path / "a.warc"
    archive = Archive(path)
    archive.answered(Request(f"{ADDRESS}1#comments"), Response(ADDRESS), AT)
    archive.close()
    request = next(record for record in records(path) if record.kind == "request")
    assert request.url == f"{ADDRESS}1"
    assert request.block.startswith(b"GET /list.do?page=1 HTTP/1.1\r\nHost: example.go.kr\r\n")


def test_a_failure_is_kept_with_its_reason(tmp_path):
    path = tmp_path / "a.warc"
    archive = Archive(path)
    archive.failed(Request(f"{ADDRESS}1"), DownloadTimeoutError("took longer\nthan 30 seconds"), AT)
    archive.close()
    recording = Recording([path])
    record = recording.find("GET", f"{ADDRESS}1")
    recording.close()
    assert record is not None
    assert record.block == b"fetch-failure: DownloadTimeoutError\r\nmessage: took longer than 30 seconds\r\n"


@FORMATS
@given(body=st.binary(max_size=300), value=st.binary(min_size=1, max_size=30), form=st.binary(max_size=40))
def test_any_bytes_survive(tmp_path_factory, name, body, value, form):
    value = bytes(byte for byte in value if byte not in b"\r\n").strip()
    path = tmp_path_factory.mktemp("any") / name
    archive = Archive(path)
    request = Request(ADDRESS, method="POST", body=form)
    archive.answered(request, Response(ADDRESS, status=404, headers={"X-Any": value}, body=body), AT)
    archive.close()
    recording = Recording([path])
    record = recording.find("POST", ADDRESS, form)
    assert record is not None
    assert recording.find("POST", ADDRESS, form + b"x") is None
    recording.close()
    answer = answer_of(record)
    assert (answer.status, answer.body, answer.headers) == (404, body, [(b"X-Any", value)])
    asked = next(record for record in records(path) if record.kind == "request")
    assert split(asked.block)[1] == form


def test_archives_of_other_tools_are_read_too(tmp_path):
    """Requests behind their answers or missing, addresses in angle brackets, bodies kept in chunks, folded headers."""
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Long: one\r\n two\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    post = b"POST /form HTTP/1.1\r\nHost: example.go.kr\r\n\r\nq=1"
    path = tmp_path / "other.warc"
    path.write_bytes(
        _record("response", "<urn:1>", "<http://example.go.kr/form>", answer)
        + _record("request", "<urn:2>", "<http://example.go.kr/form>", post, concurrent="<urn:1>")
        + _record("response", "<urn:3>", "http://example.go.kr/plain", answer)
        + _record("metadata", "<urn:4>", "http://example.go.kr/plain", b"title: a page\r\n")
    )
    recording = Recording([path])
    found = recording.find("POST", "http://example.go.kr/form", b"q=1")
    assert recording.find("GET", "http://example.go.kr/form") is None
    assert recording.find("GET", "http://example.go.kr/plain") is not None
    recording.close()
    assert found is not None
    assert answer_of(found).body == b"abc"
    assert answer_of(found).headers == [(b"X-Long", b"one two")]


def _record(kind: str, id_: str, url: str, block: bytes, concurrent: str | None = None) -> bytes:
    fields = {"WARC-Type": kind, "WARC-Record-ID": id_, "WARC-Target-URI": url, "WARC-Date": "2024-03-15T05:20:07Z"}
    if concurrent:
        fields["WARC-Concurrent-To"] = concurrent
    head = "".join(f"{name}: {value}\r\n" for name, value in {**fields, "Content-Length": str(len(block))}.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"
