"""The making of one government's site of the leads to its boards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from newscrawl.families import families, get_family
from newscrawl.network.rules import Allowance
from newscrawl.normalize.listings import in_own_order
from newscrawl.sites.catalogue import bare_host
from newscrawl.sites.importing import claims
from newscrawl.sites.importing.leads import Evidence, Lead, Row
from newscrawl.sites.regions import stem

_KINDS = ("press", "news", "notice", "gosi")
_SESSION = re.compile(r"&?_csrf_\w+=[^&#]*")
_PAGE_SIZE = {"pageUnit", "ofr_pageSize", "q_rowPerPage", "recordCountPerPage"}


def host_of(url: str) -> str:
    """Return the host of an address, without `www.`."""
    return bare_host(urlsplit(url).hostname)


class Government:
    """Makes the site; `left` says which leads it left out, for another has the same listing."""

    def __init__(self, row: Row, id_: str, refusing: Mapping[str, str]) -> None:
        self.row = row
        self.id = id_
        self.refusing = refusing
        self.left: list[str] = []
        self.seen: dict[str, dict[str, Any]] = {}  # the board at a listing
        self.wrapped = ""  # the board that shows the e-minwon list through the portal

    def site(self, leads: Sequence[tuple[int, Lead]]) -> dict[str, Any]:
        """Return the site as its file will have it."""
        ordered = sorted(leads, key=lambda entry: (_KINDS.index(entry[1].board), entry[1].rank))
        boards = [board for number, lead in ordered if (board := self._board(number, lead))]
        homepage = leads[0][1].homepage if leads else f"https://{self.row.homepage_domain}/"
        own = host_of(homepage)
        hosts = {host_of(board["url"]) for board in boards} - {own}
        return {
            "id": self.id,
            "name": self.row.name_ko,
            "name_en": self.row.name_en,
            "kind": "government",
            "region": self.row.code,
            "sido": self.row.sido,
            "homepage": homepage,
            "hosts": sorted(hosts),
            "changed": self._changed(),
            "about": self._about(sorted(hosts)),
            "tls": self._tls(lead for _, lead in leads),
            "boards": boards,
        }

    def _changed(self) -> str:
        row = self.row
        if row.until:
            return f"Abolished after {row.until}: {row.note}."
        if row.status.startswith("since "):
            return f"{row.status.capitalize()}: {row.note}."
        return row.note[:1].upper() + row.note[1:] + "." if row.note and row.status == "current" else ""

    def _about(self, hosts: Sequence[str]) -> str:
        row = self.row
        said = [f"{row.note[:1].upper()}{row.note[1:]}."] if row.status == "administrative city" else []
        domain = bare_host(row.homepage_domain)
        said += [
            f"A source reads boards at {host}, which bears neither the government's domain nor its name."
            for host in hosts
            if not f".{host}".endswith(f".{domain}") and stem(row.name_en) not in host
        ]
        if row.homepage_domain in claims.OLD:
            said.append(claims.OLD_TLS)
        return " ".join(said)

    def _tls(self, leads: Iterable[Lead]) -> list[Allowance]:
        told = {
            allowance
            for lead in leads
            for note in lead.notes
            for words, allowances in claims.ALLOWANCES.items()
            if words in note
            for allowance in allowances
        }
        if self.row.homepage_domain in claims.CHAINS:
            told.add("incomplete-chain")
        return sorted(told)

    def _board(self, number: int, lead: Lead) -> dict[str, Any] | None:
        """Return a board as the file will have it, None for one whose listing another has already; that one gets its evidence."""
        id_ = lead.board if lead.rank == 1 else f"{lead.board}-{lead.rank}"
        url, family, told = self._address(lead)
        evidence = [_cited(found, lead.evidence_date) for found in lead.evidence]
        rows = [int(value) for name, value in parse_qsl(urlsplit(url).query) if name in _PAGE_SIZE and value.isdigit()]
        board = {
            "id": id_,
            "name": lead.board_name,
            "kind": lead.board,
            "url": url,
            "family": family,
            "confidence": lead.confidence,
            "confirmed": lead.live_checked_by_source and lead.live_checked_by_source.isoformat(),
            "evidence": list(dict.fromkeys(evidence)),
            "differs": [*told, *_differs(lead, family)],
            "off": self._off(lead, id_, url, family),
            "expect": {"rows": rows[0]} if rows else None,
            "script": lead.needs_js is True,
        }
        same = self.seen.setdefault(_listing(lead, url, family), board)
        if same is board:
            return board
        same["evidence"] = list(dict.fromkeys([*same["evidence"], *evidence]))
        if url != same["url"]:
            same["differs"].append(f"A source gives this address too: {url}")
        self.left.append(f"line {number}: {self.id}/{id_} shows the list of {same['id']}: {url}")
        return None

    def _address(self, lead: Lead) -> tuple[str, str | None, list[str]]:
        """Return a board's address and family, with what is to be said of them."""
        claimed, url = lead.cms_family, in_own_order(_SESSION.sub("", lead.list_url))
        endpoint = next((match[1] for note in lead.notes if (match := claims.ENDPOINT.match(note))), None)
        if endpoint is not None:
            query = claims.SAEOL_LISTS[lead.board]
            return f"{endpoint}?{query}", claims.SAEOL, [f"The list stands inside this page of the portal: {url}"]
        if url.endswith(claims.SAEOL_ACTION):
            return f"{url}?{claims.SAEOL_LISTS[lead.board]}", claims.SAEOL, []
        family = claims.FAMILIES.get(claimed)
        if family is None or _is_of(family, url):
            return url, family, []
        others = [known.name for known in families().values() if known.fits(url)]
        if len(others) == 1:
            return url, others[0], [f"A source takes it for {claimed}; its address is of another form."]
        return url, None, [f"A source takes it for {claimed}; its address is of no known form."]

    def _off(self, lead: Lead, id_: str, url: str, family: str | None) -> str:
        """Return why a board is off, empty where it is on."""
        host = host_of(url)
        reason = f"The government was abolished after {self.row.until}." if self.row.until else ""
        reason = reason or _forbidden(host, urlsplit(url).path) or self.refusing.get(host, "")
        if lead.board_name.endswith("RSS") or "RSS feed" in lead.notes:
            reason = reason or claims.FEED
        if claims.JSON_ADDRESS in url:
            reason = reason or claims.JSON
        if lead.maybe_superseded_by_site_redesign and lead.confidence == "low":
            reason = reason or claims.SUPERSEDED
        if lead.board == "gosi" and not reason:
            if family in claims.WRAPPERS or "saeolGosi" in url:
                self.wrapped = self.wrapped or id_
            elif family == claims.SAEOL and self.wrapped:
                return f"Probably the notices that {self.wrapped} shows, for both are of the e-minwon program."
        return reason


