"""`newscrawl runs` tells how each run ended, and `runs show` why."""

from __future__ import annotations

import json

import pytest

from newscrawl.ledger import Run, SqliteLedger, owner
from newscrawl.manifest import BoardRun, FeedPart, Requests, RunManifest, Versions, write

from .conftest import DEAD, ENDED, NOTICES, PRESS


def manifest() -> RunManifest:
    return RunManifest(
        run=ENDED,
        state="ended",
        started_at="2024-03-15T01:00:00+00:00",
        versions=Versions(newscrawl="0.1.0", scrapy="2.19.0", python="3.11.9", schema=1),
        boards=[BoardRun(board=PRESS, warnings=["'비밀글' shows no article (secret)", "another"])],
        warnings=["a line was cut off"],
        feeds=[
            FeedPart(
                path="garam.jsonl",
                format="jsonlines",
                holds="articles",
                start=1200,
                end=5300,
                records=4,
                bytes=5300,
                sha256="ab12",
            ),
            FeedPart(
                path="garam.views.jsonl",
                format="jsonlines",
                holds="views",
                start=70,
                end=70,
                records=0,
                bytes=70,
                sha256="cd34",
            ),
        ],
        requests=Requests(sent=27, by_status={"200": 25, "503": 2}, bytes_received=81920),
    )


def test_a_line_a_run_newest_first(command, data):
    write(data, manifest())
    result = command("runs", "--data", data)
    assert result.code == 0
    head, dead, ended = result.out.splitlines()
    assert head.split() == "run started (UTC) took state new changed warnings boards".split()
    assert dead.split() == [DEAD, "2024-03-15", "02:00", "died", "0", "0", "0", NOTICES]
    assert ended.split() == [
        ENDED,
        "2024-03-15",
        "01:00",
        "2",
        "min",
        "5",
        "s",
        "finished",
        "3",
        "1",
        "3",
        f"{PRESS},",
        NOTICES,
    ]


def test_a_run_that_goes_on(command, data):
    ledger = SqliteLedger(data / "ledger.db")
    ledger.begin_run(Run("20240315T030000Z-8", "2024-03-15T03:00:00+00:00", owner=owner(), summary={"boards": [PRESS]}))
    assert "running" in command("runs", "--data", data, "--limit", 1).out.splitlines()[1].split()
    ledger.end_run("20240315T030000Z-8", ended_at="2024-03-15T05:03:00+00:00", state="shutdown", summary={})
    ledger.close()
    assert " 2 h 3 min  stopped " in command("runs", "--data", data, "--limit", 1).out.splitlines()[1]


def test_many_boards_do_not_fill_the_line(command, data):
    ledger = SqliteLedger(data / "ledger.db")
    boards = [f"site{number}/news" for number in range(70)]
    ledger.begin_run(Run("20240316", "2024-03-16T03:00:00+00:00", owner=owner(), summary={"boards": boards}))
    ledger.close()
    assert (
        command("runs", "--data", data).out.splitlines()[1].endswith("site0/news, site1/news, site2/news and 67 more")
    )


def test_runs_for_programs(command, data):
    dead, ended = map(json.loads, command("runs", "--data", data, "--json").out.splitlines())
    assert (dead["run"], dead["state"], dead["ended_at"]) == (DEAD, "died", None)
    assert (ended["run"], ended["state"], ended["new"], ended["changed"]) == (ENDED, "finished", 3, 1)
    assert ended["boards"][NOTICES]["problem"] == "the host answers 503"


def test_no_run_yet(command, tmp_path):
    SqliteLedger(tmp_path / "ledger.db").close()
    assert command("runs", "--data", tmp_path).out == "No run is on record yet.\n"
    assert command("runs", "show", "--data", tmp_path).code == 2


def test_show_tells_every_decision_by_board(command, data):
    write(data, manifest())
    result = command("runs", "show", ENDED[:12], "--data", data)
    assert result.code == 0
    head, press, notices, feeds = result.out.split("\n\n")
    assert head.splitlines()[0] == f"run {ENDED}: finished"
    assert "took 2 min 5 s" in head
    assert "27 requests (25 x 200, 2 x 503), 81,920 bytes received" in head
    assert "garam.jsonl: 12 bytes of a line were cut off" in head
    assert [line.strip() for line in press.splitlines()] == [
        PRESS,
        "swept to its end although all was known, for posts that were put in among old ones",
        "stopped: last page",
        "passed over: rows without an address (3 times)",
        "1 listing page with 20 rows",
        "articles: 4 read, 3 new, 1 changed, 2 late (found by the sweep alone)",
        "! '비밀글' shows no article (secret)",
        "! another",
    ]
    assert "could not be read: the host answers 503. Try later." in notices
    assert "garam.jsonl: 4 records, bytes 1,200 to 5,300; sha256 of the whole file ab12" in feeds
    assert "garam.views.jsonl: it wrote nothing; 70 bytes, sha256 cd34" in feeds


def test_last_is_the_newest_and_a_dead_run_says_what_to_do(command, data):
    result = command("runs", "show", "last", "--data", data)
    assert result.out.startswith(f"run {DEAD}: died\n")
    assert "goes on where it broke off" in result.out
    assert NOTICES in result.out
    assert command("runs", "show", "--data", data).out == result.out


def test_options_may_stand_before_show(command, data):
    assert command("runs", "--data", data, "show", "last").out == command("runs", "show", "--data", data).out
    before = command("runs", "--data", data, "--json", "show", "last").out
    assert json.loads(before)["run"] == DEAD


def test_show_for_programs(command, data):
    write(data, manifest())
    told = json.loads(command("runs", "show", ENDED, "--data", data, "--json").out)
    assert [made["what"] for made in told["decisions"]] == ["mended", "mode", "stopped", "passed over"]
    assert told["manifest"]["feeds"][0]["end"] == 5300
    assert told["warnings"] == 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("20240315", "is the beginning of 2 runs"),
        (ENDED.replace("Z", "X"), f"Did you mean {ENDED}"),
        ("quite another", "`newscrawl runs` lists them"),
    ],
)
def test_a_name_that_names_no_run(command, data, name, said):
    result = command("runs", "show", name, "--data", data)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_broken_manifest_hides_no_run(command, data):
    write(data, manifest())
    (data / "runs" / f"{ENDED}.json").write_text("{", "utf-8")
    assert command("runs", "show", ENDED, "--data", data).code == 0
