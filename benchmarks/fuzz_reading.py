"""Coverage-guided fuzzing of the reader with atheris: mutates pages until one raises or breaks the data contract.

    python -m benchmarks.fuzz_reading FOUND -max_total_time=300
    python -m benchmarks.fuzz_reading FOUND/crash-…       # one input again

FOUND is a folder of your own for the inputs that reach new code; the rest is libFuzzer's. The project's own pages start it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["newscrawl.reading", "newscrawl.normalize", "newscrawl.parsing"]):
    from tests.fuzz.contract import broken
    from tests.fuzz.pages import BOARD, URLS, page

PAGES = Path(__file__).parents[1] / "tests" / "pages"
CHARSETS = (None, "utf-8", "euc-kr", "utf-16")


def read_one(data: bytes) -> None:
    """Read a page; its first byte chooses the address and the charset that is claimed for it."""
    choice = data[0] if data else 0
    charset = CHARSETS[choice // len(URLS) % len(CHARSETS)]
    found = broken(page(data[1:], URLS[choice % len(URLS)], charset=charset))
    if found:
        raise AssertionError("; ".join(found))


def main() -> None:
    """Seed the folder that is named first, then fuzz."""
    folder = next((Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")), None)
    if folder and not folder.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "seed-board").write_bytes(b"\x00" + BOARD.encode())
        for file in PAGES.glob("*.html"):
            (folder / f"seed-{file.stem}").write_bytes(b"\x00" + file.read_bytes())
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
