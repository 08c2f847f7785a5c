"""What may be the title of a post, and how each candidate does: by markup, the page's head, place, and links that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from newscrawl.normalize.counts import looks_like_count
from newscrawl.normalize.dates import looks_like_date
from newscrawl.normalize.text import one_line
from newscrawl.reading.labels import COUNTS, DATES, Label, fitting
from newscrawl.reading.outline import Outline
from newscrawl.reading.vocabulary import field_of
from newscrawl.reading.witnesses import Witnesses, letters

_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_NAMED = re.compile(r"(?<!sub)(?<!sub[_-])tit(?:le)?(?![a-z])|ttl|subject|sbj|headline|heading")
_SUBTITLE = re.compile(r"(?:^|[\s_-])sub(?:[\s_-]|tit|head|$)")
_BADGES = re.compile(
    r"(?:^|[\s_-])(?:cate(?:gory)?\w*|badge\w*|icons?|ico\w*|new|hot|label|cmt\w*|comment\w*|reply\w*|count|cnt|num|date|hit|state|status|"
    r"flag|blind|sound_only|sr[-_]?only|hidden|btns?\w*|location|sns\w*|share\w*)(?=$|[\s_-])"
)
_BOARDS = re.compile(
    r".{0,12}(?:보도자료|공지사항|새\s?소식|고시\s?[·/ㆍ]?\s?공고|게시판|알림마당|자료실|뉴스룸?|소식|갤러리|포토뉴스|언론보도|보도해명|입법예고|"
    r"행사안내|커뮤니티|정보마당|열린마당|참여마당|소통마당)|\S{0,6}\s?공고|(?:전체|최신|오늘의?)\s?(?:기사|뉴스|소식)|"
    r"(?:글|게시물|기사)?\s?(?:상세|내용|본문)\s?(?:보기|정보|내용|화면)?|페이지\s?정보|본문\s?영역|글\s?보기|첨부파일|home|view"
)
_STATES = re.compile(
    r"(?:접수|모집|진행|신청|공고|답변)\s?(?:중|예정|대기|마감|종료|완료)|마감|종료|예정|진행|완료|D\s?[-+]\s?(?:[0-9]+|day)",
    re.IGNORECASE,
)
_PATH = re.compile(r"(?:^|\s)(?:home|홈)\s*[>›]", re.IGNORECASE)
_NOTICE_NUMBER = re.compile(r".{0,24}(?:공고|고시)\s*제?\s?[0-9]{4}\s?[-–]\s?[0-9]+\s?호")
_BOARD_FOLLOWS = re.compile(r"\s+(?:[>|<:»·-]|::)\s+")
_DIGIT = re.compile(r"[0-9]")
_A_NAME = re.compile(r"[가-힣]{2,12}(?:\s?(?:기자|특파원|리포터))?|[A-Za-z][A-Za-z .'-]{1,24}")
_LONGEST = 300  # characters
_LONGEST_NAME = 24  # characters of the longest name of a board
_MOST_TEXTS, _MOST_ELEMENTS = 12, 60  # in a title
_LONGEST_LINE = 80  # characters of a line of labels
_NAMES_OF_VALUES = frozenset(("th", "dt"))
_LARGE = re.compile(r"\+?[4-7]|\+[2-3]")
_SHORT = 14  # characters: links so short are those of menus, and a heading that says the same names a board
_SURE = 0.9  # agreement of the head, from which a text without a mark of its own is the title
_TOP = 6  # candidates looked at more closely

# The weights of what speaks for a title and against it
_BY_LABEL, _BY_TAG, _BY_CLASS, _BY_SIZE, _BY_HEAD, _BY_ROW = 0.75, 0.15, 0.15, 0.3, 0.45, 0.15
_A_BOARD, _A_SUBTITLE, _A_SENTENCE, _A_WRITER, _A_VALUE = -0.3, -0.15, -0.3, -0.3, -0.3
NAMED = 0.9 * _BY_HEAD
"""The score from which a title is one that the page's head, or the listing, gives as well."""
_FURTHER = 0.3  # what a title's place is worth that is a few texts above the labels
_RIGHT_ABOVE, _A_TEXT_FURTHER, _AMONG, _BELOW, _A_LINE = 0.5, 0.07, 0.2, -0.2, 0.25


