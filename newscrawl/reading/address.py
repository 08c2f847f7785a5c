"""The address that names a row's post, also where the row is asked for by a form."""

from __future__ import annotations

from urllib.parse import urlencode

from newscrawl.reading.evidence import ShownRow


def address_of(row: ShownRow) -> str | None:
    """Return an address that names a row's post: its link, or the form that asks for it written as a query."""
    if row.url or row.request is None:
        return row.url
    joint = "&" if "?" in row.request.url else "?"
    return row.request.url + (joint + urlencode(row.request.form) if row.request.form else "")
