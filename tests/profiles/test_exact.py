"""A page read by the profile says what the generic reader says, in every field; where it might not, the profile leaves it alone."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from newscrawl.demo import Replica
from newscrawl.families import family_of
from newscrawl.profiles import Doubt, Learner, Profile, read_article_by, read_listing_by
from newscrawl.profiles.agreement import differences
from newscrawl.profiles.profile import from_json, to_json
from newscrawl.reading import Page, read_page
from tests.quality.samples import CORPUS, _page

from .pages import NOW, PLACES, articles, changed, listings, taught

MUTANTS = 80  # changed pages of each board
LEAST = 4  # saved articles of a board that is learned


def read_by(profile, page, kind, program=None):
    """Return the profile's reading of a page, None where it is in doubt."""
    try:
        if kind == "article":
            return read_article_by(profile, page, program=program)[0]
        return read_listing_by(profile, page, program=program)[0]
    except Doubt:
        return None


def differing(page, kind, profile, program=None):
    """Return (whether the profile read the page, the fields in which that differs from the generic reading)."""
    reading = read_by(profile, replace(page), kind, program)
    if reading is None:
        return False, []
    generic = read_page(replace(page), program=program)
    if kind == "listing" and generic.article is not None:
        return True, ["an article as well"]
    return True, differences(generic, reading, None, page.now)


@pytest.mark.parametrize("place", PLACES)
def test_a_taught_profile_reads_a_board_exactly(place):
    learner, board = taught(place)
    for kind, pages in (("article", articles(board)), ("listing", listings(board))):
        told = [differing(page, kind, learner.profile) for page in pages]
        assert [fields for _, fields in told if fields] == []
        assert sum(read for read, _ in told) >= 0.7 * len(pages), kind


@pytest.mark.parametrize("place", PLACES)
def test_a_page_that_was_changed_is_read_the_same_or_not_at_all(place):
    learner, board = taught(place)
    draw = random.Random(place)
    pages = articles(board)
    read = 0
    for _ in range(MUTANTS):
        page = changed(draw.choice(pages), draw, learner.profile)
        by_profile, fields = differing(page, "article", learner.profile)
        assert not fields, (fields, page.body.decode(page.decoded[1]))
        read += by_profile
    assert 0 < read < MUTANTS, "some changes matter and some do not"


def test_a_profile_survives_being_written_down():
    learner, board = taught(0)
    again = from_json(to_json(learner.profile))
    assert again == learner.profile
    page = articles(board)[-1]
    assert read_by(again, page, "article").article.body == read_page(replace(page)).article.body


def test_no_other_boards_page_is_read():
    learner, _ = taught(0)
    _, other = taught(1)
    assert all(read_by(learner.profile, page, "article") is None for page in articles(other))
    assert all(read_by(learner.profile, page, "listing") is None for page in listings(other))


def _boards():
    boards = defaultdict(list)
    if (CORPUS / "index.jsonl").is_file():
        for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines():
            entry = json.loads(line)
            boards[entry["site"], entry["kind"]].append(entry)
    return {
        board: entries
        for board, entries in boards.items()
        if len(entries) >= LEAST and board[1] in ("article", "listing")
    }


BOARDS = _boards()


@pytest.mark.skipif(not BOARDS, reason="no corpus is at hand")
@pytest.mark.parametrize(("site", "kind"), BOARDS)
def test_saved_boards_are_read_exactly(site, kind):
    """Each page is read by what the pages before it taught, and then teaches itself."""
    learner = Learner(Profile(board=f"{site}/board"))
    wrong, read = [], 0
    for entry in BOARDS[site, kind]:
        page = _page(CORPUS, entry)
        family = family_of(page.url, page.text)
        by_profile, fields = differing(page, kind, learner.profile, family)
        read += by_profile
        wrong += [(entry["id"], fields)] if fields else []
        getattr(learner, kind)(page, program=family)
    assert wrong == []
    assert learner.take_events().get("disagreed", 0) == 0
    if len(BOARDS[site, kind]) > 20:
        assert read > len(BOARDS[site, kind]) / 2


@pytest.mark.parametrize("name", ["xe", "paper", "city"])
def test_the_demos_boards_are_read_exactly(name):
    """Each board is walked as a crawl walks it, the listing's rows as witnesses of the articles."""
    with Replica(today=NOW) as replica:
        learner, wrong, read, target = Learner(Profile(board=f"demo/{name}")), [], 0, replica.boards[name]
        while target is not None:
            listing = fetched(target)
            family = family_of(listing.url, listing.text)
            wrong += differing(listing, "listing", learner.profile, family)[1]
            shown = learner.listing(listing, program=family).listing
            for row in shown.rows:
                page = fetched(row.url or row.request)
                generic = read_page(replace(page), program=family, row=row)
                with suppress(Doubt):
                    reading, _ = read_article_by(learner.profile, replace(page), row=row, program=family)
                    wrong += differences(generic, reading, row, NOW)
                    read += 1
                learner.article(page, row=row, program=family)
            target = shown.next
        assert wrong == []
        assert read > 5


def fetched(target):
    """Return a page of the demo, asked for by its address or its form."""
    if isinstance(target, str):
        url, form = target, None
    else:
        url, form = target.url, urlencode(target.form).encode()
    with urlopen(url, form, timeout=10) as answer:  # noqa: S310 - the replica's own address
        return Page(url=url, body=answer.read(), now=NOW)
