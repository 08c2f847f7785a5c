"""What speaks for and against a post, a title, a date: each rule on the smallest page that needs it."""

from __future__ import annotations

import pytest

from newscrawl.reading import read_page
from newscrawl.reading.article import read_article
from newscrawl.reading.evidence import ShownRow
from newscrawl.reading.labels import find_labels
from tests.reading.markup import LABELS, SENTENCE, TITLE, URL, page, post, value

BODY = f"<p>{SENTENCE} {SENTENCE}</p><p>{SENTENCE}</p>"


def row(**fields: str) -> ShownRow:
    shown = ShownRow(URL)
    for name, text in fields.items():
        shown.evidence.add(name, text, "column", 0.9)
    return shown


def listing(under: str = "") -> str:
    rows = "".join(
        f"<tr><td>{number}</td><td class='subject'><a href='view.do?no={number}'>{title}</a></td><td>홍보실</td>"
        f"<td>2026-01-0{number}</td><td>{number}1</td></tr>"
        for number, title in enumerate(
            (TITLE, "달빛천 산책로 조명 교체", "가로수 가지치기 3월까지 마무리", "도서관 휴관일 변경 안내"), 1
        )
    )
    head = "<tr><th>번호</th><th>제목</th><th>작성자</th><th>등록일</th><th>조회</th></tr>"
    return f"{under}<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


class TestWithTheListingAtHand:
    def test_the_list_again_is_no_post(self) -> None:
        reading = read_page(page(listing()), row=row(title=TITLE, published_at="2026-01-01"))
        assert reading.article is None
        assert reading.listing is not None

    def test_a_post_with_the_list_below_is_one(self) -> None:
        reading = read_page(page(listing(post(BODY))), row=row(title=TITLE, published_at="2026-01-05"))
        assert value(reading.article, "title") == TITLE
        assert reading.article is not None
        assert reading.article.body == f"{SENTENCE} {SENTENCE}\n\n{SENTENCE}"

    def test_the_post_s_own_time_is_kept(self) -> None:
        labels = LABELS.replace("2026-01-05", "2026-01-05 08:00")
        article = read_article(page(post(BODY, labels=labels)), row=row(title=TITLE, published_at="2026-01-05"))
        assert value(article, "published_at") == "2026-01-05 08:00"

    def test_a_day_that_differs_does_not_replace_the_post_s(self) -> None:
        article = read_article(page(post(BODY)), row=row(title=TITLE, published_at="2026-01-09"))
        assert value(article, "published_at") == "2026-01-05"


class TestTitles:
    @pytest.mark.parametrize("title", ["(수정) 통학로 차단봉 12곳 설치", "공고 2026년 통학로 차단봉 설치 구간 열람"])
    def test_may_begin_with_the_word_of_a_label(self, title: str) -> None:
        assert value(read_article(page(post(BODY, title=title))), "title") == title

    @pytest.mark.parametrize(
        "path", ["<span>HOME</span> &gt; <b>소식</b> &gt; <b>건강정보</b>", "홈 / 소식 / 건강정보"]
    )
    def test_are_no_step_of_the_path_to_the_board(self, path: str) -> None:
        markup = f"<div>{path}</div><h3>건강정보</h3><div><p class='tit'>{TITLE}</p>{LABELS}<div class='cont'>{BODY}</div></div>"
        assert value(read_article(page(markup, title="건강정보 | 달빛보건소")), "title") == TITLE

    @pytest.mark.parametrize("state", ["접수중", "마감", "D-5"])
    def test_are_without_the_state_of_a_call(self, state: str) -> None:
        assert value(read_article(page(post(BODY, title=f"<span>{state}</span>{TITLE}"))), "title") == TITLE

    def test_stand_before_a_line_that_does_not_begin_with_a_label(self) -> None:
        line = "<p><span>보건과</span><span>2026.01.05</span><span>조회수 <em>77</em></span></p>"
        article = read_article(page(f"<div><div><strong>{TITLE}</strong>{line}</div><div>{BODY}</div></div>"))
        assert value(article, "title") == TITLE
        assert value(article, "published_at") == "2026.01.05"


