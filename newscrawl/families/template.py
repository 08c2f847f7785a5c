"""The grammar of an address, written as the address itself with names in place of what varies: read from an address, and built again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

_HOLE = re.compile(r"\{([A-Za-z_]\w*)(\.\.\.|\?)?\}")
_SESSION = re.compile(r";[^/]*")
_SAFE = "/,"


@dataclass(frozen=True, slots=True)
class Template:
    """One form of address.

    `/{site}/view.do?bbsNo={bbsNo}&nttNo={nttNo}&key={key?}`: a name stands for a part of a path segment that has no dot, or for all of a
    parameter's value; `{path...}` for one segment or more; `{key?}` for a parameter that may be missing. All else must stand in the
    address as it is written here; further parameters, and the session in a path, say nothing.
    """

    text: str
    path: re.Pattern[str]
    fixed: tuple[tuple[str, str], ...]
    named: tuple[tuple[str, str, bool], ...]  # parameter, name, whether it must be there

    @property
    def names(self) -> frozenset[str]:
        """Every name in the template."""
        return frozenset(match[1] for match in _HOLE.finditer(self.text))

    def read(self, url: str) -> dict[str, str] | None:
        """Return what stands in an address under each name, None where the address is of another form."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        match = self.path.fullmatch(unquote(_SESSION.sub("", parts.path)))
        if match is None:
            return None
        told: dict[str, str] = {}
        for parameter, value in parse_qsl(parts.query):
            told.setdefault(parameter, value)
        if any(told.get(parameter) != value for parameter, value in self.fixed):
            return None
        found = match.groupdict()
        for parameter, name, needed in self.named:
            if parameter in told:
                found[name] = told[parameter]
            elif needed:
                return None
        return found

    def build(self, base: str, parts: Mapping[str, str]) -> str | None:
        """Return the address on the host of `base` that has these parts, None where a part that it needs is missing."""
        path, _, query = self.text.partition("?")
        if any(not parts.get(match[1]) for match in _HOLE.finditer(path)):
            return None
        path = _HOLE.sub(lambda match: quote(parts[match[1]], safe="/" if match[2] else ""), path)
        pairs = []
        for parameter, value in parse_qsl(query, keep_blank_values=True):
            hole = _HOLE.fullmatch(value)
            told = parts.get(hole[1], "") if hole else value
            if told:
                pairs.append((parameter, told))
            elif hole and hole[2] != "?":
                return None
        return urljoin(base, path) + (f"?{urlencode(pairs, safe=_SAFE, quote_via=quote)}" if pairs else "")


@lru_cache(maxsize=1024)
def template(text: str) -> Template:
    """Return a template as written. Raises ValueError for one that is none."""
    path, _, query = text.partition("?")
    if not path.startswith("/"):
        raise ValueError(f"'{text}' does not begin with '/': it is written without a host")
    if path.count("{") != len(_HOLE.findall(path)) or "}" in _HOLE.sub("", path):
        raise ValueError(f"'{path}' has braces that hold no name")
    seen: set[str] = set()
    pattern, at = "", 0
    for match in _HOLE.finditer(path):
        pattern += re.escape(path[at : match.start()])
        pattern += f"(?P={match[1]})" if match[1] in seen else f"(?P<{match[1]}>{'.+' if match[2] else '[^/.]+'})"
        seen.add(match[1])
        at = match.end()
    fixed, named = [], []
    for parameter, value in parse_qsl(query, keep_blank_values=True):
        hole = _HOLE.fullmatch(value)
        if hole is None and ("{" in value or not value):
            raise ValueError(f"'{parameter}={value}' is neither a value nor one name in braces")
        if hole is None:
            fixed.append((parameter, value))
        else:
            named.append((parameter, hole[1], hole[2] != "?"))
    return Template(text, re.compile(pattern + re.escape(path[at:])), tuple(fixed), tuple(named))
