"""A board that is otherwise than the catalogue, or the page itself, leads to expect: read as it is shown, and told in the run's report."""

import json
import os

import pytest

from newscrawl.items import Row
from newscrawl.sites.catalogue import Expectation
from newscrawl.spiders.expectations import unmet
from tests.crawls.conftest import BoardServer, listing_page, newscrawl, server  # noqa: F401 - a fixture

from .pages_a import BOARDS, POSTS, TOWN

REBUILT = next(board for board in BOARDS if board.family == "egov-bbsmstr")
SITE = """
id: town
name: Town
kind: other
homepage: {home}/
boards:
  - id: news
    name: News
    kind: news
    url: {url}
    family: rfc3-dom
    evidence: [made up]
    expect: {{rows: 8, shows: [number, category]}}
"""


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (Expectation(rows=2, shows=("number", "view_count")), []),
        (Expectation(rows=3), ["2 rows, the catalogue expects at least 3"]),
        (Expectation(shows=("author", "number", "category")), ["no row shows author, category"]),
        (Expectation(rows=9, shows=("author",)), ["at least 9", "no row shows author"]),
        (Expectation(), []),
    ],
)
def test_what_a_listing_has_not_is_told(expected, said):
    rows = [Row(url=None, title="첫째", number=None, view_count=0), Row(url=None, title="둘째", number=1)]
    told = list(unmet(expected, rows))
    assert len(told) == len(said)
    assert all(part in line for part, line in zip(said, told, strict=True))


def test_a_rebuilt_board_is_read_as_its_page_is_and_the_report_says_so(server: BoardServer, tmp_path):  # noqa: F811
    path = REBUILT.listing.removeprefix(TOWN)
    server.routes[path] = REBUILT.page_of_listing(1)
    server.routes[f"{path}?pageIndex=2"] = REBUILT.page_of_listing(2)
    for post in POSTS:
        server.routes[REBUILT.address_of(post).removeprefix(TOWN)] = REBUILT.page_of(post)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "town.yaml").write_text(SITE.format(home=server.url, url=server.url + path), "utf-8")
    done = newscrawl(
        "crawl", server.url + path, "-o", "out.jsonl", "--max-articles", "3", cwd=tmp_path,
        env=os.environ | {"NEWSCRAWL_SITES": str(tmp_path / "own")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert {record["title"] for record in records} == {post.title for post in POSTS[:3]}
    assert {(record["site"], record["read_by"]["family"]) for record in records} == {("town", "egov-bbsmstr")}
    told = " ".join(done.stdout.split())
    assert "the catalogue says rfc3-dom, the page speaks for egov-bbsmstr" in told
    assert "the first page has 5 rows, the catalogue expects at least 8" in told
    assert "no row shows category, which the catalogue expects" in told


@pytest.mark.parametrize(("total", "told"), [(4, True), (2, False), (None, False)])
def test_a_listing_that_ends_before_the_posts_it_counts_is_told(server: BoardServer, tmp_path, total, told):  # noqa: F811
    """The pager calls a function that the page has not, and no family knows: what stands on page 2 is not lost silently."""
    rows = [
        ("/view?no=12", "봄꽃 축제 준비 점검 나서", "2026-03-15", 7),
        ("/view?no=11", "예방접종 일정 안내", "2026-03-14", 6),
    ]
    counts = f"<p>전체 {total}건</p>" if total else ""
    pager = "<div class='paging'><strong>1</strong> <a href='#' onclick='turn(2)'>2</a></div>"
    server.routes["/list"] = (
        listing_page(rows).replace("<table>", f"{counts}<table>").replace("</table>", f"</table>{pager}")
    )
    done = newscrawl("crawl", f"{server.url}/list", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (f"the listing counts {total} posts and ends after 2" in " ".join(done.stdout.split())) is told
