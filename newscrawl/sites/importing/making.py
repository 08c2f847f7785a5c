"""The making of one government's site of the leads to its boards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from newscrawl.families import families, get_family
from newscrawl.network.rules import Allowance
from newscrawl.normalize.listings import in_own_order
from newscrawl.sites.catalogue import bare_host
from newscrawl.sites.importing import claims
from newscrawl.sites.importing.leads import Evidence, Lead, Row
from newscrawl.sites.linting import OTHER_FORM
from newscrawl.sites.regions import stem

_KINDS = ("press", "news", "notice", "gosi")
_SESSION = re.compile(r"&?_csrf_\w+=[^&#]*")
_YEAR = re.compile(r"\w+=20[0-9]{2}")
_SURENESS = ("high", "medium", "low")


class _Found(NamedTuple):
    """A board as its lead has it; `made` where its address is none that a source gives."""

    number: int
    id_: str
    board: dict[str, Any]
    made: bool


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

    def site(self, leads: Sequence[tuple[int, Lead]]) -> dict[str, Any]:
        """Return the site as its file will have it."""
        boards = self._boards(leads)
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

    def _boards(self, leads: Sequence[tuple[int, Lead]]) -> list[dict[str, Any]]:
        """Return the boards as the file will have them; of several with one listing only the surest, with what the others tell."""
        ordered = sorted(leads, key=lambda entry: (_KINDS.index(entry[1].board), entry[1].rank))
        alike: dict[str, list[_Found]] = {}
        for number, lead in ordered:
            found = self._read(number, lead)
            alike.setdefault(_listing(lead, found.board["url"], found.board["family"]), []).append(found)
        boards = []
        for several in alike.values():
            best = min(several, key=lambda found: (found.made, _SURENESS.index(found.board["confidence"])))
            best.board["id"] = next(found.board["id"] for found in several if found.board["kind"] == best.board["kind"])
            boards.append(best.board)
            for other in several:
                if other is not best:
                    _merge(best.board, other.board)
                    shown = f"{self.id}/{other.id_} shows the list of {best.board['id']}: {other.board['url']}"
                    self.left.append(f"line {other.number}: {shown}")
        boards.sort(key=lambda board: (_KINDS.index(board["kind"]), int(board["id"].partition("-")[2] or 1)))
        _leave_doubles(boards)
        return boards

    def _read(self, number: int, lead: Lead) -> _Found:
        url, family, told = self._address(lead)
        made = claims.MADE in told
        day = lead.live_checked_by_source and lead.live_checked_by_source.isoformat()
        moved = url != _plain(lead.list_url)  # what the source says of another address it does not say of this
        if moved and day:
            told.append(f"A source says that it read the list on {day}, but not at this address.")
        evidence = [_cited(found, lead.evidence_date) for found in lead.evidence]
        id_ = lead.board if lead.rank == 1 else f"{lead.board}-{lead.rank}"
        board = {
            "id": id_,
            "name": lead.board_name,
            "kind": lead.board,
            "url": url,
            "family": family,
            "confidence": "medium" if moved and lead.confidence == "high" else lead.confidence,
            "confirmed": None if moved else day,
            "evidence": list(dict.fromkeys(evidence)),
            "differs": [*told, *(text for text in _differs(lead, family) if not text.endswith(f": {url}"))],
            "expect": {} if moved else _expected(lead),
            "off": self._off(lead, url),
            "script": lead.needs_js is True,
        }
        return _Found(number, id_, board, made)

    def _address(self, lead: Lead) -> tuple[str, str | None, list[str]]:
        """Return a board's address and family, with what is to be said of them."""
        claimed, url = lead.cms_family, _plain(lead.list_url)
        endpoint = next((match[1] for note in lead.notes if (match := claims.ENDPOINT.match(note))), None)
        told = [] if endpoint is None else [f"The list stands inside this page of the portal: {url}"]
        if endpoint is not None or url.endswith(claims.SAEOL_ACTION):
            given = (*lead.alt_list_urls, *(note.removeprefix(claims.MENU_PAGE).strip() for note in lead.notes))
            if shell := next(filter(claims.SAEOL_SHELL.fullmatch, given), None):
                return shell, claims.SAEOL, told
            return f"{endpoint or url}?{claims.SAEOL_LISTS[lead.board]}", claims.SAEOL, [claims.MADE, *told]
        url, told = _of_all_years(url)
        family = claims.FAMILIES.get(claimed)
        if family is None:
            return url, None, told
        if _is_of(family, url):
            other = [] if _is_listing(family, url) else [OTHER_FORM]
            return url, family, [*told, *other]
        others = [known.name for known in families().values() if known.fits(url)]
        if len(others) == 1:
            told = [*told, f"A source takes it for {claimed}; its address is of another form."]
            other = [] if _is_listing(others[0], url) else [OTHER_FORM]
            return url, others[0], [*told, *other]
        return url, None, [*told, f"A source takes it for {claimed}; its address is of no known form."]

    def _off(self, lead: Lead, url: str) -> str:
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
        return reason


