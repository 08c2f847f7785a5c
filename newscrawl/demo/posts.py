"""The posts of a board: composed from hand-written stories, dated from today backwards, and changed from round to round."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import resources
from itertools import islice
from typing import Any, Literal

from newscrawl.demo.body import Block, Paragraph, parse
from newscrawl.demo.markup import Style

Order = Literal["time", "views"]
Change = Literal["title", "body"]

_SLOT = re.compile(r"\{(?:([+-]\d+)(w?)|(day|office))\}")
_EDITED = "(수정) "
_FEWEST = 24  # posts that a board keeps however many rounds there are
_WEEKDAYS = "월화수목금토일"
_STYLES: tuple[Style, ...] = ("hangul", "plain", "hangul", "word", "hangul", "breaks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a writer made of a matter, as the TOML files hold it; dates in the text are slots (`{+5}`: five days after posting)."""

    title: str
    body: str = ""
    id: str = ""
    reprint: str = ""  # the id of the story of another board that this one repeats
    office: str = ""
    category: str = ""
    subtitle: str = ""
    author: str = ""
    style: Style | None = None
    files: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    pinned: bool = False
    secret: bool = False
    bare: bool = False  # without the agency line and the sentences that close the others
    days_back: int = 0  # dated so many days before its place in the order


@dataclass(slots=True, kw_only=True)
class Post:
    """A story as published on a board."""

    key: int
    story: Story
    title: str
    blocks: tuple[Block, ...]
    published_at: datetime
    author: str
    style: Style
    views: int
    pinned: bool
    modified_at: datetime | None = None

    @property
    def department(self) -> str:
        """The office that the post names, "" for none."""
        return self.story.office


