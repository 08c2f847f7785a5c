"""What the catalogue expects of a board's listing, held against what a run reads: the day on which a site was rebuilt is seen here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newscrawl.items import Row
from newscrawl.sites.catalogue import Expectation


def unmet(expected: Expectation, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what the rows of a first listing page have not that the catalogue expects, as warnings; pinned rows count as others do."""
    if expected.rows is not None and len(rows) < expected.rows:
        yield f"the first page has {len(rows)} rows, the catalogue expects at least {expected.rows}: was the site rebuilt?"
    missing = [name for name in expected.shows if all(getattr(row, name) is None for row in rows)]
    if missing:
        yield f"no row shows {', '.join(missing)}, which the catalogue expects: was the site rebuilt?"