@dataclass(slots=True, frozen=True)
class Candidate:
    """A text that may be the title: its element, the rule that found it, its score (about 0 to 1), and whether a label names it."""

    node: int
    text: str
    rule: str
    score: float
    labelled: bool = False


def told_titles(out: Outline, witnesses: Witnesses, listed: str | None) -> list[Candidate]:
    """Return the headings of a page and the elements that classes call titles, scored by all but their place.

    `listed` is the title that the listing gave.
    """
    told: list[Candidate] = []
    for index, (name, mark) in enumerate(zip(out.names, out.marks, strict=True)):
        heading, named = name in _TAGS, mark != "" and _names_title(mark)
        if not (heading or named) or not 1 < out.chars[index] <= _LONGEST or not _is_small(out, index):
            continue
        if not heading and not _TAGS.isdisjoint(out.names[index + 1 : out.ends[index]]):
            continue
        text = title_text(out, index, witnesses)
        score = _score(out, index, text, witnesses, listed)
        if score is not None:
            rule = f"heading:{name}" if heading else "title-class"
            told.append(Candidate(index, text, rule, score + _BY_TAG * heading + _BY_CLASS * named))
    if all(one.score < NAMED for one in told):
        told.extend(_named_by_head(out, witnesses))
    return told or _in_large_letters(out, witnesses, listed)


def _in_large_letters(out: Outline, witnesses: Witnesses, listed: str | None) -> list[Candidate]:
    """Return the text that alone stands out by its size, as headings do on pages from before style sheets."""
    found = []
    for index, element in enumerate(out.elements):
        if (
            out.names[index] == "font"
            and _LARGE.fullmatch(element.get("size") or "")
            and 1 < out.chars[index] <= _LONGEST
        ):
            text = title_text(out, index, witnesses)
            if _is_small(out, index) and (score := _score(out, index, text, witnesses, listed)) is not None:
                found.append(Candidate(index, text, "large letters", score + _BY_SIZE))
    return found if len(found) == 1 else []


def _named_by_head(out: Outline, witnesses: Witnesses) -> Iterator[Candidate]:
    """Yield the first text of its own that is what the head calls the page, where neither markup nor class tells a title."""
    for chunk in out.chunks:
        text = chunk.text
        if chunk.linked or len(text) <= _SHORT or not (text in witnesses.title or text in witnesses.shared_title):
            continue
        if out.text(chunk.owner) == text and witnesses.agreement(text) > _SURE and not names_board(text, witnesses):
            yield Candidate(chunk.owner, text, "named by the head", _BY_HEAD * witnesses.agreement(text))
            return


def titles_of(out: Outline, group: list[Label], witnesses: Witnesses, told: list[Candidate]) -> list[Candidate]:
    """Return the candidates for the title above a group of labels, best first."""
    found = sorted(_candidates(out, group, witnesses, told), key=lambda one: -one.score)
    found[:_TOP] = sorted((_weighed(out, one, witnesses) for one in found[:_TOP]), key=lambda one: -one.score)
    return found


