"""One line, one folded form, one hash: what may differ between two showings of the same words, and what may not."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.text import content_hash, fold, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  새  소식 ", "새 소식"),
        ("새\n\t소식", "새 소식"),
        ("새\u00a0\u3000소식", "새 소식"),
        ("새\u200b소\u00ad식\ufeff", "새소식"),
        (unicodedata.normalize("NFD", "새소식"), "새소식"),
        ("“물” 10월9일", "“물” 10월9일"),
        ("㈜물 ①", "㈜물 ①"),
        ("", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("세계 물 도시 포럼", "세계물도시\u00a0포럼"),
        ("‘제1회’ “물”", "'제1회' \"물\""),
        ("5월∼6월", "5월~6월"),
        ("가·나", "가ㆍ나"),
        ("물…", "물..."),
        ("ＮＥＷＳ １", "NEWS 1"),
        ("5–6", "5-6"),
        (unicodedata.normalize("NFD", "포럼"), "포럼"),
    ],
)
def test_two_showings_of_the_same_words_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert content_hash(one, "본문") == content_hash(other, "본문")
    assert content_hash("제목", one) == content_hash("제목", other)


@pytest.mark.parametrize(
    ("one", "other"), [("10월 9일", "109일"), ("News", "news"), ("물", "불"), ("1,000", "1000"), ("가나", "가·나")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert content_hash("제목", one) != content_hash("제목", other)


def test_a_hash_is_sha256_of_the_folded_title_and_body() -> None:
    assert content_hash("새 소식", "첫\n\n둘") == hashlib.sha256("새소식\n첫둘".encode()).hexdigest()


def test_words_do_not_wander_between_title_and_body_unseen() -> None:
    assert content_hash("새 소식", "본문") != content_hash("새", "소식 본문")


texts = st.text(max_size=60)


@given(text=texts)
def test_one_line_is_one_tidy_line_and_stays_so(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split()) == one_line(line)
    assert unicodedata.is_normalized("NFC", line)


@given(text=texts)
def test_folding_folds_once_and_for_all(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == fold(one_line(text))
    assert not any(char.isspace() for char in folded)


@given(
    words=st.lists(st.sampled_from(["대구시", "‘물’", "10월", "9일부터", "(81층)"]), max_size=8),
    spaces=st.sampled_from([" ", "\n", "\u00a0 ", "\u200b"]),
)
def test_a_hash_stands_against_white_space(words: list[str], spaces: str) -> None:
    assert content_hash("제목", " ".join(words)) == content_hash("제 목", spaces.join(words))


@given(title=st.text(), body=st.text())
def test_any_text_has_a_hash(title: str, body: str) -> None:
    assert len(content_hash(title, body)) == 64
