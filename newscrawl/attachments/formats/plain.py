"""Plain text and CSV, in UTF-8, UTF-16 or CP949."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from newscrawl.attachments.flow import table
from newscrawl.attachments.result import Unreadable
from newscrawl.attachments.source import File

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def blocks(file: File) -> Iterator[str]:
    """Yield the whole text; its own blank lines part its paragraphs."""
    yield _decoded(file)


def table_blocks(file: File) -> Iterator[str]:
    """Yield a CSV file as one table."""
    text = _decoded(file)
    first = text[: text.find("\n") + 1] or text
    delimiter = max(",\t;", key=first.count)
    try:
        rows = [dict(enumerate(row)) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        file.warn(f"The table cannot be told apart into cells: {error}")
        yield text
    else:
        yield table(rows)


def _decoded(file: File) -> str:
    data = file.data
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(charset, "replace")
    if b"\x00" in data[:8192]:
        charset = "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"
        return data.decode(charset, "replace")
    for charset in ("utf-8", "cp949"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    text = min(
        (data.decode(charset, "replace") for charset in ("utf-8", "cp949")), key=lambda text: text.count("\ufffd")
    )
    if text.count("\ufffd") * 10 > len(text):
        raise Unreadable("damaged", "The text is neither UTF-8 nor CP949.")
    file.warn(f"{text.count(chr(0xFFFD))} characters cannot be read, neither as UTF-8 nor as CP949.")
    return text
