"""The title of a row: whole, without badges, counts and categories that the page shows in elements of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from lxml.html import HtmlElement

from newscrawl.normalize.text import one_line
from newscrawl.reading.leads import Lead
from newscrawl.reading.pieces import Piece, class_fields, looks_like_meta

PIN_WORD = re.compile(
    r"[\[(<【「★☆※\s]*(?:(?:일반|전체|주요|상단|필수|긴급)?\s?공지(?:사항|글)?|알림|필독|중요|긴급|고정|notice|pin(?:ned)?|top)[\])>】」★☆※\s]*",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"[\[(<]?\s*(?:N|H|U|new|hot|up|update[sd]?|best|새\s?글|새로운\s?글|최신\s?글|인기\s?글?|추천|"
    r"첨부(?:파일)?(?:\s?(?:있음|있는 글|\d+개?))?|파일(?:\s?있음)?|비밀글?|잠금|답글|답변|이미지|사진|동영상|링크|모바일|"
    r"files?|attach(?:ment)?|secret|image|photo|reply|re|D-?\d+|D-day|신규|"
    r"(?:접수|모집|신청|진행|처리|답변|공고|예약|행사|투표)\s?(?:중|예정|마감|종료|완료|대기)|마감(?:\s?임박)?|종료|예정|상시(?:\s?(?:접수|모집))?)\s*[\])>]?|[·ㆍ|/\-›>]",
    re.IGNORECASE,
)
_DAYS_LEFT = re.compile(r"[\[(]?\s*D\s?[-+]\s?(?:[0-9]{1,3}|day)\s*[\])]?", re.IGNORECASE)
_COUNT_ALONE = re.compile(r"\(\d{1,4}\)|\[\d{1,4}\]")
_COMMENTS = re.compile(r"[\[(+]?\s*(?:댓글\s?(?:수)?\s?)?\d{1,5}\s?개?\s*[\])]?|댓글(?:\s?수)?|개")
_BRACKETED = re.compile(r"[\[(<【［「]\s*([^\[\]()<>【】［］「」]{1,14}?)\s*[\])>】］」]")
_CUT = re.compile(r"\s*(?:\.{2,}|…|‥|⋯)\s*$")
_TOLD = re.compile(
    r"(?:\s*(?:의|에\s?대한|에\s?관한)?\s*(?:글\s?내용|게시글|게시물|내용|상세|글|기사|페이지|자세히|새\s?창)\s*(?:내용)?\s*"
    r"(?:상세)?\s*(?:보기|바로가기|이동|열기|페이지\s?이동|열림|으로\s?이동)\.?|\s*상세\s?보기|\s*(?:글)?\s*읽기|\s*(?:새\s?창\s?(?:열기|이동|열림)?))\s*\.?\s*$"
)
_PROMPT = re.compile(
    r"(?:자세히|더|상세|바로|전체|내용|본문|기사|글)\s?(?:보기|읽기|가기)|read more|more|view|바로가기|열기|보기|클릭",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"목록(?:보기|으로)?|(?:이전|다음|윗|아랫)\s?글|수정|삭제|답변|글쓰기|인쇄|공유(?:하기)?|로그인|닫기|검색",
    re.IGNORECASE,
)
_EMPHASIS = frozenset(("b", "strong", "font", "u", "mark", "em", "span"))
_WORD = re.compile(r"(?!새\s?글|공지|필독|첨부)[가-힣]{2,}")
_TWICE = 40  # pieces among which a text is looked for that stands twice; a link of more has no title
_TAG = 10  # characters of a word in a badge before a title
_TAGS = re.compile(r"(?:^|[\s_-])(?:badge|label|flag|state|status|chip|pill)(?:$|[\s_-])", re.IGNORECASE)
_SHORT = 7  # letters, below which two texts may begin alike by chance
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong"))
_BADGE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:new|ico[a-z]*|badge|hot|label|tag|mark|flag|state|status|cmt|comment|reply|repl|cnt|count|num|blind|sr|sound|"
    r"hid\w*|skip|secret|lock|file|attach)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)


_ICON = re.compile(r"(?:^|[\s_-])(?:ico(?:n|ns)?|badge|new)(?:$|[\s_-]|\d)", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class Title:
    """A row's title, the rule that read it, its confidence, and a category or a pin that stood in it as an element of its own."""

    text: str
    rule: str
    confidence: float
    category: str | None = None
    pinned: bool = False
    lead: Lead | None = None
    used: frozenset[int] = frozenset()  # ids of the pieces that it is made of


