"""A board's profile as data: the layouts of its pages, and in each the places where the generic reader found what it read."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["article", "listing"]
VERSION = 1  # of the form of a profile: one of another form is not used, and learned anew


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One step down the tree: a child by its tag, classes and id (`mark`), and which of those alike, from 0."""

    mark: str
    nth: int = 0


Path = tuple[Step, ...]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a field stands, and how its value is taken there.

    `slot` counts the elements of the layout's area in the order of its shape; -1: the value stands elsewhere, at `path` from the top
    of the page, or (`source` "head") in what the page's head says, under `rule`. `source`: "text" (the element's own first text), "tail"
    (the text after it), "line" (all its text on one line), "joined" (the same, blocks not told apart), "@NAME" (an attribute).
    The value is what stands between `before` and `after`. `rule` is the generic reader's that found it there, `confidence` its least.
    """

    slot: int = -1
    path: Path = ()
    source: str
    before: str = ""
    after: str = ""
    rule: str
    confidence: float


class ArticleLayout(msgspec.Struct, kw_only=True):
    """One layout of a board's articles: `key` is the fingerprint of all that stands around the post's own text.

    `area` leads to the element that holds heading and body, `body` and `box` (of the files) from there on. `entries` are the kinds of
    elements seen in that box. `outside` counts the elements of the page outside the area, None where that varies. `shortest` is the
    body of fewest characters that was confirmed, `beside` the most characters seen beside one. `named`: the page's head names the title;
    `dated`: the listing's day is the article's; `rights`: the page speaks of a licence; `listed`: the page shows a listing as well.
    `pages` counts those on which the generic reader and this layout agreed.
    """

    key: str
    area: Path
    body: tuple[Path, ...]
    box: Path | None = None
    entries: set[str] = set()
    outside: int | None
    places: dict[str, Place]
    shortest: int
    beside: int
    named: bool
    dated: bool
    rights: bool
    listed: bool
    pages: int


class ListingLayout(msgspec.Struct, kw_only=True):
    """One layout of a board's listing pages: `area` leads to what holds rows and pager, `rows` and `pager` from there on.

    `outside` counts the elements of the page outside the area, None where that varies; `fields` are those that most rows have. `pages`
    counts those on which the generic reader of the whole page agreed.
    """

    key: str
    area: Path
    rows: Path
    pager: Path | None = None
    outside: int | None
    fields: list[str]
    pages: int


class Record(msgspec.Struct, kw_only=True):
    """How a profile has done on one kind of page.

    `read` counts the pages that it read, `compared` those of them that were read both ways, `disagreed` those on which the two readings
    differed. `strange` counts the pages that the generic reader could read and no layout fits, `in_a_row` those of them since one fitted;
    `changed` says what they lack, once they are so many that the board has a new layout.
    """

    read: int = 0
    compared: int = 0
    disagreed: int = 0
    strange: int = 0
    in_a_row: int = 0
    changed: str = ""


class Profile(msgspec.Struct, kw_only=True):
    """What was learned of one board. `learned_at` (ISO 8601, UTC) is when the last layout was learned.

    `kept` and `left` are the marks of elements that were part of a body, or stood in one and were not: what the board's editor writes.
    `struck` are the keys of layouts that disagreed with the generic reader once and were dropped; those that did it again are `barred`.
    """

    version: int = VERSION
    board: str
    learned_at: str = ""
    articles: list[ArticleLayout] = []
    listings: list[ListingLayout] = []
    of_articles: Record = msgspec.field(default_factory=Record)
    of_listings: Record = msgspec.field(default_factory=Record)
    kept: set[str] = set()
    left: set[str] = set()
    struck: list[str] = []
    barred: list[str] = []

    def record(self, kind: Kind) -> Record:
        """Return how the profile has done on a kind of page."""
        return self.of_articles if kind == "article" else self.of_listings

    @property
    def name(self) -> str:
        """What `read_by.profile` says: the board, and the day on which its last layout was learned."""
        return f"{self.board}@{self.learned_at[:10]}"


def to_json(profile: Profile) -> bytes:
    """Return a profile as JSON."""
    return msgspec.json.encode(profile)


def from_json(source: bytes | str) -> Profile | None:
    """Return the profile that JSON holds; None where it is none, or one of another version's form."""
    try:
        profile = msgspec.json.decode(source, type=Profile)
    except msgspec.MsgspecError:
        return None
    return profile if profile.version == VERSION else None
