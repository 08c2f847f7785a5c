"""Calls that boards move by, followed to the request they make."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.items import PageRequest
from newscrawl.reading.calls import resolve_call, resolve_click
from newscrawl.reading.page import Page
from newscrawl.reading.script import parse

HOST = "https://www.sample.go.kr"
FORM = (
    "<form name='frm' id='frmId' method='post' action='/bbs/list.do'><input type='hidden' name='pageIndex' id='pageIndex' value='1'>"
    "<input type='hidden' name='nttId' value=''><select name='cond'><option value='1'>"
    "제목</option><option value='2' selected>내용</option></select>"
    "<input type='text' name='word' value='물'><input type='submit' value='검색'></form>"
)
FIELDS = {"pageIndex": "1", "nttId": "", "cond": "2", "word": "물"}


def page(script: str, body: str = FORM) -> Page:
    return Page(
        url=f"{HOST}/bbs/list.do?id=3", body=f"<html><body>{body}<script>{script}</script></body></html>".encode()
    )


def post(url: str, **changed: str) -> PageRequest:
    return PageRequest(method="POST", url=HOST + url, form={**FIELDS, **changed})


@pytest.mark.parametrize(
    "body",
    [
        "document.frm.pageIndex.value = n; document.frm.submit();",
        "var f = document.frm; f.pageIndex.value = n; f.submit();",
        "const f = document.forms['frm']; f.elements['pageIndex'].value = n; f.submit()",
        "var f = document.forms.frm\n f.pageIndex.value = n\n f.submit()",
        "with_form(n);} function with_form(p) { document.getElementById('pageIndex').value = p; document.getElementById('frmId').submit();",
        "document.getElementsByName('pageIndex')[0].value = n; document.forms[0].submit();",
        "$('#pageIndex').val(n); $('#frmId').submit();",
        "$('input[name=pageIndex]').val(n); $('form[name=frm]').trigger('submit');",
        "jQuery('#frmId').find('[name=\"pageIndex\"]').val(n).end(); jQuery('#frmId').attr('method', 'post').submit();",
        "frm.pageIndex.value = n; frm.submit();",
        "if (n == '') { alert('번호가 없습니다'); return; } document.frm.pageIndex.value = n; document.frm.submit();",
        "try { document.frm.pageIndex.value = n; } catch (e) { } document.frm.submit();",
        "document.querySelector('#pageIndex').value = n; document.querySelector('form').submit();",
    ],
)
def test_forms_are_filled_and_sent(body: str) -> None:
    assert resolve_call(page(f"function goPage(n) {{ {body} }}"), "goPage('3')") == post("/bbs/list.do", pageIndex="3")


@pytest.mark.parametrize(
    ("script", "call"),
    [
        (
            "function v(id) { document.frm.nttId.value = id; document.frm.action = '/bbs/view.do'; document.frm.submit(); }",
            "v('77')",
        ),
        (
            "var v = function (id) { document.frm.nttId.value = id; document.frm.action = '/bbs/' + 'view.do'; document.frm.submit(); };",
            "javascript:v(77)",
        ),
        (
            "const v = (id) => { $('[name=nttId]').val(id); $('#frmId').attr('action', '/bbs/view.do').submit(); };",
            "return v('77');",
        ),
        (
            (
                "var bbs = { list: function() {}, v: function(id) { $('[name=nttId]').val(id);"
                " $('#frmId').prop({action: '/bbs/view.do'}).submit(); } };"
            ),
            "bbs.v(77)",
        ),
        (
            (
                "function go(f, mode, id) { if (mode == 'view') { f.nttId.value = id; f.action = '/bbs/view.do';"
                " } else { f.action = '/x'; } f.submit(); }"
            ),
            "go(document.frm, 'view', 77)",
        ),
        (
            (
                "function go(mode, id) { switch (mode) { case 'list': document.frm.action = '/x'; break; case 'view': case 'read':"
                " document.frm.nttId.value = id; document.frm.action = '/bbs/view.do'; break; } document.frm.submit(); }"
            ),
            "go('view', '77')",
        ),
    ],
)
def test_actions_are_set_and_branches_followed(script: str, call: str) -> None:
    assert resolve_call(page(script), call) == post("/bbs/view.do", nttId="77")


@pytest.mark.parametrize(
    "body",
    [
        "location.href = '/bbs/view.do?id=3&nttId=' + id;",
        "window.location = '/bbs/view.do?id=3&nttId=' + id + '';",
        "document.location.href = `/bbs/view.do?id=3&nttId=${id}`;",
        "location.replace('view.do?id=3&nttId=' + encodeURIComponent(id));",
        "var url = '/bbs/view.do'; url += '?id=3'; url = url + '&nttId=' + id; self.location.href = url;",
        "window.open('/bbs/view.do?id=3&nttId=' + id, '_blank');",
        "location.href = '/bbs/view.do' + location.search + '&nttId=' + id;",
        "location.href = id ? '/bbs/view.do?id=3&nttId=' + id : '/bbs/list.do';",
    ],
)
def test_addresses_are_put_together(body: str) -> None:
    assert (
        resolve_call(page(f"function fn_view(id) {{ {body} }}"), "fn_view('77')") == f"{HOST}/bbs/view.do?id=3&nttId=77"
    )


@pytest.mark.parametrize(
    "script",
    [
        "",
        "function fn_view(id) { alert(id); }",
        "function fn_view(id) { $.ajax({url: '/bbs/list.json', data: {p: id}}); }",
        "function fn_view(id) { location.href = base() + id; }",
        "function fn_view(id) { fn_view(id); }",
        "function fn_view(id) { while (true) { id++; } }",
        "function fn_view(id) { document.nowhere.submit(); }",
        "function fn_view(id) { location.href = 'javascript:void(0)'; }",
        "function fn_view(id) {",
    ],
)
def test_what_does_not_tell_is_none(script: str) -> None:
    assert resolve_call(page(script), "fn_view('77')") is None


def test_a_get_form_gives_an_address_with_its_fields() -> None:
    form = "<form name='g' action='/s.do'><input type='hidden' name='a' value='1'><input type='hidden' name='p' value=''></form>"
    assert (
        resolve_call(page("function go(n){document.g.p.value=n;document.g.submit();}", form), "go(4)")
        == f"{HOST}/s.do?a=1&p=4"
    )


def test_this_is_what_was_clicked() -> None:
    script = "function go(el) { $('[name=nttId]').val($(el).data('id')); el.form.submit(); }"
    here = page(
        script, FORM.replace("</form>", "<button type='button' data-id='77' onclick='go(this)'>보기</button></form>")
    )
    assert resolve_call(here, "go(this)", here.root.find(".//button")) == post("/bbs/list.do", nttId="77")


@pytest.mark.parametrize(
    "script",
    [
        (
            "$(function(){ $('.list a').on('click', function(e){ e.preventDefault();"
            " $('[name=nttId]').val($(this).attr('data-key')); $('#frmId').submit(); }); });"
        ),
        (
            "$(document).on('click', '.list a', function(){ $('[name=nttId]').val($(this).data('key'));"
            " $('#frmId').submit(); return false; });"
        ),
        "$('.list a').click(function(){ var id = this.dataset['key']; document.frm.nttId.value = id; document.frm.submit(); });",
    ],
)
def test_a_click_that_a_script_waits_for(script: str) -> None:
    here = page(script, FORM + "<div class='list'><a href='#' data-key='77'>글</a></div>")
    assert resolve_click(here, here.root.find(".//a")) == post("/bbs/list.do", nttId="77")


def test_an_action_and_a_key_set() -> None:
    here = page(
        "",
        """<a data-action="/bbs/view.do" data-keyset="{'bIdx':'9','ptIdx':4}">글</a><b data-url="/c/read?x=1" data-params="no=5">나</b>""",
    )
    assert resolve_click(here, here.root.find(".//a")) == f"{HOST}/bbs/view.do?bIdx=9&ptIdx=4"
    assert resolve_click(here, here.root.find(".//b")) == f"{HOST}/c/read?x=1&no=5"


SOURCE = st.text(
    alphabet=st.sampled_from("abf(){}[];:,.='\"+-!?<>&|/\\ \n0123return function if else var =>`${}"), max_size=120
)


@settings(deadline=None)
@given(SOURCE)
def test_no_script_raises(source: str) -> None:
    parse(source)
    here = page(source)
    resolve_call(here, source)
    resolve_call(here, "f(1)")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="'\\\n\r\u2028\u2029"), max_size=30))
def test_texts_reach_the_form_unchanged(value: str) -> None:
    answer = resolve_call(
        page("function go(v) { document.frm.word.value = v; document.frm.submit(); }"), f"go('{value}')"
    )
    assert answer == post("/bbs/list.do", word=value)