def read_title(leads: Sequence[Lead], pieces: Sequence[Piece], cell: int | None) -> Title | None:
    """Return the title that a row's links carry. `cell` is the column that the listing's header calls the title, if any."""
    best: Title | None = None
    best_rank: tuple[bool, bool, bool, int] | None = None
    for lead in leads:
        inside = _inside(lead.element, pieces)
        if cell is not None and len(inside) > 1:  # a whole line may be clicked
            inside = [piece for piece in inside if piece.cell == cell] or inside
        title = _from_pieces(lead, inside) or _from_attributes(lead)
        if title is None or _BUTTON.fullmatch(title.text):
            continue
        rank = (
            cell is not None and any(piece.cell == cell for piece in inside),
            _in_heading(lead.element) or any("title" in piece.hints for piece in inside),
            not title.rule.startswith("alt") and not _PROMPT.fullmatch(title.text),
            -len(leads),
        )
        if best_rank is None or rank > best_rank:
            best, best_rank = title, rank
    if best is not None and len(leads) > 1 and _CUT.search(best.text):
        others = (told for lead in leads for told in _witnesses(lead.element, _inside(lead.element, pieces), ()))
        best = replace(best, text=whole(best.text, others))
    if best is None and cell is not None:
        kept = [
            piece
            for piece in pieces
            if piece.cell == cell and piece.label in (None, "title") and not _is_own_badge(piece)
        ]
        if text := _joined(kept):
            return Title(text, "title column", 0.7, used=frozenset(map(id, kept)))
    return best


def is_badge(text: str) -> bool:
    """Tell whether a whole text is a badge (NEW, 새글, 첨부), a pin's word, or a comment count."""
    return (
        len(text) <= 14
        and (_BADGE.fullmatch(text) or PIN_WORD.fullmatch(text) or _COMMENTS.fullmatch(text)) is not None
    )


def whole(shown: str, others: Iterable[str]) -> str:
    """Return the text that `shown` is the cut beginning of, if one of `others` is, else `shown`."""
    if not _CUT.search(shown):
        return shown
    begin = _key(_CUT.sub("", shown))
    for other in others:
        told = _TOLD.sub("", one_line(other))
        if len(told) > len(shown) - 3 and _key(told).startswith(begin) and not _CUT.search(told):
            return told
    return shown


