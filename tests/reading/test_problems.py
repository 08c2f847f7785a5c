"""Pages that answer and are neither a listing nor an article; and articles that only look like such."""

from __future__ import annotations

import pytest

from newscrawl.reading.page import Page
from newscrawl.reading.problems import find_problem
from tests.reading.markup import SENTENCE, page, post

LOGIN_BOX = (
    "<form><input name='id'><input type='password' name='pw'><button>로그인</button> 자동로그인 아이디 찾기</form>"
)
DELETE_FORM = "<form>수정·삭제하려면 비밀번호를 입력하세요 <input type='password' name='p'><button>확인</button></form>"
COMMENT_FORM = "<form>댓글을 쓰려면 로그인이 필요합니다 <input name='n'><input type='password' name='p'><textarea></textarea></form>"


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<script>alert('잘못된 접근입니다.');history.back();</script>", "alert: 잘못된 접근입니다."),
        ('<script>window.alert("글이\\n없습니다"); location.replace("/");</script>', "alert: 글이 없습니다"),
        ("<script>alert('\\uc0ad\\uc81c된 글');self.close()</script>", "alert: 삭제된 글"),
        (
            "<div class='x'>목록</div>" * 80
            + "<script>jQuery(function(){ alert('대상을 찾을 수 없습니다.'); });</script>",
            "alert: 대상을 찾을 수 없습니다.",
        ),
        ("<div><h2>게시물이 존재하지 않습니다.</h2><a href='/'>처음으로</a></div>", "deleted"),
        (
            "<h2>제목</h2><form>비밀글입니다. 비밀번호를 입력하세요.<input type='password'><button>입력</button></form>",
            "secret",
        ),
        ("<form>비밀번호를 입력하십시오 <input type='password' name='p'><button>확인</button></form>", "password"),
        ("<div>로그인 후 이용하실 수 있습니다.</div>" + LOGIN_BOX, "login"),
        ("<h1>로그인</h1>" + LOGIN_BOX, "login"),
        ("", "empty"),
        ("<div id='app'></div><script src='/app.js'></script>", "empty"),
        ("<h1>Just a moment...</h1><div id='cf_chl_widget'></div>", "challenge"),
        ("<script>location.href = '/main/index.do';</script>", "redirect: https://dalbit.example/main/index.do"),
        ("<meta http-equiv='refresh' content='0; url=/main/'>", "redirect: https://dalbit.example/main/"),
        ("<h2>서비스 이용에 불편을 드려 죄송합니다</h2>", "error: 서비스 이용에 불편을 드려 죄송합니다"),
        ("<noscript><h1>글이 존재하지 않습니다.</h1></noscript>", "deleted"),
    ],
)
def test_found(markup: str, problem: str) -> None:
    assert find_problem(page(markup)) == problem


HERE = "https://dalbit.example/news/view.do?no=12"
THERE = "redirect: https://dalbit.example/main/"


@pytest.mark.parametrize(
    "markup",
    [
        "<script>location.href='/main/'</script>",
        '<script>location.replace("/main/");</script>',
        "<script>location.assign('/main/')</script>",
        "<script>window.location = '../main/';</script>",
        "<script>top.location.href = '/main/';</script>",
        "<script>parent.location='/main/'</script>",
        "<script>document.location='/main/'</script>",
        "<script>self.location ='/main/'</script>",
        "<script>$(location).attr('href', '/main/');</script>",
        '<script>location.href="\\/main\\/";</script>',
        "<script>window.onload = function () { location.href = '/main/'; }</script>",
        "<script>setTimeout(\"location.href='/main/'\", 100)</script>",
        "<script>//location.href='/old/';\n/* location.href='/older/'; */ location.href='/main/';</script>",
        "<script>document.cookie = 'lang=ko'; location.href = '/main/';</script>",
        "<meta http-equiv='refresh' content='0;url=/main/'>",
        "<meta http-equiv='Refresh' content=\"3; URL='/main/'\"><p>잠시 후 이동합니다.</p>",
        "<meta http-equiv='refresh' content='0.5;/main/'>",
        "<meta http-equiv='refresh' content=' 0 , url = \"/main/\" '>",
        "<meta http-equiv='refresh' content='0 /main/'>",
        "<meta http-equiv='refresh' content='url=/main/'>",
        "<meta http-equiv='refresh' content='0; url=/main/\"'>",
        "<meta http-equiv='refresh' content='100; url=/main/'>",
        "<meta http-equiv='refresh' content='0; url=javascript:go()'><meta http-equiv='refresh' content='0; url=/main/'>",
    ],
)
def test_where_a_page_leads(markup: str) -> None:
    assert find_problem(page(markup)) == THERE


