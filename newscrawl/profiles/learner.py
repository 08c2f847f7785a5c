"""The reader of one board in a run: by its profile where that is sure, else by the generic reader, from which the profile learns.

Nothing here asks for a page or looks at a clock; a run without a ledger has a learner too, which forgets all at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC
from typing import Literal, TypeVar

from newscrawl.profiles.agreement import differences
from newscrawl.profiles.layouts import article_layout, listing_layout, widened
from newscrawl.profiles.profile import ArticleLayout, Kind, ListingLayout, Profile, Record
from newscrawl.profiles.reader import Doubt, read_article_by, read_listing_by
from newscrawl.profiles.samples import ArticleSample, ListingSample, article_sample, listing_sample
from newscrawl.reading import Page, Reading, read_page
from newscrawl.reading.evidence import ShownRow
from newscrawl.reading.program import Program

LESSONS = 3
"""Articles of one layout, differing in title and text, that must have been read alike before a profile reads the next."""

EVERY = 20
"""Every so many pages one is read both ways and compared, and so is the first article and the first listing page of a run."""

_LISTING_LESSONS = 2  # listing pages: they are read by the generic reader's own steps, from known elements
_MOST_LAYOUTS = 40  # of a board's articles, and of its listings
_MOST_WAITING = 16  # shapes seen fewer times than it takes
_VAIN = 60  # pages that taught nothing after which a run no longer tries
_CHANCE = 1e-4  # of so many pages in a row without a known layout, below which the board has a new one
_MANY = 10  # such pages, where what is known to stand around the text is still there
_LISTINGS = 3  # listing pages confirmed or read, after which one without rows in their place, or so many odd ones, are a change of layout

_Sample = TypeVar("_Sample", ArticleSample, ListingSample)
Event = Literal["profiled", "compared", "disagreed", "learned"]


@dataclass(slots=True)
class Attempt:
    """A page as the profile reads it (`reading`), or why it does not. Where it is not `sure` the generic reader reads the page as well."""

    kind: Kind
    page: Page
    row: ShownRow | None
    program: Program | None
    reading: Reading | None = None
    layout: ArticleLayout | ListingLayout | None = None
    doubt: Doubt | None = None
    sure: bool = False


@dataclass(slots=True)
class Learner:
    """Reads a board's pages and keeps its profile.

    One that does not learn (`learns`) is the generic reader and nothing else.
    """

    profile: Profile
    learns: bool = True
    _events: dict[Event, int] = field(default_factory=dict)
    _warnings: list[str] = field(default_factory=list)
    _changes: list[str] = field(default_factory=list)
    _articles: dict[str, list[ArticleSample]] = field(default_factory=dict)
    _listings: dict[str, list[ListingSample]] = field(default_factory=dict)
    _fresh: set[Kind] = field(default_factory=lambda: {"article", "listing"})
    _vain: int = 0

    def article(self, page: Page, *, row: ShownRow | None = None, program: Program | None = None) -> Reading:
        """Return what an article's page shows; by the profile, the article alone."""
        return self._read(Attempt("article", page, row, program))

    def listing(self, page: Page, *, program: Program | None = None) -> Reading:
        """Return what a listing page shows; by the profile, the listing alone."""
        return self._read(Attempt("listing", page, None, program))

    def _read(self, attempt: Attempt) -> Reading:
        if self.learns:
            self._try(attempt)
        if attempt.sure and attempt.reading is not None:
            return attempt.reading
        return self._settled(attempt, read_page(attempt.page, program=attempt.program, row=attempt.row))

    def _try(self, attempt: Attempt) -> None:
        """Read a page by the profile, if that can be done."""
        page, program = attempt.page, attempt.program
        try:
            if attempt.kind == "article":
                attempt.reading, attempt.layout = read_article_by(self.profile, page, row=attempt.row, program=program)
            else:
                attempt.reading, attempt.layout = read_listing_by(self.profile, page, program=program)
        except Doubt as doubt:
            attempt.doubt = doubt
        else:
            attempt.sure = not self._is_due(attempt.kind)

    def _settled(self, attempt: Attempt, generic: Reading) -> Reading:
        """Return which reading of a page is believed, and learn from the generic reader's."""
        if attempt.reading is not None:
            return self._compared(attempt, attempt.reading, generic)
        if attempt.doubt is not None:
            if attempt.kind == "article" and generic.article is not None:
                self._unfit("article", attempt.doubt)
                self._learn_article(attempt, generic)
            elif attempt.kind == "listing" and generic.listing is not None and generic.listing.rows:
                self._unfit("listing", attempt.doubt)
                self._learn_listing(attempt, generic)
        return generic

    def _compared(self, attempt: Attempt, reading: Reading, generic: Reading) -> Reading:
        """Compare two readings of a page: the layout is confirmed or dropped."""
        layout = attempt.layout
        assert layout is not None
        agree = self._agrees(attempt.page, reading, generic, attempt.row, layout.key)
        if isinstance(layout, ListingLayout):
            if agree:
                layout.pages += 1
            elif layout in self.profile.listings:
                self.profile.listings.remove(layout)
        elif not agree:
            if layout in self.profile.articles:
                self.profile.articles.remove(layout)
        else:
            sample = article_sample(attempt.page, generic, attempt.row, attempt.program)
            if sample is not None and sample.key == layout.key:
                widened(layout, sample)
                self._know(sample)
        return reading if agree else generic

    def take_events(self) -> dict[Event, int]:
        """Return what happened since this was last asked."""
        events, self._events = self._events, {}
        return events

    def take_warnings(self) -> list[str]:
        """Return what went wrong since this was last asked."""
        warnings, self._warnings = self._warnings, []
        return warnings

    def take_changes(self) -> list[str]:
        """Return what was found to fit no longer, the board having a new layout, since this was last asked."""
        changes, self._changes = self._changes, []
        return changes

    def _count(self, event: Event) -> None:
        self._events[event] = self._events.get(event, 0) + 1

    def _is_due(self, kind: Kind) -> bool:
        """Count a page that the profile read, and tell whether it is to be read both ways."""
        record = self.profile.record(kind)
        record.in_a_row = 0
        record.read += 1
        self._count("profiled")
        if kind in self._fresh or record.read % EVERY == 0:
            self._fresh.discard(kind)
            return True
        return False

    def _agrees(self, page: Page, reading: Reading, generic: Reading, row: ShownRow | None, key: str) -> bool:
        record = self.profile.record("listing" if reading.article is None else "article")
        record.compared += 1
        self._count("compared")
        differing = differences(generic, reading, row, page.now)
        if not differing:
            return True
        self._count("disagreed")
        record.disagreed += 1
        self._warnings.append(
            f"the profile reads {', '.join(differing)} otherwise than the generic reader does, which is believed; "
            f"that layout is dropped: {page.url}"
        )
        if key in self.profile.struck:
            self.profile.barred.append(key)
        else:
            self.profile.struck.append(key)
        return False

    def _unfit(self, kind: Kind, doubt: Doubt) -> None:
        """Count a page that the generic reader could read and the profile knows no layout for; too many in a row are a redesign.

        How many that is follows from how many such pages there were before: a board whose posts come in many shapes has some every day.
        """
        layouts: Sequence[ArticleLayout | ListingLayout] = (
            self.profile.articles if kind == "article" else self.profile.listings
        )
        if not layouts or not doubt.strange:
            return
        record = self.profile.record(kind)
        fitted = record.read + sum(layout.pages for layout in layouts)
        chance = (record.strange - record.in_a_row + 1) / (fitted + record.strange - record.in_a_row + 2)
        record.strange += 1
        record.in_a_row += 1
        if kind == "listing":
            sure = fitted >= _LISTINGS and (doubt.gone or record.in_a_row >= _LISTINGS)
        else:
            sure = chance**record.in_a_row < _CHANCE and (doubt.gone or record.in_a_row >= _MANY)
        if sure and not record.changed:
            record.changed = doubt.why
            self._changes.append(f"{kind} pages: {doubt.why}")

    def _learn_article(self, attempt: Attempt, generic: Reading) -> None:
        if self._vain >= _VAIN or len(self.profile.articles) >= _MOST_LAYOUTS:
            return
        self._vain += 1
        sample = article_sample(attempt.page, generic, attempt.row, attempt.program)
        if sample is None or sample.key in self.profile.barred:
            return
        known = next((layout for layout in self.profile.articles if layout.key == sample.key), None)
        if known is not None:
            self._widen(known, sample, attempt, generic)
            return
        samples = _waiting(self._articles, sample.key)
        if any(other.text == sample.text or _title(other) == _title(sample) for other in samples):
            return
        samples.append(sample)
        self._vain -= 1
        if len(samples) < LESSONS:
            return
        layout = article_layout(samples)
        if layout is None:
            samples.pop(0)
            self._vain += 1
            return
        del self._articles[sample.key]
        self._learned(attempt.page, "article")
        for lesson in samples:
            self._know(lesson)
        self.profile.articles.append(layout)

    def _know(self, sample: ArticleSample) -> None:
        self.profile.kept |= sample.kept
        self.profile.left |= sample.left

    def _widen(self, layout: ArticleLayout, sample: ArticleSample, attempt: Attempt, generic: Reading) -> None:
        """Widen a layout by a page that it was in doubt of, if it would have read it right; else leave it as it is."""
        if sample.rights != layout.rights or sample.values.keys() != layout.places.keys():
            return
        wider = copy(layout)
        widened(wider, sample)
        try:
            wide = Profile(
                board="", articles=[wider], kept=self.profile.kept | sample.kept, left=self.profile.left | sample.left
            )
            reading, _ = read_article_by(wide, attempt.page, row=attempt.row, program=attempt.program)
        except Doubt:
            return
        if not differences(generic, reading, attempt.row, attempt.page.now):
            widened(layout, sample)
            self._know(sample)
            self._vain -= 1

    def _learn_listing(self, attempt: Attempt, generic: Reading) -> None:
        if len(self.profile.listings) >= _MOST_LAYOUTS:
            return
        found = listing_sample(attempt.page, generic, attempt.program)
        if found is None:
            return
        sample, reading = found
        if sample.key in self.profile.barred or differences(generic, reading, None, attempt.page.now):
            return
        known = next((layout for layout in self.profile.listings if layout.key == sample.key), None)
        if known is not None:
            known.outside = known.outside if known.outside == sample.outside else None
            known.pages += 1
            return
        samples = _waiting(self._listings, sample.key)
        if any(other.titles == sample.titles for other in samples):
            return
        samples.append(sample)
        if len(samples) >= _LISTING_LESSONS:
            del self._listings[sample.key]
            self._learned(attempt.page, "listing")
            self.profile.listings.append(listing_layout(samples))

    def _learned(self, page: Page, kind: Kind) -> None:
        """Note that a layout was learned; the first one after a redesign takes the place of all before it."""
        self._count("learned")
        record = self.profile.record(kind)
        if record.changed:
            setattr(self.profile, f"{kind}s", [])
            setattr(self.profile, f"of_{kind}s", Record())
        if page.now is not None:
            self.profile.learned_at = page.now.astimezone(UTC).isoformat(timespec="seconds")


def _title(sample: ArticleSample) -> str:
    return sample.values["title"].text


def _waiting(kept: dict[str, list[_Sample]], key: str) -> list[_Sample]:
    """Return the samples of a shape; where too many shapes wait, the one that has waited longest goes."""
    if key not in kept and len(kept) >= _MOST_WAITING:
        del kept[next(iter(kept))]
    return kept.setdefault(key, [])
