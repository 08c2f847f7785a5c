"""newspaper4k for the articles. Its own discovery looks at a front page and takes no pager, so the listing is followed by hand.

Its Korean words are told apart by NLTK with data that is fetched when it runs; here its own tokenizer of other languages does that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import urljoin

import newspaper
import requests
from lxml import html
from newspaper.languages import ko
from newspaper.text import default_tokenizer

from benchmarks.contenders import Got, Selectors, key_of


def crawl(board: Selectors, address: str, keep: Callable[[Got], None]) -> None:
    """Crawl."""
    logging.disable(logging.CRITICAL)
    ko.tokenizer = default_tokenizer
    session = requests.Session()
    todo, seen = [address], {address}
    while todo:
        page = todo.pop(0)
        tree = html.fromstring(session.get(page, timeout=30).content)
        for row in tree.cssselect(board.rows):
            url = urljoin(page, row.get("href"))
            key = key_of(board, url)
            if key and key not in seen:
                seen.add(key)
                _article(url, keep)
        for link in tree.cssselect(board.pager):
            url = urljoin(page, link.get("href"))
            if url not in seen:
                seen.add(url)
                todo.append(url)


def _article(url: str, keep: Callable[[Got], None]) -> None:
    article = newspaper.Article(url, language="ko", fetch_images=False)
    article.download()
    try:
        article.parse()
    except newspaper.ArticleException:
        return
    day = article.publish_date
    keep(Got(url=url, title=article.title, body=article.text, published_at=str(day)[:10] if day else None))
