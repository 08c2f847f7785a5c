"""How long the command takes to start: `--help`, `sites`, and from a crawl's start to its first request.

    python -m benchmarks.startup [--rounds 7]

Prints one table: the quickest and the median of the rounds, in wall and CPU time, beside what was promised. A busy machine lengthens the
wall times; the quickest, and CPU time, say what the command itself needs.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import cpu_of, run

NEWSCRAWL = (sys.executable, "-m", "newscrawl")
LONGEST = 60.0  # seconds
Took = tuple[float, float]  # seconds of wall and CPU time


def command(*arguments: str) -> Callable[[Path], Took]:
    """Return what runs a command of newscrawl to its end."""

    def measure(folder: Path) -> Took:
        cost = run([*NEWSCRAWL, *arguments], folder / "log", longest=LONGEST)
        if cost.code:
            raise SystemExit(
                f"newscrawl {' '.join(arguments)} ended with {cost.code}: {(folder / 'log').read_text()[-500:]}"
            )
        return cost.wall, cost.cpu

    return measure


def first_request(folder: Path) -> Took:
    """Start a crawl of a host that only listens; return what it took until the first connection (for robots.txt), and end it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(LONGEST)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/board/list.do?bbsId=BBS_0000001"
        begun = perf_counter()
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [*NEWSCRAWL, "crawl", "--quiet", "--data", str(folder / "data"), address], stdout=log, stderr=log
            )
            try:
                server.accept()[0].close()
                wall, cpu = perf_counter() - begun, cpu_of(process.pid)
            finally:
                process.kill()
                process.wait()
    return wall, cpu


CASES: tuple[tuple[str, float, Callable[[Path], Took]], ...] = (
    ("newscrawl --help", 0.3, command("--help")),
    ("newscrawl sites", 0.6, command("sites")),
    ("newscrawl crawl, to its first request", 1.5, first_request),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.startup", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    took: dict[str, list[Took]] = {name: [] for name, _, _ in CASES}
    for _ in range(rounds):
        for name, _, measure in CASES:
            with tempfile.TemporaryDirectory() as folder:
                took[name].append(measure(Path(folder)))
    table = Table(header_style="bold", pad_edge=False)
    table.add_column("from the start of the process")
    for column in ("promised", "quickest", "median", "quickest, CPU", "median, CPU"):
        table.add_column(f"{column}, s", justify="right")
    for name, promised, _ in CASES:
        walls, cpus = zip(*took[name], strict=True)
        table.add_row(
            name,
            f"{promised:.1f}",
            *(f"{figure:.2f}" for figure in (min(walls), median(walls), min(cpus), median(cpus))),
        )
    Console(width=140, highlight=False).print(table)


if __name__ == "__main__":
    main()
