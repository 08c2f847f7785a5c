"""What newscrawl adds to Scrapy's feed exports: a feed that takes the records of one site only."""

from __future__ import annotations

from typing import Any

from scrapy.extensions.feedexport import ItemFilter

from newscrawl.items import Article


class OneSite(ItemFilter):
    """Accepts the articles of the site that the feed's option `site` names."""

    def accepts(self, item: Any) -> bool:
        """Tell whether the record belongs in this feed."""
        return isinstance(item, Article) and item.site == (self.feed_options or {}).get("site")
