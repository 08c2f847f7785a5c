"""The further programs' pages read through their family and without it, held against the posts that they were made of."""

from __future__ import annotations

from collections import defaultdict

import pytest

from newscrawl.families import family_of, get_family
from newscrawl.normalize.addresses import identify, learn_grammar
from newscrawl.reading import read_page
from newscrawl.reading.address import address_of
from newscrawl.reading.builders import build
from newscrawl.sites import catalogue

from .pages_a import PER_PAGE, POSTS, TOWN
from .pages_b import BOARDS
from .test_builders import (
    article_of,
    both_pages,
    expected_rows,
    listing_of,
    listing_page,
    page,
    right_facts,
    right_rows,
    two_posts,
)

every_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.family)


def test_there_is_a_board_of_each_of_these_programs():
    assert len({board.family for board in BOARDS}) == len(BOARDS) == 25


@every_board
@both_pages
def test_a_listing_is_read_whole_through_the_family(board, number):
    told = listing_page(board, number)
    assert family_of(told.url, told.text) is get_family(board.family)
    listing = listing_of(board, number)
    assert len(listing.rows) == PER_PAGE
    through = right_rows(board, number, listing)
    assert expected_rows(board, number) - through == set()
    assert right_rows(board, number, listing_of(board, number, generic=True)) - through == set()


@every_board
def test_the_generic_reader_guesses_no_address_that_the_page_does_not_tell(board):
    told = [row for row in listing_of(board, 1, generic=True).rows if row.url or row.request]
    assert len(told) == (0 if board.by_program else PER_PAGE)


@every_board
@two_posts
def test_an_article_is_read_whole_through_the_family(board, post):
    told = page(board.address_of(post), board.page_of(post))
    assert family_of(told.url, told.text) is get_family(board.family)
    through = right_facts(board, post, article_of(board, post))
    assert {*board.told, "body", "files"} - through == set()
    assert right_facts(board, post, article_of(board, post, generic=True)) - through == set()


@every_board
@both_pages
def test_addresses_of_rows_round_trip_through_the_grammar(board, number):
    family = get_family(board.family)
    rows = read_page(listing_page(board, number), program=family).listing.rows
    addresses = [address_of(row) for row in rows]
    posts = POSTS[(number - 1) * PER_PAGE : number * PER_PAGE]
    assert [family.article_address(address) for address in addresses] == [board.address_of(post) for post in posts]
    assert [family.article_key(address) for address in addresses] == [board.id_of(post) for post in posts]
    grammar = learn_grammar(addresses, board.listing)
    keys = [identify(address, grammar).key for address in addresses]
    assert keys == [board.id_of(post) for post in posts]


@every_board
def test_addresses_of_listings_round_trip_through_the_grammar(board):
    family = get_family(board.family)
    plain = family.listing_address(board.listing)
    assert plain is not None
    assert family.listing_address(plain) == plain
    if isinstance(board.second, str):
        assert family.listing_address(board.second) == plain, "page 2 is of the same listing"
    article = family.article_parts(board.address_of(POSTS[0]))
    if family.listing_parts(plain).keys() <= article.keys():
        assert family.listing_of(board.address_of(POSTS[0])) == plain


@pytest.mark.parametrize(
    ("family", "at", "click", "asked"),
    [
        ("articleseq", "/portal/bulletin/notice", "goPage(191980)", "/portal/bulletin/notice?articleSeq=191980"),
        ("articleseq", "/portal/adm/notice", "goPage2('88121')", "/portal/adm/notice?articleSeq=88121"),
        (
            "articleseq",
            "/gw/portal/news?boardCode=BDAABB01",
            "pf_readForm('512')",
            "/gw/portal/news?articleSeq=512&boardCode=BDAABB01",
        ),
        (
            "ex-bbs-cbidx",
            "/site/town/ex/bbsNew/List.do?typeCode=1",
            "doBbsFView('39963')",
            "/site/town/ex/bbsNew/View.do?not_ancmt_mgt_no=39963&typeCode=1",
        ),
        (
            "citynet",
            "/citynet/jsp/sap/SAPGosiBizProcess.do?command=searchList&flag=gosiGL&svp=Y&sido=tw",
            "viewData('29120', 'B')",
            "/citynet/jsp/sap/SAPGosiBizProcess.do?command=searchDetail&flag=gosiGL&svp=Y&sido=tw&sno=29120&gosiGbn=B",
        ),
        (
            "k2web",
            "/life/9962/subview.do",
            "jf_viewArtcl('life', '775', '828684')",
            "/bbs/life/775/828684/artclView.do",
        ),
    ],
)
def test_calls_of_further_skins_ask_for_a_post_of_the_family(family, at, click, asked):
    answer = build(page(TOWN + at, "<p></p>"), get_family(family).calls, click, None)
    assert answer == TOWN + asked
    assert get_family(family).article_address(answer) == answer


def catalogued():
    """The boards of the catalogue whose family is one of these, as (board, family)."""
    named = {board.family for board in BOARDS}
    return [(board, get_family(board.family)) for board in catalogue().boards.values() if board.family in named]


def test_boards_of_the_catalogue_are_of_their_familys_grammar():
    assert {family.name for _, family in catalogued()} == {board.family for board in BOARDS} - {"gnuboard"}
    assert [(board.id, board.url) for board, family in catalogued() if family.listing_address(board.url) is None] == []


def test_what_names_a_board_of_the_catalogue_is_in_the_grammar():
    by_address = defaultdict(set)
    for board, family in catalogued():
        by_address[family.listing_address(board.url)].add(board.id)
    assert [boards for boards in by_address.values() if len(boards) > 1] == []
