"""The reader of site files takes plain data and nothing else, and names the line of each fault, whatever the file is made to look like."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import CatalogueError
from newscrawl.sites.files import DEEPEST, LARGEST, lines_of, read_site_file
from newscrawl.sites.importing.writing import as_yaml


def read(text):
    return read_site_file("town.yaml", text, dict[str, Any])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: &x 1\nb: *x", 1, "anchors and aliases"),
        ("a: 1\nb: *x", 2, "anchors and aliases"),
        ("a: 1\nb: !!python/name:os.system x", 2, "tag"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: 1\nb: 2\na: 3", 3, "given twice"),
        ("a: 1\n? [x]\n: 2", 2, "a key is no text"),
        ("a: 1\nb: " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), 2, "nests deeper"),
        ("a: 1\nb: [unclosed\nc: 2", 3, "expected"),
        ('a: 1\nb: "\\x1b[2J"', 2, "do not show"),
        ("a: 1\nb: \u202etxet", 2, "do not show"),
        ("a: 1\nurl: javascript:alert(1)", 2, "no address"),
        ("a: 1\nurl: https://user:word@town.example/", 2, "user name and password"),
        ("a: 1\nid: ../../etc", 2, "an id has"),
    ],
)
def test_a_fault_is_told_with_its_line(text, line, said):
    for content in (text, text.encode()):
        with pytest.raises(CatalogueError) as caught:
            read(content)
        assert f"sites/town.yaml, line {line}: " in str(caught.value)
        assert said in str(caught.value)


def test_what_is_too_large_or_no_text_is_refused():
    with pytest.raises(CatalogueError, match="at most"):
        read("a: " + "x" * LARGEST)
    for content in (b"a: \xff\xfe", b"a: \x00", "a: \x07"):
        with pytest.raises(CatalogueError, match=r"town\.yaml"):
            read(content)


def test_plain_words_mean_what_yaml_1_2_says():
    text = "off: no\non: yes\nhours: 22:00-06:00\nday: 2026-07-28\ncode: '11110'\nnumber: 11110\nhalf: 0.5\nno: true\nempty:"
    assert read(text) == {
        "off": "no",
        "on": "yes",
        "hours": "22:00-06:00",
        "day": "2026-07-28",
        "code": "11110",
        "number": 11110,
        "half": 0.5,
        "no": True,
        "empty": None,
    }


def test_every_value_has_its_line():
    lines = lines_of("town.yaml", "a: 1\nboards:\n  - x: 1\n    y: [2,\n      3]\n")
    assert (lines["$.a"], lines["$.boards[0].x"], lines["$.boards[0].y[1]"]) == (1, 3, 5)


texts = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1)


@given(
    st.dictionaries(st.sampled_from(["name", "about", "off", "changed"]), texts | st.sampled_from(["no", "Off", "y"])),
    st.lists(texts, min_size=1),
)
def test_what_is_written_is_read_again(fields, differs):
    board = {"id": "press", "differs": differs, "off": "no", "confirmed": "2026-07-28", "script": True}
    written = as_yaml(fields | {"boards": [board]})
    assert read(written) == fields | {"boards": [board]}
    by_others = yaml.compose(written, yaml.SafeLoader)  # a reader of YAML 1.1
    pairs = [*by_others.value, *by_others.value[-1][1].value[0].value]
    assert {key.tag for key, _ in pairs} == {"tag:yaml.org,2002:str"}
    assert not [value for _, value in pairs if value.tag.endswith(":bool") and value.value != "true"]
