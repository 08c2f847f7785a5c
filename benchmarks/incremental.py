"""What a second run costs: requests of runs with nothing new and with k new posts, on the demo's boards and on saved real boards.

    python -m benchmarks.incremental

Prints one table. The saved boards are those of a corpus at NEWSCRAWL_CORPUS or ../shared/corpus, with the server beside it; without them
their rows say so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from newscrawl.demo import Replica

CORPUS = Path(os.environ.get("NEWSCRAWL_CORPUS") or Path(__file__).parents[2] / "shared" / "corpus")
SAVED = {
    "XE, saved": "http://127.0.0.1:8103/xe/index.php?mid=board_HB_NEWS",
    "gnuboard, saved": "http://127.0.0.1:8101/bbs/board.php?bo_table=press",
}
ROW = "{:18} {:22} {:>9} {:>9} {:>9} {:>9}"


def crawl(address: str, folder: str) -> float:
    """Crawl a board into a folder and return the seconds it took."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "newscrawl", "crawl", "--quiet", address], cwd=folder, check=True)
    return time.perf_counter() - begun


def say(board: str, what: str, targets: list[str], seconds: float, listing: str) -> None:
    """Print one line of the table: requests by kind."""
    robots = sum(target.endswith("/robots.txt") for target in targets)
    listings = sum(listing in target and "document_srl" not in target and "wr_id" not in target for target in targets)
    print(ROW.format(board, what, robots, listings, len(targets) - robots - listings, f"{seconds:.1f}"), flush=True)


def demo_boards() -> None:
    """Measure the demo's three boards: a first run, one with nothing new, two with what a round brings."""
    for name, listing in (("xe", "index.php"), ("paper", "articleList"), ("city", "selectBoardList")):
        with Replica() as replica, tempfile.TemporaryDirectory() as folder:
            for what in ("first", "nothing new", "a round later", "two rounds later"):
                if "later" in what:
                    replica.advance()
                replica.requests.clear()
                seconds = crawl(replica.boards[name], folder)
                say(f"demo {name}", what, [target for _, target in replica.requests], seconds, listing)


def saved_boards() -> None:
    """Measure the two saved boards: a first run, and one with nothing new."""
    server = CORPUS.parent / "eval" / "replay.py"
    if not server.is_file():
        print(f"saved boards: skipped, no corpus at {CORPUS}")
        return
    for board, address in SAVED.items():
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            process = subprocess.Popen([sys.executable, server, CORPUS, "--log", log], stdout=subprocess.DEVNULL)
            try:
                time.sleep(1)
                before = 0
                for what in ("first", "nothing new"):
                    seconds = crawl(address, folder)
                    lines = log.read_text().splitlines()
                    say(board, what, [line.split("\t")[3] for line in lines[before:]], seconds, ".php")
                    before = len(lines)
            finally:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    print(ROW.format("board", "run", "robots", "listings", "articles", "seconds"))
    demo_boards()
    saved_boards()
