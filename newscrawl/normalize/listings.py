"""The address of a listing: which parameters say where one stands in it and how it is sorted, and the address without them."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

POSITIONS = frozenset(
    "page pageno page_no pageindex page_index pageidx pagenum page_num pgno pg pagenumber nowpage nowpagenum thispage intpage "
    "gotopage movepage curpage cur_page cpage cp npage currentpage current_page currentpageno q_currpage startpage start offset "
    "at.condition.currentpage".split()
)
"""Names, in lower case, of parameters that say which page of a listing is shown, where their value is a number."""

ORDERS = frozenset(
    "sort_index order_type sort_order orderby order_by order sortorder sortdirection sort sop sst sod".split()
)
"""Names, in lower case, of parameters that sort a listing."""


def in_own_order(url: str) -> str:
    """Return a listing's address at its first page and in the board's own order; filters and searches stay.

    A board sorted by views or title cannot be read for what is new, and a run that begins at page 3 would miss two pages.
    """
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if not _is_place(*part.partition("=")[::2])]
    return urlunsplit((*parts[:3], "&".join(kept), ""))


def _is_place(name: str, value: str) -> bool:
    return name.lower() in ORDERS or (name.lower() in POSITIONS and value.isdigit())
