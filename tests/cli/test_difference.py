"""Differences read well, and lose nothing of either text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.cli.difference import Piece, changed_lines, changed_words, differences

from .conftest import article

WORDS = st.lists(
    st.sampled_from(["군은", "축제를", "3월", "15일", "16일", "연다", ".", " ", "\t", "(", "22"]), max_size=25
).map("".join)
TEXTS = st.lists(
    st.one_of(WORDS, st.text(max_size=12).map(lambda text: text.replace("\n", "")), st.just("")), max_size=8
)


def side(pieces, kind):
    return "".join(piece.text for piece in pieces if piece.kind in ("=", kind))


@given(WORDS, WORDS)
def test_words_give_back_both_lines(old, new):
    pieces = changed_words(old, new)
    assert (side(pieces, "-"), side(pieces, "+")) == (old, new)
    assert all(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
def test_lines_give_back_both_texts(old, new):
    shown = {"-": [], "+": []}
    for line in changed_lines("\n".join(old), "\n".join(new)):
        for kind, text in shown.items():
            if isinstance(line, int):
                text.append(line)
            else:
                text.append(side(line, kind))
    for text, kind in ((old, "-"), (new, "+")):
        rest = "".join(text)
        passed = [part for part in shown[kind] if isinstance(part, str)]
        place = 0
        for part in passed:  # every shown part stands in the text, in this order
            place = rest.index(part, place) + len(part)
        skipped = sum(part for part in shown[kind] if isinstance(part, int))
        assert skipped <= len(text)
        if not skipped:
            assert "".join(passed) == rest


@given(TEXTS)
def test_the_same_text_has_no_difference(text):
    record = article("1", body="\n".join(text))
    assert differences(record, record) == {}


def test_a_number_in_a_long_paragraph_is_one_change():
    old = "가람군은 다음 달 15일 강변 공원에서 봄꽃 축제를 연다고 밝혔다."
    assert [piece for piece in changed_words(old, old.replace("15일", "22일")) if piece.kind != "="] == [
        Piece("-", "15일"),
        Piece("+", "22일"),
    ]


def test_neighbouring_changed_words_are_one_change():
    old, new = "축제는 강변 공원에서 오전 열 시에 시작한다", "축제는 군청 앞마당에서 오전 열 시에 시작한다"
    assert changed_words(old, new)[1:3] == [Piece("-", "강변 공원에서"), Piece("+", "군청 앞마당에서")]


def test_lines_with_nothing_in_common_stand_apart():
    assert list(changed_lines("첫 문단이다", "전혀 다른 말")) == [
        [Piece("-", "첫 문단이다")],
        [Piece("+", "전혀 다른 말")],
    ]


def test_what_is_the_same_is_passed_over_but_for_a_line_around_the_change():
    old = "\n".join("가나다라마바사")
    assert list(changed_lines(old, old.replace("라", "라\n하"))) == [
        3,
        [Piece("=", "라")],
        [Piece("+", "하")],
        [Piece("=", "마")],
        2,
    ]


def test_a_date_that_was_not_there():
    assert differences(article("1", published_at=None), article("1"))["published_at"] == [[Piece("+", "2024-03-14")]]
