"""Files of articles on boards that give them only in the session of their post: once, whole, under the right name, and read."""

from __future__ import annotations

import email.utils
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import ExitStack

import pytest

from newscrawl.ledger import SqliteLedger
from tests.servers.farm import Farm
from tests.servers.sessions import File, Post, named, serving

from .conftest import SECONDS, feed_in, lines, newscrawl
from .hosts import always, begin, command, end
from .hosts import serving as hosting

BODY = "<p>가람군은 다음 달 3일 봄꽃 축제를 연다.</p><p>군은 주민과 함께하는 축제를 펼칠 계획이라고 밝혔다.</p>"
RELEASE = ["가람군은 4월 3일부터 5일까지 봄꽃 축제를 연다.", "‘제1회’ 축제에는 30개 단체가 참여한다."]
NAME = '보도자료(가람군, "봄꽃" 축제) 100%.hwpx'
PLAIN = "가람군 봄꽃 축제 2호.hwpx"


def hwpx(*paragraphs):
    """Return an HWPX document of these paragraphs."""
    section = "".join(f"<hp:p><hp:run><hp:t>{text}</hp:t></hp:run></hp:p>" for text in paragraphs)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/hwp+zip")
        archive.writestr(
            "Contents/section0.xml",
            '<?xml version="1.0" encoding="UTF-8"?><hs:sec xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" '
            f'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph">{section}</hs:sec>',
        )
    return buffer.getvalue()


def file(name, body, form="utf-8", **more):
    """Return a file that the server names as the page does."""
    return File(name, body, named(form, name), **more)


def posts():
    same = hwpx("두 글에 같이 붙은 양식이다.")
    release = hwpx(*RELEASE)
    pointing = "<p>붙임 파일을 참고하시기 바랍니다.</p>"
    dose = file(PLAIN, hwpx("접종 일정"), "cp949", content_type="application/x-hwp", size="(3.1K)")  # which is not true
    return [
        Post(1, "봄꽃 축제 개막", BODY, [file(NAME, release, "quotes"), file("양식.hwpx", same, "percent")]),
        Post(2, "예방접종 일정 안내", BODY, [dose]),
        Post(3, "토양 검정 무료 실시", BODY, [file("같은 양식.hwpx", same, "rfc5987")]),
        Post(4, "도서관 개관 시간 연장", pointing, [file("보도자료.hwpx", release)]),
        Post(5, "버스 노선 신설", BODY),
    ]


def crawl(board, folder, *more, **options):
    return command("crawl", f"{board.url}/list", *more, cwd=folder, **options)


def articles(folder):
    return {int(record["url"].rpartition("=")[2]): record for record in lines(feed_in(folder / "data"))}


@pytest.mark.parametrize("program", ["gnuboard", "xe", "form"])
def test_every_file_comes_under_its_right_name_and_is_read(program, tmp_path):
    with serving(program, posts()) as board:
        run = crawl(board, tmp_path, "--attachments")
        assert run.code == 0, run.text
        found = articles(tmp_path)
        for post in board.posts.values():
            got = found[post.number]["attachments"]
            assert [one["name"] for one in got] == [file.shown for file in post.files]
            assert [one["server_name"] for one in got] == [file.shown for file in post.files]
            for record, file in zip(got, post.files, strict=True):
                kept = (tmp_path / "data" / "files" / record["path"]).read_bytes()
                assert kept == file.body
                assert record["sha256"] == hashlib.sha256(file.body).hexdigest()
                assert (record["size"], record["media_type"]) == (len(file.body), "application/hwp+zip")
                assert (record["text_status"], bool(record["text"])) == ("ok", True)
            assert found[post.number]["warnings"] == []
        assert found[1]["attachments"][0]["text"].split() == " ".join(RELEASE).split()
        assert board.refused == 0
        assert set(board.sent.values()) == {1}
        shared = {found[1]["attachments"][1]["path"], found[3]["attachments"][0]["path"]}
        assert len(shared) == 1, "one content is kept once"
        assert not list((tmp_path / "data" / "files" / ".parts").iterdir())
        assert "files" in run.text


