"""Between Scrapy and the reader: a target as a request, a response as a page, and the one step that a page may send its reader on.

A page may lead elsewhere once (`location=`, meta refresh, the header Refresh), and back once: to itself, or to where it was led from, for
that is how a host asks whether cookies are kept. Both are requests like any other, with the cookies that the host has set so far.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import FormRequest, Request
from scrapy.http import Response

from newscrawl.reading import Page, Reading
from newscrawl.reading.forms import same_address
from newscrawl.reading.onward import CHALLENGE, REDIRECT, RELOAD
from newscrawl.spiders.state import Target

COOKIE_CHECK = "cookie check"
REFUSES = (CHALLENGE, COOKIE_CHECK)
"""Problems by which a host refuses a crawler. The second is of a page that goes on asking for a cookie, though what it set came back."""

_LED = "newscrawl_led_from"  # an address
_BACK = "newscrawl_led_back"
_AGAIN = "newscrawl_second_look"
_COOKIE = "newscrawl_cookie_came"  # with an answer before


def request_for(target: Target, **arguments: Any) -> Request:
    """Return the Scrapy request for an address or a form."""
    if isinstance(target, str):
        return Request(target, **arguments)
    return FormRequest(target.url, method=target.method, formdata=target.form, **arguments)


def page_of(response: Response) -> Page:
    """Return a response as the reader wants a page; the moment of capture is now, or the archive's."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    refresh = response.headers.get("Refresh") or b""  # an address, in which bytes that are no ASCII are escaped
    headers = {
        "content-type": content_type,
        "refresh": "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in refresh),
    }
    now = response.meta.get("captured_at") or datetime.now(UTC)
    return Page(url=response.url, body=response.body, status=response.status, headers=headers, now=now)


def led_on(response: Response, reading: Reading) -> Request | None:
    """Return the request for where a page plainly sends its reader, the first time that it leads elsewhere, or back; then None."""
    if reading.problem == RELOAD:
        return None if _BACK in response.meta else _asked(response, _BACK)
    if not (reading.problem or "").startswith(REDIRECT):
        return None
    target = (reading.problem or "").removeprefix(REDIRECT)
    mark = _BACK if same_address(target, response.meta.get(_LED, "")) else _LED
    if mark in response.meta or not target.startswith(("http://", "https://")):
        return None
    try:
        return _asked(response, mark).replace(url=target, method="GET", body=b"")
    except ValueError:  # a port beyond all ports, say
        return None


def checks_cookies(response: Response, reading: Reading) -> bool:
    """Tell whether a page that was led to, with the cookies that had come, still shows nothing but the way back."""
    problem = reading.problem or ""
    cookies = "Set-Cookie" in response.headers or response.meta.get(_COOKIE)
    if not cookies or not problem.startswith((RELOAD, REDIRECT)):
        return False
    here, there = urlsplit(response.url), urlsplit(problem.removeprefix(REDIRECT))
    return _BACK in response.meta or (
        _LED in response.meta and there[:3] == here[:3]
    )  # some count their tries in the query


def second_look(response: Response, reading: Reading) -> Request | None:
    """Return the request once more where the site's own error page stands in a page's place, the first time; then None."""
    if not (reading.problem or "").startswith("error") or _AGAIN in response.meta:
        return None
    request = _asked(response, _AGAIN)
    return request.replace(priority=request.priority - 2)


def _asked(response: Response, mark: str) -> Request:
    """Return the request of a response without what Scrapy noted on it, marked as one that is made once."""
    assert response.request is not None
    own = (_LED, _BACK, _AGAIN, _COOKIE, "handle_httpstatus_list")
    meta = {key: value for key, value in response.meta.items() if key in own}
    if "Set-Cookie" in response.headers:
        meta[_COOKIE] = True
    return response.request.replace(meta={**meta, mark: response.url})
