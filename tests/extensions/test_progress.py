"""The live table holds as many boards as there is room for, those under way first."""

from __future__ import annotations

from newscrawl.extensions.progress import _table
from newscrawl.tally import BoardReport


def reports(under_way: int, finished: int) -> list[BoardReport]:
    done = [BoardReport(f"done{n}/press", {"pages": 3}, {"stopped": "last page"}) for n in range(finished)]
    return [*done, *(BoardReport(f"site{n}/press", {"pages": 1}) for n in range(under_way))]


def boards(table: object) -> list[str]:
    return list(table.columns[0].cells)


def test_boards_under_way_come_first_and_the_rest_is_counted():
    table = _table(reports(3, 900), ["a.example rests"], 6)
    assert boards(table) == ["site0/press", "site1/press", "site2/press", "done0/press", "done1/press"]
    assert str(table.caption) == "3 of 903 boards under way\na.example rests"


def test_where_all_have_room_nothing_is_said():
    table = _table(reports(1, 1), [], 20)
    assert boards(table) == ["site0/press", "done0/press"]
    assert table.caption is None


def test_the_smallest_terminal_shows_one():
    assert boards(_table(reports(2, 0), ["rests"] * 9, -3)) == ["site0/press"]
