"""What the boards of the replica have in common: a shelf of posts, addresses, answers, and the truth about what they show."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from math import ceil
from typing import Any, ClassVar

from newscrawl.demo import files
from newscrawl.demo.body import plain
from newscrawl.demo.posts import Material, Post, Shelf
from newscrawl.demo.web import Answer, Request


class Board(ABC):
    """One board: `root` is the server's address without a slash at the end."""

    name: ClassVar[str]
    listing: ClassVar[str]  # the path and query of its first page
    rows: ClassVar[int]  # posts a page, pinned ones not counted

    def __init__(self, root: str, today: datetime, printed: dict[str, Post]) -> None:
        self.root = root
        self.today = today
        self.shelf = Shelf(Material.load(self.name), today, printed)

    @abstractmethod
    def answer(self, request: Request) -> Answer | None:
        """Answer a request; None for a path that is not this board's."""

    @abstractmethod
    def locate(self, post: Post) -> str:
        """Return the path and query of a post's canonical address."""

    def shown(self, post: Post) -> dict[str, Any]:  # noqa: ARG002
        """Return those fields of a post that this board shows in its own way."""
        return {}

    def pages(self) -> int:
        """Return the number of listing pages, at least 1."""
        return max(1, ceil(len(self.shelf.ordinary()) / self.rows))

    def page_of(self, posts: list[Post], number: int) -> list[tuple[int, Post]]:
        """Return the posts of a page with their running numbers, which fall to 1 on the last page whatever the order."""
        start = (number - 1) * self.rows
        return [(len(posts) - start - place, post) for place, post in enumerate(posts[start : start + self.rows])]

    def truth(self) -> list[dict[str, Any]]:
        """Return what a perfect crawl gives for each public post, newest first, made from the posts and not from their pages."""
        ordinary = self.shelf.ordinary()
        numbers = {post.key: len(ordinary) - place for place, post in enumerate(ordinary)}
        return [
            {
                "key": str(post.key),
                "url": self.root + self.locate(post),
                "title": post.title,
                "number": numbers.get(post.key),
                "pinned": post.pinned,
                "published_at": post.published_at.strftime("%Y-%m-%dT%H:%M:00+09:00"),
                "view_count": post.views,
                "author": post.author,
                "department": post.department or None,
                "category": post.story.category or None,
                "attachments": list(post.story.files),
                "texts": [files.text(post, name) for name in post.story.files],
                "body": plain(post.blocks),
            }
            | self.shown(post)
            for post in self.shelf.public()
        ]

    def locked(self) -> int:
        """Return how many posts are listed that only their writers may read."""
        return len(self.shelf.posts) - len(self.shelf.public())
