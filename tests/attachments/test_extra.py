"""Without the extra, HWP and PDF are not read, and told with advice; everything else is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newscrawl.attachments.text import read_text
from tests.attachments import pdf
from tests.attachments.hangul import make
from tests.attachments.office import odf


def test_advice_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hwp = make(tmp_path, "hwp", lambda document: document.add_paragraph("글"))
    hwpx = make(tmp_path, "hwpx", lambda document: document.add_paragraph("글"))
    for library in ("olefile", "pypdfium2"):
        monkeypatch.setitem(sys.modules, library, None)
    for data, kind in ((hwp, "application/x-hwp"), (pdf.make(pdf.blank), "application/pdf")):
        read = read_text(data)
        assert (read.status, read.text, read.media_type) == ("unsupported", "", kind)
        assert "pip install 'newscrawl[attachments]'" in read.warnings[0]
    assert read_text(hwpx).text == "글"
    assert read_text(odf("text", "<text:p>글</text:p>")).text == "글"
