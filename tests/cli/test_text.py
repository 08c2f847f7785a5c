"""`newscrawl text`: for people and pipes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.cli.main import main
from tests.attachments import pdf
from tests.attachments.office import odf, package


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["newscrawl", "text", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_text_goes_to_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "보도자료.hwp"  # what it is, its content says
    file.write_bytes(odf("text", "<text:p>첫 문단</text:p><text:p>둘째 문단</text:p>"))
    assert run(monkeypatch, str(file)) == 0
    assert tuple(capfd.readouterr()) == ("첫 문단\n\n둘째 문단\n", "")


def test_several_files_have_their_names_on_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "하나.txt").write_text("하나", "utf-8")
    (tmp_path / "둘.pdf").write_bytes(pdf.make(pdf.picture))
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "하나.txt", "둘.pdf") == 1
    out, err = capfd.readouterr()
    assert out == "하나\n"
    assert err == (
        "== 하나.txt\n== 둘.pdf\nnewscrawl: 둘.pdf: scanned (application/pdf). The pages are pictures without a text layer. "
        "Give it a text layer first (OCR), and try again.\n"
    )


def test_json_has_one_object_a_file_and_standard_input_is_a_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(package({"글.txt": "속의 글", "그림.gif": "GIF89a"})))
    )
    file = tmp_path / "빈.txt"
    file.write_text(" ")
    assert run(monkeypatch, "--json", "-", str(file)) == 1
    out, err = capfd.readouterr()
    first, second = map(json.loads, out.splitlines())
    assert first["warnings"][0].startswith("그림.gif: ")
    assert first | {"warnings": []} == {
        "name": "-",
        "media_type": "application/zip",
        "status": "ok",
        "text": "글.txt\n\n속의 글",
        "warnings": [],
    }
    assert (second["name"], second["status"], second["text"], err) == (str(file), "empty", "", "")


def test_a_limit_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "큰.txt"
    file.write_bytes("가 ".encode() * (1 << 19))
    assert run(monkeypatch, "--max-size", "1", str(file)) == 1
    assert "too_large (text/plain)" in capfd.readouterr().err
    assert run(monkeypatch, "--max-size", "2", str(file)) == 0


def test_what_a_terminal_would_obey_is_written_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "\x1b[31m빨강.csv"
    file.write_text("\x1b]0;제목\x07글")
    run(monkeypatch, str(file), str(file))
    assert "\x1b" not in "".join(capfd.readouterr())


@pytest.mark.parametrize(("name", "told"), [("없음.hwp", "There is no file: "), (".", "A folder is no file: ")])
def test_a_missing_file_is_an_error_before_anything_is_read(
    name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "하나.txt").write_text("하나", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "하나.txt", name) == 2
    out, err = capfd.readouterr()
    assert (out, told in err) == ("", True)


def test_help_and_import_wait_for_no_reader() -> None:
    program = (
        "import sys; import newscrawl.cli.main, newscrawl.attachments.worker; "
        "print([name for name in ('olefile', 'pypdfium2', 'lxml', 'scrapy', 'cryptography') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
