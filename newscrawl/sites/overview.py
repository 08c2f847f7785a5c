"""The catalogue as a page for people: every site with its boards, how sure they are, and which are off and why (docs/sites.md)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from newscrawl.sites.catalogue import BoardEntry, Site

_HEAD = """\
# The sites of the catalogue

Made by `newscrawl catalogue table > docs/sites.md` from the files in `newscrawl/sites/`; change those, not this page.

**These are leads, not confirmations.** Every address was found in public sources (`evidence` in the site's file); newscrawl's authors have
opened none of them. A `✓` means that a source says it read the board live, and its file says when (`confirmed`); a `?` that the address is
old, or known at second hand alone. Expect some to have moved: sites are rebuilt every few years. Where it says `script`, only a script
fills the listing: newscrawl runs none, and will report the board as empty.

A crawl of a site, a province or `all` leaves out the boards that are off; one that is named (`newscrawl crawl SITE/BOARD`) is read all the
same, as far as robots.txt allows. How a site is added or put right: CONTRIBUTING.md.
"""
_MARKS = {"high": "", "medium": "", "low": "?"}
_NO_PROVINCE = "Papers and others"


def as_markdown(sites: Iterable[Site]) -> str:
    """Return the page."""
    listed = sorted(sites, key=lambda site: (site.region or "99", site.id))
    return "\n".join((_HEAD, *_counts(listed), *_provinces(listed), *_off(listed)))


def _counts(sites: list[Site]) -> Iterator[str]:
    boards = [board for site in sites for board in site.boards]
    kinds = Counter(board.kind for board in boards)
    confirmed = sum(board.confirmed is not None for board in boards)
    yield f"{len(sites)} sites, {len(boards)} boards: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}."
    off, script = (sum(bool(getattr(board, field)) for board in boards) for field in ("off", "script"))
    yield f"{confirmed} were read live by a source, {off} are off, {script} are filled by a script.\n"


def _provinces(sites: list[Site]) -> Iterator[str]:
    provinces: defaultdict[str, list[Site]] = defaultdict(list)
    for site in sites:
        provinces[site.sido or _NO_PROVINCE].append(site)
    for province in sorted(provinces, key=lambda name: name == _NO_PROVINCE):
        yield f"## {province}\n"
        yield "| site | name | code | boards | off |\n|---|---|---|---|---|"
        for site in provinces[province]:
            on = ", ".join(_shown(board) for board in site.boards if not board.off)
            off = ", ".join(board.id for board in site.boards if board.off)
            yield f"| [{site.id}]({site.homepage}) | {site.name} | {site.region} | {on} | {off} |"
        yield ""


def _shown(board: BoardEntry) -> str:
    told = ", ".join(filter(None, (board.family, "script" if board.script else "")))
    return f"{board.id}{'✓' if board.confirmed else _MARKS[board.confidence]}{f' ({told})' if told else ''}"


def _off(sites: list[Site]) -> Iterator[str]:
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for site in sites:
        for board in site.boards:
            if board.off:
                reasons[board.off].append(f"{site.id}/{board.id}")
    yield "## Why boards are off\n"
    for reason in sorted(reasons, key=lambda reason: -len(reasons[reason])):
        yield f"- {reason} {', '.join(reasons[reason])}"
    yield ""
