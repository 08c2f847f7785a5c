"""A made board of a town that does not exist, as pages in a folder: listings, articles of about 35 KB, and the truth about each post.

The pages have what a government's pages have around a post (menus of six levels' worth, share buttons, neighbours, a survey, a footer of
links), and bodies as the Hangul word processor leaves them: every number, mark and particle in a span of its own. All follows from a seed.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from html import escape
from pathlib import Path

import msgspec

from newscrawl.demo.body import Block, Paragraph, Table, plain
from newscrawl.demo.markup import render
from tests.servers.boards import ACTIONS, NEWEST, OFFICES, PROJECTS, SENTENCES, UNITS

BOARD = "BBS_0000001"
LISTING = f"/board/list.do?bbsId={BOARD}&pageIndex="
ARTICLE = f"/board/view.do?bbsId={BOARD}&nttId="
FIRST = LISTING + "1"
SIZE = 35_000  # bytes of an article's page, about
TRUTH = "truth.jsonl"

_TOWN = "새봄시"
_NUMBERS_FROM = 41_207
_PAGER = 10
_ADDED = 420  # bytes that a sentence adds to the page for each ten of its characters, about
_SEED = 20_261_101


@dataclass(frozen=True, slots=True)
class Post:
    """One post as its board has it: what a crawler ought to bring home."""

    number: int
    title: str
    body: str
    published_at: str
    view_count: int
    department: str
    attachments: list[str]


def posts(count: int, size: int = SIZE) -> Iterator[tuple[Post, tuple[Block, ...]]]:
    """Yield the board's posts, the newest first, each with the blocks of its body."""
    for place in range(count):
        number = _NUMBERS_FROM + count - place
        draw = random.Random(f"{_SEED}/{number}")
        words = {"town": _TOWN, "project": draw.choice(PROJECTS), "office": draw.choice(OFFICES)}
        blocks = tuple(_blocks(draw, words, size))
        yield (
            Post(
                number=number,
                title=f"{_TOWN}, {words['project']} {draw.randint(2, 98)}{draw.choice(UNITS)} {draw.choice(ACTIONS)}({number})",
                body=plain(blocks),
                published_at=str(NEWEST - timedelta(days=place // 3)),
                view_count=draw.randint(3, 2900),
                department=words["office"],
                attachments=[
                    f"{words['project']} {n + 1}.{draw.choice(('hwp', 'hwpx', 'pdf', 'jpg'))}"
                    for n in range(draw.choice((0, 1, 1, 2, 3)))
                ],
            ),
            blocks,
        )


def _blocks(draw: random.Random, words: dict[str, str], size: int) -> Iterator[Block]:
    room = size - len(_before().encode()) - len(_after().encode()) - 2_000
    while room > 0:
        if draw.random() < 0.06:
            rows = [("구분", "대상", "예산(백만 원)")]
            rows += [
                (f"{n + 1}차", draw.choice(UNITS), f"{draw.randint(1, 9)},{draw.randint(100, 999)}") for n in range(3)
            ]
            yield Table(tuple(rows))
            room -= 5_000
            continue
        sentences = []
        for _ in range(draw.randint(1, 3)):
            sentence = draw.choice(SENTENCES).format(
                **words,
                count=draw.randint(2, 98),
                unit=draw.choice(UNITS),
                day=draw.randint(1, 28),
                month=draw.randint(1, 12),
            )
            sentences.append(sentence)
            room -= len(sentence) * _ADDED // 10
        yield Paragraph((" ".join(sentences),))


def write(folder: Path, count: int, a_page: int = 20) -> int:
    """Write the board's pages and its truth into a folder; return how many listing pages that makes.

    `list/N.html` and `view/NUMBER.html` are the pages, `truth.jsonl` has a `Post` a line.
    """
    for name in ("list", "view"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    pages = (count + a_page - 1) // a_page
    rows: list[Post] = []
    with (folder / TRUTH).open("wb") as truth:
        before: Post | None = None
        for place, (post, blocks) in enumerate(posts(count), 1):
            (folder / "view" / f"{post.number}.html").write_text(_article(post, blocks, before), encoding="utf-8")
            truth.write(msgspec.json.encode(asdict(post)) + b"\n")
            before = post
            rows.append(post)
            if len(rows) == a_page or place == count:
                page = (place + a_page - 1) // a_page
                (folder / "list" / f"{page}.html").write_text(_listing(rows, page, pages, count), encoding="utf-8")
                rows = []
    shutil.copy(folder / "list" / "1.html", folder / "list" / ".html")  # the address without a page number
    (folder / "robots.txt").write_text("User-agent: *\nDisallow: /admin/\n", encoding="utf-8")
    return pages


def truth_of(folder: Path) -> dict[int, Post]:
    """Return the posts of a board that `write` wrote, by number."""
    with (folder / TRUTH).open("rb") as lines:
        return {post.number: post for post in (msgspec.json.decode(line, type=Post) for line in lines)}


_MENU = "시민참여 종합민원 정보공개 새봄소식 분야별정보 새봄소개".split()
_BELOW = (
    "보도자료 새소식 공지사항 고시공고 입법예고 채용공고 입찰정보 행사안내 시정일기 포토뉴스 시보 반상회보 민원편람 여권 세금 부동산 건축 교통"
).split()


def _before(title: str = "보도자료") -> str:
    """Return what stands before a page's own content, from the doctype on."""
    return _head().replace("<title>", f"<title>{escape(title)} | ", 1)


@cache
def _head() -> str:
    styles = "".join(
        f'<link rel="stylesheet" href="/common/css/{name}.css?v=20261030" />\n'
        for name in "reset base layout board sub print".split()
    )
    scripts = "".join(
        f'<script src="/common/js/{name}.js"></script>\n'
        for name in "jquery.min jquery-ui common gnb board swiper sns".split()
    )
    menu = "".join(
        f'<li class="depth1"><a href="/menu/{n:02}00.do">{name}</a><div class="depth2"><ul>\n'
        + "".join(
            f'<li><a href="/menu/{n:02}{m:02}.do?key=2310{n:02}{m:02}" title="{below} 바로가기"><span>{below}</span></a></li>\n'
            for m, below in enumerate(_BELOW)
        )
        + "</ul></div></li>\n"
        for n, name in enumerate(_MENU, 1)
    )
    side = "".join(
        f'<li{" class=on" if name == "보도자료" else ""}><a href="/menu/04{m:02}.do">{name}</a></li>\n'
        for m, name in enumerate(_BELOW[:8])
    )
    return f"""<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8" />
<meta http-equiv="X-UA-Compatible" content="IE=edge" />
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<meta name="description" content="{_TOWN}청 누리집에 오신 것을 환영합니다" />
<meta property="og:site_name" content="{_TOWN}청" /><meta property="og:type" content="website" />
<title>새봄소식 | {_TOWN}청</title>
{styles}{scripts}<script>
$(function () {{ $('#gnb > ul > li').on('mouseenter focusin', function () {{ $(this).addClass('on').siblings().removeClass('on'); }}); }});
function fn_print() {{ window.print(); }}
function fn_search() {{ if (!$('#searchWrd').val()) {{ alert('검색어를 입력하세요.'); return false; }} document.frm.submit(); }}
</script>
</head>
<body>
<ul id="skip"><li><a href="#contents">본문 바로가기</a></li><li><a href="#gnb">주메뉴 바로가기</a></li></ul>
<div id="wrap">
<header id="header"><div class="top"><h1><a href="/"><img src="/images/logo.png" alt="{_TOWN}" /></a></h1>
<ul class="util"><li><a href="/login.do">로그인</a></li><li><a href="/join.do">회원가입</a></li><li><a href="/sitemap.do">누리집지도</a></li><li><a href="/eng/">ENGLISH</a></li></ul>
<form name="topSearch" action="/search.do" method="get"><label for="q">통합검색</label><input type="text" id="q" name="q" /><button type="submit">검색</button></form></div>
<nav id="gnb"><h2 class="hide">주메뉴</h2><ul>
{menu}</ul></nav></header>
<div id="container">
<aside id="lnb"><h2>새봄소식</h2><ul>
{side}</ul></aside>
<main id="contents">
<div class="location"><a href="/">홈</a> &gt; <a href="/menu/0400.do">새봄소식</a> &gt; <strong>보도자료</strong></div>
<div class="tit_area"><h3>보도자료</h3><ul class="sns"><li><a href="#" onclick="fn_sns('facebook');return false;">페이스북 공유</a></li><li><a href="#" onclick="fn_sns('twitter');return false;">트위터 공유</a></li><li><a href="#" onclick="fn_print();return false;">인쇄</a></li></ul></div>
"""


@cache
def _after() -> str:
    """Return what stands behind a page's own content."""
    offices = "".join(f'<option value="/office/{n}.do">{office}</option>' for n, office in enumerate(OFFICES * 3))
    sites = "".join(
        f'<li><a href="https://www.example.org/{n}" target="_blank">{name} 누리집</a></li>'
        for n, name in enumerate(_BELOW)
    )
    stars = "".join(
        f'<input type="radio" name="score" id="s{n}" value="{n}" /><label for="s{n}">{label}</label>'
        for n, label in enumerate(("매우만족", "만족", "보통", "불만족", "매우불만족"))
    )
    return f"""
<div class="satisfaction"><form name="survey" action="/survey.do" method="post"><fieldset><legend>만족도 조사</legend>
<p>현재 페이지에서 제공되는 서비스에 만족하십니까?</p>{stars}<button type="submit">의견 등록</button></fieldset></form>
<dl class="charge"><dt>콘텐츠 관리</dt><dd>홍보담당관 063-000-2114</dd></dl></div>
</main></div>
<footer id="footer"><ul class="links">{sites}</ul><div class="family"><label for="fam">부서 누리집</label><select id="fam">{offices}</select></div>
<ul class="policy"><li><a href="/privacy.do"><strong>개인정보처리방침</strong></a></li><li><a href="/copyright.do">저작권보호정책</a></li><li><a href="/email.do">이메일무단수집거부</a></li></ul>
<address>(00000) {_TOWN} 시청로 1 ({_TOWN}청) 대표전화 063-000-0000 팩스 063-000-0001</address>
<p class="copy">COPYRIGHT (C) SAEBOM CITY. ALL RIGHTS RESERVED.</p></footer>
</div>
<script>var _n_sid = "1700000000"; document.write('<scr' + 'ipt src="/common/js/log.js"></scr' + 'ipt>');</script>
</body>
</html>
"""


def _article(post: Post, blocks: tuple[Block, ...], newer: Post | None) -> str:
    files = "".join(
        f'<li><a href="/cmm/fms/FileDown.do?atchFileId=FILE_{post.number:015}&amp;fileSn={n}" class="file">{escape(name)}</a> '
        f'<span class="size">({120 + 37 * n} KB)</span> <a href="/viewer.do?f={post.number}_{n}" class="btn_view" target="_blank">미리보기</a></li>'
        for n, name in enumerate(post.attachments)
    )
    above = (
        f'<a href="{escape(ARTICLE + str(newer.number))}">{escape(newer.title)}</a>' if newer else "다음글이 없습니다."
    )
    return f"""{_before(post.title)}<div class="board_view">
<h4 class="view_title">{escape(post.title)}</h4>
<ul class="view_info"><li><span class="tit">담당부서</span><span class="txt">{post.department}</span></li><li><span class="tit">작성일</span><span class="txt">{post.published_at}</span></li><li><span class="tit">조회수</span><span class="txt">{post.view_count:,}</span></li></ul>
{f'<div class="view_file"><strong>첨부파일</strong><ul>{files}</ul></div>' if files else ""}
<div class="view_cont">
{render(blocks, "hangul", str)}
</div>
<div class="kogl"><img src="/images/kogl1.png" alt="공공누리 제1유형" /><p>본 저작물은 "공공누리 제1유형:출처표시" 조건에 따라 이용할 수 있습니다.</p></div>
<div class="btn_area"><a href="{escape(FIRST)}" class="btn_list">목록</a></div>
<dl class="view_nav"><dt>다음글</dt><dd>{above}</dd></dl>
</div>{_after()}"""


def _listing(rows: list[Post], page: int, pages: int, count: int) -> str:
    body = "".join(
        f"<tr><td>{post.number - _NUMBERS_FROM}</td>"
        f'<td class="subject"><a href="{escape(ARTICLE + str(post.number))}">{escape(post.title)}</a></td><td>{post.department}</td>'
        f"<td>{post.published_at}</td><td>{post.view_count}</td>"
        f"<td>{'<img src=/images/file.gif alt=첨부파일>' if post.attachments else ''}</td></tr>\n"
        for post in rows
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("번호", "제목", "담당부서", "작성일", "조회", "첨부"))
    return f"""{_before()}<div class="board_list">
<form name="frm" action="/board/list.do" method="get"><p class="total">전체 <strong>{count:,}</strong>건, {page}/{pages} 쪽</p>
<select name="searchCnd"><option value="0">제목</option><option value="1">내용</option></select><input type="text" id="searchWrd" name="searchWrd" title="검색어" /><button type="button" onclick="fn_search()">검색</button></form>
<table class="list"><caption>보도자료 목록: 번호, 제목, 담당부서, 작성일, 조회, 첨부</caption><thead><tr>{heads}</tr></thead><tbody>
{body}</tbody></table>
<div class="paging">{_pager(page, pages)}</div></div>{_after()}"""


def _pager(page: int, pages: int) -> str:
    start = (page - 1) // _PAGER * _PAGER + 1
    shown = [
        f"<strong>{other}</strong>" if other == page else f'<a href="{escape(LISTING + str(other))}">{other}</a>'
        for other in range(start, min(start + _PAGER, pages + 1))
    ]
    if start + _PAGER <= pages:
        shown.append(f'<a href="{escape(LISTING + str(start + _PAGER))}" class="next">다음</a>')
        shown.append(f'<a href="{escape(LISTING + str(pages))}" class="last">마지막</a>')
    return " ".join(shown)


def day_of(text: str) -> date:
    """Return the day that starts an ISO date or time."""
    return date.fromisoformat(text[:10])
