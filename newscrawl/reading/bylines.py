"""What stands by a title without a label: the date, the count of views, the writer, the category; told by place, shape and class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from itertools import takewhile

from newscrawl.normalize.counts import looks_like_count
from newscrawl.normalize.dates import looks_like_date
from newscrawl.reading.furniture import is_list, opens_furniture
from newscrawl.reading.headlines import NAMED, Candidate, is_board_word
from newscrawl.reading.labels import Label
from newscrawl.reading.outline import Chunk, Outline
from newscrawl.reading.vocabulary import field_of
from newscrawl.reading.witnesses import letters
from newscrawl.reading.words import is_prose

_FULL_DATE = re.compile(r"[0-9]{2,4}\s?[-./년]\s?[0-9]{1,2}\s?[-./월]\s?[0-9]{1,2}")
_DIGIT = re.compile(r"[0-9]")
_PAPER = re.compile(r"\s*\[[^\[\]]{2,20}\]$")  # the paper's name behind a date
_SIGNS = re.compile(r"\s*[|｜ㅣ·•]\s*|\s+/\s+")
_EDITS = re.compile(r"(?:^|[\s_-])(?:updated|modified|edited)(?=$|[\s_-])")
_POSTS = re.compile(r"(?:^|[\s_-])(?:published|posted|created)(?=$|[\s_-])")
_VIEWS = re.compile(r"(?:^|[\s_-])(?:hits?|views?|read\w*|cnt|count|eye)(?=$|[\s_-])")
_WRITERS = re.compile(
    r"(?:^|[\s_-])(?:author|writer|reporter|byline|nick(?:name)?|sv_\w+|user_?name|regist(?:er|rant)|info-name)(?=$|[\s_-])"
)
_OF_WRITERS = re.compile(r"/(?:authors?|writers?|reporters?|journalists?)/")  # addresses of what a writer wrote
_BYLINE = re.compile(r"[가-힣A-Za-z=·,\s]{2,24}\s?(?:기자|특파원|리포터|통신원)")
_NAME = re.compile(r"[가-힣]{2,12}(?:\s[가-힣]{2,6})?|[A-Za-z][A-Za-z .'-]{1,24}")
_CATEGORIES = re.compile(
    r"(?:^|[\s_-])(?:cats?|cate(?:gory)?\w*|kicker|eyebrow|section-?name|sect(?:ion)?|gubun|classify)(?=$|[\s_-])"
)
_PATHS = re.compile(r"(?:^|[\s_-])(?:breadcrumbs?|crumbs?|location|path)(?=$|[\s_-])")
_LONG = 80  # characters: a text so long is of the body
_LONGEST = 30  # characters of a name or category
_NO_NAMES = frozenset(("th", "dt", "button", "label"))
_SMALL = 400  # characters of a holder that is a heading and no more
_BEFORE, _AFTER = 4, 8  # texts looked at around a heading
_NEAR = 4  # texts from a title to a date, or from the last label to a writer
_OF_A_LIST = 3  # dates of one shape
_MOST = 4


def dates_by_titles(out: Outline, told: list[Candidate], taken: AbstractSet[int]) -> list[list[Label]]:
    """Return the dates that have no label but a title close above, in one small holder with it, each a group of its own.

    `taken` are the texts that labels of the page take.
    """
    shapes = _shapes(out)
    titles = {out.end_chunk[one.node]: one for one in told if one.score >= 0 and not out.linked[one.node]}
    found: list[list[Label]] = []
    for index, chunk in enumerate(out.chunks):
        if len(found) == _MOST:
            break
        if index in taken or len(chunk.raw) >= _LONG or not _FULL_DATE.search(chunk.text):
            continue
        text = _date_in(chunk.text)
        if text is None or not _may_be_date(out, chunk) or shapes[out.shape(chunk.owner)] >= _OF_A_LIST:
            continue
        above = [titles[end] for end in range(index - _NEAR, index + 1) if end in titles]
        if any(_is_by(out, one, index) for one in above) and not _in_list(out, chunk.owner):
            found.append([Label("published_at", text, "date by the title", index, index, chunk.owner, labelled=False)])
    return found


def _date_in(text: str) -> str | None:
    """Return the date that a text is, the paper's name behind it aside, or the only one among short parts of it ("2026.11.20 · 홍보팀")."""
    if looks_like_date(text):
        return text
    parts = _SIGNS.split(_PAPER.sub("", text))
    dates = [part for part in parts if looks_like_date(part)]
    return dates[0] if len(dates) == 1 and all(len(part) <= _LONGEST for part in parts) else None


