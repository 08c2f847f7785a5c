"""A board taken for one of another program, as a shared form of address may do: it reads no worse for it than with no family at all."""

from __future__ import annotations

import pytest

from newscrawl.families import families
from newscrawl.reading import Reading, read_page

from . import pages_a, pages_b
from .pages_a import POSTS
from .test_builders import listing_page, page

BOARDS = (*pages_a.BOARDS, *pages_b.BOARDS)
NAMES = sorted(families())
TRIED = 6  # of the other families, for each board

every_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.family)


def others(board):
    """Some of the families that a board is not of, each time others, so that all come in turn."""
    at = NAMES.index(board.family)
    return [families()[NAMES[(at + 1 + 6 * step) % len(NAMES)]] for step in range(TRIED)]


def rows_of(reading: Reading):
    assert reading.listing is not None, reading.problem
    return [(row.url, row.request, row.pinned, list(row.evidence.ranked())) for row in reading.listing.rows]


def article_of(reading: Reading):
    assert reading.article is not None, reading.problem
    article = reading.article
    return article.body, [(file.name, file.url) for file in article.attachments], list(article.evidence.ranked())


def test_every_family_is_a_wrong_one_somewhere():
    assert {family.name for board in BOARDS for family in others(board)} == set(NAMES)


@every_board
def test_rows_are_read_as_without_a_family(board):
    told = listing_page(board, 1)
    generic, own = read_page(told), read_page(told, program=families()[board.family])
    for family in others(board):
        wrong = read_page(told, program=family)
        assert rows_of(wrong) in (rows_of(generic), rows_of(own)), family.name
        if generic.listing.next is not None:
            assert wrong.listing.next == generic.listing.next, family.name


@every_board
def test_an_article_is_read_as_without_a_family(board):
    told = page(board.address_of(POSTS[0]), board.page_of(POSTS[0]))
    generic, own = read_page(told), read_page(told, program=families()[board.family])
    for family in others(board):
        assert article_of(read_page(told, program=family)) in (article_of(generic), article_of(own)), family.name
