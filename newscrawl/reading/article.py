"""An article page: what it shows of the post, and with which rule and how surely each thing was read."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from lxml.html import HtmlElement

from newscrawl.normalize.dates import read_date
from newscrawl.normalize.text import one_line
from newscrawl.reading.body import body_images, body_text, elsewhere, skipped
from newscrawl.reading.evidence import Evidence, ShownArticle, ShownRow
from newscrawl.reading.files import find_files
from newscrawl.reading.heading import Heading, find_heading, worth
from newscrawl.reading.labels import DATES, Label, find_labels, value_in
from newscrawl.reading.markup import as_markup, sanitised
from newscrawl.reading.outline import Outline
from newscrawl.reading.page import Page
from newscrawl.reading.program import AskedFor
from newscrawl.reading.region import Region, find_region
from newscrawl.reading.text import line
from newscrawl.reading.values import select
from newscrawl.reading.witnesses import Witnesses, letters, read_witnesses

_FIELDS = ("published_at", "modified_at", "view_count", "author", "department", "contact", "category")
_LICENCE = re.compile(r"공공누리|\b(?:kogl|ccl)\b")
_TYPE = re.compile(r"[0-4]\s?유형|출처\s?표시")
_RIGHTS = re.compile(r"저작권자\s?[(©ⓒ:]|[©ⓒ].{2,60}무단")
_HANGUL = re.compile(r"[가-힣]")
_LATIN = re.compile(r"[A-Za-z]")

_NOTICE = 200  # characters of a notice of rights

# How surely a rule tells a value, where the page shows it
_LABELLED, _UNLABELLED, _HEAD, _FAMILY = 0.9, 0.6, 0.4, 0.95
_LISTED = 0.08  # what the listing's saying the same adds


def read_article(
    page: Page,
    *,
    row: ShownRow | None = None,
    hints: Mapping[str, str] | None = None,
    rows: Collection[HtmlElement] = (),
    files: Sequence[AskedFor] = (),
) -> ShownArticle | None:
    """Return the article that the page shows, or None where it is no article.

    `row` is what the listing said of it; `hints` are a family's CSS selectors by field ("title", "body", "published_at" …), further
    candidates beside what the generic reader finds. `rows` are the page's own listing rows: no post has its heading in one. `files`
    tells what file links ask for where the page does not.
    """
    out = page.outline
    witnesses = read_witnesses(page)
    labels = find_labels(out)
    heading = find_heading(out, labels, witnesses, row.evidence.value("title") if row else None)
    if heading is None or _stands_in(out.elements[heading.title_node], rows):
        return None
    region = find_region(out, heading.last)
    if not _is_article(out, heading, region, labels, witnesses):
        return None
    article = ShownArticle(confidence=round(min(1.0, heading.title_confidence + 0.05 * worth(heading.labels)), 3))
    _note(out, article.evidence, heading, witnesses, row)
    _note_departments(out, article.evidence, labels, region)
    _note_rights(out, article.evidence, heading.last)
    region = _hinted(page, article, region, hints or {})
    _read_body(page, article, region)
    article.attachments = find_files(page, out, labels, out.chunks[heading.first].owner, region, files)
    article.language = language_of(page, article.body)
    return article


def _stands_in(element: HtmlElement, rows: Collection[HtmlElement]) -> bool:
    return element in rows or any(holder in rows for holder in element.iterancestors())


def _is_article(out: Outline, heading: Heading, region: Region, labels: list[Label], witnesses: Witnesses) -> bool:
    """Tell whether what was found is a post and no listing, menu or static page."""
    fields = {label.field for label in heading.labels}
    labelled = {label.field for label in heading.labels if label.labelled}
    if heading.title_confidence < 0.2 or (heading.doubtful and not labelled & {"published_at", "view_count"}):
        return False
    agreement = witnesses.agreement(heading.title)
    if out.linked[heading.title_node] and not agreement:
        return False  # a title that leads to the post is that of a row
    if "published_at" in fields and fields & {"view_count", "author", "attachment", "title", "department"}:
        return True
    if "view_count" in labelled and heading.title_confidence >= 0.5 and region.weight >= 40:
        return True
    if "published_at" in fields or worth(heading.labels) >= 5:
        pictures = any(out.count(out.images, node) for node in region.nodes)
        return (region.weight > 0 or pictures) and (
            agreement >= 0.5 or heading.title_confidence >= 0.4 or witnesses.is_article
        )
    if region.weight < 60:
        return False
    if witnesses.is_article and agreement >= 0.6:
        return True
    files = any(label.field == "attachment" and label.first > heading.last for label in labels)
    return files and agreement >= 0.85 and heading.title_confidence >= 0.4


def _note(out: Outline, evidence: Evidence, heading: Heading, witnesses: Witnesses, row: ShownRow | None) -> None:
    """Note what the heading shows, the surer where the listing says the same, and what the page's head says."""
    evidence.add("title", heading.title, heading.title_rule, heading.title_confidence)
    for rival in heading.rivals:
        evidence.add("title", rival.text, rival.rule, max(0.0, min(rival.score, heading.title_confidence - 0.01)))
    for label in heading.labels:
        if label.field in _FIELDS:
            sureness = _LABELLED if label.labelled else _UNLABELLED
            sureness += _LISTED if _agrees(row, label) else 0.0
            evidence.add(label.field, label.value, label.rule, sureness)
            if label.field in DATES and (exact := _exact(out, label)):
                evidence.add(label.field, exact, "time[datetime]", sureness + 0.01)
    for name, told in witnesses.values.items():
        for rule, text in told:
            evidence.add(name, text, rule, min(_HEAD, heading.title_confidence - 0.01) if name == "title" else _HEAD)


