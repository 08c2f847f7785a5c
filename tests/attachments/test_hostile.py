"""Files that are damaged or made to harm: each in the right status, in bounded time and memory."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from hwpx import HwpxDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.attachments.result import STATUSES, FileText, Limits
from newscrawl.attachments.text import read_text
from tests.attachments import pdf
from tests.attachments.hangul import distributed, make, rebuilt, streams
from tests.attachments.office import encrypted_office, odf, package, pptx, repacked, shape

MEGABYTE = 1 << 20
BOMB = '<!DOCTYPE a [<!ENTITY a0 "하하하하하하하하하하">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)
STEALS = '<!DOCTYPE a [<!ENTITY x SYSTEM "{}">'


@cache
def whole(kind: str) -> bytes:
    """Return a sound document of each kind."""

    def fill(document: HwpxDocument) -> None:
        document.add_paragraph("첫 문단")
        table = document.add_table(rows=2, cols=2)
        table.set_cell_text(0, 0, "칸")
        document.add_paragraph("각주가 있는 문단").add_footnote("각주")

    def saved(document: object, text: str) -> bytes:
        if isinstance(document, openpyxl.Workbook):
            document.active["A1"] = text
        else:
            document.add_paragraph(text)  # type: ignore[attr-defined]
        buffer = io.BytesIO()
        document.save(buffer)  # type: ignore[attr-defined]
        return buffer.getvalue()

    with TemporaryDirectory() as folder:
        match kind:
            case "hwp" | "hwpx":
                return make(Path(folder), kind, fill)
            case "distribution":
                return distributed(make(Path(folder), "hwp", fill))
            case "docx":
                return saved(docx.Document(), "글")
            case "xlsx":
                return saved(openpyxl.Workbook(), "글")
            case "pptx":
                return pptx([shape("글")])
            case "odt":
                return odf("text", "<text:p>글</text:p>")
            case "pdf":
                return pdf.make(pdf.lines("글의 줄"))
            case "locked":
                return encrypted_office()
            case _:
                return package({"글.txt": "글", "속.docx": whole("docx")})


KINDS = ["hwp", "hwpx", "distribution", "docx", "xlsx", "pptx", "odt", "pdf", "zip", "locked"]


def sound(read: FileText) -> None:
    """Check what holds of any reading."""
    assert read.status in STATUSES
    assert read.text.encode().decode() == read.text
    assert bool(read.text) or read.status != "ok"
    assert read.warnings or read.status in ("ok", "empty")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_was_cut_anywhere_is_told(kind: str) -> None:
    data = whole(kind)
    for length in {
        *range(0, len(data), max(1, len(data) // 40)),
        *range(0, 64, 7),
        *range(len(data) - 64, len(data), 7),
    }:
        read = read_text(data[:length], f"이름.{'hwp' if kind == 'distribution' else kind}")
        sound(read)
        if 8 <= length < len(data) // 2:
            assert read.status in ("damaged", "unsupported", "encrypted", "empty"), length


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(KINDS), seed=st.integers(0, 2**32), count=st.integers(1, 40))
def test_no_byte_out_of_place_raises(kind: str, seed: int, count: int) -> None:
    drawn = random.Random(seed)
    data = bytearray(whole(kind))
    for _ in range(count):
        data[drawn.randrange(len(data))] = drawn.randrange(256)
    sound(read_text(bytes(data), f"이름.{kind}"))


@settings(max_examples=150, deadline=None)
@given(section=st.binary(max_size=400), seed=st.integers(0, 2**32))
def test_no_record_out_of_place_raises(section: bytes, seed: int) -> None:
    """Bytes changed within the packed section, so that the records are hostile and not just their container."""
    parts = dict(streams(whole("hwp")))
    drawn = random.Random(seed)
    stream = bytearray(zlib.decompress(parts["BodyText/Section0"], -15))
    at = drawn.randrange(len(stream))
    stream[at : at + drawn.randrange(len(section) + 1)] = section
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    parts["BodyText/Section0"] = packer.compress(bytes(stream)) + packer.flush()
    sound(read_text(rebuilt(parts)))


@given(st.binary(max_size=2_000))
def test_no_bytes_raise(data: bytes) -> None:
    sound(read_text(data))


def deflated(parts: Iterator[bytes]) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(map(packer.compress, parts)) + packer.flush()


def zeros(megabytes: int) -> bytes:
    """Return a ZIP whose one file unpacks to so many megabytes of nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("0.txt", "w") as entry:
        for _ in range(megabytes):
            entry.write(bytes(MEGABYTE))
    return buffer.getvalue()


