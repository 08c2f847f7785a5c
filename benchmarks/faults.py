"""What a crawl brings home from many hosts that fail now and then: nothing lost without a word, nothing twice.

    python -m benchmarks.faults [--hosts 50 --posts 200 --share 0.05 --away 30 --seed 1]

Starts a farm of boards on 127.0.0.2, 127.0.0.3 … (Linux answers for all of them) in a process of its own, lets `newscrawl crawl` read
them all, compares, and lets it run again with all hosts in order. One host goes away in the middle. Ends with 1 if a post is lost without
a word, comes twice or comes wrong.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from benchmarks.serving import tended
from tests.servers.farm import Farm, Figures
from tests.servers.faults import Fault
from tests.servers.harvest import Harvest, reap

LONGEST = 600  # seconds that a crawl may take


@dataclass(frozen=True)
class Ran:
    """One run of the command: its exit code and what it cost."""

    code: int
    wall: float  # seconds
    cpu: float  # seconds
    peak: float  # MB


def tend(pipe: Connection, options: argparse.Namespace) -> None:
    """Run the farm: say its addresses, tell the figures when asked, and then have all hosts in order; until the pipe closes."""
    farm = Farm(options.hosts, options.posts, options.share, options.seed)
    if options.away:
        farm.away(options.hosts // 2, after=options.posts // 2, seconds=options.away)
    with farm:
        pipe.send(farm.addresses)
        while pipe.poll(None):
            try:
                pipe.recv()
            except EOFError:
                break
            pipe.send([host.figures for host in farm.hosts])
            for host in farm.hosts:
                host.share, host.figures = 0.0, Figures()


def crawl(addresses: list[str], data: Path) -> Ran:
    """Run the command on all boards; its memory and time are its own, nobody else's."""
    command = [sys.executable, "-m", "newscrawl", "crawl", "--quiet", "--data", str(data), *addresses]
    begun = time.perf_counter()
    with (data / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        timer = threading.Timer(LONGEST, process.terminate)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    return Ran(process.returncode, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def say(what: str, value: object) -> None:
    """Print one line of the table."""
    print(f"{what:52} {value}", flush=True)


def say_reasons(reasons: Iterable[str]) -> None:
    """Print how often each reason was given."""
    for reason, count in Counter(reasons).most_common():
        say(f"    {reason[:60]}", count)


def say_network(figures: list[Figures]) -> None:
    """Print what the hosts saw."""
    sent = sum((host.faults for host in figures), Counter[str]())
    say("requests", sum(host.requests for host in figures))
    say("faults", sent.total())
    for fault in Fault:
        say(f"    {fault}", sent[fault])
    say("connections dropped when a host went away", sum(host.refused for host in figures))
    say("connections to one host at once, at most", max(host.most_open for host in figures))
    arrivals = [arrival for host in figures for arrival in host.arrivals]
    half = (min(arrivals) + max(arrivals)) / 2
    by_half = sorted(sum(arrival < half for arrival in host.arrivals) for host in figures)
    say("requests to a host by half time: least, median, most", f"{by_half[0]}, {int(median(by_half))}, {by_half[-1]}")


def say_harvest(harvest: Harvest) -> None:
    """Print what came of the posts."""
    say("public posts", harvest.expected)
    say("got", len(harvest.got))
    say("named as not got", len(harvest.named))
    say_reasons(harvest.named.values())
    say("on listing pages named as not read", len(harvest.unread))
    say_reasons(harvest.unread.values())
    say("lost without a word", len(harvest.lost))
    say("doubled", len(harvest.doubled))
    say("wrong", len(harvest.wrong))
    say_reasons(harvest.wrong.values())
    say("records of no public post", len(harvest.strangers))
    say("secret posts, named as withheld", f"{harvest.secret}, {harvest.withheld}")


def say_cost(ran: Ran, got: int) -> None:
    """Print what a run cost."""
    say("exit code", ran.code)
    say("peak memory of the crawler, MB", f"{ran.peak:.0f}")
    say("wall time, s", f"{ran.wall:.0f}")
    say("CPU time an article, ms", f"{1000 * ran.cpu / max(1, got):.1f}")


def run(options: argparse.Namespace, data: Path) -> bool:
    """Crawl the farm twice into a data folder and print the table; tell whether nothing was lost, doubled or wrong."""
    with tended(tend, options) as pipe:
        addresses = pipe.recv()
        boards = [host.board for host in Farm(options.hosts, options.posts, options.share, options.seed).hosts]
        say("hosts, posts each, share of faults", f"{options.hosts}, {options.posts}, {options.share:.0%}")
        first = crawl(addresses, data)
        pipe.send("figures")
        say_network(pipe.recv())
        harvest = reap(data, boards)
        say_harvest(harvest)
        say_cost(first, len(harvest.got))
        print("second run, all hosts in order")
        second = crawl(addresses, data)
        pipe.send("figures")
        say("requests", sum(host.requests for host in pipe.recv()))
        after = reap(data, boards)
        say_harvest(after)
        say("exit code", second.code)
    return not any((one.lost or one.doubled or one.wrong or one.strangers) for one in (harvest, after))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("--hosts", type=int, default=50)
    parser.add_argument("--posts", type=int, default=200, help="of each host")
    parser.add_argument("--share", type=float, default=0.05, help="of the answers that fail")
    parser.add_argument(
        "--away", type=float, default=30, metavar="SECONDS", help="for which one host goes away; 0: none"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="crawl into this new folder, and leave it there")
    chosen = parser.parse_args()
    if not Farm.possible():
        sys.exit("This machine does not answer for 127.0.0.2; the farm needs one loopback address a host.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary) / "data"
        folder.mkdir(parents=True)
        sys.exit(0 if run(chosen, folder) else 1)
