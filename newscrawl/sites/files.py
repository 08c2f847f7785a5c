"""The reading of a site file, which may be somebody else's: plain data within bounds and nothing else, each fault told with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import msgspec
import yaml

from newscrawl.errors import CatalogueError
from newscrawl.normalize.text import has_controls

LARGEST = 64 * 1024  # bytes
DEEPEST = 8  # collections inside one another; the schema needs four
_TOO_DEEP = f"nests deeper than {DEEPEST} levels"

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # where PyYAML was built with libyaml, that is ten times faster
_PLACE = re.compile(r" - at `(?:key in )?(\$[^`]*)`$")
_ID = re.compile(r"[0-9A-Za-z가-힣](?:[0-9A-Za-z가-힣_-]|\.(?!\.|$)){0,79}")
_UNFIT = re.compile(r"[\s\\<>\"`{}|^]")
# What a plain word means, as YAML 1.2 has it: "no", "22:00" and "2024-03-15" are texts.
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")

T = TypeVar("T")


def read_site_file(name: str, content: str | bytes, kind: type[T]) -> T:
    """Return what a site file says, as `kind`.

    Raises CatalogueError, naming file and line, for one that is too large, no YAML, or more than plain data (tags, anchors, aliases, a
    second document), that nests too deep, gives a key twice, has an `id` unfit for a file name, an address that is none of a web page, or
    characters that do not show; and for what `kind` does not allow.
    """
    size = len(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        raise CatalogueError(f"sites/{name}: a site file has at most {LARGEST:,} bytes.")
    try:
        reader = _Reader(name, _text(content))
        data = reader.read()
    except yaml.MarkedYAMLError as error:
        why = error.problem or "no YAML"
        if "nesting depth" in why:  # libyaml has a bound of its own
            why = _TOO_DEEP
        raise _fault(name, why, error.problem_mark or error.context_mark) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise CatalogueError(f"sites/{name}: {error}") from error
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        where = _PLACE.search(str(error))
        line = reader.lines.get(where[1] if where else "$", 1)
        raise CatalogueError(f"sites/{name}, line {line}: {error}") from error


def lines_of(name: str, content: str | bytes) -> dict[str, int]:
    """Return on which line each value of a site file stands, by its path: `$.boards[0].url`. Raises as `read_site_file` does."""
    reader = _Reader(name, _text(content))
    reader.read()
    return reader.lines


def _text(content: str | bytes) -> str | bytes:
    """Return the text of UTF-8; other bytes as they are, for the parser knows what is wrong with them."""
    try:
        return content if isinstance(content, str) else content.decode("utf-8")
    except UnicodeDecodeError:
        return content


def _fault(name: str, why: str, mark: Any) -> CatalogueError:
    return CatalogueError(f"sites/{name}, line {mark.line + 1 if mark else 1}: {why}")


class _Reader:
    """Makes plain data of the events of one document; `lines` says where each value stands, by its path as msgspec writes it."""

    def __init__(self, name: str, content: str | bytes) -> None:
        self.name = name
        self.lines: dict[str, int] = {}
        self._next: Callable[[], Any] = _Parser(content).get_event
        # Where nothing in the file is written in disguise, one look at the whole is as good as one at each text.
        self._clean = isinstance(content, str) and "\\" not in content and not has_controls(content)

    def refuse(self, why: str, mark: Any) -> NoReturn:
        """Raise the error for a fault at a place in the file."""
        raise _fault(self.name, why, mark)

    def read(self) -> object:
        """Return the data of the only document; None where there is none."""
        data = None
        documents = 0
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse("a second document begins", event.start_mark)
                data = self._value(self._next(), "$", 0)
        return data

    def _value(self, event: Any, path: str, depth: int) -> object:
        """Return the value that begins with an event; the events that belong to it are used up."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.refuse("anchors and aliases are not allowed", event.start_mark)
        if event.tag is not None:
            self.refuse(f"the tag {event.tag} is not allowed", event.start_mark)
        if depth > DEEPEST:
            self.refuse(_TOO_DEEP, event.start_mark)
        self.lines[path] = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        return self._mapping(path, depth)

    def _sequence(self, path: str, depth: int) -> list[object]:
        found: list[object] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, f"{path}[{len(found)}]", depth + 1))
        return found

    def _mapping(self, path: str, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._value(event, f"{path} key", depth + 1)
            if not isinstance(key, str):
                self.refuse("a key is no text", event.start_mark)
            if key in found:
                self.refuse(f"'{key}' is given twice", event.start_mark)
            found[key] = self._value(self._next(), f"{path}.{key}", depth + 1)
            if fault := _CHECKS.get(key, _no_fault)(found[key]):
                self.refuse(f"{key}: {fault}", event.start_mark)
        return found

    def _scalar(self, event: yaml.ScalarEvent, path: str) -> object:
        text: str = event.value
        if not self._clean and has_controls(text):
            self.refuse("a text holds characters that do not show", event.start_mark)
        if not event.implicit[0] or path.endswith(" key"):  # in quotes, or a block
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _DECIMAL.fullmatch(text) else text


def _no_fault(value: object) -> str:
    del value
    return ""


def _fault_of_id(value: object) -> str:
    if isinstance(value, str) and not _ID.fullmatch(value):
        return "an id has letters, digits, '.', '_' and '-', begins with a letter or digit, and is at most 80 characters long"
    return ""


def _fault_of_address(value: object) -> str:
    if not isinstance(value, str):
        return ""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or _UNFIT.search(value):
        return "no address of a web page; one begins with http:// or https:// and names a host"
    return "user name and password do not belong in an address" if "@" in parts.netloc else ""


_CHECKS: Mapping[str, Callable[[object], str]] = {
    "id": _fault_of_id,
    "url": _fault_of_address,
    "homepage": _fault_of_address,
}
