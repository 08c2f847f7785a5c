"""Listings of many shapes, one page a trap: what the reader must find on a board that nobody configured."""

from __future__ import annotations

import pytest

from newscrawl.items import PageRequest
from newscrawl.reading.evidence import ShownListing, ShownRow
from newscrawl.reading.listing import read_listing
from newscrawl.reading.page import Page

URL = "https://www.sample.go.kr/board/list.do?bbsId=7"
POSTS = [
    ("은빛공원 물놀이장 다음 달 개장", "2026-03-12", "1,204", "공원녹지과"),
    ("마을버스 노선 두 곳 신설", "2026-03-11", "87", "교통행정과"),
    ("청년 창업가게 열 곳 문 열어", "2026-03-09", "350", "일자리경제과"),
    ("봄철 산불 조심 기간 운영", "2026-03-05", "15", "산림과"),
    ("도서관 야간 개방 시작", "2026-02-27", "602", "평생학습과"),
]


def page(body: str, url: str = URL) -> Page:
    return Page(url=url, body=f"<html><head><title>t</title></head><body>{body}</body></html>".encode())


def read(body: str, url: str = URL) -> ShownListing:
    listing = read_listing(page(body, url))
    assert listing is not None
    return listing


def column(listing: ShownListing, name: str) -> list[str | None]:
    return [row.evidence.value(name) for row in listing.rows]


def titles(listing: ShownListing) -> list[str | None]:
    return column(listing, "title")


def line(number: int, post: tuple[str, str, str, str], cells: str = "") -> str:
    title, date, views, office = post
    return (
        f"<tr><td>{number}</td><td><a href='view.do?bbsId=7&nttId={900 + number}'>{title}</a></td>"
        f"<td>{office}</td><td>{date}</td><td>{views}</td>{cells}</tr>"
    )


HEAD = "<thead><tr><th>번호</th><th>제목</th><th>담당부서</th><th>등록일</th><th>조회수</th></tr></thead>"


def table(rows: str | None = None, head: str = HEAD) -> str:
    rows = rows if rows is not None else "".join(line(25 - index, post) for index, post in enumerate(POSTS))
    return f"<table>{head}<tbody>{rows}</tbody></table>"


EXPECTED = [title for title, *_ in POSTS]


def check_all(listing: ShownListing, views: bool = True) -> None:
    assert titles(listing) == EXPECTED
    assert column(listing, "published_at") == [date for _, date, _, _ in POSTS]
    if views:
        assert column(listing, "view_count") == [views for _, _, views, _ in POSTS]


def test_a_table_with_a_header_is_read_whole() -> None:
    listing = read(table())
    check_all(listing)
    assert column(listing, "number") == ["25", "24", "23", "22", "21"]
    assert column(listing, "department") == [office for *_, office in POSTS]
    assert listing.rows[0].url == "https://www.sample.go.kr/board/view.do?bbsId=7&nttId=925"
    assert not any(row.pinned for row in listing.rows)


def test_every_value_says_which_rule_read_it() -> None:
    row = read(table()).rows[0]
    date = row.evidence.best("published_at")
    assert date is not None
    assert date.rule == "th:등록일"
    assert 0.9 <= date.confidence <= 1


def test_header_cells_that_are_td_and_joined() -> None:
    head = "<tr><td>NO</td><td colspan=2>제 목</td><td>작성일</td><td>조회</td></tr>"
    rows = "".join(
        f"<tr><td>{9 - i}</td><td><img src=/i.gif></td><td><a href='?mode=view&idx={i + 40}'>{t}</a></td><td>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<table>{head}{rows}</table>"))


def test_no_header_at_all() -> None:
    listing = read(table(head=""))
    check_all(listing)
    assert column(listing, "number") == ["25", "24", "23", "22", "21"]


def test_header_as_pictures_with_alternative_texts() -> None:
    words = ("번호", "제목", "담당부서", "등록일", "조회수")
    head = "<tr>" + "".join(f"<th><img src='/h.gif' alt='{word}'></th>" for word in words) + "</tr>"
    check_all(read(table(head=head)))


