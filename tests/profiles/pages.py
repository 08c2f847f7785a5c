"""Pages of boards that do not exist, a learner that has been taught by them, and changes of a page such as redesigns and editors make."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import lxml.html
from lxml import etree

from newscrawl.profiles import Learner, Profile
from newscrawl.profiles.shape import follow
from newscrawl.reading import Page
from tests.servers.boards import ARTICLES, LISTINGS, Board

NOW = datetime(2024, 12, 1, 3, 0, tzinfo=UTC)
POSTS = 60
PLACES = range(len(LISTINGS) * len(ARTICLES))  # hosts whose boards show every make of listing and of article
_LABELS = "작성일 등록일 수정일 조회수 작성자 담당부서 제목 번호 첨부파일 분류".split()
_NEW = (
    f"<div><p>{'군은 이번 행사를 성황리에 마쳤다고 밝혔다. ' * 8}</p></div>",
    "<h3>새로 들어온 제목이 여기에 길게 서 있습니다</h3>",
    "<table><tr><th>작성일</th><td>2023-01-02</td><th>조회수</th><td>99</td></tr></table>",
    "<p>작성자 : 홍길동</p>",
    "<span class='date'>2020.01.02</span>",
    "<p>이 저작물은 공공누리 제1유형 출처표시에 따라 이용할 수 있습니다</p>",
    "<div class='caption'>김기자 기자</div>",
)
_TEXTS = ("2022-02-03", "33", "보도자료", "다른 글자가 들어 있습니다", "작성일 2022-03-04", "홍길동", "")
_HEAD = frozenset(("html", "head", "body", "meta", "title", "script"))


def page_of(board: Board, target: str) -> Page:
    """Return what a board shows at a target."""
    shown = board.page(target)
    assert shown is not None
    return Page(url=f"http://{board.host}{target}", body=shown, headers={"content-type": "text/html"}, now=NOW)


def articles(board: Board) -> list[Page]:
    """Return the pages of a board's public posts."""
    return [page_of(board, board.article.format(post.number)) for post in board.public]


def listings(board: Board) -> list[Page]:
    """Return a board's listing pages."""
    return [page_of(board, board.first), *(page_of(board, board.listing.format(n)) for n in range(2, board.pages + 1))]


@cache
def taught(place: int) -> tuple[Learner, Board]:
    """Return a learner that has read the whole board of a host."""
    board = Board(place, POSTS, 1)
    learner = Learner(Profile(board=f"{board.host}/news"))
    for page in articles(board):
        learner.article(page)
    for page in listings(board):
        learner.listing(page)
    return learner, board


def changed(page: Page, draw: random.Random, profile: Profile) -> Page:
    """Return a page with one thing changed: anywhere its markup, around the post its texts, too."""
    root = deepcopy(replace(page).root)
    area = follow(root, profile.articles[0].area)
    part = root if area is None else area
    kind = draw.choice(("class", "remove", "swap", "move", "double", "wrap", "tag", "label", "insert", "text"))
    elements = [element for element in root.iter() if element.tag not in _HEAD]
    if kind in ("insert", "text"):
        elements = list(part.iterdescendants())
    one, other = draw.choice(elements), draw.choice(elements)
    if kind == "class":
        one.set("class", draw.choice(("file", "share", "con", "title", "other")))
    elif kind == "remove":
        one.drop_tree()
    elif kind == "swap":
        beside = list(one.itersiblings())
        if beside:
            draw.choice(beside).addnext(one)
    elif kind == "move":
        if one not in (other, *other.iterancestors()):
            other.append(one)
    elif kind == "double":
        one.addnext(deepcopy(one))
    elif kind == "wrap":
        one.addprevious(holder := lxml.html.Element("div", {"class": "wrap"}))
        holder.append(one)
    elif kind == "tag":
        one.tag = draw.choice(("div", "p", "h2", "td", "span"))
    elif kind == "label":
        labels = [element for element in elements if (element.text or "").strip(" :") in _LABELS]
        if labels:
            draw.choice(labels).text = draw.choice(_LABELS)
    elif kind == "insert":
        draw.choice((one.addnext, one.addprevious, one.append))(lxml.html.fragment_fromstring(draw.choice(_NEW)))
    else:
        one.text = draw.choice(_TEXTS)
    text = etree.tostring(root, encoding="unicode", method="html")
    return replace(page, body=text.encode(page.decoded[1], "xmlcharrefreplace"))
