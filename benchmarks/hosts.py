"""One process that watches many hosts, each at one request a second: its share of a core, how far it lags behind, its memory.

    python -m benchmarks.hosts [--hosts 50 125 250] [--seconds 60]

Starts boards on 127.0.0.2, 127.0.0.3 … (Linux answers for all of them) in a process of their own and lets `newscrawl crawl` read them all
for the first time, as slowly as hosts that are not this machine; prints one table with a line for each number of hosts.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import mean, median

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import children_of, cpu_of, memory_of
from benchmarks.serving import tended
from tests.servers.farm import Farm

WARM = 15.0  # seconds from the first request on that are not counted: hosts start one after the other
LONGEST = 120.0  # seconds to wait for the first request, and for the end
POSTS = 400  # of each board: more than any is read of in the time
# The command itself, with the one rule off that lets it hurry hosts of this machine.
CRAWL = """
import sys
from newscrawl.extensions import politeness
politeness.is_loopback = lambda host: False
from newscrawl.cli.main import main
sys.argv = ["newscrawl", *sys.argv[1:]]
main()
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """What was seen of one crawl while it was watched: seconds, CPU seconds, MB, and each host's requests at their moments.

    `reading` is the CPU seconds of the processes that read pages for it, `cpu` what it took itself; `memory` is that of all.
    """

    seconds: float
    cpu: float
    reading: float
    memory: float
    arrivals: list[list[float]]

    @property
    def requests(self) -> int:
        """How many requests came in all."""
        return sum(map(len, self.arrivals))

    def gaps(self) -> list[float]:
        """Return the seconds between two requests to a host, all hosts together."""
        return [later - earlier for host in self.arrivals for earlier, later in pairwise(host)]


def tend(pipe: Connection, hosts: int) -> None:
    """Run the farm: say its addresses, and all arrivals when asked, until the pipe closes."""
    with Farm(hosts, POSTS, share=0.0) as farm:
        pipe.send(farm.addresses)
        while pipe.poll(None):
            try:
                pipe.recv()
            except EOFError:
                break
            pipe.send([list(host.figures.arrivals) for host in farm.hosts])


def watch(hosts: int, seconds: float, folder: Path) -> Watched:
    """Crawl that many hosts, and return what was seen in so many seconds of it."""
    with tended(tend, hosts) as pipe:
        addresses = pipe.recv()

        def arrivals() -> list[list[float]]:
            pipe.send("arrivals")
            return list(pipe.recv())

        command = [sys.executable, "-c", CRAWL, "crawl", "--quiet", "--data", str(folder), *addresses]
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until = time.monotonic() + LONGEST
            while not any(arrivals()) and process.poll() is None and time.monotonic() < until:
                time.sleep(0.1)
            time.sleep(WARM)
            readers = children_of(process.pid)
            begun, before = time.monotonic(), cpu_of(process.pid)
            read_before = sum(map(cpu_of, readers))
            time.sleep(seconds)
            ended, after = time.monotonic(), cpu_of(process.pid)
            readers = children_of(process.pid)
            reading = sum(map(cpu_of, readers)) - read_before
            memory = sum(map(memory_of, (process.pid, *readers)))
            seen = [[at for at in host if begun <= at <= ended] for host in arrivals()]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    return Watched(ended - begun, after - before, reading, memory, seen)


def row(hosts: int, seen: Watched) -> Sequence[str]:
    """Return a line of the table."""
    gaps = seen.gaps()
    rates = sorted(len(host) / seen.seconds for host in seen.arrivals)
    return (
        str(hosts),
        f"{seen.requests / seen.seconds:.0f}",
        f"{rates[0]:.2f}, {median(rates):.2f}",
        f"{mean(gaps):.2f}",
        f"{sorted(gaps)[len(gaps) * 19 // 20]:.2f}",
        f"{seen.cpu / seen.seconds:.0%}",
        f"{seen.reading / seen.seconds:.0%}",
        f"{1000 * (seen.cpu + seen.reading) / max(1, seen.requests):.1f}",
        f"{seen.memory:.0f}",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hosts", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hosts", type=int, nargs="+", default=[50, 125, 250])
    parser.add_argument("--seconds", type=float, default=60.0, help="for which each crawl is watched")
    options = parser.parse_args()
    if not Farm.possible():
        sys.exit("This machine does not answer for 127.0.0.2; the farm needs one loopback address a host.")
    table = Table(header_style="bold", pad_edge=False)
    for name in (
        "hosts",
        "requests/s",
        "a host, /s: least, median",
        "gap, s: mean",
        "19 of 20 under",
        "of a core",
        "of another",
        "CPU ms a request",
        "peak MB",
    ):
        table.add_column(name, justify="right")
    for hosts in options.hosts:
        with tempfile.TemporaryDirectory() as folder:
            table.add_row(*row(hosts, watch(hosts, options.seconds, Path(folder))))
    Console(width=140, highlight=False).print(table)
    print("The schedule: a second between two requests to a host, by half more or less at random.")


if __name__ == "__main__":
    main()
