"""The replica answers every form of address that its boards have, holds its state between rounds, and leaves no thread behind."""

from __future__ import annotations

import itertools
import re
import socket
import threading
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from newscrawl.demo import Replica
from newscrawl.demo.replica import KST

from .conftest import NAMES, TODAY

XE = "/xe/index.php?mid=board_DEMO_NEWS"
CITY = "/cop/bbs/BBSMSTR_000000000001/selectBoardList.do"


def keys(root, pattern):
    """Return the keys that a listing page links to, pins apart: (pinned, ordinary), in order."""
    pinned, ordinary = [], []
    for row in root.cssselect("tbody tr, .list-block"):
        found = re.findall(pattern, " ".join(row.xpath(".//a/@href | .//a/@onclick")))
        if found:
            (pinned if row.get("class") == "notice" else ordinary).append(found[0])
    return pinned, ordinary


def listing(replica, tree, board, page):
    match board:
        case "xe":
            return keys(tree(f"{XE}&page={page}").cssselect(".board_list")[0], r"document_srl=(\d+)")
        case "paper":
            return keys(
                tree(f"{replica.boards['paper']}&page={page}").cssselect(".article-list-content")[0], r"idxno=(\d+)"
            )
        case _:
            return keys(tree(CITY, {"pageIndex": page}).cssselect("table.list_type01")[0], r"notice\('(\d+)'")


@pytest.mark.parametrize("board", NAMES)
def test_every_post_is_on_one_page_and_pins_on_all(replica, tree, board):
    pages = [listing(replica, tree, board, page) for page in range(1, replica.listing_pages(board) + 1)]
    truth = replica.truth(board)
    pinned = [post["key"] for post in truth if post["pinned"]]
    assert all(pins == pinned for pins, _ in pages)
    ordinary = [key for _, rows in pages for key in rows]
    assert len(ordinary) == len(set(ordinary))
    public = {post["key"] for post in truth} - set(pinned)
    assert public <= set(ordinary)
    assert len(ordinary) - len(public) == replica.locked(board)


def test_the_boards_are_of_the_size_that_was_promised(replica):
    assert {
        board: (len(replica.truth(board)), replica.listing_pages(board), replica.locked(board)) for board in NAMES
    } == {
        "xe": (44, 3, 1),
        "paper": (25, 2, 0),
        "city": (30, 3, 0),
    }


@pytest.mark.parametrize("board", NAMES)
def test_the_page_shows_what_the_truth_says(replica, tree, board):
    for post in replica.truth(board):
        text = "".join(tree(post["url"]).text_content().split())
        for part in (
            post["title"],
            post["body"],
            post["author"],
            post["department"],
            post["category"],
            *post["attachments"],
        ):
            assert "".join((part or "").split()) in text


def test_truth_is_the_same_again_for_the_same_moment(replica):
    with Replica(today=TODAY) as other:
        for board in NAMES:
            ours = [{**post, "url": urlsplit(post["url"])[2:4]} for post in replica.truth(board)]
            theirs = [{**post, "url": urlsplit(post["url"])[2:4]} for post in other.truth(board)]
            assert ours == theirs


def test_reading_changes_nothing(replica, fetch):
    before = {board: replica.truth(board) for board in NAMES}
    first = [fetch(post["url"]) for posts in before.values() for post in posts]
    assert [fetch(post["url"])[2] for posts in before.values() for post in posts] == [body for _, _, body in first]
    assert {board: replica.truth(board) for board in NAMES} == before


@pytest.mark.parametrize(
    "today",
    [
        TODAY,
        datetime(2024, 3, 1, 0, 5, tzinfo=KST),
        datetime(2025, 12, 31, 23, 59, tzinfo=KST),
        datetime(2024, 2, 29, tzinfo=UTC),
    ],
)
def test_keys_and_numbers_fall_and_no_post_is_of_the_future(today):
    with Replica(today=today) as replica:
        for _ in range(3):
            for board in NAMES:
                posts = replica.truth(board)
                found = [int(post["key"]) for post in posts]
                assert found == sorted(set(found), reverse=True)
                assert max(post["published_at"] for post in posts) <= today.astimezone(KST).isoformat()
                numbers = [post["number"] for post in posts if post["number"]]
                assert numbers == sorted(set(numbers), reverse=True)
            replica.advance()


