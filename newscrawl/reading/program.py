"""What reading wants to know of the program that made a page; a family of the catalogue says it (`newscrawl.families.schema`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol


class Filled(Protocol):
    """A request with places for what the page says."""

    @property
    def at(self) -> str: ...  # noqa: D102
    @property
    def method(self) -> Literal["GET", "POST"]: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def form(self) -> Mapping[str, str]: ...  # noqa: D102


class AskedFor(Filled, Protocol):
    """What a click asks for, by the function it calls or an attribute it has; `newscrawl.families.schema.Call` explains each part."""

    @property
    def function(self) -> str: ...  # noqa: D102
    @property
    def attribute(self) -> str: ...  # noqa: D102
    @property
    def arguments(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def when(self) -> str: ...  # noqa: D102


class Paged(Protocol):
    """How a program's pager asks for another page."""

    @property
    def parameter(self) -> str: ...  # noqa: D102
    @property
    def by(self) -> str: ...  # noqa: D102
    @property
    def calls(self) -> Sequence[str]: ...  # noqa: D102


class Program(Protocol):
    """What is known of the program that made a page: selectors by field, and what its scripts ask for."""

    @property
    def hints(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def paging(self) -> Paged | None: ...  # noqa: D102
    @property
    def calls(self) -> Sequence[AskedFor]: ...  # noqa: D102
    @property
    def files(self) -> Sequence[AskedFor]: ...  # noqa: D102
