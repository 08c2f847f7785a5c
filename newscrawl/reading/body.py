"""The body of a post from the elements that hold it: its text and pictures; and where programs hide a body that the page does not show."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawl.items import Image
from newscrawl.normalize.text import one_line
from newscrawl.reading.outline import Outline
from newscrawl.reading.page import Page
from newscrawl.reading.region import Region
from newscrawl.reading.text import is_hidden, is_offscreen, line, paragraphs
from newscrawl.reading.vocabulary import field_of
from newscrawl.reading.witnesses import letters
from newscrawl.reading.words import is_prose

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-url", "src")
_DESCRIBES = re.compile(
    r"(?:제공|나타|구성|안내)\S{0,6}\s?(?:표|항목|있습니다|합니다|됩니다|목록)|(?:항목|목록|정보)을?\s?(?:제공|나타)"
)
_TINY = re.compile(r"\s*[0-2](?:px)?\s*")
_TINY_STYLE = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*[0-2](?:px)?\s*(?:;|$)", re.IGNORECASE)
_BUTTON = re.compile(r"/(?:btn|button|icons?|ico|bullet|bul|blank|spacer)[_./-][^/]*$|/icons?/[^/]*$", re.IGNORECASE)
_HANGUL = re.compile(r"[가-힣]{2}")
_NO_BODY = re.compile(
    r"youtube|vimeo|facebook|google|kakao|naver\.com/(?:share|openapi)|recaptcha|[/.]ads?[/.?]|banner|like|share|blank|map",
    re.IGNORECASE,
)
_LEAST_HIDDEN = 40  # characters
_LEAST_DECOY = 20  # characters


def skipped(out: Outline, region: Region) -> set[HtmlElement]:
    """Return the elements inside the region whose text is none of the post: furniture, text for screen readers, repeated decoys."""
    left = {out.elements[index] for index in region.left_out}
    if not region.nodes:
        return left
    first = out.first_chunk[region.nodes[0]]
    if region.after < 0 and first < len(out.chunks) and field_of(out.chunks[first].text) == "body":
        left.add(out.elements[out.chunks[first].owner])
    left.update(_captions(out, region))
    twins: Counter[tuple[str, int, str]] = Counter()
    places: list[tuple[HtmlElement, tuple[str, int, str]]] = []
    for node in region.nodes:
        for index in range(node, out.ends[node]):
            if not out.marks[index]:
                continue
            element = out.elements[index]
            if is_offscreen(element):
                left.add(element)
            elif out.chars[index] >= _LEAST_DECOY and element.get("id"):
                key = out.marks[index], out.chars[index], out.chunks[out.first_chunk[index]].text
                twins[key] += 1
                places.append((element, key))
    left.update(element for element, key in places if twins[key] > 1)
    return left


def _captions(out: Outline, region: Region) -> set[HtmlElement]:
    """Return the captions of tables that only screen readers are meant to read: they describe the table or repeat its heading."""
    captions = [caption for node in region.nodes for caption in out.elements[node].iter("caption")]
    if not captions:
        return set()
    said = {letters(chunk.text) for node in region.nodes for chunk in out.texts(node)}
    told = {caption: line(caption) for caption in captions}
    return {
        caption
        for caption, text in told.items()
        if _DESCRIBES.search(text) or any(letters(text)[:length] in said for length in range(6, len(text) + 1))
    }


def body_text(out: Outline, region: Region, left: AbstractSet[HtmlElement]) -> str:
    """Return the text of the region, as the data contract has a body."""
    after = out.chunks[region.after].raw if region.after >= 0 else None
    parts = (
        paragraphs(out.elements[node], left, after=after) for node in region.nodes if out.elements[node] not in left
    )
    return "\n\n".join(part for part in parts if part)


def body_images(page: Page, elements: Sequence[HtmlElement], left: AbstractSet[HtmlElement]) -> list[Image]:
    """Return the pictures in the elements of a body; what is a pixel wide, or a button, is none."""
    found: dict[str, Image] = {}
    for element in elements:
        for picture in element.iter("img"):
            source = next(
                (value for name in _LAZY if (value := picture.get(name, "").strip()) and not value.startswith("data:")),
                "",
            )
            url = page.absolute(source) if source else None
            if url is None or url in found or _is_tiny(picture) or _BUTTON.search(url):
                continue
            if not any(holder in left for holder in picture.iterancestors()):
                found[url] = Image(url=url, alt=one_line(picture.get("alt", "")) or None, caption=_caption(picture))
    return list(found.values())


def _is_tiny(picture: HtmlElement) -> bool:
    sides = (picture.get(side, "") for side in ("width", "height"))
    return any(_TINY.fullmatch(side) for side in sides) or _TINY_STYLE.search(picture.get("style", "")) is not None


def _caption(picture: HtmlElement) -> str | None:
    """Return the text of the `figcaption` beside a picture."""
    figure = next(picture.iterancestors("figure"), None)
    caption = figure.find(".//figcaption") if figure is not None else None
    return None if caption is None else line(caption) or None


@dataclass(slots=True, frozen=True)
class Hidden:
    """A body that a script puts into the page: its markup, parsed, and its text."""

    element: HtmlElement
    text: str


def elsewhere(page: Page) -> tuple[Hidden | None, str | None]:
    """Return the body that waits in a form field for a script to show it, or the address of a frame that holds it, as a warning."""
    best: Hidden | None = None
    name = ""
    for item in page.root.iter("input", "textarea"):
        source = (item.get("value") if item.tag == "input" else item.text_content()) or ""
        if len(source) < _LEAST_HIDDEN or (item.tag == "input" and item.get("type") != "hidden"):
            continue
        hidden = _parsed(source)
        if (
            is_prose(hidden.text)
            and _HANGUL.search(hidden.text)
            and (best is None or len(hidden.text) > len(best.text))
        ):
            best, name = hidden, item.get("id") or item.get("name") or item.tag
    if best is not None:
        return best, f"body is in a hidden field: {name}"
    for frame in page.root.iter("iframe", "frame"):
        url = page.absolute(frame.get("src", ""))
        if url and not _NO_BODY.search(url) and not is_hidden(frame) and not _is_tiny(frame):
            return None, f"body is in an iframe: {url}"
    return None, None


def _parsed(source: str) -> Hidden:
    """Parse what a field holds; markup that was escaped twice too."""
    if "<" not in source and "&lt;" in source:
        source = html.unescape(source)
    markup = source if "<" in source else html.escape(source).replace("\n", "<br>")
    element = Page(url="about:blank", body=f"<html><body>{markup}</body></html>".encode("utf-8", "replace")).root
    return Hidden(element, paragraphs(element))