def test_most_posts_are_dated_in_their_order_and_one_a_board_is_not(replica):
    for board in ("xe", "city"):
        dates = [post["published_at"] for post in replica.truth(board)]
        assert sum(newer < older for newer, older in itertools.pairwise(dates)) == 1


def test_bodies_are_distinct_but_reprints_repeat_their_model(replica):
    bodies = [post["body"] for board in NAMES for post in replica.truth(board)]
    assert len(set(bodies)) == len(bodies)
    (model,) = [post for post in replica.truth("city") if "물길 걷기" in post["title"]]
    reprints = [post for board in ("xe", "paper") for post in replica.truth(board) if "물길 걷기" in post["title"]]
    assert len(reprints) == 2
    assert all("5.2㎞ ‘물소리길’" in post["body"] for post in (model, *reprints))


# --- XE ---


def test_xe_shows_the_listing_under_the_article(replica, tree):
    post = replica.truth("xe")[25]
    root = tree(post["url"])
    assert root.cssselect(".read_header h1 a")[-1].text_content() == post["title"]
    assert root.cssselect(".read_header .time")[0].text_content().strip() == re.sub(
        r"(\d+)-(\d+)-(\d+)T(\d+:\d+).*", r"\1.\2.\3 \4", post["published_at"]
    )
    numbers = [cell.text_content().strip() for cell in root.cssselect(".board_list td.no")]
    assert "»" in numbers
    assert len(numbers) == 20
    assert root.cssselect(".pagination strong")[0].text == "2"


@pytest.mark.parametrize("address", ["/xe/board_DEMO_NEWS/{}", XE + "&page=2&listStyle=gallery&document_srl={}"])
def test_xe_answers_other_forms_of_the_address(replica, tree, address):
    post = replica.truth("xe")[3]
    root = tree(address.format(post["key"]))
    assert root.xpath("string(//link[@rel='canonical']/@href)") == post["url"]
    assert post["title"] in root.cssselect(".read_header")[0].text_content()


def test_xe_sends_a_bare_number_to_its_board(replica, fetch):
    key = replica.truth("xe")[3]["key"]
    status, headers, _ = fetch(f"/xe/index.php?document_srl={key}")
    assert (status, headers["Location"]) == (302, f"/xe/index.php?document_srl={key}&mid=board_DEMO_NEWS")
    assert fetch(headers["Location"])[0] == 200


def test_xe_sorts_by_views_and_keeps_the_state_in_its_links(tree):
    root = tree(f"{XE}&listStyle=gallery&sort_index=readed_count&order_type=desc")
    views = [int(cell.text_content()) for cell in root.cssselect(".board_list tr:not(.notice) td.readNum")]
    assert views == sorted(views, reverse=True)
    numbers = [int(cell.text_content()) for cell in root.cssselect(".board_list td.no")]
    assert numbers == list(range(43, 23, -1))
    links = root.xpath("//td[@class='title']/a[1]/@href")
    assert all("listStyle=gallery" in link and "sort_index=readed_count" in link for link in links)


def test_xe_categories_part_the_board(replica, tree):
    tabs = tree(XE).xpath("//ul[@class='cTab']/li/a")[1:]
    parts = [keys(tree(tab.get("href")).cssselect(".board_list")[0], r"document_srl=(\d+)")[1] for tab in tabs]
    ordinary = {post["key"] for post in replica.truth("xe") if not post["pinned"]}
    assert ordinary <= {key for part in parts for key in part}
    assert len(tabs) == 5


