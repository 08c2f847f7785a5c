"""Why a page that was answered, with whatever status, is neither a listing nor an article.

An alert, a login, an error are told by what a page says and by what it lacks: with much text of its own it is none of them, whatever
words stand in its sidebars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.normalize.text import one_line
from newscrawl.reading.onward import CHALLENGE, LEAVES, RELOAD, onward, unescaped
from newscrawl.reading.page import Page
from newscrawl.reading.text import is_hidden, line

_ALERT = re.compile(r"""(?<![\w.])(?:window\.)?alert\s*\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1""")
_ONLY_ALERT = re.compile(
    r"""\s*(?:(?:(?:\$|jQuery)\s*\((?:\s*document\s*\)\s*\.ready\s*\()?\s*|window\.onload\s*=\s*)function\s*\(\s*\)\s*\{\s*)?"""
    r"""(?:window\.)?alert\s*\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1\s*\)\s*;?\s*(?:\}\s*\)?\s*;?\s*)?"""
    r"""(?:(?:history|location|self|window)\s*\.[^;{}]*(?:;\s*|$))*"""
)
_FAILURE = re.compile(r"없습니다|없는|않습니다|않은|않는|삭제|권한|잘못된|로그인|비밀|오류|실패|불가|제한|종료")
_CHALLENGES = (
    "cf-browser-verification", "cf_chl_", "just a moment...", "checking your browser", "jschallenge", "_abck", "incapsula incident",
    "ddos protection", "robot check", "자동입력방지", "자동입력 방지", "보안문자를 입력", "비정상적인 접근", "비정상적인 접속",
    "비정상적인 트래픽", "웹방화벽", "웹 방화벽", "web firewall", "request blocked", "차단되었습니다",
)  # fmt: skip
_PLAIN_CHALLENGES = tuple("".join(word.split()).encode() for word in _CHALLENGES if word.isascii())
_KOREAN_CHALLENGES = tuple("".join(word.split()) for word in _CHALLENGES if not word.isascii())
_TEXT = cast("Callable[[HtmlElement], str]", etree.XPath("string()"))
_POST = r"(?:글|게시물|게시글|기사|자료|문서)"
_DELETED = re.compile(
    rf"{_POST}[이은는가]?\s?(?:존재하지|삭제되|삭제된|없는)|존재하지\s?않는\s?(?:게시판|{_POST})|삭제된\s?{_POST}|{_POST}를\s?찾을\s?수\s?없"
)
_SECRET = re.compile(r"비밀\s?글|비공개\s?(?:글|게시물|게시글)|작성자만\s?(?:볼|확인|열람)")
_PASSWORD = re.compile(r"비밀\s?번호|보호된|password", re.IGNORECASE)
_EDITS = re.compile(r"수정|삭제|댓글")
_LOGIN = re.compile(
    r"로그인\s?(?:후|을|이\s?필요|하셔|하시|하십|해\s?주|해야|사용자)|회원만|권한이\s?(?:없|필요)|접근\s?권한|login required|sign in to",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:페이지|파일|주소|자료|요청하신).{0,20}(?:찾을\s?수\s?(?:가\s?)?없|존재하지\s?않)|not\s?found|오류\s?(?:안내|가\s?발생)|"
    r"에러\s?(?:가\s?)?발생|잘못된\s?(?:접근|요청|경로|주소)|서비스\s?(?:이용에\s?불편|점검|중지)|시스템\s?(?:점검|오류)|점검\s?중|"
    r"internal\s?server\s?error|forbidden|bad\s?request|service\s?unavailable|접근이\s?(?:거부|제한|차단)|다음\s?항목에\s?오류가",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)?[0-9]{2}\s?[-./년]\s?[01]?[0-9]\s?[-./월]\s?[0-3]?[0-9]")
_SMALL_SCRIPT = re.compile(r"<(?:script|SCRIPT)\b[^>]*>([^<]{10,600})</")
_FAILED = 400  # the lowest status of a failure
_START = 20_000  # characters of a page, or of its scripts, in which it says that it is a challenge, or where it leads
_LITTLE = 600  # characters: a page that says less may be nothing but a message
_NOTHING = 40


def find_problem(page: Page) -> str | None:
    """Return why the page is no article and no listing ("alert: …", "login", "password", "deleted", "secret", "empty" …), or None."""
    out = page.outline
    told = _told_at_once(page)
    if told:
        return f"alert: {told}"
    if locked := _lock(page):
        return locked
    if out.chars[0] >= 2 * _LITTLE:
        return None
    said = _shown(page)
    if len(said) < _LITTLE and (message := _alert(page)):
        return f"alert: {message}"
    led = onward(page, len(said))
    if led == RELOAD and _DATE.search(said):  # what has a date is more than a way
        led = None
    told = _by_words(page, said) if led in (None, RELOAD) else None
    return led or told if told in (None, "empty") else told


def surely_none(page: Page, said: int, *, dated: bool) -> bool:
    """Tell whether `find_problem` would find none, without the page's outline; False where that cannot be told so cheaply.

    `said` is how many characters the page surely shows its reader, `dated` whether a date as boards write them is among them.
    """
    if "alert" in page.text and _told_at_once(page):
        return False
    if _lock(page):
        return False
    if said >= 2 * _LITTLE:
        return True
    if said <= _NOTHING * 4 or _may_challenge(page, said):
        return False
    return said >= _LITTLE or (dated and not any("alert" in source and _alert_in(source) for source in _sources(page)))


def _may_challenge(page: Page, said: int) -> bool:
    """Tell whether the page has any of the words of a challenge, where they would count: white space and what is no ASCII aside."""
    sources = (_TEXT(page.root), page.text[:_START]) if said < _LITTLE else (_TEXT(page.root),)
    for text in sources:
        source = "".join(text.split())
        plain = source.encode("ascii", "ignore").lower()  # ten times as fast as lower() on a text in Hangul
        if any(word in plain for word in _PLAIN_CHALLENGES) or any(word in source for word in _KOREAN_CHALLENGES):
            return True
    return False


def _shown(page: Page) -> str:
    """Return what a reader sees, `noscript` too where there is nothing else."""
    text = one_line(" ".join(chunk.raw for chunk in page.outline.chunks))
    return text or " ".join(one_line(str(part.text_content())) for part in page.root.iter("noscript"))


def _told_at_once(page: Page) -> str | None:
    """Return the failure that a script of one alert and nothing else tells when the page is ready; the page may be full all the same."""
    for script in _SMALL_SCRIPT.finditer(page.text) if "alert" in page.text else ():
        if "alert" in script[1] and (match := _ONLY_ALERT.fullmatch(script[1])) and _FAILURE.search(match[2]):
            return one_line(unescaped(match[2]))
    return None


def _alert(page: Page) -> str | None:
    """Return what the page tells its reader at once, and then leaves: an alert in no function and under no condition."""
    if not LEAVES.search(page.text):
        return None
    return next((told for source in _sources(page) if "alert" in source and (told := _alert_in(source))), None)


def _sources(page: Page) -> Iterator[str]:
    """Yield the page's scripts, and what its body does when it is loaded."""
    for script in page.named("script"):
        yield script.text or ""
    for element in page.root.iter("body"):
        yield element.get("onload", "")