def _plain(url: str) -> str:
    """Return an address without page, order and a visitor's token."""
    return in_own_order(_SESSION.sub("", url))


def _merge(board: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Give a board what another with the same listing tells; where that was confirmed, and its address is the same, this was, too."""
    board["evidence"] = list(dict.fromkeys([*board["evidence"], *other["evidence"]]))
    told = [text for text in other["differs"] if text not in (claims.MADE, OTHER_FORM)]
    if other["url"] == board["url"]:
        board["confirmed"] = max(filter(None, (board["confirmed"], other["confirmed"])), default=None)
        board["expect"] = board["expect"] or other["expect"]
    elif claims.MADE not in other["differs"]:
        seen = f" (read live on {other['confirmed']}, a source says)" if other["confirmed"] else ""
        told.append(f"A source gives this address too{seen}: {other['url']}")
    differs = dict.fromkeys([*board["differs"], *told])
    if not {claims.TABLE_ALONE} <= {*board["differs"]} & {*other["differs"]}:
        differs.pop(claims.TABLE_ALONE, None)
    board["differs"] = list(differs)


def _leave_doubles(boards: Sequence[dict[str, Any]]) -> None:
    """Turn lists of an e-minwon host off whose every kind of notice the portal's own lists show, and say of others that they overlap."""
    notices = [board for board in boards if board["kind"] == "gosi" and not board["off"]]
    wrappers = [board for board in notices if board["family"] in claims.WRAPPERS or "saeolGosi" in board["url"]]
    if not wrappers:
        return
    whole = next((board for board in wrappers if not codes_of(board["url"])), None)
    shown = {code for board in wrappers for code in codes_of(board["url"])}
    names = ", ".join(board["id"] for board in wrappers)
    for board in notices:
        if board["family"] != claims.SAEOL:
            continue
        if whole or ((codes := codes_of(board["url"])) and codes <= shown):
            board["off"] = (
                f"Probably the notices that {whole['id'] if whole else names} shows, for both are of the e-minwon program."
            )
        else:
            board["differs"].append(f"Notices of some kinds probably stand in {names}, too.")


def codes_of(url: str) -> set[str]:
    """Return the codes of the kinds of notice to which an address narrows a list, none where it does not."""
    parts = urlsplit(url)
    told = [value for name, value in parse_qsl(parts.query) if claims.CODES.search(name)]
    return {code for value in told for code in value.split(",") if code} | set(claims.CODE_IN_PATH.findall(parts.path))


def _of_all_years(url: str) -> tuple[str, list[str]]:
    """Return an address without the year to which it narrows a list, with what is to be said of that."""
    base, _, query = url.partition("?")
    pairs = query.split("&") if query else []
    years = [pair for pair in pairs if _YEAR.fullmatch(pair) and pair.partition("=")[0] in claims.YEARS]
    if not years:
        return url, []
    rest = "&".join(pair for pair in pairs if pair not in years)
    return f"{base}?{rest}", [
        f"The source's address has {', '.join(years)}, too, probably a year; left out for the whole list."
    ]


def _listing(lead: Lead, url: str, family: str | None) -> str:
    """Return what two boards with the same listing have in common."""
    if family == claims.SAEOL:
        return f"{host_of(url)} {lead.board}"
    return (get_family(family).listing_address(url) if family else None) or url


def _is_of(family: str, url: str) -> bool:
    known = families().get(family)
    return known is not None and (known.fits(url) or known.listing_parts(url) is not None)


def _is_listing(family: str, url: str) -> bool:
    known = get_family(family)
    return not known.listings or known.listing_parts(url) is not None


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


def _expected(lead: Lead) -> dict[str, Any]:
    fields = claims.shown((lead.selectors or {}).get("columns"))
    return {"shows": fields} if fields else {}


def _differs(lead: Lead, family: str | None) -> Iterator[str]:
    """Yield what a source says of a board that its family, or the usual, has not."""
    said = [text for note in lead.notes if (text := claims.said(note))]
    yield from said
    if claims.attached((lead.selectors or {}).get("attachments")) and not any("file alone" in text for text in said):
        yield claims.ATTACHED
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
