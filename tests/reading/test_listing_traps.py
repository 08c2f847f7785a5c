"""Listings whose markup says more, or less, than a board's usual one: what must not be taken for a title, a date, a count or a pin."""

from __future__ import annotations

import pytest

from newscrawl.reading.evidence import ShownListing
from newscrawl.reading.headers import columns_of
from newscrawl.reading.listing import read_listing
from newscrawl.reading.page import Page

URL = "https://www.sample.go.kr/board/list.do?bbsId=7"
TITLES = (
    "은빛공원 물놀이장 다음 달 개장",
    "마을버스 노선 두 곳 신설",
    "봄철 산불 조심 기간 운영",
    "도서관 야간 개방 시작",
    "하천 산책로 등 교체",
)
DAYS = ("2026-03-12", "2026-03-11", "2026-03-09", "2026-03-05", "2026-02-27")
POSTS = tuple(zip(range(25, 20, -1), TITLES, DAYS, strict=True))


def read(body: str, url: str = URL) -> ShownListing:
    listing = read_listing(
        Page(url=url, body=f"<html><head><title>t</title></head><body>{body}</body></html>".encode())
    )
    assert listing is not None
    return listing


def column(listing: ShownListing, name: str) -> list[str | None]:
    return [row.evidence.value(name) for row in listing.rows]


def table(head: str, line: str) -> str:
    """Return a table: `line` is a row's cells, with {n}, {title} and {day}."""
    names = "".join(f"<th>{name}</th>" for name in head.split())
    rows = "".join(f"<tr>{line.format(n=n, title=title, day=day)}</tr>" for n, title, day in POSTS)
    return f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"


LINK = "<a href='view.do?nttId={n}'>{title}</a>"


@pytest.mark.parametrize("badge", ["접수중", "마감", "D-5", "모집 마감", "답변완료"])
def test_the_state_of_a_call_before_a_title_is_no_part_of_it(badge: str) -> None:
    link = f"<a href='view.do?nttId={{n}}'><span class='stat'>{badge}</span> {{title}}</a>"
    assert column(read(table("번호 제목 등록일", f"<td>{{n}}</td><td>{link}</td><td>{{day}}</td>")), "title") == [
        *TITLES
    ]


def test_a_title_that_begins_with_a_word_of_state_stays_whole() -> None:
    link = "<a href='view.do?nttId={n}'>마감 {title}</a>"
    told = column(read(table("번호 제목 등록일", f"<td>{{n}}</td><td>{link}</td><td>{{day}}</td>")), "title")
    assert told == [f"마감 {title}" for title in TITLES]


def test_a_link_to_each_post_s_category_is_not_its_title() -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td><a href='list.do?bbsId=7&sca={n % 2}'>{'소식' if n % 2 else '행사'}</a>"
        f"<div><a href='list.do?bbsId=7&wr_id={n}'>{title}</a></div></td><td>{day}</td></tr>"
        for n, title, day in POSTS
    )
    listing = read(f"<table><tr><th>번호</th><th>제목</th><th>날짜</th></tr>{rows}</table>")
    assert column(listing, "title") == [*TITLES]
    assert [row.url for row in listing.rows] == [
        f"https://www.sample.go.kr/board/list.do?bbsId=7&wr_id={n}" for n, *_ in POSTS
    ]


def test_articles_with_a_class_and_a_header_of_their_own() -> None:
    posts = "".join(
        f"<article id='post-{n}' class='post-{n} post category-local'>"
        f"<header><h2 class='entry-title'><a href='/archives/{n}'>{title}</a></h2>"
        f"<time datetime='{day}T13:31:00+09:00'>{day}</time><span class='author'>한가람</span></header>"
        f"<p>요약 <a href='/archives/{n}'>더 읽기<span class='screen-reader-text'> \"{title}\"</span></a></p></article>"
        for n, title, day in POSTS
    )
    listing = read(f"<main>{posts}<a href='/category/local/page/2'>2</a></main>")
    assert column(listing, "title") == [*TITLES]
    assert column(listing, "published_at") == [f"{day}T13:31:00+09:00" for day in DAYS]
    assert column(listing, "author") == ["한가람"] * len(POSTS)


def test_a_feed_of_bylines_and_dates_without_a_pager() -> None:
    posts = "".join(
        f"<article><a href='/article/{n}'><h3>{title}</h3></a><p><span>한가람 기자</span> · <span>{day}</span></p></article>"
        for n, title, day in POSTS
    )
    listing = read(f"<div>{posts}</div>")
    assert column(listing, "title") == [*TITLES]
    assert column(listing, "published_at") == [*DAYS]


def test_pictures_with_dates_in_parentheses() -> None:
    cells = "".join(
        f"<td><a href='photo.do?no={n}'><img src='/{n}.jpg'></a><br>"
        f"<a href='photo.do?no={n}'>{title}</a><br>({day[2:].replace('-', '.')})</td>"
        for n, title, day in POSTS
    )
    listing = read(f"<table><tr>{cells}</tr></table><p><b>1</b> <a href='?p=2'>2</a></p>")
    assert column(listing, "title") == [*TITLES]
    assert column(listing, "published_at") == [day[2:].replace("-", ".") for day in DAYS]