class TestLabels:
    def test_may_follow_their_date(self) -> None:
        labels = find_labels(page("<p>2009/03/17 14:20 입력</p>").outline)
        assert [(label.field, label.value) for label in labels] == [("published_at", "2009/03/17 14:20")]

    def test_two_heads_of_columns_are_no_label_and_value(self) -> None:
        labels = find_labels(page("<table><tr><th>제목</th><th>처리방법</th></tr></table>").outline)
        assert [label.value for label in labels] == [""]

    def test_the_markup_s_time_is_taken_where_it_is_of_the_same_day(self) -> None:
        labels = "<p>등록일 <time datetime='2026-01-05T07:15:00+09:00'>2026-01-05</time> 조회수 3</p>"
        assert value(read_article(page(post(BODY, labels=labels))), "published_at") == "2026-01-05T07:15:00+09:00"

    def test_a_button_is_no_writer(self) -> None:
        labels = "<p><span>등록일</span> <span>2026-01-05</span> <button>인쇄</button> <span>조회수</span> <span>3</span></p>"
        assert value(read_article(page(post(BODY, labels=labels))), "author") is None


def test_comments_without_a_name_of_their_own_are_no_body() -> None:
    said = "".join(
        f"<li><b>{name}</b><i>2026.01.06 0{hour}:10</i><p>잘 보았습니다.</p></li>"
        for hour, name in enumerate("가나", 1)
    )
    article = read_article(page(post(BODY, after=f"<div><ul>{said}</ul></div>")))
    assert article is not None
    assert "잘 보았습니다" not in article.body


class TestTitlesThatAreLinks:
    """A heading may link to its own post, or to the site's front: only the first is the post's."""

    SHORT = "셔틀버스 시간 변경"

    def test_a_short_title_that_links_its_own_post(self) -> None:
        markup = post(BODY, title=f"<a href='view.do?no=12'>{self.SHORT}</a>")
        assert value(read_article(page(markup, title=f"{self.SHORT} - 달빛시청")), "title") == self.SHORT

    def test_the_name_of_the_site_that_links_its_front(self) -> None:
        markup = f"<h1><a href='/'>달빛시청 누리집</a></h1><div class='top'>{post(BODY)}</div>"
        assert value(read_article(page(markup, title="달빛시청 누리집")), "title") == TITLE


@pytest.mark.parametrize(
    ("line", "date", "views"),
    [
        ("(2026/01/05 14:22, Hit : 240)", "2026/01/05 14:22", "240"),
        ("2026. 1. 5 (월) · 홍보실", "2026. 1. 5 (월)", None),
        ("2026년 1월 5일(월) 09:30 [달빛신문]", "2026년 1월 5일(월) 09:30", None),
        ("<a href='?no=12'><time class='entry-date published'>2026년 1월 5일</time></a>", "2026년 1월 5일", None),
        ("<time class='updated'>2026-01-07</time> <time class='published'>2026-01-05</time>", "2026-01-05", None),
        ("2026. 1. 5 ~ 2026. 1. 9 · 홍보실", None, None),
    ],
)
def test_a_line_under_the_title_without_a_label_of_the_date(line: str, date: str | None, views: str | None) -> None:
    article = read_article(page(post(BODY, labels=f"<p>{line}</p>"), title=f"{TITLE} | 달빛시청"))
    assert (value(article, "published_at"), value(article, "view_count")) == (date, views) if date else article is None


@pytest.mark.parametrize("title", ["예술인 창작공간 입주 공고", "직원 공개 채용 시험 공고"])
def test_a_title_may_end_with_the_word_for_notices(title: str) -> None:
    assert value(read_article(page(post(BODY, title=title))), "title") == title
