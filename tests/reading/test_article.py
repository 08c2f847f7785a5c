"""The article reader: what each field is read from, what it is not read from, and what is no article."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.reading.article import read_article
from newscrawl.reading.evidence import Evidence, ShownRow
from newscrawl.reading.page import Page
from newscrawl.reading.problems import find_problem
from tests.reading.markup import LABELS, SENTENCE, TITLE, URL, page, post, value
from tests.reading.skins import BODIES, SKINS, page_of

BODY = f"<p>{SENTENCE}</p><p>시는 3월까지 공사를 마친다고 밝혔다.</p>"


class TestTitle:
    @pytest.mark.parametrize(
        "heading",
        [
            f"<h3>{TITLE}</h3>",
            f"<h3><span class='cate'>교통</span> {TITLE} <span class='new'>새글</span> <em class='cmt_count'>[3]</em></h3>",
            f"<p class='subject'><span class='blind'>제목</span>{TITLE}</p>",
            f"<dl><dt>제 목</dt><dd>{TITLE}</dd></dl>",
            f"<table><tr><th>제목 : {TITLE}</th></tr></table>",
            f"<p class='path'>홈 &gt; 소식 &gt; <b>우리동네 이야기</b></p><h2 class='page-title'>우리동네 이야기</h2><h4>{TITLE}</h4>",
            f"<h2><a href='/board'>달빛 소식지</a></h2><div class='tit'><h3>{TITLE}</h3><p class='sub_tit'>- 시민과 함께 점검 -</p></div>",
            f"<p>달빛시 공고 제2026-12호</p><h3>{TITLE}</h3>",
        ],
    )
    def test_is_the_post_s_own(self, heading: str) -> None:
        assert (
            value(
                read_article(page(f"<div class='view'>{heading}{LABELS}<div class='view_cont'>{BODY}</div></div>")),
                "title",
            )
            == TITLE
        )

    @pytest.mark.parametrize(
        "typed", ["[보도자료] 통학로 정비", "공지 아닌 공지", "통학로 정비 [3]", "NEW 달빛도서관", "R&D·AI <융합> 포럼"]
    )
    def test_keeps_what_the_writer_typed(self, typed: str) -> None:
        escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert (
            value(read_article(page(post(BODY, title=escaped), title=f"{escaped} | 보도자료 | 달빛시")), "title")
            == typed
        )

    def test_is_whole_where_the_head_has_it_whole(self) -> None:
        assert (
            value(read_article(page(post(BODY, title=TITLE[:14] + "…"), title=f"{TITLE} > 보도자료 | 달빛시")), "title")
            == TITLE
        )

    def test_losers_are_kept(self) -> None:
        article = read_article(page("<h2>보도자료</h2>" + post(BODY)))
        assert article is not None
        assert value(article, "title") == TITLE
        assert "보도자료" in [finding.value for finding in article.evidence.findings["title"]]


class TestDates:
    @pytest.mark.parametrize(
        ("labels", "published", "modified"),
        [
            ("<span>작성일 2026.01.05</span> <span>수정일 2026.01.07</span>", "2026.01.05", "2026.01.07"),
            (
                "<ul><li>입력 2026.01.05 09:30</li><li>업데이트 2026.01.07 10:00</li></ul>",
                "2026.01.05 09:30",
                "2026.01.07 10:00",
            ),
            (
                "<dl><dt>접수기간</dt><dd>2026-01-10 ~ 2026-01-20</dd><dt>등록일</dt><dd>2026-01-05</dd></dl>",
                "2026-01-05",
                None,
            ),
            ("<dl><dt>행사일</dt><dd>2026-01-10</dd><dt>조회수</dt><dd>31</dd></dl>", None, None),
            ("<p>작성자 홍보실 | 등록일 26.01.05 | 조회 1,234</p>", "26.01.05", None),
            (
                "<table><tr><th>등록일</th><td>2026년 1월 5일 15시 25분</td></tr></table>",
                "2026년 1월 5일 15시 25분",
                None,
            ),
            ("<p>보건행정과 김하람 | 2026-01-05 | 조회 540</p>", "2026-01-05", None),
            (
                "<p><img src='/d.gif' alt='등록일'> 2026-01-05 <img src='/h.gif' alt='조회수'> 143</p>",
                "2026-01-05",
                None,
            ),
            (
                "<div><span class='date'>2026-01-05 14:10</span><span class='cnt'>68</span></div>",
                "2026-01-05 14:10",
                None,
            ),
        ],
    )
    def test_of_posting_and_of_edits(self, labels: str, published: str | None, modified: str | None) -> None:
        article = read_article(page(post(BODY + "<p>문의 2026-01-31까지</p>", labels=labels)))
        assert (value(article, "published_at"), value(article, "modified_at")) == (published, modified)

    def test_of_footers_are_none(self) -> None:
        markup = post(BODY, labels="<ul><li>작성자 홍보실</li><li>조회 31</li></ul>")
        article = read_article(
            page(
                markup
                + "<div class='charge'><dl><dt>담당부서</dt><dd>총무과</dd><dt>최종수정일</dt><dd>2025-03-02</dd></dl></div>"
            )
        )
        assert (value(article, "published_at"), value(article, "modified_at"), value(article, "department")) == (
            None,
            None,
            None,
        )

    def test_in_the_head_are_witnesses_that_lose(self) -> None:
        head = "<meta property='article:published_time' content='2026-01-05T09:30:00+00:00'>"
        article = read_article(page(post(BODY), head=head))
        assert article is not None
        assert [(one.value, one.rule) for one in article.evidence.findings["published_at"]] == [
            ("2026-01-05", "text:등록일"),
            ("2026-01-05T09:30:00+00:00", "meta:article:published_time"),
        ]
        assert value(article, "published_at") == "2026-01-05"


class TestPeople:
    @pytest.mark.parametrize(
        ("labels", "author", "department"),
        [
            ("<dl><dt>작성자</dt><dd>홍보실</dd><dt>작성일</dt><dd>2026-01-05</dd></dl>", "홍보실", None),
            (
                "<dl><dt>작성자</dt><dd></dd><dt>담당부서</dt><dd>교통과</dd><dt>작성일</dt><dd>2026-01-05</dd></dl>",
                None,
                "교통과",
            ),
            ("<p>한가람 기자</p><p>이누리 기자</p><p>승인 2026.01.05 09:30</p>", "한가람 기자, 이누리 기자", None),
            ("<span class='writer'>홍보실</span><span>작성일 : 2026-01-05</span>", "홍보실", None),
            ("<p class='time'>2026.01.05 09:30</p><p class='meta'>김민서 <span>조회 수:196</span></p>", "김민서", None),
        ],
    )
    def test_writers_and_offices(self, labels: str, author: str | None, department: str | None) -> None:
        article = read_article(page(post(BODY, labels=labels)))
        assert (value(article, "author"), value(article, "department")) == (author, department)

    def test_the_label_of_an_input_is_no_writer(self) -> None:
        name = (
            "<label for='n'>작성자</label><input id='n'><label for='p'>비밀번호</label><input id='p' type='password'>"
        )
        form = f"<form>{name}<textarea></textarea></form>"
        article = read_article(page(post(BODY, labels="<p>등록일 2026-01-05 | 조회 3</p>") + form))
        assert value(article, "author") is None

    def test_contact_category_and_licence(self) -> None:
        labels = "<dl><dt>분류</dt><dd>교통</dd><dt>등록일</dt><dd>2026-01-05</dd><dt>전화번호</dt><dd>000-123-4567</dd></dl>"
        kogl = "<div class='kogl'>본 저작물은 <a href='/k'>공공누리 제4유형:출처표시</a> 조건에 따라 이용할 수 있습니다.</div>"
        article = read_article(page(post(BODY, labels=labels) + kogl))
        assert (value(article, "category"), value(article, "contact")) == ("교통", "000-123-4567")
        assert "제4유형" in (value(article, "copyright") or "")


class TestWitnesses:
    def row(self, **fields: str) -> ShownRow:
        evidence = Evidence()
        for name, text in fields.items():
            evidence.add(name, text, "column", 0.9)
        return ShownRow(url=URL, evidence=evidence)

    def test_a_row_that_says_the_same_makes_surer(self) -> None:
        alone = read_article(page(post(BODY)))
        confirmed = read_article(
            page(post(BODY)), row=self.row(title=TITLE, published_at="2026.01.05", author="총무과")
        )
        assert alone is not None
        assert confirmed is not None
        for name, surer in (("published_at", True), ("author", False), ("view_count", False)):
            before, after = alone.evidence.best(name), confirmed.evidence.best(name)
            assert before is not None
            assert after is not None
            assert (after.confidence > before.confidence, after.value) == (surer, before.value)

    def test_the_row_s_title_finds_the_heading(self) -> None:
        markup = f"<h2>달빛 이야기 마당</h2><p>{TITLE}</p><p class='tit'>{TITLE}</p>{LABELS}<div>{BODY}</div>"
        assert value(read_article(page(markup), row=self.row(title=TITLE[:10] + "…")), "title") == TITLE

    def test_hints_that_agree_say_nothing(self) -> None:
        article = read_article(
            page(post(BODY)), hints={"title": "h3", "body": ".view_cont", "view_count": "li:nth-child(3)"}
        )
        assert article is not None
        assert article.warnings == []
        assert article.evidence.best("view_count") is not None
        assert value(article, "view_count") == "1,234"

    def test_hints_that_disagree_are_told(self) -> None:
        article = read_article(page("<h2>달빛시청</h2>" + post(BODY)), hints={"title": "h2", "body": ".view"})
        assert article is not None
        assert len(article.warnings) == 2
        assert article.body.startswith(SENTENCE)

    def test_broken_selectors_are_no_error(self) -> None:
        assert read_article(page(post(BODY)), hints={"title": "h3[", "body": "::"}) is not None


class TestNoArticle:
    @pytest.mark.parametrize(
        "markup",
        [
            "<h2>보도자료</h2><table><tr><th>번호</th><th>제목</th><th>등록일</th><th>조회</th></tr>"
            + "".join(
                f"<tr><td>{n}</td><td><a href='?no={n}'>소식 {n}호 안내</a></td><td>2026-01-0{n}</td><td>{n}</td></tr>"
                for n in range(1, 6)
            )
            + "</table>",
            "<h2>보도자료</h2><ul>"
            + "".join(
                f"<li><a href='?no={n}'><strong class='title'>소식 {n}호</strong></a><p>{SENTENCE}</p>"
                f"<i>등록일 2026-01-0{n}</i> <i>조회 {n}</i></li>"
                for n in range(1, 6)
            )
            + "</ul>",
            f"<h2>인사말</h2><div class='content'><p>{SENTENCE * 4}</p></div><p>최종수정일 2025-03-02</p>",
            "<h2>조직도</h2><table><tr><th>부서</th><th>이름</th><th>전화</th></tr><tr><td>총무과</td><td>김한결</td><td>000</td></tr></table>",
            "<h1>달빛시청</h1>"
            + "".join(
                f"<div><h3>{name}</h3><ul><li><a href='/a'>소식</a> 2026-01-05</li></ul></div>" for name in "가나다"
            ),
            "<table><tr><th>제목</th><td></td></tr><tr><th>등록일</th><td></td></tr></table><div class='content'></div>",
            "",
        ],
    )
    def test_listings_menus_and_shells(self, markup: str) -> None:
        assert read_article(page(markup)) is None


@pytest.mark.parametrize(
    ("text", "lang", "language"),
    [
        (SENTENCE, "en", "ko"),
        ("The city will build bollards along twelve school routes. " * 4, "en", "en"),
        ("12", "ko", "ko"),
    ],
)
def test_language(text: str, lang: str, language: str) -> None:
    markup = f"<html lang='{lang}'><head><title>x</title></head><body>{post(f'<p>{text}</p>')}</body></html>"
    article = read_article(Page(url=URL, body=markup.encode()))
    assert article is not None
    assert article.language == language


def test_five_thousand_levels_keep_their_text() -> None:
    article = read_article(page(post("<div>" * 5000 + BODY + "</div>" * 5000)))
    assert article is not None
    assert SENTENCE in article.body


def test_twenty_thousand_links_are_no_body() -> None:
    links = "".join(f"<li><a href='?no={n}'>소식 {n}호 안내</a> <span>2026-01-05</span></li>" for n in range(20_000))
    article = read_article(page(post(BODY) + f"<ul>{links}</ul>"))
    assert article is not None
    assert article.body == f"{SENTENCE}\n\n시는 3월까지 공사를 마친다고 밝혔다."


@given(st.binary(max_size=600))
def test_no_bytes_raise(body: bytes) -> None:
    one = Page(url=URL, body=body)
    find_problem(one)
    read_article(one)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(SKINS)),
    st.lists(st.tuples(st.integers(0, 6000), st.binary(max_size=6)), max_size=6),
    st.integers(0, 6000),
)
def test_no_damage_to_a_page_raises(skin: str, wounds: list[tuple[int, bytes]], end: int) -> None:
    markup = bytearray(page_of(skin, BODIES["word processor"][0]).encode())
    for place, bytes_put in wounds:
        markup[place : place + len(bytes_put)] = bytes_put
    one = Page(url=URL, body=bytes(markup[: max(end, 500)]))
    find_problem(one)
    read_article(one)