def test_a_page_that_only_points_to_its_file_has_the_files_text_and_says_so(tmp_path):
    with serving("gnuboard", posts()) as board:
        crawl(board, tmp_path, "--attachments")
        found = articles(tmp_path)
        assert found[4]["body"].split() == " ".join(RELEASE).split()
        assert found[4]["body_source"] == "attachment"
        assert found[4]["read_by"]["fields"]["body"]["rule"] == "attachment:보도자료.hwpx"
        assert "참고하시기" in found[4]["body_html"]
        assert found[1]["body_source"] == "page"
        assert found[1]["body"].startswith("가람군은 다음 달 3일")


def test_nothing_is_fetched_twice_over_runs_and_nothing_is_lost_by_a_run_without_files(tmp_path):
    with serving("xe", posts()) as board:
        crawl(board, tmp_path, "--attachments")
        first, sent = lines(feed_in(tmp_path / "data")), board.sent.total()
        for more in (("--recheck", "--attachments"), ("--recheck",)):
            run = crawl(board, tmp_path, *more)
            assert run.code == 0, run.text
            assert lines(feed_in(tmp_path / "data")) == first, "nothing changed, so no line is added"
        assert board.sent.total() == sent
        board.posts[4].title += " (고침)"
        crawl(board, tmp_path)
        last = lines(feed_in(tmp_path / "data"))[-1]
        assert (last["title"], last["revision"], last["body_source"]) == (board.posts[4].title, 2, "attachment")
        assert last["attachments"][0]["text_status"] == "ok"
        assert board.sent.total() == sent


def test_files_asked_for_later_are_a_new_revision_with_their_text(tmp_path):
    with serving("gnuboard", posts()) as board:
        crawl(board, tmp_path)
        assert board.sent.total() == 0
        assert articles(tmp_path)[4]["body_source"] == "page"
        crawl(board, tmp_path, "--attachments", "--recheck")
        after = articles(tmp_path)
        assert {number: record["revision"] for number, record in after.items()} == {1: 2, 2: 2, 3: 2, 4: 2, 5: 1}
        assert after[4]["body_source"] == "attachment"


def test_a_file_that_was_taken_away_comes_again_and_one_in_its_place_is_another(tmp_path):
    with serving("gnuboard", posts()) as board:
        crawl(board, tmp_path, "--attachments")
        path = tmp_path / "data" / "files" / articles(tmp_path)[2]["attachments"][0]["path"]
        path.unlink()
        board.posts[1].files[1].body, board.posts[1].files[1].shown = hwpx("새 양식"), "새 양식.hwpx"
        crawl(board, tmp_path, "--attachments", "--recheck")
        assert path.is_file()
        assert board.sent[PLAIN] == 2
        assert articles(tmp_path)[1]["attachments"][1]["text"] == "새 양식"
        assert articles(tmp_path)[1]["revision"] == 2


