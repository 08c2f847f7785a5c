"""Reads one release as HWP, HWPX, PDF, Office and OpenDocument files, with newscrawl and other libraries side by side.

    python -m benchmarks.attachments
    python -m benchmarks.attachments --rounds 30

The files are made here (python-hwpx, python-docx, openpyxl, reportlab, and ZIP by hand): no file of a real board was at hand. Peers that
are not installed are left out and named: `pip install unhwp pdfplumber pypdf`.
"""

from __future__ import annotations

import argparse
import io
import platform
import re
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import openpyxl
from hwpx import HwpxDocument
from rich.console import Console
from rich.table import Table

from newscrawl.attachments.text import read_text
from newscrawl.attachments.worker import Workers
from tests.attachments import hangul, office, pdf

SENTENCE = "시는 10월 9일부터 ‘제1회 강변 산책로 한마당’을 열고, 시민 1,200명에게 지도(㎡ 단위)를 나누어 준다."
PARAGRAPHS = [f"□ {number}번째 문단: {SENTENCE}" for number in range(1, 21)]
ROWS = [
    ["구분", "구간", "면적(㎡)", "예산(천원)"],
    *([f"{row}구간", f"다리 {row}", f"{row * 137}", f"{row * 4_321}"] for row in range(1, 16)),
]
NOTE = "강변 산책로는 2025년에 착공했다."
LINES = ["\t".join(row) for row in ROWS]

Reader = Callable[[bytes, Path], str]


def _hangul(folder: Path, ending: str) -> bytes:
    def fill(document: HwpxDocument) -> None:
        document.add_paragraph(PARAGRAPHS[0]).add_footnote(NOTE)
        for text in PARAGRAPHS[1:]:
            document.add_paragraph(text)
        table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
        for row, cells in enumerate(ROWS):
            for column, text in enumerate(cells):
                table.set_cell_text(row, column, text)

    return hangul.make(folder, ending, fill)


def _word() -> bytes:
    document = docx.Document()
    for text in [*PARAGRAPHS, NOTE]:
        document.add_paragraph(text)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    for row in [*([text] for text in [*PARAGRAPHS, NOTE]), *ROWS]:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _odt() -> bytes:
    rows = ("".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row) for row in ROWS)
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    paragraphs = "".join(f"<text:p>{text}</text:p>" for text in [*PARAGRAPHS, NOTE])
    return office.odf("text", f"{paragraphs}<table:table>{table}</table:table>")


def _pdf() -> bytes:
    whole = [part for text in [*PARAGRAPHS, NOTE] for part in (text[:40], text[40:]) if part]
    return pdf.make(pdf.lines(*whole), pdf.grid(*(tuple(row) for row in ROWS)))


def files(folder: Path) -> dict[str, bytes]:
    """Return the release in every format, by ending."""
    hwp = _hangul(folder, "hwp")
    return {
        "hwp": hwp,
        "distribution hwp": hangul.distributed(hwp),
        "hwpx": _hangul(folder, "hwpx"),
        "pdf": _pdf(),
        "docx": _word(),
        "xlsx": _sheet(),
        "odt": _odt(),
        "zip": office.package({"release.hwp": hwp}),
    }


def _hwp_by_hand(data: bytes, _: Path) -> str:
    """Unpack the sections and keep what looks like UTF-16 text: what is often written in an afternoon."""
    parts = hangul.streams(data)
    out = []
    for path, stream in parts.items():
        if path.startswith("BodyText/"):
            records, at = zlib.decompress(stream, -15), 0
            while at + 4 <= len(records):
                word = int.from_bytes(records[at : at + 4], "little")
                size, at = word >> 20, at + 4
                if size == 0xFFF:
                    size, at = int.from_bytes(records[at : at + 4], "little"), at + 4
                if word & 0x3FF == 67:
                    out.append(records[at : at + size].decode("utf-16-le", "ignore"))
                at += size
    return "\n".join(out)


