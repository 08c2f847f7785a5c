"""What a process and its children cost: wall time, CPU time and peak memory; all of it the operating system's own count."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

LONGEST = 1800.0  # seconds that a process may take
_LOOK = 0.1  # seconds between two looks at the memory of a process and its children


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost, its children included: seconds of wall and CPU time, MiB of memory at the peak, and its exit code."""

    wall: float
    cpu: float
    peak: float
    code: int


def run(command: Sequence[str], log: Path, folder: Path | None = None, longest: float = LONGEST) -> Cost:
    """Run a command to its end, its output into a file, and return its cost. CPU time is user and system together.

    Peak memory is the process's own mark, or the sum over it and its children where that was more at some look, ten a second: pages that
    two of them share count twice. (Not what `wait4` says: on Linux that begins with what this process held when it started the other.)
    """
    begun = perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder)
        timer = threading.Timer(longest, process.kill)
        timer.start()
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
    wall = perf_counter() - begun
    watch.over.set()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, usage.ru_utime + usage.ru_stime, watch.peak or usage.ru_maxrss / 1024, process.returncode)


class _Watch(threading.Thread):
    """Looks at the memory of a process tree now and then, where the system has /proc."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0.0  # MB
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            self.peak = max(self.peak, memory_of(self.pid), sum(_resident(pid) for pid in _tree(self.pid)))
            sleep(_LOOK)


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        found += children_of(parent)
    return found


def children_of(pid: int) -> list[int]:
    """Return the living children of a process's first thread; none where the system does not say."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def memory_of(pid: int) -> float:
    """Return the most memory (MiB) that a living process has had so far; 0 where the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def cpu_of(pid: int) -> float:
    """Return the CPU seconds of a living process and of its children that have ended; not a number where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
    except (OSError, IndexError):
        return 0.0