@lru_cache(maxsize=256)  # the pages of a board have their scripts in common
def _alert_in(source: str) -> str | None:
    depth = last = 0
    for alert in _ALERT.finditer(source):
        depth += source.count("{", last, alert.start()) - source.count("}", last, alert.start())
        last = alert.start()
        if depth <= 0:
            return one_line(unescaped(alert[2]))
    return None


def _passwords(page: Page) -> list[HtmlElement]:
    """Return the page's password fields."""
    if "password" not in page.text and "PASSWORD" not in page.text:
        return []
    return [field for field in page.named("input") if (field.get("type") or "").lower() == "password"]


def _lock(page: Page) -> str | None:
    """Tell a post behind a password: a form that asks for nothing else, and says what for."""
    for field in _passwords(page):
        form = next(field.iterancestors("form"), None)
        if form is None or _is_account(field) or form.find(".//textarea") is not None:
            continue
        if any(map(is_hidden, field.iterancestors())):
            continue
        asked = (
            line(form)
            + " "
            + " ".join(one.get("value", "") for one in form.iter("input") if one.get("type") in ("submit", "button"))
        )
        if _SECRET.search(asked):
            return "secret"
        if _PASSWORD.search(asked) and not _EDITS.search(asked):
            return "password"
    return None


def _by_words(page: Page, said: str) -> str | None:
    """Tell a page by its message, its password field, or its emptiness."""
    start = page.text[:_START].lower() if len(said) < _LITTLE else said.lower()
    if any(word in start for word in _CHALLENGES):
        return CHALLENGE
    if len(said) < _LITTLE and not _DATE.search(said):  # what has a date is more than a message
        chunks = page.outline.chunks
        told = one_line(" ".join(chunk.raw for chunk in chunks if not chunk.linked)) if chunks else said
        for pattern, problem in ((_DELETED, "deleted"), (_SECRET, "secret"), (_LOGIN, "login")):
            if pattern.search(told):
                return problem
        if (match := _ERROR.search(told)) or page.status >= _FAILED:
            return f"error: {one_line(told[match.start() : match.start() + 80]) if match else page.status}"
        passwords = _passwords(page)
        if any(_is_the_page(field, said) for field in passwords):
            return "login" if any(_is_account(field) for field in passwords) else "password"
    bare = not page.outline.linked[0] and next(page.root.iter("img", "iframe", "frame"), None) is None
    return "empty" if len(said) < _NOTHING and bare else None


def _is_account(field: HtmlElement) -> bool:
    """Tell whether a password field stands beside one for the account's name."""
    form = next(field.iterancestors("form"), None)
    if form is None:
        return True
    return any((one.get("type") or "text").lower() in ("text", "email") for one in form.iter("input"))


def _is_the_page(field: HtmlElement, said: str) -> bool:
    """Tell whether a page is there for a password: its form says much of what the page says. A login box in a sidebar does not."""
    form = next(field.iterancestors("form"), None)
    return form is None or 3 * len(line(form)) >= len(said) or len(said) < _NOTHING * 4
