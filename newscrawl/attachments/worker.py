"""Files read in processes of their own, bounded in time and memory, so that a hostile file costs one warning.

    async with Workers() as workers:
        text = await workers.read(path, "보도자료.hwp")

Any number of tasks may ask at once; as many files are read together as there are workers. A worker starts when it is first needed.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO, Self, cast

import msgspec

from newscrawl.attachments.child import READER, Answer, Job, receive, send
from newscrawl.attachments.media import media_type_of
from newscrawl.attachments.result import FileText, Limits, Status
from newscrawl.attachments.text import read_text

_ANSWERS = msgspec.msgpack.Decoder(Answer)  # made here, for msgspec's first look at a class is not safe for two threads
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from newscrawl.attachments.child import serve; serve(sys.argv[2])"
_START = 60.0  # seconds within which a worker must be ready
_RETIRED = 1_000  # files that one worker reads, so that no parser's leaks grow without end
_TRIES = 2  # of a file whose worker died: it may have been ended for another's fault


class Workers:
    """A pool of workers that read files.

    `count` workers at most (one suffices for a crawl of one machine, a file takes milliseconds); `limits` bound each file. Safe to be used
    from several threads. `close` ends the workers at once; what they were reading then ends as `timeout`. `reader` names the function that
    a worker calls, "module:function"; its one use is to test this class.
    """

    def __init__(self, count: int = 1, limits: Limits | None = None, *, reader: str = READER) -> None:
        self.limits = limits or Limits()
        self._reader = reader
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="attachments")
        self._idle: SimpleQueue[_Worker | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)
        self._lock = threading.Lock()
        self._working: set[_Worker] = set()
        self._closed = False

    async def read(self, file: bytes | Path, name: str = "") -> FileText:
        """Return the text of a file (its bytes, or where it lies), as `read_file` does, without keeping the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.read_file, file, name)

    def read_file(self, file: bytes | Path, name: str = "") -> FileText:
        """Return the text of a file; never raises for what the file does. `name` helps where the content leaves a choice.

        A file that takes longer than `limits.seconds` ends as `timeout`, one that brings its reader down twice as `damaged`.
        Raises RuntimeError where the workers are closed.
        """
        if isinstance(file, bytes) and len(file) > self.limits.file_size:
            return read_text(file, name, self.limits)  # which refuses it: it need not travel to a worker for that
        path, data = (None, file) if isinstance(file, bytes) else (str(file.absolute()), b"")
        job = msgspec.msgpack.encode(Job(name, path, data, self.limits))
        status: Status = "damaged"
        why = "The file brought the process that read it down, twice."
        for _ in range(_TRIES):
            with self._worker() as worker:
                answer = None if worker is None else worker.ask(job, self.limits.seconds)
            if answer is not None:
                return answer.text
            if worker is None:
                status, why = "unsupported", "No process to read files in can be started on this machine."
                break
            if worker.overdue or self._closed:
                status = "timeout"
                why = (
                    f"Reading the file took longer than {self.limits.seconds:g} s."
                    if worker.overdue
                    else "Reading was stopped."
                )
                break
        return FileText(status=status, media_type=media_type_of(file, name), warnings=(why,))

    @contextmanager
    def _worker(self) -> Iterator[_Worker | None]:
        """Lend a worker that is alive, None where none can be started; one that is no more fit goes."""
        worker = self._idle.get()
        try:
            if worker is None or not worker.alive:
                worker = self._started(worker)
            yield worker
        finally:
            if worker is not None and not (worker.alive and worker.jobs < _RETIRED and not self._closed):
                self._ended(worker)
                worker = None
            self._idle.put(worker)

    def _started(self, former: _Worker | None) -> _Worker | None:
        if former is not None:
            self._ended(former)
        with self._lock:
            if self._closed:
                raise RuntimeError("The workers are closed.")
            worker = _Worker(self._reader)
            self._working.add(worker)
        if worker.ready():
            return worker
        self._ended(worker)
        return None

    def _ended(self, worker: _Worker) -> None:
        worker.end()
        with self._lock:
            self._working.discard(worker)

    def close(self) -> None:
        """End all workers and wait until they are gone."""
        with self._lock:
            self._closed = True
            working = list(self._working)
        for worker in working:
            worker.end()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.close)


class _Worker:
    """One process. It ends by itself when its standard input ends, which it does when this process ends, however that is."""

    def __init__(self, reader: str) -> None:
        self.jobs = 0
        self.overdue = False
        self._spent = False
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-c", _BOOT, json.dumps(sys.path), reader],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C on the terminal is for the crawl, which may still want its files read
        )

    @property
    def alive(self) -> bool:
        """Whether another file can be given to it."""
        return not self._spent and not self.overdue and self._process.poll() is None

    def ready(self) -> bool:
        """Wait until it has started; tell whether it has."""
        with self._within(_START):
            return receive(self._answers) is not None

    def ask(self, job: bytes, seconds: float) -> Answer | None:
        """Return what it says of a file; None where it died or had to be ended, which `overdue` tells apart."""
        self.jobs += 1
        with self._within(seconds), suppress(OSError, ValueError):  # a broken pipe, a pipe closed from another thread
            send(self._jobs, job)
            if (message := receive(self._answers)) is not None:
                answer = _ANSWERS.decode(message)
                self._spent = answer.spent
                return answer
        self._spent = True  # it is dying, though it may not be dead yet
        return None

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self.overdue = True
        self._process.kill()

    def end(self) -> None:
        """Kill it and collect what is left; harmless where it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._jobs, self._answers):
            with suppress(OSError, ValueError):  # what was not sent any more
                pipe.close()

    @property
    def _jobs(self) -> BinaryIO:
        return cast("BinaryIO", self._process.stdin)

    @property
    def _answers(self) -> BinaryIO:
        return cast("BinaryIO", self._process.stdout)