def test_xe_listing_marks(replica, tree):
    root = tree(XE)
    rows = {
        re.search(r"srl=(\d+)", row.xpath("string(.//a/@href)"))[1]: row
        for row in root.cssselect(".board_list tbody tr")
    }
    for post in replica.truth("xe"):
        if post["key"] in rows:
            icons = rows[post["key"]].xpath(".//img/@alt")
            assert ("file" in icons) == bool(post["attachments"])
            assert ("new" in icons) == (post["published_at"] > "2024-03-14T14:20")
    assert root.cssselect("a.replyNum")[0].text == "[3]"


def test_xe_hides_a_secret_post_behind_a_password(replica, tree):
    root = tree(f"{XE}&page=2")
    public = {post["key"] for page in (1, 2, 3) for post in replica.truth("xe")}
    listed = {
        key
        for page in (1, 2, 3)
        for key in keys(tree(f"{XE}&page={page}").cssselect(".board_list")[0], r"srl=(\d+)")[1]
    }
    (secret,) = listed - public
    root = tree(f"{XE}&document_srl={secret}")
    assert root.cssselect(".read_body input[type=password]")
    assert "밖에 내지 않는다" not in root.text_content()
    assert not root.cssselect(".fileList")


def test_a_post_that_is_gone_is_told_as_the_board_tells_it(replica, fetch, tree):
    gone = {board: {post["key"]: post for post in replica.truth(board)} for board in NAMES}
    replica.advance()
    for board in NAMES:
        left = {post["key"] for post in replica.truth(board)}
        ((_, post),) = ((key, post) for key, post in gone[board].items() if key not in left)
        status, _, body = fetch(post["url"])
        assert status == 200
        assert "alert(" in body.decode()
        assert post["body"][:20] not in body.decode()
    assert len(tree(f"{XE}&document_srl=999999").cssselect(".board_list td.no")) == 20


# --- the paper ---


def test_paper_list_says_section_reporter_and_time_in_one_node(replica, tree):
    post = replica.truth("paper")[0]
    dated = tree(replica.boards["paper"]).cssselect(".list-block .list-dated")[0]
    assert (
        dated.text
        == f"{post['category']} | {post['author']} | {post['published_at'][:10]} {post['published_at'][11:16]}"
    )
    assert len(dated) == 0


def test_paper_article(replica, tree):
    post = next(post for post in replica.truth("paper") if "편무진" in post["title"])
    root = tree(post["url"])
    body = root.cssselect("#article-view-content-div")[0]
    assert "".join(body.text_content().split()) == "".join(post["body"].split())
    assert root.cssselect(".info-text li")[1].text_content().strip().startswith("승인 2024.")
    assert root.cssselect("figcaption")[0].text == post["body"].split("\n")[0]
    assert not root.cssselect("#article-view-content-div .article-relation, #article-view-content-div .sponsor-view")


def test_paper_far_page_is_empty(replica, tree):
    assert keys(tree(f"{replica.boards['paper']}&page=500"), r"idxno=(\d+)") == ([], [])


# --- the city ---


def test_city_heeds_a_posted_page_only(tree):
    def first(*request):
        return keys(tree(*request).cssselect("table.list_type01")[0], r"notice\('(\d+)'")[1][0]

    one, two = first(CITY), first(CITY, {"pageIndex": "2"})
    assert one != two
    assert first(f"{CITY}?pageIndex=2") == one
    assert first(f"{CITY}?pageIndex=2", {"pageIndex": "1"}) == one
    assert first(CITY, {"pageIndex": "99"}) == first(CITY, {"pageIndex": "3"})
    assert first(CITY, {"pageIndex": "-1"}) == one
    assert first(CITY, {"pageIndex": "²"}) == one


def test_city_pages_and_articles_are_reached_by_script_alone(tree):
    root = tree(CITY)
    links = root.cssselect("table.list_type01 a, .pagination a")
    assert {link.get("href") for link in links} == {"#LINK"}
    assert "fn_egov_link_page(2)" in root.cssselect(".pagination")[0].xpath("string(.//a[text()='2']/@onclick)")
    assert "function fn_egov_link_page" in root.xpath("string(//script[contains(., 'fn_egov_link_page')])")


