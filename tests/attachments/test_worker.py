"""Workers: what a hostile file does to them, and what they leave behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newscrawl.attachments.result import Limits
from newscrawl.attachments.worker import Workers
from tests.attachments.office import odf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc")
FAKE = "tests.attachments.fake:misbehave"


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(limits=Limits(seconds=20), reader=FAKE) as pool:
        yield pool


def pid(workers: Workers) -> int:
    """Return the process that reads."""
    return int(workers.read_file(b"", "who").text.split()[1])


def gone(process: int) -> bool:
    """Tell whether a process ends within some seconds, and is collected."""
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_files_are_read_as_in_process(tmp_path: Path) -> None:
    data = odf("text", "<text:p>글</text:p>")
    file = tmp_path / "글.odt"
    file.write_bytes(data)

    async def read() -> list[str]:
        async with Workers(2) as workers:
            texts = await asyncio.gather(*(workers.read(given, file.name) for given in (file, data) * 5))
            return [text.text for text in texts]

    assert asyncio.run(read()) == ["글"] * 10


def test_a_worker_serves_many_files(workers: Workers) -> None:
    assert len({pid(workers) for _ in range(5)}) == 1


@pytest.mark.parametrize("name", ["hang", "spin"])
def test_a_reader_that_does_not_end_is_ended(name: str) -> None:
    with Workers(limits=Limits(seconds=0.5), reader=FAKE) as workers:
        first = pid(workers)
        started = time.monotonic()
        read = workers.read_file(b"%PDF-1.7", name)
        assert (read.status, read.media_type) == ("timeout", "application/pdf")
        assert time.monotonic() - started < 10
        assert gone(first)
        assert pid(workers) != first


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_a_reader_that_eats_memory_is_stopped() -> None:
    with Workers(limits=Limits(memory=300 << 20, seconds=20), reader=FAKE) as workers:
        assert workers.read_file(b"", "eat").status == "damaged"
        assert workers.read_file(b"", "next").status == "ok"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_a_file_that_takes_more_memory_than_is_given_is_told() -> None:
    data = odf("text", "<text:p>글</text:p>" * 500_000)
    with Workers(limits=Limits(memory=200 << 20)) as workers:
        assert workers.read_file(data).status == "too_large"
        assert workers.read_file(odf("text", "<text:p>글</text:p>")).text == "글"


@pytest.mark.parametrize("name", ["crash", "exit", "raise"])
def test_a_reader_that_dies_costs_one_warning(workers: Workers, name: str) -> None:
    read = workers.read_file(b"GIF89a", name)
    assert (read.status, read.media_type, len(read.warnings)) == ("damaged", "image/gif", 1)
    assert workers.read_file(b"", "next").text.startswith("next ")


def test_a_file_is_tried_again_when_its_worker_was_ended_for_another_reason(workers: Workers, tmp_path: Path) -> None:
    assert workers.read_file(tmp_path / "mark", "once").status == "ok"
    first = pid(workers)
    os.kill(first, signal.SIGKILL)  # while it waits
    assert pid(workers) != first


def test_what_a_parser_prints_is_no_answer(workers: Workers) -> None:
    assert workers.read_file(b"", "print").text.startswith("print ")


def test_closing_ends_a_worker_that_reads(workers: Workers) -> None:
    first = pid(workers)
    reading: list[str] = []
    thread = threading.Thread(target=lambda: reading.append(workers.read_file(b"", "hang").status))
    thread.start()
    time.sleep(0.2)
    workers.close()
    thread.join(10)
    assert reading == ["timeout"]
    assert gone(first)
    with pytest.raises(RuntimeError, match="closed"):
        workers.read_file(b"", "late")


def test_where_no_process_can_be_started_files_are_told_unread() -> None:
    with Workers(reader="no.such.module:read") as workers:
        read = workers.read_file(b"%PDF-1.7", "a.pdf")
    assert (read.status, read.media_type) == ("unsupported", "application/pdf")


@pytest.mark.parametrize("name", ["who", "hang"])
def test_a_worker_does_not_outlive_a_parent_that_is_killed(name: str, tmp_path: Path) -> None:
    """kill -9 of the crawl: an idle worker sees the end of its input; one that hangs ends itself when its time is over."""
    program = (
        "import sys; from pathlib import Path; from newscrawl.attachments.result import Limits; "
        "from newscrawl.attachments import child; from newscrawl.attachments.worker import Workers\n"
        f"workers = Workers(limits=Limits(seconds=1), reader={FAKE!r})\n"
        "print(workers.read_file(b'', 'who').text.split()[1], flush=True)\n"
        f"workers.limits = Limits(seconds=1)\nworkers.read_file(b'', {name!r}); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    assert parent.stdin is not None
    child = int(parent.stdout.readline())
    time.sleep(0.1)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    parent.stdin.close()
    assert any(_ended(child) or time.sleep(0.1) for _ in range(200))


def _ended(process: int) -> bool:
    """Tell whether an orphan has ended, though whoever collects it may not have done so yet."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return not Path("/proc/self").exists()
    return state == "Z"
