"""What `newscrawl parse` knows of a page beside the page: of a board of the catalogue the family that a crawl would read it with."""

from newscrawl.parsing import page_record
from newscrawl.reading import Page
from newscrawl.sites import catalogue
from tests.families.samples import SAMPLES

PAGE = "<html><body><h3>군수, 주민과 대화</h3><p>2026-11-20</p><p>군수가 오늘 주민과 만나 이야기를 나누었습니다.</p></body></html>"


def family_of(url: str, *, generic: bool = False) -> str | None:
    return page_record(Page(url=url, body=PAGE.encode()), generic=generic)[1].family


def test_a_board_of_the_catalogue_has_the_family_that_is_named_there():
    boards = [board for board in catalogue().boards.values() if board.family]
    assert boards
    for board in boards[::50]:
        assert family_of(board.url) == board.family
        assert family_of(board.url, generic=True) is None


def test_a_page_of_no_known_board_has_the_family_that_it_speaks_for():
    assert family_of("https://www.elsewhere.example/board/list.do") is None
    for sample in SAMPLES[:5]:
        page = Page(url=sample.listing, body=sample.page.encode())
        assert page_record(page)[1].family == sample.family
