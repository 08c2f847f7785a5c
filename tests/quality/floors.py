"""What the figures may not fall below. `python -m tests.quality.floors` raises the floors to what is read now, and never lowers one."""

from __future__ import annotations

import json
import math
from pathlib import Path

from .samples import CORPUS, OWN, figures

FILE = Path(__file__).with_name("floors.json")
MEASURED = {
    "pages": (OWN, False),
    "pages, generic": (OWN, True),
    "corpus": (CORPUS, False),
    "corpus, generic": (CORPUS, True),
}

Floors = dict[str, dict[str, float]]


def floors() -> Floors:
    """Return the floors: for each set of pages, figure → least value."""
    read: Floors = json.loads(FILE.read_text("utf-8"))
    return read


def raised(old: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    """Return the floors raised to what is read now, rounded down to three digits."""
    return {
        name: max(old.get(name, 0.0), math.floor(now.get(name, 0.0) * 1000) / 1000) for name in sorted({*old, *now})
    }


def main() -> None:
    kept = floors()
    for name, (folder, generic) in MEASURED.items():
        if (folder / "index.jsonl").is_file():
            kept[name] = raised(kept.get(name, {}), figures(folder, generic=generic))
    FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