def test_header_with_sorting_links() -> None:
    words = ("번호", "제목", "담당부서", "등록일", "조회수")
    head = (
        "<tr>"
        + "".join(
            f"<th>{w} <a href='?bbsId=7&sort={i}'>▲</a><a href='?bbsId=7&sort=-{i}'>▼</a></th>"
            for i, w in enumerate(words)
        )
        + "</tr>"
    )
    check_all(read(table(head=f"<thead>{head}</thead>")))


def test_div_rows_under_a_strip_of_names() -> None:
    head = "<div class='hd'><span>번호</span><span>제목</span><span>부서명</span><span>게시일</span><span>조회</span></div>"
    rows = "".join(
        f"<div class='r'><span>{9 - i}</span><span><a href='/n/view?sn={70 - i}'>{t}</a>"
        f"</span><span>{o}</span><span>{d}</span><span>{v}</span></div>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    listing = read(f"<div class='wrap'>{head}{rows}</div>")
    check_all(listing)
    assert column(listing, "department") == [office for *_, office in POSTS]


def test_list_items_with_label_and_value_in_one_span() -> None:
    rows = "".join(
        f"<li><a href='/news/{300 + i}'><strong>{t}</strong></a><p><span>등록일 : {d}</span>"
        f"<span>작성자 : {o}</span><span>조회 : {v}</span></p></li>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    listing = read(f"<ul>{rows}</ul>")
    check_all(listing)
    assert column(listing, "author") == [office for *_, office in POSTS]


def test_labels_hidden_for_screen_readers() -> None:
    rows = "".join(
        f"<li><div><a href='/n/read.do?seq={i + 5}'>{t}</a></div><em><span class='blind'>작성일</span> {d}</em>"
        f"<em><span class='blind'>조회수</span>{v}</em></li>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<ul>{rows}</ul>"))


def test_labels_in_data_attributes() -> None:
    rows = "".join(
        f"<tr><td data-label='번호'>{9 - i}</td><td data-label='제목'><a href='/v?i={i}5'>{t}</a></td>"
        f"<td data-label='등록일'>{d}</td><td data-label='조회수'>{v}</td></tr>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<table>{rows}</table>"))


def test_a_whole_row_in_one_link() -> None:
    rows = "".join(
        f"<li><a href='/press/{800 - i}'><div class='thumb'><img src='/t/{i}.jpg' alt=''></div><p class='tit'>{t}</p>"
        f"<p class='txt'>{t}에 관한 긴 설명이 여기에 이어진다. 여러 줄의 본문이 미리 보인다.</p><span class='date'>{d}</span>"
        f"<span class='hit'>조회 {v}</span></a></li>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<ul class='cards'>{rows}</ul>"))


def test_definition_lists_one_a_row() -> None:
    rows = "".join(
        f"<dl><dt><a href='read?no={i + 31}'>{t}</a></dt><dd>{d}</dd><dd>조회수 {v}</dd></dl>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<div>{rows}</div>"))


def test_one_definition_list_for_all_rows() -> None:
    rows = "".join(
        f"<dt><a href='read?no={i + 31}'>{t}</a></dt><dd>작성일 {d}</dd><dd>조회수 {v}</dd>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<dl>{rows}</dl>"))


