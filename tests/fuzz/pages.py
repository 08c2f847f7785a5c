"""Pages to mutate, of the shapes that boards have, and the addresses and moment they are read at."""

from __future__ import annotations

from datetime import datetime

from newscrawl.reading import Page

NOW = datetime.fromisoformat("2026-03-09T10:30:00+09:00")
URL = "https://www.onsae.example/news/board.do?bbsId=7&no=412"
URLS = (
    URL,
    "http://onsae.example/xe/index.php?mid=news&document_srl=9&page=2",
    "https://onsae.example/bbs/board.php?bo_table=press&wr_id=31",
    "https://news.onsae.example/news/articleView.html?idxno=88",
    "https://onsae.example/%ED%95%9C?a=%zz&&=;b#c",
    "https://온새.example/게시판/3",
    "http://127.0.0.1:8103",
)

ROWS = "".join(
    f"""<tr{' class="notice"' if number == 419 else ""}><td>{"공지" if number == 419 else number}</td>
<td class="subject">
<a href="board.do?bbsId=7&amp;no={number}" title="나루 시장 {number}번 골목 새 단장">나루 시장 {number}번 골목…</a>
<span class="cmt">[{number % 4}]</span></td><td>시장{number % 3}과</td><td>{date}</td><td>{number * 7:,}</td><td>
<img src="f.gif" alt="첨부파일"></td></tr>"""
    for number, date in zip(
        range(419, 407, -1),
        ("10:23", "어제", "03-07", *["2026.03.0" + day for day in "654321"], *["26-02-2" + day for day in "876"]),
        strict=True,
    )
)

BOARD = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>나루 시장 412번 골목 새 단장 | 온새시청</title>
<meta property="og:title" content="나루 시장 412번 골목 새 단장"><meta property="og:type" content="article">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"나루 시장","datePublished":"2026-03-05T09:10:00+00:00"}}</script>
<script>function fn_page(n){{ var f = document.forms['frm']; f.pageIndex.value = n; f.action = '/news/board.do'; f.submit(); }}
function fn_down(a, b){{ location.href = '/down.do?id=' + a + '&sn=' + b; }}</script></head>
<body><div id="gnb"><ul><li><a href="/">홈</a></li><li><a href="/news">새소식</a></li><li>
<a href="/intro">시 소개</a></li></ul></div>
<form name="frm" method="post" action="/news/board.do"><input type="hidden" name="pageIndex" value="1">
<input type="hidden" name="bbsId" value="7">
<select name="key"><option>제목</option></select><input name="word"></form>
<h2>새소식</h2><table class="view"><caption>글 보기</caption><tr><th>제목</th>
<td colspan="3">나루 시장 412번 골목 새 단장</td></tr>
<tr><th>작성자</th><td>시장1과</td><th>작성일</th><td>2026-03-05 09:10</td></tr><tr><th>조회수</th><td>2,884회</td>
<th>문의</th><td>052-000-0000</td></tr>
<tr><th>첨부파일</th><td colspan="3">
<a href="javascript:fn_down('A7', 0)">안내문.hwp (38KB)</a> <a href="/prev.do?id=A7">미리보기</a></td></tr>
<tr><td colspan="4" class="cont"><p style="margin:0"><span lang="EN-US">3</span><span>월 </span><span>9</span>
<span>일부터 나루 시장 </span><span>‘</span>
<span>제</span>1<span>회 장날</span><span>’</span><span>이 열린다<o:p></o:p>.</span></p><p>&nbsp;</p><table border="1"><tr>
<td>날</td><td>때</td></tr>
<tr><td>9일</td><td>10:00~12:00</td></tr></table><p>비가 오면\u00ad 다음 장날로 미룬다.<br>물을 것은 시장1과로.</p>
<img src="/i/1.jpg" alt="골목"></td></tr></table>
<div class="kogl">공공누리 제1유형</div><dl class="near"><dt>이전글</dt><dd>
<a href="board.do?bbsId=7&amp;no=411">앞 글</a></dd></dl>
<p>총 <b>1,284</b>건 [1/129]</p><table class="list"><thead><tr><th>번호</th><th>제목</th><th>담당부서</th><th>등록일</th>
<th>조회</th><th>첨부</th></tr></thead>
<tbody>{ROWS}</tbody></table><div class="paging"><strong>1</strong><a href="#" onclick="fn_page(2); return false;">2</a>
<a href="javascript:fn_page(11)">다음</a></div>
<div id="foot">우)00000 온새시 나루길 1 대표전화 052-000-0001 최종수정일 2026-01-01</div></body></html>"""


def page(body: bytes, url: str = URL, *, charset: str | None = None, status: int = 200) -> Page:
    """Return a page as the reader gets it."""
    headers = {"content-type": f"text/html; charset={charset}"} if charset else {}
    return Page(url=url, body=body, status=status, headers=headers, charset=charset, now=NOW)
