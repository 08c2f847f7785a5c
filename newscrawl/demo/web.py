"""Requests and answers of the replica's boards, and the templates of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from string import Template
from urllib.parse import parse_qsl, quote, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """A request, taken apart. Of a parameter that stands there twice the last counts."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, method: str, target: str, body: bytes = b"") -> Request:
        """Take a request line's target and a form apart; ValueError for a target that is no address."""
        parts = urlsplit(target)
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return cls(method, unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True)), form)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()


def page(markup: str, status: int = 200) -> Answer:
    """Answer with a page."""
    return Answer(markup.encode(), status)


def redirect(location: str) -> Answer:
    """Answer that the page is elsewhere on this host."""
    return Answer(b"", 302, headers=(("Location", location),))


def alert(message: str) -> Answer:
    """Answer as Korean boards do where there is no such post: status 200, a script that complains and goes back."""
    return page(f"<!DOCTYPE html>\n<script>alert('{message}'); history.back();</script>\n")


def download(name: str, body: bytes, media_type: str) -> Answer:
    """Answer with a file under its own name."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Answer(body, content_type=media_type, headers=(("Content-Disposition", disposition),))


def number(text: str, default: int = 0) -> int:
    """Return the text as a whole number, or the default: nobody's parameters can be trusted."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else default


@cache
def _template(name: str) -> Template:
    return Template(resources.files(__package__).joinpath("pages", f"{name}.html").read_text("utf-8"))


def fill(name: str, /, **values: object) -> str:
    """Return the template `pages/NAME.html` with its `$slots` filled; values are markup and not escaped here."""
    return _template(name).substitute(values)
