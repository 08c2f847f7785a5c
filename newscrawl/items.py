"""The records that newscrawl writes, as the data contract names them; the JSON Schema is made from these types."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["article", "listing", "unknown"]
Method = Literal["GET", "POST"]
TextStatus = Literal["ok", "empty", "encrypted", "scanned", "unsupported", "damaged", "too_large", "timeout"]
BodySource = Literal["page", "attachment"]


@dataclass(slots=True, kw_only=True)
class PageRequest:
    """How to ask for a page or file that no plain link leads to: method, absolute address and form fields."""

    method: Method = "POST"
    url: str
    form: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Attachment:
    """A file of an article. `url` is null where the page names the file but not its address.

    What a run with `--attachments` adds: `path` below the files' folder or store, `sha256` of the bytes, `server_name` as the server names
    the file, `text` with `text_status` (what came of reading it; null until it was tried). `size` is then exact, `media_type` told by the
    content.
    """

    name: str
    url: str | None = None
    method: Method = "GET"
    form: dict[str, str] | None = None
    size: int | None = None  # bytes; as the page states it, so rounded, until the file is downloaded
    media_type: str | None = None
    path: str | None = None
    sha256: str | None = None
    text: str | None = None
    text_status: TextStatus | None = None
    server_name: str | None = None


@dataclass(slots=True, kw_only=True)
class Image:
    """A picture inside the body."""

    url: str
    alt: str | None = None
    caption: str | None = None


@dataclass(slots=True, kw_only=True)
class FieldOrigin:
    """Which rule read a field and how surely (0 to 1)."""

    rule: str
    confidence: float


@dataclass(slots=True, kw_only=True)
class ReadBy:
    """What read an article: the family and profile used (null: the generic reader alone), and each field's origin."""

    family: str | None = None
    profile: str | None = None
    fields: dict[str, FieldOrigin] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Row:
    """What a listing says of an article.

    `url` is absolute and canonical, null where no address can be had by following a link; `request` then says how to ask for it,
    if the page tells. `published_at` is an ISO date, or date and time with +09:00.
    """

    url: str | None
    title: str
    number: int | None = None
    published_at: str | None = None
    view_count: int | None = None
    author: str | None = None
    department: str | None = None
    category: str | None = None
    pinned: bool = False
    has_attachment: bool | None = None
    request: PageRequest | None = None


@dataclass(slots=True, kw_only=True)
class Listing:
    """One page of a board's table of contents. `next` is null on the last page; `total` counts the board's posts, if shown."""

    rows: list[Row] = field(default_factory=list)
    next: str | PageRequest | None = None
    total: int | None = None


@dataclass(slots=True, kw_only=True)
class Article:
    """One post. Times are ISO 8601: +09:00 as the page shows them, UTC for what newscrawl itself did.

    `body_source` is "attachment" where the page itself holds no text of the post and `body` is that of its main file (`body_html` stays
    the page's); null where there is no body at all.
    """

    id: str
    site: str
    board: str
    url: str
    title: str
    body: str
    body_html: str | None = None
    body_source: BodySource | None = None
    published_at: str | None = None
    modified_at: str | None = None
    view_count: int | None = None
    author: str | None = None
    department: str | None = None
    contact: str | None = None
    category: str | None = None
    number: int | None = None
    pinned: bool = False
    attachments: list[Attachment] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    copyright: str | None = None
    language: str = "ko"
    first_seen_at: str | None = None
    fetched_at: str | None = None
    revision: int = 1
    content_hash: str = ""
    same_as: str | None = None
    read_by: ReadBy = field(default_factory=ReadBy)
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ViewObservation:
    """A view count as a run saw it, on a listing or on the article."""

    article_id: str
    observed_at: str
    view_count: int
    source: Literal["listing", "article"]


@dataclass(slots=True, kw_only=True)
class PageRecord:
    """What `newscrawl parse` says of one saved page. A page may be both article and listing; `kind` is then `article`."""

    id: str | None = None
    url: str
    kind: Kind
    article: Article | None = None
    listing: Listing | None = None
    problem: str | None = None  # why the page is neither: "alert: …", "login", "deleted", "empty" …
    warnings: list[str] = field(default_factory=list)
