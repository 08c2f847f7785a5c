"""Boards of towns that do not exist: posts composed from a seed, shown in pages of several makes. A page is made when it is asked for."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from html import escape
from ipaddress import IPv4Address
from math import ceil

ROWS = 10  # a listing page
BLOCK = 10  # page numbers that a pager shows
NEWEST = date(2024, 11, 29)

TOWNS = "가람군 누리시 다솜군 라온시 마루군 바른시 새미군 아라시 자올군 한결시".split()
PROJECTS = (
    "봄꽃 축제|농촌 일손 돕기|어르신 예방접종|청년 창업 지원|마을 회관 정비|하천 환경 정화|작은 도서관 운영|전통시장 활성화|"
    "산불 예방 순찰|수돗물 수질 검사|어린이 통학로 개선|농기계 임대 사업|치매 안심 마을|귀농 귀촌 교육|도로 제설 대책|문화재 야행"
).split("|")
ACTIONS = (
    "본격 추진|점검 나서|참여자 모집|설명회 열어|확대 운영|주민 의견 듣는다|마무리 단계|성과 보고회 개최|업무 협약 맺어|예산 확보"
).split("|")
UNITS = "개 마을|개 읍면동|곳|개 학교|가구|개 단체".split("|")
OFFICES = "기획예산실 주민복지과 환경위생과 농업기술센터 보건소 문화관광과 건설교통과 평생학습원".split()
OPENINGS = (
    "{town}에서는 올해 들어 {project} 사업을 {count}{unit} 규모로 벌이고 있다.",
    "{town} {office}에서 ‘{project}’에 힘을 쏟는다. 대상은 모두 {count}{unit}이다.",
    "‘{project}’에 {town}과(와) {count}{unit}의 손이 모였다.",
)
SENTENCES = (
    "이번 사업에는 군비 {count}억 {day}00만 원이 들어가며, 내년 {month}월까지 단계별로 이어진다.",
    "담당 공무원과 주민 {count}명은 현장을 함께 돌아보며 불편한 점을 하나하나 살폈다.",
    "특히 {month}월부터는 {project} 신청을 읍·면 사무소에서도 받아 먼 길을 오가는 불편을 덜게 된다.",
    "{office} 관계자는 “주민들의 목소리를 더 가까이에서 듣겠다”고 말했다.",
    "지난해 같은 기간보다 {day}% 늘어난 수치로, 참여한 {count}{unit}의 만족도도 높게 나타났다.",
    "신청을 바라는 사람은 {month}월 {day}일까지 {office}로 서류를 내면 된다.",
    "현장에서는 안전 요원 {day}명이 배치되어 사고 없이 행사를 마칠 수 있었다.",
    "{town} 측은 앞으로도 {project}에 관한 의견을 모아 다음 계획에 담을 예정이다.",
    "비가 내리는 궂은 날씨에도 {count}명이 넘는 주민이 자리를 지켜 뜻을 더했다.",
    "한편 {town}에서는 {month}월에 열릴 평가에서 우수 기관으로 뽑히는 것을 목표로 삼고 있다.",
)
DAYS = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y년 %m월 %d일")
PATHS = (
    ("/list", "/list?page={}", "/view?no={}"),
    ("/bbs/board.php?bo_table=news", "/bbs/board.php?bo_table=news&page={}", "/bbs/board.php?bo_table=news&wr_id={}"),
    (
        "/board/list.do?bbsId=BBS_0000001",
        "/board/list.do?bbsId=BBS_0000001&pageIndex={}",
        "/board/view.do?bbsId=BBS_0000001&nttId={}",
    ),
    ("/open/press/list", "/open/press/list?pageNo={}", "/open/press/view/{}"),
)


@dataclass(frozen=True, slots=True)
class Post:
    """One post as its board has it; a secret one is listed, and shown to nobody."""

    number: int
    title: str
    day: date
    paragraphs: tuple[str, ...]
    views: int
    office: str
    files: tuple[str, ...]
    pinned: bool
    secret: bool


class Board:
    """One host's board of news. Everything about it follows from the seed and its place among the hosts."""

    def __init__(self, place: int, posts: int, seed: int) -> None:
        self.host = str(IPv4Address("127.0.0.2") + place)
        self.seed = f"{seed}/{place}"
        draw = random.Random(self.seed)
        self.town = TOWNS[place % len(TOWNS)]
        self.numbers = range(first := draw.randint(1, 90_000), first + posts)
        self.pinned = frozenset(draw.sample(self.numbers, min(place % 4, posts)))
        self.charset = "euc-kr" if place % 5 == 3 else "utf-8"
        self.chunked, self.zipped = place % 3 == 1, place % 2 == 1
        self.first, self.listing, self.article = PATHS[place % len(PATHS)]
        self.layout = LISTINGS[place % len(LISTINGS)]
        self.skin = ARTICLES[(place + place // 4) % len(ARTICLES)]
        self.day = DAYS[place // 3 % len(DAYS)]
        ordinary = [number for number in reversed(self.numbers) if number not in self.pinned]
        self.pages = max(1, ceil(len(ordinary) / ROWS))
        self._ordinary = ordinary
        self._shown: dict[str, Callable[[], str]] = {self.first: partial(self._list, 1)}
        self._shown |= {self.listing.format(page): partial(self._list, page) for page in range(1, self.pages + 1)}
        self._shown |= {self.article.format(number): partial(self._article, number) for number in self.numbers}

    def page(self, target: str) -> bytes | None:
        """Return what the board shows at a target (path and query), None where it has nothing."""
        show = self._shown.get(target)
        return show().encode(self.charset) if show else None

    def post(self, number: int) -> Post:
        """Return the post with this number; the same one whenever it is asked for."""
        draw = random.Random(f"{self.seed}/{number}")
        words = {"town": self.town, "project": draw.choice(PROJECTS), "office": draw.choice(OFFICES)}

        def told(sentence: str) -> str:
            return sentence.format(
                **words,
                count=draw.randint(2, 98),
                unit=draw.choice(UNITS),
                day=draw.randint(1, 28),
                month=draw.randint(1, 12),
            )

        secret = draw.random() < 0.02 and number not in self.pinned
        title = told("{town}, {project} {count}{unit} " + draw.choice(ACTIONS))
        lengths = [
            draw.randint(1, 4) for _ in range(round(2 ** draw.uniform(0.5, 5.2)))
        ]  # few are long: pages of 3 to 30 KB
        paragraphs = [" ".join(told(draw.choice(SENTENCES)) for _ in range(length)) for length in lengths]
        return Post(
            number=number,
            title="비밀글입니다." if secret else title,
            day=NEWEST - timedelta(days=(self.numbers[-1] - number) // 2),
            paragraphs=(told(draw.choice(OPENINGS)), *paragraphs),
            views=draw.randint(3, 900),
            office=words["office"],
            files=tuple(
                f"{words['project']} {n}.{draw.choice(('hwp', 'pdf', 'jpg'))}" for n in range(draw.choice((0, 0, 1, 3)))
            ),
            pinned=number in self.pinned,
            secret=secret,
        )

    @property
    def public(self) -> Iterator[Post]:
        """Every post that anybody may read."""
        return (post for post in map(self.post, self.numbers) if not post.secret)

    def shown_day(self, post: Post) -> str:
        """Return a post's day as this board writes days."""
        return post.day.strftime(self.day)

    def address(self, post: Post) -> str:
        """Return a post's address as it stands in the markup."""
        return escape(self.article.format(post.number))

    def listed(self, page: int) -> list[int]:
        """Return the numbers of the posts on a listing page, from 1: the pinned ones stand on each."""
        return [*sorted(self.pinned, reverse=True), *self._ordinary[(page - 1) * ROWS : page * ROWS]]

    def _list(self, page: int) -> str:
        posts = [self.post(number) for number in self.listed(page)]
        return self._frame("보도자료", self.layout(self, posts) + self._pager(page))

    def _article(self, number: int) -> str:
        post = self.post(number)
        if post.secret:
            return "<html><head><script>alert('비밀글입니다. 작성자만 볼 수 있습니다.');history.back();</script></head><body></body></html>"
        back = f'<div class="btns"><a href="{escape(self.first)}">목록</a></div>'
        return self._frame(post.title, self.skin(self, post) + back)

    def _pager(self, page: int) -> str:
        start = (page - 1) // BLOCK * BLOCK + 1
        links = [
            f"<strong>{other}</strong>"
            if other == page
            else f'<a href="{escape(self.listing.format(other))}">{other}</a>'
            for other in range(start, min(start + BLOCK, self.pages + 1))
        ]
        if start + BLOCK <= self.pages:
            links.append(f'<a href="{escape(self.listing.format(start + BLOCK))}" class="next">다음</a>')
        return f'<div class="paging">{" ".join(links)}</div>'

    def _frame(self, title: str, content: str) -> str:
        menu = "".join(f'<li><a href="/menu/{number}">{office}</a></li>' for number, office in enumerate(OFFICES))
        return (
            f'<!doctype html><html lang="ko"><head><meta charset="{self.charset}"><title>{title} | {self.town}</title></head><body>'
            f'<div id="gnb"><a href="/">처음으로</a><ul>{menu}</ul></div><div id="contents"><h2>보도자료</h2>{content}</div>'
            f'<div id="footer"><address>{self.town}청 061-000-0000</address><p>COPYRIGHT {self.town}</p></div></body></html>'
        )


def _table(board: Board, posts: list[Post]) -> str:
    rows = "".join(
        f"<tr><td>{'공지' if post.pinned else post.number}</td>"
        f'<td class="subject"><a href="{board.address(post)}">{post.title}</a></td>'
        f"<td>{post.office}</td><td>{board.shown_day(post)}</td><td>{post.views}</td></tr>"
        for post in posts
    )
    heads = "".join(f"<th>{name}</th>" for name in ("번호", "제목", "담당부서", "작성일", "조회"))
    return f'<table class="board"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _items(board: Board, posts: list[Post]) -> str:
    rows = "".join(
        f'<li{" class=notice" if post.pinned else ""}><a href="{board.address(post)}" class="tit">{post.title}</a>'
        f'<span class="part">{post.office}</span><span class="date">{board.shown_day(post)}</span>'
        f'<span class="hit">조회 {post.views}</span></li>'
        for post in posts
    )
    return f'<ul class="board_list">{rows}</ul>'


def _cards(board: Board, posts: list[Post]) -> str:
    rows = "".join(
        f'<div class="card{" notice" if post.pinned else ""}"><a href="{board.address(post)}">'
        f'<strong class="title">{post.title}</strong></a>'
        f'<p class="info"><span>작성일 {board.shown_day(post)}</span> <span>조회수 {post.views}</span></p></div>'
        for post in posts
    )
    return f'<div class="cards">{rows}</div>'


def _body(post: Post) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)


def _files(post: Post) -> list[str]:
    return [
        f'<a href="/download?no={post.number}&amp;file={place}">{name}</a>' for place, name in enumerate(post.files)
    ]


def _view_table(board: Board, post: Post) -> str:
    files = f"<tr><th>첨부파일</th><td colspan='3'>{'<br>'.join(_files(post))}</td></tr>" if post.files else ""
    return (
        f"<table class='view'><tr><th>제목</th><td colspan='3'>{post.title}</td></tr>"
        f"<tr><th>작성일</th><td>{board.shown_day(post)}</td><th>조회수</th><td>{post.views}</td></tr>"
        f"<tr><th>담당부서</th><td colspan='3'>{post.office}</td></tr>{files}"
        f"<tr><td colspan='4' class='content'>{_body(post)}</td></tr></table>"
    )


def _view_heading(board: Board, post: Post) -> str:
    files = "".join(f"<li>{file}</li>" for file in _files(post))
    return (
        f'<div class="view_head"><h3>{post.title}</h3><ul class="info"><li>작성일 : {board.shown_day(post)}</li>'
        f"<li>담당부서 : {post.office}</li><li>조회수 : {post.views}</li></ul></div>"
        f'<div class="view_con">{_body(post)}</div><ul class="file_list">{files}</ul>'
    )


def _view_terms(board: Board, post: Post) -> str:
    files = f"<dl><dt>첨부파일</dt>{''.join(f'<dd>{file}</dd>' for file in _files(post))}</dl>" if post.files else ""
    return (
        f'<div class="bbs_view"><h4 class="subject">{post.title}</h4><dl><dt>작성자</dt><dd>{post.office}</dd><dt>등록일</dt>'
        f"<dd>{board.shown_day(post)}</dd><dt>조회</dt><dd>{post.views}</dd></dl>{files}<div class='bbs_content'>{_body(post)}</div></div>"
    )


LISTINGS = (_table, _items, _cards)
ARTICLES = (_view_table, _view_heading, _view_terms)
