"""`python -m newscrawl.profiles.worker`: a process with a desk at which another one has pages read, until its standard input ends.

Each message comes as a length (four bytes, the highest first) and a pickle of it, and is answered in the same manner and in its turn. The
pickles come from the process that started this one, and from nobody else.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import struct
import sys
import traceback
from typing import IO, Any

from newscrawl.collecting import collect_less_often
from newscrawl.profiles.desk import Desk, Fault, Message

LENGTH = struct.Struct(">I")


def framed(message: Any) -> bytes:
    """Return a message as it goes through a pipe."""
    packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(packed)) + packed


def receive(pipe: IO[bytes]) -> bytes | None:
    """Return the next message, still packed; None where the other end is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    body = pipe.read(LENGTH.unpack(head)[0])
    return body if len(body) == LENGTH.unpack(head)[0] else None


def answer(message: Message, desk: Desk) -> Any:
    """Return the answer to a message, a Fault where there is none."""
    try:
        return message.at(desk)
    except Exception:  # noqa: BLE001 - the crawl tells it as an error of its own; the next page may do better
        return Fault(traceback.format_exc())


def main() -> None:
    """Answer messages until there are no more."""
    for end in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # they are for the crawl, which ends this process when its pages are read
        signal.signal(end, signal.SIG_IGN)
    output, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing that is printed gets between the messages
    collect_less_often()
    desk = Desk()
    with contextlib.suppress(OSError):  # the crawl was killed
        while (packed := receive(sys.stdin.buffer)) is not None:
            output.write(framed(answer(pickle.loads(packed), desk)))  # noqa: S301
            output.flush()


if __name__ == "__main__":
    main()
