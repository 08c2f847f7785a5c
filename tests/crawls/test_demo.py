"""The demo is what a newcomer runs first: it must end well, show what a second round does, and leave the files that it names."""

from __future__ import annotations

import dataclasses

import msgspec

from newscrawl.items import Article

from .conftest import lines, newscrawl


def test_two_rounds(tmp_path):
    result = newscrawl("demo", "--rounds", "2", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "round 1 of 2" in result.stdout
    assert "round 2 of 2" in result.stdout
    file = tmp_path / "data" / "demo" / "articles.jsonl"
    assert "data/demo/articles.jsonl" in result.stdout
    records = lines(file)
    assert {record["revision"] for record in records} == {1, 2}
    for line in file.read_text("utf-8").splitlines():
        msgspec.json.decode(line, type=Article, strict=True)


def test_a_second_demo_starts_anew(tmp_path):
    assert newscrawl("demo", cwd=tmp_path).returncode == 0
    first = len(lines(tmp_path / "data" / "demo" / "articles.jsonl"))
    assert newscrawl("demo", cwd=tmp_path).returncode == 0
    assert len(lines(tmp_path / "data" / "demo" / "articles.jsonl")) == first > 90


def test_fields_stand_in_the_order_of_the_contract(tmp_path):
    assert newscrawl("demo", cwd=tmp_path).returncode == 0
    names = [field.name for field in dataclasses.fields(Article)]
    assert all(list(record) == names for record in lines(tmp_path / "data" / "demo" / "articles.jsonl"))
