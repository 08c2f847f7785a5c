"""requests and BeautifulSoup, one page after another, as many people write it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

from benchmarks.contenders import Got, Selectors, day, key_of, number


def crawl(board: Selectors, address: str, keep: Callable[[Got], None]) -> None:
    """Crawl."""
    session = requests.Session()
    todo, seen = [address], {address}
    while todo:
        page = todo.pop(0)
        soup = BeautifulSoup(session.get(page, timeout=30).content, "html.parser")
        for row in soup.select(board.rows):
            url = urljoin(page, str(row["href"]))
            key = key_of(board, url)
            if key and key not in seen:
                seen.add(key)
                if got := _article(board, url, BeautifulSoup(session.get(url, timeout=30).content, "html.parser")):
                    keep(got)
        for link in soup.select(board.pager):
            url = urljoin(page, str(link["href"]))
            if url not in seen:
                seen.add(url)
                todo.append(url)


def _article(board: Selectors, url: str, soup: BeautifulSoup) -> Got | None:
    def text(selector: str) -> str | None:
        found = soup.select_one(selector)
        return found.get_text(strip=True) if found else None

    body = soup.select_one(board.body)
    if body is None:
        return None
    return Got(
        url=url,
        title=text(board.title),
        body=body.get_text("\n", strip=True),
        published_at=day(text(board.published_at)),
        view_count=number(text(board.view_count)),
        department=text(board.department) if board.department else None,
        attachments=[str(link.find(string=True)).strip() for link in soup.select(board.attachments)],
    )
