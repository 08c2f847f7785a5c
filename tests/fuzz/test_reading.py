"""Arbitrary bytes, soups and mutations are read without a fault."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawl.parsing import page_record

from .contract import broken
from .pages import BOARD, URLS, page
from .soup import CHARSETS, CODE, JSON_LD, SOUP, STATUS, URL, mutated

HEADING = "<h3 class='tit'>나루 시장</h3><ul><li>작성일 : 2026-03-05</li><li>조회수 : 12</li></ul><div class='cont'>"


def test_the_page_to_mutate_is_an_article_above_a_listing() -> None:
    """Else the mutations would only ever reach what the reader turns away at the door."""
    record, _ = page_record(page(BOARD.encode()), generic=True)
    assert record.article is not None
    assert (record.article.title, record.article.view_count) == ("나루 시장 412번 골목 새 단장", 2884)
    assert record.article.published_at == "2026-03-05T09:10:00+09:00"
    assert record.listing is not None
    assert len(record.listing.rows) == 12
    assert broken(page(BOARD.encode())) == []


@given(st.binary(max_size=4000), CHARSETS, STATUS, URL)
@settings(deadline=None)
def test_bytes(body: bytes, charset: str | None, status: int, url: str) -> None:
    assert broken(page(body, url, charset=charset, status=status)) == []


@given(SOUP, CHARSETS, URL, st.booleans())
@example(b"<iframe>", None, URLS[0], True)  # elements without children are false, and asking them is a warning
@settings(deadline=None)
def test_soup(body: bytes, charset: str | None, url: str, generic: bool) -> None:
    assert broken(page(body, url, charset=charset), generic=generic) == []


@given(SOUP)
@settings(deadline=None)
def test_soup_where_a_body_stands(body: bytes) -> None:
    assert broken(page(HEADING.encode() + body)) == []


@given(SOUP)
@settings(deadline=None)
def test_soup_where_rows_stand(body: bytes) -> None:
    head, _, rest = BOARD.encode().partition(b"<tbody>")
    assert broken(page(head + b"<tbody>" + body + rest)) == []


@given(mutated(), CHARSETS, URL)
@settings(deadline=None)
def test_mutations(body: bytes, charset: str | None, url: str) -> None:
    assert broken(page(body, url, charset=charset)) == []


@given(JSON_LD)
@example('{"@type": [[]]}')
@settings(deadline=None)
def test_json_ld(data: str) -> None:
    markup = f"<script type='application/ld+json'>{data}</script>{HEADING}{'나루 시장이 열린다. ' * 9}</div>"
    assert broken(page(markup.encode("utf-8", "surrogatepass"))) == []


@given(CODE, CODE)
@settings(deadline=None)
def test_scripts(source: str, click: str) -> None:
    """The page's own functions and clicks are read for addresses; what they say may be nonsense."""
    markup = BOARD.replace("function fn_page(n){", f"{source} function fn_page(n){{ {source}").replace(
        "fn_page(2);", json.dumps(click)[1:-1]
    )
    assert broken(page(markup.encode())) == []