def test_what_is_no_file_is_told_and_asked_for_again(tmp_path):
    page = b"<html><head><title>x</title></head><body><script>alert('no')</script></body></html>"
    table = b"<table><tr><td>1</td></tr></table>"
    gone, sheet = File("사라진 글.hwp", page, None, "text/html"), file("표.xls", table)
    empty, large = file("빈 글.hwp", b""), File("큰 글.pdf", b"%PDF-1.7" + b"0" * 300_000, None)
    stated, torn = (
        File("아주 큰 글.pdf", b"%PDF-1.7", None, size="(90 MB)"),
        File("깨진 글.hwpx", hwpx(*RELEASE)[:-40], None),
    )
    troubled = [
        Post(1, "봄꽃 축제 개막", BODY, [gone, sheet]),
        Post(2, "예방접종 일정 안내", BODY, [empty, large]),
        Post(3, "토양 검정 무료 실시", BODY, [stated]),
        Post(4, "도서관 개관 시간 연장", BODY, [torn]),
    ]
    with serving("gnuboard", troubled) as board:
        run = crawl(board, tmp_path, "--attachments", settings={"NEWSCRAWL_FILE_MAXSIZE": 200_000})
        assert run.code == 0, run.text
        found = articles(tmp_path)
        got = {one["name"]: one for number in (1, 2, 3, 4) for one in found[number]["attachments"]}
        assert {name for name, one in got.items() if one["sha256"]} == {sheet.shown, torn.shown}
        told = {
            one.shown: next(text for number in (1, 2, 3) for text in found[number]["warnings"] if one.shown in text)
            for one in (gone, empty, large, stated)
        }
        words = {gone.shown: "web page", empty.shown: "empty", large.shown: "larger", stated.shown: "larger"}
        assert all(word in told[name] for name, word in words.items()), told
        assert (got[large.shown]["text_status"], got[stated.shown]["text_status"]) == ("too_large", "too_large")
        assert got[torn.shown]["text_status"] == "damaged"
        assert board.sent["아주 큰 글.pdf"] == 0, "a size that is stated is believed"
        assert "사라진 글.hwp" in run.text
        board.posts[1].files[0].body = hwpx("다시 있는 글")
        crawl(board, tmp_path, "--attachments", "--recheck")
        assert articles(tmp_path)[1]["attachments"][0]["text"] == "다시 있는 글"


def test_names_from_the_network_make_no_path_and_stay_on_record(tmp_path):
    evil = "../../../../tmp/evil\u202e.hwp"
    long = "가" * 300 + ".hwp"
    named_so = [
        File("붙임 1.hwp", b"%PDF-1", named("utf-8", evil)),
        File("붙임 2.hwp", b"%PDF-2", named("percent", long)),
    ]
    with serving("gnuboard", [Post(1, "봄꽃 축제 개막", BODY, named_so)]) as board:
        crawl(board, tmp_path, "--attachments")
        first, second = articles(tmp_path)[1]["attachments"]
        assert first["server_name"] == "../../../../tmp/evil.hwp"
        assert second["server_name"] == long
        kept = [file for file in (tmp_path / "data" / "files").rglob("*") if file.is_file()]
        assert sorted(str(file.relative_to(tmp_path / "data" / "files")) for file in kept) == sorted(
            [first["path"], second["path"]]
        )