def refreshed(value: str, markup: str = "") -> Page:
    """Return a page that came with the header Refresh."""
    answer = page(markup)
    return Page(url=HERE, body=answer.body, headers={"refresh": value})


@pytest.mark.parametrize("value", ["0; url=/main/", "0;URL='/main/'", '3, url="/main/"; x', "0 ../main/", "url=/main/"])
def test_where_a_header_leads(value: str) -> None:
    assert find_problem(refreshed(value, "<p>잠시 후 이동합니다.</p>")) == THERE
    assert find_problem(refreshed(value, post(f"<p>{SENTENCE * 8}</p>"))) is None, "as with a meta element"


def test_a_header_is_relative_to_the_page_and_goes_before_a_meta_element() -> None:
    base = "<base href='/other/'><meta http-equiv='refresh' content='0; url=meta/'>"
    assert find_problem(refreshed("0; url=here/", base)) == "redirect: https://dalbit.example/news/here/"
    assert find_problem(page(base)) == "redirect: https://dalbit.example/other/meta/"


@pytest.mark.parametrize(
    "value",
    [
        "", "x", "0x; url=/main/", "-1; url=/main/", "101; url=/main/", f"{'9' * 5000}; url=/main/", f"{'0' * 50_000}x",
        "0; url=javascript:alert(1)", "0; url=mailto:a@dalbit.example", "0; url=data:text/html,x", "0; url=http://[::1/", " ; ",
    ],
)  # fmt: skip
def test_what_a_refresh_does_not_say(value: str) -> None:
    assert find_problem(refreshed(value)) == "empty"
    assert find_problem(page(f"<meta http-equiv='refresh' content='{value}'>")) == "empty"


def test_where_a_page_leads_when_it_is_loaded() -> None:
    source = b"<html><body onload=\"location.href='/main/?a=1&amp;b=2'\"></body></html>"
    assert find_problem(Page(url=HERE, body=source)) == f"{THERE}?a=1&b=2"


@pytest.mark.parametrize(
    "markup",
    [
        "<form action='/main/'><input name='no' value='1' type='hidden'></form><script>document.forms[0].submit()</script>",
        "<script>location.href = '/main/' + number;</script>",
        "<script>// location.href = '/main/';</script>",
        "<!-- <script>location.href = '/main/';</script> -->",
        "<button onclick=\"location.href='/main/'\">처음으로</button>",
        "<script>location.href = '#';</script>",
        "<script>location.href = 'javascript:history.back()';</script>",
    ],
)
def test_what_leads_nowhere_by_itself(markup: str) -> None:
    assert find_problem(page(markup)) == "empty"


@pytest.mark.parametrize(
    "reload",
    [
        "location.reload();",
        "window.location.reload(true)",
        "history.go(0);",
        "location.href = location.href;",
        "setTimeout(function () { location.reload(); }, 1500);",
        "window.location = window.location.href",
        "location.replace(location.href);",
        "location.replace(document.location);",
        f"location.href = '{HERE}';",
        "location.href = '/news/view.do?no=12#top';",
        f"location.href = '{HERE}&i=1';",
    ],
)
def test_a_cookie_that_only_a_script_can_set_is_a_challenge(reload: str) -> None:
    for cookie in (
        "document.cookie = 'seen=1; path=/'",
        "document['cookie'] = 'a=' + b()",
        "cookieStore.set('a', '1')",
    ):
        assert find_problem(page(f"<script>{cookie}; {reload}</script>")) == "challenge"
    assert find_problem(page(f"<script>{reload}</script>")) != "challenge", "a reload alone asks for nothing"


