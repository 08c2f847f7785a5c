"""What goes wrong is told in words with what to do, ends with a non-zero exit, and never with a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from .conftest import POSTS, SECONDS, feed_in, lines, listing_page, newscrawl


def said(result):
    """What a user saw; no traceback is ever part of it."""
    text = result.stdout + result.stderr
    assert "Traceback" not in text
    assert 'File "' not in text
    return text


def test_a_mistyped_site_gets_the_nearest(tmp_path):
    result = newscrawl("crawl", "dgmail", cwd=tmp_path)
    assert result.returncode == 2
    assert "dgmaeil" in said(result)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--pages", "0"], "pages"),
        (["--since", "soon"], "since"),
        (["--since", "2024-03-02", "--until", "2024-03-01"], "until"),
        (["--format", "yaml"], "jsonlines"),
        (["--max-articles", "-3"], "max_articles"),
    ],
)
def test_a_wrong_argument_is_told_before_any_request(board, tmp_path, arguments, word):
    result = newscrawl("crawl", f"{board.url}/list", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert word in said(result)
    assert board.requests == []


def test_no_target_shows_the_usage(tmp_path):
    result = newscrawl("crawl", cwd=tmp_path)
    assert result.returncode == 2
    assert "TARGET..." in said(result)


def test_a_host_that_is_down(tmp_path):
    result = newscrawl("crawl", "http://127.0.0.1:9/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "refuses the connection" in said(result)


def test_a_host_that_does_not_exist(tmp_path):
    result = newscrawl("crawl", "http://board.invalid/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "board.invalid" in said(result)


def test_a_listing_that_is_gone(server, tmp_path):
    result = newscrawl("crawl", f"{server.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "answers 404" in said(result)
    assert "new address" in said(result)


def test_an_article_is_no_board(board, tmp_path):
    result = newscrawl("crawl", f"{board.url}/view?no=1", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "an article" in said(result)
    assert "list page" in said(result)


PAGES = {
    "login": "<html><title>로그인</title><body><h2>로그인</h2><form method='post'>아이디 <input name='id'> 비밀번호 "
    "<input type='password' name='pw'><button>로그인</button></form></body></html>",
    "alert": "<script>alert('잘못된 접근입니다.');history.back();</script>",
    "no posts": listing_page([]).replace("<tbody>", "<tbody><tr><td colspan='4'>등록된 게시물이 없습니다.</td></tr>"),
    "no board was found": "<html><body><h1>가람군청</h1><p>어서 오십시오.</p><a href='/a'>군정소식</a></body></html>",
}


@pytest.mark.parametrize("word", PAGES)
def test_what_stands_in_a_listing_s_place_is_named(server, tmp_path, word):
    server.routes["/list"] = PAGES[word]
    result = newscrawl("crawl", f"{server.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert word in said(result)


def test_a_setting_is_given_by_its_name(board, tmp_path):
    result = newscrawl("crawl", f"{board.url}/list", "-o", "out.jsonl", "-s", "DOWNLOAD_MAXSIZE=100", cwd=tmp_path)
    assert result.returncode == 1
    assert "larger than download max size" in said(result)
    assert len(board.requests) == 2, "robots.txt and the listing, of which more than 100 bytes came"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("NEWSCRAWL_READER=0", "There is no setting NEWSCRAWL_READER. Is it NEWSCRAWL_READERS"),
        ("log_level=INFO", "LOG_LEVEL"),
        ("LOG_LEVEL", "has no '='"),
    ],
)
def test_a_setting_that_is_none_is_told_before_any_request(board, tmp_path, given, told):
    result = newscrawl("crawl", f"{board.url}/list", "--set", given, cwd=tmp_path)
    assert result.returncode == 2
    assert told in said(result)
    assert board.requests == []
    assert not (tmp_path / "data" / "runs").exists()


def test_robots_txt_is_obeyed_and_named(board, tmp_path):
    board.routes["/robots.txt"] = "User-agent: *\nDisallow: /list\n"
    result = newscrawl("crawl", f"{board.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "robots.txt" in said(result)
    assert board.requests == ["/robots.txt"]


def test_a_run_that_reads_nothing_leaves_the_file_of_another_alone(board, tmp_path):
    out = tmp_path / "out.jsonl"
    assert newscrawl("crawl", f"{board.url}/list", "-o", "out.jsonl", cwd=tmp_path).returncode == 0
    before = out.read_bytes()
    assert before
    board.routes["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    result = newscrawl("crawl", f"{board.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "left as it was" in said(result)
    assert "wrote" not in result.stdout
    assert out.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]
    board.routes["/robots.txt"] = ""
    assert newscrawl("crawl", f"{board.url}/list", "--pages", "1", "-o", "out.jsonl", cwd=tmp_path).returncode == 0
    assert len(lines(out)) == len(POSTS)
    assert [file.name for file in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_article_that_is_gone_is_reported_and_not_fatal(board, tmp_path):
    del board.routes["/view?no=2"]
    result = newscrawl("crawl", f"{board.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 0
    assert POSTS[1][0] in said(result)
    read = {record["title"] for record in lines(tmp_path / "out.jsonl")}
    assert read == {title for title, _, _ in POSTS} - {POSTS[1][0]}


def test_a_listing_cut_short_is_no_success(board, tmp_path):
    board.routes["/list"] = board.routes["/list"].replace(
        "<div id='footer'>",
        '<div class="paging"><strong>1</strong> <a href="/list?page=2">2</a></div><div id=\'footer\'>',
    )
    result = newscrawl("crawl", f"{board.url}/list", "-o", "out.jsonl", cwd=tmp_path)
    assert result.returncode == 1
    assert "cut short" in said(result)
    assert len(lines(tmp_path / "out.jsonl")) == len(POSTS)


def test_ctrl_c_leaves_whole_lines_and_says_how_to_go_on(board, tmp_path):
    gate = threading.Event()

    def held(handler):
        gate.wait(SECONDS)
        handler.reply("late")

    board.routes["/view?no=5"] = held
    command = [sys.executable, "-m", "newscrawl", "crawl", f"{board.url}/list"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + SECONDS
    while "/view?no=5" not in board.requests and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    gate.set()
    output, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert "run the same command again" in errors
    assert "Traceback" not in output + errors
    assert 1 <= len(lines(feed_in(tmp_path / "data"))) < len(POSTS)


@pytest.mark.parametrize("arguments", [("--data", "taken"), ("-o", "taken/out.jsonl"), ("-o", ".")])
def test_a_place_that_cannot_be_written_is_told_before_any_request(board, tmp_path, arguments):
    (tmp_path / "taken").write_text("a file")
    result = newscrawl("crawl", f"{board.url}/list", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert "folder" in said(result)
    assert board.requests == []


def test_the_data_folder_takes_no_format_that_cannot_be_added_to(board, tmp_path):
    result = newscrawl("crawl", f"{board.url}/list", "--format", "csv", cwd=tmp_path)
    assert result.returncode == 2
    assert "--output" in said(result)


@pytest.mark.parametrize("name", ["자료 1", "100%25 %s", "a%%b#c?d"])
def test_a_data_folder_may_have_any_name(board, tmp_path, name):
    for _ in range(2):
        assert newscrawl("crawl", f"{board.url}/list", "--data", name, cwd=tmp_path).returncode == 0
    assert len(lines(feed_in(tmp_path / name))) == len(POSTS)


def test_a_dry_run_into_a_known_folder_ends_in_silence(board, tmp_path):
    assert newscrawl("crawl", f"{board.url}/list", cwd=tmp_path).returncode == 0
    result = newscrawl("crawl", f"{board.url}/list", "--dry-run", cwd=tmp_path)
    assert "ERROR" not in said(result)


def test_the_demo_replaces_no_ledger_of_other_runs(board, tmp_path):
    assert newscrawl("crawl", f"{board.url}/list", cwd=tmp_path).returncode == 0
    before = (tmp_path / "data" / "ledger.db").read_bytes()
    result = newscrawl("demo", "--data", "data", cwd=tmp_path)
    assert result.returncode == 2
    assert "ledger of other runs" in said(result)
    assert (tmp_path / "data" / "ledger.db").read_bytes() == before


def test_scrapys_own_command_says_what_is_wrong_too(tmp_path):
    command = [sys.executable, "-m", "scrapy", "crawl", "dgmaeil", "-a", "pages=bad"]
    environment = {**os.environ, "SCRAPY_SETTINGS_MODULE": "newscrawl.settings"}
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert result.returncode != 0
    assert "pages takes a whole number" in said(result)
