"""What a file is: by its content, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.attachments.media import media_type
from tests.attachments import pdf
from tests.attachments.hangul import make, rebuilt
from tests.attachments.office import encrypted_office, odf, package

PAGES = [
    "<!DOCTYPE html><html><head><title>오류</title></head></html>",
    "\ufeff\r\n\t <HTML><BODY>세션이 끊겼습니다</BODY></HTML>",
    "<!-- 관리자 --><!-- 둘 -->\n<script>alert('로그인이 필요합니다.'); history.back();</script>",
    "\n\n\n<script type='text/javascript'>alert(\"파일이 없습니다\");location.href='/';</script>",
    "<meta charset=utf-8><script>alert('권한이 없습니다')</script>",
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x"><html></html>',
    "<?php warning ?><html>",
    "<br />\n<b>Warning</b>: fopen(): failed to open stream",
    "파일을 찾을 수 없습니다.<script>history.back()</script>",
    "<div class='error'>존재하지 않는 파일입니다.</div>",
    "<h1>404 Not Found</h1>",
]
TEXTS = {
    "<공지> 10월 9일부터 접수합니다": "text/plain",
    "1 < 2 이고 <b 는 아니다": "text/plain",
    "보도자료: <html> 태그를 쓰는 법": "text/plain",
    "구분,금액\n도로,1": "text/plain",
    '<?xml version="1.0"?><rss version="2.0"><title>새소식</title></rss>': "application/xml",
    "가": "text/plain",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("charset", ["utf-8", "cp949", "utf-16"])
@pytest.mark.parametrize("name", ["보도자료.hwp", "", "download.do"])
def test_a_page_in_place_of_a_file_is_known(page: str, charset: str, name: str) -> None:
    assert media_type(page.lstrip("\ufeff" if charset == "cp949" else "").encode(charset), name) == "text/html"


@pytest.mark.parametrize(("text", "kind"), TEXTS.items())
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_text_that_speaks_of_pages_is_none(text: str, kind: str, charset: str) -> None:
    ending = "xml" if kind.endswith("xml") else "txt"
    assert media_type(text.encode(charset), f"이름.{ending}") == kind


def test_a_long_text_that_is_cut_within_a_character_is_text() -> None:
    for charset in ("utf-8", "cp949"):
        for length in range(8_180, 8_200):
            assert media_type(("가나" * 5_000).encode(charset)[:length]) == "text/plain"


def test_documents_are_known_without_their_names(tmp_path: Path) -> None:
    def fill(document: object) -> None:
        document.add_paragraph("글")  # type: ignore[attr-defined]

    assert media_type(make(tmp_path, "hwp", fill), "a.pdf") == "application/x-hwp"
    assert media_type(make(tmp_path, "hwpx", fill), "a.zip") == "application/hwp+zip"
    assert media_type(make(tmp_path, "hwpx", fill)[:3_000]) == "application/hwp+zip"
    assert media_type(odf("text", ""), "a.hwp") == "application/vnd.oasis.opendocument.text"
    assert media_type(pdf.make(pdf.blank), "a.hwp") == "application/pdf"
    assert media_type(package({"a.txt": "HWP Document File"}), "a.hwp") == "application/zip"


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"),
        ("Book", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("FileHeader", "application/x-hwp"),
        ("Anything", "application/x-ole-storage"),
    ],
)
def test_compound_files_are_told_by_their_streams(stream: str, kind: str) -> None:
    # the name of another stream within the content of one tells nothing
    data = rebuilt({stream: "WordDocument\0FileHeader\0".encode("utf-16-le") * 300})
    assert media_type(data, "이름.hwp") == kind


def test_an_encrypted_office_file_is_what_its_name_says() -> None:
    assert media_type(encrypted_office(), "예산.xlsx").endswith("spreadsheetml.sheet")
    assert media_type(encrypted_office(), "예산") == "application/x-ole-storage"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "text/plain"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"Rar!\x1a\x07\x01\0", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (b"EGGA\0\1", "application/x-egg"),
        (b"ALZ\x01\n\0", "application/x-alz"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"HWP Document File V3.00 \x1a\1\2\3\4\5", "application/x-hwp"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b'<?xml version="1.0"?><!DOCTYPE HWPML><HWPML Version="2.8">', "application/x-hwpml"),
        (bytes(range(256)) * 4, "application/octet-stream"),
        (b"PK\x03\x04", "application/zip"),
    ],
)
def test_other_kinds(data: bytes, kind: str) -> None:
    assert media_type(data) == kind
