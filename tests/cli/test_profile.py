"""Profiles from saved pages: learned, printed, and used by `newscrawl parse`."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from newscrawl.cli.main import app
from tests.profiles.pages import NOW, articles, listings, taught


def run(*arguments):
    result = CliRunner().invoke(app, arguments, catch_exceptions=True)
    return result.exit_code, result.stdout, result.exception


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A manifest of a board's saved pages: eight articles, then two listing pages."""
    folder = tmp_path_factory.mktemp("saved")
    _, board = taught(1)
    pages = [*articles(board)[:8], *listings(board)[:3]]
    with (folder / "pages.jsonl").open("w", encoding="utf-8") as manifest:
        for number, page in enumerate(pages):
            (folder / f"{number}.html").write_bytes(page.body)
            entry = {"id": str(number), "file": f"{number}.html", "url": page.url, "captured_at": NOW.isoformat()}
            manifest.write(json.dumps(entry) + "\n")
    return folder


def test_a_profile_is_learned_from_saved_pages_and_read_by(saved):
    code, printed, _ = run("profile", "learn", str(saved / "pages.jsonl"), "--board", "garam/press")
    assert code == 0
    profile = json.loads(printed)
    assert profile["board"] == "garam/press"
    assert profile["articles"]
    assert len(profile["listings"]) == 1
    file = saved / "profile.json"
    file.write_text(printed, "utf-8")

    told = {}
    for options in ((), ("--profile", str(file)), ("--profile", str(file), "--generic")):
        code, printed, _ = run("parse", str(saved / "pages.jsonl"), *options)
        assert code == 0
        told[options] = [json.loads(line) for line in printed.splitlines()]
    plain, learned, generic = told.values()
    names = [record["article"]["read_by"]["profile"] for record in learned if record["article"]]
    assert "garam/press@2024-12-01" in names
    assert not any(record["article"]["read_by"]["profile"] for record in generic if record["article"])
    for record in (*plain, *learned):
        if record["article"]:
            del record["article"]["read_by"]
    assert learned == plain


def test_pages_that_teach_nothing_end_with_1(saved):
    code, printed, _ = run("profile", "learn", str(saved / "0.html"), "--url", "http://127.0.0.3/view?no=1")
    assert code == 1
    assert json.loads(printed)["articles"] == []


@pytest.mark.parametrize("content", [b"{}", b"[", b"\xff", b'{"version": 99, "board": "a/b"}'])
def test_a_file_that_is_no_profile_is_refused(saved, content):
    file = saved / "broken.json"
    file.write_bytes(content)
    code, _, error = run("parse", str(saved / "pages.jsonl"), "--profile", str(file))
    assert code != 0
    assert "is no profile of this newscrawl's" in str(error)