def _candidates(out: Outline, group: list[Label], witnesses: Witnesses, told: list[Candidate]) -> Iterator[Candidate]:
    """Yield what the label of a title names, the page's headings, and the text right above the labels."""
    if not group:
        yield from told
        return
    for label in group:
        if label.field == "title":
            node = out.chunks[label.last].owner if label.last != label.first else label.owner
            sure = _BY_LABEL + (1 - _BY_LABEL) * witnesses.agreement(label.value)
            yield Candidate(node, label.value, label.rule, sure, labelled=True)
    start, end = group[0].first, max(label.last for label in group)
    for one in told:
        place = _nearness(out, one.node, start, end)
        line = _A_LINE if 0 <= place < _FURTHER and _is_line_above(out, one.node, group[0].owner) else 0.0
        yield Candidate(one.node, one.text, one.rule, one.score + place + line)
    for above in _starts(out, group[0]):
        node = out.chunks[above - 1].owner if above else -1
        if node >= 0 and 1 < out.chars[node] <= _LONGEST and out.end_chunk[node] == above and _is_small(out, node):
            text = title_text(out, node, witnesses)
            score = _score(out, node, text, witnesses, None)
            if score is not None:
                score += _A_WRITER if _A_NAME.fullmatch(text) else _A_VALUE if _is_value(out, node) else 0.0
                score += _A_LINE * _is_line_above(out, node, group[0].owner)
                yield Candidate(node, text, "before-labels", score + _nearness(out, node, above, end))


def _starts(out: Outline, label: Label) -> list[int]:
    """Return where the line of labels may begin: at the first label, or with what stands before it in the same small holder."""
    line = out.parents[label.owner]
    starts = {label.first, out.first_chunk[label.owner]}
    if line >= 0 and out.chars[line] <= _LONGEST_LINE:
        starts.add(out.first_chunk[line])
    return sorted(starts, reverse=True)


def _is_value(out: Outline, node: int) -> bool:
    """Tell whether an element stands beside the name of what it holds, in a table or list of such."""
    before = out.elements[node].getprevious()
    return before is not None and before.tag in _NAMES_OF_VALUES and out.names[node] in ("td", "dd")


def _is_line_above(out: Outline, node: int, label: int) -> bool:
    """Tell whether an element is all of a table's line, and the label stands in another line of the same table."""
    cell = next((one for one in (node, *out.ancestors(node)) if out.names[one] in ("td", "th")), -1)
    table = next((one for one in out.ancestors(node) if out.names[one] == "table"), -1)
    if (
        cell < 0
        or not out.holds(table, label)
        or next(islice(out.children(out.parents[cell]), 1, None), None) is not None
    ):
        return False
    return next((one for one in out.ancestors(label) if out.names[one] == "table"), -1) == table


def _is_small(out: Outline, index: int) -> bool:
    return out.end_chunk[index] - out.first_chunk[index] <= _MOST_TEXTS and out.ends[index] - index <= _MOST_ELEMENTS


@lru_cache(maxsize=8192)
def _names_title(mark: str) -> bool:
    return _NAMED.search(mark) is not None


def _score(out: Outline, index: int, text: str, witnesses: Witnesses, listed: str | None) -> float | None:
    """Return how well a text does as a title, wherever it stands; None where it is a label, a date, a count or a notice's number."""
    if len(letters(text)) < 2 or _NOTICE_NUMBER.fullmatch(text) or text.endswith((":", "：")):
        return None
    if looks_like_date(text) or looks_like_count(text) or field_of(text) or _is_label_with_value(text):
        return None
    if listed and letters(listed) and letters(text).startswith(letters(listed.rstrip(".…"))):
        return _BY_HEAD
    if names_board(text, witnesses):
        return _A_BOARD
    below = text[0] in "-–—·" or _SUBTITLE.search(out.marks[index]) is not None
    sentence = text.endswith(("다.", "요.", "까?"))
    return _BY_HEAD * witnesses.agreement(text) + _A_SUBTITLE * below + _A_SENTENCE * sentence


def _is_label_with_value(text: str) -> bool:
    """Tell whether a text is a label and what it labels ("작성일 2026-01-05"), and no sentence that begins with such a word."""
    word, _, rest = text.partition(" ")
    name = field_of(word) if _DIGIT.search(rest) else None
    if name is None:
        return False
    return fitting(name, rest) is not None if name in DATES | COUNTS else len(text) <= _SHORT


