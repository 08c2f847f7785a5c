"""A board that is redesigned between two runs: what is read stays right, and the run says on the same day that the layout is another."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, timedelta

import pytest

from newscrawl.manifest import path_of, read

from .conftest import article_page, feed_in, lines, listing_page, newscrawl

ROWS = 10
OLD, NEW = 40, 6
NEWEST = date(2024, 11, 20)


def post(number):
    """Return what a post says: title, day, text."""
    title = f"가람군, 하천 둔치 정비 공사 {number}공구를 예정대로 마쳐"
    sentences = f"가람군은 하천 둔치 {number}공구의 정비 공사를 마쳤다고 밝혔다. " * (5 + number % 4)
    return title, str(NEWEST - timedelta(days=OLD + NEW - number)), sentences.strip()


def old_layout(server, numbers):
    pages = [numbers[start : start + ROWS] for start in range(0, len(numbers), ROWS)]
    for place, shown in enumerate(pages, 1):
        rows = [(f"/view?no={number}", post(number)[0], post(number)[1], number) for number in shown]
        follows = f"/list?page={place + 1}" if place < len(pages) else None
        server.routes["/list" if place == 1 else f"/list?page={place}"] = listing_page(rows, next_page=follows)
    for number in numbers:
        title, day, text = post(number)
        server.routes[f"/view?no={number}"] = article_page(title, day, text, views=number)


def new_layout(server, numbers):
    """Serve the same posts at the same addresses, in pages that have nothing of the old ones but the words."""
    pages = [numbers[start : start + ROWS] for start in range(0, len(numbers), ROWS)]
    for place, shown in enumerate(pages, 1):
        items = "".join(
            f"<li><a class='link' href='/view?no={number}'><strong class='title'>{post(number)[0]}</strong></a>"
            f"<span class='date'>{post(number)[1]}</span><span class='hit'>조회 {number}</span></li>"
            for number in shown
        )
        links = "".join(
            f"<strong>{n}</strong>" if n == place else f"<a href='/list?page={n}'>{n}</a>"
            for n in range(1, len(pages) + 1)
        )
        server.routes["/list" if place == 1 else f"/list?page={place}"] = (
            f"<html><head><title>가람군 소식</title></head><body><main id='news'><h1>보도자료</h1><ul class='posts'>{items}</ul>"
            f"<nav class='pages'>{links}</nav></main></body></html>"
        )
    for number in numbers:
        title, day, text = post(number)
        server.routes[f"/view?no={number}"] = (
            f"<html><head><title>{title}</title></head><body><main id='news'><article><h1>{title}</h1>"
            f"<p class='meta'>등록일 : {day} | 조회 : {number}</p>"
            f"<section class='text'><p>{text}</p></section></article></main></body></html>"
        )


@pytest.fixture
def redesigned(server, tmp_path):
    """The folder of two runs, the board redesigned between them, and what the second run said."""
    address = server.url + "/list"
    old_layout(server, list(range(OLD, 0, -1)))
    first = newscrawl("crawl", address, cwd=tmp_path)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "layout" not in first.stdout
    new_layout(server, list(range(OLD + NEW, 0, -1)))
    second = newscrawl("crawl", address, cwd=tmp_path)
    assert second.returncode == 0, second.stdout + second.stderr
    return tmp_path / "data", second.stdout


def test_a_redesign_is_read_right_and_told_the_same_day(redesigned):
    folder, said = redesigned
    records = {int(record["url"].rpartition("=")[2]): record for record in lines(feed_in(folder))}
    assert sorted(records) == list(range(1, OLD + NEW + 1))
    for number, record in records.items():
        assert (record["title"], record["published_at"], record["body"].split("\n\n")[0]) == post(number)
        assert record["view_count"] == number
    old = [record["read_by"]["profile"] for number, record in records.items() if number <= OLD]
    assert sum(name is not None for name in old) >= OLD - 10, "most were read by what the first ones taught"

    with sqlite3.connect(folder / "ledger.db") as ledger:
        (run,) = ledger.execute("SELECT id FROM run ORDER BY started_at DESC LIMIT 1").fetchone()
        told = ledger.execute("SELECT why FROM decision WHERE run = ? AND what = 'layout'", (run,)).fetchall()
    (board,) = read(folder, run).boards
    day = read(folder, run).started_at[:4]
    assert path_of(folder, run).is_file()
    assert board.layout_changed.startswith(f"on {day}-")
    assert "listing pages: there is no body > " in board.layout_changed
    assert "article pages: there is no body > table.view" in board.layout_changed
    assert told[0][0].startswith("listing pages: there is no body > ")
    assert "layout changed on" in " ".join(said.split())
    shown = newscrawl("runs", "show", "last", cwd=folder.parent)
    assert "layout changed: listing pages: there is no body > " in shown.stdout


def test_the_profile_can_be_looked_at_and_forgotten(redesigned):
    folder, _ = redesigned
    with sqlite3.connect(folder / "ledger.db") as ledger:
        ((board, pages, compared, disagreed),) = ledger.execute(
            "SELECT id, pages, compared, disagreed FROM profile JOIN board ON number = board"
        ).fetchall()
    assert pages > compared > disagreed == 0
    shown = newscrawl("profile", "show", board, cwd=folder.parent)
    assert f"{board}: learned 20" in shown.stdout
    assert "title: " in shown.stdout
    assert "found by heading:h1" in shown.stdout, "the old layout has gone"
    whole = newscrawl("profile", "show", board, "--json", cwd=folder.parent)
    assert json.loads(whole.stdout)["board"] == board
    assert newscrawl("profile", "forget", board, cwd=folder.parent).returncode == 0
    gone = newscrawl("profile", "show", board, cwd=folder.parent)
    assert gone.returncode == 2
    assert "Nothing was learned" in gone.stderr
