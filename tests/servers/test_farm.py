"""The farm itself: the same seed makes the same boards, faults are on the wire what their names say, and a loss is seen as one."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import socket
import time
import zlib
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection

import pytest

from tests.servers.boards import Board
from tests.servers.farm import Farm
from tests.servers.faults import Answer, End, Fault, sound, spoiled
from tests.servers.harvest import reap

PAGE = Answer("가람군 소식 ".encode() * 500)


def parts(data):
    head, _, body = data.partition(b"\r\n\r\n")
    status, *lines = head.decode("ascii").split("\r\n")
    return status.partition(" ")[2], dict(line.lower().split(": ", 1) for line in lines), body


def ask(host, port, target):
    """Ask on a connection of its own; return the body as it was before it was packed."""
    with closing(HTTPConnection(host, port, timeout=10)) as connection:
        connection.request("GET", target)
        answer = connection.getresponse()
        body = answer.read()
        return gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body


def until_answered(host, port, target):
    """Ask until the host answers."""
    while True:
        try:
            return ask(host, port, target)
        except ConnectionError:
            time.sleep(0.05)


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("seed", range(5))
def test_no_fault_lets_a_whole_page_through(fault, seed):
    wire = spoiled(fault, PAGE, random.Random(seed))
    assert PAGE.body not in wire.data
    if fault is Fault.CUT_GZIP:
        _, headers, body = parts(wire.data)
        assert int(headers["content-length"]) == len(body), "the length alone gives nothing away"
        told = zlib.decompressobj(wbits=31)
        assert PAGE.body.startswith(told.decompress(body))
        assert not told.eof


@pytest.mark.parametrize("fault", [Fault.SHORT, Fault.RESET_IN_BODY])
def test_a_short_answer_promises_more_than_comes(fault):
    wire = spoiled(fault, PAGE, random.Random(1))
    _, headers, body = parts(wire.data)
    assert 0 < len(body) < int(headers["content-length"]) == len(PAGE.body)
    assert wire.end is (End.CLOSE if fault is Fault.SHORT else End.RESET)


def test_chunks_without_end_lack_the_last_one():
    wire = spoiled(Fault.NO_LAST_CHUNK, PAGE, random.Random(1))
    assert parts(wire.data)[1]["transfer-encoding"] == "chunked"
    assert not wire.data.endswith(b"0\r\n\r\n")
    assert wire.end is End.CLOSE


@pytest.mark.parametrize(("fault", "status"), [(Fault.BUSY, "503"), (Fault.TOO_MANY, "429")])
def test_a_host_that_wants_a_rest_says_how_long(fault, status):
    forms = set()
    for seed in range(10):
        told, headers, _ = parts(spoiled(fault, PAGE, random.Random(seed)).data)
        assert told.startswith(status)
        forms.add(headers["retry-after"] == "1")
    assert forms == ({True} if fault is Fault.BUSY else {True, False})


def test_a_sound_answer_is_the_page():
    assert parts(sound(PAGE).data)[2] == PAGE.body
    assert gzip.decompress(parts(sound(Answer(PAGE.body, zipped=True)).data)[2]) == PAGE.body


def test_a_seed_makes_its_boards_and_another_makes_others():
    board, same, other = Board(3, 40, 7), Board(3, 40, 7), Board(3, 40, 8)
    assert list(board.public) == list(same.public)
    assert {post.title for post in board.public} != {post.title for post in other.public}
    assert board.page(board.first) == same.page(board.first)


@pytest.mark.parametrize("place", range(8))
def test_every_post_stands_on_some_listing_page_and_only_pinned_ones_on_two(place):
    board = Board(place, 43, 1)
    listed = [number for page in range(1, board.pages + 1) for number in board.listed(page)]
    assert sorted(set(listed)) == list(board.numbers)
    assert {number for number in listed if listed.count(number) > 1} == board.pinned


@pytest.mark.skipif(not Farm.possible(), reason="no loopback addresses but 127.0.0.1 on this machine")
def test_a_farm_serves_each_host_its_own_board_and_counts():
    with Farm(3, 12, share=0.0) as farm:
        for host in farm.hosts:
            assert ask(host.board.host, farm.port, host.board.first) == host.board.page(host.board.first)
        assert ask(farm.hosts[0].board.host, farm.port, "/robots.txt").startswith(b"User-agent")
        assert [host.figures.requests for host in farm.hosts] == [2, 1, 1]
        assert [host.figures.most_open for host in farm.hosts] == [1, 1, 1]


@pytest.mark.skipif(not Farm.possible(), reason="no loopback addresses but 127.0.0.1 on this machine")
def test_a_host_that_goes_away_drops_its_connections_refuses_new_ones_and_comes_back():
    with Farm(2, 12, share=0.0) as farm:
        board = farm.hosts[1].board
        farm.away(1, after=2, seconds=0.5)
        assert ask(board.host, farm.port, board.first)
        with pytest.raises(ConnectionError):
            ask(board.host, farm.port, board.first)
        with pytest.raises(ConnectionRefusedError):
            ask(board.host, farm.port, board.first)
        assert ask(farm.hosts[0].board.host, farm.port, farm.hosts[0].board.first), "the others stay"
        assert until_answered(board.host, farm.port, board.first) == board.page(board.first)


def report(board, port, **told):
    return {"url": f"http://{board.host}:{port}{board.first}", "warnings": [], "counts": {"pages": board.pages}} | told


def write(folder, board, records, told):
    (folder / "runs").mkdir()
    (folder / "runs" / "1.json").write_text(json.dumps({"boards": [told]}))
    (folder / "all.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))


def record_of(board, post):
    return {
        "id": f"some/board:{post.number}",
        "revision": 1,
        "url": f"http://{board.host}:80{board.article.format(post.number)}",
        "title": post.title,
        "published_at": post.day.isoformat(),
        "body": "\n\n".join(post.paragraphs),
    }


def test_connections_that_are_accepted_as_the_host_goes_away_are_dropped_too():
    """Left open, they would keep a client waiting until its time-out: no way to go away that any server has."""

    async def go_away_meanwhile(host, port, clients):
        for client in clients:
            client.connect((host.board.host, port))
        await asyncio.sleep(
            0
        )  # the loop sees them; it accepts them behind what runs now, and serves them behind what is called now
        asyncio.get_running_loop().call_soon(host.close)

    with Farm(1, 5, share=0.0) as farm, ExitStack() as stack:
        clients = [stack.enter_context(socket.socket()) for _ in range(3)]
        asyncio.run_coroutine_threadsafe(go_away_meanwhile(farm.hosts[0], farm.port, clients), farm._loop).result(10)
        for client in clients:
            client.settimeout(10)
            with suppress(ConnectionResetError):
                assert client.recv(1) == b""


def test_the_harvest_sees_what_is_lost_doubled_cut_and_strange(tmp_path):
    board = Board(0, 30, 1)
    posts = list(board.public)
    records = [record_of(board, post) for post in posts]
    lost = records.pop(4)
    records.append(records[0])
    records[7] = records[7] | {"body": records[7]["body"][:-9]}
    records.append(records[1] | {"id": "some/board:7"})
    write(tmp_path, board, records, report(board, 80))
    harvest = reap(tmp_path, [board])
    assert {f"some/board:{number}" for _, number in harvest.lost} == {lost["id"]}
    assert [f"some/board:{number}" for _, number in harvest.doubled] == [records[0]["id"]]
    assert list(harvest.wrong.values()) == ["body"]
    assert harvest.strangers == [(board.host, 7)]
    assert harvest.expected == len(posts)


def test_the_harvest_takes_the_report_at_its_word_for_posts_and_for_pages_not_read_only(tmp_path):
    board = Board(0, 30, 1)
    public = {post.number for post in board.public}
    named, forgotten = [number for number in board.listed(1) if number in public][:2]
    address = f"http://{board.host}:80{board.article.format(named)}"
    told = report(
        board,
        80,
        incomplete="listing page 2: no answer",
        counts={"pages": 1},
        warnings=[f"'제목: 둘' was not got, the host answers 500: {address}"],
    )
    first = set(board.listed(1))
    got = [record_of(board, post) for post in board.public if post.number in first - {named, forgotten}]
    write(tmp_path, board, got, told)
    harvest = reap(tmp_path, [board])
    assert harvest.named == {(board.host, named): "was not got, the host answers 500"}
    assert harvest.lost == {(board.host, forgotten)}
    assert {number for _, number in harvest.unread} == public - first
