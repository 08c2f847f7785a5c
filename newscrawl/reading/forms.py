"""Forms as a browser would send them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from newscrawl.items import PageRequest
from newscrawl.reading.page import Page

_NOT_SENT = frozenset(("submit", "button", "image", "reset", "file"))
_MOST_FIELDS = 300


def form_of(element: HtmlElement) -> HtmlElement | None:
    """Return the form that an element stands in."""
    return next(element.iterancestors("form"), None)


def fields_of(form: HtmlElement) -> dict[str, str]:
    """Return the fields that a form would send as it stands: of several of one name, the first."""
    fields: dict[str, str] = {}
    for count, item in enumerate(form.iter("input", "select", "textarea")):
        name = item.get("name")
        if count >= _MOST_FIELDS:
            break
        if not name or name in fields or item.get("disabled") is not None:
            continue
        value = _value_of(item)
        if value is not None:
            fields[name] = value
    return fields


def _value_of(item: HtmlElement) -> str | None:
    if item.tag == "textarea":
        return item.text or ""
    if item.tag == "select":
        options = list(item.iter("option"))
        chosen = next(
            (option for option in options if option.get("selected") is not None), options[0] if options else None
        )
        if chosen is None:
            return None
        value = chosen.get("value")
        return (chosen.text or "").strip() if value is None else value
    kind = (item.get("type") or "text").lower()
    if kind in _NOT_SENT or (kind in ("checkbox", "radio") and item.get("checked") is None):
        return None
    return item.get("value") or ""


def request_of(
    page: Page, form: HtmlElement, changes: Mapping[str, str], action: str | None = None, method: str | None = None
) -> PageRequest | str | None:
    """Return what sending a form asks for: an address for GET, a request for POST, None where its action is no address."""
    url = page.absolute(action if action is not None else form.get("action") or page.url)
    if url is None:
        return None
    fields = {**fields_of(form), **changes}
    if (method or form.get("method") or "get").lower() == "post":
        return PageRequest(url=url, form=fields)
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode(fields, encoding="utf-8"), fragment=""))


def same_address(one: str, two: str) -> bool:
    """Tell whether two addresses name the same page: order of parameters, empty ones and fragments aside."""
    return _comparable(one) == _comparable(two)


def _comparable(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path or "/", sorted(parse_qsl(parts.query))
