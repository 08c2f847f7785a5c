"""The files of a post: their names as shown, how to fetch them, and their stated sizes.

A file is a link or button that two witnesses speak for: what it leads to downloads, its text is a file's name, it stands in a box of
files. Previews, viewers and "download all" are none, and the same file is given once, however many buttons it has.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml.html import HtmlElement

from newscrawl.items import Attachment, PageRequest
from newscrawl.normalize.text import one_line
from newscrawl.reading.builders import build
from newscrawl.reading.calls import resolve_call, resolve_click
from newscrawl.reading.follow import Answer
from newscrawl.reading.labels import Label, find_labels
from newscrawl.reading.outline import Outline, outline
from newscrawl.reading.page import Page
from newscrawl.reading.program import AskedFor
from newscrawl.reading.region import Region

_TYPES = {
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "txt": "text/plain",
    "csv": "text/csv",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
}
_EXTENSIONS = (
    "hwpx? hwt pdf docx? xlsx? pptx? zip 7z rar egg alz jpe?g png gif bmp tiff? webp txt csv rtf odt mp[34] avi mov wmv m4[av] wav "
    "ai eps psd dwg show cell ics exe xml json"
)
_EXTENSION = rf"\.(?:{'|'.join(_EXTENSIONS.split())})"
_NAMED = re.compile(rf".*{_EXTENSION}(?=$|[^\w.])", re.IGNORECASE | re.DOTALL)
_DOWNLOADS = re.compile(
    r"down(?:load)?(?![a-z]{6})|getfile|readfile|file\.(?:do|jsp|php|asp|es)|attach(?:ment)?[/_.]|/files?/|act=file",
    re.IGNORECASE,
)
_PREVIEW = re.compile(
    r"미리\s?(?:보기|듣기)|바로\s?(?:보기|듣기)|뷰어|음성\s?듣기|변환|viewer|pre_?view|synap|doc\.html|convert",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:전체|일괄|모두).{0,12}(?:다운|받기|저장|압축|zip)|선택\s?(?:파일)?\s?(?:다운|받기|저장)|(?:zip|압축).{0,8}(?:다운|받기|저장)|"
    r"action=zip|downloadall|all_?down|zip_?down|down_?zip",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:첨부\s?)?(?:파일)?\s?(?:다운로드|내려\s?받기|다운\s?받기|다운|저장|받기|download|down|save|열기|보기)(?:\s?(?:하기|아이콘|버튼))?|"
    r"새\s?창(?:열림|으로\s?열기)?|첨부(?:파일)?|파일",
    re.IGNORECASE,
)
_AFTER_NAME_IN_TITLE = re.compile(
    r"\s*(?:첨부파일|파일)?\s*(?:다운로드|내려받기|다운받기|새\s?창(?:으로)?(?:\s?열림|\s?이동)?|download)\s*$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"\s*(?:[\[({][^\[\](){}]*(?:[kmg]?b(?:ytes?)?\b|hits?|다운|회|size|[0-9]\s?건)[^\[\](){}]*[\])}]|[0-9.,]+\s?[kmg]?b(?:ytes?)?)\s*.*$",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(?=['\"])")  # the stroke that some PHP set before a quote; no name of a file can hold one
_SIZE = re.compile(
    r"(?<![\w.])([0-9][0-9,]*(?:\.[0-9]+)?)\s*(bytes?|[kmg]i?b(?:ytes?)?|[kmg](?=[\s)\],/]|$)|b)(?![a-z])",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)$", re.IGNORECASE)
_UNITS = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_BOX = re.compile(r"(?:^|[\s_-])(?:files?|file_?\w+|\w+file|attach\w*|down(?:load)?s?)(?=$|[\s_-])")
_WORDS = re.compile(r"[a-z0-9]+")
_ITSELF = re.compile(r"\bthis\b")  # a script that looks at what was clicked: one text, another file each time
_NOWHERE = frozenset(("", "#", "#none", "###", "javascript:;", "javascript:void(0)", "javascript:void(0);"))
_LISTS = frozenset("tr tbody table ul ol dl".split())
_CLIMB = 6
_WITNESSES = 2  # that speak for a file
_LARGE = 2000  # characters of a holder that is more than a box of files


@dataclass(slots=True, frozen=True)
class _Candidate:
    """A link or button: where it leads, as written; what it says; its title, or the text of its icons."""

    index: int
    target: str
    text: str
    title: str

    @property
    def says_nothing(self) -> bool:
        """Whether its words are those of any button for a file."""
        return _NO_NAME.fullmatch(self.text) is not None

    @property
    def is_no_file(self) -> bool:
        """Whether it is a preview, or a "download all"."""
        said = f"{self.text} {self.title}"
        named = _named(self.text)
        if (
            _ALL.search(self.target)
            or (_ALL.search(said) and not ("." in said and _NAMED.search(said)))
            or (_PREVIEW.search(said) and not named)
        ):
            return True
        return _PREVIEW.search(unquote(self.target)) is not None and not (named and _DOWNLOADS.search(self.target))


@dataclass(slots=True, frozen=True)
class _Places:
    """Where on the page the labels of boxes of files stand, by element, and the texts that are names of files, by text; in order."""

    boxes: list[int]
    names: list[int]


def find_files(
    page: Page, out: Outline, labels: list[Label], start: int, region: Region, known: Sequence[AskedFor] = ()
) -> list[Attachment]:
    """Return the files named from an element on to the end of the post; what stands in the body's own text is no file of it.

    `known` is how the page's program is known to ask for its files, where the page itself does not tell.
    """
    places = _places(out, labels, start, region.stop)
    found: list[Attachment] = []
    targets: set[str] = set()
    items: set[int] = set()
    first, last = bisect_left(out.clickable, start), bisect_left(out.clickable, region.stop)
    for index in out.clickable[first:last]:
        one = _candidate(out, index)
        known_already = one is not None and one.target in targets and not _ITSELF.search(one.target)
        if one is None or known_already or region.holds(out, index):
            continue
        named = (_named(one.text) or _named(one.title)) is not None
        downloads = (
            _DOWNLOADS.search(one.target) is not None
            or one.says_nothing
            or out.elements[index].get("download") is not None
        )
        box = _box(out, index, start, places) if named or downloads else -1
        if named + downloads + (box >= 0) < _WITNESSES or one.is_no_file or (not named and _is_shown(page, one.target)):
            continue
        item = _item(out, index, box, places)
        name = _whole(_name(out, one, item), one.target)
        if not name or (item in items and (not one.text or one.says_nothing)):
            continue
        if one.target:
            targets.add(one.target)
        items.add(item)
        entry = " ".join(chunk.text for chunk in out.texts(item))
        file = _attachment(page, out.elements[index], name, entry, known)
        if not _ITSELF.search(one.target) or not any(_is_same(file, other) for other in found):
            found.append(file)
    return found


def _is_shown(page: Page, target: str) -> bool:
    """Tell whether an address is that of a picture that the page shows: a button to keep it offers no file of the post."""
    return _PICTURE.search(target) is not None and any(image.get("src") == target for image in page.root.iter("img"))


def _is_same(file: Attachment, other: Attachment) -> bool:
    return (file.url, file.form) == (other.url, other.form) and (file.url is not None or file.name == other.name)


def files_in(page: Page, box: HtmlElement, known: Sequence[AskedFor] = ()) -> list[Attachment]:
    """Return the files named in one element of a page, such as the box in which a board shows them."""
    out = outline(box)
    return find_files(page, out, find_labels(out), 0, Region(stop=len(out.elements)), known)


def _places(out: Outline, labels: list[Label], start: int, stop: int) -> _Places:
    boxes = sorted(label.owner for label in labels if label.field == "attachment" and start <= label.owner < stop)
    names = [place for place, chunk in enumerate(out.chunks) if "." in chunk.text and _NAMED.match(chunk.text)]
    return _Places(boxes, names)


def _named(text: str) -> re.Match[str] | None:
    """Return a text up to the end of the name of a file that it has."""
    return _NAMED.match(text) if "." in text else None


def _candidate(out: Outline, index: int) -> _Candidate | None:
    """Return what an element leads to and says, or None where it leads nowhere."""
    element = out.elements[index]
    href, call = element.get("href", "").strip(), element.get("onclick", "").strip()
    target = f"{'' if href in _NOWHERE else href} {call}".strip()
    if (not href and not call and out.names[index] != "button") or target.startswith(("mailto:", "tel:")):
        return None
    text = _text(out, index) or one_line(element.get("value", ""))
    title = one_line(element.get("title", "")) or " ".join(
        one_line(image.get("alt", "")) for image in element.iter("img")
    )
    return _Candidate(index, target, text, title)


def _text(out: Outline, index: int) -> str:
    """Return an element's text, or of its texts the one that is a file's name: others are icons, sizes, counts."""
    named = [chunk.text for chunk in out.texts(index) if _named(chunk.text)]
    return named[0] if len(named) == 1 else out.text(index)


def _box(out: Outline, index: int, start: int, places: _Places) -> int:
    """Return the nearest holder that is a box of files, by its class or by a label in it; -1 where there is none."""
    for depth, holder in enumerate(out.ancestors(index)):
        if depth > _CLIMB or (depth and holder < start and out.chars[holder] > _LARGE):
            break
        if out.count(places.boxes, holder) or (out.marks[holder] and _BOX.search(out.marks[holder])):
            return holder
    return -1


def _item(out: Outline, index: int, box: int, places: _Places) -> int:
    """Return the entry of the list of files that an element belongs to: its largest holder with no second name of a file."""
    item = index
    for depth, holder in enumerate(out.ancestors(index)):
        if holder <= box or depth > _CLIMB or out.names[holder] in _LISTS or _names_two(out, holder, places):
            break
        item = holder
        if out.names[holder] in ("li", "dd"):
            break
    return item


def _names_two(out: Outline, holder: int, places: _Places) -> bool:
    names = places.names
    return bisect_left(names, out.end_chunk[holder]) - bisect_left(names, out.first_chunk[holder]) > 1


def _name(out: Outline, one: _Candidate, item: int) -> str:
    """Return the file's name as shown: by the link, else by what stands beside the button, else by its title."""
    if one.text and not _NO_NAME.fullmatch(one.text):
        return _clean(one.text)
    beside = (chunk for chunk in out.texts(item) if not _in_button(out, chunk.owner, item))
    own = " ".join(
        chunk.text for chunk in beside if not _NO_NAME.fullmatch(chunk.text) and not _PREVIEW.search(chunk.text)
    )
    return _clean(own or _AFTER_NAME_IN_TITLE.sub("", one.title))