def test_a_one_off_run_keeps_its_files_beside_its_output(tmp_path):
    with serving("gnuboard", posts()) as board:
        run = crawl(board, tmp_path, "--attachments", "-o", "out.jsonl")
        assert run.code == 0, run.text
        (record,) = [one for one in lines(tmp_path / "out.jsonl") if one["url"].endswith("=2")]
        assert (tmp_path / "out.jsonl.files" / record["attachments"][0]["path"]).is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--files", "gopher://x/y"], "--files takes a folder"),
        (["--attachments", "-o", "-"], "--files FOLDER"),
        (["--files", "s3://bucket/x"], "botocore"),
        (["--files", "taken"], "cannot be made"),
    ],
)
def test_a_place_that_is_none_is_told_before_any_request(arguments, told, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with serving("gnuboard", posts()) as board:
        run = crawl(board, tmp_path, *arguments)
        assert run.code == 2
        assert told in run.text
        assert not board.asked


def test_the_ledger_holds_each_content_once(tmp_path):
    with serving("gnuboard", posts()) as board:
        crawl(board, tmp_path, "--attachments")
        ledger = SqliteLedger(tmp_path / "data" / "ledger.db", read_only=True)
        try:
            (first, second) = ledger.files(f"{board.site}/list:1")
            assert {first.name, second.name} == {NAME, "양식.hwpx"}
            assert ledger.files(f"{board.site}/list:3")[0].content == next(
                file.content for file in (first, second) if file.name == "양식.hwpx"
            )
        finally:
            ledger.close()


@pytest.mark.skipif(not Farm.possible(), reason="no loopback addresses but 127.0.0.1 on this machine")
@pytest.mark.parametrize("lengths", [True, False])
def test_files_that_find_no_room_in_memory_come_when_there_is(lengths, tmp_path):
    with ExitStack() as stack:
        boards = [stack.enter_context(serving("xe", large(2), f"127.0.0.{number}")) for number in (2, 3, 4)]
        for board in boards:
            board.pause, board.lengths = 0.15, lengths
        targets = [f"{board.url}/list" for board in boards]
        room = {"NEWSCRAWL_FILES_IN_MEMORY": 150_000, "NEWSCRAWL_FILE_MAXSIZE": 200_000}
        run = command("crawl", *targets, "--attachments", "-o", "out.jsonl", cwd=tmp_path, settings=room)
        assert run.code == 0, run.text
        found = [one for record in lines(tmp_path / "out.jsonl") for one in record["attachments"]]
        assert [one["size"] for one in found] == [100_000] * 6
        assert sum(board.asked["/download"] for board in boards) > 6, "one at least was put off"
        assert "was not got" not in run.text


def large(count):
    return [
        Post(
            number,
            f"글 {number}번",
            BODY,
            [file(f"그림 {number}.png", b"\x89PNG\r\n\x1a\n".ljust(100_000, b"%d" % number))],
        )
        for number in range(1, count + 1)
    ]


ETAG = {"ETag": '"v1"'}


def test_a_recheck_asks_by_what_the_server_said_of_a_files_state_and_sees_one_in_anothers_place(tmp_path):
    dated = {"Last-Modified": "Sat, 02 Mar 2024 01:00:00 GMT"}
    now = {"Last-Modified": email.utils.formatdate(usegmt=True)}  # as a program says of any file at any time
    kept, replaced, plain, made_up, fickle = files = [
        file("그대로.hwpx", hwpx("그대로"), validators=dated),
        file("바뀐 글.hwpx", hwpx("처음 글"), validators=ETAG),
        file("모르는 글.hwpx", hwpx("모르는 글")),
        file("지금 글.hwpx", hwpx("지금 글"), validators=now),
        file("늘 다른 표.hwpx", hwpx("늘 다른 표"), validators={"ETag": '"0"'}),
    ]
    with serving("gnuboard", [Post(1, "봄꽃 축제 개막", BODY, files)]) as board:
        crawl(board, tmp_path, "--attachments")
        first = articles(tmp_path)[1]
        replaced.body, replaced.validators = hwpx("고친 글"), {"ETag": '"v2"'}
        fickle.validators = {"ETag": '"1"'}
        run = crawl(board, tmp_path, "--attachments", "--recheck")
        assert run.code == 0, run.text
        again = articles(tmp_path)[1]
        assert (again["revision"], again["attachments"][1]["text"]) == (2, "고친 글")
        told = [
            [(one["sha256"], one["size"], one["text"]) for one in record["attachments"]] for record in (first, again)
        ]
        assert [before == after for before, after in zip(*told, strict=True)] == [True, False, True, True, True]
        assert [board.sent[one.shown] for one in files] == [1, 2, 1, 1, 2]
        fickle.validators = {"ETag": '"2"'}
        crawl(board, tmp_path, "--attachments", "--recheck")
        crawl(board, tmp_path, "--attachments")
        assert [board.sent[one.shown] for one in files] == [1, 2, 1, 1, 2], (
            "a state that says nothing is asked for once"
        )
        assert board.unchanged == {kept.shown: 2, replaced.shown: 1}
        assert plain.shown not in board.unchanged
        assert made_up.shown not in board.unchanged


@pytest.mark.parametrize(
    ("body", "told"), [(b"<html><script>alert('no')</script></html>", "web page"), (b"%PDF" + bytes(300_000), "larger")]
)
def test_a_file_that_is_gone_when_it_is_asked_for_again_stays_what_it_was(body, told, tmp_path):
    one = file("보도자료.hwpx", hwpx(*RELEASE), validators=ETAG)
    with serving("gnuboard", [Post(1, "봄꽃 축제 개막", BODY, [one])]) as board:
        crawl(board, tmp_path, "--attachments")
        first = lines(feed_in(tmp_path / "data"))
        one.body, one.validators, one.disposition = body, {}, None
        run = crawl(board, tmp_path, "--attachments", "--recheck", settings={"NEWSCRAWL_FILE_MAXSIZE": 200_000})
        assert f"attachment '{one.shown}' was not got" in run.text
        assert told in run.text
        board.posts[1].title += " (고침)"
        crawl(board, tmp_path)
        again = lines(feed_in(tmp_path / "data"))
        assert again[:-1] == first
        assert [again[-1]["attachments"][0][name] for name in ("text_status", "sha256", "path", "text")] == [
            first[0]["attachments"][0][name] for name in ("text_status", "sha256", "path", "text")
        ]


@pytest.mark.parametrize("program", ["xe", "form"])
def test_a_crawl_with_files_is_played_again_from_its_archive(program, tmp_path):
    with serving(program, posts()) as board:
        run = crawl(board, tmp_path, "--attachments", "--warc", "a.warc.gz", "-o", "first.jsonl")
        assert run.code == 0, run.text
        asked = board.asked.total()
        run = crawl(board, tmp_path, "--attachments", "--replay", "a.warc.gz", "-o", "again.jsonl")
        assert run.code == 0, run.text
        assert board.asked.total() == asked
    first, again = (
        sorted(lines(tmp_path / name), key=lambda one: one["id"]) for name in ("first.jsonl", "again.jsonl")
    )
    assert [one["attachments"] for one in again] == [one["attachments"] for one in first]
    assert [one["fetched_at"] for one in again] == [one["fetched_at"] for one in first]
    assert len(first) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of what a process may write")
def test_a_store_that_takes_no_more_costs_no_article_and_the_next_run_gets_what_is_missing(tmp_path):
    large = [file(f"큰 글 {number}.pdf", b"%PDF-1.7" + bytes(3 << 20)) for number in range(1, 13)]
    full = [Post(number, f"글 {number}번", BODY, [one]) for number, one in enumerate(large, 1)]

    def no_room():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, resource.RLIM_INFINITY))

    with serving("gnuboard", full) as board:
        command = ("crawl", f"{board.url}/list", "--attachments")
        run = newscrawl(*command, cwd=tmp_path, preexec_fn=no_room)
        assert run.returncode == 1, run.stdout + run.stderr
        assert "files could not be kept in data/files (File too large). Make room there" in run.stdout
        assert [one["attachments"][0]["sha256"] for one in articles(tmp_path).values()] == [None] * 12
        assert not [one for one in (tmp_path / "data" / "files").rglob("*") if one.is_file()]
        assert board.sent.total() < 9, "once it is clear that none can be kept, none are asked for"
        run = newscrawl(*command, cwd=tmp_path)
        assert run.returncode == 0, run.stdout + run.stderr
        assert all(one["attachments"][0]["sha256"] for one in articles(tmp_path).values())
        assert set(board.sent.values()) <= {1, 2}