def _listing(lead: Lead, url: str, family: str | None) -> str:
    """Return what two boards with the same listing have in common."""
    if family == claims.SAEOL:
        return f"{host_of(url)} {lead.board}"
    return (get_family(family).listing_address(url) if family else None) or url


def _is_of(family: str, url: str) -> bool:
    known = families().get(family)
    return known is not None and (known.fits(url) or known.listing_parts(url) is not None)


def _forbidden(host: str, path: str) -> str:
    return next(
        (
            reason
            for domain, start, reason in claims.FORBIDDEN
            if f".{host}".endswith(f".{domain}") and path.startswith(start)
        ),
        "",
    )


def _cited(found: Evidence, day: str) -> str:
    where = f"{found.repository} {found.path}".strip() or found.note
    if where.startswith(claims.UNNAMED):
        where = f"A public repository without a name in the index, {where.rpartition('; ')[2]}"
    return f"{where} ({day})" if day != "unknown" else where


def _differs(lead: Lead, family: str | None) -> Iterator[str]:
    """Yield what a source says of a board that its family, or the usual, has not."""
    yield from (text for note in lead.notes if (text := claims.said(note)))
    if lead.encoding_basis == "stated":
        yield f"The pages are in {lead.encoding.upper()}, a source says."
    usual = get_family(family).paging if family else None
    paging = lead.pagination
    if (
        paging.param
        and paging.style == "get"
        and paging.basis == "source"
        and (usual is None or usual.parameter != paging.param)
    ):
        yield f"A source asks for further pages by {paging.param}."
    yield from (f"A source gives this address too: {url}" for url in lead.alt_list_urls)
