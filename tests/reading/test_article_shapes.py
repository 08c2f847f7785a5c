"""Where a post's parts may stand: each shape with the page's menu and footer around it, and without."""

from __future__ import annotations

import pytest

from newscrawl.reading.article import read_article
from tests.reading.markup import SENTENCE, TITLE, page

BODY = f"<p>{SENTENCE}</p><p>시는 3월까지 공사를 마친다고 밝혔다.</p>"
TEXT = f"{SENTENCE}\n\n시는 3월까지 공사를 마친다고 밝혔다."
HEAD = f"<h3>{TITLE}</h3><ul class='info'><li>작성일 : 2026-01-05</li><li>조회 : 3</li></ul>"
FILE = "<a href='/down?f=1'>a.hwp</a>"
AROUND = (
    "<ul class='pn'><li>이전글 <a href='?1'>수도요금 안내</a></li><li>다음글 <a href='?2'>청소 안내</a></li></ul>"
    "<a href='/l'>목록</a>"
)
MENU = (
    "<div id='top'><ul><li><a href='/1'>보도자료</a></li><li><a href='/2'>공지사항</a></li><li><a href='/3'>고시공고</a></li></ul></div>"
    "<h2>보도자료</h2>"
)
FOOT = "<div class='bottom'><p>04567 달빛시 은하로 1 대표전화 000-120</p><p>ⓒ 달빛시</p></div>"

SHAPES = {
    "rows of labels": (
        (
            f"<table><tr><th>제목</th><td>{TITLE}</td></tr><tr><th>작성일</th><td>2026-01-05</td></tr>"
            f"<tr><th>내용</th><td>{BODY}</td></tr><tr><th>첨부파일</th><td>{FILE} [12 byte]</td></tr></table>"
        ),
        TEXT,
    ),
    "definition list": (
        (
            f"<dl><dt>제목</dt><dd>{TITLE}</dd><dt>등록일</dt><dd>2026-01-05</dd><dt>조회</dt><dd>3</dd><dt>내용</dt><dd>{BODY}</dd>"
            f"<dt>첨부</dt><dd>{FILE}</dd></dl>"
        ),
        TEXT,
    ),
    "paragraphs without a holder": (f"<div>{HEAD}{BODY}<div class='files'><b>첨부</b>{FILE}</div></div>", TEXT),
    "named paragraphs": (
        f"<div>{HEAD}<p class='0'>{SENTENCE}</p><p class='0'>붙임 참조</p></div>",
        f"{SENTENCE}\n\n붙임 참조",
    ),
    "labels below": (
        f"<div><h3>{TITLE}</h3><div class='cont'>{BODY}</div><ul class='i'><li>작성자 : 홍보실</li><li>작성일 : 2026-01-05</li></ul></div>",
        TEXT,
    ),
    "files above": (
        f"<div>{HEAD}<div class='fl'><strong>첨부파일(1)</strong><ul><li>{FILE}</li></ul></div><div>{BODY}</div></div>",
        TEXT,
    ),
    "share bar in the heading": (
        f"<div><div class='hd'><div class='sns'><a href='#'>페이스북</a><a href='#'>엑스</a></div>{HEAD}</div><div>{BODY}</div></div>",
        TEXT,
    ),
    "text in a side column": (
        (
            f"<div><div class='main'>{HEAD}<div class='news_body'>{BODY}</div></div><div class='right_col'><h4>인기 기사</h4>"
            f"<ol><li><a href='?3'>달빛시 소식</a></li></ol><p>{SENTENCE * 4}</p></div></div>"
        ),
        TEXT,
    ),
    "votes below": (
        f"<div>{HEAD}<div class='c'>{BODY}</div><div class='a'><a href='#'>추천 0</a> <a href='#'>신고</a></div></div>",
        TEXT,
    ),
    "labels inside the body": (
        (
            f"<div>{HEAD}<div class='cont'><table><tr><td>담당부서</td><td>교통과</td></tr>"
            "<tr><td>길이</td><td>2</td></tr></table></div></div>"
        ),
        "담당부서\t교통과\n길이\t2",
    ),
    "headings inside the body": (
        f"<div>{HEAD}<div class='cont'><h4>□ 개요</h4><p>{SENTENCE}</p><h4>□ 문의</h4><p>교통과</p></div></div>",
        f"□ 개요\n\n{SENTENCE}\n\n□ 문의\n\n교통과",
    ),
    "a link alone": (
        f"<div>{HEAD}<div class='cont'><p><a href='https://x.example'>신청 바로가기</a></p></div></div>",
        "신청 바로가기",
    ),
    "two words": (
        f"<div>{HEAD}<div class='view_cont'>붙임 참조</div><div class='f'><b>첨부</b>{FILE}</div></div>",
        "붙임 참조",
    ),
    "words of furniture": (
        f"<div>{HEAD}<div class='view_cont'><p>첨부파일</p><p>위 파일을 참고하시기 바랍니다.</p></div></div>",
        "첨부파일\n\n위 파일을 참고하시기 바랍니다.",
    ),
    "old layout": (
        (
            f"<center><table><tr><td><font size=4><b>{TITLE}</b></font></td></tr>"
            f"<tr><td>글쓴이 : 관리자&nbsp;&nbsp;날짜 : 2026-01-05&nbsp;&nbsp;조회 : 3</td></tr>"
            f"<tr><td>{SENTENCE}<br><br>끝.</td></tr></table></center>"
        ),
        f"{SENTENCE}\n\n끝.",
    ),
}


@pytest.mark.parametrize("around", [("", ""), (MENU, FOOT)], ids=["alone", "within a page"])
@pytest.mark.parametrize("shape", SHAPES)
def test_shape(shape: str, around: tuple[str, str]) -> None:
    markup, text = SHAPES[shape]
    article = read_article(page(around[0] + markup + AROUND + around[1]))
    assert article is not None
    assert article.evidence.value("title") == TITLE
    assert article.evidence.value("published_at") == "2026-01-05"
    assert article.body == text
    assert [file.name for file in article.attachments] == (["a.hwp"] if FILE in markup else [])
