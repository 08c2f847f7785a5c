"""Plain text, tables in CSV, and archives of files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from newscrawl.attachments.result import Limits
from newscrawl.attachments.text import read_text
from tests.attachments import pdf
from tests.attachments.hangul import make
from tests.attachments.office import odf, package

TEXT = "첫 문단의 ‘말’\r\n둘째 줄\r\n\r\n\r\n다음 문단 ㎡\r\n"
READ = "첫 문단의 ‘말’\n둘째 줄\n\n다음 문단 ㎡"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_charset(charset: str) -> None:
    read = read_text(TEXT.encode(charset), "알림.txt")
    assert (read.status, read.text, read.media_type) == ("ok", READ, "text/plain")


def test_text_with_a_few_faults_is_read_with_a_warning() -> None:
    read = read_text(("가나다라 마바사 " * 50).encode("cp949") + b"\xff\xff", "알림.txt")
    assert read.status == "ok"
    assert "2 characters" in read.warnings[0]


@pytest.mark.parametrize(("delimiter", "charset"), [(",", "cp949"), ("\t", "utf-8"), (";", "utf-8-sig")])
def test_csv_is_a_table(delimiter: str, charset: str) -> None:
    rows = (("구분", "금액", "비고"), ("도로", f'"1{delimiter}234"', ""), ("", "5", '"두\n줄"'))
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(charset)
    read = read_text(data, "예산.csv")
    assert read.media_type == "text/csv"
    assert read.text == f"구분\t금액\t비고\n도로\t1{delimiter}234\n\t5\t두\n줄"


def test_files_of_an_archive_stand_under_their_names(tmp_path: Path) -> None:
    inner = package({"속.txt": "속의 글"})
    data = package(
        {
            "1. 보도자료.hwp": make(tmp_path, "hwp", lambda document: document.add_paragraph("보도자료의 글")),
            "사진/현장.jpg": b"\xff\xd8\xff\xe0" + bytes(200),
            "__MACOSX/._1. 보도자료.hwp": b"\0\5\x16\x07",
            "묶음.zip": inner,
            "비고.odt": odf("text", "<text:p>비고의 글</text:p>"),
        }
    )
    read = read_text(data)
    assert (read.status, read.media_type) == ("ok", "application/zip")
    assert read.text == "1. 보도자료.hwp\n\n보도자료의 글\n\n묶음.zip\n\n속.txt\n\n속의 글\n\n비고.odt\n\n비고의 글"
    assert len(read.warnings) == 1
    assert read.warnings[0].startswith("사진/현장.jpg: ")


@pytest.mark.parametrize("charset", ["cp949", "utf-8"])
def test_names_in_an_archive_that_do_not_say_their_charset(charset: str) -> None:
    marked = package({"xxxxxxxx.txt": "글"})
    name = "보도자료"[: 4 if charset == "cp949" else 2].encode(charset).ljust(8, b"_")
    read = read_text(marked.replace(b"xxxxxxxx", name))
    assert read.text == f"{name.decode(charset)}.txt\n\n글"


def test_a_locked_member_is_told_and_the_rest_is_read() -> None:
    data = bytearray(package({"열린.txt": "열린 글", "잠긴.txt": "잠긴 글"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(mark)
        data[at + offset] |= 1
    read = read_text(bytes(data))
    assert (read.status, read.text) == ("ok", "열린.txt\n\n열린 글")
    assert read.warnings == ("잠긴.txt: 잠긴.txt is locked with a password.",)


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ({}, "empty"),
        ({"빈.txt": " "}, "empty"),
        ({"사진.png": b"\x89PNG\r\n\x1a\n" + bytes(100)}, "unsupported"),
        ({"스캔.pdf": pdf.make(pdf.picture)}, "scanned"),
        ({"잠김.pdf": pdf.make(pdf.blank, password="열쇠"), "사진.gif": b"GIF89a"}, "encrypted"),
        ({"깨짐.pdf": b"%PDF-1.7 nothing"}, "damaged"),
    ],
)
def test_an_archive_without_text_says_why(members: dict[str, bytes], status: str) -> None:
    assert read_text(package(members)).status == status


def test_archives_in_archives_have_a_bound() -> None:
    data = package({"글.txt": "깊은 글"})
    for depth in range(6):
        data = package({f"{depth}.zip": data})
    read = read_text(data)
    assert (read.status, read.text) == ("too_large", "")
    assert read_text(data, limits=Limits(depth=10)).text.endswith("글.txt\n\n깊은 글")


def test_an_archive_of_too_many_files_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(50):
            archive.writestr(f"{number}.txt", "글")
    assert read_text(buffer.getvalue(), limits=Limits(entries=49)).status == "too_large"


def test_long_text_is_cut_and_told() -> None:
    read = read_text(("가나다 " * 100).encode(), limits=Limits(characters=50))
    assert (read.status, len(read.text)) == ("ok", 50)
    assert read.warnings == ("The text was cut after 50 characters.",)


def test_an_archive_of_pictures_does_not_drown_its_warnings() -> None:
    read = read_text(package({"글.txt": "글"} | {f"{number}.gif": b"GIF89a" for number in range(300)}))
    assert (read.status, len(read.warnings)) == ("ok", 20)
    assert read.warnings[0].startswith("0.gif: ")
    assert read.warnings[-1].startswith("299.gif: ")


def test_a_file_without_a_name_and_a_folder_are_passed_over() -> None:
    read = read_text(package({"": "이름 없는 글", "폴더/": "", "폴더/글.txt": "글"}))
    assert (read.status, read.text) == ("ok", "폴더/글.txt\n\n글")
