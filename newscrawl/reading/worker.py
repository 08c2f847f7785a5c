"""`python -m newscrawl.reading.worker`: a process that reads pages for another one, until its standard input ends.

Each page comes as a length (four bytes, the highest first) and a pickle of `Job`, and goes back as a `Reading` in the same manner. The
pickles come from the process that started this one, and from nobody else.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import struct
import sys
from dataclasses import dataclass, replace
from typing import IO

from newscrawl.reading import Page, Reading, read_page
from newscrawl.reading.evidence import ShownRow
from newscrawl.reading.program import Program

_LENGTH = struct.Struct(">I")


@dataclass(slots=True)
class Job:
    """A page to read, and what is known of it before: the arguments of `read_page`."""

    page: Page
    program: Program | None = None
    row: ShownRow | None = None

    def read(self) -> Reading:
        """Read the page."""
        return read_page(self.page, program=self.program, row=self.row)

    def packed(self) -> bytes:
        """Return the job for another process, without what was made of the page so far."""
        return pickle.dumps(replace(self, page=replace(self.page)), pickle.HIGHEST_PROTOCOL)


def send(pipe: IO[bytes], packed: bytes) -> None:
    """Write a message. Raises OSError where nobody reads it."""
    pipe.write(_LENGTH.pack(len(packed)) + packed)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Return the next message, None where the other end is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    body = pipe.read(_LENGTH.unpack(head)[0])
    return body if len(body) == _LENGTH.unpack(head)[0] else None


def main() -> None:
    """Read pages until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the crawl, which ends this process in its turn
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing that is printed gets between the messages
    with contextlib.suppress(OSError):  # the crawl was killed
        while (packed := receive(sys.stdin.buffer)) is not None:
            job: Job = pickle.loads(packed)  # noqa: S301
            reading = job.read()
            reading.let_go()
            send(output, pickle.dumps(reading, pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    main()