def test_two_table_lines_a_row() -> None:
    rows = "".join(
        f"<tr><td>{9 - i}</td><td><a href='read?no={i + 31}'>{t}</a></td></tr><tr><td></td><td>작성일 {d} 조회수 {v}</td></tr>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    assert column(read(f"<table>{rows}</table>"), "published_at") == [date for _, date, _, _ in POSTS]


def test_a_gallery_of_table_cells() -> None:
    cells = [
        f"<td><a href='g?wr={i + 3}'><img src='/{i}.jpg'></a><br><a href='g?wr={i + 3}'>{t}</a><br>{d}<br>조회 {v}</td>"
        for i, (t, d, v, _) in enumerate(POSTS)
    ]
    check_all(read(f"<table><tr>{''.join(cells[:3])}</tr><tr>{''.join(cells[3:])}</tr></table>"))


def test_leads_in_another_layout_above_the_rest() -> None:
    leads = "".join(
        f"<li><a href='v?i={i}1'><img src=/p.jpg alt='{t}'><p>{t}</p><span>{d}</span></a></li>"
        for i, (t, d, _, _) in enumerate(POSTS[:2])
    )
    rest = "".join(
        f"<div class='row'><a href='v?i={i}1'>{t}</a><span>{d}</span></div>"
        for i, (t, d, _, _) in enumerate(POSTS[2:] + POSTS[2:], start=2)
    )
    pager = "<p><strong>1</strong> <a href='?bbsId=7&page=2'>2</a></p>"
    listing = read(f"<div><ul class='top'>{leads}</ul><div class='rows'>{rest}</div>{pager}</div>")
    assert titles(listing)[:5] == EXPECTED
    assert column(listing, "published_at")[:2] == ["2026-03-12", "2026-03-11"]


def test_the_board_among_several_tables() -> None:
    schedule = (
        "<table><tr><th>요일</th><th>내용</th></tr>"
        + "".join(f"<tr><td>{d}</td><td><a href='/s?d={i}'>행사</a></td></tr>" for i, d in enumerate("월화수"))
        + "</table>"
    )
    check_all(read(schedule + table() + schedule))


def test_one_post_alone_under_a_header() -> None:
    listing = read(table(line(1, POSTS[0])))
    assert titles(listing) == [EXPECTED[0]]
    assert column(listing, "published_at") == ["2026-03-12"]


def test_one_post_alone_on_a_last_page_without_a_header() -> None:
    title, date, views, _ = POSTS[0]
    row = f"<li><a href='/press/9'><strong>{title}</strong></a><span>{date}</span><span>조회 {views}</span></li>"
    pager = "<div><a href='?page=1'>1</a><a href='?page=2'>2</a><strong>3</strong></div>"
    listing = read(f"<ul>{row}</ul>{pager}", "https://www.sample.go.kr/press?page=3")
    assert titles(listing) == [title]
    assert column(listing, "published_at") == [date]
    assert listing.next is None


def test_an_empty_board_is_a_listing_without_rows() -> None:
    listing = read(table("<tr><td colspan=5>등록된 게시물이 없습니다.</td></tr>"))
    assert listing.rows == []
    assert listing.next is None
    assert listing.rule.startswith("empty")


def test_pinned_by_word_in_the_number_column() -> None:
    pinned = line(0, POSTS[4]).replace("<td>0</td>", "<td>공지</td>")
    listing = read(table(pinned + "".join(line(25 - i, post) for i, post in enumerate(POSTS))))
    assert [row.pinned for row in listing.rows] == [True] + [False] * 5
    assert column(listing, "number")[0] is None


@pytest.mark.parametrize(
    "cell",
    [
        "<img src='/i/notice.gif' alt='공지'>",
        "<span class='ico_notice'></span>",
        "<b>[필독]</b>",
        "<i class='icon-pin'></i>",
        "<span>★ 알림</span>",
    ],
)
def test_pinned_by_icon_class_or_word(cell: str) -> None:
    pinned = line(0, POSTS[4]).replace("<td>0</td>", f"<td>{cell}</td>")
    listing = read(table(pinned + "".join(line(25 - i, post) for i, post in enumerate(POSTS))))
    assert [row.pinned for row in listing.rows] == [True] + [False] * 5


def test_pinned_by_the_line_s_class() -> None:
    pinned = line(0, POSTS[4]).replace("<tr>", "<tr class='notice'>").replace("<td>0</td>", "<td></td>")
    listing = read(table(pinned + "".join(line(25 - i, post) for i, post in enumerate(POSTS))))
    assert [row.pinned for row in listing.rows] == [True] + [False] * 5


def test_pinned_rows_that_outnumber_the_rest() -> None:
    rows = "".join(
        line(0, post).replace("<td>0</td>", "<td>공지</td>").replace("nttId=900", f"nttId=80{i}")
        for i, post in enumerate(POSTS)
    )
    listing = read(table(rows + line(25, POSTS[0])))
    assert [row.pinned for row in listing.rows] == [True] * 5 + [False]


def test_a_pinned_row_doubled_in_place_stays_two_rows() -> None:
    doubled = line(25, POSTS[0]).replace("<td>25</td>", "<td>공지</td>")
    listing = read(table(doubled + "".join(line(25 - i, post) for i, post in enumerate(POSTS))))
    assert len(listing.rows) == 6
    assert listing.rows[0].url == listing.rows[1].url
    assert [row.pinned for row in listing.rows] == [True] + [False] * 5


def test_a_category_called_notice_is_no_pin() -> None:
    head = HEAD.replace("담당부서", "구분")
    rows = "".join(line(25 - i, (t, d, v, "공지" if i % 2 else "행사")) for i, (t, d, v, _) in enumerate(POSTS))
    listing = read(table(rows, head))
    assert not any(row.pinned for row in listing.rows)
    assert column(listing, "category") == ["행사", "공지", "행사", "공지", "행사"]


def one(title_markup: str, extra: str = "") -> ShownRow:
    rows = [line(25 - index, post) for index, post in enumerate(POSTS)]
    rows[1] = f"<tr><td>24</td><td>{title_markup}</td><td>과</td><td>2026-03-11</td><td>87</td></tr>"
    return read(table("".join(rows)) + extra).rows[1]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<a href='view.do?bbsId=7&nttId=1'>마을버스 노선 <img src=/new.gif alt='새글'></a>", "마을버스 노선"),
        (
            "<a href='view.do?bbsId=7&nttId=1'>마을버스 노선 <span class='new'>N<em class='blind'>새글</em></span></a>",
            "마을버스 노선",
        ),
        ("<a href='view.do?bbsId=7&nttId=1'>마을버스 노선</a> <span class='cmt'>[3]</span>", "마을버스 노선"),
        ("<a href='view.do?bbsId=7&nttId=1'>마을버스 노선 <span class='reply_cnt'>(12)</span></a>", "마을버스 노선"),
        ("<a href='view.do?bbsId=7&nttId=1'>마을버스 노선 [3]</a>", "마을버스 노선 [3]"),
        ("<a href='view.do?bbsId=7&nttId=1'>NEW 마을버스 공지</a>", "NEW 마을버스 공지"),
        ("<a href='view.do?bbsId=7&nttId=1'>[보도자료] 마을버스 노선</a>", "[보도자료] 마을버스 노선"),
        ("<a href='view.do?bbsId=7&nttId=1'><span class='cate'>[교통]</span> 마을버스 노선</a>", "마을버스 노선"),
        ("<a href='view.do?bbsId=7&nttId=1'>마을버스 <b>노선</b>을 더한다</a>", "마을버스 노선을 더한다"),
        (
            "<a href='view.do?bbsId=7&nttId=1' title='마을버스 노선 두 곳 새로 만든다 상세보기'>마을버스 노선 두 ...</a>",
            "마을버스 노선 두 곳 새로 만든다",
        ),
        (
            "<a href='view.do?bbsId=7&nttId=1'>마을버스 노선 두…</a><span style='display:none'>마을버스 노선 두 곳 새로 만든다</span>",
            "마을버스 노선 두 곳 새로 만든다",
        ),
        ("<a href='view.do?bbsId=7&nttId=1' title='새창'>마을버스 노선 두 …</a>", "마을버스 노선 두 …"),
        ("<a href='view.do?bbsId=7&nttId=1'><img src='/t.gif' alt='마을버스 노선'></a>", "마을버스 노선"),
        (
            (
                "<a href='view.do?bbsId=7&nttId=1'><span class='pc'>마을버스 노선 두 곳 신설</span><span class='mo'>"
                "마을버스 노선 두 곳 신설</span></a>"
            ),
            "마을버스 노선 두 곳 신설",
        ),
        (
            "<a href='view.do?bbsId=7&nttId=1'><img src=/f.gif></a><a href='view.do?bbsId=7&nttId=1'>마을버스 노선</a>",
            "마을버스 노선",
        ),
        ("<a href='view.do?bbsId=7&nttId=1'>‘봄’ &lt;사진&gt; R&amp;D</a>", "‘봄’ <사진> R&D"),
    ],
)
def test_titles_are_whole_and_bare(markup: str, title: str) -> None:
    assert one(markup).evidence.value("title") == title


