"""A data folder with a ledger whose every line a test can know beforehand, and the command itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from newscrawl.cli.main import main
from newscrawl.items import Article, Attachment, ViewObservation
from newscrawl.ledger import BoardMemory, Decision, Known, Run, SqliteLedger, owner

SECONDS = 120  # the longest that any command here may take
PRESS, NOTICES = "garam/press", "garam/notices"
DEAD = "20240315T020000.000000Z-7"
ENDED = "20240315T010000.000000Z-7"

BODY = "가람군은 봄꽃 축제를 15일부터 연다.\n\n행사장은 강변 공원이다.\n\n주차장은 두 곳이다.\n\n문의는 문화과로 하면 된다."


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def command(monkeypatch, capsys) -> Command:
    """The command in this process, with what it printed and its exit code."""

    def run(*arguments: object) -> Result:
        monkeypatch.setattr(sys, "argv", ["newscrawl", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Result(int(ended.value.code or 0), printed.out, printed.err)

    return run


def newscrawl(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "newscrawl", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def dead_owner() -> str:
    """Return the name of a process that has ended."""
    code = "from newscrawl.ledger import owner; print(owner())"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def article(key: str, revision: int = 1, board: str = PRESS, **fields) -> Article:
    site, _, name = board.partition("/")
    told = {
        "title": "봄꽃 축제 안내",
        "body": BODY,
        "published_at": "2024-03-14",
        "fetched_at": f"2024-03-15T0{revision}:30:00+00:00",
        "attachments": [Attachment(name="안내문.hwpx")],
    }
    url = f"https://www.garam.example/view?no={key}"
    return Article(id=f"{board}:{key}", site=site, board=name, url=url, revision=revision, **{**told, **fields})


def keep(ledger: SqliteLedger, record: Article) -> None:
    """Commit a revision as a run does."""
    seen = "2024-03-15T01:00:00+00:00"
    key = record.id.rpartition(":")[2]
    known = Known(
        key, revision=record.revision, first_seen_at=seen, last_seen_at=record.fetched_at, fetched_at=record.fetched_at
    )
    ledger.commit(record, known)


@pytest.fixture
def data(tmp_path) -> Path:
    """The ledger of two boards and two runs: one ended, one whose process is gone."""
    folder = tmp_path / "data"
    ledger = SqliteLedger(folder / "ledger.db")
    run_at, sweep_at = "2024-03-15T01:00:00+00:00", "2024-03-14T01:00:00+00:00"
    ledger.keep_board(
        BoardMemory(PRESS, "https://www.garam.example/press", None, True, run_at, sweep_at, runs_since_sweep=5)
    )
    ledger.keep_board(
        BoardMemory(
            NOTICES,
            "https://www.garam.example/notices",
            "https://www.garam.example/notices?page=31",
            last_run_at=run_at,
        )
    )
    keep(ledger, article("1001"))
    keep(
        ledger,
        article(
            "1001",
            2,
            title="봄꽃 축제 변경 안내",
            body=BODY.replace("15일부터", "22일부터"),
            published_at="2024-03-15",
            attachments=[Attachment(name="안내문.hwpx"), Attachment(name="약도.pdf")],
        ),
    )
    keep(ledger, article("1002"))
    keep(ledger, article("7", board=NOTICES))
    ledger.keep(PRESS, [Known("1003", state="withheld", first_seen_at=run_at, last_seen_at=run_at)])
    ledger.keep(PRESS, [Known("1000", state="gone", first_seen_at=sweep_at, last_seen_at=sweep_at)])
    ledger.observe(
        ViewObservation(
            article_id=f"{PRESS}:1001", observed_at=f"2024-03-15T0{hour}:00:00+00:00", view_count=count, source=source
        )
        for hour, count, source in ((1, 998, "listing"), (2, 1200, "article"))
    )
    ledger.begin_run(Run(ENDED, run_at, owner=owner(), summary={"boards": [PRESS, NOTICES]}))
    ledger.decide(ENDED, [Decision(run_at, "", "mended", "garam.jsonl: 12 bytes of a line were cut off")])
    ledger.decide(ENDED, [Decision(run_at, PRESS, "mode", "sweep"), Decision(run_at, PRESS, "stopped", "last page")])
    ledger.decide(ENDED, [Decision(run_at, PRESS, "passed over", "rows without an address", 3)])
    ledger.end_run(
        ENDED,
        ended_at="2024-03-15T01:02:05+00:00",
        state="finished",
        summary={
            "boards": {
                PRESS: {
                    "pages": 1,
                    "rows": 20,
                    "articles": 4,
                    "new": 3,
                    "changed": 1,
                    "late": 2,
                    "stopped": "last page",
                },
                NOTICES: {"pages": 0, "problem": "the host answers 503", "advice": "Try later."},
            }
        },
    )
    ledger.begin_run(Run(DEAD, "2024-03-15T02:00:00+00:00", owner=dead_owner(), summary={"boards": [NOTICES]}))
    ledger.close()
    return folder
