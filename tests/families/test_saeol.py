"""Saeol, the program of a hundred governments: each of its layouts read, and hosts that answer to POST alone crawled by the command."""

from __future__ import annotations

import json
import subprocess
import sys
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from newscrawl.families import get_family
from newscrawl.items import PageRequest
from newscrawl.reading import Page, read_page
from newscrawl.reading.builders import build_opening
from newscrawl.reading.evidence import ShownRow

from .pages_a import POSTS
from .saeol import ACTION, JSP, KINDS, LAYOUTS, PER_PAGE, detail, file_path, id_of, listing, saeol, sending_shell, shell

HOST = "https://eminwon.town.example"
FAMILY = get_family("saeol-eminwon")
PAGES = -(-len(POSTS) // PER_PAGE)
SECONDS = 120

every_layout = pytest.mark.parametrize("layout", LAYOUTS)
every_kind = pytest.mark.parametrize("kind", KINDS)


def page(markup, url=f"{HOST}{ACTION}"):
    return Page(url=url, body=markup.encode(), headers={"content-type": "text/html; charset=utf-8"})


def view_form(kind, post):
    words = KINDS[kind]
    return {
        "jndinm": words["jndinm"],
        "context": "NTIS",
        "method": words["view"],
        "methodnm": words["viewnm"],
        words["key"]: id_of(post),
    }


@every_layout
@every_kind
def test_each_layout_of_a_listing_is_read_with_how_to_ask_for_its_posts(layout, kind):
    shown = read_page(page(listing(kind, layout, 1)), program=FAMILY).listing
    read = [
        (row.evidence.value("title"), row.evidence.value("published_at"), row.evidence.value("department"))
        for row in shown.rows
    ]
    assert read == [(post.title, post.day, post.department) for post in POSTS[:PER_PAGE]]
    assert [row.request for row in shown.rows] == [
        PageRequest(url=f"{HOST}{ACTION}", form=view_form(kind, post)) for post in POSTS[:PER_PAGE]
    ]
    assert shown.next.url == f"{HOST}{ACTION}"
    assert shown.next.form["pageIndex"] == "2"
    assert shown.next.form["method"] == KINDS[kind]["list"]


@every_layout
def test_the_last_page_has_none_after_it(layout):
    assert read_page(page(listing("gosi", layout, PAGES)), program=FAMILY).listing.next is None


@pytest.mark.parametrize(("new", "program"), [(False, "FileDown.jsp"), (True, "FileDownNew.jsp")])
@every_kind
def test_files_are_got_from_the_program_that_the_host_has(kind, new, program):
    post = POSTS[0]
    article = read_page(page(detail(kind, post, new=new)), program=FAMILY).article
    expected = []
    for n, name in enumerate(post.files, 1):
        shown, stored, folder = file_path(post, n, name)
        query = f"user_file_nm={quote(shown, safe='')}&sys_file_nm={stored}&file_path={folder}"
        expected.append((shown, f"{HOST}{JSP}/{program}?{query}"))
    assert [(file.name, file.url) for file in article.attachments] == expected


def test_a_body_without_a_class_is_read_and_the_period_of_notice_is_no_date():
    article = read_page(page(detail("gosi", POSTS[1])), program=FAMILY).article
    assert article.body.split("\n\n") == list(POSTS[1].body)
    assert article.evidence.value("published_at") == POSTS[1].day


def test_what_the_pages_own_function_does_goes_before_what_the_family_knows():
    own = "<script>function searchDetail(id){ location.href = '/emwp/own.jsp?no=' + id; }</script>"
    markup = listing("gosi", "compact", 1).replace("</head>", own + "</head>")
    first: ShownRow = read_page(page(markup), program=FAMILY).listing.rows[0]
    assert (first.url, first.request) == (f"{HOST}/emwp/own.jsp?no={id_of(POSTS[0])}", None)


def test_a_post_has_one_address_however_its_form_is_filled():
    form = view_form("gosi", POSTS[0])
    noisy = f"{HOST}{ACTION}?ofr_pageSize=10&pageIndex=7&not_ancmt_se_code=01,04&" + "&".join(
        f"{name}={value}" for name, value in sorted(form.items())
    )
    address = FAMILY.article_address(noisy)
    assert address == f"{HOST}{ACTION}?" + "&".join(f"{name}={value}" for name, value in form.items())
    assert FAMILY.article_key(noisy) == FAMILY.article_key(address) == id_of(POSTS[0])
    assert FAMILY.article_key(f"{HOST}{ACTION}?method=selectListOfrNotAncmt") is None


def test_a_listing_is_opened_as_its_page_does_or_else_as_the_program_does():
    sent = build_opening(
        page(sending_shell("02,04"), f"{HOST}{JSP}/OfrNotAncmtLSub.jsp?not_ancmt_se_code=01"), FAMILY.openings
    )
    assert sent.form["not_ancmt_se_code"] == "02,04"
    told = build_opening(page(shell("gosi"), f"{HOST}{JSP}/OfrNotAncmtL.jsp?not_ancmt_se_code=01,04"), FAMILY.openings)
    assert (told.url, told.form["not_ancmt_se_code"]) == (f"{HOST}{ACTION}", "01,04")
    empty = build_opening(page(""), FAMILY.openings)
    assert empty.form["not_ancmt_se_code"] == "01,02,03,04,05,06"
    press = build_opening(page("", f"{HOST}{ACTION}?jndinm=OfrBcAdvNewsEJB&method=selectListOfrNews"), FAMILY.openings)
    assert press.form["method"] == "selectListOfrNews"
    assert build_opening(page("", "https://www.elsewhere.example/list"), FAMILY.openings) is None


def newscrawl(*arguments, cwd):
    command = [sys.executable, "-m", "newscrawl", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=SECONDS, check=False)


def records(folder):
    (feed,) = [file for file in (folder / "data").glob("*.jsonl") if not file.name.endswith(".views.jsonl")]
    return [json.loads(line) for line in feed.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("kind", "layout", "start"),
    [
        ("gosi", "five columns", f"{JSP}/OfrNotAncmtL.jsp?not_ancmt_se_code=01,04&list_gubun=A"),
        ("gosi", "responsive", f"{JSP}/OfrNotAncmtLSub.jsp?not_ancmt_se_code=01,04"),
        ("press", "compact", f"{JSP}/OfrNewsL.jsp"),
    ],
    ids=["shell", "shell-that-sends", "press"],
)
def test_a_host_is_crawled_whole_and_then_has_nothing_new(tmp_path, kind, layout, start):
    with saeol(layout) as host:
        first = newscrawl("crawl", f"{host.url}{start}", cwd=tmp_path)
        assert first.returncode == 0, first.stdout + first.stderr
        got = records(tmp_path)
        assert sorted(record["id"].rpartition(":")[2] for record in got) == sorted(map(id_of, POSTS))
        by_title = {record["title"]: record for record in got}
        for post in POSTS:
            record = by_title[post.title]
            assert (record["published_at"], record["department"], record["number"]) == (
                post.day,
                post.department,
                post.number,
            )
            assert record["body"].split("\n\n") == list(post.body)
            assert [file["name"] for file in record["attachments"]] == list(post.files)
            assert all(file["url"].startswith(f"{host.url}{JSP}/FileDown.jsp?") for file in record["attachments"])
            assert record["url"] == f"{host.url}{ACTION}?" + "&".join(
                f"{name}={value}" for name, value in view_form(kind, post).items()
            )
        for file in [file for record in got for file in record["attachments"]]:
            with urlopen(file["url"], timeout=SECONDS) as answer:  # noqa: S310 - the host of this test
                assert answer.read().decode() == f"the file {file['name']}"
                assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote(file['name'])}"
        posted = [form for method, _, form in host.asked if method == "POST"]
        assert [form["pageIndex"] for form in posted if form["method"] == KINDS[kind]["list"] and "pageIndex" in form][
            -2:
        ] == ["2", "3"]
        assert sum(form["method"] == KINDS[kind]["view"] for form in posted) == len(POSTS)
        if kind == "gosi":
            assert posted[0]["not_ancmt_se_code"] == "01,04"

        host.asked.clear()
        second = newscrawl("crawl", f"{host.url}{start}", cwd=tmp_path)
        assert second.returncode == 0, second.stdout + second.stderr
        assert len(records(tmp_path)) == len(POSTS)
        assert not any(form.get("method") == KINDS[kind]["view"] for _, _, form in host.asked)


def test_an_address_that_answers_nothing_is_opened_as_the_program_does(tmp_path):
    with saeol("compact") as host:
        done = newscrawl(
            "crawl", f"{host.url}{ACTION}", "--pages", "1", "--max-articles", "1", "-o", "out.jsonl", cwd=tmp_path
        )
        assert done.returncode == 0, done.stdout + done.stderr
        (record,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
        assert (record["title"], record["read_by"]["family"]) == (POSTS[0].title, "saeol-eminwon")
