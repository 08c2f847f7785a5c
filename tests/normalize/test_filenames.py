"""File names from the network: one component on every system, nothing of a trick left, everything that can be kept kept."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.normalize.filenames import LONGEST, safe_name

HOSTILE = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('../\\:*?"<>|~- \t\n\r\0\x1b\x7f\x9b_conCON1.hwp\u202e\u200b\u3164\u00a0\u0301가＆'),
    ),
    max_size=400,
)


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("2024년 예산(안) [최종] ＆ 붙임.hwp", "2024년 예산(안) [최종] ＆ 붙임.hwp"),
        ("보도자료１．hwp", "보도자료１．hwp"),
        ("1/2분기 실적.xlsx", "1_2분기 실적.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/etc/cron.d/x", "x"),
        ("C:\\Users\\나\\바탕 화면\\보도자료.hwpx", "보도자료.hwpx"),
        ("c:/temp/a.pdf", "a.pdf"),
        ("\\\\server\\share\\a.pdf", "a.pdf"),
        ("C:a.pdf", "C_a.pdf"),
        ("a.exe\0.txt", "a.exe.txt"),
        ("a\r\nSet-Cookie: b.hwp", "a Set-Cookie_ b.hwp"),
        ("\x1b]0;title\x07a.hwp", "]0;titlea.hwp"),
        ("사진\u202egpj.exe", "사진gpj.exe"),
        ("\u2066a\u2069\u200b\ufeff.hwp", "a.hwp"),
        (".htaccess", "file.htaccess"),
        (".hwp", "file.hwp"),
        ("-rf", "rf"),
        ("  a.hwp. . ", "a.hwp"),
        ("a  \t b.hwp", "a b.hwp"),
        ("a .hwp", "a.hwp"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("NUL.tar.gz", "_NUL.tar.gz"),
        ("com1", "_com1"),
        ("LPT³.log", "_LPT³.log"),
        ("aux .h", "_aux.h"),
        ("console.txt", "console.txt"),
        ("com10", "com10"),
        ('a:b*c?d"e<f>g|h', "a_b_c_d_e_f_g_h"),
        ("", "file"),
        ("..", "file"),
        ("???", "file"),
        (" \u3164\u200b\0", "file"),
        ("a/", "a_"),
        ("../", "file"),
        (unicodedata.normalize("NFD", "보도자료.hwp"), "보도자료.hwp"),
        ("보도자료.hwp".encode("cp949"), "보도자료.hwp"),
        ("보도자료.hwp".encode(), "보도자료.hwp"),
        (b"\xff\xfe\x80.pdf", "file.pdf"),
        (b"..\\..\\\xba\xb8.hwp", "보.hwp"),
        ("\udcb0a.pdf", "a.pdf"),
    ],
)
def test_names_as_servers_and_pages_give_them(shown: str | bytes, name: str) -> None:
    assert safe_name(shown) == name


def test_a_long_name_is_cut_between_characters_and_keeps_its_extension() -> None:
    name = safe_name("가" * 300 + ".hwpx")
    assert name == "가" * ((LONGEST - 5) // 3) + ".hwpx"
    assert len(safe_name("a" * 300 + "." + "b" * 300).encode()) == LONGEST


def test_what_is_left_of_nothing_is_the_callers_word() -> None:
    assert safe_name("..", default="notice") == "notice"
    assert safe_name(".pdf", default="notice") == "notice.pdf"


@given(HOSTILE)
@example("CON" + " " * 300 + "x.txt")
@example("CON." + "x" * 300)
@example("e\u200b\u0301")
@example("/a/\ncon")
@example("가" * 79 + "ab. .x")
def test_every_name_is_one_harmless_component(shown: str) -> None:
    name = safe_name(shown)
    assert name
    assert len(name.encode()) <= LONGEST
    assert name.isprintable()
    assert unicodedata.is_normalized("NFC", name)
    assert PurePosixPath(name).parts == (name,) == PureWindowsPath(name).parts
    assert not PureWindowsPath(name).is_reserved()
    assert not name.startswith((".", "-", " "))
    assert not name.endswith((".", " "))
    assert not set(name) & set('/\\:*?"<>|')
    assert (Path("/data") / name).parent == Path("/data")
    assert safe_name(name) == name


@given(st.binary(max_size=400))
def test_bytes_in_no_charset_give_a_name_too(shown: bytes) -> None:
    name = safe_name(shown)
    assert PureWindowsPath(name).parts == (name,)
    assert safe_name(name) == name


@given(HOSTILE, st.sampled_from([".hwp", ".pdf", ".HWPX", ".jpg", ".7z"]))
def test_an_extension_stays(stem: str, extension: str) -> None:
    assert safe_name(stem + extension).endswith(extension)
