"""HWP 5, HWPX and distribution documents, word for word."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hwpx import HwpxDocument
from hwpx.oxml.container import ContainerMember

from newscrawl.attachments.text import read_text
from tests.attachments.hangul import DRM, PASSWORD, Drawn, distributed, flagged, make, rebuilt, streams
from tests.attachments.office import odf, repacked

SIGNS = "‘제1회 행사’ 10월 9일부터 “시작” ㎡ ℃ ① ｢법｣ 『책』 ㈜ Ａ１ A1 ~ ∼ · ㆍ … ※ △ □ ○ ☎ 055-000-0000 漢字 é 😀"

Fill = Callable[[HwpxDocument], None]


def paragraphs(document: HwpxDocument) -> None:
    document.add_paragraph(SIGNS)
    spans = document.add_paragraph("")
    for sign in "클러스터는 10월 9일부터 ‘제1회’":
        spans.add_run(sign)
    document.add_paragraph("윗줄\n아랫줄\t탭 뒤")
    document.add_paragraph("")
    document.add_paragraph("끝 문단")


def tables(document: HwpxDocument) -> None:
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.set_cell_text(row, column, f"칸{row}{column}")
    for column in (1, 2):
        table.set_cell_text(0, column, "")
    table.merge_cells(0, 0, 0, 2)  # across
    table.set_cell_text(2, 0, "")
    table.merge_cells(1, 0, 2, 0)  # down
    table.cell(1, 1).add_paragraph("둘째 문단")
    inner = table.cell(2, 2).add_table(rows=2, cols=2)
    for row in range(2):
        for column in range(2):
            inner.set_cell_text(row, column, f"속{row}{column}")
    table.cell(2, 2).add_paragraph("속 표 뒤")
    table.set_caption("표 제목")
    document.add_paragraph("표 다음")


def frame(document: HwpxDocument) -> None:
    table = document.add_table(rows=1, cols=1)
    table.set_cell_text(0, 0, "틀 안의 첫 문단")
    table.cell(0, 0).add_paragraph("틀 안의 둘째 문단")


def notes(document: HwpxDocument) -> None:
    paragraph = document.add_paragraph("각주가 있는")
    paragraph.add_footnote("각주의 말")
    paragraph.add_endnote("미주의 말")
    paragraph.add_run(" 문단")
    document.add_paragraph("다음 문단")
    document.set_header_text("머리말")
    document.set_footer_text("꼬리말")


def notes_in_cells(document: HwpxDocument) -> None:
    table = document.add_table(rows=2, cols=2)
    for row in range(2):
        for column in range(2):
            table.set_cell_text(row, column, f"칸{row}{column}")
    table.cell(0, 1).add_paragraph("각주가 있는 문단").add_footnote("칸의 각주")
    table.cell(1, 0).add_paragraph("미주가 있는 문단").add_endnote("칸의 미주")


def inline(document: HwpxDocument) -> None:
    paragraph = document.add_paragraph("앞")
    paragraph.add_hyperlink("https://www.example.go.kr/", "링크의 말")
    paragraph.add_dutmal("본말", "덧말")
    paragraph.add_equation("a over b")
    paragraph.add_run("뒤")


def shapes(document: HwpxDocument) -> None:
    def box(text: str) -> ContainerMember:
        return ContainerMember.text_box(0, 0, 9_000, 900, text)

    paragraph = document.add_paragraph("글상자 앞")
    paragraph.add_container([box("글상자의 글")], treat_as_char=False)
    paragraph.add_container(
        [box("묶인 글상자"), ContainerMember.group(0, 0, [box("더 묶인 글상자")])], treat_as_char=False
    )
    paragraph.add_run(" 뒤")


CASES: dict[str, tuple[Fill, str]] = {
    "paragraphs": (paragraphs, f"{SIGNS}\n\n클러스터는 10월 9일부터 ‘제1회’\n\n윗줄\n아랫줄\t탭 뒤\n\n끝 문단"),
    "tables": (
        tables,
        "표 제목\n\n칸00\n칸10\t칸11\n둘째 문단\t칸12\n\t칸21\t칸22\n속00\t속01\n속10\t속11\n속 표 뒤\n\n표 다음",
    ),
    "frame": (frame, "틀 안의 첫 문단\n\n틀 안의 둘째 문단"),
    "notes": (notes, "머리말\n\n꼬리말\n\n각주가 있는 문단\n\n각주의 말\n\n미주의 말\n\n다음 문단"),
    "shapes": (shapes, "글상자 앞 뒤\n\n글상자의 글\n\n묶인 글상자\n\n더 묶인 글상자"),
    "notes in cells": (
        notes_in_cells,
        "칸00\t칸01\n각주가 있는 문단\n칸의 각주\n칸10\n미주가 있는 문단\n칸의 미주\t칸11",
    ),
    "inline": (inline, "앞링크의 말본말(덧말) a over b 뒤"),
}


@pytest.mark.parametrize("kind", ["hwp", "hwpx", "distribution"])
@pytest.mark.parametrize("case", CASES)
def test_every_word(case: str, kind: str, tmp_path: Path) -> None:
    fill, text = CASES[case]
    document = make(tmp_path, "hwpx" if kind == "hwpx" else "hwp", fill)
    read = read_text(distributed(document) if kind == "distribution" else document)
    assert (read.status, read.text, read.warnings) == ("ok", text, ())
    assert read.media_type == ("application/hwp+zip" if kind == "hwpx" else "application/x-hwp")


@pytest.mark.parametrize("seed", range(6))
def test_every_word_of_a_drawn_document_arrives_in_both_formats_alike(seed: int, tmp_path: Path) -> None:
    drawn = Drawn(seed)
    texts = {read_text(make(tmp_path, ending, drawn.fill)).text for ending in ("hwp", "hwpx")}
    assert len(texts) == 1
    assert sorted(texts.pop().split()) == sorted(drawn.words)


@pytest.mark.parametrize("seed", [0, 1, 0xF, 0xFFFFFFFF])
def test_the_key_of_a_distribution_document_is_found_at_any_place(seed: int, tmp_path: Path) -> None:
    document = distributed(make(tmp_path, "hwp", lambda document: document.add_paragraph("배포용")), seed=seed)
    assert read_text(document).text == "배포용"


def test_distribution_document_without_a_key_is_damaged(tmp_path: Path) -> None:
    parts = streams(distributed(make(tmp_path, "hwp", paragraphs)))
    parts["ViewText/Section0"] = parts["ViewText/Section0"][4:]
    assert read_text(rebuilt(parts)).status == "damaged"


def test_sections_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    parts = streams(make(tmp_path, "hwp", lambda document: document.add_paragraph("가")))
    other = streams(make(tmp_path, "hwp", lambda document: document.add_paragraph("나")))["BodyText/Section0"]
    last = streams(make(tmp_path, "hwp", lambda document: document.add_paragraph("다")))["BodyText/Section0"]
    document = rebuilt({**parts, "BodyText/Section2": other, "BodyText/Section10": last})
    assert read_text(document).text == "가\n\n나\n\n다"


@pytest.mark.parametrize("ending", ["hwp", "hwpx"])
def test_a_document_without_words_is_empty(ending: str, tmp_path: Path) -> None:
    assert read_text(make(tmp_path, ending, lambda document: document.add_paragraph(" "))).status == "empty"


@pytest.mark.parametrize("flag", [PASSWORD, DRM])
def test_a_locked_document_is_told(flag: int, tmp_path: Path) -> None:
    read = read_text(flagged(make(tmp_path, "hwp", paragraphs), flag))
    assert (read.status, read.text) == ("encrypted", "")


@pytest.mark.parametrize("fault", ["cut", "overwritten"])
def test_what_stands_before_a_torn_section_is_kept(fault: str, tmp_path: Path) -> None:
    def fill(document: HwpxDocument) -> None:
        for number in range(300):
            document.add_paragraph(f"{number * number % 997}번째 문단")

    parts = streams(make(tmp_path, "hwp", fill))
    section = parts["BodyText/Section0"]
    half = section[: len(section) // 2]
    read = read_text(
        rebuilt({**parts, "BodyText/Section0": half if fault == "cut" else half.ljust(len(section), b"\xff")})
    )
    assert read.status == "damaged"
    assert read.text.startswith("0번째 문단\n\n1번째 문단\n\n4번째 문단")


def test_a_section_that_lacks_only_the_mark_of_its_end_is_whole(tmp_path: Path) -> None:
    parts = streams(make(tmp_path, "hwp", lambda document: document.add_paragraph("글")))
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(zlib.decompress(parts["BodyText/Section0"], -15)) + packer.flush(zlib.Z_SYNC_FLUSH)
    read = read_text(rebuilt({**parts, "BodyText/Section0": packed}))
    assert (read.status, read.text, len(read.warnings)) == ("ok", "글", 1)


def test_hwp_3_is_known_and_not_read() -> None:
    read = read_text(b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + bytes(500), "옛글.hwp")
    assert read.media_type == "application/x-hwp"
    assert read.status == "unsupported"


def records_in(stream: bytes) -> Iterator[int]:
    """Yield where the records of an HWP stream begin: a head of four bytes, with the size in its upper twelve bits or behind it."""
    at = 0
    while at < len(stream):
        yield at
        size = int.from_bytes(stream[at : at + 4], "little") >> 20
        at += 4
        if size == 0xFFF:
            size = int.from_bytes(stream[at : at + 4], "little")
            at += 4
        at += size


def test_words_of_word_art_are_read(tmp_path: Path) -> None:
    """글맵시, which python-hwpx does not make: put where a container of it stands."""
    with_box = partial(make, tmp_path, fill=shapes)
    art = '<hp:textart text="보도자료"/>'
    with zipfile.ZipFile(io.BytesIO(with_box("hwpx"))) as archive:
        section = archive.read("Contents/section0.xml").decode()
    read = read_text(
        repacked(
            with_box("hwpx"), {"Contents/section0.xml": section.replace("<hp:container", f"{art}<hp:container", 1)}
        )
    )
    assert "\n\n보도자료\n\n글상자의 글" in read.text

    parts = streams(with_box("hwp"))
    stream = zlib.decompress(parts["BodyText/Section0"], -15)
    words = bytes(32) + (4).to_bytes(2, "little") + "보도자료".encode("utf-16-le")
    at = next(at for at in records_in(stream) if int.from_bytes(stream[at : at + 4], "little") & 0x3FF == 76)
    level = int.from_bytes(stream[at : at + 4], "little") >> 10 & 0x3FF
    record = (90 | level << 10 | len(words) << 20).to_bytes(4, "little") + words
    changed = stream[:at] + record + stream[at:]
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    document = rebuilt({**parts, "BodyText/Section0": packer.compress(changed) + packer.flush()})
    assert "\n\n보도자료\n\n글상자의 글" in read_text(document).text


def test_what_is_there_twice_for_older_programs_is_read_once(tmp_path: Path) -> None:
    box = "<hp:rect><hp:drawText><hp:subList><hp:p><hp:run><hp:t>{}</hp:t></hp:run></hp:p></hp:subList></hp:drawText></hp:rect>"
    case, chart = f"<hp:case>{box.format('새것')}</hp:case>", "<hp:case><hp:chart/></hp:case>"
    default = f"<hp:default>{box.format('옛것')}</hp:default>"
    runs = "".join(f"<hp:run><hp:switch>{branches}{default}</hp:switch></hp:run>" for branches in (case, chart))
    whole = make(tmp_path, "hwpx", lambda document: document.add_paragraph("앞 문단"))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        section = package.read("Contents/section0.xml").decode()
    changed = section.replace("</hs:sec>", f"<hp:p>{runs}</hp:p></hs:sec>")
    assert read_text(repacked(whole, {"Contents/section0.xml": changed})).text == "앞 문단\n\n새것\n\n옛것"


def test_locked_packages_are_told(tmp_path: Path) -> None:
    """HWPX and OpenDocument say in their manifest that their parts are enciphered."""
    locked = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    for document in (make(tmp_path, "hwpx", paragraphs), odf("text", "<text:p>글</text:p>")):
        read = read_text(repacked(document, {"META-INF/manifest.xml": locked, "Contents/section0.xml": b"\x8f\x02"}))
        assert (read.status, read.text) == ("encrypted", "")
