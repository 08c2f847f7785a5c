"""What a script that is not on the page asks for, as the page's program is known to: the way where the page itself does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from lxml.html import HtmlElement

from newscrawl.items import PageRequest
from newscrawl.reading.calls import sent_at_once
from newscrawl.reading.follow import Answer
from newscrawl.reading.forms import fields_of, form_of, request_of
from newscrawl.reading.page import Page
from newscrawl.reading.program import AskedFor, Filled, Paged
from newscrawl.reading.script import Node, parse

_HOLE = re.compile(r"\{([^{}]*)\}")
_SCHEME = re.compile(r"^\s*javascript:", re.IGNORECASE)
_AROUND = 3  # holders of what is clicked whose attributes count as its own
_MOST_FORMS = 20
_SAFE = "/,"
_WINDOW = ("window", "parent", "self", "top", "opener")
_HALF = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,9}")


def build(page: Page, known: Sequence[AskedFor], script: str, element: HtmlElement | None) -> Answer:
    """Return what a click asks for: `script` is what it runs ("" where nothing but attributes tell), `element` what is clicked."""
    called = list(_calls_in(script)) if script else []
    for asked in known:
        if asked.at not in page.url or asked.when not in page.text:
            continue
        for values in _given(asked, called, element):
            answer = _filled(page, asked, values, element)
            if answer is not None:
                return answer
    return None


def build_opening(page: Page, openings: Sequence[Filled]) -> Answer:
    """Return how a listing is asked for whose address answered with a page that only a script would fill.

    By the form that the page posts by itself, else as its program is known to ask.
    """
    if (sent := sent_at_once(page)) is not None:
        return sent
    fitting = (_filled(page, opening, {}, None) for opening in openings if opening.at in page.url)
    return next((answer for answer in fitting if answer is not None), None)


def build_page(page: Page, paged: Paged | None, script: str, element: HtmlElement | None) -> Answer:
    """Return what a pager's call asks for: its number in the page's own address, or in the form that holds the number."""
    if paged is None or paged.by == "path":
        return None
    called = (values[:1] for name, values in _calls_in(script) if name in paged.calls)
    number = next((value for first in called for value in first if value and _NUMBER.fullmatch(value)), None)
    if number is None:
        return None
    if paged.by == "post":
        form = next((form for form in _forms(page, element) if paged.parameter in fields_of(form)), None)
        return None if form is None else request_of(page, form, {paged.parameter: number})
    parts = urlsplit(page.url)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != paged.parameter]
    query = urlencode([*pairs, (paged.parameter, number)], safe=_SAFE, quote_via=quote)
    return urlunsplit(parts._replace(query=query, fragment=""))


def _given(
    asked: AskedFor, called: Sequence[tuple[str, list[str | None]]], element: HtmlElement | None
) -> Iterator[dict[str, str]]:
    """Yield the values of the arguments, by name, for each call (or attribute) that this one is about."""
    if asked.attribute:
        value = _attribute(element, asked.attribute)
        if value:
            yield dict.fromkeys(asked.arguments[:1], value)
        return
    names = list(asked.arguments)
    more = names[-1:] == ["..."]
    if more:
        names.pop()
    for name, values in called:
        if name != asked.function or len(values) < len(names) or (len(values) > len(names) and not more):
            continue
        told = list(zip(names, values, strict=False))
        if all(value == name[1:] for name, value in told if name.startswith("=")):
            yield {name: value for name, value in told if value and not name.startswith("=")}


def _filled(page: Page, asked: Filled, values: Mapping[str, str], element: HtmlElement | None) -> Answer:
    """Return the request with every place in it filled; None where nothing on the page fills one."""
    path, _, query = asked.url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    try:
        path = _HOLE.sub(lambda hole: quote(_value(page, hole[1], values, element), safe="/"), path)
        asked_for = _pairs(page, pairs, values, element)
        form = _pairs(page, list(asked.form.items()), values, element)
    except LookupError:
        return None
    url = page.absolute(path + (f"?{urlencode(asked_for, safe=_SAFE, quote_via=quote)}" if asked_for else ""))
    if url is None or asked.method == "GET":
        return url
    return PageRequest(url=url, form=dict(form))


def _pairs(
    page: Page, pairs: Sequence[tuple[str, str]], values: Mapping[str, str], element: HtmlElement | None
) -> list[tuple[str, str]]:
    """Return parameters or fields with their values; those that may be left out are, where nothing has a value for them."""
    found = []
    for name, text in pairs:
        value = _HOLE.sub(lambda hole: _value(page, hole[1], values, element), text)
        if value or not text:
            found.append((name, value))
    return found


def _value(page: Page, hole: str, values: Mapping[str, str], element: HtmlElement | None) -> str:
    """Return the first value that the words of a place have, "" where it may have none. Raises LookupError where it must have one."""
    for word in hole.split("|"):
        if not word:
            return ""
        sign, name = (word[0], word[1:]) if word[0] in "?#@/=" else ("", word)
        if not sign:
            value = values.get(name, "")
        elif sign == "?":
            value = dict(parse_qsl(urlsplit(page.url).query)).get(name, "")
        elif sign == "#":
            value = next(filter(None, (fields_of(form).get(name, "") for form in _forms(page, element))), "")
        elif sign == "@":
            value = _attribute(element, name)
        elif sign == "/":
            segments = unquote(urlsplit(page.url).path).split("/")
            value = segments[int(name)] if int(name) < len(segments) - 1 else ""
        else:
            value = name
        if value:
            return value
    raise LookupError(hole)


def _forms(page: Page, element: HtmlElement | None) -> list[HtmlElement]:
    """Return the page's forms, the one around what is clicked first."""
    own = form_of(element) if element is not None else None
    others = (form for form in page.named("form")[:_MOST_FORMS] if form is not own)
    return [*([own] if own is not None else ()), *others]


def _attribute(element: HtmlElement | None, name: str) -> str:
    """Return the value of an attribute of what is clicked, or of what it stands in."""
    if element is None:
        return ""
    around = (element, *islice(element.iterancestors(), _AROUND))
    return next((value.strip() for one in around if (value := one.get(name))), "")


def _calls_in(script: str) -> Iterator[tuple[str, list[str | None]]]:
    """Yield the calls in a script with their arguments in order; None stands for one that is not written out."""
    waiting = list(reversed(parse(_SCHEME.sub("", script))))
    while waiting:
        node = waiting.pop()
        if node.kind == "call" and (name := _dotted(node.parts[0])):
            yield name, [_written_out(part) for part in node.parts[1:]]
        waiting.extend(reversed(node.parts))


def _written_out(node: Node) -> str | None:
    """Return the text or number that an argument is, None where it is another thing, or half a character."""
    return node.word if node.kind in ("text", "number") and not _HALF.search(node.word) else None


def _dotted(node: Node) -> str:
    """Return the name of what is called, as written ("goTo.view"), without the window that it stands in."""
    words: list[str] = []
    while node.kind == "member":
        words.append(node.word)
        node = node.parts[0]
    if node.kind != "name":
        return ""
    words.append(node.word)
    while len(words) > 1 and words[-1] in _WINDOW:
        words.pop()
    return ".".join(reversed(words))
