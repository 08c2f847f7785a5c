"""PDF: text as it is set, and what is told of pages without."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from newscrawl.attachments.text import read_text
from tests.attachments.pdf import blank, grid, lines, make, picture

SIGNS = "‘제1회 행사’ 10월 9일부터 “시작” ㎡ ℃ ① ｢법｣ ㈜ Ａ１"


def test_lines_and_paragraphs() -> None:
    read = read_text(make(lines(SIGNS, "둘째 줄", "", "새 문단", "그 둘째 줄"), lines("둘째 쪽")))
    assert (read.status, read.media_type, read.warnings) == ("ok", "application/pdf", ())
    assert read.text == f"{SIGNS}\n둘째 줄\n\n새 문단\n그 둘째 줄\n\n둘째 쪽"


def test_paragraphs_of_a_line_each_are_apart_beside_longer_ones() -> None:
    read = read_text(
        make(
            lines(
                "제목",
                "",
                "첫 문단",
                "",
                "둘째 문단은",
                "두 줄이다",
                "",
                "셋째 문단은",
                "두 줄이다",
                "",
                "넷째",
                "",
                "끝",
            )
        )
    )
    assert read.text == "제목\n\n첫 문단\n\n둘째 문단은\n두 줄이다\n\n셋째 문단은\n두 줄이다\n\n넷째\n\n끝"


def test_lines_from_top_to_bottom_are_read_from_the_right() -> None:
    def columns(canvas: Canvas) -> None:
        for place, text in enumerate(("세로로 쓴 첫째 줄", "그 둘째 줄", "끝")):
            canvas.drawString(500 - 30 * place, 780, text)

    upright = make(columns).replace(b"UniKS-UCS2-H", b"UniKS-UCS2-V")
    assert read_text(upright).text.split() == "세로로 쓴 첫째 줄 그 둘째 줄 끝".split()


def test_cells_of_a_table_are_apart_by_tabs() -> None:
    read = read_text(make(grid(("구 분", "예산 액", "비고"), ("도로", "1,234", "12㎡"))))
    assert read.text == "구 분\t예산 액\t비고\n도로\t1,234\t12㎡"


def test_a_document_is_found_behind_other_bytes() -> None:
    for junk in (b"\n\n", b"\xef\xbb\xbf", b"<!-- served by -->\n", bytes(700)):
        read = read_text(junk + make(lines("본문")))
        assert (read.media_type, read.text) == ("application/pdf", "본문")


def test_a_locked_document_is_told() -> None:
    read = read_text(make(lines("비밀"), password="열쇠"))
    assert (read.status, read.text) == ("encrypted", "")


def test_a_document_that_only_forbids_printing_is_read() -> None:
    assert read_text(make(lines("공개"), password="")).text == "공개"


def test_pages_that_are_pictures_are_told() -> None:
    read = read_text(make(picture, picture))
    assert (read.status, read.text) == ("scanned", "")
    assert read_text(make(picture, blank)).status == "scanned"
    read = read_text(make(lines("첫 쪽"), picture, blank))
    assert (read.status, read.text) == ("ok", "첫 쪽")
    assert read.warnings == ("1 of 3 pages are pictures without a text layer.",)


def test_a_document_without_text_and_pictures_is_empty() -> None:
    assert read_text(make(blank)).status == "empty"


def test_a_document_without_pages_is_told() -> None:
    assert read_text(b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n").status in (
        "damaged",
        "empty",
    )


def test_no_character_is_lost_for_want_of_a_font() -> None:
    """PDFium leaves out a piece of text of one character whose font is neither in the file nor on the machine."""
    assert read_text(make(grid(("가", "나", "㎡"), ("漢", "か", "中")))).text == "가\t나\t㎡\n漢\tか\t中"

    def by_character(canvas: Canvas) -> None:
        for place, sign in enumerate(SIGNS.replace(" ", "")):
            canvas.drawString(60 + 12 * place, 780, sign)

    assert "".join(read_text(make(by_character)).text.split()) == SIGNS.replace(" ", "")
