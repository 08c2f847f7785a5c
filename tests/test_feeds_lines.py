"""A line of a feed says what Scrapy's own exporter would say, whichever way it was made."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from scrapy.exporters import JsonLinesItemExporter

from newscrawl.feeds import WholeLines
from newscrawl.items import Article, Attachment, FieldOrigin, Image, ReadBy, ViewObservation

ARTICLE = Article(
    id="a/b:1",
    site="a",
    board="b",
    url="http://a.example/1?x=1&y=\u2028",
    title='따옴표 " 와 \\ 와 \x7f',
    body="첫째\n\n둘째\t셋째 😀",
    attachments=[Attachment(name="표.hwp", url=None, method="POST", form={"번호": "1"}, size=3)],
    images=[Image(url="http://a.example/i.png", alt="그림")],
    read_by=ReadBy(family="xe", fields={"title": FieldOrigin(rule="h1", confidence=0.25)}),
    warnings=["없음"],
)
VIEWS = ViewObservation(article_id="a/b:1", observed_at="2026-11-20T03:00:00+00:00", view_count=3, source="listing")


def lines(kind: type[JsonLinesItemExporter], *items: object, **options: object) -> list[dict[str, object]]:
    file = BytesIO()
    exporter = kind(file, **options)
    for item in items:
        exporter.export_item(item)
    return [json.loads(line) for line in file.getvalue().splitlines()]


@pytest.mark.parametrize(
    "options",
    [
        {"encoding": "utf-8"},
        {"encoding": "utf-8", "fields_to_export": ["id", "view_count"]},
        {"encoding": None},
        {"encoding": "utf-8", "ensure_ascii": True},
    ],
)
def test_the_line_is_the_same(options):
    ours = lines(WholeLines, ARTICLE, VIEWS, {"own": "item"}, **options)
    assert ours == lines(JsonLinesItemExporter, ARTICLE, VIEWS, {"own": "item"}, **options)
    assert [list(line) for line in ours] == [
        list(line) for line in lines(JsonLinesItemExporter, ARTICLE, VIEWS, {"own": "item"}, **options)
    ]
