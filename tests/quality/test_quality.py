"""Nothing may be read worse than it was: figures over all pages have floors, and every page of the project is a test of its own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from .floors import MEASURED, floors
from .samples import CORPUS, OWN, Sample, figures, samples, score
from .scoring import invented

KNOWN: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("known.toml").read_text("utf-8"))
PAGES = {sample.id: sample for sample in samples(OWN)}


@pytest.mark.parametrize("measured", MEASURED)
def test_no_figure_falls_below_its_floor(measured: str) -> None:
    folder, generic = MEASURED[measured]
    if folder == CORPUS and not (folder / "index.jsonl").is_file():
        pytest.skip("no corpus: name its folder in NEWSCRAWL_CORPUS")
    now = figures(folder, generic=generic)
    fallen = {name: (now.get(name), least) for name, least in floors()[measured].items() if now.get(name, 0.0) < least}
    assert not fallen, f"fallen (now, floor): {fallen}"


@pytest.mark.parametrize("sample", [pytest.param(sample, id=id_) for id_, sample in PAGES.items()])
def test_page_is_read_as_it_is(sample: Sample) -> None:
    """Nobody configured these boards: families are left out."""
    known = KNOWN.get(sample.id, {})
    result = score(sample, generic=True)
    wrong = {
        name: result.misses.get(name) for name, value in result.figures.items() if value < 1.0 and name not in known
    }
    assert not wrong


@pytest.mark.parametrize(
    ("id_", "figure"),
    [
        pytest.param(id_, figure, id=f"{id_}-{figure}", marks=pytest.mark.xfail(reason=reason))
        for id_, debts in KNOWN.items()
        for figure, reason in debts.items()
    ],
)
def test_known_fault(id_: str, figure: str) -> None:
    """Strict: a fault that is mended must leave known.toml."""
    assert score(PAGES[id_], generic=True).figures[figure] == 1.0


@pytest.mark.parametrize(
    "sample", [pytest.param(sample, id=id_) for id_, sample in PAGES.items() if sample.truth["article"]]
)
def test_nothing_is_guessed(sample: Sample) -> None:
    assert invented(sample.read(generic=True), sample.truth) == []


def test_known_faults_name_pages() -> None:
    assert set(KNOWN) <= set(PAGES)
