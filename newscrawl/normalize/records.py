"""From what a page shows to the records of the data contract: texts become dates, counts and identities, and faults become warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from newscrawl.items import Article, Attachment, FieldOrigin, Listing, PageRequest, ReadBy, Row
from newscrawl.normalize.addresses import Identity, canonical, identify, learn_grammar
from newscrawl.normalize.bodies import body_of
from newscrawl.normalize.counts import read_count
from newscrawl.normalize.dates import DateReading, looks_like_date, read_date
from newscrawl.normalize.filenames import whole_name
from newscrawl.normalize.secrets import form_without_secrets, redact, without_secrets
from newscrawl.normalize.text import content_hash, fold, one_line

if TYPE_CHECKING:
    from newscrawl.reading.evidence import Evidence, Finding, ShownArticle, ShownListing, ShownRow

_FROM_ROW = "listing "  # before the rule of a field that the listing's row gave
_NO_COUNT = frozenset("-–—·")


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date as read, with the finding that it was read from."""

    reading: DateReading
    finding: Finding

    @property
    def day(self) -> str:
        return (self.reading.iso or "")[:10]

    @property
    def has_time(self) -> bool:
        return len(self.reading.iso or "") > len("2018-10-10")


def listing_record(shown: ShownListing, *, now: datetime | None) -> Listing:
    """Make the record of a listing.

    Addresses are canonical by what the rows have in common. A month and day without a year is a date only where the rows above and
    below, in a listing whose full dates all fall, leave it one year.
    """
    urls = [row.url for row in shown.rows if row.url]
    grammar = learn_grammar(urls)
    dates = _settled([None if row.pinned else _date(row.evidence, "published_at", now) for row in shown.rows])
    rows = []
    for row, settled in zip(shown.rows, dates, strict=True):
        record = row_record(row, now=now)
        if row.url:
            record.url = identify(row.url, grammar).url
        if settled is not None:
            record.published_at = settled
        rows.append(record)
    return Listing(rows=rows, next=_target(shown.next), total=shown.total)


def row_record(row: ShownRow, *, now: datetime | None) -> Row:
    """Make the record of a row by itself; `now` is the moment of capture. A date that lacks its year is null."""
    dated = _date(row.evidence, "published_at", now)
    return Row(
        url=canonical(row.url) if row.url else None,
        title=_text(row.evidence, "title") or "",
        number=_count(row.evidence, "number"),
        published_at=None if dated is None or dated.reading.year_assumed else dated.reading.iso,
        view_count=_count(row.evidence, "view_count"),
        author=_text(row.evidence, "author"),
        department=_text(row.evidence, "department"),
        category=_text(row.evidence, "category"),
        pinned=row.pinned,
        has_attachment=row.has_attachment,
        request=_request(row.request) if row.request else None,
    )


def article_record(
    shown: ShownArticle,
    *,
    site: str,
    board: str,
    identity: Identity,
    now: datetime | None,
    row: ShownRow | None = None,
    fetched_at: str | None = None,
    family: str | None = None,
    profile: str | None = None,
) -> Article:
    """Make the record of an article from its page and, where there is one, the listing's row: the row fills and refines, never overrules.

    `now` is the moment of capture, `fetched_at` the same in UTC as the record shall say it. Faults are told in `warnings`.
    """
    merged = _Merged(shown.evidence, row.evidence if row else None)
    title, published_at = merged.title(), merged.published_at(now)
    attachments = [_file(file) for file in shown.attachments]
    body, source, file = body_of(shown.body, title, attachments)
    if file is not None:
        merged.origins["body"] = FieldOrigin(rule=f"attachment:{file.name}", confidence=1.0)
    return Article(
        id=f"{site}/{board}:{identity.key}",
        site=site,
        board=board,
        url=identity.url,
        title=title,
        body=body,
        body_html=shown.body_html,
        body_source=source,
        published_at=published_at,
        modified_at=merged.modified_at(now),
        view_count=merged.count("view_count"),
        author=merged.text("author"),
        department=merged.text("department"),
        contact=merged.text("contact"),
        category=merged.text("category"),
        number=merged.count("number"),
        pinned=row.pinned if row else False,
        attachments=attachments,
        images=[replace(image, url=without_secrets(image.url)) for image in shown.images],
        copyright=merged.text("copyright"),
        language=shown.language,
        fetched_at=fetched_at,
        content_hash=content_hash(title, body),
        read_by=ReadBy(family=family, profile=profile, fields=merged.origins),
        warnings=list(dict.fromkeys(redact(one_line(text)) for text in (*shown.warnings, *merged.warnings))),
    )


def _file(file: Attachment) -> Attachment:
    """Return a file without what names the visit on which it was seen: nobody else could use that."""
    url = without_secrets(file.url) if file.url else None
    form = None if file.form is None else form_without_secrets(file.form)
    return replace(file, name=whole_name(file.name, file.server_name), url=url, form=form)


def _request(request: PageRequest) -> PageRequest:
    return replace(request, url=without_secrets(request.url), form=form_without_secrets(request.form))


def _target(target: str | PageRequest | None) -> str | PageRequest | None:
    if target is None:
        return None
    return without_secrets(target) if isinstance(target, str) else _request(target)


