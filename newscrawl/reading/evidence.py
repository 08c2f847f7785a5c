"""What was read, as the page shows it, with the rule that found each value, how surely, and what lost against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from lxml.html import HtmlElement

from newscrawl.items import Attachment, Image, PageRequest


@dataclass(slots=True, frozen=True)
class Finding:
    """One candidate for a field: the text as shown, the rule that found it (`th/td:작성일`), and its confidence (0 to 1)."""

    value: str
    rule: str
    confidence: float

    def __reduce__(self) -> tuple[type[Finding], tuple[str, str, float]]:
        """Go to another process in a fifth of the time that Python's own way takes."""
        return Finding, (self.value, self.rule, self.confidence)


@dataclass(slots=True)
class Evidence:
    """The candidates for each field of a row or article."""

    findings: dict[str, list[Finding]] = field(default_factory=dict)

    def add(self, name: str, value: str | None, rule: str, confidence: float) -> None:
        """Note a candidate; an empty value is none."""
        if value and (value := value.strip()):
            self.findings.setdefault(name, []).append(Finding(value, rule, round(confidence, 3)))

    def best(self, name: str) -> Finding | None:
        """Return the surest candidate, the first noted among equals."""
        return max(self.findings.get(name, ()), key=lambda finding: finding.confidence, default=None)

    def value(self, name: str) -> str | None:
        """Return the text of the surest candidate."""
        best = self.best(name)
        return best.value if best else None

    def ranked(self) -> Iterator[tuple[str, list[Finding]]]:
        """Yield each field with its candidates, surest first."""
        for name, findings in self.findings.items():
            yield name, sorted(findings, key=lambda finding: -finding.confidence)


@dataclass(slots=True)
class ShownRow:
    """A row as a listing shows it. Fields: title, number, published_at, view_count, author, department, category."""

    url: str | None
    evidence: Evidence = field(default_factory=Evidence)
    request: PageRequest | None = None
    pinned: bool = False
    has_attachment: bool | None = None


@dataclass(slots=True)
class ShownListing:
    """A listing as shown, and how its rows were found. `elements` are the rows' elements in the page."""

    rows: list[ShownRow] = field(default_factory=list)
    next: str | PageRequest | None = None
    total: int | None = None
    rule: str = ""
    confidence: float = 0.0
    warnings: list[str] = field(default_factory=list)
    elements: list[HtmlElement] = field(default_factory=list, repr=False, compare=False)
    sorted_by: str | None = None  # the order the page says it is in, where that is not the board's own


@dataclass(slots=True)
class ShownArticle:
    """An article as shown. Fields: title, published_at, modified_at, view_count, author, department, contact, category, copyright.

    `elements` hold the body in the page, none where it stands loose or was hidden; what is `left_out` inside them is none of it.
    """

    evidence: Evidence = field(default_factory=Evidence)
    body: str = ""
    body_html: str | None = None
    attachments: list[Attachment] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    confidence: float = 0.0
    language: str = "ko"
    warnings: list[str] = field(default_factory=list)
    elements: list[HtmlElement] = field(default_factory=list, repr=False, compare=False)
    left_out: set[HtmlElement] = field(default_factory=set, repr=False, compare=False)


@dataclass(slots=True)
class Reading:
    """All that one page says: an article, a listing, both, or neither and then why (`problem`).

    `profile` names the profile that read it, None where the generic reader did.
    """

    article: ShownArticle | None = None
    listing: ShownListing | None = None
    problem: str | None = None
    family: str | None = None
    profile: str | None = None
    warnings: list[str] = field(default_factory=list)

    def let_go(self) -> None:
        """Drop the elements, each of which holds the page's whole tree."""
        if self.listing is not None:
            self.listing.elements = []
        if self.article is not None:
            self.article.elements, self.article.left_out = [], set()


@dataclass(slots=True, kw_only=True)
class Capture:
    """An article page as captured: what spiders yield, and the first pipeline turns into an Article."""

    shown: ShownArticle
    site: str
    board: str
    key: str
    url: str
    row: ShownRow | None
    fetched_at: datetime | None
    family: str | None = None
    profile: str | None = None

    @property
    def id(self) -> str:
        """The id that the article's record will have."""
        return f"{self.site}/{self.board}:{self.key}"
