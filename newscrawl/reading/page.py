"""A page as it arrived: address, bytes, headers and the moment of capture; its text and tree are made once, when asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import urljoin

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from newscrawl.reading.charset import decode
from newscrawl.reading.outline import Outline, outline

_UNWANTED = bytes(code for code in range(32) if code not in b"\t\n\r")
_DOCUMENT_ENDS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")
_EMPTY = frozenset(b"area base br col embed frame hr img input link meta param source track wbr o:p".split())
# lxml.html's own lookup asks Python for the class of each element: three times slower
_ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement)
_DEEPEST = 1000
_PLAIN_PATH = re.compile(r"/?[\w-]+(?:[./][\w-]+)*(?:\?[^#\s]+)?$", re.ASCII)
_ASKED_FOR = ("base", "title", "meta", "script", "form", "input", "select", "table")
_LITTLE = 40  # characters


@dataclass(kw_only=True)
class Page:
    """A fetched or saved page.

    `headers` has lower-case names. `charset` is what somebody says it is, and is only a witness. `now` is the moment of capture,
    aware; without it "10:23" and "3시간 전" are no dates.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    charset: str | None = None
    now: datetime | None = None
    selected: dict[str, frozenset[HtmlElement]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What the selectors of the page's scripts found so far, by selector."""

    @cached_property
    def decoded(self) -> tuple[str, str]:
        """The text and the charset that it was read with."""
        return decode(self.body, self.headers.get("content-type", ""), self.charset)

    @property
    def text(self) -> str:
        """The page's markup as text."""
        return self.decoded[0]

    @cached_property
    def root(self) -> HtmlElement:
        """The page's tree, without comments and processing instructions; an empty `html` element where there is no markup."""
        markup = self.text.encode("utf-8", "replace").translate(None, _UNWANTED)
        return _parse(_DOCUMENT_ENDS.sub(b"", markup))

    def named(self, name: str) -> Sequence[HtmlElement]:
        """Return the page's elements of one of the names that are asked for again and again, in document order: one pass finds them all."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, list[HtmlElement]]:
        found: dict[str, list[HtmlElement]] = {name: [] for name in _ASKED_FOR}
        for element in self.root.iter(*_ASKED_FOR):
            found[element.tag].append(element)
        return found

    @cached_property
    def script_text(self) -> str:
        """The text of the page's own scripts, one after another."""
        return "\n".join(script.text for script in self.named("script") if script.text and script.get("src") is None)

    @cached_property
    def outline(self) -> Outline:
        """The page in document order; without its menus, unless it is nothing but what looks like one."""
        out = outline(self.root)
        return out if out.chars[0] >= _LITTLE else outline(self.root, everything=True)

    @cached_property
    def base_url(self) -> str:
        """The address that relative links are resolved against (`<base href>`, else the page's own)."""
        base = next((base for base in self.named("base") if base.get("href") is not None), None)
        return self.url if base is None else self.absolute(base.get("href", ""), self.url) or self.url

    @cached_property
    def _origin(self) -> str:
        return urljoin(self.base_url, "/")[:-1]

    @cached_property
    def _folder(self) -> str:
        return urljoin(self.base_url, "x")[:-1]

    def absolute(self, href: str, base: str | None = None) -> str | None:
        """Return `href` as an absolute http(s) address, or None where it is none (scripts, mail, broken)."""
        href = href.strip()
        try:
            if base is None and _PLAIN_PATH.match(href):  # what urljoin makes of it, ten times faster
                url = (self._origin if href[0] == "/" else self._folder) + href
            else:
                url = urljoin(base or self.base_url, href)
        except ValueError:
            return None
        return url if url.lower().startswith(("http://", "https://")) else None


def _parse(markup: bytes) -> HtmlElement:
    """Return the tree of markup without `</body>` and `</html>`: libxml2 drops what some pages have after these."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        root = lxml.html.document_fromstring(markup, parser=parser)
        if any("Excessive depth" in entry.message for entry in parser.error_log):
            root = lxml.html.document_fromstring(_flatten(markup), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = lxml.html.document_fromstring(b"<html><body></body></html>", parser=parser)
    return root


def _flatten(markup: bytes) -> bytes:
    """Return the markup with the tags left out that stand deeper than libxml2 reads (2,048 levels); a line break stands for each."""
    kept: list[bool] = []

    def tag(match: re.Match[bytes]) -> bytes:
        if match[2].lower() in _EMPTY:
            return match[0]
        if not match[1]:
            kept.append(len(kept) < _DEEPEST)
            return match[0] if kept[-1] else b"<br>"
        return match[0] if not kept or kept.pop() else b"<br>"

    return _TAG.sub(tag, markup)
