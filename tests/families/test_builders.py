"""The pages of each program read through its family and without it: the family tells all, and no field worse than the generic reader.

The addresses that pages give must be of the family's own grammar, and be built again from what the grammar reads in them.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from lxml.html import fragment_fromstring

from newscrawl.families import families, family_of, get_family
from newscrawl.items import PageRequest
from newscrawl.normalize.addresses import identify, learn_grammar
from newscrawl.parsing import page_record
from newscrawl.reading import Page, read_page
from newscrawl.reading.address import address_of
from newscrawl.reading.builders import build

from .pages_a import BOARDS, HEADS, PER_PAGE, POSTS, TOWN

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Asia/Seoul"))

every_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.family)
both_pages = pytest.mark.parametrize("number", [1, 2], ids=["first-page", "last-page"])
two_posts = pytest.mark.parametrize("post", POSTS[:2], ids=["two-files", "one-file"])


def page(url: str, markup: str) -> Page:
    return Page(url=url, body=markup.encode(), headers={"content-type": "text/html; charset=utf-8"}, now=NOW)


def listing_page(board, number):
    url = board.listing if number == 1 or isinstance(board.second, PageRequest) else board.second
    return page(url, board.page_of_listing(number))


def listing_of(board, number, *, generic=False):
    record, _ = page_record(listing_page(board, number), generic=generic)
    assert record.listing is not None, record.problem
    return record.listing


def article_of(board, post, *, generic=False):
    record, _ = page_record(page(board.address_of(post), board.page_of(post)), generic=generic)
    assert record.article is not None, record.problem
    return record.article


def shown(post):
    """What a page shows of a post, by field."""
    return {
        "title": post.title,
        "published_at": post.day,
        "number": post.number,
        "department": post.department,
        "author": post.author,
        "view_count": post.views,
    }


def right_rows(board, number, listing):
    """The fields of a listing that are read as they are: (row, field), and how each post and the next page are asked for."""
    posts = POSTS[(number - 1) * PER_PAGE : number * PER_PAGE]
    found = set()
    for post, row in zip(posts, listing.rows, strict=False):
        found |= {(post.place, name) for name, value in shown(post).items() if getattr(row, name) == value}
        if row.request == board.asked_for(post) or (
            row.url and get_family(board.family).article_address(row.url) == board.address_of(post)
        ):
            found.add((post.place, "address"))
    if listing.next == (board.second if number == 1 else None):
        found.add(("page", "next"))
    return found


def right_facts(board, post, article):
    """The fields of an article that are read as they are."""
    found = {name for name, value in shown(post).items() if getattr(article, name) == value}
    if article.body.split("\n\n") == list(post.body):
        found.add("body")
    if [(file.name, file.url) for file in article.attachments] == board.files_of(post):
        found.add("files")
    return found


def expected_rows(board, number):
    posts = POSTS[(number - 1) * PER_PAGE : number * PER_PAGE]
    return {(post.place, name) for post in posts for name in (*board.listed, "address")} | {("page", "next")}


def test_there_is_a_board_of_each_of_these_programs():
    assert len({board.family for board in BOARDS}) == len(BOARDS) == 14


@every_board
@both_pages
def test_a_listing_page_is_told_to_be_of_its_family(board, number):
    family = family_of(listing_page(board, number).url, board.page_of_listing(number))
    assert family is not None
    assert family.name == board.family


@every_board
@both_pages
def test_a_listing_is_read_whole_through_the_family(board, number):
    listing = listing_of(board, number)
    assert len(listing.rows) == PER_PAGE
    assert expected_rows(board, number) - right_rows(board, number, listing) == set()


@every_board
@both_pages
def test_no_field_of_a_listing_is_read_better_without_the_family(board, number):
    through = right_rows(board, number, listing_of(board, number))
    assert right_rows(board, number, listing_of(board, number, generic=True)) - through == set()


@every_board
def test_the_generic_reader_guesses_no_address_that_the_page_does_not_tell(board):
    listing = listing_of(board, 1, generic=True)
    told = [row for row in listing.rows if row.url or row.request]
    assert len(told) == (0 if board.by_program else PER_PAGE)


@every_board
@two_posts
def test_an_article_is_read_whole_through_the_family(board, post):
    assert {*board.told, "body", "files"} - right_facts(board, post, article_of(board, post)) == set()


@every_board
@two_posts
def test_no_field_of_an_article_is_read_better_without_the_family(board, post):
    through = right_facts(board, post, article_of(board, post))
    assert right_facts(board, post, article_of(board, post, generic=True)) - through == set()


@every_board
@both_pages
def test_addresses_of_rows_round_trip_through_the_grammar(board, number):
    family = get_family(board.family)
    reading = read_page(listing_page(board, number), program=family)
    posts = POSTS[(number - 1) * PER_PAGE : number * PER_PAGE]
    for post, row in zip(posts, reading.listing.rows, strict=True):
        address = address_of(row)
        parts = family.article_parts(address)
        assert parts is not None, address
        assert family.article_key(address) == board.id_of(post)
        assert family.article_address(address) == family.article_address(address, parts) == board.address_of(post)
        assert family.article_parts(board.address_of(post)) == parts


@every_board
def test_a_post_is_named_as_the_family_names_it(board):
    rows = read_page(listing_page(board, 1), program=get_family(board.family)).listing.rows
    addresses = [address_of(row) for row in rows]
    grammar = learn_grammar(addresses, board.listing)
    assert [identify(address, grammar).key for address in addresses] == [board.id_of(post) for post in POSTS[:PER_PAGE]]


@every_board
def test_addresses_of_listings_round_trip_through_the_grammar(board):
    family = get_family(board.family)
    parts = family.listing_parts(board.listing)
    assert parts is not None
    built = family.listing_address(board.listing, parts)
    assert built == family.listing_address(board.listing)
    assert family.listing_parts(built) == parts
    if isinstance(board.second, str):
        named = {name: value for name, value in parts.items() if name in family.addresses.board}
        on_second = family.listing_parts(board.second)
        assert {name: on_second[name] for name in named} == named, "page 2 is of the same board"


@every_board
def test_an_article_leads_to_its_listing_where_its_address_tells(board):
    family = get_family(board.family)
    listing = family.listing_of(board.address_of(POSTS[0]))
    if listing is not None:
        assert family.listing_parts(listing) is not None
    assert family.listing_of("https://www.elsewhere.example/one/two") is None


def rows_without_forms(board, call):
    """A listing page whose pager calls a function that no page has, and that has no form to tell how a page is asked for."""
    rows = "".join(board._filled(board.row, post) for post in POSTS[:PER_PAGE])
    names = "".join(f"<th>{head}</th>" for head in HEADS)
    pager = f"<strong>1</strong> <a href='#' onclick='{call}({{n}})'>2</a>".replace("{n}", "2")
    return f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table><div class='paging'>{pager}</div>"


@pytest.mark.parametrize("call", ["goPage", "movePage", "fnGoPage", "pageLink"])
@pytest.mark.parametrize("name", [name for name, family in families().items() if family.paging.by == "get"])
def test_a_pager_of_a_usual_name_asks_by_the_familys_parameter(name, call):
    family = get_family(name)
    markup = rows_without_forms(next(board for board in BOARDS if board.family == "egov-selectbbsntt"), call)
    told = page(f"{TOWN}/town/board?menu=7", markup)
    assert read_page(told).listing.next is None
    assert read_page(told, program=family).listing.next == f"{TOWN}/town/board?menu=7&{family.paging.parameter}=2"


@pytest.mark.parametrize(
    ("family", "at", "click", "asked"),
    [
        ("yh-bbs", "/gu/portal/bbs/list.do?ptIdx=4&mId=3", "goTo.view('list','8','4','3')", "/gu/portal/bbs/view.do?bIdx=8&ptIdx=4&mId=3"),
        ("yh-bbs", "/bbs/list.do?ptIdx=4&mId=3", "boardView('bbs','8')", "/bbs/view.do?bIdx=8&ptIdx=4&mId=3"),
        ("yh-bbs", "/open/news.do?mId=3", "goTo.view('list','8','4','3')", None),
        ("yh-contents", "/gu/portal/contents.do?mId=3", "goTo.view('list','8','4','3')", "/gu/portal/bbs/view.do?bIdx=8&ptIdx=4&mId=3"),
        ("yh-contents", "/contents.do?mId=3", "boardView('gosi','8')", "/saeol/gosi/view.do?notAncmtMgtNo=8&mId=3"),
        ("ex-bbs-cbidx", "/gu/ex/bbs/List.do?cbIdx=4", "doBbsFView('4','8','1')", "/gu/ex/bbs/View.do?cbIdx=4&bcIdx=8"),
        ("ex-bbs-cbidx", "/ex/bbsNew/List.do?typeCode=1", "doBbsFView('8')", "/ex/bbsNew/View.do?not_ancmt_mgt_no=8&typeCode=1"),
        ("ex-bbs-cbidx", "/main/town/news.do", "doBbsFView('4','8','1')", None),
    ],
)  # fmt: skip
def test_a_post_is_asked_for_beside_its_listing_and_nowhere_by_guess(family, at, click, asked):
    assert build(page(TOWN + at, "<p></p>"), get_family(family).calls, click, None) == (asked and TOWN + asked)


def test_a_post_named_by_an_attribute_is_asked_for_beside_its_listing():
    row = fragment_fromstring("<a data-req-get-p-idx='8'>제목</a>")
    calls = get_family("yh-post").calls
    assert build(page(f"{TOWN}/gu/portal/board/post/list.do?bcIdx=4&mid=3", "<p></p>"), calls, "", row) == (
        f"{TOWN}/gu/portal/board/post/view.do?bcIdx=4&mid=3&idx=8"
    )
    assert build(page(f"{TOWN}/open/news.do?bcIdx=4&mid=3", "<p></p>"), calls, "", row) is None
