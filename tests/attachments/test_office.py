"""DOCX, XLSX, PPTX and OpenDocument, word for word."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from newscrawl.attachments.result import FileText
from newscrawl.attachments.text import read_text
from tests.attachments.office import encrypted_office, odf, pptx, repacked, shape
from tests.attachments.test_hangul import SIGNS

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def _added(document: object, xml: str) -> None:
    """Put an element of WordprocessingML at the end of a document's body, before its last section."""
    body = document.element.body  # type: ignore[attr-defined]
    body.insert(len(body) - 1, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def _read(data: bytes) -> FileText:
    read = read_text(data)
    assert read.status == "ok", read.warnings
    return read


def test_paragraphs_and_tables_of_word() -> None:
    document = docx.Document()
    document.add_heading("제목", 1)
    spans = document.add_paragraph()
    for sign in SIGNS:
        spans.add_run(sign)
    spans.add_run("\n아랫줄\t탭 뒤")
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"칸{row}{column}"
    table.cell(0, 1).text = table.cell(0, 2).text = table.cell(2, 0).text = ""
    table.cell(0, 0).merge(table.cell(0, 2)).text = "옆으로"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "아래로"
    table.cell(1, 1).add_paragraph("둘째 문단")
    inner = table.cell(2, 2).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "속0", "속1"
    document.add_paragraph("끝")
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "머리말", "꼬리말"
    read = _read(_saved(document))
    assert read.media_type == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert read.text == (
        f"머리말\n\n제목\n\n{SIGNS}\n아랫줄\t탭 뒤\n\n옆으로\n아래로\t칸11\n둘째 문단\t칸12\n\t칸21\t칸22\n속0\t속1\n\n끝\n\n꼬리말"
    )


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p><w:ins><w:r><w:t>넣은 말</w:t></w:r></w:ins></w:p>", "넣은 말"),
        ("<w:p><w:r><w:t>남은 말</w:t></w:r><w:del><w:r><w:delText>지운 말</w:delText></w:r></w:del></w:p>", "남은 말"),
        ("<w:p><w:r><w:t>보임</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>숨김</w:t></w:r></w:p>", "보임"),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>양식의 말</w:t></w:r></w:p></w:sdtContent></w:sdt>", "양식의 말"),
        ("<w:p><w:sdt><w:sdtContent><w:r><w:t>줄 안 양식</w:t></w:r></w:sdtContent></w:sdt></w:p>", "줄 안 양식"),
        ("<w:p><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:t>쪽</w:t></w:r></w:p>", "3쪽"),
        ('<w:p><w:r><w:t>기호</w:t><w:sym w:char="2460"/><w:noBreakHyphen/></w:r></w:p>', "기호①-"),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>한자</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢字</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
            "漢字(한자)",
        ),
        (
            "<w:p><w:r><w:t>글</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>상자</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
            "글\n\n상자",
        ),
    ],
)
def test_what_word_keeps_beside_plain_runs(xml: str, text: str) -> None:
    document = docx.Document()
    _added(document, xml)
    assert _read(_saved(document)).text == text


