"""Sanitised HTML of a part of a page: no scripts, styles, handlers or form controls, absolute addresses."""

from __future__ import annotations

import html
from collections.abc import Collection
from copy import deepcopy

import nh3
from lxml import etree
from lxml.html import HtmlElement

from newscrawl.normalize.secrets import without_secrets
from newscrawl.normalize.text import without_controls
from newscrawl.reading.page import Page

_TAGS = set(
    "a abbr b blockquote br caption center cite code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img "
    "ins kbd li mark ol p pre q s section small span strong sub summary sup table tbody td tfoot th thead tr u ul var".split()
)
_GONE = {
    "script",
    "style",
    "template",
    "noscript",
    "select",
    "option",
    "textarea",
    "button",
    "input",
    "object",
    "embed",
    "iframe",
    "title",
    "svg",
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "ol": {"start", "type"},
}
# half of what word processors write, and allowed on nothing: taken off before there is markup to clean
_WORDY = ("style", "class")
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_GONE,
    attributes=_ATTRIBUTES,
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
)
# nh3's time is quadratic in these two; in their place it is given controls, of which the markup has none left
_STAND_INS = {"&amp;": "\x01", "\u00a0": "\x02"}
_WRITTEN = {"\x01": "&amp;", "\x02": "&nbsp;"}
_SOURCES = ("data-src", "data-original", "data-lazy-src")


def sanitised(page: Page, elements: Collection[HtmlElement], left_out: Collection[HtmlElement]) -> str | None:
    """Return the elements' markup without the parts that are left out; null where nothing is there."""
    parts = (_clean(page, element, left_out) for element in elements if element not in left_out)
    return "\n".join(part for part in parts if part) or None


def as_markup(text: str) -> str | None:
    """Return a text's paragraphs and lines as markup, for a body that no element holds alone."""
    parts = (html.escape(part, quote=False).replace("\n", "<br>") for part in text.split("\n\n") if part)
    return "\n".join(f"<p>{part}</p>" for part in parts) or None


def _clean(page: Page, element: HtmlElement, left_out: Collection[HtmlElement]) -> str:
    copy = deepcopy(element)
    copy.tail = None
    if left_out:
        for original, twin in list(zip(element.iter(), copy.iter(), strict=True)):
            if original in left_out and twin is not copy:
                twin.drop_tree()
    for link in copy.iter("a", "img"):
        name = "href" if link.tag == "a" else "src"
        value = next(filter(None, map(link.get, (*_SOURCES, name))), None) if name == "src" else link.get(name)
        if value:
            url = page.absolute(value)
            _set(link, name, url and without_secrets(url))
    etree.strip_attributes(copy, *_WORDY)
    markup = without_controls(etree.tostring(copy, encoding="unicode", method="html"))
    return _cleaned(markup).strip()


def _cleaned(markup: str) -> str:
    """Return what nh3 leaves of markup that has no controls, in time that grows with its length alone."""
    for text, stand_in in _STAND_INS.items():
        markup = markup.replace(text, stand_in)
    markup = _CLEANER.clean(markup)
    for stand_in, text in _WRITTEN.items():
        markup = markup.replace(stand_in, text)
    return markup


def _set(element: HtmlElement, name: str, value: str | None) -> None:
    if value is None:
        element.attrib.pop(name, None)
    else:
        element.set(name, value)
