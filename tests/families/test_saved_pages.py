"""Saved pages of programs read through their family and without it: no figure is worse; their addresses are of the family's grammar."""

from __future__ import annotations

from functools import cache
from itertools import groupby

import pytest

from newscrawl.families import family_of
from tests.quality.samples import CORPUS, OWN, Sample, samples, score

EVERY = 12  # of a site with hundreds of pages, one in so many is read
MANY = 40
MIRRORED = ("http://thebaruncare.com/",)  # whoever saved these pages wrote other addresses into them


@cache
def of_families(folder) -> list[tuple[str, Sample]]:
    """The pages of a folder that are of a family, each with its name; fewer of sites with many."""
    found = []
    for _, group in groupby(samples(folder), key=lambda sample: sample.site):
        pages = list(group)
        found += pages[:: EVERY if len(pages) > MANY else 1]
    named = ((family_of(sample.page.url, sample.page.text), sample) for sample in found)
    return [(family.name, sample) for family, sample in named if family is not None]


@pytest.fixture(params=["own", "corpus"])
def pages(request):
    folder = OWN if request.param == "own" else CORPUS
    if not (folder / "index.jsonl").is_file():
        pytest.skip("no corpus of real pages at hand (NEWSCRAWL_CORPUS names its folder)")
    return of_families(folder)


def test_pages_of_many_programs_are_there(pages):
    assert len({family for family, _ in pages}) >= 8


def test_no_figure_of_a_saved_page_is_worse_through_its_family(pages):
    worse = []
    for family, sample in pages:
        through, without = score(sample, generic=False), score(sample, generic=True)
        worse += [
            (family, sample.id, figure, through.figures.get(figure), value, through.misses.get(figure))
            for figure, value in without.figures.items()
            if through.figures.get(figure, 0.0) < value
        ]
    assert worse == []


def test_addresses_of_rows_of_saved_pages_round_trip_through_the_grammar(pages):
    strange = []
    for _, sample in pages:
        family = family_of(sample.page.url, sample.page.text)
        for row in (sample.truth["listing"] or {}).get("rows", ()):
            if row["url"] is None or row["url"].startswith(MIRRORED):
                continue
            plain = family.article_address(row["url"])
            if plain is None or family.article_address(plain) != plain or not family.article_key(row["url"]):
                strange.append((family.name, sample.id, row["url"], plain))
    assert strange == []


def test_addresses_of_saved_pages_are_of_the_grammar(pages):
    strange = []
    for _, sample in pages:
        family = family_of(sample.page.url, sample.page.text)
        if family.article_parts(sample.page.url) is None and (
            sample.truth["article"] or family.listing_parts(sample.page.url) is None
        ):
            strange.append((family.name, sample.id, sample.page.url))
    assert strange == []
