"""An http(s) address in its parts, written one way: what comparing, cleaning and learning addresses stands on."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, unquote, unquote_plus, urlsplit

from newscrawl.normalize.parameters import is_noise

Parameters = tuple[tuple[str, str], ...]

_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=~-._%?"
_NORMAL = re.compile(r"[0-9A-Za-z/:@!$&'()*+,;=~._-]*")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})|%")
_UNRESERVED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*", re.IGNORECASE)
_DOUBLE_ESCAPED = re.compile(r"(^|&)(?:amp;)+")
_MIRROR = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]+)")
_EXTENSION = re.compile(r"\.(?=[0-9]{0,2}[A-Za-z])[0-9A-Za-z]{1,8}$")
_FIRST_PARAMETER = re.compile(r"[A-Za-z_]\w*=")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address, percent-encoding normalised; `query` has the parameters in order, those without a value left out.

    `host` is in lower case, and has the port where it is not the scheme's own. `str()` gives the address back.
    """

    scheme: str
    host: str
    path: str
    query: Parameters

    def __str__(self) -> str:
        query = "&".join(f"{name}={value}" if value else name for name, value in self.query)
        return f"{self.scheme}://{self.host}{self.path}" + (f"?{query}" if query else "")

    @property
    def site(self) -> str:
        """The host without what mobile and `www.` mirrors put before it."""
        return _MIRROR.sub("", self.host)

    @property
    def segments(self) -> list[str]:
        """The path's segments."""
        return self.path.strip("/").split("/")

    @property
    def quiet(self) -> Address:
        """The address without parameters that cannot name a board or post."""
        return replace(self, query=tuple(pair for pair in self.query if not is_noise(*pair)))

    def get(self, name: str) -> str | None:
        """Return the first value of a parameter, still encoded."""
        return next((value for other, value in self.query if other == name and value), None)

    def tokens(self) -> set[str]:
        """Return the stems of the path's segments and the values of the parameters: whatever may name a board."""
        return {stem(segment) for segment in self.segments} | {decoded(value) for _, value in self.query}


@lru_cache(maxsize=512)  # the rows of a listing are each asked for several times
def parse(url: str) -> Address | None:
    """Take an address apart; None for what is no http(s) address."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if parts.scheme not in _PORTS or not host:
            return None
        host = host if host.isascii() else host.encode("idna").decode("ascii")
        path = "/" + posixpath.normpath("/" + _encoded(_PATH_SESSION.sub("", parts.path))).lstrip("/")
        query = tuple(_pairs(parts.query))
    except ValueError:
        return None
    if path != "/" and parts.path.endswith(("/", "/.", "/..")):
        path += "/"
    host = f"[{host}]" if ":" in host else host
    return Address(parts.scheme, host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}", path, query)


def unwrapped(address: Address) -> Address:
    """Return the address that a parameter wraps in base64 (K2Web's `enc`, `bbs_data` …), else the address itself."""
    for _, value in address.query:
        text = _unbase64(unquote(value).rstrip("|"))
        if text is None:
            continue
        inner = unquote(text.rpartition("@@|")[2]) if "@@|" in text else text
        if _FIRST_PARAMETER.match(inner):
            inner = f"{address.path}?{inner}"
        found = parse(f"{address.scheme}://{address.host}{inner}") if inner.startswith("/") else None
        if found is not None:
            return found
    return address


def decoded(value: str) -> str:
    """Return a parameter's value or a path segment in plain characters; as it is where it is not UTF-8 (CP949 boards)."""
    try:
        return unquote_plus(value, errors="strict")
    except UnicodeDecodeError:
        return value


def stem(segment: str) -> str:
    """Return a path segment, decoded, without a file's extension."""
    return _EXTENSION.sub("", decoded(segment))


def extension(segment: str) -> str:
    """Return the extension of a path segment with its dot, "" where there is none."""
    found = _EXTENSION.search(segment)
    return found[0] if found else ""


def _unbase64(text: str) -> str | None:
    if len(text) < 16:
        return None
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


def _encoded(text: str) -> str:
    """Normalise percent-encoding: unreserved characters bare, all else that needs it encoded, digits in upper case."""
    if _NORMAL.fullmatch(text):
        return text
    return quote(_PERCENT.sub(_one_encoded, text), safe=_SAFE)


def _one_encoded(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _pairs(query: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters that have a value, and bare words ("?1234"), which may be all that names a post."""
    for part in _DOUBLE_ESCAPED.sub(r"\1", query).split("&"):
        name, equals, value = part.partition("=")
        if name and (value or not equals):
            yield _encoded(name), _encoded(value)
