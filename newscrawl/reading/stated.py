"""What the text around a listing says of it: how many posts the board has, and how many pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

_PAGES_STATED = re.compile(
    r"(?:전체|총)\s*페이지\s*(?:수)?\s*[:：]?\s*([0-9][0-9,]*)|(?<![0-9,/])[0-9,]{1,7}\s*/\s*([0-9][0-9,]{0,6})\s*(?:페이지|쪽|page)|"
    r"(?:페이지|page)\s*[:：]?\s*[0-9,]{1,7}\s*/\s*([0-9][0-9,]{0,6})",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:총|전체|total)\s*(?:게시물|게시글|글|건수|자료|등록)?\s*수?\s*[:：]?\s*([0-9][0-9,]{0,9})\s*(?:건|개|posts?)?"
    r"(?![0-9,]*\s*(?:/\s*[0-9]+\s*페이지|페이지|쪽|pages?|년|월|[-.]))",
    re.IGNORECASE,
)
_VISITS = re.compile(r"방문|접속자|visit|(?:오늘|어제|today)\s*:?\s*[0-9]", re.IGNORECASE)
_TEXT = cast("Callable[[HtmlElement], str]", etree.XPath("string()"))


def read_pages(around: Sequence[str]) -> int | None:
    """Return how many pages the text around a listing says there are."""
    return next((told for text in around if (told := _stated(_PAGES_STATED, text)) is not None), None)


def read_total(around: Sequence[str]) -> int | None:
    """Return how many posts the text around a listing says the board has."""
    return next(
        (told for text in around if not _VISITS.search(text) and (told := _stated(_TOTAL, text)) is not None), None
    )


def _stated(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    number = next((group for group in match.groups() if group), None) if match else None
    return int(number.replace(",", "")) if number and number.replace(",", "") else None


def texts_around(element: HtmlElement) -> Iterator[str]:
    """Yield short texts that stand before or after an element, nearest first."""
    node: HtmlElement | None = element
    for _ in range(4):
        if node is None or node.tag in ("body", "html"):
            return
        for backwards in (True, False):
            for sibling, _ in zip(node.itersiblings(preceding=backwards), range(4), strict=False):
                if isinstance(sibling.tag, str) and sibling.tag not in ("script", "style", "table"):
                    text = _TEXT(sibling)
                    if text and len(text) < 4000:
                        yield " ".join(text.split())[:600]
        node = node.getparent()