def _exact(out: Outline, label: Label) -> str | None:
    """Return the moment that the markup of a date gives more exactly than its text, of the same day."""
    stamp = out.elements[out.chunks[label.last].owner].get("datetime")
    return stamp if stamp and _same(label.field, stamp, label.value) and "T" in stamp else None


def _agrees(row: ShownRow | None, label: Label) -> bool:
    listed = row.evidence.value(label.field) if row is not None else None
    return listed is not None and _same(label.field, listed, label.value)


def _note_departments(out: Outline, evidence: Evidence, labels: list[Label], region: Region) -> None:
    """Note offices that tables inside the post name as the one in charge; what the heading says goes before."""
    for label in labels:
        if (
            label.field == "department"
            and label.rule.startswith(("th/", "dt/"))
            and region.node_of(out, label.owner) >= 0
        ):
            evidence.add("department", label.value, f"in the body, {label.rule}", _HEAD)


def _note_rights(out: Outline, evidence: Evidence, after: int) -> None:
    """Note the licence, or the notice of rights, that stands below the post."""
    for chunk in out.chunks[after + 1 :]:
        lower = chunk.raw.lower()
        if ("공공누리" in lower or "kogl" in lower or "ccl" in lower) and _LICENCE.search(lower):
            holders = (node for node in (chunk.owner, *out.ancestors(chunk.owner)) if out.chars[node] <= _NOTICE)
            if holder := next((node for node in holders if _TYPE.search(out.text(node))), 0):
                evidence.add("copyright", out.text(holder), "licence", 0.8)
                return
        elif _RIGHTS.search(chunk.raw) and len(chunk.raw) < _NOTICE:
            evidence.add("copyright", chunk.text, "notice of rights", 0.7)


def _hinted(page: Page, article: ShownArticle, region: Region, hints: Mapping[str, str]) -> Region:
    """Note what a family's selectors find; where that is not what the generic reader found, say so."""
    evidence = article.evidence
    for name, css in hints.items():
        found = select(page.root, css) if name in (*_FIELDS, "title") else []
        value = value_in(name, line(found[0])) if found else None
        shown = evidence.value(name)
        if value and shown and not _same(name, value, shown):
            article.warnings.append(f"{name}: the family's selector says {value!r}, the page otherwise {shown!r}")
        evidence.add(name, value, f"family:{css}", _FAMILY)
    if "body" not in hints:
        return region
    out = page.outline
    chosen = [element for element in select(page.root, hints["body"]) if element in out.elements]
    nodes = _outermost(out, sorted(out.elements.index(element) for element in chosen if line(element)))
    if not nodes:
        return region
    if letters("".join(map(out.text, nodes))) == letters("".join(map(out.text, region.nodes))):
        return region
    article.warnings.append("body: the family's selector and the generic reader disagree")
    if not region.nodes:
        nodes = [max(nodes, key=out.chars.__getitem__)]
    elif (
        not all(region.node_of(out, node) >= 0 for node in nodes)
        or _leaves_prose_before(out, region, nodes[0])
        or 2 * sum(out.chars[node] for node in nodes) <= sum(out.chars[one] for one in region.nodes)
    ):
        return region
    return Region(
        nodes=nodes, weight=float(sum(out.chars[node] for node in nodes)), left_out=region.left_out, stop=region.stop
    )


def _outermost(out: Outline, nodes: list[int]) -> list[int]:
    """Return the elements that stand in none of the others."""
    kept: list[int] = []
    for node in nodes:
        if not kept or not out.holds(kept[-1], node):
            kept.append(node)
    return kept


def _leaves_prose_before(out: Outline, region: Region, node: int) -> bool:
    """Tell whether sentences of the post stand before an element: a selector that leaves them out does not know the post's beginning."""
    return any(
        out.prose_before[out.first_chunk[node]] > out.prose_before[out.first_chunk[one]]
        for one in region.nodes
        if one <= node
    )


def _same(name: str, one: str, other: str) -> bool:
    if name in DATES:
        return (read_date(one, None).iso or "")[:10] == (read_date(other, None).iso or "")[:10]
    return letters(one) == letters(other)


def _read_body(page: Page, article: ShownArticle, region: Region) -> None:
    """Read the text, markup and pictures of the region; where it holds none, look where programs hide a body."""
    out = page.outline
    left = skipped(out, region)
    article.body = body_text(out, region, left)
    article.images = body_images(page, [out.elements[node] for node in region.nodes], left)
    elements = [out.elements[node] for node in region.nodes if region.after < 0]
    article.elements, article.left_out = elements, left
    if not article.body and not article.images:
        hidden, warning = elsewhere(page)
        if hidden is not None:
            article.body, elements, left = hidden.text, [hidden.element], set()
        if warning:
            article.warnings.append(warning)
    article.body_html = sanitised(page, elements, left) if elements else as_markup(article.body)


def language_of(page: Page, body: str) -> str:
    """Return the language of the text: Korean, unless it has hardly any Hangul and the page names another."""
    named = one_line(page.root.get("lang") or page.root.get("xml:lang") or "").partition("-")[0].lower()
    letters_of = len(_LATIN.findall(body))
    if letters_of < 100 or len(_HANGUL.findall(body)) * 20 > letters_of:
        return "ko"
    return named if named and named != "ko" else "en"