def test_a_category_before_the_title_is_kept_as_one() -> None:
    assert (
        one("<a href='view.do?bbsId=7&nttId=1'><span class='cate'>[교통]</span> 마을버스 노선</a>").evidence.value(
            "category"
        )
        == "교통"
    )


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("<img src='/icon/clip.png' alt='첨부파일'>", True),
        ("<i class='fa fa-download'></i>", True),
        ("", False),
        ("-", False),
        ("2", True),
    ],
)
def test_the_mark_of_an_attachment(cell: str, found: bool) -> None:
    head = HEAD.replace("</tr>", "<th>첨부</th></tr>")
    rows = "".join(line(25 - i, post, f"<td>{cell}</td>") for i, post in enumerate(POSTS))
    assert {row.has_attachment for row in read(table(rows, head)).rows} == {found}


def test_a_deadline_beside_the_posting_date() -> None:
    head = "<tr><th>번호</th><th>제목</th><th>접수기간</th><th>작성일</th><th>조회</th></tr>"
    rows = "".join(line(25 - i, (t, d, v, "2026-04-01 ~ 2026-04-30")) for i, (t, d, v, _) in enumerate(POSTS))
    check_all(read(table(rows, head)))


def test_edit_dates_lose_against_posting_dates_without_labels() -> None:
    rows = "".join(
        f"<li><a href='/n/{i + 10}'>{t}</a><span class='mod_date'>2026-05-0{i + 1}</span>"
        f"<span class='reg_date'>{d}</span><span class='hit'>{v}</span></li>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<ul>{rows}</ul>"))


