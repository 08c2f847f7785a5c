"""The two sample texts come out of their pages whole: every character of the posts and all 20 rows, and nothing that stands around."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from newscrawl.items import Article, Listing
from newscrawl.parsing import page_record
from newscrawl.reading import Page
from newscrawl.reading.evidence import ShownListing

from . import hangul
from .pages import (
    BOARD,
    BY_VIEWS,
    PAPER_IDXNO,
    PAPER_URL,
    POST_AUTHOR,
    POST_SRL,
    POST_VIEWS,
    RELATED,
    SECTION,
    Order,
    board_page,
    paper_page,
    row_srl,
)
from .texts import (
    BOARD_LOSSES,
    NOTHING,
    PAPER_LOSSES,
    BoardText,
    Loss,
    PaperText,
    board_text,
    paper_text,
    put_back,
    read_seed,
    seeds_folder,
)

_DROPPED = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = seeds_folder()
    if found is None:
        pytest.skip(
            "the two sample texts are neither where NEWSCRAWL_SEEDS says nor in shared/seeds beside the checkout"
        )
    return found


@pytest.fixture(scope="module")
def paper(folder: Path) -> PaperText:
    return paper_text(read_seed(folder, "000"))


@pytest.fixture(scope="module")
def board(folder: Path) -> BoardText:
    return board_text(read_seed(folder, "004"))


@pytest.fixture(scope="module", params=[False, True], ids=["families", "generic"])
def generic(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module")
def paper_article(paper: PaperText, generic: bool) -> Article:
    return _article(paper_page(paper), generic)


@pytest.fixture(scope="module")
def seen_by_views(board: BoardText) -> Page:
    return board_page(board, Order(BY_VIEWS, board.rows))


@pytest.fixture(scope="module")
def board_article(seen_by_views: Page, generic: bool) -> Article:
    return _article(seen_by_views, generic)


@pytest.fixture(scope="module")
def board_listing(seen_by_views: Page, generic: bool) -> Listing:
    listing = page_record(seen_by_views, generic=generic)[0].listing
    assert listing is not None
    return listing


def _article(page: Page, generic: bool) -> Article:
    record, _ = page_record(page, generic=generic)
    assert record.kind == "article", record.problem
    assert record.article is not None
    return record.article


def _shown_listing(page: Page, generic: bool) -> ShownListing:
    listing = page_record(page, generic=generic)[1].listing
    assert listing is not None
    return listing


def _body(paragraphs: tuple[str, ...]) -> str:
    return "\n\n".join(text for text in paragraphs if text != NOTHING)


def _iso(date: str) -> str:
    return date.replace(".", "-")


class TestThePagesThemselves:
    """What is read is worth nothing if the pages do not say what they are meant to, in the markup that is meant to be hard."""

    def test_samples_are_taken_apart_whole(self, paper: PaperText, board: BoardText) -> None:
        assert paper.titles[0] == paper.titles[1]
        assert len([text for text in paper.body if text != NOTHING]) == 10
        assert all("\n" not in text and text for text in (*paper.body, *board.body))
        assert len([text for text in board.body if text != NOTHING]) == 8
        assert len(board.rows) == 20
        assert [row.has_file for row in board.rows] == [False] + [True] * 19

    @pytest.mark.parametrize("spaces_apart", [True, False])
    def test_markup_gives_back_the_text_when_tags_are_dropped(
        self, paper: PaperText, board: BoardText, spaces_apart: bool
    ) -> None:
        for text in (*paper.body, *board.body):
            shown = unescape(_DROPPED.sub("", hangul.paragraphs((text,), spaces_apart=spaces_apart)))
            assert " ".join(shown.split()) == text.strip(NOTHING)

    @pytest.mark.parametrize("spaces_apart", [True, False])
    def test_every_number_and_mark_stands_in_a_span_of_its_own(
        self, paper: PaperText, board: BoardText, spaces_apart: bool
    ) -> None:
        for text in (*paper.body, *board.body):
            markup = hangul.paragraphs((text,), spaces_apart=spaces_apart)
            for short, times in Counter(re.findall(r"[0-9]+|[‘’“”()]", text)).items():
                assert markup.count(f">{short}</span>") == times

    def test_particles_stand_in_a_span_of_their_own(self) -> None:
        text = "시장은 내년 10월까지 ‘물’을"
        assert "|".join(hangul.runs(text, spaces_apart=True)) == "시장|은| |내년| |10|월|까지| |‘|물|’|을"
        assert "|".join(hangul.runs(text, spaces_apart=False)) == "시장|은| 내년| |10|월|까지| |‘|물|’|을"

    def test_a_place_that_is_not_there_once_is_an_error(self) -> None:
        with pytest.raises(AssertionError, match="0 places"):
            put_back("가나", (Loss("다", "라"),))
        with pytest.raises(AssertionError, match="2 places"):
            put_back("가가", (Loss("가", "나"),))


class TestPaper:
    def test_title(self, paper: PaperText, paper_article: Article) -> None:
        assert paper_article.title == paper.titles[0]

    def test_body(self, paper: PaperText, paper_article: Article) -> None:
        assert paper_article.body == _body(paper.body)

    @pytest.mark.parametrize("loss", PAPER_LOSSES)
    def test_nothing_is_lost_again(self, loss: Loss, paper_article: Article) -> None:
        assert loss.lost not in paper_article.body
        assert loss.whole in paper_article.body

    def test_nothing_from_around_the_body(self, paper: PaperText, paper_article: Article) -> None:
        assert [line for line in (*paper.around, *RELATED) if line in paper_article.body] == []

    def test_approval_time(self, paper: PaperText, paper_article: Article) -> None:
        _, day, time = paper.approved.split()
        assert paper_article.published_at == f"{_iso(day)}T{time}:00+09:00"
        assert paper_article.modified_at is None

    def test_reporter(self, paper: PaperText, paper_article: Article) -> None:
        assert paper_article.author == paper.reporter

    def test_section(self, paper_article: Article) -> None:
        assert paper_article.category == SECTION

    def test_what_the_page_does_not_say_is_null(self, paper_article: Article) -> None:
        assert paper_article.view_count is None
        assert paper_article.department is None
        assert paper_article.contact is None
        assert paper_article.attachments == []
        assert paper_article.images == []

    def test_identity(self, paper_article: Article) -> None:
        assert paper_article.id == f"firstnews/news:{PAPER_IDXNO}"
        assert paper_article.url == PAPER_URL

    def test_it_is_no_listing(self, paper: PaperText, generic: bool) -> None:
        assert page_record(paper_page(paper), generic=generic)[0].listing is None


class TestBoardArticle:
    def test_title(self, board: BoardText, board_article: Article) -> None:
        assert board_article.title == board.title

    def test_body(self, board: BoardText, board_article: Article) -> None:
        assert board_article.body == _body(board.body)

    @pytest.mark.parametrize("loss", BOARD_LOSSES)
    def test_nothing_is_lost_again(self, loss: Loss, board_article: Article) -> None:
        assert loss.lost not in board_article.body
        assert loss.whole in board_article.body

    def test_no_row_is_in_the_body(self, board: BoardText, board_article: Article) -> None:
        assert [row.title for row in board.rows if row.title in board_article.body] == []

    def test_line_under_the_title(self, board_article: Article) -> None:
        assert board_article.published_at == "2020-10-21T17:32:00+09:00"
        assert board_article.view_count == int(POST_VIEWS)
        assert board_article.author == POST_AUTHOR

    def test_what_the_page_does_not_say_is_null(self, board_article: Article) -> None:
        assert board_article.modified_at is None
        assert board_article.department is None
        assert board_article.category is None
        assert board_article.attachments == []

    def test_identity_is_free_of_the_order_of_the_listing(self, board_article: Article) -> None:
        assert board_article.id == f"dgmaeil/board_DG_NEWS:{POST_SRL}"
        assert board_article.url == f"{BOARD}&document_srl={POST_SRL}"


class TestBoardListing:
    def test_numbers(self, board: BoardText, board_listing: Listing) -> None:
        assert [row.number for row in board_listing.rows] == [int(row.number) for row in board.rows]

    def test_titles(self, board: BoardText, board_listing: Listing) -> None:
        assert [row.title for row in board_listing.rows] == [row.title for row in board.rows]

    def test_dates(self, board: BoardText, board_listing: Listing) -> None:
        assert [row.published_at for row in board_listing.rows] == [_iso(row.date) for row in board.rows]

    def test_view_counts(self, board: BoardText, board_listing: Listing) -> None:
        assert [row.view_count for row in board_listing.rows] == [int(row.views) for row in board.rows]

    def test_attachment_marks(self, board: BoardText, board_listing: Listing) -> None:
        assert [row.has_attachment is True for row in board_listing.rows] == [row.has_file for row in board.rows]

    def test_addresses_are_free_of_the_order(self, board: BoardText, board_listing: Listing) -> None:
        assert [row.url for row in board_listing.rows] == [
            f"{BOARD}&document_srl={row_srl(place)}" for place in range(len(board.rows))
        ]

    def test_no_row_is_pinned(self, board_listing: Listing) -> None:
        assert [row.number for row in board_listing.rows if row.pinned] == []

    def test_next_page_is_of_the_same_order(self, board_listing: Listing) -> None:
        assert board_listing.next == f"{BOARD}{BY_VIEWS}&page=2"

    def test_listing_is_known_to_be_sorted(self, seen_by_views: Page, generic: bool) -> None:
        assert _shown_listing(seen_by_views, generic).sorted_by

    def test_own_order_is_known_as_such(self, board: BoardText, generic: bool) -> None:
        newest_first = sorted(board.rows, key=lambda row: row.date, reverse=True)
        rows = tuple(replace(row, number=old.number) for row, old in zip(newest_first, board.rows, strict=True))
        assert _shown_listing(board_page(board, Order("", rows)), generic).sorted_by is None
