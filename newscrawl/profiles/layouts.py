"""From lessons to layouts: what the samples of one shape have in common is the layout, and where their values agree are its places."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.profiles.places import agree
from newscrawl.profiles.profile import ArticleLayout, ListingLayout, Place
from newscrawl.profiles.samples import ArticleSample, ListingSample, is_of_head


def article_layout(samples: Sequence[ArticleSample]) -> ArticleLayout | None:
    """Return the layout that samples of one shape teach, None where they do not agree."""
    first = samples[0]
    names = first.values.keys()
    if any(sample.values.keys() != names for sample in samples):
        return None
    if len({(sample.area, sample.body, sample.box, sample.rights, sample.listed) for sample in samples}) > 1:
        return None
    places: dict[str, Place] = {}
    for name in names:
        place = _place(name, samples)
        if place is None:
            return None
        places[name] = place
    return ArticleLayout(
        key=first.key,
        area=first.area,
        body=first.body,
        box=first.box,
        entries=set().union(*(sample.entries for sample in samples)),
        outside=_steady([sample.outside for sample in samples]),
        places=places,
        shortest=min(sample.size for sample in samples),
        beside=max(sample.beside for sample in samples),
        named=all(sample.named for sample in samples),
        dated=all(sample.dated for sample in samples),
        rights=first.rights,
        listed=first.listed,
        pages=len(samples),
    )


def _steady(counts: Sequence[int]) -> int | None:
    """Return a count that is the same in all samples, None where it is not."""
    return counts[0] if len(set(counts)) == 1 else None


def _place(name: str, samples: Sequence[ArticleSample]) -> Place | None:
    values = [sample.values[name] for sample in samples]
    rule = values[0].finding.rule
    least = min(value.finding.confidence for value in values)
    if is_of_head(values[0].finding):
        alike = all(value.finding.rule == rule for value in values)
        return Place(source="head", rule=rule, confidence=least) if alike else None
    found = agree([(value.text, value.held) for value in values])
    if found is None:
        return None
    spot, before, after = found
    return Place(
        slot=spot.slot,
        path=spot.path,
        source=spot.source,
        before=before,
        after=after,
        rule=rule,
        confidence=least,
    )


def widened(layout: ArticleLayout, sample: ArticleSample) -> None:
    """Let a layout know one more page that it was seen to read as the generic reader does."""
    layout.outside = layout.outside if layout.outside == sample.outside else None
    layout.entries = layout.entries | sample.entries
    layout.shortest = min(layout.shortest, sample.size)
    layout.beside = max(layout.beside, sample.beside)
    layout.named = layout.named and sample.named
    layout.dated = layout.dated and sample.dated
    layout.pages += 1


def listing_layout(samples: Sequence[ListingSample]) -> ListingLayout:
    """Return the layout that samples of one shape teach."""
    first = samples[0]
    return ListingLayout(
        key=first.key,
        area=first.area,
        rows=first.rows,
        pager=first.pager,
        outside=_steady([sample.outside for sample in samples]),
        fields=[name for name in first.fields if all(name in sample.fields for sample in samples)],
        pages=len(samples),
    )
