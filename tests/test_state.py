"""What a board's state keeps while it is walked. The lies these tests prevent: a run that goes on below a page with a post that was never
got, and one whose memory grows with every page that is done."""

import msgspec
import pytest
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from newscrawl.items import PageRequest
from newscrawl.ledger import BoardMemory
from newscrawl.profiles import Learner, Profile
from newscrawl.sites import Board
from newscrawl.spiders.limits import Limits
from newscrawl.spiders.state import BoardState
from newscrawl.spiders.walk import Walk
from newscrawl.tally import Tally

URL = "https://board.example/list"
FORM = PageRequest(url=URL, form={"page": "2"})


def state(cursor=None):
    board = Board(site="town", board="press", name="press", url=URL)
    tally = Tally(MemoryStatsCollector(get_crawler()), board.id)
    memory = BoardMemory(board.id, URL, cursor=cursor)
    return BoardState(board, Walk(Limits()), tally, memory, Learner(Profile(board=board.id), learns=False))


def ask(state, target, *keys):
    state.walk.pages += 1
    state.asked(target, set(keys))


def test_the_next_run_goes_on_at_the_first_page_with_a_post_that_was_not_got():
    board = state()
    for number in range(1, 6):
        ask(board, f"{URL}?page={number}", f"{number}a", f"{number}b")
    for key in ("1a", "1b", "2a", "4a", "4b", "5a", "5b"):
        board.settled(key)
    assert board.cursor == f"{URL}?page=2"
    assert board.waiting == 3
    board.settled("2b")
    assert board.cursor == f"{URL}?page=3"


def test_where_all_is_got_it_goes_on_at_the_last_page_and_before_any_at_the_former_cursor():
    board = state(cursor=f"{URL}?page=7")
    assert board.cursor == f"{URL}?page=7"
    ask(board, f"{URL}?page=1", "a")
    ask(board, FORM)
    assert board.cursor == f"{URL}?page=1"
    board.settled("a")
    assert msgspec.json.decode(board.cursor, type=PageRequest) == FORM


@pytest.mark.parametrize("former", [f"{URL}?page=2", FORM])
def test_it_knows_whether_it_came_by_where_a_former_walk_broke_off(former):
    board = state(cursor=former if isinstance(former, str) else msgspec.json.encode(former).decode())
    assert board.former == former
    ask(board, f"{URL}?page=1", "a")
    assert not board.resumed
    ask(board, former, "b")
    ask(board, f"{URL}?page=3", "c")
    assert board.resumed
    for key in "abc":
        board.settled(key)
    assert board.resumed


def test_a_page_that_is_done_is_let_go():
    board = state()
    for number in range(100):
        ask(board, f"{URL}?page={number}", f"{number}a", f"{number}b")
        board.settled(f"{number}a")
        board.settled(f"{number}b")
        board.settled("never asked for")
    assert board.open == {}
    assert board.waiting == 0
    assert board.cursor == f"{URL}?page=99"
