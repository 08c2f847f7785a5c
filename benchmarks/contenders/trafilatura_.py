"""trafilatura: its crawler finds the addresses, its downloads and its extractor read them, as its documentation shows.

It takes no IP address for a site's name, so the board has a name here, which this process alone resolves to this machine.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from trafilatura import bare_extraction, fetch_url
from trafilatura.settings import use_config
from trafilatura.spider import focused_crawler

from benchmarks.contenders import Got, Selectors, key_of

_MOST = 1_000_000
_NAME = "www.saebom.example"


def crawl(board: Selectors, address: str, keep: Callable[[Got], None]) -> None:
    """Crawl."""
    resolve = socket.getaddrinfo
    here = urlsplit(address).hostname or ""
    socket.getaddrinfo = lambda host, *args, **options: resolve(here if host == _NAME else host, *args, **options)
    address = address.replace(here, _NAME, 1)
    logging.disable(logging.CRITICAL)
    config = use_config()
    config["DEFAULT"].update({"SLEEP_TIME": "0", "SSRF_PROTECTION": "off"})  # the board is on this machine
    _, known = focused_crawler(address, max_seen_urls=_MOST, max_known_urls=_MOST, config=config)
    posts = {key: url for url in known if (key := key_of(board, url))}
    for url in posts.values():
        markup = fetch_url(url, config=config)
        found = bare_extraction(markup, url=url, with_metadata=True, include_comments=False) if markup else None
        if found is not None:
            keep(Got(url=url, title=found.title, body=found.text, published_at=found.date))
