"""The files of the replica's posts: documents that say what their posts say, and pictures of one point; of the type that the name says."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache

from newscrawl.demo import documents
from newscrawl.demo.body import Block, plain
from newscrawl.demo.posts import Post
from newscrawl.demo.web import Answer, download

_JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z"
)
_TYPES = {"hwpx": documents.HWPX_TYPE, "pdf": "application/pdf"}  # all others are pictures


def content(post: Post, name: str) -> bytes:
    """Return the bytes of a post's file: the same at every request."""
    return _content(*_parted(name), post.blocks)


def text(post: Post, name: str) -> str | None:
    """Return what is written in a post's file, a PDF's lines not yet broken; None for a picture."""
    heading, kind = _parted(name)
    return f"{heading}\n\n{plain(post.blocks)}" if kind in _TYPES else None


def answer(post: Post, name: str) -> Answer:
    """Answer a request for a post's file."""
    return download(name, content(post, name), _TYPES.get(_parted(name)[1], "image/jpeg"))


def _parted(name: str) -> tuple[str, str]:
    stem, _, ending = name.rpartition(".")
    return stem, ending.lower()


@lru_cache(maxsize=256)  # every page of a post states the sizes of its files
def _content(heading: str, kind: str, blocks: tuple[Block, ...]) -> bytes:
    match kind:
        case "hwpx":
            return documents.hwpx(heading, blocks)
        case "pdf":
            return documents.pdf(heading, blocks)
        case _:
            return _JPEG
