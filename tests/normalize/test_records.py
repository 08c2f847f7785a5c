"""What a page shows becomes a record: dates settled, titles whole, gaps filled from the listing, faults told once each."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Article, Attachment, FieldOrigin, Listing, PageRequest
from newscrawl.normalize.addresses import Identity
from newscrawl.normalize.dates import KST
from newscrawl.normalize.records import article_record, listing_record, row_record
from newscrawl.normalize.text import content_hash
from newscrawl.reading.evidence import Evidence, ShownArticle, ShownListing, ShownRow

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=KST)
URL = "http://example.kr/bbs/board.php?bo_table=press&wr_id=131"


def evidence(rule: str, **fields: str) -> Evidence:
    found = Evidence()
    for name, value in fields.items():
        found.add(name, value, f"{rule}:{name}", 0.9)
    return found


def row(url: str | None = URL, *, pinned: bool = False, **fields: str) -> ShownRow:
    return ShownRow(url=url, evidence=evidence("column", **fields), pinned=pinned)


def article(
    shown_row: ShownRow | None = None, *, body: str = "본문", now: datetime | None = NOW, **fields: str
) -> Article:
    shown = ShownArticle(evidence=evidence("th/td", **fields), body=body)
    return article_record(
        shown, site="example.kr", board="press", identity=Identity("131", URL), now=now, row=shown_row
    )


# Rows and listings


def test_a_row_says_what_its_cells_say() -> None:
    shown = row(
        URL + "&page=2",
        title="물 축제  연다",
        number="1,204",
        published_at="2026.11.20",
        view_count="조회 1,282",
        author=" 홍보담당관 ",
        department="물정책과",
        category="[보도]",
    )
    shown.has_attachment = True
    record = row_record(shown, now=NOW)
    assert record.url == URL
    assert (record.title, record.number, record.published_at, record.view_count) == (
        "물 축제 연다",
        1204,
        "2026-11-20",
        1282,
    )
    assert (record.author, record.department, record.category) == ("홍보담당관", "물정책과", "[보도]")
    assert (record.pinned, record.has_attachment) == (False, True)


def test_a_row_without_an_address_says_how_to_ask_for_it() -> None:
    shown = row(None, title="물", number="공지", view_count="-")
    shown.request = PageRequest(url="http://example.kr/view.do", form={"nttId": "5"})
    shown.pinned = True
    record = row_record(shown, now=NOW)
    assert (record.url, record.request, record.number, record.view_count, record.pinned) == (
        None,
        shown.request,
        None,
        None,
        True,
    )


def test_a_row_takes_the_time_from_the_moment_of_capture_and_no_year_from_anywhere() -> None:
    assert row_record(row(published_at="10:23"), now=NOW).published_at == "2026-11-22T10:23:00+09:00"
    assert row_record(row(published_at="10:23"), now=None).published_at is None
    assert row_record(row(published_at="11-20"), now=NOW).published_at is None
    assert row_record(row(published_at="2023-02-30"), now=NOW).published_at is None


def test_a_candidate_that_is_no_date_gives_way_but_an_impossible_date_does_not() -> None:
    shown = row(published_at="상시")
    shown.evidence.add("published_at", "2026-11-20", "pattern", 0.4)
    assert row_record(shown, now=NOW).published_at == "2026-11-20"
    shown = row(published_at="2026-02-30")
    shown.evidence.add("published_at", "2026-11-20", "pattern", 0.4)
    assert row_record(shown, now=NOW).published_at is None


def listing(*dates: str, pinned: int = 0, now: datetime | None = NOW) -> Listing:
    rows = [
        row(f"{URL}{at}&page=2", title="물", published_at=text, pinned=at < pinned) for at, text in enumerate(dates)
    ]
    return listing_record(ShownListing(rows=rows, next="http://example.kr/?page=2", total=7), now=now)


def published(*dates: str, pinned: int = 0, now: datetime | None = NOW) -> list[str | None]:
    return [record.published_at for record in listing(*dates, pinned=pinned, now=now).rows]


def test_a_listing_keeps_its_next_page_and_its_rows_get_the_boards_addresses() -> None:
    record = listing("2026-11-20", "2026-11-19")
    assert (record.next, record.total) == ("http://example.kr/?page=2", 7)
    assert [shown.url for shown in record.rows] == [URL + "0", URL + "1"]


def test_an_empty_listing_is_one() -> None:
    assert listing_record(ShownListing(), now=None) == Listing()


@pytest.mark.parametrize(
    ("dates", "settled"),
    [
        (["2026-11-20", "11-18", "2026-11-01"], "2026-11-18"),
        (["2026-01-20", "12-18", "2025-11-01"], "2025-12-18"),
        (["2026-01-20", "12-18", "12-10", "2025-11-01"], "2025-12-18"),
        (["2024-03-10", "02-29", "2023-03-01"], "2024-02-29"),
        (["2026-11-20", "11-20", "2026-11-20"], "2026-11-20"),
        (["2026-11-20", "11-18 09:10", "2026-11-01"], "2026-11-18T09:10:00+09:00"),
        (["10:23", "11-18", "2026-11-01"], "2026-11-18"),
    ],
)
def test_neighbours_that_fall_settle_a_year(dates: list[str], settled: str) -> None:
    assert published(*dates)[1] == settled


@pytest.mark.parametrize(
    "dates",
    [
        ["11-20", "11-18", "11-01"],
        ["2026-11-20", "11-18"],
        ["2026-11-20", "11-18", "-"],
        ["2026-11-20", "11-18", "2024-11-01"],  # two years fit
        ["2026-11-20", "12-18", "2026-11-01"],  # none fits
        ["2026-11-01", "11-18", "2026-11-20"],  # rising
        ["2026-11-20", "11-18", "2026-11-01", "2026-11-10"],  # not all fall
        ["2026-11-20", "02-29", "2025-11-01"],
    ],
)
def test_where_they_leave_a_choice_the_date_is_null(dates: list[str]) -> None:
    assert published(*dates)[1] is None


def test_pinned_rows_settle_nothing_and_are_not_settled() -> None:
    assert published("2020-01-01", "2026-11-20", "11-18", "2026-11-01", pinned=1) == [
        "2020-01-01",
        "2026-11-20",
        "2026-11-18",
        "2026-11-01",
    ]
    assert published("2026-11-20", "11-18", "2026-11-01", pinned=2)[1] is None


days = st.lists(st.dates(datetime(2020, 1, 1).date(), datetime(2026, 11, 22).date()), min_size=3, max_size=12)  # noqa: DTZ001


@given(shown=days, short=st.sets(st.integers(1, 10)))
def test_a_settled_year_is_the_true_one(shown: list[datetime], short: set[int]) -> None:
    falling = sorted(shown, reverse=True)
    texts = [
        f"{day:%m-%d}" if at in short and at < len(falling) - 1 else f"{day:%Y-%m-%d}" for at, day in enumerate(falling)
    ]
    for record, day in zip(published(*texts), falling, strict=True):
        assert record in (None, day.isoformat())


# Articles


def test_an_article_alone() -> None:
    record = article(
        title="물 축제 연다",
        published_at="승인 2026.11.20 09:10",
        modified_at="2026.11.21",
        view_count="1,282",
        author="홍길동 기자",
        department="물정책과",
        contact="053-000-0000",
        category="행정",
        copyright="공공누리 제1유형",
    )
    assert record.id == "example.kr/press:131"
    assert (record.site, record.board, record.url) == ("example.kr", "press", URL)
    assert (record.title, record.body) == ("물 축제 연다", "본문")
    assert (record.published_at, record.modified_at) == ("2026-11-20T09:10:00+09:00", "2026-11-21")
    assert (record.view_count, record.author, record.department) == (1282, "홍길동 기자", "물정책과")
    assert (record.contact, record.category, record.copyright) == ("053-000-0000", "행정", "공공누리 제1유형")
    assert (record.number, record.pinned, record.revision, record.same_as) == (None, False, 1, None)
    assert record.content_hash == content_hash("물 축제 연다", "본문")
    assert record.read_by.fields["published_at"] == FieldOrigin(rule="th/td:published_at", confidence=0.9)
    assert record.warnings == []


def test_what_was_given_is_carried_along() -> None:
    files = [Attachment(name="물.hwp")]
    shown = ShownArticle(
        evidence=evidence("th/td", title="물", published_at="2026-11-20"),
        body="",
        body_html="<p></p>",
        attachments=files,
    )
    shown.language, shown.warnings = "en", ["body: in an iframe"]
    record = article_record(
        shown,
        site="s",
        board="b",
        identity=Identity("1", URL),
        now=None,
        row=None,
        fetched_at="2026-11-22T01:30:00+00:00",
        family="gnuboard",
    )
    assert (record.body_html, record.attachments, record.language) == ("<p></p>", files, "en")
    assert (record.fetched_at, record.first_seen_at, record.read_by.family) == (
        "2026-11-22T01:30:00+00:00",
        None,
        "gnuboard",
    )
    assert record.warnings == ["body: in an iframe"]


def test_the_row_fills_what_the_article_does_not_say() -> None:
    shown = row(
        title="물",
        number="12",
        published_at="2026-11-20",
        view_count="9",
        author="관리자",
        department="물과",
        category="행정",
        pinned=True,
    )
    record = article(shown, title="물")
    assert (record.number, record.published_at, record.view_count, record.pinned) == (12, "2026-11-20", 9, True)
    assert (record.author, record.department, record.category) == ("관리자", "물과", "행정")
    assert record.read_by.fields["author"] == FieldOrigin(rule="listing column:author", confidence=0.9)
    assert record.warnings == []


def test_the_row_overrules_nothing() -> None:
    shown = row(
        title="다른 물", published_at="2026-11-20", view_count="9", author="관리자", department="과", category="나"
    )
    record = article(
        shown, title="물", published_at="2026-11-20", view_count="10", author="홍길동", department="물과", category="가"
    )
    assert (record.title, record.published_at, record.view_count) == ("물", "2026-11-20", 10)
    assert (record.author, record.department, record.category) == ("홍길동", "물과", "가")


@pytest.mark.parametrize(
    ("own", "listed", "expected", "warnings"),
    [
        ("2026-11-20 09:10", "2026-11-20", "2026-11-20T09:10:00+09:00", []),
        ("2026-11-20", "2026-11-20 09:10", "2026-11-20T09:10:00+09:00", []),
        ("2026-11-20", "2026-11-21 09:10", "2026-11-20", ["published_at: the listing says 2026-11-21"]),
        ("11-20", "2025-11-20", "2025-11-20", []),
        ("11-20", "-", "2026-11-20", ["published_at: the year of '11-20' is assumed"]),
        ("2025-11-20", "11-20", "2025-11-20", []),
        ("2026-11-22", "10:23", "2026-11-22T10:23:00+09:00", []),
        ("2023-02-30", "-", None, ["published_at: 2023-02-30 does not exist"]),
        ("2023-02-30", "2023-02-28", "2023-02-28", ["published_at: 2023-02-30 does not exist"]),
        ("2026-11-20 25:10", "-", "2026-11-20", ["published_at: the time beside it does not exist"]),
        ("", "2026-11-20", "2026-11-20", []),
        ("", "", None, ["published_at: none found"]),
        ("", "11-20", None, ["published_at: '11-20' tells no year"]),
        ("", "2023-02-30", None, ["published_at: 2023-02-30 does not exist"]),
        ("상시", "2026-11-20", "2026-11-20", ["published_at: no date in '상시'"]),
    ],
)
def test_the_date_of_an_article(own: str, listed: str, expected: str | None, warnings: list[str]) -> None:
    record = article(row(published_at=listed), title="물", published_at=own)
    assert record.published_at == expected
    assert record.warnings == warnings


def test_without_a_moment_of_capture_a_relative_date_is_null_and_told() -> None:
    record = article(title="물", published_at="3시간 전", now=None)
    assert record.published_at is None
    assert record.warnings == ["published_at: needs the moment of capture"]


def test_an_edit_without_a_year_is_told_too() -> None:
    record = article(title="물", published_at="2026-11-20", modified_at="11-21")
    assert record.modified_at == "2026-11-21"
    assert record.warnings == ["modified_at: the year of '11-21' is assumed"]


def test_an_edit_that_does_not_exist_is_told() -> None:
    record = article(title="물", published_at="2026-11-20", modified_at="2026-11-31")
    assert record.modified_at is None
    assert record.warnings == ["modified_at: 2026-11-31 does not exist"]


@pytest.mark.parametrize(
    ("own", "listed", "expected"),
    [
        ("물 축제 연다", "물 축제…", "물 축제 연다"),
        ("물 축제…", "물 축제 연다", "물 축제 연다"),
        ("물 축제...", "물 축제 연다", "물 축제 연다"),
        ("물  축제 …", "물 축제 연다", "물 축제 연다"),
        ("물 축제…", "불 축제 연다", "물 축제…"),
        ("기다리며…", "기다리며…", "기다리며…"),
        ("물 축제…", "물…", "물 축제…"),
        ("물…", "물 축제…", "물 축제…"),
        ("물 축제.", "물 축제. 그리고", "물 축제."),
        ("", "물 축제…", "물 축제…"),
        ("물", "", "물"),
    ],
)
def test_a_title_is_whole_where_either_page_has_it_whole(own: str, listed: str, expected: str) -> None:
    record = article(row(title=listed, published_at="2026-11-20"), title=own)
    assert record.title == expected
    assert record.content_hash == content_hash(expected, "본문")


def test_no_title_is_told() -> None:
    assert article(published_at="2026-11-20").warnings == ["title: none found"]


def test_a_count_that_is_none_is_told_once_and_a_dash_is_not() -> None:
    assert article(title="물", published_at="2026-11-20", view_count="비공개").warnings == [
        "view_count: no count in '비공개'"
    ]
    assert article(title="물", published_at="2026-11-20", view_count="-").warnings == []
    shown = row(view_count="12")
    assert article(shown, title="물", published_at="2026-11-20", view_count="비공개").view_count == 12


def test_a_hash_sees_words_and_not_white_space() -> None:
    one, other = (
        article(title="물", published_at="2026-11-20", body=body).content_hash
        for body in ("첫 줄\n\n둘째", "첫 줄 둘째")
    )
    assert one == other
    assert one != article(title="물", published_at="2026-11-20", body="첫 줄 셋째").content_hash


@given(
    own=st.dictionaries(
        st.sampled_from(["title", "published_at", "modified_at", "view_count", "number"]), st.text(max_size=30)
    ),
    listed=st.dictionaries(
        st.sampled_from(["title", "published_at", "view_count", "number", "author"]), st.text(max_size=30)
    ),
)
def test_whatever_a_page_shows_makes_a_record(own: dict[str, str], listed: dict[str, str]) -> None:
    record = article(row(**listed), **own)  # type: ignore[arg-type]
    assert record.published_at or record.warnings
    assert listing_record(ShownListing(rows=[row(**listed), row(**own)]), now=NOW).rows  # type: ignore[arg-type]
