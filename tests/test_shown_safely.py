"""What the network sends is shown, never obeyed: no terminal control, no markup, no script comes out of a title or body."""

from __future__ import annotations

import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import Attachment
from newscrawl.ledger import Decision, Run, SqliteLedger, owner
from newscrawl.normalize.text import has_controls, one_line, printable
from newscrawl.reading import Page
from newscrawl.reading.text import line, paragraphs
from tests.cli.conftest import article, keep
from tests.crawls.conftest import BoardServer, article_page, lines, listing_page, newscrawl

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ATTACK = "\x1b]0;owned\x07\x1b[2J\x9b31m\x00\x7f\x08\u202etxt.exe\u2066[red]가[/red][link=http://x]나[/link]:smile:"
LEFT = "]0;owned[2J31mtxt.exe[red]가[/red][link=http://x]나[/link]:smile:"
LEFT_OF_REFERENCES = LEFT.replace("31m", "31m\ufffd")  # as browsers show a reference to NUL
BY_REFERENCE = "".join(
    f"&#{ord(sign)};" if OBEYED.match(sign) and ord(sign) not in range(0x80, 0xA0) else sign for sign in ATTACK
)


@contextmanager
def board(*posts: tuple[str, str]) -> Iterator[str]:
    """Serve a board of posts (title, body) on loopback and give the address of its listing."""
    with BoardServer() as server:
        rows = []
        for number, (title, body) in enumerate(posts, 1):
            server.routes[f"/view?no={number}"] = article_page(title, "2024-03-15", body)
            rows.append((f"/view?no={number}", title, "2024-03-15", 7))
        server.routes["/list"] = listing_page(rows)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"{server.url}/list"
        server.shutdown()
        thread.join()


@given(st.text(), st.sampled_from(["\x1b", "\x9b", "\x00", "\x7f", "\u202e", "\u2066", "\u200f"]))
def test_one_line_has_no_controls_and_loses_no_visible_character(text: str, control: str) -> None:
    shown = one_line(text + control + "끝")
    assert not OBEYED.search(shown)
    assert one_line(text + "끝") == shown
    visible = [sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] in "LNPS"]
    assert [sign for sign in shown[:-1] if unicodedata.category(sign)[0] in "LNPS"] == visible


@given(st.text())
def test_what_is_printed_obeys_nothing_and_is_the_same_in_json(text: str) -> None:
    assert not OBEYED.search(printable(text))
    assert not has_controls(printable(text))
    assert printable(printable(text)) == printable(text)
    assert json.loads(printable(json.dumps(text, ensure_ascii=False))) == text


def test_printing_tells_what_was_there() -> None:
    assert printable("a\x1b[2J\tb\nc\u202e가") == "a\\u001b[2J\tb\nc\\u202e가"


@pytest.mark.parametrize(
    ("markup", "left"), [(ATTACK, LEFT), (BY_REFERENCE, LEFT_OF_REFERENCES)], ids=["raw", "references"]
)
def test_text_of_a_page_has_no_controls(markup: str, left: str) -> None:
    page = Page(
        url="https://town.example/", body=f"<div><p>{markup}</p><pre>a\r\nb&#13;c&#11;d\te</pre></div>".encode()
    )
    body = paragraphs(page.root)
    assert body == f"{left}\n\na\nb\nc d\te"
    assert line(page.root) == f"{left} a b c d e"


def test_references_to_windows_letters_are_letters_as_in_a_browser() -> None:
    page = Page(url="https://town.example/", body=b"<p>&#145;a&#146; &#150; &#133;</p>")
    assert paragraphs(page.root) == "‘a’ – …"


def test_a_crawl_shows_and_keeps_no_controls(tmp_path) -> None:
    title = f"시장 {ATTACK} 방문"
    with board((title, f"본문 {BY_REFERENCE} 끝. 군은 앞으로도 주민과 함께한다."), (f"없는 글 {ATTACK}", "")) as url:
        result = newscrawl("crawl", url, "-o", "out.jsonl", "--verbose", cwd=tmp_path)
    (record,) = (found for found in lines(tmp_path / "out.jsonl") if found["url"].endswith("?no=1"))
    assert record["title"] == f"시장 {LEFT} 방문"
    assert f"본문 {LEFT_OF_REFERENCES} 끝." in record["body"]
    assert not OBEYED.search(record["title"] + record["body"])
    assert "]0;owned[2J31m" in record["body_html"]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", record["body_html"])
    assert not OBEYED.search(result.stdout + result.stderr)


def test_warnings_show_titles_as_they_are_and_obey_nothing(tmp_path) -> None:
    with BoardServer() as server:
        title = f"없는 글 {ATTACK}"
        server.routes["/list"] = listing_page(
            [("/gone?no=1", title, "2024-03-15", 7), ("/view?no=2", "다른 글", "2024-03-14", 7)]
        )
        server.routes["/view?no=2"] = article_page("다른 글", "2024-03-14", "군은 앞으로도 주민과 함께한다고 밝혔다.")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        result = newscrawl("crawl", f"{server.url}/list", "-o", "out.jsonl", cwd=tmp_path)
        server.shutdown()
        thread.join()
    assert f"! '없는 글 {LEFT}' was not got" in result.stdout
    assert not OBEYED.search(result.stdout + result.stderr)