def _is_by(out: Outline, title: Candidate, index: int) -> bool:
    """Tell whether a date stands by a title: in one small holder, or but short texts below one that the head gives as well."""
    if out.chars[out.common(title.node, out.chunks[index].owner)] <= _SMALL:
        return True
    between = out.chunks[out.end_chunk[title.node] : index]
    return title.score >= NAMED and all(len(chunk.text) < _LONG and not chunk.linked for chunk in between)


def _may_be_date(out: Outline, chunk: Chunk) -> bool:
    """Tell whether a text may be the date of posting: no link, but for a `time` that links the post itself, and no edit."""
    if out.names[chunk.owner] != "time":
        return not chunk.linked
    mark = out.marks[chunk.owner]
    return not _EDITS.search(mark) or _POSTS.search(mark) is not None


def _shapes(out: Outline) -> Counter[tuple[str, str, str]]:
    """Count the page's dates by the shape of their elements: those of a list come in numbers."""
    dates = (
        chunk
        for chunk in out.chunks
        if len(chunk.raw) < _LONG and _DIGIT.search(chunk.raw) and looks_like_date(chunk.text)
    )
    return Counter(out.shape(chunk.owner) for chunk in dates)


def _in_list(out: Outline, index: int) -> bool:
    return any(out.names[holder] == "table" and is_list(out, holder) for holder in out.ancestors(index))


def unlabelled(
    out: Outline, title: int, labels: list[Label], taken: AbstractSet[int], first: int, last: int
) -> list[Label]:
    """Return what stands around a heading, from its first text to its last, without a label: date, views, writer.

    `labels` are the heading's own; `taken` are the texts that labels of the page take.
    """
    shown = {label.field for label in labels}
    title_texts = range(out.first_chunk[title], out.end_chunk[title])
    around = range(max(0, first - _BEFORE), min(len(out.chunks), last + _AFTER))
    near = [index for index in around if index not in taken and index not in title_texts]
    shapes = _shapes(out) if "published_at" not in shown else Counter()
    found: list[Label] = []
    for index in near:
        chunk = out.chunks[index]
        text = chunk.text
        if len(text) >= _LONG:
            if index > last:
                break
            continue
        apart = index < out.first_chunk[title] and out.chars[out.common(title, chunk.owner)] > _SMALL
        if apart or not _may_be_date(out, chunk):
            continue
        date = _date_in(text) if "published_at" not in shown else None
        if date is not None and shapes[out.shape(chunk.owner)] < _OF_A_LIST:
            field, rule, text = "published_at", "date by the title", date
        elif "view_count" not in shown and looks_like_count(text) and _is_views(out, index, [*labels, *found]):
            field, rule = "view_count", "count by the date"
        else:
            continue
        shown.add(field)
        found.append(Label(field, text, rule, index, index, chunk.owner, labelled=False))
    last = max([last, *(label.last for label in found)])
    if labels or found:  # a heading ends before the first sentence of the body
        near = list(takewhile(lambda index: index <= last or not is_prose(out.chunks[index].text), near))
    if "author" not in shown and (writer := _writer(out, title, near, last)):
        found.append(writer)
    return found


def _is_views(out: Outline, index: int, labels: list[Label]) -> bool:
    """Tell whether a bare count is one of views: its class says so, or it stands right after the date among its likes."""
    owner = out.chunks[index].owner
    icons = (child for child in out.children(owner) if not out.chars[child])
    if _VIEWS.search(out.marks[owner]) or any(_VIEWS.search(out.marks[icon]) for icon in icons):
        return True
    return any(
        label.field == "published_at"
        and label.last == index - 1
        and out.parents[out.chunks[label.last].owner] == out.parents[owner]
        for label in labels
    )