@pytest.mark.parametrize("word", ["회의일", "종료일", "투표일"])
def test_a_column_of_other_days_is_no_date_of_posting(word: str) -> None:
    listing = read(table(f"번호 제목 {word}", f"<td>{{n}}</td><td>{LINK}</td><td>{{day}}</td>"))
    assert column(listing, "published_at") == [None] * len(POSTS)


def test_a_column_of_downloads_is_no_view_count() -> None:
    listing = read(table("번호 제목 등록일 다운로드수", f"<td>{{n}}</td><td>{LINK}</td><td>{{day}}</td><td>12</td>"))
    assert column(listing, "view_count") == [None] * len(POSTS)


def test_the_names_of_columns_in_english() -> None:
    listing = read(table("No. Title Department Date", f"<td>{{n}}</td><td>{LINK}</td><td>Roads</td><td>{{day}}</td>"))
    assert column(listing, "department") == ["Roads"] * len(POSTS)


def test_a_category_that_is_called_notice_pins_no_line_that_is_clicked_as_a_whole() -> None:
    rows = "".join(
        f"<tr onclick=\"location.href='view.do?nttId={n}'\"><td>{n}</td><td>공지</td><td>{title}</td><td>{day}</td></tr>"
        for n, title, day in POSTS
    )
    listing = read(f"<table><tr><th>번호</th><th>분류</th><th>제목</th><th>등록일</th></tr>{rows}</table>")
    assert column(listing, "title") == [*TITLES]
    assert column(listing, "category") == ["공지"] * len(POSTS)
    assert not any(row.pinned for row in listing.rows)


def test_cards_above_a_table_have_none_of_its_columns() -> None:
    cards = "".join(
        f"<a href='view.do?nttId={n}'><img src='/a.jpg'><strong>{title}</strong><span>{day}</span><p>요약</p></a>"
        for n, title, day in ((31, "시장 새 단장 마쳐", "2026-03-14"), (30, "공원 꽃길 열려", "2026-03-13"))
    )
    body = table("번호 제목 등록일 조회", f"<td>{{n}}</td><td>{LINK}</td><td>{{day}}</td><td>7</td>")
    listing = read(f"<div><div>{cards}</div>{body}</div>")
    assert column(listing, "title") == ["시장 새 단장 마쳐", "공원 꽃길 열려", *TITLES]
    assert column(listing, "view_count")[:2] == [None, None]
    assert not any(row.pinned for row in listing.rows)


def test_cells_that_reach_into_later_lines() -> None:
    later = "".join(
        f"<tr><td><a href='m.do?uid={n}'>{title}</a></td><td>{day}</td></tr>" for n, title, day in POSTS[1:]
    )
    n, title, day = POSTS[0]
    listing = read(
        "<table><tr><th>대수</th><th>제목</th><th>등록일</th></tr>"
        f"<tr><td rowspan=5>제9대</td><td><a href='m.do?uid={n}'>{title}</a></td><td>{day}</td></tr>{later}</table>"
    )
    assert column(listing, "title") == [*TITLES]
    assert [row.evidence.best("published_at").rule for row in listing.rows] == ["th:등록일"] * len(POSTS)  # type: ignore[union-attr]


def test_columns_of_a_table_without_joined_lines_need_no_count() -> None:
    page = Page(url=URL, body=b"<table><tr><td>1</td><td colspan=2>2</td></tr></table>")
    assert columns_of(next(page.root.iter("table"))) == {}


def test_visitors_are_no_posts() -> None:
    body = table("번호 제목 등록일", f"<td>{{n}}</td><td>{LINK}</td><td>{{day}}</td>")
    assert read(f"<div>{body}</div><div>오늘 1,204 / 전체 2,993,112</div>").total is None
    assert read(f"<p>전체 25건, 오늘 올라온 글</p><div>{body}</div>").total == 25


@pytest.mark.parametrize(("shown", "following"), [("?page=2", "3"), ("", "3"), ("?page=3", None)])
def test_a_next_that_is_a_picture_tells_which_page_is_shown(shown: str, following: str | None) -> None:
    body = table("번호 제목 등록일", f"<td>{{n}}</td><td>{LINK}</td><td>{{day}}</td>")
    step = f"<a href='list.do?page={following}'><img src='/n.png' alt='다음'></a>" if following else ""
    first = "<a href='list.do?page=1'><img src='/f.png' alt='처음'></a>"
    pager = f"<div>{first}<a href='list.do?page=2'>2</a><a href='list.do?page=3'>3</a>{step}</div>"
    told = read(f"{body}{pager}", f"https://www.sample.go.kr/board/list.do{shown}").next
    assert told == (f"https://www.sample.go.kr/board/list.do?page={following}" if following else None)