def _xml_by_hand(data: bytes, _: Path, *, parts: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(
            re.sub(r"<[^>]+>", " ", archive.read(name).decode())
            for name in archive.namelist()
            if re.fullmatch(parts, name)
        )


def with_hwpx(_: bytes, path: Path) -> str:
    """Read with python-hwpx."""
    return str(HwpxDocument.open(path).export_text())


def with_docx(data: bytes, _: Path) -> str:
    """Read with python-docx: paragraphs and tables of the body in their order."""

    def text(part: Any) -> str:
        return (
            part.text
            if hasattr(part, "text")
            else "\n".join("\t".join(cell.text for cell in row.cells) for row in part.rows)
        )

    return "\n\n".join(map(text, docx.Document(io.BytesIO(data)).iter_inner_content()))


def with_openpyxl(data: bytes, _: Path) -> str:
    """Read with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join("\t".join("" if value is None else str(value) for value in row) for row in rows)


def _optional() -> dict[str, Any]:
    """Return the peers' modules that are installed, by name; imported once here, so that no import is timed."""
    found = {}
    for name in ("unhwp", "pdfplumber", "pypdf"):
        with suppress(ImportError):
            found[name] = import_module(name)
    return found


def _peers(modules: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...], Reader]]:
    """Yield each other reader with the kinds that it reads."""
    pattern = "zipfile and a regular expression"
    yield "olefile and zlib by hand", ("hwp",), _hwp_by_hand
    yield pattern, ("hwpx",), partial(_xml_by_hand, parts=r"Contents/section\d+\.xml")
    yield pattern, ("docx",), partial(_xml_by_hand, parts=r"word/document\.xml")
    yield pattern, ("odt",), partial(_xml_by_hand, parts=r"content\.xml")
    yield "python-hwpx", ("hwp", "hwpx"), with_hwpx
    yield "python-docx", ("docx",), with_docx
    yield "openpyxl", ("xlsx",), with_openpyxl
    if unhwp := modules.get("unhwp"):

        def with_unhwp(data: bytes, _: Path) -> str:
            with unhwp.parse_bytes(data) as parsed:
                return str(parsed.text)

        yield "unhwp", ("hwp", "hwpx"), with_unhwp
    if pdfplumber := modules.get("pdfplumber"):

        def with_pdfplumber(data: bytes, _: Path) -> str:
            with pdfplumber.open(io.BytesIO(data)) as opened:
                return "\n\n".join(page.extract_text() for page in opened.pages)

        yield "pdfplumber", ("pdf",), with_pdfplumber
    if pypdf := modules.get("pypdf"):

        def with_pypdf(data: bytes, _: Path) -> str:
            return "\n\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)

        yield "pypdf", ("pdf",), with_pypdf


def _lost(text: str, whole: bool) -> tuple[int, int, int]:
    """Return how many of the release's words are missing, how many are of no release, and how many rows have their cells by tabs.

    Lines of a PDF end within words, so there characters are counted in place of words.
    """
    truth = " ".join([*PARAGRAPHS, NOTE, *LINES])
    words, found = (Counter(text.split()) if whole else Counter("".join(text.split())) for text in (truth, text))
    return (words - found).total(), (found - words).total(), sum(line in text.splitlines() for line in LINES)


def _measure(read: Reader, data: bytes, path: Path, rounds: int) -> tuple[float, str]:
    """Return the least time in milliseconds (the machine may have other work), and the text."""
    text = read(data, path)
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        read(data, path)
        times.append(time.perf_counter() - started)
    return min(times) * 1_000, text


def _drawn(readers: dict[str, Reader], folder: Path, count: int) -> Iterator[tuple[str, str, int, int]]:
    """Yield format, reader, words and words lost of documents drawn by chance: notes, links, captions, tables in tables."""
    for kind in ("hwp", "hwpx"):
        lost: Counter[str] = Counter()
        words = 0
        for seed in range(count):
            document = hangul.Drawn(seed)
            data = hangul.make(folder, kind, document.fill)
            words += len(document.words)
            for name, read in readers.items():
                lost[name] += (Counter(document.words) - Counter(read(data, folder / f"made.{kind}").split())).total()
        yield from ((kind, name, words, lost[name]) for name in readers)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--drawn", type=int, default=60, help="documents drawn by chance")
    arguments = parser.parse_args()
    rounds = arguments.rounds
    title = f"{len(PARAGRAPHS)} paragraphs, a table of {len(ROWS)} rows, a note; the best of {rounds} rounds"
    table = Table(title=title)
    for column in ("file", "KB", "reader", "ms", "lost", "added", "rows"):
        table.add_column(column, justify="left" if column in ("file", "reader") else "right")
    modules = _optional()
    peers = list(_peers(modules))
    with TemporaryDirectory() as folder, Workers() as workers:
        own: list[tuple[str, Reader]] = [
            ("newscrawl", lambda data, path: read_text(data, path.name).text),
            ("newscrawl, in a worker", lambda _, path: workers.read_file(path, path.name).text),
        ]
        for kind, data in files(Path(folder)).items():
            path = Path(folder) / f"release.{kind.split()[-1]}"
            path.write_bytes(data)
            for name, read in [*own, *((name, read) for name, kinds, read in peers if kind in kinds)]:
                ms, text = _measure(read, data, path, rounds)
                lost, added, rows = _lost(text, whole=kind != "pdf")
                table.add_row(
                    kind, f"{len(data) / 1_000:.1f}", name, f"{ms:.2f}", str(lost), str(added), f"{rows}/{len(LINES)}"
                )
            table.add_section()
        hangul_readers = {
            "newscrawl": own[0][1],
            **{name: read for name, kinds, read in peers if "hwpx" in kinds and "hwp" in kinds},
        }
        chance = Table(title=f"{arguments.drawn} Hangul documents drawn by chance")
        for column in ("file", "reader", "words", "lost"):
            chance.add_column(column)
        for kind, name, words, lost in _drawn(hangul_readers, Path(folder), arguments.drawn):
            chance.add_row(kind, name, str(words), str(lost))
    Console(width=120).print(table, chance)
    print("lost and added: words against what was put in; of PDF characters, for its lines end within words.")
    print("rows: rows of the table that arrive on a line of their own with a tab between cells.")
    print(f"Python {platform.python_version()} on {platform.machine()}; left out, as not installed: ", end="")
    print(", ".join(sorted({"unhwp", "pdfplumber", "pypdf"} - modules.keys())) or "none")


if __name__ == "__main__":
    main()
