"""What stands around a post and is none of it: files, neighbours, buttons, share bars, surveys, comments, notices, contact boxes.

Each block is weighed by several witnesses (class vocabulary, opening words, links, controls, lack of prose); none decides alone.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from newscrawl.normalize.dates import looks_like_date
from newscrawl.reading.outline import Chunk, Outline
from newscrawl.reading.vocabulary import field_of

FURNITURE = 1.5
"""The weight of evidence from which a block is furniture."""


def _one_of(*lines: str) -> str:
    """Return a group of the alternatives that are written on several lines, apart by spaces."""
    return "(?:" + "|".join(" ".join(lines).split()) + ")"


_NAMES = _one_of(
    r"share sns\w* satis\w* survey research opinion kogl\w* \w*nuri open_?type\w* ccl copyright licen[cs]e",
    r"comments? repl(?:y|ies)? cmt prev\w* next\w* pager? paging pagination btns? buttons? files? file_?list",
    r"attach\w* add_?file downloads? tags? hashtags? relat\w* recom\w* banners? ads? adbox popular\w* rank\w*",
    r"reporters? journalist donat\w* sponsor\w* support\w* cheer\w* subscri\w* toolbar tools? utils? helper",
    r"font\w* print\w* qr tts voice listen summary ai polls? votes? emoji likes? skip\w* modal\w* layer\w*",
    r"popups? pop login charger? manager admin staff aside side\w* quick widgets? scrap control\w* navi?",
    r"feedback reaction policy progress more hidden\w* authors? profile",
)
_FURNITURE_NAME = re.compile(rf"(?:^|[\s_-]|\d){_NAMES}(?=$|[\s_-]|\d)")
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])"
    + _one_of(
        r"\w*cont(?:ents?)? con \w*body article\w* txt text detail editor entry(?![_-]) substance\w* memo dbdata xe_content post"
    )
    + r"(?!__)(?=$|[\s_-]|\d)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NEIGHBOURS = r"(?:이전|다음)\s?(?:글|기사|게시물|목록|글보기|페이지)?|이전글\s?[/|·]?\s?다음글|prev(?:ious)?|next"
_OPENINGS = re.compile(
    _one_of(
        _NEIGHBOURS.replace(" ", r"\s"),
        r"첨부(?:\s?(?:파일|문서|자료|물))?(?:\s?(?:목록|다운로드))? 파일\s?첨부 붙임\s?(?:파일|문서) 관련\s?(?:사이트|링크)",
        r"파일 목록(?:으로|보기)?",
        r"만족도\s?조사 공공누리 담당\s?(?:부서|자)(?:\s?(?:및\s?연락처|정보|안내))? ",
        r"(?:자료|콘텐츠|페이지|정보)\s?(?:관리|담당)\s?(?:담당자|부서|자)?",
        r"최종\s?(?:수정|업데이트)\s?일? 댓글(?:\s?(?:목록|쓰기|달기|삭제|[0-9]+))?",
        r"의견(?:\s?(?:쓰기|등록|남기기))? 관련\s?(?:기사|뉴스|글|게시물)",
        r"sns(?:\s?공유)? 글자\s?크기(?:\s?설정)? 인쇄(?:하기)? 추천 좋아요 공감",
        r"태그 tags? 로그인 qr\s?코드 비밀번호 답변",
        r"(?:ai|인공지능|뉴스|기사|본문).{0,8}(?:요약|간추린|정리).{0,6} 요약\s?(?:문|봇) 많이\s?본\s?(?:뉴스|기사)? 인기\s?(?:뉴스|기사)",
        r"이것(?:을\s?공유하기|이\s?좋아요) 관련",
        r"이\s게시물을 저작권\s?정책 (?:이?\s?(?:글|기사|게시물|페이지)(?:을|를)?\s?)?공유(?:하기)?",
    ),
    re.IGNORECASE,
)
_NOTICES = re.compile(
    _one_of(
        r"이\s?페이지에서\s?제공하는 현재\s?페이지의?\s 본\s?저작물은 이\s?(?:기사|글|게시물)(?:를|을|가)\s?(?:공유|추천|평가|마음)",
        r"[©ⓒ].{2,60}(?:무단|금지|reserved) .{0,20}제보를?\s?(?:기다립니다|받습니다)",
        r"(?:이\s?기사와\s?)?함께\s?(?:읽은|본|보면\s?좋은)\s?(?:기사|뉴스|소식|글)",
        r"저작권자\s?[(©ⓒ:] 무단\s?전재 copyright [©ⓒ]\s 이\s?누리집 콘텐츠\s?만족도 .{0,20}(?:자유이용|이용)을?\s?허락\s?표시",
        r".{0,12}의?\s?다른\s?(?:기사|뉴스) 열람하신\s?정보 .{0,30}(?:만족하(?:십|셨|시)|도움이\s?되(?:었|셨)습니까)",
    ),
    re.IGNORECASE,
)
_ASIDES = re.compile(
    _one_of(
        r"다른\s?기사(?:\s?보기)?$ 기자의?\s?기사\s?(?:더|모아)\s?보기$ 구독(?:하기)?$ 후원(?:하기|이|해|을\s?부탁)",
        r"요약은?\s?(?:자동|ai|인공지능) (?:ai|인공지능).{0,12}요약 공공누리",
    ),
    re.IGNORECASE,
)
_OF_SITE = re.compile(  # each opens with a letter of one case: so the search passes quickly over what opens none
    _one_of(
        r"우편번호 사업자\s?(?:등록)?\s?번호 대표\s?전화 통신판매업 이용약관",
        r"청소년보호책임자 발행인",
        r"개인정보\s?(?:처리|취급)\s?방침 이메일\s?(?:주소)?\s?무단 copyright all\s+rights\s+reserved 등록번호\s?:",
    )
)
_FILE_NAME = re.compile(
    r".*\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|txt|csv|mp4)(?=$|[^\w.])", re.IGNORECASE | re.DOTALL
)
_OF_FILES = re.compile(  # what stands beside the names of files
    r"(?:다운(?:로드)?|내려받기|받기|첨부|붙임|파일|문서|미리보기|바로보기|크기|용량|회|건|수|download|down|files?|attach(?:ment|ed)?|hits?|size|"
    r"bytes?|[kmg]b?|[\W\d_])*",
    re.IGNORECASE,
)
_POST_CODE = re.compile(r"\(?우\)?\s?[0-9]{5}")
_LINES = re.compile(r"\b(?:tel|fax)\b")
_BYLINE = re.compile(r"[가-힣]{2,5}\s?(?:선임|수습|인턴|객원|시민)?\s?(?:기자|특파원|리포터|편집국장|논설위원)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ENDS = re.compile(
    r"(?:이전|다음)\s?(?:글|기사|게시물).{0,4}|댓글.{0,8}|만족도.{0,6}|공공누리.{0,6}|목록(?:으로|보기)?|관련\s?(?:기사|뉴스|글|게시물)|"
    r"많이\s?본.{0,6}|인기\s?(?:뉴스|기사)"
)
_LICENCE = re.compile(r"공공누리|kogl|opentype|open_?code|nuri", re.IGNORECASE)
_AROUND = " :：[]()<>▶▲▼■□·|/0123456789,-+"
_APART_TAGS = frozenset("aside nav footer form button".split())
_COLUMNS = frozenset("number title author department published_at view_count attachment".split())
_OPENING = 4  # texts
_MOMENT = re.compile(r"[0-9]{2,4}[-./][ ]?[0-9]{1,2}[-./][ ]?[0-9]{1,2}[.]? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
_FEW = 40  # texts of a box of files, or of the writer
_HEAD = 12  # texts among which a list has its columns
_OF_A_LIST = 3  # dates of one shape
_SIGN = 2  # characters of a text that may be no more than a sign
_SHORT = 200  # characters of a block that its words may give away
_MUCH = 200  # characters of prose that speak for a post


def furniture_score(out: Outline, index: int) -> float:
    """Return the weight of evidence that an element is furniture."""
    chars, prose = out.chars[index], out.prose(index)
    score = float(_has_furniture_word(out, index)) - has_body_name(out, index)
    if out.names[index] in _APART_TAGS:
        score += 0.5
    if out.end_chunk[index] > out.first_chunk[index]:
        score += _weight_of_words(out, index)
        score += 0.5 if not prose else -1.0 if prose > _MUCH else 0.0
        links = out.linked[index] / chars if chars else 0.0
        score += 1.0 if links > 0.5 else 0.5 if links > 0.25 else 0.0
    if chars < _SHORT and out.count(out.images, index) and _shows_licence(out, index):
        score += 1.5
    controls = out.count(out.controls, index)
    if controls:
        score += 1.0 if controls * 60 >= chars else 0.5 if controls * 200 >= chars else 0.0
    return score


def _weight_of_words(out: Outline, index: int) -> float:
    """Return the weight of what an element says: how it opens, and what a short one says at all."""
    texts = out.texts(index)
    openings = texts[: 2 if len(texts[0].text) <= _SIGN else 1]
    score = 1.5 if any(opens_furniture(chunk.text) for chunk in openings) else 0.0
    if out.chars[index] < _SHORT and any(_ASIDES.search(chunk.text) for chunk in texts[:8]):
        score += 1.0
    if sum(_is_of_site(chunk.text) for chunk in texts) > 1:
        score += 1.5
    if len(texts) <= _FEW and (_names_files(out, index, texts) or _is_of_writer(texts, named=out.marks[index] != "")):
        score += 1.5
    return score + (2.0 if _is_talk(out, texts) else 0.0)


def _names_files(out: Outline, index: int, texts: list[Chunk]) -> bool:
    """Tell whether texts are links to files by their names, and beside them nothing but sizes and counts."""
    if not out.linked[index] > 0 or not any(
        "." in chunk.text and _FILE_NAME.match(chunk.text) for chunk in texts if chunk.linked
    ):
        return False
    return all(_OF_FILES.fullmatch(chunk.text) or (chunk.linked and _FILE_NAME.match(chunk.text)) for chunk in texts)


def _is_of_writer(texts: list[Chunk], *, named: bool) -> bool:
    """Tell whether texts are a box of the writer: a byline and an address for mail, in a block that has a name or ends with a notice."""
    name, _, mail = texts[0].text.rpartition(" ")
    rest = texts[1:]
    if "@" not in mail:
        name, mail, rest = texts[0].text, texts[1].text if rest else "", texts[2:]
    elif not all(opens_furniture(chunk.text) for chunk in rest):
        return False
    if not named and not (rest and opens_furniture(rest[-1].text)):
        return False
    return _BYLINE.fullmatch(name.strip()) is not None and _MAIL.fullmatch(mail) is not None


def _is_of_site(text: str) -> bool:
    """Tell whether a text is of what sites say of themselves at their foot."""
    text = text.lower()
    calls = ("tel" in text or "fax" in text) and _LINES.search(text)
    return bool(calls or _POST_CODE.match(text) or _OF_SITE.search(text))


def _is_talk(out: Outline, texts: list[Chunk]) -> bool:
    """Tell whether texts are comments: they open with a moment, the writer's name before it, and more follow in the same shape."""
    first = next((chunk for chunk in texts[:_OPENING] if _MOMENT.fullmatch(chunk.text)), None)
    if first is None:
        return False
    shape = out.shape(first.owner)
    return sum(_MOMENT.fullmatch(chunk.text) is not None and out.shape(chunk.owner) == shape for chunk in texts) > 1


