"""What a run did not get, the next one gets: below an article or page that failed, above it, and where a bound ended the walk."""

from __future__ import annotations

from collections import Counter

import pytest

from .conftest import article_page, feed_in, lines, listing_page, newscrawl

ROWS = 10  # a page; as many as end an update


def fill(server, total):
    """Give a server a sound board of so many posts, the newest first."""
    server.routes.clear()
    pages = -(-total // ROWS)
    for number in range(1, total + 1):
        body = f"가람군은 마을 회관 {number}곳을 새로 단장했다고 밝혔다. 공사는 열흘 만에 끝났다."
        server.routes[f"/view?no={number}"] = article_page(title(number), day(number), body)
    for page in range(1, pages + 1):
        first = total - (page - 1) * ROWS
        numbers = range(first, max(first - ROWS, 0), -1)
        html = listing_page([(f"/view?no={number}", title(number), day(number), number) for number in numbers])
        links = "".join(
            f"<strong>{other}</strong> " if other == page else f'<a href="/list?page={other}">{other}</a> '
            for other in range(1, pages + 1)
        )
        html = html.replace("<div id='footer'>", f"<div class='paging'>{links}</div><div id='footer'>")
        server.routes["/list" if page == 1 else f"/list?page={page}"] = html
    server.routes["/list?page=1"] = server.routes["/list"]


def title(number):
    return f"가람군 소식 {number}호, 마을 회관 {number}곳 새로 단장"


def day(number):
    return f"2024-03-{number % 27 + 1:02}"


def fails(server, *paths):
    """Let these paths answer with a fault of the server's."""
    for path in paths:
        server.routes[path] = lambda handler: handler.reply("<h1>fault</h1>", 500)


def crawl(server, folder, *arguments):
    return newscrawl("crawl", f"{server.url}/list", "--quiet", *arguments, cwd=folder)


def holds(folder, total):
    """Every post once."""
    keys = Counter(record["id"].rpartition(":")[2] for record in lines(feed_in(folder / "data")))
    assert keys == Counter(str(number) for number in range(1, total + 1))


def test_an_article_that_failed_below_ten_known_rows_is_asked_for_again(server, tmp_path):
    fill(server, 20)
    crawl(server, tmp_path)
    fill(server, 35)
    fails(server, "/view?no=23")
    crawl(server, tmp_path)
    fill(server, 35)
    crawl(server, tmp_path)
    holds(tmp_path, 35)


def test_an_article_that_failed_is_asked_for_again_though_new_posts_pushed_it_down(server, tmp_path):
    fill(server, 20)
    crawl(server, tmp_path)
    fill(server, 60)
    fails(server, "/view?no=23")
    crawl(server, tmp_path)
    fill(server, 75)
    crawl(server, tmp_path)
    holds(tmp_path, 75)
    before = len(server.requests)
    crawl(server, tmp_path)
    assert server.requests[before:] == ["/list"], "nothing is left to go back for"


def test_an_update_whose_second_page_failed_is_read_on_below_it(server, tmp_path):
    fill(server, 20)
    crawl(server, tmp_path)
    fill(server, 45)
    fails(server, "/list?page=2")
    assert crawl(server, tmp_path).returncode == 1
    fill(server, 45)
    crawl(server, tmp_path)
    holds(tmp_path, 45)


@pytest.mark.parametrize("bound", [("--pages", "1"), ("--max-articles", "12")])
def test_an_update_that_a_bound_ended_hides_nothing_from_the_next(server, tmp_path, bound):
    fill(server, 20)
    crawl(server, tmp_path)
    fill(server, 55)
    crawl(server, tmp_path, *bound)
    crawl(server, tmp_path)
    holds(tmp_path, 55)


def test_posts_between_two_walks_that_broke_off_are_not_skipped(server, tmp_path):
    fill(server, 50)
    crawl(server, tmp_path, "--pages", "2")
    fill(server, 90)
    crawl(server, tmp_path, "--pages", "2")
    crawl(server, tmp_path)
    holds(tmp_path, 90)


def test_going_back_for_articles_on_pages_read_before_is_no_board_in_circles(server, tmp_path):
    fill(server, 70)
    fails(server, "/view?no=65", "/view?no=55", "/view?no=45")
    crawl(server, tmp_path, "--pages", "5")
    fill(server, 70)
    crawl(server, tmp_path)
    holds(tmp_path, 70)
