"""Secrets that addresses, cookies and forms carry: masked in any text that is shown, taken out of addresses that are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from newscrawl.normalize.parameters import is_secret, names_visit

MASK = "***"

_AT = r"%(?:25)*40"
_USER = re.compile(r"(?<=://)[^\s/?#\\\"'<>]+(?=@)")
_ENCODED_USER = re.compile(  # in an address that another one carries as a parameter
    rf"(%(?:25)*3A(?:%(?:25)*2F){{2}})(?:[^\s/?#&\"'<>%]|%(?!(?:25)*(?:2F|3F|40|26|23))[0-9A-F]{{0,2}})++(?={_AT})",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(bearer|basic)\s+[0-9A-Za-z+/=_.~-]{16,}", re.IGNORECASE)
_HEADER = re.compile(
    r"(?<![\w-])((?:set-)?cookie2?|(?:proxy-)?authorization|x-[a-z-]*(?:key|token))"  # no "key" alone: a board may have it
    r"(\\*['\"]?[ \t]*+:[ \t]*+\[?[ \t]*+(?:b(?=['\"]))?)"
    r"(\"(?:[^\"\\\r\n]|\\.)*+|'(?:[^'\\\r\n]|\\.)*+|\\+['\"][^'\"\\\r\n]*+|[^\s'\"][^\r\n]*+)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\\*[\"']")
_NAMED = re.compile(
    r"""
    (?: (?<![\w.\-\[\]$%]) | (?<=%)(?![0-9A-F]{2}) | %(?:25)*(?:3F|3B|26|23) )   # not in the middle of a name
    (?P<name> (?: [\w.\-\[\]$] | %(?!(?:25)*(?:3[FBD]|2[36]))[0-9A-F]{2} )++ )
    (?: (?P<is>=) | (?P<encoded>%(?:25)*3D) | \\*["'][ \t]*+:[ \t]*+\[?[ \t]*+b? (?=\\*["']|\d) )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(r"(?P<quote>[\"'])((?:(?!(?P=quote))[^\\\r\n]|\\.)*+)|\\+[\"']([^\"'\\\r\n]*+)")
_PLAIN = re.compile(r"(?:(?:basic|bearer|digest|token)[ +])?[^\s&#\"'<>;\\]*+", re.IGNORECASE)
_IN_PATH = re.compile(r"[^\s&#\"'<>;\\/?]*+")
_INNER = re.compile(r"(?:[^\s&#\"'<>;\\%]|%(?!(?:25)*2[36]))*+", re.IGNORECASE)
_NUMBER = re.compile(r"\d++")
_WORD = re.compile(r"[\w-]+")
_FILE_NUMBER = re.compile(r"(?:amp;)?file_srl=\d")
_FILE_KEY = ("sid=", "amp;sid=")
_PATH_VISIT = re.compile(r";([\w-]+)=([^/;?#]*)")


def redact(text: str) -> str:
    """Return a text with what is secret in it masked: in addresses, forms, cookies and headers, however they are written down.

    User names and passwords before a host, session identifiers, tokens, keys, signatures and passwords become `***`, in queries, paths
    and fragments, in addresses that addresses carry, in JSON and in Python's notation; what names a board or post stays. Idempotent; its
    time grows with the text's length and no faster.
    """
    text = _USER.sub(MASK, text)
    text = _ENCODED_USER.sub(rf"\1{MASK}", text)
    text = _HEADER.sub(_masked_header, text)
    return _BEARER.sub(rf"\1 {MASK}", _masked_values(text))


def _masked_header(found: re.Match[str]) -> str:
    quote = _OPENING.match(found[3])
    return f"{found[1]}{found[2]}{quote[0] if quote else ''}{MASK}"


def _masked_values(text: str) -> str:
    kept: list[str] = []
    start = at = 0
    while found := _NAMED.search(text, at):
        at = found.end()
        words = _WORD.findall(unquote(found["name"]))
        if words and is_secret(words[-1]):
            begin, at = _value(text, found)
            if begin < at:
                kept += text[start:begin], MASK
                start = at
    kept.append(text[start:])
    return "".join(kept)


def _value(text: str, named: re.Match[str]) -> tuple[int, int]:
    """Return from where to where the value goes whose name was found."""
    at = named.end()
    quoted = _QUOTED.match(text, at)
    if quoted:
        return quoted.span(quoted.lastindex or 0)
    if named["encoded"]:
        form = _INNER
    elif not named["is"]:
        form = _NUMBER
    elif text.endswith(";", 0, named.start()) and not text.endswith("&amp;", 0, named.start()):
        form = _IN_PATH
    else:
        form = _PLAIN
    match = form.match(text, at)
    return match.span() if match else (at, at)


def without_secrets(url: str) -> str:
    """Return an address without user name, password and what names one visit (`;jsessionid=…`, `PHPSESSID=…`), else as it is.

    It can still be asked for: all that may name a page or file stays, and stands as it stood. XE gives each file a key of its own that
    it calls `sid`; without it the file does not come.
    """
    front, mark, fragment = _USER.sub("", url).replace("://@", "://", 1).partition("#")
    path, question, query = front.partition("?")
    path = _PATH_VISIT.sub(lambda found: "" if names_visit(found[1], found[2]) else found[0], path)
    if question:
        parts = query.split("&")
        keys = _FILE_KEY if any(_FILE_NUMBER.match(part) for part in parts) else ()
        query = "&".join(part for part in parts if part.startswith(keys) or not _names_visit(part))
    return path + (f"?{query}" if query else "") + mark + fragment


def _names_visit(part: str) -> bool:
    name, _, value = part.removeprefix("amp;").partition("=")
    return names_visit(unquote(name), value)


def form_without_secrets(form: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a form without those that name one visit."""
    return {name: value for name, value in form.items() if not names_visit(name, value)}