def opens_furniture(text: str) -> bool:
    """Tell whether a text opens a piece of furniture: its usual heads, the words of its buttons, notices."""
    return (
        _OPENINGS.fullmatch(text.strip(_AROUND)) is not None or _NOTICES.match(text.strip(" -▶■※·\"'[(<")) is not None
    )


def _shows_licence(out: Outline, index: int) -> bool:
    return any(
        _LICENCE.search(f"{image.get('alt', '')} {image.get('src', '')}") for image in out.elements[index].iter("img")
    )


def is_list(out: Outline, index: int) -> bool:
    """Tell whether an element is a board's list: a head of columns, or links in numbers with dates of one shape."""
    texts = out.texts(index)
    columns = {field_of(chunk.text) for chunk in texts[:_HEAD]}
    if len(columns & _COLUMNS) >= _OF_A_LIST and out.linked[index]:
        return True
    if out.linked[index] * 4 < out.chars[index]:
        return False
    dates = Counter(
        f"{out.marks[chunk.owner]} {out.names[chunk.owner]}" for chunk in texts if looks_like_date(chunk.text)
    )
    return max(dates.values(), default=0) >= _OF_A_LIST


def ends_post(out: Outline, index: int) -> bool:
    """Tell whether a piece of furniture is one that stands after a post: neighbours, list button, survey, licence, comments."""
    return any(_ENDS.fullmatch(chunk.text.strip(_AROUND)) for chunk in out.texts(index)[:3])


def has_body_name(out: Outline, index: int) -> bool:
    """Tell whether an element's class or id is one that programs give to the text of a post."""
    return _names_body(out.marks[index])


def has_furniture_name(out: Outline, index: int) -> bool:
    """Tell whether an element's class or id is one of furniture, and none of a post's text."""
    return _has_furniture_word(out, index) and not has_body_name(out, index)


def _has_furniture_word(out: Outline, index: int) -> bool:
    element = out.elements[index]
    return out.marks[index] != "" and _names_furniture(element.get("class") or "", element.get("id") or "")


@lru_cache(maxsize=8192)
def _names_furniture(classes: str, identifier: str) -> bool:
    both = f"{classes} {identifier}"
    return (
        _FURNITURE_NAME.search(both.lower()) is not None
        or _FURNITURE_NAME.search(_CAMEL.sub("_", both).lower()) is not None
    )


@lru_cache(maxsize=8192)
def _names_body(mark: str) -> bool:
    return mark != "" and _BODY_NAME.search(mark) is not None
