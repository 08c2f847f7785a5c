"""The article reader on the markup of many board programs: every skin with every kind of body."""

from __future__ import annotations

import pytest

from newscrawl.normalize.counts import read_count
from newscrawl.normalize.dates import read_date
from newscrawl.reading.article import read_article
from newscrawl.reading.evidence import ShownArticle
from newscrawl.reading.page import Page
from newscrawl.reading.problems import find_problem
from tests.reading.skins import BODIES, FILES, SKINS, TITLE, page_of


def read(markup: str) -> ShownArticle | None:
    return read_article(Page(url="https://dalbit.example/news/view.do?no=12", body=markup.encode()))


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("skin", SKINS)
def test_every_field(skin: str, body: str) -> None:
    shown = SKINS[skin]
    markup, text = BODIES[body]
    article = read(page_of(skin, markup))
    assert article is not None
    evidence = article.evidence
    assert evidence.value("title") == TITLE
    assert article.body == text
    assert read_date(evidence.value("published_at") or "", None).iso == shown.date
    views = evidence.value("view_count")
    assert (read_count(views) if views else None) == (1234 if shown.views else None)
    assert evidence.value("author") == shown.author
    assert evidence.value("department") == shown.department
    assert [file.name for file in article.attachments] == (list(FILES) if shown.files else [])


@pytest.mark.parametrize("skin", SKINS)
def test_no_problem_is_found(skin: str) -> None:
    assert (
        find_problem(Page(url="https://dalbit.example/", body=page_of(skin, BODIES["paragraphs"][0]).encode())) is None
    )


@pytest.mark.parametrize("skin", SKINS)
def test_the_post_without_what_stands_around_it(skin: str) -> None:
    markup, text = BODIES["word processor"]
    article = read(page_of(skin, markup, menu=False))
    assert article is not None
    assert article.body == text
    assert article.evidence.value("title") == TITLE
