"""File names as servers send them: every form that a Korean board was seen to use gives the same name, and nothing raises."""

from __future__ import annotations

import unicodedata
from email.header import Header
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.normalize.disposition import disposition_name

NAME = "보도자료(가람군, 봄꽃 축제) ‘최종’ 100%.hwp"
PLAIN = "가람군 봄꽃 축제 2호.hwp"  # that CP949 can write too

FORMS = {
    "raw UTF-8": (NAME, f'attachment; filename="{NAME}"'.encode()),
    "raw CP949": (PLAIN, f'attachment; filename="{PLAIN}"'.encode("cp949")),
    "raw, no quotes": (PLAIN, f"attachment; filename={PLAIN}".encode()),
    "raw CP949, no quotes, with a size": (PLAIN, f"attachment; filename={PLAIN}; size=1024".encode("cp949")),
    "percent UTF-8": (NAME, f'attachment; filename="{quote(NAME)}"'.encode()),
    "percent with plus for blanks": (NAME, f"attachment; filename={quote_plus(NAME)};".encode()),
    "percent CP949": (PLAIN, f'attachment; filename="{quote(PLAIN.encode("cp949"))}"'.encode()),
    "RFC 5987": (NAME, f"attachment; filename*=UTF-8''{quote(NAME)}".encode()),
    "RFC 5987 in CP949": (PLAIN, b"attachment; filename*=EUC-KR'ko'" + quote(PLAIN.encode("cp949")).encode()),
    "RFC 5987, quoted": (NAME, f"attachment; filename*=\"UTF-8''{quote(NAME)}\"".encode()),
    "both, the plain one first": (NAME, f"attachment; filename=\"___.hwp\"; filename*=UTF-8''{quote(NAME)}".encode()),
    "both, the plain one last": (NAME, f"attachment; filename*=UTF-8''{quote(NAME)}; filename=\"a.hwp\"".encode()),
    "MIME": (PLAIN, f'attachment; filename="{Header(PLAIN, "utf-8", maxlinelen=300).encode()}"'.encode()),
    "MIME in EUC-KR": (PLAIN, f'attachment; filename="{Header(PLAIN, "euc-kr", maxlinelen=300).encode()}"'.encode()),
    "entities": (PLAIN, b"attachment; filename=" + "".join(f"&#{ord(one)};" for one in PLAIN).encode()),
    "no space behind the semicolon": (PLAIN, f'attachment;filename="{PLAIN}";'.encode()),
    "capitals, blanks around the sign": (PLAIN, f'Attachment; FileName = "{PLAIN}"'.encode()),
    "no type before it": (PLAIN, f'filename="{PLAIN}"'.encode()),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_name(form):
    name, header = FORMS[form]
    assert disposition_name(header) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (rb'attachment; filename="a \"b\".hwp"', 'a "b".hwp'),
        (b'attachment; filename="a "b".hwp"', 'a "b".hwp'),
        (b'attachment; filename="a;b.hwp"; size=3', "a;b.hwp"),
        (b"attachment; filename=a;b.hwp", "a;b.hwp"),
        (
            'attachment; filename="100%25 세부내역.hwp"'.encode(),
            "100%25 세부내역.hwp",
        ),  # not encoded: other bytes are raw
        (b"attachment; filename=100%25.hwp", "100%.hwp"),
        (b"attachment; filename=C%2B%2B+guide.pdf", "C++ guide.pdf"),
        (b'attachment; filename="a+b.pdf"', "a+b.pdf"),
        (b"attachment; filename*=UTF-8''", None),
        (b"attachment; filename*=broken; filename=whole.hwp", "whole.hwp"),
        (b"attachment; filename*=x-none''%ea%b0%80.hwp", "가.hwp"),
        (b'form-data; name="field"; filename="a.hwp"', "a.hwp"),
        (b'attachment; filename=""', None),
        (b"attachment", None),
        (b"inline", None),
        (b"", None),
        (
            b'attachment; filename="../../etc/passwd"',
            "../../etc/passwd",
        ),  # as sent; safe_name makes a file's name of it
        (b'attachment; filename="a\r\n b.hwp"', "a b.hwp"),
        (b'attachment; filename="a\x00\x1b[31mb.hwp"', "a[31mb.hwp"),
    ],
)
def test_quotes_signs_and_what_is_no_name(header, name):
    assert disposition_name(header) == name


@given(st.binary(max_size=300))
def test_whatever_the_bytes_it_gives_one_line_or_none(raw):
    name = disposition_name(b"attachment; filename=" + raw)
    assert name is None or (name == " ".join(name.split()) and name)


@given(
    st.text(st.characters(blacklist_categories=("C", "Z", "M")), min_size=1, max_size=60).filter(
        lambda text: "\\" not in text
    )
)
def test_a_name_comes_back_from_the_standard_form(name):
    sent = f"attachment; filename*=UTF-8''{quote(name, safe='')}".encode()
    assert disposition_name(sent) == unicodedata.normalize("NFC", name)