class _Merged:
    """The page's evidence with the row's behind it; notes which rule gave each field, and what was wrong."""

    def __init__(self, article: Evidence, row: Evidence | None) -> None:
        self.article = article
        self.row = row
        self.origins: dict[str, FieldOrigin] = {}
        self.warnings: list[str] = []

    def _took(self, name: str, finding: Finding, evidence: Evidence) -> None:
        rule = finding.rule if evidence is self.article else _FROM_ROW + finding.rule
        self.origins[name] = FieldOrigin(rule=rule, confidence=finding.confidence)

    def _sources(self) -> Iterable[Evidence]:
        return (self.article,) if self.row is None else (self.article, self.row)

    def text(self, name: str) -> str | None:
        for evidence in self._sources():
            finding = evidence.best(name)
            if finding is not None:
                self._took(name, finding, evidence)
                return one_line(finding.value)
        return None

    def count(self, name: str) -> int | None:
        unread = None
        for evidence in self._sources():
            for finding in _ranked(evidence, name):
                value = read_count(finding.value)
                if value is not None:
                    self._took(name, finding, evidence)
                    return value
                unread = unread or finding.value
        if name == "view_count" and unread is not None and unread not in _NO_COUNT:
            self.warnings.append(f"{name}: no count in '{unread[:40]}'")
        return None

    def title(self) -> str:
        """Return the article's title; the row's where the article has none, or has the same one cut short."""
        own, other = self.article.best("title"), self.row.best("title") if self.row else None
        if own is None and other is None:
            self.warnings.append("title: none found")
            return ""
        if other is not None and self.row is not None and (own is None or _is_cut(own.value, other.value)):
            self._took("title", other, self.row)
            return one_line(other.value)
        assert own is not None
        self._took("title", own, self.article)
        return one_line(own.value)

    def published_at(self, now: datetime | None) -> str | None:
        """Return the article's own date, refined or replaced by the row's where that says more of the same or the article nothing."""
        own = _date(self.article, "published_at", now)
        other = _date(self.row, "published_at", now) if self.row else None
        if own is not None and own.reading.problem:
            self.warnings.append(f"published_at: {own.reading.problem}")
        if other is not None and other.reading.iso and not other.reading.year_assumed and self.row is not None:
            if own is None or not own.reading.iso or _refines(other, own):
                self._took("published_at", other.finding, self.row)
                return other.reading.iso
            if own.day != other.day and not own.reading.year_assumed:
                self.warnings.append(f"published_at: the listing says {other.day}")
        if own is not None and own.reading.iso:
            return self._dated("published_at", own)
        if own is None:
            self.warnings.append(f"published_at: {_missing(other)}")
        return None

    def modified_at(self, now: datetime | None) -> str | None:
        dated = _date(self.article, "modified_at", now)
        if dated is None:
            return None
        if dated.reading.problem:
            self.warnings.append(f"modified_at: {dated.reading.problem}")
        return self._dated("modified_at", dated) if dated.reading.iso else None

    def _dated(self, name: str, dated: _Dated) -> str | None:
        if dated.reading.year_assumed:
            self.warnings.append(f"{name}: the year of '{dated.finding.value[:40]}' is assumed")
        self._took(name, dated.finding, self.article)
        return dated.reading.iso


def _missing(other: _Dated | None) -> str:
    """Return why there is no date at all, neither on the article nor on the listing."""
    if other is None:
        return "none found"
    return other.reading.problem or f"'{other.finding.value[:40]}' tells no year"


def _refines(other: _Dated, own: _Dated) -> bool:
    """Tell whether another full date says the same day more exactly: with its time, or with the year that the first lacks."""
    if own.reading.year_assumed:
        return own.day[5:] == other.day[5:]
    return own.day == other.day and other.has_time and not own.has_time


def _is_cut(title: str, other: str) -> bool:
    """Tell whether a title is another one cut short: it ends in an ellipsis, where the other goes on."""
    folded, whole = fold(title), fold(other)
    stem = folded.rstrip(".")
    return len(folded) - len(stem) > 1 and whole.startswith(stem) and whole[len(stem) :].strip(".") != ""


def _ranked(evidence: Evidence, name: str) -> Sequence[Finding]:
    return sorted(evidence.findings.get(name, ()), key=lambda finding: -finding.confidence)


def _text(evidence: Evidence, name: str) -> str | None:
    value = evidence.value(name)
    return one_line(value) if value else None


def _count(evidence: Evidence, name: str) -> int | None:
    return next(
        (count for finding in _ranked(evidence, name) if (count := read_count(finding.value)) is not None), None
    )


def _date(evidence: Evidence, name: str, now: datetime | None) -> _Dated | None:
    """Read the surest candidate that is a date at all; a date that does not exist is not passed over for a lesser candidate."""
    first = None
    for finding in _ranked(evidence, name):
        dated = _Dated(read_date(finding.value, now), finding)
        if dated.reading.iso or looks_like_date(finding.value):
            return dated
        first = first or dated
    return first


def _settled(dates: Sequence[_Dated | None]) -> list[str | None]:
    """Return, for each row, the date of a month and day whose year its neighbours leave no choice of."""
    known = [
        (at, date.fromisoformat(dated.day))
        for at, dated in enumerate(dates)
        if dated and dated.reading.iso and not dated.reading.year_assumed
    ]
    out: list[str | None] = [None] * len(dates)
    if any(above < below for (_, above), (_, below) in pairwise(known)):
        return out
    for at, dated in enumerate(dates):
        if dated is None or not dated.reading.year_assumed:
            continue
        above = min((day for index, day in known if index < at), default=None)
        below = max((day for index, day in known if index > at), default=None)
        if above and below:
            out[at] = _only_year(dated.reading.iso or "", above, below)
    return out


def _only_year(iso: str, above: date, below: date) -> str | None:
    """Return the date in the one year in which it lies between two days, both included; None where no year or several do."""
    fitting = []
    for year in range(below.year, above.year + 1):
        try:
            day = date.fromisoformat(f"{year}{iso[4:10]}")
        except ValueError:
            continue
        if below <= day <= above:
            fitting.append(f"{year}{iso[4:]}")
    return fitting[0] if len(fitting) == 1 else None
