from __future__ import annotations

import http.client
from datetime import datetime
from urllib.parse import urlencode, urlsplit

import lxml.html
import pytest

from newscrawl.demo import Replica
from newscrawl.demo.replica import KST

TODAY = datetime(2024, 3, 15, 14, 20, tzinfo=KST)
NAMES = ("xe", "paper", "city")


@pytest.fixture
def replica():
    with Replica(today=TODAY) as started:
        yield started


@pytest.fixture
def fetch(replica):
    """Return a function that asks the replica over a socket: (target, form) → (status, headers, body)."""

    def ask(target, form=None, method=None):
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(replica.url).port, timeout=10)
        try:
            target = target.removeprefix(replica.url)
            body = urlencode(form) if form is not None else None
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
            connection.request(method or ("GET" if form is None else "POST"), target, body, headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    return ask


@pytest.fixture
def tree(fetch):
    """Return a function that gives a page's tree."""

    def ask(target, form=None):
        status, _, body = fetch(target, form)
        assert status == 200
        return lxml.html.document_fromstring(body.decode("utf-8"))

    return ask
