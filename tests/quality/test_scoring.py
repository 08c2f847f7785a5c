"""The scorer itself: a perfect reading is 1 everywhere, and each kind of damage costs the figure that names it, and no other."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from .floors import raised
from .scoring import invented, means, score_page

TRUTH: dict[str, Any] = {
    "listing": {
        "rows": [
            {"url": f"https://a.example/view?id={n}", "title": f"글 {n}", "number": n, "published_at": "2026-01-02",
             "view_count": 10, "author": None, "department": "총무과", "category": None, "pinned": n == 1}
            for n in (1, 2)
        ],
        "next": {"method": "POST", "url": "https://a.example/list", "form": {"page": "2"}},
    },
    "article": {
        "title": "다리가 열린다", "published_at": "2026-01-02T09:30", "view_count": None, "author": "이든", "department": None,
        "category": None, "body": "다리가 1월 9일부터 열린다.\n\n비가 오면 미룬다.", "attachments": [{"name": "안내.hwp"}],
    },
}  # fmt: skip


def damaged(path: str, value: object) -> dict[str, Any]:
    """Return a perfect reading but for one value."""
    record = deepcopy(TRUTH)
    at: Any = record
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in way:
        at = at[step]
    at[last] = value
    return record


def test_a_perfect_reading_is_one_everywhere() -> None:
    score = score_page(TRUTH, TRUTH)
    assert set(score.figures.values()) == {1.0}
    assert not score.misses
    assert "list row.author" not in score.figures  # what the page does not say is not measured


@pytest.mark.parametrize(
    ("path", "value", "figure", "left"),
    [
        ("listing.rows.0.title", "글", "list row.title", 0.5),
        ("listing.rows.0.url", "https://a.example/view?id=9", "list row.url", 0.5),
        ("listing.rows.1.pinned", True, "list row.pinned", 0.5),
        ("listing.rows.1.number", None, "list row.number", 0.5),
        ("listing.rows.0.published_at", "2026-01-03", "list row.published_at", 0.5),
        ("listing.rows.0.department", None, "list row.department", 0.5),
        ("listing.next.form", {"page": "3"}, "list next", 0.0),
        ("listing.next", None, "list next", 0.0),
        ("article.title", "다리가 열린다 NEW", "article title", 0.0),
        ("article.published_at", "2026-01-02T00:30", "article published_at", 0.0),
        ("article.author", None, "article author", 0.0),
        ("article.attachments", [], "article attachments", 0.0),
    ],
)
def test_damage_costs_its_own_figure(path: str, value: object, figure: str, left: float) -> None:
    figures = score_page(damaged(path, value), TRUTH).figures
    assert {name for name, share in figures.items() if share < 1.0} == {figure}
    assert figures[figure] == left


def test_a_lost_word_and_a_lost_row_are_told_by_degree() -> None:
    lost = score_page(damaged("article.body", "다리가 1월 9부터 열린다. 비가 오면 미룬다."), TRUTH).figures
    assert lost["article body.exact"] == 0.0
    assert 0.5 < lost["article body"] < 1.0
    assert 0.5 < lost["article body.words"] < 1.0
    short = score_page(damaged("listing.rows", TRUTH["listing"]["rows"][:1]), TRUTH).figures
    assert short["list rows"] == pytest.approx(2 / 3)
    assert short["list row.title"] == 0.5


@pytest.mark.parametrize("kind", ["article", "listing"])
def test_nothing_read_is_nothing_right(kind: str) -> None:
    figures = score_page({}, TRUTH | {other: None for other in ("article", "listing") if other != kind}).figures
    assert set(figures.values()) == {0.0}


def test_noise_in_addresses_is_forgiven_but_not_another_post() -> None:
    same = score_page(damaged("listing.rows.0.url", "https://www.a.example/view;jsessionid=A1?page=3&id=1"), TRUTH)
    assert same.figures["list row.url"] == 1.0
    other = score_page(damaged("listing.rows.0.url", "https://a.example/other?id=1"), TRUTH)
    assert other.figures["list row.url"] == 0.5


def test_a_page_that_is_neither_must_be_read_as_neither() -> None:
    nothing = {"article": None, "listing": None}
    assert score_page(nothing, nothing).figures == {"kind": 1.0}
    assert score_page({"listing": TRUTH["listing"]}, nothing).figures == {"kind": 0.0}


def test_a_site_weighs_one_however_many_pages_it_has() -> None:
    good, bad = score_page(TRUTH, TRUTH), score_page({}, TRUTH)
    table = means([("many", good), ("many", good), ("many", good), ("one", bad)])
    assert table["kind"] == 0.5
    assert table["overall"] == pytest.approx(0.5)


def test_a_count_that_the_page_does_not_say_is_invented() -> None:
    assert invented(TRUTH, TRUTH) == []
    assert invented(damaged("article.view_count", 7), TRUTH) == ["view_count"]


def test_floors_only_rise() -> None:
    assert raised({"a": 0.9, "b": 0.5, "c": 0.7}, {"a": 0.8, "b": 0.61249, "d": 1.0}) == {
        "a": 0.9, "b": 0.612, "c": 0.7, "d": 1.0,
    }  # fmt: skip
