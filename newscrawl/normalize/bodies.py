"""Whose text an article's body is: the page's own, or, where the page holds none of the post, that of its main file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.items import Attachment, BodySource
from newscrawl.normalize.text import fold

LONGEST = 200  # characters of a text that may say no more than where the text is

_POINTS = re.compile(r"붙임|첨부|별첨|첨부물|파일")
# What a sentence is made of that says nothing but "see the attached file": words, each with what Korean hangs behind it, and words alone.
_STEMS = (
    "붙임 첨부 첨부물 첨부된 첨부한 별첨 파일 문서 자료 보도자료 보도 원문 본문 공고문 고시문 "
    "내용 세부 세부내용 세부사항 상세 상세한 상세내용 자세한 자세히 구체적인 기타 관련 해당 사항 아래 "
    "하단 위 다음 참조 참고 확인 열람 다운 다운로드 다운받아 내려받아 클릭 게시 안내 알려"
)
_ENDINGS = (
    "은 는 이 을 를 에 에서 로 으로 의 와 과 도 하고 하여 하시어 해 하시기 하시길 하기 "
    "해주시기 주시기 하시면 하오니 하니 하세요 하십시오 해주세요 해주십시오 합니다 하였습니다 했습니다 "
    "드립니다 드리오니 됩니다 되어 된 한 입니다 임 바랍니다 바람 요망 부탁드립니다 같이 같습니다 "
    "있습니다 1부"
)
_ALONE = (
    "감사합니다 감사드립니다 공고합니다 공고하오니 고시합니다 고시하오니 "
    "및 또는 등 끝 부 각 수 볼 더 좀 위의 같이 같습니다 같음 바랍니다 바라며 바람 주시기 주시길 "
    "주시면 주세요 주십시오 하시기 하시길 부탁 부탁드립니다 드립니다 있습니다 있으며 있음 됩니다 "
    "되겠습니다 되어 되니 있으니 하여 보시기 보시면 받으시기 받아 hwp hwpx pdf zip docx "
    "xlsx"
)


def _choice(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_SAYS_NOTHING = re.compile(
    rf"(?:(?:{_choice(_STEMS)})++(?:{_choice(_ENDINGS)}){{0,3}}+|{_choice(_ALONE)})", re.IGNORECASE
)
_FIGURE = re.compile(r"\d{3}|\d[-./:,~]\d")  # of a telephone number, a date, an hour, a sum: that is news
_NO_LETTER = re.compile(r"[\W_0-9ㄱ-ㅎㅏ-ㅣ]+")

# Which kind of file holds a release, the likeliest first; what is none of them (tables, pictures, archives) comes after
_KINDS = ("hwpx", "hwp", "docx", "doc", "odt", "pdf", "rtf", "txt")
_RELEASE = re.compile(r"보도\s?자료|배포|공고문?|고시문?|본문|안내문")
_ENCLOSURE = re.compile(r"붙임|별첨|별지|서식|신청서|양식|사진|참고\s?자료|포스터|명단")


def points_only(body: str, title: str, names: Sequence[str] = ()) -> bool:
    """Tell whether a page's text holds nothing of the post: none at all, its title again, its files' names, or "see the attached file".

    One word of anything else makes it the post's own text, however short.
    """
    if not _NO_LETTER.sub("", body) and not _FIGURE.search(body):
        return True
    if fold(body) == fold(title):
        return True
    if len(body) > LONGEST:
        return False
    points = _POINTS.search(body) is not None or any(name in body for name in names)
    rest = body
    for known in sorted((*names, *(name.rpartition(".")[0] for name in names), title), key=len, reverse=True):
        rest = rest.replace(known, " ") if known else rest
    return points and not _FIGURE.search(rest) and all(map(_SAYS_NOTHING.fullmatch, _NO_LETTER.sub(" ", rest).split()))


def main_file(files: Sequence[Attachment], title: str) -> Attachment | None:
    """Return the file that holds the post: of those with text the one that its name, its kind and its place speak for most; or None."""
    readable = [(place, file) for place, file in enumerate(files) if file.text_status == "ok" and file.text]
    return min(readable, key=lambda found: _rank(found[1], title, found[0]), default=(0, None))[1]


def _rank(file: Attachment, title: str, place: int) -> tuple[bool, bool, bool, int, int]:
    """Return what orders files; a text document before a table, then the one named like the post or as a release, no enclosure."""
    stem, _, kind = file.name.rpartition(".")
    named_like = fold(title) in fold(stem) or (len(fold(stem)) > 5 and fold(stem) in fold(title))
    is_document = kind.lower() in _KINDS
    speaks = named_like or _RELEASE.search(stem) is not None
    same_name_order = _KINDS.index(kind.lower()) if is_document else len(_KINDS)
    return (
        not is_document,
        not speaks,
        _ENCLOSURE.search(stem) is not None,
        place if not speaks else 0,
        same_name_order,
    )


def body_of(body: str, title: str, files: Sequence[Attachment]) -> tuple[str, BodySource | None, Attachment | None]:
    """Return an article's body, whose text it is, and the file where it is a file's. Texts are never mixed."""
    if points_only(body, title, [file.name for file in files]) and (file := main_file(files, title)) is not None:
        return file.text or "", "attachment", file
    return body, "page" if body else None, None
