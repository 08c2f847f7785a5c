"""The rows of a listing page as the walk wants them: whose post each is, and the view counts that they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC

from newscrawl.items import Listing, ViewObservation
from newscrawl.normalize.addresses import Identity, identify, learn_grammar
from newscrawl.reading import Page
from newscrawl.reading.address import address_of
from newscrawl.reading.evidence import ShownListing, ShownRow
from newscrawl.spiders.state import BoardState
from newscrawl.spiders.walk import Sighting


def sightings_in(state: BoardState, listing: ShownListing, record: Listing) -> list[Sighting]:
    """Return the posts that a listing page names; one that the page does not tell how to ask for is counted as failed."""
    addresses = [address_of(row) for row in listing.rows]
    if state.grammar is None:
        state.grammar = learn_grammar([url for url in addresses if url], state.board.url)
    found: list[Sighting] = []
    state.by_form = state.by_form or any(row.url is None for row in listing.rows)
    for url, shown, row in zip(addresses, listing.rows, record.rows, strict=True):
        if url is None:
            state.broken = True
            state.tally.add("failed")
            state.tally.warn(f"'{row.title}': the page does not tell how to ask for this post")
        else:
            found.append(Sighting(_identity(state, url, shown), shown, row))
    return found


def _identity(state: BoardState, url: str, shown: ShownRow) -> Identity:
    """Return who a row's post is; one asked for by a form has the address that its program also answers, where that is known."""
    identity = identify(url, state.grammar)
    address = state.family.article_address(url) if state.family and shown.url is None else None
    return replace(identity, url=address) if address else identity


def views_in(state: BoardState, sightings: Sequence[Sighting], page: Page) -> Iterator[ViewObservation]:
    """Yield the view counts that a listing page shows."""
    assert page.now is not None
    at = page.now.astimezone(UTC).isoformat(timespec="seconds")
    for sighting in sightings:
        if sighting.row.view_count is not None:
            yield ViewObservation(
                article_id=f"{state.board.id}:{sighting.identity.key}",
                observed_at=at,
                view_count=sighting.row.view_count,
                source="listing",
            )
