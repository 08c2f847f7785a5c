"""Who holds a lock: the name of a process, and whether that process is no more."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

_OWNER = re.compile(r"(?P<pid>[1-9]\d*)@(?P<machine>[^+]*)(?:\+(?P<start>\d+))?")
_ENDED = ("Z", "X")  # a zombie has ended; only its parent has yet to ask how


def owner() -> str:
    """Return this process's name: "PID@MACHINE+START", or "PID@MACHINE" where a process cannot learn when it was started.

    START counts clock ticks from the machine's own start; it tells two processes apart that had the same PID one after the other.
    """
    pid = os.getpid()
    _, start = _process(pid)
    return f"{pid}@{socket.gethostname()}" + (f"+{start}" if start else "")


def is_dead(name: str) -> bool:
    """Tell whether an owner is a process of this machine that has ended; False for any that cannot be looked at from here."""
    found = _OWNER.fullmatch(name)
    # Signal 0 asks whether a process is there, but on Windows it is Ctrl-C.
    if found is None or found["machine"] != socket.gethostname() or os.name != "posix":
        return False
    pid = int(found["pid"])
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass  # it is there, and another user's
    state, start = _process(pid)
    return state in _ENDED or (start is not None and found["start"] is not None and start != found["start"])


def _process(pid: int) -> tuple[str | None, str | None]:
    """Return a process's state and start as /proc has them (see proc(5), fields 3 and 22 of `stat`), None where there is no /proc."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("latin-1")
    except OSError:
        return None, None
    fields = stat.rpartition(")")[2].split()  # the name before them, in brackets, may hold anything
    return fields[0], fields[19]
