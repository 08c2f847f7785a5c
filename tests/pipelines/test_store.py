"""The folder that files are kept in: whole ones alone under their names, and nothing of runs that died."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from newscrawl.ledger.owners import owner
from newscrawl.pipelines.store import WholeFiles

INFO = cast("Any", None)


def test_what_a_run_that_died_was_writing_goes_when_the_next_one_starts(tmp_path: Path) -> None:
    parts = tmp_path / ".parts"
    parts.mkdir()
    dies = "from newscrawl.ledger.owners import owner; print(owner())"
    dead = subprocess.run([sys.executable, "-c", dies], capture_output=True, text=True, check=True).stdout.strip()
    names = [f"{dead}-7", f"{owner()}-7", "4711@another.machine+5-7", "4711@yet.another-7"]
    for name in names:
        (parts / name).write_bytes(b"half")
    os.utime(parts / names[3], (0, 0))
    WholeFiles(tmp_path)
    assert sorted(part.name for part in parts.iterdir()) == sorted(names[1:3])


def test_a_file_that_lost_its_end_is_not_held(tmp_path: Path) -> None:
    store = WholeFiles(tmp_path)
    store.persist_file("ab/abc.hwp", BytesIO(b"whole"), INFO)
    assert [store.holds("ab/abc.hwp", size) for size in (5, None, 4)] == [True, True, False]
    assert not store.holds("ab/other.hwp", None)
    assert list((tmp_path / ".parts").iterdir()) == []