def _nearness(out: Outline, index: int, start: int, end: int) -> float:
    """Return what a title's place is worth: right above the labels most, among them less, below them less than nothing."""
    gap = start - out.end_chunk[index]
    if gap > _TOP:
        return max(0.0, 0.05 - 0.0005 * gap)
    if gap >= 0:
        return _RIGHT_ABOVE - _A_TEXT_FURTHER * gap - (0.1 if gap else 0.0)
    if start > out.first_chunk[index]:
        return 0.0
    if out.end_chunk[index] - 1 <= end + 3:
        return _AMONG
    return _BELOW if out.first_chunk[index] > end + 3 else 0.0


def _weighed(out: Outline, one: Candidate, witnesses: Witnesses) -> Candidate:
    """Return a candidate with what links tell of it: a short text is that of a menu, a long one that of the post's own row in a list."""
    own_link = len(one.text) > _SHORT and out.linked[one.node] > 0
    if one.labelled or own_link or not _is_other_link(out, one, witnesses):
        return one
    if len(one.text) > _SHORT:
        return replace(one, score=one.score + _BY_ROW)
    return replace(one, score=one.score + _A_BOARD - _BY_HEAD * witnesses.agreement(one.text))


def names_board(text: str, witnesses: Witnesses) -> bool:
    """Tell whether a heading names a board and no post: usual words, or a step of the path to the page."""
    path = (">" in text or "›" in text) and _PATH.search(text) is not None
    return path or text in witnesses.steps or is_board_word(text)


def is_board_word(text: str) -> bool:
    """Tell whether a text is one of the usual names of boards and of parts of a page."""
    return len(text) <= _LONGEST_NAME and _BOARDS.fullmatch(text.lower()) is not None


def is_doubtful(out: Outline, one: Candidate, witnesses: Witnesses) -> bool:
    """Tell whether the best candidate is a board's name all the same."""
    return not one.labelled and (
        names_board(one.text, witnesses) or (len(one.text) <= _SHORT and _is_other_link(out, one, witnesses))
    )


def _is_other_link(out: Outline, one: Candidate, witnesses: Witnesses) -> bool:
    """Tell whether a link of the page says the same as a title, other than the one in a heading that links its own post."""
    links = out.elements[one.node].iter("a") if out.linked[one.node] else ()
    return witnesses.is_link(one.text, besides=sum(witnesses.is_here(link.get("href", "")) for link in links))


def title_text(out: Outline, index: int, witnesses: Witnesses) -> str:
    """Return the title in an element: without the badges, counts and categories that stand in elements of their own."""
    texts = [chunk for chunk in out.texts(index) if not _is_badge(out, index, chunk.owner)]
    whole = one_line("".join(chunk.raw for chunk in texts))
    if len(texts) > 1:
        sure = max(witnesses.agreement(whole), 0.6)
        for chunk in texts:
            if len(chunk.text) > 0.4 * len(whole) and witnesses.agreement(chunk.text) > sure:
                return chunk.text
    return whole


def _is_badge(out: Outline, index: int, owner: int) -> bool:
    while owner != index:
        if (out.marks[owner] and _BADGES.search(out.marks[owner])) or _STATES.fullmatch(out.text(owner)):
            return True
        owner = out.parents[owner]
    return False


def whole_title(out: Outline, one: Candidate, witnesses: Witnesses) -> str:
    """Return the whole title where the shown one is cut with "…" and a `title=` or the head has it whole."""
    start = one.text.removesuffix("...").removesuffix("…").rstrip()
    if start == one.text or len(start) < 6:
        return one.text
    own = [one_line(element.get("title", "")) for element in out.elements[one.node : out.ends[one.node]]]
    for whole in (*own, witnesses.shared_title, witnesses.title):
        if whole.startswith(start) and len(whole) > len(start) and not whole.endswith(("…", "...")):
            end = _BOARD_FOLLOWS.search(whole, len(start))
            return whole[: end.start()] if end else whole
    return one.text