def test_city_article_answers_get_and_post(replica, fetch):
    post = replica.truth("city")[0]
    path, _, query = post["url"].partition("?")
    assert (
        fetch(post["url"])[2]
        == fetch(path, {"nttId": query.removeprefix("nttId="), "bbsId": "BBSMSTR_000000000001"})[2]
    )


def test_city_cuts_long_titles_and_keeps_them_whole_aside(replica, tree):
    titles = {post["title"] for post in replica.truth("city")}
    shown = [(link.text, link.get("title")) for link in tree(CITY).cssselect("table.list_type01 a")]
    assert any(text.endswith("…") and text != whole for text, whole in shown)
    assert {whole for _, whole in shown} <= titles


# --- files ---


def test_files_answer_bytes_of_their_kind(replica, fetch, tree):
    magic = {"hwpx": b"PK", "pdf": b"%PDF", "jpg": b"\xff\xd8\xff"}
    asked = 0
    for post in (*replica.truth("xe")[:12], *replica.truth("city")[:12]):
        root = tree(post["url"])
        links = root.cssselect(".files a")
        targets = [link.get("href") for link in links]
        for call in root.xpath("//a/@onclick[contains(., 'downFile')]"):
            file_id, place = re.findall(r"'(\w+)'", call)
            targets.append(f"/cmm/fms/FileDown.do?atchFileId={file_id}&fileSn={place}")
        assert len(targets) == len(post["attachments"])
        for target, name in zip(targets, post["attachments"], strict=True):
            status, headers, body = fetch(target)
            assert status == 200
            assert "attachment" in headers["Content-Disposition"]
            assert body.startswith(magic[name.rpartition(".")[2]])
            asked += 1
    assert asked > 20


def test_pictures_answer(replica, fetch, tree):
    pictures = [
        source
        for board in NAMES
        for post in replica.truth(board)
        for source in tree(post["url"])
        .cssselect("#article-view-content-div, .xe_content, .tbl_cnts")[0]
        .xpath(".//img/@src")
    ]
    assert len(pictures) >= 5
    assert all(fetch(source)[2].startswith(b"\xff\xd8\xff") for source in pictures)


# --- rounds ---


def changes(before, after):
    """Return what happened between two truths: new keys, gone keys, edited fields by key, pinned and unpinned keys."""
    old, new = ({post["key"]: post for post in truth} for truth in (before, after))
    both = old.keys() & new.keys()
    edited = {key: field for key in both for field in ("title", "body") if old[key][field] != new[key][field]}
    turned = {key: new[key]["pinned"] for key in both if old[key]["pinned"] != new[key]["pinned"]}
    return new.keys() - old.keys(), old.keys() - new.keys(), edited, turned


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_advance_does_what_it_says(replica, rounds):
    for _ in range(rounds):
        before = {board: replica.truth(board) for board in NAMES}
        told = dict(line.split(": ", 1) for line in replica.advance())
    for board in NAMES:
        new, gone, edited, turned = changes(before[board], replica.truth(board))
        said = told[board].split("; ")
        assert len(gone) == len(edited) == 1
        ((key, field),) = edited.items()
        expected = {f"{field} of {key} edited", *(f"{key} deleted" for key in gone)}
        expected |= {f"{key} pinned" if up else f"{key} no longer pinned" for key, up in turned.items()}
        assert len(turned) == (0 if board == "paper" else 2)
        listed = next((part for part in said if " new: " in part), "0 new: ")
        assert set(re.findall(r"\d{5}", listed)) == new
        assert set(said) - {listed} == expected
        if rounds == 1:
            assert len(new) == 2


def test_views_grow_with_a_round(replica):
    before = {(board, post["key"]): post["view_count"] for board in ("xe", "city") for post in replica.truth(board)}
    replica.advance()
    for board in ("xe", "city"):
        for post in replica.truth(board):
            assert post["view_count"] > before.get((board, post["key"]), 0)


def test_new_posts_lead_the_listing(replica, tree):
    before = {board: {post["key"] for post in replica.truth(board)} for board in NAMES}
    replica.advance()
    for board in NAMES:
        _, rows = listing(replica, tree, board, 1)
        assert not set(rows[:2]) & before[board]
        assert set(rows[2:]) & before[board]