@pytest.mark.parametrize(
    "markup",
    [
        "<meta http-equiv='refresh' content='0'>",
        "<meta http-equiv='refresh' content='5;'><p>잠시만 기다려 주세요.</p>",
        "<meta http-equiv='refresh' content='1; url='>",
        f"<meta http-equiv='refresh' content='0; url={HERE}'>",
        "<meta http-equiv='refresh' content='0; url=?no=12#top'>",
        f"<script>location.href = '{HERE}';</script>",
        "<script>location.reload(true)</script><p>One moment</p>",
        "<script>setTimeout('location.reload()', 10)</script>",
        "<script>setTimeout(function () { location.reload(); }, 10)</script>",
        "<script>setTimeout(() => { location = location.href; }, 10)</script>",
        "<script>(function () { try { history.go(0); } catch (e) { } })();</script>",
        "<script>$(function () { window.location.reload(); });</script>",
        "<script>$(document).ready(function () { location.replace(location.href); });</script>",
        "<script>window.onload = function () { if (a) { b(); } location.reload(); }</script>",
        "<script>window.addEventListener('load', function () { location.reload(); });</script>",
    ],
)
def test_a_page_that_only_loads_itself_again(markup: str) -> None:
    assert find_problem(page(markup)) == "reload"


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<script>function again() { location.reload(); }</script>", "empty"),
        ("<script>$('#b').click(function () { location.reload(); });</script>", "empty"),
        ("<script>b.onclick = function () { location.reload(); }; $(function () { list(); });</script>", "empty"),
        ("<script>$(function () { list(); }); function again() { location.reload(); }</script>", "empty"),
        ("<script>if (old) { location.reload(); }</script>", "empty"),
        ("<script>var url = location.href + '&a=1';</script>", "empty"),
        ("<meta http-equiv='refresh' content='30'><h2>서비스 점검 중입니다</h2>", "error: 서비스 점검 중입니다"),
        (f"<meta http-equiv='refresh' content='60'>{post('<p>붙임 참조</p>')}", None),
        ("<meta http-equiv='refresh' content='600'>", "empty"),
    ],
)
def test_what_does_not_load_itself_again(markup: str, problem: str | None) -> None:
    assert find_problem(page(markup)) == problem


PROOF = (
    "<form name='f' method='post'><input type='hidden' name='proof'><input type='hidden' name='no' value='12'></form>"
)


@pytest.mark.parametrize(
    "script",
    [
        "f.proof.value = hash(navigator.userAgent); f.submit();",
        "document.f.proof.value = 3 * 7 - 1; document.forms[0].submit();",
        "var n = 0; for (var i = 0; i < 9; i++) { n += i; } f.proof.value = n; f.submit();",
        "function go() { document.getElementsByName('proof')[0].value = btoa(document.title); f.submit(); } go();",
        "window.onload = function () { f.proof.value = new Date().getTime(); f.submit(); };",
        "setTimeout(function () { f.proof.value = atob('N2Y='); f.submit(); }, 1500);",
        "$(document).ready(function () { $('[name=proof]').val(md5('a')); $('form').submit(); });",
        "document.cookie = 'seen=1'; f.submit();",
    ],
)
def test_a_form_that_sends_back_what_a_script_computes_is_a_challenge(script: str) -> None:
    assert find_problem(page(f"{PROOF}<script>{script}</script>")) == "challenge"
    elsewhere = PROOF.replace("<form", "<form action='/list.do'")
    assert find_problem(page(f"{elsewhere}<script>{script}</script>")) != "challenge", "a board may be opened so"


@pytest.mark.parametrize(
    "script",
    [
        "f.no.value = '12'; f.submit();",
        "f.proof.value = 'a' + 'b'; f.submit();",
        "function page(n) { f.no.value = n; f.submit(); }",
        "f.proof.value = hash(1);",
        "$('#more').click(function () { f.proof.value = hash(1); f.submit(); });",
    ],
)
def test_a_form_that_asks_for_no_proof(script: str) -> None:
    assert find_problem(page(f"{PROOF}<script>{script}</script>")) == "empty"


def test_a_cookie_in_a_page_of_its_own_text_is_no_challenge() -> None:
    pop_up = "<script>function hide() { document.cookie = 'hide=1'; location.reload(); }</script>"
    assert find_problem(page(post(f"<p>{SENTENCE * 8}</p>") + pop_up)) is None


def test_a_status_is_told_where_the_page_says_nothing_else() -> None:
    assert (
        find_problem(
            page("<p>불편을 드려 죄송합니다. 담당자에게 문의하여 주시기 바랍니다. 감사합니다.</p>", status=500)
        )
        == "error: 500"
    )


@pytest.mark.parametrize(
    "markup",
    [
        post(f"<p>{SENTENCE}</p>"),
        post("<p>붙임 참조</p>"),
        post(f"<p>{SENTENCE}</p>") + LOGIN_BOX,
        post(f"<p>{SENTENCE}</p>") + DELETE_FORM,
        post(f"<p>{SENTENCE}</p>") + COMMENT_FORM,
        post(f"<p>{SENTENCE}</p>") + "<div style='display:none'><form>비밀번호 <input type='password'></form></div>",
        post(f"<p>{SENTENCE}</p>")
        + "<script>function send() { alert('검색어가 없습니다.'); history.back(); }</script>",
        post("<p>삭제된 게시물은 복구할 수 없으니 유의하시기 바랍니다. 로그인 후 이용하는 서비스의 점검 안내.</p>"),
        "<table><tr><th>번호</th><th>제목</th></tr><tr><td>1</td><td><a href='?no=1'>시스템 점검 안내</a></td></tr></table>",
    ],
)
def test_not_found(markup: str) -> None:
    assert find_problem(page(markup)) is None
