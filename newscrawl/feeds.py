"""What newscrawl adds to Scrapy's feed exports: feeds of one site's records, lines that are whole on disk, and the mending of torn ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from scrapy.exporters import JsonLinesItemExporter
from scrapy.extensions.feedexport import ItemFilter

from newscrawl.items import Article, ViewObservation


class WholeLines(JsonLinesItemExporter):
    """JSON lines, each handed to the operating system before the next step of the record is taken."""

    def export_item(self, item: Any) -> None:
        """Write one line and flush it."""
        super().export_item(item)
        self.file.flush()


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