def _key(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _inside(element: HtmlElement, pieces: Sequence[Piece]) -> list[Piece]:
    within = {element, *element.iter()} if len(element) else {element}
    return [piece for piece in pieces if piece.element in within]


def _from_pieces(lead: Lead, inside: list[Piece]) -> Title | None:
    element = lead.element
    if len(inside) == 1 and inside[0].label in (None, "title"):
        piece = inside[0]
        text = whole(piece.text, _witnesses(element, inside, inside)) if _CUT.search(piece.text) else piece.text
        return Title(text, "link", 0.9, lead=lead, used=frozenset((id(piece),)))
    category, pinned = None, False
    kept: list[Piece] = []
    spoken = _only_spoken(inside)
    for piece in inside:
        if piece in spoken:
            continue
        own = piece.element is not element
        if piece.label not in (None, "title") or (own and _is_detail(piece, inside)):
            continue
        if own and _is_own_badge(piece):
            pinned = pinned or PIN_WORD.fullmatch(piece.text) is not None
            continue
        if not kept and category is None and (own or _apart(piece, inside)) and (told := _category(piece)):
            if PIN_WORD.fullmatch(told):
                pinned = True
            else:
                category = told
            continue
        kept.append(piece)
    if not kept:
        return None
    kept, rule, confidence = _narrowed(element, kept)
    text = _joined(kept)
    if not text:
        return None
    text = whole(text, _witnesses(element, inside, kept))
    return Title(text, rule, confidence, category, pinned, lead, frozenset(map(id, kept)))


def _only_spoken(inside: Sequence[Piece]) -> list[Piece]:
    """Return the texts for screen readers that tell of the title beside them: what an icon means, what a click does."""
    if all(piece.offscreen for piece in inside):
        return []
    return [
        piece
        for piece in inside
        if piece.offscreen
        and (_ICON.search(_class_of_parent(piece)) or _PROMPT.fullmatch(piece.text) or not _TOLD.sub("", piece.text))
    ]


def _is_detail(piece: Piece, inside: Sequence[Piece]) -> bool:
    """Tell whether a date or count stands apart from the title: in a block of its own, or in an element that has a name."""
    if not looks_like_meta(piece.text):
        return False
    return piece.element.get("class") is not None or sum(other.block == piece.block for other in inside) == 1


def _is_own_badge(piece: Piece) -> bool:
    """Tell whether an element of its own says nothing but a badge.

    A word alone is not enough where digits could be the writer's, nor in mere bold or colour, where it is a word of the title.
    """
    if not is_badge(piece.text):
        return False
    if piece.element.tag in _EMPHASIS and piece.element.get("class") is None and _WORD.fullmatch(piece.text):
        return False
    if not any(character.isdigit() for character in piece.text) and len(piece.text) > 1:
        return True
    if piece.element.get("class") and (_DAYS_LEFT.fullmatch(piece.text) or _COUNT_ALONE.fullmatch(piece.text)):
        return True
    classes = f"{piece.element.get('class') or ''} {_class_of_parent(piece)}"
    slight = piece.element.tag in ("em", "i", "sup", "small")
    return slight or piece.offscreen or "comments" in piece.hints or _BADGE_CLASS.search(classes) is not None


def _class_of_parent(piece: Piece) -> str:
    parent = piece.element.getparent()
    return "" if parent is None else parent.get("class") or ""


def _apart(piece: Piece, inside: Sequence[Piece]) -> bool:
    """Tell whether all other texts of a link stand in elements of their own: then its bare text is no part of the title."""
    return all(other is piece or other.element is not piece.element for other in inside)


def _category(piece: Piece) -> str | None:
    """Return the category that a short element before the title names, by its class or its brackets."""
    bracketed = _BRACKETED.fullmatch(piece.text)
    named = "category" in piece.hints[:2] and len(piece.text) <= 16
    if not named and not bracketed:
        return None
    return bracketed.group(1) if bracketed else piece.text


def _narrowed(element: HtmlElement, kept: list[Piece]) -> tuple[list[Piece], str, float]:
    """Choose among the texts of a link that holds more than a title: by class, by heading, else the first block."""
    kept = [
        piece for piece in kept if len(piece.text) > _TAG or not _TAGS.search(piece.element.get("class") or "")
    ] or kept
    told = [piece for piece in kept if _hints_of(piece.element)[:1] != ("summary",)]
    kept = told or kept
    if len(kept) == 1:
        return kept, "link", 0.9
    own = set(_hints_of(element))
    titled = [
        piece for piece in kept if "title" in piece.hints and "title" not in own and "summary" not in piece.hints[:1]
    ]
    if titled:
        return _undoubled([piece for piece in titled if piece.block == titled[0].block]), "link.title", 0.9
    headed = [piece for piece in kept if _heading_within(piece.element, element)]
    apart = all(piece.element is not element and piece.element.get("class") for piece in kept)
    if headed and (apart or len({piece.block for piece in kept}) > 1 or _opens(headed, kept)):
        return [piece for piece in headed if piece.block == headed[0].block], "link heading", 0.85
    whole_title = one_line(element.get("title") or "")
    blocks: dict[int, list[Piece]] = {}
    for piece in kept:
        blocks.setdefault(piece.block, []).append(piece)
    if len(blocks) == 1:
        single = _undoubled(kept)
        if len(single) > 1 and apart and len({piece.element.get("class") for piece in single}) == len(single):
            return single[:1], "link's first element", 0.7
        return single, "link", 0.88
    for block in blocks.values():
        begin = _key(_CUT.sub("", _joined(block)))
        if len(begin) > 3 and _key(whole_title).startswith(begin):
            return block, "link block with title=", 0.88
    plain = [block for block in blocks.values() if "summary" not in block[0].hints] or list(blocks.values())
    long = [block for block in plain if len(_joined(block)) >= 6] or plain
    return long[0], "link's first block", 0.7


def _opens(headed: Sequence[Piece], kept: Sequence[Piece]) -> bool:
    """Tell whether a link opens with a heading, and what follows it holds a date or a count alone."""
    return kept[0] is headed[0] and any(looks_like_meta(piece.text) for piece in kept if piece not in headed)


def _undoubled(kept: list[Piece]) -> list[Piece]:
    """Drop a text that stands twice (once for wide and once for narrow screens), keeping the longer form."""
    stems = ((piece, _key(_CUT.sub("", piece.text))) for piece in kept)
    told = list(islice(((piece, stem) for piece, stem in stems if len(stem) > _SHORT), _TWICE))
    for (piece, one), (other, two) in combinations(told, 2):
        shorter, begin, longer = (piece, one, other) if len(one) < len(two) else (other, two, piece)
        if one == two or (_CUT.search(shorter.text) and _key(longer.text).startswith(begin)):
            return [item for item in kept if item is longer or item not in (piece, other)]
    return kept


def _joined(pieces: Sequence[Piece]) -> str:
    out: list[str] = []
    block = None
    for piece in pieces:
        if block is not None and piece.block != block:
            out.append(" ")
        block = piece.block
        out.append(piece.raw if one_line(piece.raw) == piece.text else piece.text)
    return one_line("".join(out))


def _hints_of(element: HtmlElement) -> tuple[str, ...]:
    return class_fields(element.get("class") or "")


def _heading_within(node: HtmlElement | None, top: HtmlElement) -> bool:
    while node is not None and node is not top:
        if node.tag in _HEADINGS:
            return True
        node = node.getparent()
    return False


def _in_heading(element: HtmlElement) -> bool:
    node: HtmlElement | None = element
    for _ in range(4):
        if node is None or node.tag in ("tr", "li", "body"):
            return False
        if node.tag in _HEADINGS or "title" in _hints_of(node):
            return True
        node = node.getparent()
    return False


def _witnesses(element: HtmlElement, inside: Sequence[Piece], kept: Sequence[Piece]) -> Iterator[str]:
    """Yield where the whole of a cut title may stand: attributes in and around the link, other texts in it, pictures."""
    node: HtmlElement | None = element
    for _ in range(3):
        if node is None:
            break
        for name in ("title", "aria-label", "data-title", "data-subject", "alt"):
            if value := node.get(name):
                yield value
        node = node.getparent()
    for child in element.iter():
        for name in ("title", "alt", "value", "data-title"):
            if isinstance(child.tag, str) and (value := child.get(name)):
                yield value
    for piece in inside:
        if piece not in kept:
            yield piece.text
    parent = element.getparent()
    if parent is not None:
        for sibling in parent:
            if sibling is not element and isinstance(sibling.tag, str) and len(sibling) == 0 and sibling.text:
                yield sibling.text


def _from_attributes(lead: Lead) -> Title | None:
    """Read the title of a link that shows no text: what its picture or its attributes say."""
    element = lead.element
    for name in ("title", "aria-label"):
        told = _TOLD.sub("", one_line(element.get(name) or ""))
        if told and not _PROMPT.fullmatch(told):
            return Title(told, f"{name}=", 0.6, lead=lead)
    for picture in element.iter("img", "input"):
        told = _TOLD.sub("", one_line(picture.get("alt") or picture.get("value") or ""))
        if len(told) > 1 and not is_badge(told):
            return Title(told, "alt=", 0.5, lead=lead)
    return None
