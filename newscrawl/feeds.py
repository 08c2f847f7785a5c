"""What newscrawl adds to Scrapy's feed exports: one site's feeds, whole lines, tables for spreadsheets, mending of torn lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from scrapy import Field
from scrapy.exporters import CsvItemExporter, JsonLinesItemExporter
from scrapy.extensions.feedexport import ItemFilter

from newscrawl.items import Article, ViewObservation

_FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


class WholeLines(JsonLinesItemExporter):
    """JSON lines, each handed to the operating system before the next step of the record is taken.

    Our own records go to JSON as they are, ten times faster than through Scrapy's adapters; a feed that asks for certain fields, another
    encoding or an option of Python's encoder gets Scrapy's lines.
    """

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **options)
        self._plain = (
            self.fields_to_export is None
            and (self.encoding or "").lower() in ("utf-8", "utf8")
            and self._kwargs == {"ensure_ascii": False}
        )

    def export_item(self, item: Any) -> None:
        """Write one line and flush it."""
        if self._plain and isinstance(item, (Article, ViewObservation)):
            self.file.write(msgspec.json.encode(item) + b"\n")
        else:
            super().export_item(item)
        self.file.flush()


class Table(CsvItemExporter):
    """CSV whose nested fields (files, pictures, warnings …) are JSON.

    With `spreadsheet` a text that a spreadsheet might run as a formula gets an apostrophe before it, as OWASP advises ("CSV injection");
    numbers are no texts. Such a file is for looking at: the apostrophe is part of the data.
    """

    def __init__(self, file: BytesIO, *, spreadsheet: bool = False, **options: Any) -> None:
        super().__init__(file, **options)
        self.spreadsheet = spreadsheet

    def serialize_field(self, field: Mapping[str, Any] | Field, name: str, value: Any) -> Any:
        """Return what stands in the cell of a field."""
        if isinstance(value, (list, tuple, dict)) or is_dataclass(value):
            value = msgspec.json.encode(value).decode()
        value = super().serialize_field(field, name, value)
        return f"'{value}" if self.spreadsheet and isinstance(value, str) and _FORMULA.match(value) else value


class Articles(ItemFilter):
    """Accepts the articles of the site that the feed's option `site` names; of any site where it names none."""

    def accepts(self, item: Any) -> bool:
        """Tell whether the record belongs in this feed."""
        site = (self.feed_options or {}).get("site", "")
        return isinstance(item, Article) and site in (item.site, "")


class Views(ItemFilter):
    """Accepts the view counts of the site that the feed's option `site` names; of any site where it names none."""

    def accepts(self, item: Any) -> bool:
        """Tell whether the record belongs in this feed."""
        site = (self.feed_options or {}).get("site", "")
        return isinstance(item, ViewObservation) and item.article_id.startswith(f"{site}/" if site else "")


def mend(path: Path) -> int:
    """Cut a torn last line off a file of JSON lines, as a run that was killed leaves it; return how many bytes went."""
    if not path.is_file() or not (size := path.stat().st_size):
        return 0
    with path.open("r+b") as file:
        end, step = size, 1 << 16
        while end:
            start = max(0, end - step)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            if newline >= 0:
                end = start + newline + 1
                break
            end = start
        if end < size:
            file.truncate(end)
        return size - end


def records_after(path: Path, mark: int) -> Iterator[tuple[Article, int]]:
    """Yield the articles of a feed behind a mark (bytes), each with where its line ends; what is no article is passed over."""
    with path.open("rb") as file:
        file.seek(mark)
        for line in file:
            mark += len(line)
            try:
                yield msgspec.json.decode(line, type=Article), mark
            except msgspec.DecodeError:
                continue
