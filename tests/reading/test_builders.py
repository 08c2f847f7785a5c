"""What scripts elsewhere ask for: filled from the call, the page's address, its forms and attributes; nothing is asked for by half."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.families import families
from newscrawl.families.schema import Call, Opening, Paging
from newscrawl.items import PageRequest
from newscrawl.reading import Page
from newscrawl.reading.builders import build, build_opening, build_page
from newscrawl.reading.calls import sent_at_once

HERE = "https://www.town.example/portal/bbs/list.do?ptIdx=41&mId=0302"
FORM = '<form id="f"><input type="hidden" name="bcIdx" value="512"><input type="hidden" name="none" value=""></form>'


def page(markup: str = FORM, url: str = HERE) -> Page:
    return Page(url=url, body=f"<html><body>{markup}</body></html>".encode())


def call(url: str, arguments=("id",), **more) -> Call:
    return Call(url=url, function="view", arguments=tuple(arguments), **more)


@pytest.mark.parametrize(
    ("known", "script", "address"),
    [
        (call("view.do?no={id}"), "view('12')", "/portal/bbs/view.do?no=12"),
        (call("view.do?no={id}"), "javascript:view(12);", "/portal/bbs/view.do?no=12"),
        (call("view.do?no={id}"), "event.preventDefault(); parent.view('12'); return false;", "/portal/bbs/view.do?no=12"),
        (call("/{/1}/view.do?no={id}"), "view('12')", "/portal/view.do?no=12"),
        (call("/v/{id}.do"), "view('가 나')", "/v/%EA%B0%80%20%EB%82%98.do"),
        (call("/v.do?a={id}&b={?ptIdx}"), "view('1')", "/v.do?a=1&b=41"),
        (call("/v.do?a={id}&b={#bcIdx}"), "view('1')", "/v.do?a=1&b=512"),
        (call("/v.do?a={id}&b={?bcIdx|#bcIdx}"), "view('1')", "/v.do?a=1&b=512"),
        (call("/v.do?a={id}&b={?nowhere|=x}"), "view('1')", "/v.do?a=1&b=x"),
        (call("/v.do?a={id}&b={?nowhere|}"), "view('1')", "/v.do?a=1"),
        (call("/v.do?key={id}%7C{?ptIdx}"), "view('1')", "/v.do?key=1%7C41"),
        (call("/v.do?a={id}&m={mId|?mId}", ("id", "mId")), "view('1','')", "/v.do?a=1&m=0302"),
        (call("/v.do?a={id}", ("=list", "id", "...")), "view('list','1','x','y')", "/v.do?a=1"),
        (call("/v.do?a={id}", when="bcIdx", at="/portal/"), "view('1')", "/v.do?a=1"),
    ],
)  # fmt: skip
def test_an_address_is_filled_from_call_and_page(known, script, address):
    assert build(page(), [known], script, None) == f"https://www.town.example{address}"


@pytest.mark.parametrize(
    ("known", "script"),
    [
        (call("/v.do?a={id}"), "other('1')"),
        (call("/v.do?a={id}"), "goTo.view('1')"),
        (call("/v.do?a={id}"), "view()"),
        (call("/v.do?a={id}"), "view('1','2')"),
        (call("/v.do?a={id}"), "view('')"),
        (call("/v.do?a={id}"), "view(this.value)"),
        (call("/v.do?a={id}&b={?nowhere}"), "view('1')"),
        (call("/v.do?a={id}&b={#none}"), "view('1')"),
        (call("/{/3}/v.do?a={id}"), "view('1')"),
        (call("/v.do?a={id}", ("=list", "id")), "view('blog','1')"),
        (call("/v.do?a={id}", when="noSuchText"), "view('1')"),
        (call("/v.do?a={id}", at="/elsewhere/"), "view('1')"),
        (call("/v.do?a={id}"), "view('1'"),
    ],
)
def test_nothing_is_asked_for_by_half(known, script):
    assert build(page(), [known], script, None) is None


def test_the_first_that_fits_is_asked_for():
    known = [call("/a.do?no={id}", when="noSuchText"), call("/b.do?no={id}"), call("/c.do?no={id}")]
    assert build(page(), known, "view('1')", None) == "https://www.town.example/b.do?no=1"


def test_a_form_is_posted():
    known = call("/a.do", method="POST", form={"no": "{id}", "mode": "view", "left": "{?nowhere|}", "empty": ""})
    assert build(page(), [known], "view('1')", None) == PageRequest(
        url="https://www.town.example/a.do", form={"no": "1", "mode": "view", "empty": ""}
    )


def test_an_attribute_of_what_is_clicked_or_stands_around_it_names_the_post():
    here = page('<table><tr data-row="r9"><td data-key-no="B01"><a href="#"><b>x</b></a></td></tr></table>' + FORM)
    known = Call(url="view.do?nttId={id}&row={@data-row}", attribute="data-key-no", arguments=("id",))
    assert build(here, [known], "", here.root.find(".//a")) == f"{HERE.partition('list')[0]}view.do?nttId=B01&row=r9"
    assert build(here, [known], "", here.root.find(".//form")) is None


def test_the_form_around_what_is_clicked_goes_first():
    here = page('<form><input name="no" value="1"></form><form><input name="no" value="2"><a href="#">x</a></form>')
    known = call("v.do?no={#no}", ())
    assert str(build(here, [known], "view()", here.root.find(".//a"))).endswith("v.do?no=2")
    assert str(build(here, [known], "view()", None)).endswith("v.do?no=1")


@pytest.mark.parametrize(
    ("paged", "script", "answer"),
    [
        (Paging("page", calls=("go",)), "go(3)", f"{HERE}&page=3"),
        (Paging("page", calls=("go",)), "go('3'); return false;", f"{HERE}&page=3"),
        (Paging("mId", calls=("go",)), "go(3)", "https://www.town.example/portal/bbs/list.do?ptIdx=41&mId=3"),
        (Paging("start", by="offset", calls=("go",)), "go(20)", f"{HERE}&start=20"),
        (Paging("page", calls=("go",)), "other(3)", None),
        (Paging("page", calls=("go",)), "go(n)", None),
        (Paging("page", by="path", calls=("go",)), "go(3)", None),
        (Paging("page", by="post", calls=("go",)), "go(3)", None),
        (None, "go(3)", None),
    ],
)
def test_a_pagers_call_asks_for_its_page(paged, script, answer):
    assert build_page(page(), paged, script, None) == answer


def test_a_pagers_call_posts_the_form_that_holds_the_number():
    here = page(
        FORM + '<form method="post" action="/list.do"><input name="word" value="x"><input name="page" value="1"></form>'
    )
    assert build_page(here, Paging("page", by="post", calls=("go",)), "go(2)", None) == PageRequest(
        url="https://www.town.example/list.do", form={"word": "x", "page": "2"}
    )


SENDS = '<form name="f" method="post" action="/list.do"><input type="hidden" name="kind" value="01"></form>'


@pytest.mark.parametrize(
    "script",
    [
        "<script>document.f.submit();</script>",
        "<script>var a = 1; function go(){ document.f.submit(); }</script><script>go();</script>",
    ],
)
def test_a_page_that_posts_its_form_by_itself_opens_what_it_posts(script):
    expected = PageRequest(url="https://www.town.example/list.do", form={"kind": "01"})
    assert sent_at_once(page(SENDS + script)) == expected
    assert build_opening(page(SENDS + script), [Opening(url="/other.do")]) == expected


def test_a_body_that_posts_a_form_when_it_is_loaded():
    here = Page(url=HERE, body=f'<html><body onload="document.f.submit()">{SENDS}</body></html>'.encode())
    assert sent_at_once(here) == PageRequest(url="https://www.town.example/list.do", form={"kind": "01"})


@pytest.mark.parametrize(
    "script",
    [
        "<script>function go(){ document.f.submit(); }</script>",
        "<script>location.href = '/elsewhere';</script>",
        "<script>window.open('/popup.do');</script>",
        "<script>if (x) {</script>",
    ],
)
def test_a_page_that_posts_nothing_by_itself_opens_nothing(script):
    assert sent_at_once(page(SENDS + script)) is None


def test_an_opening_is_for_the_addresses_that_it_names():
    openings = [Opening(url="/news.do", at="News"), Opening(url="/list.do", at="/portal/", form={"no": "{?ptIdx|=1}"})]
    assert build_opening(page(), openings) == PageRequest(url="https://www.town.example/list.do", form={"no": "41"})
    assert build_opening(page(url="https://www.town.example/a/News.do"), openings).url.endswith("/news.do")
    assert build_opening(page(url="https://www.town.example/"), openings) is None


@given(
    st.text("view(');.,\\\"ud8[]{}=+1 가\ud800", max_size=60)
    | st.sampled_from([f"{'a.' * 3000}view('1')", "(" * 3000, "view('\\ud800')"])
)
def test_no_script_makes_it_fail(script):
    known = [
        call("/v.do?a={id}"),
        *(asked for family in families().values() for asked in (*family.calls, *family.files)),
    ]
    build(page(), known, script, None)
    build_page(page(), Paging("page", calls=("view",)), script, None)


def test_a_script_that_names_no_text_asks_for_nothing():
    assert build(page(), [call("/v.do?a={id}")], "view('\\ud800')", None) is None
