"""Step 40: what the ledger knows of a post's files is said again, so that no file is fetched twice and no record loses its texts."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from newscrawl.extensions.memory import Memory
from newscrawl.items import Attachment
from newscrawl.ledger import FileContent
from newscrawl.normalize.addresses import file_address
from newscrawl.pipelines.step import Step
from newscrawl.reading.evidence import Capture


class RecallFiles(Step):
    """Fills in the files of a captured post that a former run brought: those of the same address, name and stated size."""

    def __init__(self, crawler: Crawler, memory: Memory) -> None:
        super().__init__(crawler)
        self.memory = memory

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the step. Raises NotConfigured for a run without a ledger."""
        memory = crawler.get_extension(Memory)
        if memory is None:
            raise NotConfigured
        return cls(crawler, memory)

    def process_item(self, item: Any) -> Any:
        """Return the capture with what is known of its files."""
        if isinstance(item, Capture) and item.shown.attachments:
            known = {(file.address, file.name): file for file in self.memory.files(item.id)}
            for attachment in item.shown.attachments if known else ():
                found = known.get((address_of_file(attachment), attachment.name))
                if found is not None and attachment.size == found.stated:
                    fill(attachment, found.content, found.server_name)
        return item


def address_of_file(attachment: Attachment) -> str:
    """Return what a file is known by from visit to visit; "" where it has no address."""
    return file_address(attachment.url, attachment.form) if attachment.url else ""


def fill(attachment: Attachment, content: FileContent, server_name: str | None) -> None:
    """Say of a file what is known of its content."""
    attachment.server_name = server_name
    attachment.path, attachment.sha256 = content.path, content.sha256
    attachment.size, attachment.media_type = content.size, content.media_type
    attachment.text, attachment.text_status = content.text, content.text_status
