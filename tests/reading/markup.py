"""Small pages for the tests of the article reader."""

from __future__ import annotations

from newscrawl.reading.evidence import ShownArticle
from newscrawl.reading.page import Page

URL = "https://dalbit.example/news/view.do?no=12"
LABELS = "<ul class='info'><li>작성자 : 홍보실</li><li>등록일 : 2026-01-05</li><li>조회수 : 1,234</li></ul>"
TITLE = "달빛시, 어린이 통학로 12곳에 차단봉 설치"
SENTENCE = "달빛시가 새 학기를 앞두고 통학로 12곳에 차단봉을 세운다."


def page(markup: str, *, title: str = "보도자료 | 달빛시청", head: str = "", url: str = URL, status: int = 200) -> Page:
    """Return a page with a body's markup."""
    whole = (
        f"<html lang='ko'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{markup}</body></html>"
    )
    return Page(url=url, body=whole.encode(), status=status)


def post(body: str, *, title: str = TITLE, labels: str = LABELS, after: str = "") -> str:
    """Return a post's markup: title, labels, a body in an element of its own, and what follows."""
    return f"<div class='view'><h3>{title}</h3>{labels}<div class='view_cont'>{body}</div>{after}</div>"


def value(article: ShownArticle | None, name: str) -> str | None:
    """Return a field of an article that must be one."""
    assert article is not None
    return article.evidence.value(name)
