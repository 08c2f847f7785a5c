"""What a worker process does: one file after another, within limits of time and memory, until its parent is gone."""

from __future__ import annotations

import faulthandler
import os
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import msgspec

from newscrawl.attachments.result import FileText, Limits

READER = "newscrawl.attachments.text:read_text"
_GRACE = 3.0  # seconds that the parent has to end an overdue worker before it ends itself
_LENGTH = struct.Struct("<I")

Reader = Callable[[bytes | Path, str, Limits], FileText]


class Job(msgspec.Struct, array_like=True):
    """A file to be read: where it lies, or, without a path, its bytes."""

    name: str
    path: str | None
    data: bytes
    limits: Limits


class Answer(msgspec.Struct, array_like=True):
    """What came of a job. `spent` says that the worker has used up memory and ends."""

    text: FileText
    spent: bool = False


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write a message with its length before it."""
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """Return the next message; None where the other end is gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    message = pipe.read(size)
    return message if len(message) == size else None


def serve(reader: str) -> None:
    """Read files as jobs arrive on standard input, and answer on what was standard output, which parsers must not write to."""
    jobs = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    sys.excepthook = lambda *_: None  # a parent that is gone is no error
    module, _, function = reader.partition(":")
    read: Reader = getattr(import_module(module), function)
    send(answers, b"")  # ready
    while (message := receive(jobs)) is not None:
        job = msgspec.msgpack.decode(message, type=Job)
        _confine(job.limits)
        faulthandler.dump_traceback_later(job.limits.seconds + _GRACE, exit=True, file=null)
        text = read(job.data if job.path is None else Path(job.path), job.name, job.limits)
        faulthandler.cancel_dump_traceback_later()
        send(answers, msgspec.msgpack.encode(Answer(text, spent=text.status == "too_large")))


def _confine(limits: Limits) -> None:
    """Bound memory, processor time, core dumps and written files, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Unix only
    except ImportError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    bounds = (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, int(used + limits.seconds + _GRACE) + 1),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    )
    for what, bound in bounds:
        _, hard = resource.getrlimit(what)
        try:
            resource.setrlimit(what, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
        except (OSError, ValueError):  # macOS takes no bound of the address space
            continue
