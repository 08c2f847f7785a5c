"""Articles of 33 KB as the portals of local governments have them: the post is a third of the page, menus of 200 links most of the rest."""

from __future__ import annotations

from datetime import date, timedelta

from newscrawl.demo.body import parse, plain
from newscrawl.demo.markup import render
from newscrawl.reading import Page
from tests.quality.samples import Sample

HOST = "https://www.onsae.example"
_AREAS = ("시정소식", "민원안내", "열린시정", "분야별 정보", "정보공개", "복지", "문화관광", "온새 소개")
_TOPICS = (
    "보도자료 공지사항 고시공고 입법예고 채용안내 시험정보 여권발급 무인민원발급기 민원서식 지방세납부 자동차등록 "
    "부동산정보 일자리센터 공공자전거 도서관이용 평생학습관 보건소진료 재난안전 생활쓰레기 반려동물 문화재안내 축제일정 주차장현황 버스노선"
).split()
_TEXT = """
온새시는 {day}부터 강변 산책로 {number}구간을 새로 열고, 시민 1,200명에게 ‘걷기 지도’를 나누어 준다고 밝혔다.

이번에 여는 구간은 온새대교에서 한들공원까지 2.4km이며, 2024년부터 3년 동안 시비 38억 원을 들여 다듬었다. 가로등 120개와
긴 의자 40개를 놓고, 유모차와 바퀴 의자가 다니도록 턱을 모두 없앴다.

| 구간 | 길이 | 여는 날 |
| 온새대교 ~ 새벌교 | 1.1km | {day} |
| 새벌교 ~ 한들공원 | 1.3km | {day} |

시 관계자는 “비가 많이 오면 물에 잠기는 곳이므로, 문자로 알림을 받으면 들어가지 말아 달라”고 당부했다.
걷기 지도는 동 주민센터 12곳과 시청 1층 민원실에서 받을 수 있다.
"""


def portal_articles(count: int = 20) -> list[Sample]:
    """Return articles of one board, with their truth: the furniture is the same on each, numbers, dates and texts are not."""
    return [_article(number) for number in range(1, count + 1)]


def _article(number: int) -> Sample:
    day = date(2026, 1, 5) + timedelta(days=number)
    blocks = parse(_TEXT.format(day=f"{day.month}월 {day.day}일", number=number))
    title = f"강변 산책로 {number}구간 개방"
    files = [f"산책로 {number}구간 지도.hwp", f"현장 사진 {number}.jpg"]
    body = render(blocks, "hangul", str)
    page = Page(
        url=f"{HOST}/kr/news/view.do?bbsId=B01&nttId={2000 + number}",
        body=_markup(number, title, day, files, body).encode(),
    )
    article = {
        "title": title, "body": plain(blocks), "published_at": day.isoformat(), "view_count": 1000 + number, "department": "하천과",
        "author": None, "category": None, "attachments": [{"name": name} for name in files],
    }  # fmt: skip
    return Sample(f"portal-{number}", "portal", page, {"kind": "article", "article": article, "listing": None})


def _markup(number: int, title: str, day: date, files: list[str], body: str) -> str:
    areas = "".join(
        f'<li class="depth1"><a href="/kr/a{area}/index.do?menuId={area:02d}00"><span>{name}</span></a><ul class="depth2">'
        + "".join(
            f'<li><a href="/kr/a{area}/s{topic}.do?menuId={area:02d}{topic:02d}">{word}</a></li>'
            for topic, word in enumerate(_TOPICS)
        )
        + "</ul></li>"
        for area, name in enumerate(_AREAS)
    )
    side = "".join(
        f'<li><a href="/kr/news/list{at}.do?bbsId=B{at:02d}">{word}</a></li>' for at, word in enumerate(_TOPICS[:12])
    )
    links = "".join(
        f'<a href="/cmm/fms/FileDown.do?atchFileId=FILE_{number:06d}&amp;fileSn={at}">{name}</a> ({120 + at} KB)<br>'
        for at, name in enumerate(files)
    )
    return f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{title} - 보도자료 | 온새시청</title>
<meta name="viewport" content="width=device-width"><meta property="og:title" content="{title}"><link rel="stylesheet" href="/css/kr.css">
<script src="/js/jquery.min.js"></script><script>function goList() {{ location.href = '/kr/news/list.do?bbsId=B01'; }}</script></head><body>
<div id="skipNav"><a href="#content">본문 바로가기</a></div><header id="header"><h1><a href="/kr">온새시</a></h1>
<form action="/kr/search.do"><input type="text" name="q" title="검색어"><button type="submit">검색</button></form></header>
<div class="topmenu"><ul>{areas}</ul></div><div id="container"><div class="sidemenu"><h2>시정소식</h2><ul>{side}</ul></div>
<div id="content"><div class="location"><a href="/kr">홈</a> &gt; <a href="/kr/news">시정소식</a> &gt;
<strong>보도자료</strong></div><h3>보도자료</h3>
<div class="bbs_view"><table class="view_table"><caption>보도자료 상세보기</caption><tbody>
<tr><th scope="row">제목</th><td colspan="3">{title}</td></tr>
<tr><th scope="row">담당부서</th><td>하천과</td><th scope="row">작성일</th><td>{day.isoformat()}</td></tr>
<tr><th scope="row">조회수</th><td colspan="3">{1000 + number:,}</td></tr>
<tr><th scope="row">첨부파일</th><td colspan="3">{links}</td></tr></tbody></table>
<div class="view_cont">{body}</div><div class="btn_area"><a href="javascript:goList();" class="btn">목록</a></div>
<dl class="prevnext"><dt>이전글</dt><dd><a href="view.do?bbsId=B01&amp;nttId={1999 + number}">강변 산책로 {number - 1}구간 개방</a></dd>
<dt>다음글</dt><dd><a href="view.do?bbsId=B01&amp;nttId={2001 + number}">강변 산책로 {number + 1}구간 개방</a></dd></dl></div>
<div class="satisfaction"><form><p>이 페이지에서 제공하는 정보에 만족하십니까?</p>
<label><input type="radio" name="s" value="5"> 매우 만족</label></form></div>
</div></div><footer id="footer"><address>(51111) 온새시 한들로 1 (온새동) 대표전화 055-000-0000</address>
<p>COPYRIGHT ONSAE CITY. ALL RIGHTS RESERVED.</p>
</footer></body></html>"""
