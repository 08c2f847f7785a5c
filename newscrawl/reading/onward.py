"""Where a page sends its reader by itself: elsewhere, to itself once more, or back to itself with proof that a browser ran its script."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from newscrawl.items import PageRequest
from newscrawl.reading.calls import computed_at_once, sent_at_once
from newscrawl.reading.forms import same_address
from newscrawl.reading.page import Page

CHALLENGE = "challenge"
RELOAD = "reload"
REDIRECT = "redirect: "
"""What `onward` says: proof of a browser is wanted; the page only loads itself again, as for a cookie that came with it; or where to."""

LEAVES = re.compile(
    r"history\s*\.\s*(?:back|go)\s*\(|(?:self|window)\.close\s*\(|"
    r"(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\s*\(|"
    r"\(\s*location\s*\)\.attr\(\s*[\"']href[\"']\s*,)\s*(?P<to>[\"'][^\"'\n]*[\"'](?!\s*\+))?"
)
_LOCATION = r"(?:(?:window|self|document|top|parent|this)\s*\.\s*)*location(?:\s*\.\s*href)?"
_RELOADS = (
    rf"location\s*\.\s*reload\s*\(|history\s*\.\s*go\s*\(\s*0?\s*\)|"
    rf"location(?:\s*\.\s*href)?\s*=\s*{_LOCATION}\b(?!\s*[.+\[])|location\s*\.\s*(?:replace|assign)\s*\(\s*{_LOCATION}\s*\)"
)
_ANY_RELOAD = re.compile(_RELOADS)
_FUNCTION = r"(?:function\b[\w\s$]{0,80}\([\w\s,$]{0,200}\)|\([\w\s,$]{0,200}\)\s*=>)"
_RUNS = re.compile(  # braces of what runs by itself, braces of what may not, and what loads the page again
    r"(?P<runs>(?:(?:onload\s*=|(?:setTimeout|ready|[$]|jQuery)\s*\(|[\"'](?:load|DOMContentLoaded)[\"']\s*,|(?<![\w$)\].])[(!])\s*"
    rf"{_FUNCTION}\s*|\btry\s*)\{{)|(?P<opens>\{{)|(?P<closes>\}})|{_RELOADS}"
)
_SETS_COOKIE = re.compile(r"document\s*(?:\.\s*cookie|\[\s*[\"']cookie[\"']\s*\])\s*=(?!=)|cookieStore\s*\.\s*set\s*\(")
_REFRESH = re.compile(
    r"(?P<wait>[0-9]*+)[0-9.]*+(?:(?:\s*[;,]\s*|\s+|(?=url\s*=))(?:url\s*=)?(?P<to>.*))?", re.IGNORECASE | re.DOTALL
)
_REMARK = re.compile(r"^[ \t]*//[^\n]*|/\*.{0,2000}?\*/", re.DOTALL | re.MULTILINE)
_ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_START = 20_000  # characters of a page's scripts in which it says where it leads
_NOTHING = 40  # characters that a page may say which is left at once by a script; four times as many, and it is there to be read
_TINY = 5_000  # characters of markup: a page that only checks whether scripts run is no longer
_SOON = 100  # seconds: a page that is left later than that is there to be read (Scrapy's METAREFRESH_MAXDELAY)


def onward(page: Page, said: int) -> str | None:
    """Return CHALLENGE, RELOAD, or REDIRECT and an address; None for a page that stays. `said` is how many characters it shows."""
    if said > _NOTHING * 4:
        return None
    loaded = [element.get("onload", "") for element in page.root.iter("body")]
    source = _REMARK.sub("", "\n".join((page.script_text, *loaded))[:_START])
    target = _refresh(page) or (_written(page, source) if said <= _NOTHING else None)
    if len(page.text) <= _TINY and _wants_proof(page, source, target):
        return CHALLENGE
    if _reloads(source) if target is None else same_address(target, page.url):
        return RELOAD
    return f"{REDIRECT}{target}" if target else None


def _wants_proof(page: Page, source: str, target: str | None) -> bool:
    """Tell whether a page comes back to itself with what only a script has made: a cookie, or a field that is computed."""
    by_cookie = _SETS_COOKIE.search(source) is not None
    if by_cookie and _ANY_RELOAD.search(source):
        return True
    sent = (sent_at_once if by_cookie else computed_at_once)(page) if "submit" in source else None
    back = sent or (target if by_cookie else None)
    address = back.url if isinstance(back, PageRequest) else back
    return (
        address is not None and urlsplit(address)[:3] == urlsplit(page.url)[:3]
    )  # some count their tries in the query


def _reloads(source: str) -> bool:
    """Tell whether scripts load the page again by themselves: in no function that waits to be called, and under no condition."""
    waits: list[bool] = []  # for each open brace
    for match in _RUNS.finditer(source):
        if match["runs"] or match["opens"]:
            waits.append(match["opens"] is not None)
        elif match["closes"]:
            del waits[-1:]
        elif not any(waits):
            return True
    return False


def _refresh(page: Page) -> str | None:
    """Return where the header "Refresh", or a meta element in its place, sends the page's reader soon; that may be the page itself."""
    metas = (meta for meta in page.named("meta") if (meta.get("http-equiv") or "").strip().lower() == "refresh")
    told = [(page.headers.get("refresh", ""), page.url), *((meta.get("content", ""), page.base_url) for meta in metas)]
    for content, base in told:
        match = _REFRESH.fullmatch(content.strip())
        if match is None or len(match["wait"]) > len(str(_SOON)) or int(match["wait"] or 0) > _SOON:
            continue
        to = (match["to"] or "").strip()
        to = (to[1:].partition(to[0])[0] if to[:1] in ("'", '"') else to.rstrip("'\">")).strip()
        address = page.absolute(to, base) if to else page.url if match["wait"] else None
        if address is not None:
            return address
    return None


def _written(page: Page, source: str) -> str | None:
    """Return the address, written out in a script, that the page's reader is sent to."""
    for match in LEAVES.finditer(source):
        to = unescaped((match["to"] or "")[1:-1])
        if to and not to.startswith("#") and (address := page.absolute(to)):
            return address
    return None


def unescaped(text: str) -> str:
    """Return what a text in a script means, white space for its controls."""
    return _ESCAPES.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else " " if found[2] in "nrt" else found[2], text
    )
