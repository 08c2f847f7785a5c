"""The files of the replica's posts: small, made from their names, and of the type that the name says."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode
from html import escape

from newscrawl.demo.body import plain
from newscrawl.demo.posts import Post
from newscrawl.demo.web import Answer, download

_GIF = b64decode("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTION = (
    '<?xml version="1.0" encoding="UTF-8"?><hs:sec xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" '
    'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph">{}</hs:sec>'
)
_LINE = "<hp:p><hp:run><hp:t>{}</hp:t></hp:run></hp:p>"
_TYPES = {
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "pdf": "application/pdf",
    "jpg": "image/gif",  # one transparent point does for every picture
}


def content(post: Post, name: str) -> bytes:
    """Return the bytes of a post's file: the same at every request."""
    match name.rpartition(".")[2].lower():
        case "hwpx":
            return _hwpx(plain(post.blocks))
        case "pdf":
            return f"%PDF-1.4\n% {name}\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n".encode()
        case "hwp":
            return _OLE + name.encode("utf-16-le").ljust(1024 + post.key % 512, b"\0")
        case _:
            return _GIF


def answer(post: Post, name: str) -> Answer:
    """Answer a request for a post's file."""
    return download(name, content(post, name), _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream"))


def _hwpx(text: str) -> bytes:
    lines = "".join(_LINE.format(escape(line)) for line in text.split("\n"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in (("mimetype", _TYPES["hwpx"]), ("Contents/section0.xml", _SECTION.format(lines))):
            archive.writestr(zipfile.ZipInfo(path), data)
    return buffer.getvalue()
