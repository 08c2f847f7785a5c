"""Bytes to text where labels lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.reading.charset import decode

KOREAN = "<p>달빛시, 통학로 12곳에 차단봉을 세운다. 똠방각하 펲시콜라</p>"


@pytest.mark.parametrize(
    "label", ["", "text/html", "text/html; charset=euc-kr", "text/html; charset=utf-8", "text/html; charset=x-none"]
)
@pytest.mark.parametrize(
    "meta", ["", "<meta charset='euc-kr'>", "<meta http-equiv='Content-Type' content='text/html; charset=utf-8'>"]
)
@pytest.mark.parametrize(("codec", "name"), [("utf-8", "utf-8"), ("cp949", "cp949")])
def test_labels_do_not_mislead(codec: str, name: str, meta: str, label: str) -> None:
    assert decode((meta + KOREAN).encode(codec), label) == (meta + KOREAN, name)


@pytest.mark.parametrize(("codec", "name"), [("utf-8", "utf-8"), ("cp949", "cp949")])
def test_one_bad_byte_costs_one_character(codec: str, name: str) -> None:
    good = (KOREAN * 20).encode(codec)
    text, read_with = decode(good + b"\xff" + good)
    assert read_with == name
    assert text.replace("\ufffd", "") == KOREAN * 40


def test_a_page_cut_within_a_character() -> None:
    assert decode((KOREAN * 5).encode()[:-5] + "가".encode()[:2])[1] == "utf-8"


@pytest.mark.parametrize(("codec", "name"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le")])
def test_byte_order_marks(codec: str, name: str) -> None:
    assert decode(KOREAN.encode(codec)) == (KOREAN, name)


def test_another_charset_is_heeded_where_it_is_named_and_fits() -> None:
    assert decode("こんにちは世界".encode("shift_jis"), "text/html; charset=Shift_JIS") == (
        "こんにちは世界",
        "shift_jis",
    )


@given(st.binary(max_size=400), st.text(max_size=30))
def test_no_bytes_raise(body: bytes, label: str) -> None:
    assert isinstance(decode(body, label, label)[0], str)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs"]), max_size=200))
def test_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(text.encode(), "text/html; charset=euc-kr") == (text, "utf-8")
