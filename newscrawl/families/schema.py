"""What a family file may say: how its program is told, its addresses, its paging, and what its scripts ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

_HOLE = re.compile(r"\{([^{}]*)\}")
_SOURCE = re.compile(r"[?#@]?[A-Za-z_][\w-]*|/[1-9]|=[^|{}]+")
_ARGUMENT = re.compile(r"[A-Za-z_]\w*|=[^{}]+")

OneOrMore = str | tuple[str, ...]

# The functions by which pagers of Korean boards ask for a page, whatever the program: each gets the page's number.
USUAL_PAGERS = tuple(
    "goPage go_page gotoPage goToPage fnGoPage fn_page fn_link_page linkPage pageLink movePage pageMove opMovePage fn_egov_link_page "
    "fn_egov_select_linkPage".split()
)


class Detection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What tells a family: forms of address, and texts of its pages.

    `address`: regular expressions; no form is proof, for programs share them. `markup`: texts, as they stand in the source, that confirm
    an address which fits. `signature`: texts that no other program writes; they tell the family whatever the address. `signature`
    confirms as `markup` does, so that no text stands in both.
    """

    address: tuple[str, ...]
    markup: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()


class Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a family's addresses are made of: parameters that are the post's own identifier (one an address), and those that name the board.

    `board` is empty where the path alone names the board. `noise` are parameters that say nothing of board or post. `listing` (in the
    file: `list`) and `article` are the forms of their addresses, one or several, the usual first, as `template.Template` has them.
    """

    keys: tuple[str, ...]
    board: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    listing: OneOrMore = msgspec.field(default=(), name="list")
    article: OneOrMore = ()


class Paging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a listing's next page is asked for: the parameter or field, the number of the first page, and where the number goes.

    `by`: `get` in the address, `post` in a form, `offset` (in the address, counting posts), `path` (plain links tell). `calls` are the
    functions of pagers, whose one number is what the parameter gets; those of a family's file are beside the usual ones.
    """

    parameter: str
    first: int = 1
    by: Literal["get", "post", "offset", "path"] = "get"
    calls: tuple[str, ...] = ()

    def with_usual(self) -> Paging:
        """Return it with the usual functions of pagers, too."""
        return msgspec.structs.replace(self, calls=tuple(dict.fromkeys(self.calls + USUAL_PAGERS)))


class Call(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a script that is not on the page asks for when something is clicked.

    It is told by the `function` that is called, or by the `attribute` of the clicked element. `arguments` names the function's arguments
    in order (or the attribute's value); `=text` is one that must be that text, and `...` at the end stands for any further ones. `when`
    is a text that must stand in the page, `at` one that must stand in its address.

    `url` and the values of `form` are written with places: `{name}` an argument, `{?name}` a parameter of the page's own address, `{#name}`
    a field of the page's forms, `{@name}` an attribute of the clicked element, `{/1}` the first segment of the page's path, `{=text}` that
    text; `{name|?name}` is the first of several that is there. Where none is, nothing is asked for, unless the last is empty: then the
    parameter or field is left out (`{?mid|}`).
    """

    url: str
    function: str = ""
    attribute: str = ""
    arguments: tuple[str, ...] = ()
    when: str = ""
    at: str = ""
    method: Literal["GET", "POST"] = "GET"
    form: Mapping[str, str] = {}

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it, each with its place."""
        if bool(self.function) == bool(self.attribute):
            yield "give either `function` or `attribute`"
        plain = self.arguments[:-1] if self.arguments[-1:] == ("...",) else self.arguments
        for place, argument in enumerate(plain):
            if not _ARGUMENT.fullmatch(argument):
                yield f"arguments[{place}]: '{argument}' is no name"
        if self.form and self.method == "GET":
            yield "form: what is asked for by GET has none"
        yield from _faults_of_places(self.url, self.form, plain)


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a board's first listing page is asked for where its address answers with a shell that only a script fills.

    `at` is a text that must stand in the board's address; `url` and `form` are written as those of a `Call`.
    """

    url: str
    at: str = ""
    method: Literal["GET", "POST"] = "POST"
    form: Mapping[str, str] = {}

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with it, each with its place."""
        yield from _faults_of_places(self.url, self.form, ())


def _faults_of_places(url: str, form: Mapping[str, str], arguments: Sequence[str]) -> Iterator[str]:
    for place, text in (("url", url), *((f"form.{name}", value) for name, value in form.items())):
        for hole in _HOLE.findall(text):
            words = hole.removesuffix("|").split("|")
            if not all(map(_SOURCE.fullmatch, words)):
                yield f"{place}: '{{{hole}}}' does not say where a value comes from"
            elif strange := [word for word in words if word[0] not in "?#@/=" and word not in arguments]:
                yield f"{place}: there is no argument '{strange[0]}'"
