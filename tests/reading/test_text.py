"""Elements to text: what joins, what breaks a line, what makes a paragraph, what shows nothing."""

from __future__ import annotations

import unicodedata

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.text import one_line
from newscrawl.reading.text import line, paragraphs


def element(markup: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(markup, create_parent="div")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>10월 <span>9</span>일<span>부터</span></p>", "10월 9일부터"),
        ("<p><b>‘</b>제<b>1</b>회<b>’</b></p>", "‘제1회’"),
        ("가<br>나<br><br>다", "가\n나\n\n다"),
        ("<p>가</p><p>나</p>", "가\n\n나"),
        ("<p>가</p><p>&nbsp;</p><p></p><p><br></p><p>나</p>", "가\n\n나"),
        ("<div>가</div><div>나</div>", "가\n나"),
        ("  가\n   나  <b> 다 </b> 라", "가 나 다 라"),
        ("<ul><li>가</li><li>나</li></ul>", "가\n나"),
        ("<pre>가\n  나\n\n다</pre>", "가\n나\n\n다"),
        ("<p style='white-space: pre-wrap'>가\n나</p>", "가\n나"),
        ("<p>통학\u00ad로 12\u200b곳</p>", "통학로 12곳"),
        ("<p>글머리 \ue000 기호</p>", "글머리 \ue000 기호"),
        ("<p>가<script>x</script><style>y</style><noscript>z</noscript><button>단추</button>나</p>", "가나"),
        ("<p>가<span style='display: none'>숨김</span><span hidden>숨김</span>나</p>", "가나"),
        (
            "<p>가<span style='font-size:0px'>미끼</span><em style='position:absolute;left:-9999px'>미끼</em>나</p>",
            "가나",
        ),
        ("<p>가<span style='font-size:0.9em;opacity:0.5'>작게</span>나</p>", "가작게나"),
        ("<p>가<span class='displaynone'>숨김</span><b class='txt d-none'>숨김</b>나</p>", "가나"),
        ("<p>가<span class='d-none d-md-inline'>넓게</span><b class='nonesuch'>굵게</b>나</p>", "가넓게굵게나"),
        ("<p>" + unicodedata.normalize("NFD", "한글") + "</p>", "한글"),
        ("", ""),
    ],
)
def test_paragraphs(markup: str, text: str) -> None:
    assert paragraphs(element(markup)) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><th>구간</th><th>길이</th></tr><tr><td>가</td><td>1</td></tr>", "구간\t길이\n가\t1"),
        ("<tr><td><p>구간</p></td><td><p>길이</p></td></tr>", "구간\t길이"),
        ("<tr><td><p>가</p><p>나</p></td><td>다</td></tr>", "가\n나\t다"),
        ("<tr><td>가</td><td></td><td>다</td></tr>", "가\t\t다"),
        ("<tr><td></td><td>나</td></tr><tr><td>가</td><td></td></tr>", "나\n가"),
        ("<tr><td><br>가</td><td><div>나</div></td></tr>", "가\t나"),
        ("<tr><td><p>한 칸</p><p>안의 글</p></td></tr>", "한 칸\n\n안의 글"),
        (
            "<tr><td><table><tr><td>가</td><td>나</td></tr><tr><td>다</td><td>라</td></tr></table></td></tr><tr><td>마</td></tr>",
            "가\t나\n다\t라\n\n마",
        ),
        ("<tr><td>왼쪽</td><td><table><tr><td>가</td><td>나</td></tr></table></td></tr>", "왼쪽\t가\t나"),
    ],
)
def test_tables(rows: str, text: str) -> None:
    assert paragraphs(element(f"<table>{rows}</table>")) == text


def test_after_a_text_node() -> None:
    assert paragraphs(element("<b>제목</b> 조회 3<hr>가<br>나"), after=" 조회 3") == "가\n나"


def test_left_out_elements_keep_what_follows_them() -> None:
    whole = element("가<i>나</i>다")
    assert paragraphs(whole, {whole.find("i")}) == "가다"


INLINE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30)


@given(INLINE, st.data())
def test_spans_around_any_run_change_nothing(text: str, data: st.DataObject) -> None:
    plain, spanned = element(""), element("")
    plain.text = text
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        part = lxml.html.Element(data.draw(st.sampled_from(["span", "b", "font", "u", "em"])))
        part.text = text[start:end]
        spanned.append(part)
    assert paragraphs(spanned) == paragraphs(plain)
    assert line(spanned) == line(plain)


@given(st.text(max_size=40))
def test_one_line_is_settled(text: str) -> None:
    once = one_line(text)
    assert one_line(once) == once
    assert "  " not in once
