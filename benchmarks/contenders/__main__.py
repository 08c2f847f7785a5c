"""`python -m benchmarks.contenders NAME BOARD ADDRESS FILE`: one contender's crawl, in this process."""

import sys
from importlib import import_module
from pathlib import Path

from benchmarks.contenders import BOARDS, Lines

if __name__ == "__main__":
    _, name, board, address, file = sys.argv
    import_module(f"benchmarks.contenders.{name}").crawl(BOARDS[board], address, Lines(Path(file)))
