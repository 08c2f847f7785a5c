"""When a profile reads, when it leaves a page alone, what it does about a disagreement, and how a redesign is told from a rare post."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newscrawl.profiles import Doubt, Learner, Profile, read_article_by
from newscrawl.profiles.learner import EVERY, LESSONS
from newscrawl.reading import Page, read_page
from newscrawl.reading.evidence import Evidence, ShownRow

from .pages import NOW

TITLE = "가람군, 봄꽃 축제 준비 상황을 {} 번째로 점검"
SENTENCE = "가람군은 다음 달 열리는 봄꽃 축제를 앞두고 행사장 시설 {}곳을 둘러보고 안전 대책을 마련했다고 밝혔다. "


def article(number, *, title=None, day=None, text=None, extra="", head=""):
    title = title or TITLE.format(number)
    day = day or f"2024-03-{number % 28 + 1:02}"
    text = text or "".join(SENTENCE.format(number + place) for place in range(6 + number % 5))
    return page(
        f"<html><head><title>{title} | 가람군</title>{head}</head><body><div id='gnb'><a href='/'>처음으로</a></div><div id='main'>"
        f"<h2>보도자료</h2><div class='view'><h3 class='subject'>{title}</h3>"
        f"<ul class='info'><li><b>작성일</b> <span>{day}</span></li>"
        f"<li><b>조회수</b> <span>{number * 7 + 1}</span></li>"
        f"<li><b>담당부서</b> <span>{'문화과' if number % 2 else '홍보실'}</span></li></ul>"
        f"<div class='content'><p>{text}</p></div>{extra}</div><a href='/list'>목록</a></div></body></html>",
        number,
    )


def redesigned(number):
    body = "".join(SENTENCE.format(number + place) for place in range(6 + number % 5))
    return page(
        f"<html><head><title>{TITLE.format(number)}</title></head><body><main><article><h1>{TITLE.format(number)}</h1>"
        f"<p class='meta'>등록일 : 2025-01-{number % 28 + 1:02} | 조회 : {number + 5} | 부서 : 홍보실</p>"
        f"<section class='text'><p>{body}</p></section></article></main></body></html>",
        number,
    )


def page(markup, number):
    return Page(url=f"http://board.example/view?no={number}", body=markup.encode(), now=NOW)


def taught(count=LESSONS, **options):
    learner = Learner(Profile(board="garam/press"))
    for number in range(count):
        learner.article(article(number, **options))
    return learner


def doubt_of(learner, page, row=None):
    try:
        read_article_by(learner.profile, page, row=row)
    except Doubt as doubt:
        return doubt.why
    return None


def row(title=None, day=None):
    evidence = Evidence()
    evidence.add("title", title, "link", 0.9)
    evidence.add("published_at", day, "th", 0.9)
    return ShownRow("http://board.example/view?no=1", evidence)


def test_a_layout_takes_three_differing_articles():
    learner = taught(LESSONS - 1)
    assert not learner.profile.articles
    for _ in range(3):
        learner.article(article(1))  # what was seen before teaches nothing
    assert not learner.profile.articles
    learner.article(article(9))
    assert len(learner.profile.articles) == 1
    reading = learner.article(article(10))
    assert reading.profile == "garam/press@2024-12-01"
    assert reading.article.evidence.value("department") == "홍보실"
    assert reading.article.evidence.best("title").rule == "profile, heading:h3"


def test_a_run_compares_its_first_page_and_every_twentieth():
    learner = taught(LESSONS + 3 * EVERY)
    events = learner.take_events()
    assert events["profiled"] == 3 * EVERY
    assert events["compared"] == 1 + 3
    assert "disagreed" not in events


@pytest.mark.parametrize(
    ("why", "options"),
    [
        ("the title may be none", {"title": "군 소식, 3월호!"}),
        ("less text", {"text": "짧은 글입니다."}),
        ("word of rights", {"text": "이 글은 공공누리 제1유형에 따라 이용할 수 있습니다. " + SENTENCE * 8}),
        ("label or a byline", {"text": "홍길동 기자</p><p>" + SENTENCE * 8}),
        ("names an office", {"text": f"<table><tr><th>담당부서</th><td>산림과</td></tr></table>{SENTENCE * 8}"}),
        ("may be none of it", {"text": f"<span class='file_box'>첨부</span>{SENTENCE * 8}"}),
        ("arranged as on no page", {"extra": "<p class='note'>알려 드립니다</p>"}),
        ("arranged as on no page", {"day": "어느 봄날"}),
        ("one id", {"text": f"<p id='x'>{SENTENCE * 4}</p><p id='x'>{SENTENCE * 4}</p>"}),
    ],
)
def test_whatever_the_generic_reader_might_read_otherwise_is_left_to_it(why, options):
    learner = taught(6)
    if why == "names an office":  # a board whose heading names none
        learner.profile.articles[0].places.pop("department")
    if why in ("label or a byline", "one id"):
        learner.profile.kept.add("p#x")
    assert why in (doubt_of(learner, article(20, **options)) or "")


def test_a_cut_title_and_a_missing_date_are_left_to_the_generic_reader():
    learner = taught(6)
    assert doubt_of(learner, article(20, title="가람군, 봄꽃 축제를 앞두고 행사장을…")) == "the title may be none"
    assert doubt_of(learner, article(20)) is None


def test_the_listing_is_a_witness():
    learner = taught(6)
    shown = article(20)
    assert doubt_of(learner, shown, row(TITLE.format(20), "2024-03-21")) is None
    assert doubt_of(learner, shown, row(TITLE.format(20)[:12] + "…", "2024-03-21")) is None
    assert doubt_of(learner, shown, row("다른 글의 제목이 여기에 있다")) == "the title is not the listing's"
    assert doubt_of(learner, shown, row(TITLE.format(20), "2024-03-22")) == "the date is not the listing's"


@pytest.mark.parametrize(
    "head",
    [
        "<script>alert('삭제된 글입니다.');history.back();</script>",
        "<script>alert('로그인 후 이용하실 수 있습니다.');location.href='/login';</script>",
    ],
)
def test_a_message_on_a_whole_page_is_a_message(head):
    learner = taught(6)
    shown = article(20, head=head)
    assert read_page(replace(shown)).problem is not None
    reading = learner.article(replace(shown))
    assert reading.problem == read_page(replace(shown)).problem
    assert reading.article is None


@pytest.mark.parametrize(
    "markup",
    [
        b"<html><head><script>alert('x');history.back()</script></head><body></body></html>",
        b"<html><body><p>\xec\x82\xad\xec\xa0\x9c\xeb\x90\x9c \xea\xb2\x8c\xec\x8b\x9c\xeb\xac\xbc</p></body></html>",
        b"",
        b"<html><body><form><input type='password'></form></body></html>",
        b"\xff\xfe\x00<<<<",
    ],
)
def test_other_pages_are_none_of_the_profiles(markup):
    learner = taught(6)
    other = Page(url="http://board.example/view?no=3", body=markup, now=NOW)
    assert doubt_of(learner, replace(other)) is not None
    assert learner.article(replace(other)).problem == read_page(replace(other)).problem


def test_a_disagreement_drops_the_layout_and_a_second_one_bars_it():
    learner = taught(6)
    key = learner.profile.articles[0].key
    for place in (1, 2):
        learner.profile.articles[0].places.pop("department")
        learner._fresh.add("article")
        reading = learner.article(article(20 + place))
        assert reading.article.evidence.value("department") in ("문화과", "홍보실"), "the generic reader is believed"
        assert not learner.profile.articles
        assert learner.profile.of_articles.disagreed == place
        (warning,) = learner.take_warnings()
        assert "department" in warning
        assert f"no={20 + place}" in warning
        for number in range(30 * place, 30 * place + LESSONS):
            learner.article(article(number))
        assert bool(learner.profile.articles) == (place == 1)
    assert learner.profile.barred == [key]


def test_a_redesign_is_told_and_the_new_layout_takes_the_old_ones_place():
    learner = taught(40)
    old = learner.profile.articles[0].key
    assert learner.take_changes() == []
    read = [learner.article(redesigned(number)) for number in range(8)]
    (change,) = learner.take_changes()
    assert change == "article pages: there is no body > div#main > div.view"
    assert [layout.key for layout in learner.profile.articles] != [old]
    assert len(learner.profile.articles) == 1
    assert read[0].profile is None
    assert read[-1].profile is not None
    assert [reading.article.evidence.value("published_at")[:7] for reading in read] == ["2025-01"] * 8
    learner.article(redesigned(9))
    assert learner.take_changes() == [], "it is told once"


def test_a_rare_kind_of_post_is_no_redesign():
    learner = taught(40)
    for number in range(50, 90):
        learner.article(article(number, extra="<p class='note'>알립니다</p>" if number % 10 == 0 else ""))
    assert learner.take_changes() == []
    assert learner.profile.of_articles.strange == 3, "then it was learned, too"


def test_a_reader_that_does_not_learn_is_the_generic_reader():
    learner = Learner(Profile(board="garam/press"), learns=False)
    for number in range(6):
        assert learner.article(article(number)).profile is None
    assert learner.profile == Profile(board="garam/press")
