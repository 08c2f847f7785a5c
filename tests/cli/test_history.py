"""`newscrawl history` shows each revision and what changed."""

from __future__ import annotations

import json

import pytest

from newscrawl.ledger import SqliteLedger

from .conftest import BODY, PRESS, article, keep


def test_each_change_in_its_field(command, data):
    result = command("history", f"{PRESS}:1001", "--data", data)
    assert result.code == 0
    head, first, second = result.out.split("\n\n", 2)
    assert f"{PRESS}:1001: public, 2 revisions" in head
    assert "2 view counts, the last 1,200" in head
    assert [line.strip() for line in first.splitlines()] == [
        "revision 1, read 2024-03-15 01:30",
        "봄꽃 축제 안내",
        "https://www.garam.example/view?no=1001",
        f"posted 2024-03-14, {len(BODY)} characters, 1 file",
    ]
    assert [line.strip() for line in second.splitlines()] == [
        "revision 2, read 2024-03-15 02:30",
        "title",
        "봄꽃 축제 {+변경 +}안내",
        "published_at",
        "[-2024-03-14-]{+2024-03-15+}",
        "files",
        "안내문.hwpx",
        "{+약도.pdf+}",
        "body",
        "가람군은 봄꽃 축제를 [-15일부터-]{+22일부터+} 연다.",
        "",
        "(5 lines the same)",
    ]


def test_colours_where_a_terminal_is(command, data, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = command("history", f"{PRESS}:1001", "--data", data).out
    assert "[-" not in coloured
    assert "\x1b[32m22일부터\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "{+22일부터+}" in command("history", f"{PRESS}:1001", "--data", data).out


def test_a_revision_without_a_difference_says_so(command, data):
    ledger = SqliteLedger(data / "ledger.db")
    keep(ledger, article("1002", 2, category="축제"))
    ledger.close()
    assert "the same title, body, dates and files" in command("history", f"{PRESS}:1002", "--data", data).out


def test_an_old_revision_whole(command, data):
    result = command("history", f"{PRESS}:1001", "--data", data, "--revision", 1)
    assert result.out.endswith(f"file: 안내문.hwpx\n\n{BODY}\n")
    none = command("history", f"{PRESS}:1001", "--data", data, "--revision", 9)
    assert none.code == 2
    assert "the newest is 2" in none.err


def test_view_counts(command, data):
    rows = [
        line.split() for line in command("history", f"{PRESS}:1001", "--data", data, "--views").out.splitlines()[1:]
    ]
    assert rows == [["2024-03-15", "01:00", "998", "listing"], ["2024-03-15", "02:00", "1,200", "+202", "article"]]
    assert command("history", f"{PRESS}:1002", "--data", data, "--views").out == "No view count was seen.\n"


def test_history_for_programs(command, data):
    told = json.loads(command("history", f"{PRESS}:1001", "--data", data, "--json").out)
    assert [revision["article"]["body"] for revision in told["revisions"]] == [BODY, BODY.replace("15일", "22일")]
    assert [view["view_count"] for view in told["views"]] == [998, 1200]
    assert told["known"]["state"] == "public"


def test_a_post_that_was_never_shown(command, data):
    result = command("history", f"{PRESS}:1003", "--data", data)
    assert result.code == 0
    assert "withheld, 0 revisions" in result.out
    assert "never shown" in result.out


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("garam/press:1004", "garam/press:1003"),  # another key
        ("garam/pres:1001", "garam/press:1001"),  # another board's name
        ("garam/press:7", "garam/notices:7"),  # the key of another board
        ("1001", "garam/press:1001"),  # the key alone
    ],
)
def test_an_unknown_id_suggests_the_nearest(command, data, asked, meant):
    result = command("history", asked, "--data", data)
    assert (result.code, result.out) == (2, "")
    assert f"Did you mean {meant}" in result.err


def test_an_id_like_no_other(command, data):
    result = command("history", "quite another", "--data", data)
    assert result.code == 2
    assert "SITE/BOARD:KEY" in result.err
