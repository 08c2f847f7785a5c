"""The article addresses of hundreds of real boards, where the list of them is at hand: each must give its own identifier."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from newscrawl.normalize.addresses import board_slug, identify, learn_grammar, site_slug

_CORPUS = Path(os.environ.get("NEWSCRAWL_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
_BOARDS = _CORPUS.parent / "sites" / "boards.jsonl"
_NUMBERS = (48213, 48190, 48021, 47770)

pytestmark = pytest.mark.skipif(
    not _BOARDS.exists(), reason="the list of known boards (sites/boards.jsonl) is not there"
)


def boards() -> list[dict[str, str]]:
    return [json.loads(line) for line in _BOARDS.read_text("utf-8").splitlines()]


def patterns() -> list[tuple[str, str]]:
    """Return (listing, article address with one hole) of the boards whose article addresses are known."""
    known = [(board["list_url"], board["article_url_pattern"] or "") for board in boards()]
    return [(listing, pattern) for listing, pattern in known if len(re.findall(r"\{\w+\}(?!=)", pattern)) == 1]


def fill(pattern: str, number: int) -> str:
    return re.sub(r"\{\w+\}", str(number), pattern)


def test_a_listing_teaches_the_identifier_of_every_known_board() -> None:
    for listing, pattern in patterns():
        rows = [fill(pattern, number) for number in _NUMBERS]
        state = "&pageIndex=2" if "?" in pattern else "?pageIndex=2"
        grammar = learn_grammar([row + state for row in rows], listing)
        assert [identify(row, grammar).key for row in rows] == [str(number) for number in _NUMBERS], pattern


def test_nearly_every_address_tells_its_identifier_alone() -> None:
    known = patterns()
    silent = [pattern for _, pattern in known if identify(fill(pattern, 48213)).key != "48213"]
    assert len(known) > 200
    assert len(silent) <= 0.01 * len(known), silent


def test_no_two_known_boards_of_a_site_share_a_name() -> None:
    named: dict[tuple[str, str], str] = {}
    state = re.compile(r"[?&](?:listRow|listCel|paging|pageUnit|b_list|recordCountPerPage)=[^&]*")
    for board in boards():
        url = board["list_url"]
        bare = "&".join(sorted(re.split(r"[?&]", state.sub("", url))))
        assert named.setdefault((site_slug(url), board_slug(url)), bare) == bare, url
