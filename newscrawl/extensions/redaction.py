"""Secrets kept out of the log, whoever writes it: the framework's request lines, our warnings, a traceback's addresses."""

from __future__ import annotations

import logging
import traceback
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newscrawl.normalize.secrets import redact
from newscrawl.normalize.text import printable


class Redacted(logging.Filter):
    """Lets every record through with its secrets masked and its control characters written out, in message and traceback alike.

    The message's arguments become part of it, and a traceback its text, so that no formatter sees what was there before.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask a record; always true."""
        record.msg, record.args = _shown(_message(record)), ()
        if record.exc_info and record.exc_info[0] and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        record.exc_info = None
        record.exc_text = record.exc_text and _shown(record.exc_text)
        record.stack_info = record.stack_info and _shown(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - arguments that do not fit are the logger's fault, and no reason for a crawl to end
        return f"{record.msg} {record.args!r}"


def _shown(text: str) -> str:
    return printable(redact(text))


class Redaction:
    """Puts the filter on every handler of the root logger; again when the spider opens, for Scrapy may have put in a new one."""

    def __init__(self) -> None:
        self.cover()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension."""
        redaction = cls()
        crawler.signals.connect(redaction.cover, signals.spider_opened)
        return redaction

    def cover(self) -> None:
        """Cover the handlers that are there now, each once."""
        for handler in logging.getLogger().handlers:
            if not any(isinstance(present, Redacted) for present in handler.filters):
                handler.addFilter(Redacted())
