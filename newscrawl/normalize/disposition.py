"""The name that a server gives a file: Content-Disposition as Korean boards send it, not as RFC 6266 wants it.

Programs write the name percent-encoded, as raw bytes of CP949 or UTF-8 (Java's and PHP's servers pass them on one to one), in RFC 5987's
form, in MIME's (RFC 2047), with quotes that are escaped, doubled or missing, and with semicolons inside.
"""

from __future__ import annotations

import re
from email.header import decode_header
from urllib.parse import unquote_to_bytes

from newscrawl.normalize.filenames import in_either_charset
from newscrawl.normalize.text import one_line

_PARAMETER = re.compile(
    rb"(?:^|[;\s])(?P<name>filename\*?|name)\s*=\s*"
    rb"(?:\"(?P<quoted>(?:\\.|[^\"\\]|\"(?!\s*(?:;|$)))*)\"|(?P<plain>.*?)(?=;\s*[a-z-]+\*?\s*=|$))",
    re.IGNORECASE | re.DOTALL,
)
_EXTENDED = re.compile(rb"\s*(?P<charset>[\w.:-]*)'[^']*'(?P<value>[^;\s]*)")
_ESCAPED = re.compile(rb"\\([\"'\\])")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_MIME = re.compile(r"=\?[\w.-]+\?[bq]\?[^?]*\?=", re.IGNORECASE)
_ENTITY = re.compile(r"&#(\d{2,7});")
_CHARSETS = {"ks_c_5601-1987": "cp949", "euc-kr": "cp949", "ms949": "cp949"}


def disposition_name(header: bytes) -> str | None:
    """Return the file's name that a Content-Disposition header gives, or None where it gives none.

    `filename*` goes before `filename`, as RFC 6266 has it; one that cannot be decoded does not. The name is text on one line,
    otherwise as the server has it, with any path before it: `filenames.safe_name` makes it fit for a file system.
    """
    plain = None
    for found in _PARAMETER.finditer(header):
        name = found["name"].lower()
        if name.endswith(b"*") and (text := one_line(_extended(found["quoted"] or found["plain"]) or "")):
            return text
        if name == b"filename":
            plain = plain or one_line(_plain(found)).strip(' "').rstrip("; ")
    return plain or None


def _extended(value: bytes) -> str | None:
    """Return the text of RFC 5987's form (`UTF-8''%ea%b0%80.hwp`); None where it is none, or not of the charset that it names."""
    found = _EXTENDED.match(value)
    if found is None:
        return None
    raw = unquote_to_bytes(found["value"])
    charset = found["charset"].decode("ascii").lower()
    try:
        return raw.decode(_CHARSETS.get(charset, charset or "utf-8"))
    except (LookupError, UnicodeDecodeError):
        return in_either_charset(raw) if raw else None


def _plain(found: re.Match[bytes]) -> str:
    quoted: bytes | None = found["quoted"]
    value = found["plain"] if quoted is None else _ESCAPED.sub(rb"\1", quoted)
    if value.isascii() and _PERCENT.search(value) and (text := _percent(value)) is not None:
        return text
    text = in_either_charset(value)
    if _MIME.search(text):
        return _mime(text)
    return _ENTITY.sub(lambda found: _character(int(found[1]), found[0]), text)


def _percent(value: bytes) -> str | None:
    """Return a percent-encoded name; None where the percent signs are the name's own ("세부내역 100%.hwp", "50%20.txt" decoded twice)."""
    raw = unquote_to_bytes(value)
    for charset in ("utf-8", "cp949"):
        try:
            text = raw.decode(charset)
        except UnicodeDecodeError:
            continue
        # Java's URLEncoder writes a blank as "+", and a plus as "%2B": where other characters are encoded, a plus is a blank
        return (
            text if b" " in value or b"+" not in value else unquote_to_bytes(value.replace(b"+", b" ")).decode(charset)
        )
    return None


def _mime(text: str) -> str:
    try:
        parts = decode_header(text)
        return "".join(
            part.decode(_CHARSETS.get((charset or "").lower(), charset or "ascii")) if isinstance(part, bytes) else part
            for part, charset in parts
        )
    except (LookupError, UnicodeDecodeError, ValueError):
        return text


def _character(code: int, otherwise: str) -> str:
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else otherwise
