"""Step 200: only records that keep the data contract reach a feed; what breaks it is counted and told, never dropped in silence."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from scrapy.exceptions import DropItem

from newscrawl.items import Article
from newscrawl.pipelines.step import Step

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+09:00)?")


def faults(article: Article) -> list[str]:
    """Return what breaks the contract in a record, in words; an empty list for a sound one."""
    found = []
    try:
        msgspec.convert(msgspec.to_builtins(article), Article)
    except msgspec.ValidationError as error:
        found.append(str(error))
    if not article.title:
        found.append("no title")
    if not article.url.startswith(("http://", "https://")):
        found.append("no address")
    if not article.id.startswith(f"{article.site}/{article.board}:"):
        found.append("an id that does not name its board")
    for name in ("published_at", "modified_at"):
        value = getattr(article, name)
        if value is not None and not _DATE.fullmatch(value):
            found.append(f"{name} is '{value}'")
    if article.view_count is not None and article.view_count < 0:
        found.append(f"view_count is {article.view_count}")
    return found


class ValidatePipeline(Step):
    """Drops what breaks the contract, and says so in the run's report."""

    def process_item(self, item: Any) -> Any:
        """Return the item, or drop an article with faults."""
        if not isinstance(item, Article):
            return item
        broken = faults(item)
        if broken:
            tally = self.tally(item)
            tally.add("invalid")
            tally.warn(f"left out, for it breaks the data contract ({'; '.join(broken)}): {item.url}")
            raise DropItem(f"{item.url}: {'; '.join(broken)}", log_level="WARNING")
        return item