def _writer(out: Outline, title: int, near: list[int], last: int) -> Label | None:
    """Return the bylines ("홍길동 기자"), else a short text whose class, or whose place among the labels, makes it the writer."""
    bylines: list[int] = []
    named: list[int] = []
    loose: list[int] = []
    for index in near:
        chunk = out.chunks[index]
        text = _name_in(chunk.text)
        if (
            len(text) > _LONGEST
            or index > last + _NEAR
            or len(letters(text)) < 2
            or field_of(text)
            or _DIGIT.search(text)
        ):
            continue
        if _BYLINE.fullmatch(text):
            bylines.append(index)
        elif (
            _WRITERS.search(out.marks[chunk.owner])
            or _WRITERS.search(out.marks[out.parents[chunk.owner]])
            or _OF_WRITERS.search(out.elements[chunk.owner].get("href") or "")
        ):
            named.append(index)
        elif out.end_chunk[title] <= index <= last and not chunk.linked and _may_be_name(out, chunk, text):
            loose.append(index)
    for found, rule in (
        (bylines, "byline"),
        (named[:1], "writer-class"),
        (loose if len(loose) == 1 else [], "name among the labels"),
    ):
        if found:
            names = dict.fromkeys(_name_in(out.chunks[index].text) for index in found)
            return Label(
                "author", ", ".join(names), rule, found[0], found[-1], out.chunks[found[-1]].owner, labelled=False
            )
    return None


def _name_in(text: str) -> str:
    """Return a text without the signs around it; of one that a date shares with a byline, the byline."""
    if _DIGIT.search(text):
        bylines = [part for part in _SIGNS.split(text) if _BYLINE.fullmatch(part)]
        text = bylines[0] if len(bylines) == 1 and _date_in(text) else text
    return text.strip(" |·/")


def may_be_name(text: str) -> bool:
    """Tell whether a text alone may be a writer's name or byline, by the letters in it."""
    return len(text) <= _LONGEST and (_NAME.fullmatch(text) or _BYLINE.fullmatch(text)) is not None


def _may_be_name(out: Outline, chunk: Chunk, text: str) -> bool:
    """Tell whether a short text may be a name: no head of a column, no value of an unknown label, no button or its words."""
    if _NAME.fullmatch(text) is None or out.names[chunk.owner] in _NO_NAMES or opens_furniture(text):
        return False
    cell = next((node for node in (chunk.owner, *out.ancestors(chunk.owner)) if out.names[node] in ("td", "dd")), -1)
    return cell < 0 or out.elements[cell].getprevious() is None


def category_of(out: Outline, title: int, shown_title: str) -> Label | None:
    """Return the category shown with the title: in an element so named, or as the last step of a path right before it."""
    first = out.first_chunk[title]
    for index in range(max(0, first - 2), out.end_chunk[title]):
        owner = out.chunks[index].owner
        text = out.chunks[index].text.strip(" []<>()")
        named = (
            _CATEGORIES.search(out.marks[owner])
            or (owner != title and _CATEGORIES.search(out.marks[out.parents[owner]]))
            or "category" in out.elements[owner].get("rel", "").split()
        )
        if named and 1 < len(text) <= _LONGEST and text != shown_title:
            return Label("category", text, "category-class", index, index, owner, labelled=False)
    if not first:
        return None
    before = out.chunks[first - 1]
    step = out.parents[before.owner]
    if step < 0 or len(before.text) > _LONGEST or out.chars[out.common(title, before.owner)] > _SMALL:
        return None
    above = "".join(chunk.raw for chunk in out.chunks[out.first_chunk[step] : first - 1]).rstrip()
    on_path = above.endswith((">", "›", "＞", "»")) or _PATHS.search(f"{out.marks[before.owner]} {out.marks[step]}")
    if not on_path or is_board_word(before.text):
        return None
    return Label("category", before.text, "path before the title", first - 1, first - 1, before.owner, labelled=False)