def test_month_and_day_are_shown_as_they_are() -> None:
    rows = "".join(line(25 - i, (t, f"03-1{5 - i}" if i else "10:23", v, o)) for i, (t, d, v, o) in enumerate(POSTS))
    assert column(read(table(rows)), "published_at") == ["10:23", "03-14", "03-13", "03-12", "03-11"]


def test_a_byline_in_one_text_node() -> None:
    rows = "".join(
        f"<div class='item'><h4><a href='/news/articleView.html?idxno={500 - i}'>{t}</a></h4><p>"
        f"<a href='/news/articleView.html?idxno={500 - i}'>{t} 소식을 길게 전한다.</a></p>"
        f"<div>정치 | 김한결 기자 | {d} 09:10</div></div>"
        for i, (t, d, _, _) in enumerate(POSTS)
    )
    pager = "<ul><li><strong>1</strong></li><li><a href='?page=2'>2</a></li></ul>"
    listing = read(f"<section>{rows}</section>{pager}", "https://paper.example.kr/news/articleList.html?sc=S1")
    assert titles(listing) == EXPECTED
    assert column(listing, "published_at") == [f"{date} 09:10" for _, date, _, _ in POSTS]
    assert column(listing, "author") == ["김한결 기자"] * 5


def test_an_advertisement_among_the_rows_is_no_row() -> None:
    advert = line(0, ("휴대전화 특가", "2026-03-12", "9", "과")).replace("<td>0</td>", "<td><span>AD</span></td>")
    check_all(read(table(advert + "".join(line(25 - i, post) for i, post in enumerate(POSTS)))))


def test_a_row_without_a_link_is_still_a_row() -> None:
    rows = [line(25 - i, post) for i, post in enumerate(POSTS)]
    rows[2] = "<tr><td>23</td><td>비밀글입니다 열람할 수 없습니다</td><td>과</td><td>2026-03-09</td><td>3</td></tr>"
    listing = read(table("".join(rows)))
    assert len(listing.rows) == 5
    assert listing.rows[2].url is None


def test_session_ids_leave_the_addresses() -> None:
    rows = "".join(line(25 - i, post) for i, post in enumerate(POSTS)).replace(
        "view.do?", "view.do;jsessionid=8A2F.node1?"
    )
    listing = read(table(rows))
    assert listing.rows[0].url == "https://www.sample.go.kr/board/view.do?bbsId=7&nttId=925"


