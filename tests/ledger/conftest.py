"""A ledger for each test."""

from collections.abc import Iterator

import pytest

from newscrawl.ledger import SqliteLedger


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path) -> Iterator[SqliteLedger]:
    opened = SqliteLedger(path)
    yield opened
    opened.close()
