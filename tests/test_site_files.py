"""A site file from somebody else is data within bounds: whatever else it holds is refused with the file's name and the line."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.errors import CatalogueError
from newscrawl.sites.catalogue import catalogue, content_of
from newscrawl.sites.files import DEEPEST, LARGEST, read_site_file


class Board(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    url: str
    evidence: tuple[str, ...] = ()


class Site(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    homepage: str
    boards: tuple[Board, ...] = ()
    delay: float | None = None
    hours: str | None = None
    about: str = ""


GOOD = """\
# A comment
id: 전주-town_1.kr
homepage: https://town.example/
delay: 1.5
hours: 22:00-06:00
about: >
  A town,
  and more: [brackets] stay.
boards:
  - id: "no"
    url: http://town.example:8080/list?bbsId=B1
    evidence: [2024-03-15, no, "5", '']
  - {id: b, url: 'https://town.example/b'}
"""


def test_a_file_is_read_as_it_says() -> None:
    assert read_site_file("town.yaml", GOOD, Site) == Site(
        id="전주-town_1.kr",
        homepage="https://town.example/",
        delay=1.5,
        hours="22:00-06:00",
        about="A town, and more: [brackets] stay.\n",
        boards=(
            Board("no", "http://town.example:8080/list?bbsId=B1", ("2024-03-15", "no", "5", "")),
            Board("b", "https://town.example/b"),
        ),
    )
    assert read_site_file("town.yaml", b"\xef\xbb\xbf" + GOOD.encode(), Site).id == "전주-town_1.kr"


@pytest.mark.parametrize(
    ("plain", "meant"),
    [("2", 2), ("-0.5", -0.5), ("true", True), ("~", None), ("", None), ("yes", "yes"), ("0x10", "0x10"), ("1_000", "1_000"),
     ("012", "012"), ("22:00", "22:00"), ("2024-03-15", "2024-03-15"), ("1e3", "1e3"), (".inf", ".inf"), ("'2'", "2"), ("=", "=")],
)  # fmt: skip
def test_plain_words_mean_what_yaml_1_2_says(plain: str, meant: object) -> None:
    assert read_site_file("x.yaml", f"a: {plain}", dict) == {"a": meant}


def _bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, levels)]
    return "\n".join(lines)


REFUSED = {
    "billion laughs": (_bomb(9), 1, "anchors"),
    "an anchor alone": ("id: &x a", 1, "anchors"),
    "an alias of itself": ("a: 1\nb: &x [*x]", 2, "anchors"),
    "a merge": ("base: &b {x: 1}\nid: {<<: *b}", 1, "anchors"),
    "a Python object": ("id: a\nhomepage: !!python/object/apply:os.system ['true']", 2, "tag"),
    "a tag of its own": ("id: !secret a", 1, "tag"),
    "a plain tag": ("id: !!str a", 1, "tag"),
    "a tag without a name": ("id: ! a", 1, "tag"),
    "a key twice": ("id: a\nhomepage: https://a.example/\nid: b", 3, "'id' is given twice"),
    "a key twice in a board": ("boards:\n  - id: a\n    id: b", 3, "twice"),
    "a list for a key": ("? [a]\n: b", 1, "key is no text"),
    "too deep": ("a: " + "[" * (DEEPEST + 1), 1, "deeper"),
    "far too deep": ("[" * 60_000, 1, "nest"),
    "deep by indentation": ("\n".join(" " * level + "a:" for level in range(250)), DEEPEST + 1, "deeper"),
    "two documents": ("id: a\n---\nid: b", 2, "second document"),
    "no YAML": ("id: a\nboards: a: b", 2, ""),
    "a tab": ("id: a\n\tb: c", 2, ""),
    "an id with a path": ("id: ../../etc/passwd", 1, "id:"),
    "an id with dots": ("id: a..b", 1, "id:"),
    "an id that ends in a dot": ("id: a.", 1, "id:"),
    "an id of a dot": ("id: .", 1, "id:"),
    "an id with a backslash": ("boards:\n  - id: a\\b", 2, "id:"),
    "an id with a drive": ("id: 'c:x'", 1, "id:"),
    "an id that begins with a dash": ("id: '-rf'", 1, "id:"),
    "an id that is empty": ("id: ''", 1, "id:"),
    "a long id": ("id: " + "a" * 81, 1, "id:"),
    "an id with a line feed": ('id: "a\\n"', 1, "id:"),
    "a file": ("homepage: file:///etc/passwd", 1, "homepage: no address"),
    "a script": ("boards:\n  - id: a\n    url: javascript:alert(1)", 3, "url: no address"),
    "no host": ("homepage: http:///x", 1, "no address"),
    "a password": ("homepage: https://user:word@town.example/", 1, "password"),
    "a user": ("homepage: https://@town.example/", 1, "password"),
    "a line feed in an address": ('homepage: "https://town.example/\\nX: y"', 1, "no address"),
    "a space in an address": ("homepage: https://town.example/a b", 1, "no address"),
    "a backslash in an address": ("homepage: https://town.example\\@evil.example/", 1, "no address"),
    "a port that is none": ("homepage: https://town.example:99999/", 1, "no address"),
    "an escape sequence": ('id: a\nabout: "\\e[2J"', 2, "do not show"),
    "a NUL": ('about: "a\\0b"', 1, "do not show"),
    "turned text": ('about: "\\u202Egpj.exe"', 1, "do not show"),
    "a wrong type": ("id: a\nhomepage: https://a.example/\nboards:\n  - id: 5", 4, "Expected"),
    "a field that is none": ("id: a\nhomepage: https://a.example/\nboards:\n- id: b\n  url: http://a.example/\n- ulr: x", 6, "ulr"),
    "a field too few": ("id: a", 1, "homepage"),
    "a list": ("- id: a", 1, "Expected"),
    "nothing": ("", 1, "Expected"),
    "too large": ("# " + "a" * LARGEST, None, "bytes"),
    "no UTF-8": (b"id: a\nabout: \xba\xb8", None, ""),
    "a raw control": ("id: a\nabout: \x1b[2J", None, ""),
}  # fmt: skip


@pytest.mark.parametrize(("content", "line", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_more_than_data_is_refused_by_file_and_line(content: str | bytes, line: int | None, why: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read_site_file("town.yaml", content, Site)
    place = "sites/town.yaml: " if line is None else f"sites/town.yaml, line {line}: "
    assert str(caught.value).startswith(place)
    assert why in str(caught.value)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from([*"{}[]:,-&*!|>'\"#%@?~ \n\t", "id", "a", "<<", "---", "..."])).map("".join),
        st.binary(),
    )
)
def test_any_content_is_data_or_refused(content: str | bytes) -> None:
    try:
        found = msgspec.json.encode(read_site_file("x.yaml", content, object)).decode()
    except CatalogueError as error:
        found = str(error)
    assert found


def test_of_a_file_without_end_no_more_is_read_than_shows_it(tmp_path: Path) -> None:
    (tmp_path / "town.yaml").write_bytes(b"# " + b"a" * 10 * LARGEST)
    content = content_of(tmp_path / "town.yaml")
    assert len(content) == LARGEST + 1
    with pytest.raises(CatalogueError, match="at most"):
        read_site_file("town.yaml", content, Site)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among the files of this system")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "device.yaml").symlink_to(os.devnull)
    (tmp_path / "nowhere.yaml").symlink_to(tmp_path / "gone")
    for name in ("pipe", "device", "nowhere"):
        with pytest.raises(CatalogueError, match=f"sites/{name}.yaml is no file"):
            content_of(tmp_path / f"{name}.yaml")


def test_folders_that_are_links_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of them that lead back to where they stand would be 2^40 folders."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "a").symlink_to(own, target_is_directory=True)
    (own / "b").symlink_to(own, target_is_directory=True)
    monkeypatch.setenv("NEWSCRAWL_SITES", str(own))
    assert catalogue.__wrapped__().sites.keys() == catalogue().sites.keys()
