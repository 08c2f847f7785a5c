"""The notation of bodies, their plain text, and that no manner of markup loses or adds a character."""

from __future__ import annotations

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.demo.body import Frame, Paragraph, Picture, Table, parse, plain
from newscrawl.demo.markup import render

SOURCE = """
새벌시는 10월 9일부터 ‘제1회 걷기’를 연다.
둘째 줄이다.

> 상자 글
>
> | 구분 | 값 |
> | ㈜결 | 842.6㎡ |

! a.jpg | 사진 설명

| 가 | 나 |
| 1 | 2 |
"""


def test_notation():
    assert parse(SOURCE) == (
        Paragraph(("새벌시는 10월 9일부터 ‘제1회 걷기’를 연다.", "둘째 줄이다.")),
        Frame((Paragraph(("상자 글",)), Table((("구분", "값"), ("㈜결", "842.6㎡"))))),
        Picture("a.jpg", "사진 설명"),
        Table((("가", "나"), ("1", "2"))),
    )


def test_plain_text_is_that_of_the_data_contract():
    assert plain(parse(SOURCE)) == (
        "새벌시는 10월 9일부터 ‘제1회 걷기’를 연다.\n둘째 줄이다.\n\n상자 글\n\n구분\t값\n㈜결\t842.6㎡\n\n사진 설명\n\n가\t나\n1\t2"
    )


def shown(markup):
    """Return the characters that the markup shows, white space folded away."""
    return "".join(
        lxml.html.fragment_fromstring(re.sub("<!--.*?-->", "", markup), create_parent="div").text_content().split()
    )


@pytest.mark.parametrize("style", ["hangul", "word", "plain", "breaks"])
def test_every_manner_of_markup_shows_the_same_text(style):
    blocks = parse(SOURCE)
    assert shown(render(blocks, style, str)) == "".join(plain(blocks).split())


line = st.text("가힣은는을 를에서부터09.,:~()‘’“”<&;㈜㎡社…·-abz", min_size=1, max_size=60).filter(
    lambda text: bool(text.strip())
)


@given(line, st.sampled_from(["hangul", "word", "plain", "breaks"]))
def test_no_character_and_no_space_is_lost_in_spans(text, style):
    markup = render((Paragraph((text,)),), style, str)
    assert lxml.html.fragment_fromstring(markup, create_parent="div").text_content().split() == text.split()


def test_pasted_digits_and_particles_stand_in_spans_of_their_own():
    markup = render(parse("달내천을 10월 9일부터 걷는다."), "hangul", str)
    spans = [span.text_content() for span in lxml.html.fromstring(markup).iter("span")]
    assert spans == ["달내천", "을", " ", "10", "월 ", "9", "일", "부터", "\n걷는다", "."], (
        "the ninth is wrapped in the source"
    )