SMALL = Limits(part=4 * MEGABYTE, expanded=12 * MEGABYTE)


def test_a_part_that_unpacks_without_end_is_too_large() -> None:
    assert read_text(zeros(8), limits=SMALL).status == "too_large"
    parts = streams(whole("hwp"))
    parts["BodyText/Section0"] = deflated(bytes(MEGABYTE) for _ in range(8))
    assert read_text(rebuilt(parts), limits=SMALL).status == "too_large"
    for kind, part in (("hwpx", "Contents/section0.xml"), ("docx", "word/document.xml"), ("odt", "content.xml")):
        assert read_text(repacked(whole(kind), {part: b" " * 8 * MEGABYTE}), limits=SMALL).status == "too_large"


def test_many_small_bombs_share_one_allowance() -> None:
    """As 42.zip does it: layers of archives, each file in bounds, all together not."""
    layer = zeros(3)
    for _ in range(2):
        layer = package({f"{number}.zip": layer for number in range(8)})
    tracemalloc.start()
    read = read_text(layer, limits=SMALL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (read.status, read.text) == ("too_large", "")
    assert peak < 80 * MEGABYTE


def test_a_length_that_lies_is_not_believed() -> None:
    data = bytearray(zeros(8))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")  # says that it unpacks to ten bytes
    assert read_text(bytes(data), limits=SMALL).status in ("damaged", "too_large", "empty")


def test_a_file_of_200_megabytes_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "큰 파일.pdf"
    with large.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * MEGABYTE)
    tracemalloc.start()
    read = read_text(large, large.name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (read.status, read.media_type) == ("too_large", "application/pdf")
    assert "209,715,200 bytes" in read.warnings[0]
    assert peak < 20 * MEGABYTE


@pytest.mark.parametrize(
    ("kind", "part", "words"),
    [
        ("hwpx", "Contents/section0.xml", "hp:t"),
        ("hwpx", "META-INF/manifest.xml", ""),
        ("docx", "word/document.xml", "w:t"),
        ("xlsx", "xl/worksheets/sheet1.xml", "t"),
        ("xlsx", "xl/styles.xml", ""),
        ("pptx", "ppt/slides/slide1.xml", "a:t"),
        ("odt", "content.xml", "text:p"),
    ],
)
@pytest.mark.parametrize(("declared", "entity"), [(BOMB, "a9"), (STEALS, "x")], ids=["bomb", "external"])
def test_entities_are_refused_in_every_format(
    kind: str, part: str, words: str, declared: str, entity: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("열쇠말")
    with zipfile.ZipFile(io.BytesIO(whole(kind))) as archive:
        xml = archive.read(part).decode()
    head, _, root = xml.rpartition("?>")
    used = root.replace(f"<{words}>", f"<{words}>&{entity};", 1) if words and f"<{words}>" in root else root
    hostile = f"{head}?>" * bool(head) + f"{declared.replace('{}', secret.as_uri())}]>{used}"
    tracemalloc.start()
    read = read_text(repacked(whole(kind), {part: hostile.encode()}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read.status == "damaged"
    assert "하하" not in read.text
    assert "열쇠말" not in read.text
    assert peak < 20 * MEGABYTE


def test_a_document_that_nests_without_end_is_damaged() -> None:
    deep = "<table:table><table:table-row><table:table-cell>" * 3_000
    assert (
        read_text(odf("text", deep + "</table:table-cell></table:table-row></table:table>" * 3_000)).status == "damaged"
    )
    parts = streams(whole("hwp"))
    records = b"".join((tag | level << 10).to_bytes(4, "little") for level in range(0, 1_000, 2) for tag in (66,))
    nested = b"".join(
        (66 | level << 10).to_bytes(4, "little")  # a paragraph
        + (67 | level + 1 << 10 | 16 << 20).to_bytes(4, "little")
        + b"\x0b\0"
        + bytes(14)  # with a sign for a control
        + (71 | level + 1 << 10 | 4 << 20).to_bytes(4, "little")
        + b"  nf"  # which is a note
        for level in range(0, 1_000, 2)
    )
    for stream in (records, nested):
        sound(read_text(rebuilt({**parts, "BodyText/Section0": deflated(iter([stream]))})))
    assert read_text(rebuilt({**parts, "BodyText/Section0": deflated(iter([nested]))})).status == "damaged"


def test_a_folder_and_a_missing_file_are_no_texts(tmp_path: Path) -> None:
    assert read_text(tmp_path).status == "damaged"
    assert read_text(tmp_path / "none.hwp").status == "damaged"
