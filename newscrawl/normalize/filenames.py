"""File names made from what a server, a page or an address gives: one path component on Linux, macOS and Windows, and never a trick."""

from __future__ import annotations

import re

from newscrawl.normalize.parts import extension
from newscrawl.normalize.text import one_line

LONGEST = 240  # bytes of UTF-8; file systems take 255, so that a suffix (".views.jsonl") finds room

_PATH = re.compile(
    r"(?:[A-Za-z]:|\.{0,2}(?=[/\\])).*[/\\]", re.DOTALL
)  # what programs send along: "C:\Users\…\", "/tmp/", "../"
_BLANK = re.compile(
    "[\u115f\u1160\u2800\u3164\uffa0\ufffd]"
)  # letters and signs that show nothing, and the sign for what was no text
_CUT = re.compile(r"(?:…|\.{2,})(?:\.\w{1,5})?$")  # "보도자료(가람군, 봄꽃…", "보도자료(가람군...hwp"
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_EDGE = " .-"
_NOTHING = _EDGE + "_"


def safe_name(shown: str | bytes, *, default: str = "file") -> str:
    r"""Return a file name for a name that was shown; `default`, which must be safe itself, where nothing of it can be kept.

    A path before the name goes. Characters that no file system may be given (Windows': / \ : * ? " < > |) become "_", invisible ones
    and controls go, white space is one space; Korean, brackets and full-width forms stay. The name is composed (NFC), begins and ends
    with neither dot nor space, begins with no dash, is no device of Windows, and has at most `LONGEST` bytes of UTF-8 with its extension
    kept. Bytes are UTF-8 or CP949, whichever has fewer faults. Idempotent; two names may become one.
    """
    text = shown if isinstance(shown, str) else in_either_charset(shown)
    text = _PATH.sub("", text, count=1) if _PATH.match(text) else text
    text = _BLANK.sub("", "".join(map(_visible, text)))
    name = _FORBIDDEN.sub("_", one_line(text)).strip(" ").rstrip(" .")
    ending = extension(name)
    stem = name[: len(name) - len(ending)].strip(_EDGE)
    if not stem.strip(_NOTHING):
        stem = default
    elif _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return _cut(stem, LONGEST - len(ending)).rstrip(_EDGE) + ending


def whole_name(shown: str, served: str | None) -> str:
    """Return a file's name as its page shows it; as the server has it where the page cuts it short or leaves its extension out."""
    if not served or not extension(served):
        return shown
    stem = _CUT.sub("", shown)
    is_cut = stem != shown and served.startswith(stem.strip())
    return served if is_cut or not extension(shown) else shown


def in_either_charset(shown: bytes) -> str:
    """Return the text of bytes that are UTF-8 or CP949, whichever has fewer faults."""
    return min(
        (shown.decode(charset, "replace") for charset in ("utf-8", "cp949")), key=lambda text: text.count("\ufffd")
    )


def _visible(character: str) -> str:
    return character if character.isprintable() else " " if character.isspace() else ""


def _cut(text: str, room: int) -> str:
    """Return as much of a text as has room in so many bytes of UTF-8, cut between characters."""
    return text.encode()[:room].decode(errors="ignore")
