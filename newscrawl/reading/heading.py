"""The heading of a post: its title and the line of labels by it (date, views, writer), found together: each is witness of the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice, takewhile

from newscrawl.reading.bylines import category_of, dates_by_titles, unlabelled
from newscrawl.reading.furniture import has_body_name
from newscrawl.reading.headlines import Candidate, is_doubtful, titles_of, told_titles, whole_title
from newscrawl.reading.labels import Label
from newscrawl.reading.outline import Outline
from newscrawl.reading.witnesses import Witnesses
from newscrawl.reading.words import is_prose

_WORTH = {
    "title": 3.0,
    "published_at": 3.0,
    "view_count": 3.0,
    "author": 2.0,
    "department": 1.5,
    "category": 1.0,
    "attachment": 1.0,
    "modified_at": 1.0,
    "notice_number": 1.0,
    "contact": 0.5,
    "period": 0.5,
    "comments": 0.5,
}  # what each field tells of its being a post's heading
_TELLING = frozenset(("title", "published_at", "view_count", "author"))
_MAY_FOLLOW = frozenset(("attachment", "comments"))  # fields that may stand below the body as well
_OF_TITLE = 6.0  # the weight of a title's score beside that of its labels
_MOST_GROUPS = 4
_MOST_LABELS = 24  # of one heading
_OF_A_LIST = 3  # labels of one shape
_GAP, _CRUMB = 3, 12  # texts between two labels of one heading, and their characters
_GAP_OF_ROWS, _VALUE = 6, 40  # the same in a table of labels, where some are not in the vocabulary
_ROWS = frozenset("table tbody thead dl tr ul".split())
_CELLS = frozenset("th dt td b strong em span".split())
_PAIR = 3  # texts of a label with its value: a holder of more that is named as a body is no part of a heading
_FAR = 6  # holders up to the one that two labels share
_PARAGRAPH = 80  # characters
_STEPS = ">›＞"
_LONGEST_STEP = 20
_PATH = re.compile(r"(?:home|홈|처음|메인)\s*[>›＞»/](?!/).{1,80}$", re.IGNORECASE)
_SIGNS = re.compile(r"[>›＞»/]")


@dataclass(slots=True)
class Heading:
    """Title and labels of the post, as texts `first` to `last`; the body follows. `rivals` are the title candidates that lost."""

    title: str
    title_node: int
    title_rule: str
    title_confidence: float
    first: int
    last: int
    doubtful: bool
    labels: list[Label] = field(default_factory=list)
    rivals: list[Candidate] = field(default_factory=list)


def find_heading(out: Outline, labels: list[Label], witnesses: Witnesses, listed: str | None = None) -> Heading | None:
    """Return the heading, or None where no text of the page can be a title. `listed` is the title that the listing gave."""
    witnesses.steps = _path_steps(out)
    told = told_titles(out, witnesses, listed)
    taken = {index for label in labels if label.value for index in range(label.first, label.last + 1)}
    groups = [
        group for group in _groups(out, labels) if _TELLING & {label.field for label in group}
    ] or dates_by_titles(out, told, taken)
    best: tuple[float, list[Label], list[Candidate]] | None = None
    for group in sorted(groups, key=worth, reverse=True)[:_MOST_GROUPS] or [[]]:
        titles = titles_of(out, group, witnesses, told)
        if titles and (best is None or worth(group) + _OF_TITLE * titles[0].score > best[0]):
            best = worth(group) + _OF_TITLE * titles[0].score, group, titles
    if best is None:
        return None
    heading = _heading(out, best[1], best[2], witnesses)
    heading.labels.extend(_below(groups, heading))
    _add_unlabelled(out, heading, taken)
    return heading


def _below(groups: list[list[Label]], heading: Heading) -> list[Label]:
    """Return the date and views that stand in one line below the post, where its heading has neither and only one line has both."""
    told = {"published_at", "view_count"}
    if told & {label.field for label in heading.labels}:
        return []
    lines = [group for group in groups if group[0].first > heading.last and told <= {label.field for label in group}]
    return [label for label in lines[0] if label.field in told] if len(lines) == 1 else []


def _heading(out: Outline, group: list[Label], titles: list[Candidate], witnesses: Witnesses) -> Heading:
    """Put title and labels together."""
    title = titles[0]
    heading = Heading(
        title=whole_title(out, title, witnesses),
        title_node=title.node,
        title_rule=title.rule,
        title_confidence=max(0.0, min(title.score, 0.99)),
        first=out.first_chunk[title.node],
        last=out.end_chunk[title.node] - 1,
        doubtful=is_doubtful(out, title, witnesses),
        labels=list(group),
        rivals=titles[1:_MOST_GROUPS],
    )
    if group:
        last = max((label.last for label in group if _stretches(out, group, label)), default=-1)
        if not _holds_sentences(out, heading.last + 1, group[0].first):  # else the labels stand below the body
            heading.last = max(heading.last, last)
        heading.first = min(heading.first, group[0].first)
    return heading


def _add_unlabelled(out: Outline, heading: Heading, taken: AbstractSet[int]) -> None:
    """Add what stands between and beside title and labels without a label of its own."""
    for label in unlabelled(out, heading.title_node, heading.labels, taken, heading.first, heading.last):
        heading.labels.append(label)
        heading.first, heading.last = min(heading.first, label.first), max(heading.last, label.last)
    if all(label.field != "category" for label in heading.labels) and (
        category := category_of(out, heading.title_node, heading.title)
    ):
        heading.labels.append(category)


def worth(group: list[Label]) -> float:
    """Return how much a group of labels tells of a post: each field once."""
    return sum(_WORTH.get(name, 0.0) for name in {label.field for label in group})


def _groups(out: Outline, labels: list[Label]) -> list[list[Label]]:
    """Return the groups of labels that stand together; labels that a list repeats are in none."""
    told = [(label, out.shape(label.owner)) for label in labels if label.value and label.field in (*_WORTH, "body")]
    counts = Counter((label.field, label.rule, shape) for label, shape in told)
    groups: list[list[Label]] = []
    before_body = False
    for label, shape in told:
        if label.field == "body":
            before_body = False
        elif counts[label.field, label.rule, shape] < _OF_A_LIST:
            if not before_body or not _continues(out, groups[-1], label):
                groups.append([])
            groups[-1].append(label)
            before_body = True
    return groups


def _continues(out: Outline, group: list[Label], label: Label) -> bool:
    """Tell whether a label stands in one group with the last: near it in the tree, and nothing but crumbs between them."""
    before = group[-1]
    if len(group) >= _MOST_LABELS:
        return False
    if label.field != "period" and any(one.field == label.field and one.value != label.value for one in group):
        return False
    between = out.chunks[before.last + 1 : label.first]
    holder = out.common(before.owner, label.owner)
    alike = out.names[before.owner] == out.names[label.owner] and out.names[label.owner] in _CELLS
    most, longest = (_GAP_OF_ROWS, _VALUE) if alike and out.names[holder] in _ROWS else (_GAP, _CRUMB)
    if len(between) > most or any(len(chunk.text) > longest for chunk in between):
        return False
    inside = takewhile(lambda node: node != holder, (label.owner, *out.ancestors(label.owner)))
    if any(out.end_chunk[node] - out.first_chunk[node] > _PAIR and has_body_name(out, node) for node in inside):
        return False
    return holder in islice((before.owner, *out.ancestors(before.owner)), _FAR)


def _holds_sentences(out: Outline, start: int, end: int) -> bool:
    """Tell whether texts are those of a body: a sentence that ends as one, or two texts as long as paragraphs."""
    texts = [chunk.text for chunk in out.chunks[start:end]]
    return sum(len(text) >= _PARAGRAPH for text in texts) > 1 or any(
        text.endswith("다.") and is_prose(text) for text in texts
    )


def _stretches(out: Outline, group: list[Label], label: Label) -> bool:
    """Tell whether the heading reaches to a label: those of files and comments count only in one line with others."""
    if label.field not in _MAY_FOLLOW:
        return True
    line = out.parents[label.owner]
    return any(out.parents[one.owner] == line for one in group if one.field not in _MAY_FOLLOW)


def _path_steps(out: Outline) -> set[str]:
    """Return the steps of "home > news > releases" paths: what stands after a sign of one, and all of a path in one text."""
    steps: set[str] = set()
    after_sign = False
    for chunk in out.chunks:
        text = chunk.text
        if _PATH.match(text):
            steps.update(step.strip() for step in _SIGNS.split(text))
            continue
        if text[:1] in _STEPS:
            text, after_sign = text.lstrip(_STEPS).strip(), True
        if after_sign and 1 < len(text) <= _LONGEST_STEP:
            steps.add(text)
        after_sign = chunk.text[-1:] in _STEPS and chunk.text != ""
    return steps
