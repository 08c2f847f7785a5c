"""Where a lead goes: as the page itself tells, else as its program is known to ask."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawl.reading.builders import build
from newscrawl.reading.calls import resolve_call, resolve_click
from newscrawl.reading.follow import Answer
from newscrawl.reading.forms import form_of, request_of
from newscrawl.reading.leads import Lead
from newscrawl.reading.page import Page
from newscrawl.reading.program import AskedFor


def resolve(page: Page, lead: Lead, known: Sequence[AskedFor] = ()) -> Answer:
    """Return where a lead goes: an address, a request, or None where neither page nor program tells."""
    if lead.kind == "link":
        return page.absolute(lead.target)
    if lead.kind == "form":
        form = form_of(lead.element)
        return request_of(page, form, {}) if form is not None else None
    if lead.kind == "submit":
        form = form_of(lead.element)
        name, _, value = lead.target.partition("=")
        return request_of(page, form, {name: value}, lead.element.get("formaction")) if form is not None else None
    if lead.kind == "data":
        return resolve_click(page, lead.element) or build(page, known, "", lead.element)
    return resolve_call(page, lead.target, lead.element) or build(page, known, lead.target, lead.element)
