"""What an hourly run costs when nothing is new: requests, bytes and CPU time, for one board and for many.

    python -m benchmarks.hourly [--boards 1 50 250 793]

Each board is on a host of its own (127.0.0.2, 127.0.0.3 …) in a process apart; each number of boards is crawled once, which is not
counted, and then twice more. Hosts of this machine are asked without delay: the wall time is not what a polite run takes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Cost, run
from benchmarks.serving import tended
from newscrawl.manifest import RunManifest
from tests.servers.farm import Farm

POSTS = 15  # of each board: more than a run must find known to stop


def tend(pipe: Connection, boards: int) -> None:
    """Run the farm until the pipe closes."""
    with Farm(boards, POSTS, share=0.0) as farm:
        pipe.send(farm.addresses)
        try:
            pipe.recv()
        except EOFError:
            return


@contextmanager
def farm(boards: int) -> Iterator[list[str]]:
    """Run so many boards in a process apart; gives their addresses."""
    with tended(tend, boards) as pipe:
        yield pipe.recv()


def crawl(addresses: list[str], folder: Path) -> tuple[Cost, RunManifest]:
    """Crawl the boards into a data folder; return what it cost, and the run's manifest."""
    cost = run(
        [sys.executable, "-m", "newscrawl", "crawl", "--quiet", "--data", str(folder / "data"), *addresses],
        folder / "log",
    )
    latest = max((folder / "data" / "runs").glob("*.json"))
    return cost, msgspec.json.decode(latest.read_bytes(), type=RunManifest)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hourly", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--boards", type=int, nargs="+", default=[1, 50, 250, 793])
    options = parser.parse_args()
    if not Farm.possible():
        sys.exit("This machine does not answer for 127.0.0.2; the farm needs one loopback address a host.")
    table = Table(header_style="bold", pad_edge=False)
    for name in (
        "boards",
        "new",
        "requests",
        "KB received",
        "CPU s",
        "CPU ms a board",
        "peak MB",
        "longest block, CPU ms",
    ):
        table.add_column(name, justify="right")
    for boards in options.boards:
        with farm(boards) as addresses, tempfile.TemporaryDirectory() as temporary:
            crawl(addresses, Path(temporary))
            cost, manifest = min((crawl(addresses, Path(temporary)) for _ in range(2)), key=lambda ran: ran[0].cpu)
        table.add_row(
            str(boards),
            str(sum(board.counts["new"] for board in manifest.boards)),
            str(manifest.requests.sent),
            f"{manifest.requests.bytes_received / 1000:.0f}",
            f"{cost.cpu:.2f}",
            f"{1000 * cost.cpu / boards:.0f}",
            f"{cost.peak:.0f}",
            f"{manifest.loop.longest_work_ms or 0:.0f}",
        )
    Console(width=140, highlight=False).print(table)


if __name__ == "__main__":
    main()