@pytest.fixture
def old_data(tmp_path):
    """A data folder whose ledger holds controls all the same: an older version's, or somebody else's."""
    ledger = SqliteLedger(tmp_path / "ledger.db")
    file = Attachment(name=f"{ATTACK}.hwp")
    keep(ledger, article("1", title=ATTACK, body=f"첫째 {ATTACK}", attachments=[file]))
    keep(ledger, article("1", 2, title=f"둘째 {ATTACK}", body=f"둘째 {ATTACK}", attachments=[file]))
    at = "2024-03-15T01:00:00+00:00"
    ledger.begin_run(Run("20240315T010000.000000Z-7", at, owner=owner(), summary={"boards": ["garam/press"]}))
    ledger.decide("20240315T010000.000000Z-7", [Decision(at, "garam/press", "stopped", f"broke off: {ATTACK}")])
    told = {"boards": {"garam/press": {"pages": 1, "problem": f"no board: {ATTACK}", "advice": "Look."}}}
    ledger.end_run("20240315T010000.000000Z-7", ended_at=at, state="finished", summary=told)
    ledger.close()
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("history", "garam/press:1"),
        ("history", "garam/press:1", "--revision", "1"),
        ("history", "garam/press:1", "--json"),
        ("runs", "show", "last"),
        ("runs", "show", "last", "--json"),
        ("runs", "--json"),
    ],
)
def test_commands_print_what_a_ledger_holds_without_obeying_it(command, old_data) -> None:
    result = newscrawl(*command, "--data", ".", cwd=old_data)
    assert result.returncode == 0, result.stderr
    assert "\\u001b[2J" in result.stdout
    assert not OBEYED.search(result.stdout)


def test_an_error_quotes_what_it_is_about_without_obeying_it(tmp_path) -> None:
    result = newscrawl("crawl", "no-such\x1b[2J\u202esite", cwd=tmp_path)
    assert result.returncode == 2
    assert "no-such\\u001b[2J" in result.stderr
    assert not OBEYED.search(result.stderr)


VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>링크</a>",
    "<a href=' &#14; java&#10;script:alert(1)'>링크</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>링크</a>",
    "<a href='vbscript:alert(1)'>링크</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    "<p style='background:url(javascript:alert(1))' onclick='alert(1)'>문단</p>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<base href='javascript:alert(1)//'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<img src='x' alt='`><script>alert(1)</script>'>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<details open ontoggle=alert(1)>접기</details>",
]
TAG = re.compile(r"<(/?[a-zA-Z][^\s>/]*)([^>]*)>")


@pytest.fixture(scope="module")
def sanitised(tmp_path_factory) -> dict[str, str]:
    """What `newscrawl parse` makes of a page with each vector in its body."""
    folder = tmp_path_factory.mktemp("pages")
    names = []
    for number, vector in enumerate(VECTORS):
        names.append(f"{number}.html")
        body = f"군은 봄꽃 축제를 연다고 밝혔다.</p><p>{vector}</p><p>행사장은 강변 공원이다."
        (folder / names[-1]).write_text(article_page("봄꽃 축제", "2024-03-15", body), encoding="utf-8")
    result = newscrawl("parse", *names, "--url", "https://town.example/view?no=1", cwd=folder)
    records = [json.loads(told) for told in result.stdout.splitlines()]
    return {vector: record["article"]["body_html"] for vector, record in zip(VECTORS, records, strict=True)}


@pytest.mark.parametrize("vector", VECTORS)
def test_body_html_holds_no_script(vector, sanitised) -> None:
    found = sanitised[vector]
    assert "봄꽃 축제를 연다고" in found
    assert "행사장은 강변 공원" in found
    for name, attributes in TAG.findall(found):
        assert name.strip("/").lower() in {
            "p",
            "a",
            "img",
            "div",
            "br",
            "details",
            "table",
            "tbody",
            "tr",
            "td",
            "th",
            "span",
        }
        assert not re.search(
            r"\bon\w+\s*=|style\s*=|srcdoc|javascript:|vbscript:|data:",
            re.sub(r'alt="[^"]*"', "", attributes),
            re.IGNORECASE,
        )


def test_what_parse_gives_names_no_visit(tmp_path) -> None:
    link = "/down.do;jsessionid=S1?fileSn=1"
    body = f"군은 <a href='{link}'>자료</a>를 냈다고 밝혔다. <img src='/a.jpg;jsessionid=S1'>"
    page = article_page("봄꽃 축제", "2024-03-15", body).replace(
        "</table>", f"<tr><th>첨부파일</th><td><a href='{link}'>안내문.hwp</a></td></tr></table>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    result = newscrawl("parse", "page.html", "--url", "https://town.example/view?no=1", cwd=tmp_path)
    record = json.loads(result.stdout)["article"]
    assert "jsessionid" not in result.stdout
    assert record["attachments"][0]["url"] == "https://town.example/down.do?fileSn=1"
    assert record["images"][0]["url"] == "https://town.example/a.jpg"
    assert 'href="https://town.example/down.do?fileSn=1"' in record["body_html"]
