"""What a page's head says of its post: `<title>`, OpenGraph, meta tags, JSON-LD. Witnesses, never the only word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urljoin, urlsplit

from newscrawl.normalize.text import one_line
from newscrawl.reading.page import Page

_PUBLISHED = frozenset(
    "article:published_time og:article:published_time datepublished dc.date dc.date.issued pubdate date".split()
)
_MODIFIED = frozenset("article:modified_time og:article:modified_time og:updated_time datemodified".split())
_ARTICLE_TYPES = frozenset(
    ("NewsArticle", "Article", "BlogPosting", "Report", "ReportageNewsArticle", "DiscussionForumPosting")
)
_NAME_OF_SITE = 8  # letters
_LEAST_CUT = 12  # letters
_LONGEST_JSON = 200_000
_SEGMENTS = re.compile(r"\s*(?:[|｜<>»«]|\s[-–—:·]+\s|::|\s[/]\s)\s*")
_LINK_ENDS = re.compile(r"\s*(?:</(?:span|em|strong|b|font|p)>\s*){0,2}</a\b", re.IGNORECASE)
_MOST_PLACES = 40
_LETTERS = re.compile(r"\W+")


def letters(text: str) -> str:
    """Return only the letters and digits of a text: what two ways to write one title have in common."""
    return (text if text.isalnum() else _LETTERS.sub("", text)).lower()


@dataclass(slots=True)
class Witnesses:
    """What the head says: titles (letters alone, of the whole and of its segments), dates and names as they stand there."""

    title: str = ""
    shared_title: str = ""
    site_name: str = ""
    description: str = ""
    is_article: bool = False
    source: str = ""  # the page's markup
    url: str = ""
    steps: set[str] = field(default_factory=set)  # the steps of its paths ("home > news > releases")
    _read: list[_Title] | None = None
    values: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # field → (rule, value)

    def note(self, name: str, rule: str, value: object) -> None:
        """Keep what a tag says of a field."""
        if isinstance(value, str) and (text := one_line(value)):
            self.values.setdefault(name, []).append((rule, text))

    def agreement(self, text: str) -> float:
        """Return how surely the head names a text as the page's title (0 to 1)."""
        key = letters(text)
        if len(key) < 2:
            return 0.0
        best = 0.0
        for told in self._titles():
            if key == told.held:
                return 1.0
            if key in told.held:
                share = len(key) / told.longest
                if key not in told.segments or share < 1:
                    best = max(best, min(0.9, 0.5 * share + 0.3 * len(key) / len(told.held)))
                else:  # short segments are names of boards and sites more often than of posts
                    best = max(best, 0.95 if len(key) > _NAME_OF_SITE else 0.2 if key == told.segments[-1] else 0.4)
            elif told.cut and len(told.held) > _LEAST_CUT and key.startswith(told.held[:-1]):
                best = max(best, 0.7)
        return best

    def is_link(self, text: str, besides: int = 0) -> bool:
        """Tell whether a link of the page, in a menu or a list, says this and nothing else; `besides` as many that do."""
        end = 0
        for _ in range(_MOST_PLACES):
            start = self.source.find(text, end)
            if start < 0:
                return False
            end = start + len(text)
            if _LINK_ENDS.match(self.source, end) and self.source[max(0, start - 80) : start].rstrip().endswith(">"):
                besides -= 1
                if besides < 0:
                    return True
        return False

    def is_here(self, href: str) -> bool:
        """Tell whether a link leads to the very page that it stands on, whatever else of a listing's state the page's address holds."""
        try:
            there, here = urlsplit(urljoin(self.url, href)), urlsplit(self.url)
        except ValueError:
            return False
        asked = set(parse_qsl(there.query))
        return there[:3] == here[:3] and (
            asked <= set(parse_qsl(here.query)) if asked else len(there.path) > 1 and not here.query
        )

    def _titles(self) -> list[_Title]:
        if self._read is None:
            self._read = [_title(whole) for whole in (self.shared_title, self.title) if letters(whole)]
        return self._read


class _Title(NamedTuple):
    """A title in letters alone: the whole, its segments, the length of the longest of these, and whether it is cut."""

    held: str
    segments: list[str]
    longest: int
    cut: bool


def _title(whole: str) -> _Title:
    segments = [letters(part) for part in _SEGMENTS.split(whole)]
    return _Title(letters(whole), segments, max(map(len, segments)), whole.endswith(("…", "...")))


def read_witnesses(page: Page) -> Witnesses:
    """Return what the head of the page says."""
    title = next(iter(page.named("title")), None)
    out = Witnesses(title=one_line(title.text or "") if title is not None else "", source=page.text, url=page.url)
    for meta in page.named("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = one_line(meta.get("content", ""))
        if not name or not content:
            continue
        if name == "og:title":
            out.shared_title = out.shared_title or content
        elif name == "og:site_name":
            out.site_name = content
        elif name in ("og:description", "description"):
            out.description = max(out.description, content, key=len)
        elif name == "og:type":
            out.is_article |= content.lower() in ("article", "news")
        elif name in _PUBLISHED:
            out.note("published_at", f"meta:{name}", content)
        elif name in _MODIFIED:
            out.note("modified_at", f"meta:{name}", content)
        elif name in ("article:author", "og:article:author", "dable:author"):
            out.note("author", f"meta:{name}", content)
        elif name in ("article:section", "og:article:section"):
            out.note("category", f"meta:{name}", content)
    for script in page.named("script"):
        if "ld+json" in (script.get("type") or ""):
            for item in _items(script.text or ""):
                _note_item(out, item)
    return out


def _items(source: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD script, a graph's too; nothing from what is no JSON."""
    if len(source) > _LONGEST_JSON:
        return
    try:
        data = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return
    items = data if isinstance(data, list) else [data]
    for item in items:
        if isinstance(item, dict):
            graph = item.get("@graph")
            yield from (node for node in graph if isinstance(node, dict)) if isinstance(graph, list) else (item,)


def _note_item(out: Witnesses, item: dict[str, Any]) -> None:
    kinds = item.get("@type")
    if not any(
        isinstance(kind, str) and kind in _ARTICLE_TYPES for kind in (kinds if isinstance(kinds, list) else [kinds])
    ):
        return
    out.is_article = True
    out.note("title", "json-ld:headline", item.get("headline"))
    out.note("published_at", "json-ld:datePublished", item.get("datePublished"))
    out.note("modified_at", "json-ld:dateModified", item.get("dateModified"))
    authors = item.get("author")
    for author in authors if isinstance(authors, list) else [authors]:
        out.note("author", "json-ld:author", author.get("name") if isinstance(author, dict) else author)