def test_rows_that_call_a_function_of_the_page() -> None:
    script = (
        "<form name='f' method='post' action='/board/list.do'><input type='hidden' name='nttId' value=''>"
        "<input type='hidden' name='bbsId' value='7'></form>"
        "<script>function fn_view(id) { document.f.nttId.value = id; document.f.action = '/board/view.do';"
        " document.f.submit(); }</script>"
    )
    rows = "".join(line(25 - i, post) for i, post in enumerate(POSTS))
    for number in range(21, 26):
        rows = rows.replace(
            f"href='view.do?bbsId=7&nttId={900 + number}'",
            f"href='#none' onclick=\"fn_view('{900 + number}'); return false;\"",
        )
    listing = read(script + table(rows))
    check_all(listing)
    assert listing.rows[0].url is None
    assert listing.rows[0].request == PageRequest(
        method="POST", url="https://www.sample.go.kr/board/view.do", form={"nttId": "925", "bbsId": "7"}
    )


def test_rows_clicked_as_a_whole() -> None:
    rows = "".join(
        f"<tr onclick=\"location.href='/b/read?no={i + 60}'\"><td>{9 - i}</td><td>{t}</td><td>{o}</td><td>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    listing = read(table(rows))
    check_all(listing)
    assert listing.rows[1].url == "https://www.sample.go.kr/b/read?no=61"


def test_rows_with_a_form_each() -> None:
    rows = "".join(
        f"<tr><td>{9 - i}</td><td><form method='post' action='/cop/bbs/selectBoardArticle.do'>"
        f"<input type='hidden' name='nttId' value='{i + 60}'>"
        f"<input type='submit' value='{t}'></form></td><td>{o}</td><td>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    listing = read(table(rows))
    check_all(listing)
    assert listing.rows[0].request == PageRequest(
        method="POST", url="https://www.sample.go.kr/cop/bbs/selectBoardArticle.do", form={"nttId": "60"}
    )


def test_rows_keyed_by_attributes_of_their_cells() -> None:
    rows = "".join(
        f"<tr><td>{9 - i}</td><td class='subject' data-key-no='{i + 60}'>{t}</td><td>{o}</td><td>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    check_all(read(table(rows)))


def test_links_with_an_action_and_a_key_set() -> None:
    rows = "".join(
        f"<tr><td>{9 - i}</td><td><a href='#' data-action='/portal/bbs/view.do' data-keyset='{{\"bIdx\": \"{i + 60}\"}}'>{t}</a></td>"
        f"<td>{o}</td><td>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    listing = read(table(rows))
    check_all(listing)
    assert listing.rows[0].url == "https://www.sample.go.kr/portal/bbs/view.do?bIdx=60"


def test_a_row_that_leads_to_another_host() -> None:
    rows = [line(25 - i, post) for i, post in enumerate(POSTS)]
    rows[3] = rows[3].replace("view.do?bbsId=7&nttId=922", "https://www.korea.example.kr/briefing/100")
    listing = read(table("".join(rows)))
    check_all(listing)
    assert listing.rows[3].url == "https://www.korea.example.kr/briefing/100"


def test_the_same_list_for_wide_and_narrow_screens_is_read_once() -> None:
    narrow = "".join(f"<li><a href='view.do?bbsId=7&nttId={925 - i}'>{t}</a></li>" for i, (t, *_) in enumerate(POSTS))
    check_all(read(table() + f"<ul class='mobile'>{narrow}</ul>"))


@pytest.mark.parametrize(
    ("query", "sorting"),
    [
        ("sort_index=readed_count&order_type=desc", "readed_count"),
        ("sst=wr_hit&sod=desc", "wr_hit"),
        ("orderBy=VIEW_CNT", "VIEW_CNT"),
        ("sort_index=regdate", None),
        ("orderBy=REGISTER_DATE+DESC", None),
        ("page=2", None),
    ],
)
def test_an_order_that_is_not_the_board_s_own(query: str, sorting: str | None) -> None:
    assert read(table(), f"{URL}&{query}").sorted_by == sorting


def test_the_number_of_posts_that_the_page_states() -> None:
    assert read("<div><p>총 <b>1,234</b>건</p>" + table() + "</div>").total == 1234


def test_a_family_s_selector_speaks_for_rows_that_are_not_sure_enough_alone() -> None:
    rows = "".join(f"<p class='x'><a href='/a/{i}b'>{t}</a><i>{d}</i></p>" for i, (t, d, _, _) in enumerate(POSTS))
    here = page(f"<div>{rows}</div>")
    assert read_listing(here) is None
    assert read_listing(here, hints={"row": "p.other"}) is None
    listing = read_listing(here, hints={"row": "p.x"})
    assert listing is not None
    assert len(listing.rows) == len(POSTS)


def test_a_family_s_selector_finds_no_rows_itself() -> None:
    assert read_listing(page("<p class='x'><a href='/a/1'>하나</a></p>"), hints={"row": "p.x"}) is None


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<b>2026</b> 예산을 <font color='red'>사진</font>으로 본다", "2026 예산을 사진으로 본다"),
        ("예산 <strong>10</strong>조 시대", "예산 10조 시대"),
        ("예산안 공개 <span class='date'>2026-03-11</span>", "예산안 공개"),
        ("<em>[공지]</em> 예산안 공개", "예산안 공개"),
    ],
)
def test_words_that_are_only_made_to_stand_out_stay_in_the_title(markup: str, title: str) -> None:
    assert one(f"<a href='view.do?bbsId=7&nttId=1'>{markup}</a>").evidence.value("title") == title


def test_a_summary_beside_the_title_in_one_link() -> None:
    rows = "".join(
        f"<li><a href='?idx={i + 3}'><strong class='t1'>{t}</strong><span class='t2'>{t}에 관한 요약이다</span>"
        f"<span class='t3'><span>등록일 : {d}</span> <span>조회 : {v}</span></span></a></li>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<ul>{rows}</ul>"))


def test_details_for_narrow_screens_beside_the_columns() -> None:
    rows = "".join(
        f"<tr><td>{9 - i}</td><td><a href='?uid={i + 3}'><div>{t}</div></a><div><span>{o}</span> <span>|</span> <span>{d}</span></div></td>"
        f"<td>{o}</td><td>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    head = HEAD.replace("담당부서", "작성자")
    listing = read(table(rows, head))
    check_all(listing)
    assert column(listing, "author") == [office for *_, office in POSTS]
    assert column(listing, "department") == [None] * 5


def test_an_order_that_the_page_s_own_choice_names() -> None:
    choice = (
        "<select name='sort'><option value='date'>최신순</option><option value='hit' selected>조회순</option></select>"
    )
    assert read(choice + table()).sorted_by == "hit"


def test_the_page_s_title_completes_a_cut_one() -> None:
    body = table(
        line(25, ("마을버스 노선 두 …", *POSTS[1][1:]))
        + "".join(line(24 - i, post) for i, post in enumerate(POSTS[2:]))
    )
    here = Page(
        url=URL,
        body=f"<html><head><title>마을버스 노선 두 곳 신설 | 예시시</title></head><body>{body}</body></html>".encode(),
    )
    listing = read_listing(here)
    assert listing is not None
    assert titles(listing)[0] == "마을버스 노선 두 곳 신설"


def test_a_colon_after_a_label_in_an_element_of_its_own() -> None:
    rows = "".join(
        f"<dl><dt><a href='v?i={i}1'><img src=/t.jpg alt=''></a></dt><dd><a href='v?i={i}1'>{t}</a></dd>"
        f"<dd><span>작성일</span> : {d}</dd><dd><span>조회</span> : {v}</dd></dl>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<div>{rows}</div>"))


def test_titles_in_buttons() -> None:
    rows = "".join(
        f"<tr><td data-cell-header='번호'>{9 - i}</td>"
        f"<td data-cell-header='제목'><button type='button' onclick=\"fn_view('B0{i}X')\">{t}</button></td>"
        f"<td data-cell-header='등록일'>{d}</td><td data-cell-header='조회수'>{v}</td></tr>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<table>{rows}</table>"))