@pytest.mark.parametrize(
    ("outer", "newer", "older", "text"),
    [
        ("<w:p><w:r>{}<w:t>뒤</w:t></w:r></w:p>", "<w:drawing/>", "<w:t>☺</w:t>", "☺뒤"),
        ("<w:p>{}</w:p>", "<w:r><w:t>새것</w:t></w:r>", "<w:r><w:t>옛것</w:t></w:r>", "새것"),
        ("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "", "<w:p><w:r><w:t>옛 문단</w:t></w:r></w:p>", "옛 문단"),
    ],
)
def test_what_word_keeps_twice_is_read_once(outer: str, newer: str, older: str, text: str) -> None:
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    branches = f"<mc:Choice>{newer}</mc:Choice><mc:Fallback>{older}</mc:Fallback>"
    document = docx.Document()
    _added(document, outer.format(f"<mc:AlternateContent {space}>{branches}</mc:AlternateContent>"))
    assert _read(_saved(document)).text == text


def test_notes_of_word_follow_their_paragraph() -> None:
    document = docx.Document()
    _added(document, '<w:p><w:r><w:t>각주가</w:t><w:footnoteReference w:id="2"/><w:t> 있는 문단</w:t></w:r></w:p>')
    document.add_paragraph("다음 문단")
    space = nsdecls("w")
    notes = (
        f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>각주의 말</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    plain = _saved(document)
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId90" Type="{_RELATIONS}/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    data = repacked(plain, {"word/footnotes.xml": notes, "word/_rels/document.xml.rels": relations})
    assert _read(data).text == "각주가 있는 문단\n\n각주의 말\n\n다음 문단"


def test_sheets_of_excel() -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "예산"
    first.append(["구분", SIGNS, None, "비고"])
    first.append([None, 1234, 12.5, 0.1 + 0.2])
    first.append([date(2026, 11, 26), datetime(2026, 11, 26, 15, 5), time(9, 30), True])  # noqa: DTZ001 - a sheet has no zone
    first["A4"] = 0.25
    first["A4"].number_format = "0.0%"
    first["B4"] = 45_000
    first["B4"].number_format = '#,##0"원"'
    first.merge_cells("A5:B5")
    first["A5"] = "합친 칸"
    first["D5"] = "줄\n바꿈"
    book.create_sheet("빈 시트")
    book.create_sheet("둘째").append(["둘째 시트"])
    secret = book.create_sheet("숨은 시트")
    secret.append(["숨은 말"])
    secret.sheet_state = "hidden"
    read = _read(_saved(book))
    assert read.media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert read.text == (
        f"예산\n\n구분\t{SIGNS}\t\t비고\n\t1234\t12.5\t0.3\n2026-11-26\t2026-11-26 15:05\t09:30\tTRUE\n25%\t45000\n합친 칸\t\t\t줄\n바꿈"
        "\n\n둘째\n\n둘째 시트"
    )
    assert read.warnings == ("1 hidden sheets are left out.",)


def test_time_that_has_passed_is_no_date() -> None:
    book = openpyxl.Workbook()
    book.active.append([timedelta(hours=30, minutes=5), timedelta(days=2, seconds=7), 1.5, 0.25, 0.5])
    for place, code in (("C1", "[mm]:ss"), ("D1", "[Red]h:mm"), ("E1", "[$-412]0.0%")):
        book.active[place].number_format = code
    assert _read(_saved(book)).text == "30:05\t48:00:07\t36:00\t06:00\t50%"


def test_strings_that_sheets_share() -> None:
    """Excel itself keeps texts apart from the cells, in runs where their format changes, with how they are spoken."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = f"<sst {space}><si><t>하나</t></si><si><r><t>나뉜 </t></r><r><rPr/><t>글</t></r><rPh><t>소리</t></rPh></si><si/></sst>"
    cells = "".join(
        f'<c r="{place}" t="s"><v>{number}</v></c>' for place, number in (("A1", 1), ("B1", 2), ("C1", 0), ("D1", 9))
    )
    sheet = f'<worksheet {space}><sheetData><row>{cells}<c t="e"><v>#N/A</v></c></row></sheetData></worksheet>'
    plain = _saved(openpyxl.Workbook())
    with zipfile.ZipFile(io.BytesIO(plain)) as book:
        relations = book.read("xl/_rels/workbook.xml.rels").decode()
    more = (
        f'<Relationship Id="rId90" Type="{_RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    parts = {
        "xl/sharedStrings.xml": strings,
        "xl/worksheets/sheet1.xml": sheet,
        "xl/_rels/workbook.xml.rels": relations.replace("</Relationships>", more),
    }
    assert _read(repacked(plain, parts)).text == "나뉜 글\t\t하나\t\t#N/A"


def test_dates_of_excel_that_count_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([date(2026, 11, 26)])
    assert _read(_saved(book)).text == "2026-11-26"


def test_a_cell_at_the_far_edge_of_a_sheet_costs_no_width() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1"], book.active["XFD1048576"] = "가", "나", "다"
    assert _read(_saved(book)).text.split() == ["가", "나", "다"]
    assert len(_read(_saved(book)).text) < 200


def test_slides_are_read_in_the_order_they_are_shown_in() -> None:
    table = (
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl>"
        + "".join(
            f"<a:tr>{''.join(f'<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>' for text in row)}</a:tr>"
            for row in (("가", "나"), ("다", "라"))
        )
        + "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    data = pptx(
        [shape("첫 쪽", "둘째 문단"), f"<p:grpSp>{shape('묶인 글')}</p:grpSp>{table}", shape("숨은 쪽")], hidden=(2,)
    )
    read = _read(data)
    assert read.media_type == "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    assert read.text == "첫 쪽\n\n둘째 문단\n\n묶인 글\n\n가\t나\n다\t라"
    assert read.warnings == ("1 hidden slides are left out.",)


def test_open_document_text() -> None:
    body = (
        "<text:tracked-changes><text:p>지운 말</text:p></text:tracked-changes>"
        "<text:h>제목</text:h><text:p>\n  글의   빈칸<text:s text:c='3'/>셋<text:tab/>탭<text:line-break/>아랫줄 <text:span>이</text:span>"
        "<text:span>어짐</text:span></text:p>"
        "<text:p>각주<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>각주의 말</text:p></text:note-body>"
        "</text:note>가 있는 문단<office:annotation><text:p>메모</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>항목</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>가</text:p></table:table-cell><table:covered-table-cell/>"
        "<table:table-cell><text:p>나</text:p><table:table><table:table-row><table:table-cell><text:p>속0</text:p></table:table-cell>"
        "<table:table-cell><text:p>속1</text:p></table:table-cell></table:table-row></table:table></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>다</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        "<text:p>그림<draw:frame><draw:text-box><text:p>상자의 말</text:p></draw:text-box></draw:frame></text:p>"
    )
    margins = "<style:header><text:p>머리말</text:p></style:header><style:footer><text:p>꼬리말</text:p></style:footer>"
    read = _read(odf("text", body, margins))
    assert read.media_type == "application/vnd.oasis.opendocument.text"
    assert read.text == (
        "머리말\n\n제목\n\n글의 빈칸   셋\t탭\n아랫줄 이어짐\n\n각주가 있는 문단\n\n각주의 말\n\n항목\n\n"
        "가\t\t나\n속0\t속1\n\t\t다\n\n그림\n\n상자의 말\n\n꼬리말"
    )


def test_open_document_sheets_and_slides() -> None:
    cell = "<table:table-cell table:number-columns-repeated='2'><text:p>값</text:p></table:table-cell>"
    none = "<table:table-cell table:number-columns-repeated='16384'/>"
    empty = f"<table:table-row table:number-rows-repeated='1048574'>{none}</table:table-row>"
    sheets = "".join(
        f"<table:table table:name='{name}'><table:table-row>{cell}</table:table-row>{empty}</table:table>"
        for name in ("하나", "둘")
    )
    assert _read(odf("spreadsheet", sheets)).text == "하나\n\n값\t값\n\n둘\n\n값\t값"
    box = "<draw:frame><draw:text-box><text:p>쪽의 글</text:p></draw:text-box></draw:frame>"
    slide = f"<draw:page>{box}<presentation:notes><text:p>말할 것</text:p></presentation:notes></draw:page>"
    assert _read(odf("presentation", slide)).text == "쪽의 글"


@pytest.mark.parametrize("name", ["예산.xlsx", "계획.docx", "발표.pptx"])
def test_an_encrypted_office_file_is_told(name: str) -> None:
    read = read_text(encrypted_office(), name)
    assert read.status == "encrypted"
    assert "officedocument" in read.media_type


@pytest.mark.parametrize("make", [docx.Document, openpyxl.Workbook])
def test_an_office_file_without_words_is_empty(make: type) -> None:
    assert read_text(_saved(make())).status == "empty"