def many(count):
    return [
        Post(number, f"글 {number}번", BODY, [file(f"글 {number}.hwpx", hwpx(f"글 {number}"))])
        for number in range(1, count + 1)
    ]


def assert_each_once(folder, board):
    records = lines(feed_in(folder / "data"))
    assert sorted(record["title"] for record in records) == sorted(post.title for post in board.posts.values())
    for record in records:
        (got,) = record["attachments"]
        body = board.posts[int(record["url"].rpartition("=")[2])].files[0].body
        assert (folder / "data" / "files" / got["path"]).read_bytes() == body
        assert got["text_status"] == "ok"


def test_a_kill_while_files_come_loses_and_doubles_nothing(tmp_path):
    with serving("gnuboard", many(25)) as board:
        for kept in (2, 9):
            process = begin("crawl", f"{board.url}/list", "--attachments", cwd=tmp_path)
            wait_for(lambda kept=kept: board.sent.total() >= kept)
            process.kill()
            process.communicate()
        run = crawl(board, tmp_path, "--attachments")
        assert run.code == 0, run.text
        assert_each_once(tmp_path, board)


def test_a_stop_while_files_come_leaves_their_posts_to_the_next_run(tmp_path):
    with serving("gnuboard", many(25)) as board:
        board.seconds = 0.05
        process = begin("crawl", f"{board.url}/list", "--attachments", cwd=tmp_path)
        wait_for(lambda: board.sent.total() >= 3)
        process.send_signal(signal.SIGINT)
        run = end(process)
        assert run.code == 130, run.text
        assert all(record["attachments"][0]["sha256"] for record in lines(feed_in(tmp_path / "data")))
        sent = board.sent.total()
        assert sent < 25
        board.seconds = 0
        run = crawl(board, tmp_path, "--attachments")
        assert run.code == 0, run.text
        assert_each_once(tmp_path, board)