def test_two_names_in_one_header_cell() -> None:
    head = "<tr><td>번호</td><td>제목</td><td>작성자<br>작성일</td><td>조회</td></tr>"
    rows = "".join(
        f"<tr><td>{9 - i}</td><td><a href='v?i={i}1'>{t}</a></td><td>{o}<br>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    listing = read(f"<table>{head}{rows}</table>")
    check_all(listing)
    assert column(listing, "author") == [office for *_, office in POSTS]


def test_a_number_with_its_label_and_a_bare_count() -> None:
    rows = "".join(
        f"<div class='row'><a href='v?i={i}1'>{t}</a><p><span>No. {310 - i}</span><span>{o}</span><i>·</i><span>{d}</span><i>·</i>"
        f"<span>{v}</span></p></div>"
        for i, (t, d, v, o) in enumerate(POSTS)
    )
    listing = read(f"<div>{rows}</div>")
    check_all(listing)
    assert column(listing, "number") == ["310", "309", "308", "307", "306"]


def test_a_picture_whose_description_ends_like_a_pin_s_word() -> None:
    rows = "".join(
        f"<li><a href='v?i={i}1'><img src=/p.jpg alt='{t} 알림'></a><a href='v?i={i}1'>{t}</a><em>{d}</em><span>조회 {v}</span></li>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    listing = read(f"<ul>{rows}</ul>")
    check_all(listing)
    assert not any(row.pinned for row in listing.rows)


def test_the_arrow_that_marks_the_post_being_read_is_no_pin() -> None:
    rows = [line(25 - i, post) for i, post in enumerate(POSTS)]
    rows[2] = rows[2].replace("<td>23</td>", "<td>▶</td>")
    assert not any(row.pinned for row in read(table("".join(rows))).rows)


def test_a_picture_that_leads_by_another_form_of_address() -> None:
    head = "<tr><th>번호</th><th>사진</th><th>제목</th><th>등록일</th><th>조회</th></tr>"
    rows = "".join(
        f"<tr><td>{9 - i}</td><td><a href='v?page=1&i={i}1'><img src=/p.jpg alt='첨부 이미지'></a></td>"
        f"<td><a href='v?page=1&i={i}1&word='><b>{t}</b><span class='summary'>이어지는 요약이다.</span></a></td>"
        f"<td>{d}</td><td>{v}</td></tr>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<table>{head}{rows}</table>"))


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        ("<div class='day'><strong>{day}</strong><span>{year}.{month}</span></div>", "{year}.{month}.{day}"),
        ("<p class='day'><em>{month}-{day}</em><span>{year}</span></p>", "{year}.{month}-{day}"),
    ],
)
def test_a_date_in_two_parts(box: str, shown: str) -> None:
    rows, dates = [], []
    for i, (title, date, views, _) in enumerate(POSTS):
        year, month, day = date.split("-")
        dates.append(shown.format(year=year, month=month, day=day))
        rows.append(
            f"<li>{box.format(year=year, month=month, day=day)}<a href='/n/{i + 7}'>{title}</a><span>조회수 {views}</span></li>"
        )
    listing = read(f"<ul>{''.join(rows)}</ul>")
    assert column(listing, "published_at") == dates
    assert column(listing, "view_count") == [views for _, _, views, _ in POSTS]


def test_the_exact_time_behind_a_relative_one() -> None:
    rows = "".join(
        f"<article><h3><a href='/n/s{i + 7}'>{t}</a></h3>"
        f"<p><time datetime='{d}T09:10:00+09:00'>{i + 2}일 전</time> <span>읽음 {v}</span></p></article>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    listing = read(f"<div>{rows}</div><p><a rel='next' href='/n?after=s11'>지난 글 더 보기</a></p>")
    assert column(listing, "published_at") == [f"{date}T09:10:00+09:00" for _, date, _, _ in POSTS]
    assert listing.next == "https://www.sample.go.kr/n?after=s11"


def test_a_shown_day_is_kept_whatever_its_element_says_besides() -> None:
    rows = "".join(
        f"<article><h3><a href='/n/s{i + 7}'>{t}</a></h3>"
        f"<p><time datetime='2001-01-01T00:00:00+00:00'>{d}</time> <span>읽음 {v}</span></p></article>"
        for i, (t, d, v, _) in enumerate(POSTS)
    )
    check_all(read(f"<div>{rows}</div>"))