def _in_button(out: Outline, owner: int, item: int) -> bool:
    while owner > item:
        if out.names[owner] == "button":
            return True
        owner = out.parents[owner]
    return False


def _clean(text: str) -> str:
    """Return a file's name without the size, the count of downloads or the type that stand after it."""
    text = _ESCAPED.sub("", text)
    named = _named(text)
    name = (named[0] if named else _AFTER_NAME.sub("", text)).strip(" ·|,-")
    return "" if _NO_NAME.fullmatch(name) or name.isdigit() else name


def _whole(name: str, target: str) -> str:
    """Return the name with its extension where only the address has it."""
    if not name or _named(name):
        return name
    found = re.search(rf"{re.escape(name)}({_EXTENSION})(?![a-z0-9])", unquote(target), re.IGNORECASE)
    return name + found[1] if found else name


def stated_size(text: str) -> int | None:
    """Return the size in bytes that a text states ("474.7 KB"), or None."""
    match = _SIZE.search(text)
    return None if match is None else round(float(match[1].replace(",", "")) * _UNITS[match[2][0].lower()])


def _attachment(page: Page, element: HtmlElement, name: str, entry: str, known: Sequence[AskedFor]) -> Attachment:
    """Return a file with the way to fetch it, and what its entry in the list says of size and type."""
    beside = entry.replace(name, " ")
    told = (name.rpartition(".")[2].lower(), *_WORDS.findall(beside.lower()))
    attachment = Attachment(
        name=name, size=stated_size(beside), media_type=next((_TYPES[word] for word in told if word in _TYPES), None)
    )
    answer = _leads_to(page, element, known)
    if isinstance(answer, PageRequest):
        attachment.url, attachment.method, attachment.form = answer.url, answer.method, answer.form
    else:
        attachment.url = answer
    return attachment


def _leads_to(page: Page, element: HtmlElement, known: Sequence[AskedFor]) -> Answer:
    """Return the address of a plain link, else where the element's script leads, else what the program is known to ask for."""
    href = element.get("href", "").strip()
    if href and not href.startswith("#") and (url := page.absolute(href)):
        return url
    call = unquote(href[11:]) if href[:11].lower() == "javascript:" else ""
    for source in (element.get("onclick"), call):
        if source and (answer := resolve_call(page, source, element)):
            return answer
    script = f"{element.get('onclick') or ''};{call}".strip(";")
    return resolve_click(page, element) or build(page, known, script, element)