@dataclass(slots=True, kw_only=True)
class Material:
    """All that was written for one board."""

    stories: tuple[Story, ...]  # newest first
    later: tuple[Story, ...]  # for later rounds, in order
    authors: tuple[str, ...]
    first_key: int
    agency_line: str = ""
    closings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()

    @classmethod
    def load(cls, name: str) -> Material:
        """Read `posts/NAME.toml` of this package."""
        text = resources.files(__package__).joinpath("posts", f"{name}.toml").read_text("utf-8")
        data: dict[str, Any] = tomllib.loads(text)
        for part in ("stories", "later"):
            data[part] = [
                Story(**{key: _frozen(value) for key, value in table.items()}) for table in data.get(part, [])
            ]
        return cls(**{key: _frozen(value) for key, value in data.items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _fill(text: str, published: datetime, office: str) -> str:
    """Put dates that fit the day of posting, and the office, into the slots of a text."""

    def value(match: re.Match[str]) -> str:
        days, weekday, name = match.groups()
        if days:
            day = published + timedelta(days=int(days))
            return f"{day.month}월 {day.day}일" + (f"({_WEEKDAYS[day.weekday()]})" if weekday else "")
        return f"{published.day}일" if name == "day" else office

    return _SLOT.sub(value, text)


@dataclass(slots=True)
class Shelf:
    """The posts of one board, newest first, and what happens to them from round to round.

    `printed` holds every post with a story id, of all boards, so that a later shelf can reprint what an earlier one published.
    """

    material: Material
    today: datetime
    printed: dict[str, Post]
    posts: list[Post] = field(init=False, default_factory=list)
    _waiting: Iterator[Story] = field(init=False)
    _composed: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        dated = [(self._time(place, story), story) for place, story in enumerate(self.material.stories)]
        for published, story in sorted(dated, key=lambda pair: pair[0]):
            self._publish(story, published)
        self._waiting = iter(self.material.later)

    def _time(self, place: int, story: Story) -> datetime:
        """Return when the story at a place of the order is posted: about five a week, in office hours, a reprint after its model."""
        if story.reprint:
            return min(
                self.printed[story.reprint].published_at + timedelta(minutes=47), self.today - timedelta(minutes=90)
            )
        if not place:
            return self.today.replace(second=0, microsecond=0) - timedelta(hours=2)
        day = self.today - timedelta(days=place * 7 // 5)
        return day.replace(hour=9 + place * 5 % 9, minute=place * 17 % 60, second=0, microsecond=0)

    def _publish(self, story: Story, published: datetime) -> Post:
        place, material = self._composed, self.material
        self._composed += 1
        key = self.posts[0].key + 5 + place * 3 % 4 if self.posts else material.first_key
        author = story.author or material.authors[place % len(material.authors)]
        post = Post(
            key=key,
            story=story,
            title=_fill(story.title, published, story.office),
            blocks=self._blocks(story, place, published, author),
            published_at=published - timedelta(days=story.days_back),
            author=author,
            style=story.style or _STYLES[place % len(_STYLES)],
            views=key * 7919 % 960 + 41 + (story.pinned and 1400),
            pinned=story.pinned,
        )
        self.posts.insert(0, post)
        if story.id:
            self.printed[story.id] = post
        return post

    def _blocks(self, story: Story, place: int, published: datetime, author: str) -> tuple[Block, ...]:
        material = self.material
        if story.reprint:
            blocks = self.printed[story.reprint].blocks[:-1]
        else:
            pools = () if story.bare else ((material.closings, 1), (material.remarks, 3))
            ends = [pool[place * step % len(pool)] for pool, step in pools if pool]
            blocks = parse(_fill("\n\n".join([story.body, *ends]), published, story.office))
        if story.bare or not material.agency_line:
            return blocks
        opening, first = next((place, block) for place, block in enumerate(blocks) if isinstance(block, Paragraph))
        lead = Paragraph((f"{material.agency_line.format(author=author)} {first.lines[0]}", *first.lines[1:]))
        return (*blocks[:opening], lead, *blocks[opening + 1 :])

    def ordinary(self, order: Order = "time", category: str = "") -> list[Post]:
        """Return the posts that are not pinned, in the order asked for."""
        posts = [post for post in self.posts if not post.pinned and category in ("", post.story.category)]
        return sorted(posts, key=lambda post: -post.views) if order == "views" else posts

    def pins(self) -> list[Post]:
        """Return the pinned posts, newest first."""
        return [post for post in self.posts if post.pinned]

    def public(self) -> list[Post]:
        """Return all posts but the secret ones, newest first."""
        return [post for post in self.posts if not post.story.secret]

    def find(self, key: int) -> Post | None:
        """Return the post with that key, if it is (still) there."""
        return next((post for post in self.posts if post.key == key), None)

    def advance(self, number: int, change: Change) -> list[str]:
        """Move to round `number` (2, 3 …): posts appear, one is edited, one vanishes, pins change, views grow; say what happened."""
        told = self._edit(number, change)
        told.extend(self._remove(number))
        told.extend(self._turn_pins(number))
        for post in self.posts:
            post.views += (post.key * 31 + number * 17) % 23 + 1
        published = self.today.replace(second=0, microsecond=0) + timedelta(minutes=min(10 * number - 60, 0))
        new = [self._publish(story, published) for story in islice(self._waiting, 2)]
        if new:
            told.insert(0, f"{len(new)} new: " + ", ".join(str(post.key) for post in new))
        return told

    def _pick(self, place: int) -> Post:
        """Return the post at that place of those which a round may change: neither secret, nor pinned, nor a reprint's model."""
        candidates = [post for post in self.ordinary() if not post.story.secret and not post.story.id]
        return candidates[place % len(candidates)]

    def _edit(self, number: int, change: Change) -> list[str]:
        post = self._pick(number)
        post.modified_at = self.today.replace(second=0, microsecond=0) + timedelta(minutes=min(10 * number - 55, 0))
        if change == "title":
            plain = post.title.removeprefix(_EDITED)
            post.title = plain if plain != post.title else _EDITED + plain
        else:
            amendments = self.material.amendments
            post.blocks = (*post.blocks, Paragraph((amendments[number % len(amendments)],)))
        return [f"{change} of {post.key} edited"]

    def _remove(self, number: int) -> list[str]:
        """Delete a post, as long as two pages' worth remain for further rounds."""
        if len(self.posts) <= _FEWEST:
            return []
        post = self._pick(number + 3)
        self.posts.remove(post)
        return [f"{post.key} deleted"]

    def _turn_pins(self, number: int) -> list[str]:
        """Take the oldest pin down and pin a recent post in its place, on a board that has pins."""
        pins = self.pins()
        if not pins:
            return []
        down, up = pins[-1], self._pick(number + 5)
        down.pinned, up.pinned = False, True
        return [f"{down.key} no longer pinned", f"{up.key} pinned"]