def wait_for(what):
    until = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_files_that_are_refused_cost_no_article_and_a_shared_one_is_read_for_both(tmp_path):
    alert = "<html><body><script>alert('파일이 없습니다'); history.back();</script></body></html>"
    with hosting("127.0.0.1") as (host,):
        host.board(posts=8)
        files = {
            1: ["/down/same.hwpx"],
            2: ["/down/same.hwpx"],
            3: [f"/down/no{n}.hwpx" for n in range(9)],
            4: ["/down/a.xls"],
        }
        for number, paths in files.items():
            links = "".join(f"<li><a href='{path}'>{path[6:]}</a></li>" for path in paths)
            page = host.routes[f"/view?no={number}"]
            row = f"<tr><th>첨부파일</th><td colspan='3'><ul class='file'>{links}</ul></td></tr><tr><td colspan='4'"
            host.routes[f"/view?no={number}"] = page.replace("<tr><td colspan='4'", row)
        host.routes["/down/same.hwpx"] = send_file
        host.routes["/down/a.xls"] = lambda handler: handler.reply(
            alert, Content_Disposition='attachment; filename="a.xls"'
        )
        host.routes |= {path: always(403) for path in files[3]}
        run = crawl(host, tmp_path, "--attachments", "-o", "out.jsonl")
        assert run.code == 0, run.text
        assert "left alone" not in run.text
        found = {int(one["url"].rpartition("=")[2]): one for one in lines(tmp_path / "out.jsonl")}
        assert len(found) == 8
        assert [found[n]["attachments"][0]["text"] for n in (1, 2)] == ["같은 글"] * 2
        assert host.count("/down/same.hwpx") == 1
        assert sum(map(host.count, files[3])) < len(files[3]), "after five refusals no more are asked for"
        assert len(found[3]["warnings"]) == len(files[3])
        assert found[4]["attachments"][0]["sha256"] is None


def send_file(handler):
    body = hwpx("같은 글")
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.mark.skipif(not Farm.possible(), reason="no loopback addresses but 127.0.0.1 on this machine")
def test_files_of_a_slow_host_hold_up_no_other_host_under_scrapys_own_command_too(tmp_path):
    long = BODY + f"<p>{'가람군은 봄꽃 축제를 준비한다. ' * 2000}</p>"
    slow_posts = [Post(one.number, one.title, long, one.files) for one in many(25)]
    with serving("gnuboard", slow_posts, "127.0.0.2") as slow, serving("gnuboard", many(25)) as quick:
        slow.seconds, quick.late = 0.4, 1.5  # by then the slow host's articles wait for their files
        targets = f"targets={slow.url}/list {quick.url}/list"
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "board", "-a", targets, "-s", "FILES_STORE=files", "-O", "out.jsonl"],
            cwd=tmp_path, env=os.environ | {"SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(lambda: quick.sent.total() == 25)
        assert slow.sent.total() < 20
        assert process.wait(SECONDS) == 0
        assert slow.sent.total() == 25
