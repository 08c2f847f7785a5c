"""Which part of a page is the body, and what inside it is none of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.reading.article import read_article
from tests.reading.markup import LABELS, SENTENCE, TITLE, URL, page, post

FURNITURE = (
    "<div class='sns_share'><a href='#'>페이스북</a> <a href='#'>엑스</a> <button>주소 복사</button></div>",
    "<div class='attach'><strong>첨부파일</strong><a href='/down.do?f=1'>안내문.hwp</a></div>",
    "<table class='nb'><tr><th>이전글</th><td><a href='?no=1'>수도 요금 안내</a></td></tr><tr><th>다음글</th><td>없음</td></tr></table>",
    "<div class='btns'><a href='/list'>목록</a></div>",
    "<div class='kogl'><img src='/kogl.png' alt=''>본 저작물은 “공공누리” 제4유형 조건에 따라 이용할 수 있습니다.</div>",
    "<div class='satisfy'><p>이 페이지에서 제공하는 정보에 만족하십니까?</p><input type='radio'>예<button>확인</button></div>",
    "<div class='manager'><dl><dt>담당부서</dt><dd>홍보담당관</dd><dt>전화번호</dt><dd>000-000-0000</dd></dl></div>",
    "<div class='comment'><h4>댓글 2</h4><ul><li>잘 읽었습니다.</li><li>고맙습니다.</li></ul></div>",
    "<div class='related'><h4>관련기사</h4><ul><li><a href='?no=3'>학교 앞 과속 단속 강화</a></li></ul></div>",
    "<div class='support'><p>독자의 후원이 신문을 지킵니다.</p><a href='/support'>후원하기</a></div>",
    "<div class='ai_box'><strong>AI 요약</strong><ul><li>차단봉을 세운다</li></ul></div>",
    "<p class='copy'>저작권자 © 달빛신문 무단전재 및 재배포 금지</p>",
)
TEXT = f"{SENTENCE}\n\n시는 3월까지 공사를 마친다고 밝혔다."
BODY = f"<p>{SENTENCE}</p><p>시는 3월까지 공사를 마친다고 밝혔다.</p>"


def body_of(markup: str) -> str:
    article = read_article(page(markup))
    assert article is not None
    return article.body


@given(st.permutations(FURNITURE), st.integers(0, len(FURNITURE)))
def test_furniture_around_never_changes_the_body(pieces: list[str], count: int) -> None:
    assert body_of(post(BODY, after="".join(pieces[:count]))) == TEXT


@given(st.lists(st.sampled_from(FURNITURE[:2]), max_size=2, unique=True))
def test_share_bars_and_files_above_never_change_the_body(above: list[str]) -> None:
    assert (
        body_of(f"<div class='view'><h3>{TITLE}</h3>{LABELS}{''.join(above)}<div class='view_cont'>{BODY}</div></div>")
        == TEXT
    )


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (f"<p>{SENTENCE}</p><div class='article_share'><a href='#'>공유</a><a href='#'>인쇄</a></div>", SENTENCE),
        (f"<p>{SENTENCE}</p><span class='blind'>새 창 열림</span>", SENTENCE),
        (
            f"<div class='tail' id='tail'>[출처] 달빛시 누리집에서 알려 드립니다</div><p>{SENTENCE}</p>" * 2,
            f"{SENTENCE}\n\n{SENTENCE}",
        ),
        (
            f"<p>{SENTENCE}</p><figure><img src='/a.jpg'><figcaption>공사 현장. 달빛시 제공</figcaption></figure>",
            f"{SENTENCE}\n\n공사 현장. 달빛시 제공",
        ),
        (
            f"<p>{SENTENCE}</p><table><caption>공사 구간 표로 구간, 길이를 제공합니다</caption><tr><td>가</td><td>나</td></tr></table>",
            f"{SENTENCE}\n\n가\t나",
        ),
        (
            f"<p>{SENTENCE}</p><table><caption>공사 구간</caption><tr><td>가</td><td>나</td></tr></table>",
            f"{SENTENCE}\n\n공사 구간\n가\t나",
        ),
        (
            f"<p>{SENTENCE}</p><p>※ 담당부서: 교통안전과(☎000-123-4567)</p><p>목록</p>",
            f"{SENTENCE}\n\n※ 담당부서: 교통안전과(☎000-123-4567)\n\n목록",
        ),
    ],
)
def test_inside_the_body(inside: str, text: str) -> None:
    assert body_of(post(inside)) == text


def test_two_blocks_side_by_side_are_one_body() -> None:
    markup = f"<div class='v'><h3>{TITLE}</h3>{LABELS}<div class='box'><img src='/a.jpg'></div><div class='box'>{BODY}</div></div>"
    article = read_article(page(markup))
    assert article is not None
    assert (article.body, [image.url for image in article.images]) == (TEXT, ["https://dalbit.example/a.jpg"])


def test_rows_of_a_layout_table() -> None:
    rows = f"<tr><td><b>{TITLE}</b></td></tr><tr><td>작성자 : 김 ㅣ 조회수 : 3</td></tr>"
    rows += f"<tr><td><table><tr><td>{BODY}</td></tr></table></td></tr>"
    assert body_of(f"<table><tr><td><table>{rows}</table></td></tr></table>") == TEXT


def test_a_body_in_a_hidden_field() -> None:
    article = read_article(
        page(
            post("")
            + "<input type='hidden' id='content' value='&lt;p&gt;"
            + SENTENCE
            + " 시는 공사를 서두른다.&lt;/p&gt;'>"
        )
    )
    assert article is not None
    assert article.body == f"{SENTENCE} 시는 공사를 서두른다."
    assert article.body_html is not None
    assert article.warnings == ["body is in a hidden field: content"]


def test_a_body_in_a_frame_is_told_with_its_address() -> None:
    article = read_article(page(post("<iframe src='/content.do?no=12'></iframe>")))
    assert article is not None
    assert article.body == ""
    assert article.warnings == ["body is in an iframe: https://dalbit.example/content.do?no=12"]


def test_pictures() -> None:
    pictures = (
        "<figure><img src='data:image/gif;base64,x' data-src='/lazy.jpg' alt='현장'><figcaption>공사 현장</figcaption></figure>"
        "<img src='/pixel.gif' width='1' height='1'><img src='/img/btn_list.gif'><img src='/lazy.jpg'><img src='javascript:x'>"
    )
    article = read_article(page(post(BODY + pictures)))
    assert article is not None
    assert [(image.url, image.alt, image.caption) for image in article.images] == [
        ("https://dalbit.example/lazy.jpg", "현장", "공사 현장")
    ]


def test_body_html_is_safe_and_absolute() -> None:
    markup = f"<p onclick='x()' style='color:red'>{SENTENCE}</p><script>x()</script>"
    markup += "<a href='../a.hwp'>양식</a><img src='b.png' onerror='x()'>"
    article = read_article(page(post(markup + "<form><input name='q'><button>찾기</button></form>")))
    assert article is not None
    assert article.body_html == (
        f'<div><p>{SENTENCE}</p><a href="https://dalbit.example/a.hwp">양식</a><img src="https://dalbit.example/news/b.png"></div>'
    )


def test_body_html_keeps_every_no_break_space_and_ampersand() -> None:
    """nh3 is given stand-ins for both; what comes back is what it makes of the signs themselves."""
    blanks, link = "&nbsp;" * 200, '<a href="https://dalbit.example/?a=1&amp;b=2">A&amp;B</a>'
    article = read_article(page(post(f"<p>{SENTENCE}{blanks}A&amp;amp;B &amp;nbsp; &#1;&#2;&lt;b&gt;{link}</p>")))
    assert article is not None
    assert article.body_html == (f"<div><p>{SENTENCE}{blanks}A&amp;amp;B &amp;nbsp; &lt;b&gt;{link}</p></div>")


def test_content_after_the_end_of_the_document_is_read() -> None:
    whole = f"<html><head><title>달빛시</title></head><body><p>메뉴</p></body></html>{post(BODY)}"
    article = read_article(page(whole, url=URL))
    assert article is not None
    assert article.body == TEXT
