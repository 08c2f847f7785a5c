"""Counts in every form that boards show; anything that is not exactly one count is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.counts import looks_like_count, read_count

COUNTS = [
    ("0", 0),
    ("985", 985),
    ("172,386", 172_386),
    ("1,234,567", 1_234_567),
    ("007", 7),
    ("조회 1,282", 1_282),
    ("조회1,282", 1_282),
    ("조회수 : 12", 12),
    ("조회수：12", 12),
    ("조회 수 12", 12),
    ("조회(985)", 985),
    ("조회수 [985]", 985),
    ("985회", 985),
    ("985 회", 985),
    ("조회 985회", 985),
    ("Hits 12", 12),
    ("12 views", 12),
    ("번호 123", 123),
    ("No. 123", 123),
    ("댓글 3", 3),
    ("댓글수 3개", 3),
    ("1.2만", 12_000),
    ("1만", 10_000),
    ("12만", 120_000),
    ("1.5천", 1_500),
    ("3만 2천", 32_000),
    ("3만2천", 32_000),
    ("3만 2,500", 32_500),
    ("3만 250회", 30_250),
    ("2억", 200_000_000),
    ("2.1k", 2_100),
    ("2.1K", 2_100),
    ("1.25M", 1_250_000),
    ("조회 1.2만회", 12_000),
    ("９８５", 985),
    ("１，２８２회", 1_282),
    ("\u00a0985\u00a0", 985),
    ("\n\t 12\n", 12),
]

NO_COUNTS = [
    "",
    " ",
    "-",
    "조회",
    "조회수 -",
    "N새글",
    "새글 3N",
    "-5",
    "+5",
    "99+",
    "3.5",
    "1.234",
    "1,28",
    "12,34,567",
    "1,2345",
    ",123",
    "3/15",
    "3 15",
    "1-2",
    "12:30",
    "2023-01-02",
    "2023.01.02",
    "062-123-4567",
    "제3회",
    "제목 3",
    "20201105091011123",
    "1.23456만",
    "1.2345k",
    "3만 12천",
    "1.2만 5천",
    "2k 5천",
    "(12",
    "①",
    "½",
    "삼백",
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_a_count_is_read_in_any_form(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", NO_COUNTS)
def test_anything_else_is_none(text: str) -> None:
    assert read_count(text) is None


def rendered(number: int) -> list[str]:
    forms = [str(number), f"{number:,}", f"조회 {number:,}", f"조회수 : {number}", f"{number:,}회", f"({number})"]
    forms.append(str(number).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}))
    for unit, size in (("만", 10_000), ("천", 1_000), ("k", 1_000), ("M", 1_000_000)):
        if number % (size // 10) == 0:
            forms.append(f"{number // size}.{number % size * 10 // size}{unit}")
    if number >= 10_000 and number % 10_000:
        forms.append(f"{number // 10_000}만 {number % 10_000}")
    return forms


@given(number=st.integers(0, 999_999_999) | st.integers(0, 9_999).map(lambda number: number * 1_000))
def test_every_rendering_reads_back(number: int) -> None:
    for text in rendered(number):
        assert read_count(text) == number, text


@given(text=st.text(max_size=50) | st.text("0123456789,.만천억kM조회수: -/()", max_size=24))
def test_no_text_raises_and_no_digit_is_made_up(text: str) -> None:
    count = read_count(text)
    if count:
        first = str(count).rstrip("0")[0]
        assert any(char.isdigit() and str(int(char)) == first for char in text)
    if looks_like_count(text):
        assert count is not None or "." in text


@pytest.mark.parametrize(
    "text", ["0", "12", "172,386", "985회", "조회 1,282", "조회수 : 12", "1.2만", "2.1k", "562.9 k", "4.6 M", "９８５"]
)
def test_cells_of_a_count_column_look_like_counts(text: str) -> None:
    assert looks_like_count(text)


@pytest.mark.parametrize(
    "text",
    ["", "-", "공지", "N새글", "3/15", "2023-01-02", "10:23", "3.5", "제3회", "홍보담당관", "20201105091011", "1.2MB"],
)
def test_other_cells_do_not(text: str) -> None:
    assert not looks_like_count(text)