def test_an_edit_is_shown_where_the_board_shows_edits(replica, tree):
    before = {post["key"]: post for post in replica.truth("paper")}
    replica.advance()
    (post,) = (post for post in replica.truth("paper") if post["modified_at"])
    assert post["key"] in before
    shown = [item.text_content().strip() for item in tree(post["url"]).cssselect(".info-text li")]
    assert f"수정 {post['modified_at'][:10].replace('-', '.')} {post['modified_at'][11:16]}" in shown
    assert tree(XE).xpath("//td[@class='title']/img/@alt").count("update") == 1


def test_many_rounds_leave_boards_with_posts(replica):
    for _ in range(40):
        replica.advance()
    for board in NAMES:
        assert replica.listing_pages(board) >= 2
        assert len(replica.truth(board)) > 20


# --- the server ---


def test_requests_are_logged_in_order(replica, fetch):
    fetch("/robots.txt")
    fetch(CITY, {"pageIndex": "2"})
    fetch("/nowhere?a=1", method="HEAD")
    assert replica.requests == [("GET", "/robots.txt"), ("POST", CITY), ("HEAD", "/nowhere?a=1")]


def test_robots_txt_closes_none_of_the_boards(replica, fetch):
    _, headers, body = fetch("/robots.txt")
    assert headers["Content-Type"].startswith("text/plain")
    closed = re.findall(r"^Disallow: (\S+)$", body.decode(), re.MULTILINE)
    assert closed
    for board in NAMES:
        for post in replica.truth(board):
            assert not any(urlsplit(post["url"]).path.startswith(path) for path in closed)


@pytest.mark.parametrize(
    "target",
    [
        "/nowhere",
        "/xe",
        "/xe/index.php?mid=board_ELSE",
        "/xe/?module=file&act=procFileDownload&file_srl=1&sid=0",
        "/cmm/fms/FileDown.do?atchFileId=FILE_x&fileSn=99",
        "/cmm/fms/FileDown.do",
        "/news/photo/1/a.jpg",
        "/xe/files/attach/images/11300/9/a.jpg",
        "/%ff%00/..",
    ],
)
def test_what_is_not_there_is_404(fetch, target):
    assert fetch(target)[0] == 404


@pytest.mark.parametrize("target", ["/xe/index.php?mid=board_DEMO_NEWS", CITY, "/news/articleList.html", "/"])
def test_head_says_what_get_says_without_the_body(fetch, target):
    _, headers, body = fetch(target)
    status, others, nothing = fetch(target, method="HEAD")
    assert (status, nothing) == (200, b"")
    assert others["Content-Length"] == headers["Content-Length"] == str(len(body))


def test_an_act_that_needs_a_login_shows_the_login(tree):
    assert tree(f"{XE}&act=dispBoardWrite").cssselect("#fo_member_login input[type=password]")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"rubbish\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -4\r\n\r\n", b"411"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"GET http://[ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"400"),
        (b"BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", b"501"),
    ],
)
def test_malformed_requests_are_refused_and_do_no_harm(replica, fetch, sent, status):
    with socket.create_connection(("127.0.0.1", urlsplit(replica.url).port), timeout=10) as connection:
        connection.sendall(sent)
        assert status in connection.recv(4096)
    assert fetch("/")[0] == 200


def test_nothing_is_left_when_the_block_ends():
    before = set(threading.enumerate())
    with Replica(today=TODAY) as replica:
        port = urlsplit(replica.url).port
        idle = socket.create_connection(("127.0.0.1", port), timeout=10)
        kept = socket.create_connection(("127.0.0.1", port), timeout=10)
        kept.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"200" in kept.recv(4096)
    assert set(threading.enumerate()) == before
    idle.close()
    kept.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=10)


def test_the_server_ends_when_the_block_fails():
    before = set(threading.enumerate())
    with pytest.raises(KeyError), Replica(today=TODAY) as replica:
        replica.truth("nosuch")
    assert set(threading.enumerate()) == before
