"""Between Scrapy and the reader: a target as a request, a response as a page, and the one step that a page may send its reader on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scrapy import FormRequest, Request
from scrapy.http import Response

from newscrawl.reading import Page, Reading
from newscrawl.spiders.state import Target

_LED = "newscrawl_led_from"
_AGAIN = "newscrawl_second_look"
_REDIRECT = "redirect: "


def request_for(target: Target, **arguments: Any) -> Request:
    """Return the Scrapy request for an address or a form."""
    if isinstance(target, str):
        return Request(target, **arguments)
    return FormRequest(target.url, method=target.method, formdata=target.form, **arguments)


def page_of(response: Response) -> Page:
    """Return a response as the reader wants a page; the moment of capture is now, or the archive's."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    now = response.meta.get("captured_at") or datetime.now(UTC)
    return Page(
        url=response.url, body=response.body, status=response.status, headers={"content-type": content_type}, now=now
    )


def led_on(response: Response, reading: Reading) -> Request | None:
    """Return the request for where a page plainly sends its reader (`location=`, meta refresh), the first time; then None."""
    problem = reading.problem or ""
    if not problem.startswith(_REDIRECT) or _LED in response.meta:
        return None
    target = problem.removeprefix(_REDIRECT)
    if not target.startswith(("http://", "https://")):
        return None
    try:
        return _asked(response, _LED).replace(url=target, method="GET", body=b"")
    except ValueError:  # a port beyond all ports, say
        return None


def second_look(response: Response, reading: Reading) -> Request | None:
    """Return the request once more where the site's own error page stands in a page's place, the first time; then None."""
    if not (reading.problem or "").startswith("error") or _AGAIN in response.meta:
        return None
    request = _asked(response, _AGAIN)
    return request.replace(priority=request.priority - 2)


def _asked(response: Response, mark: str) -> Request:
    """Return the request of a response without what Scrapy noted on it, marked as one that is made once."""
    assert response.request is not None
    own = (_LED, _AGAIN, "handle_httpstatus_list")
    meta = {key: value for key, value in response.meta.items() if key in own}
    return response.request.replace(meta={**meta, mark: True})
