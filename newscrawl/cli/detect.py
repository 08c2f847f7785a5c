"""`newscrawl detect`: what program a page is of, which board of the catalogue it belongs to, and what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.errors import ConfigurationError

if TYPE_CHECKING:
    from newscrawl.detection import Candidate, Detected
    from newscrawl.reading import Page

_OTHERS = 3  # families shown that speak for a page less than the first


def detect(
    pages: Annotated[
        list[str],
        typer.Argument(
            metavar="URL|FILE...",
            help="Addresses, each fetched once, or saved pages: HTML (with --url), WARC, manifest.",
        ),
    ],
    url: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The address an HTML file was saved from.")] = None,
    contact: Annotated[
        str | None,
        typer.Option(
            envvar="NEWSCRAWL_CONTACT",
            metavar="ADDRESS",
            help="Your mail or web address, told to every site in the User-Agent.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a page.")] = False,
) -> None:
    """Say what program a page is of, by what evidence, and which site and board of the catalogue it belongs to.

    An address is fetched as a crawl would: robots.txt is obeyed. Where the family's hints and the page itself say different things, both
    are told. Exit codes: 0 every page is of a known family, 1 a page is of none, 2 wrong input, or a page that could not be had.
    """
    addresses = [page for page in pages if "://" in page]
    files = [Path(page) for page in pages if "://" not in page]
    if addresses and url is not None:
        raise ConfigurationError("--url says where a file was saved from; an address needs none.")

    from newscrawl.detection import detect as detected  # noqa: PLC0415 - `--help` must not wait for lxml
    from newscrawl.inputs import saved_pages  # noqa: PLC0415
    from newscrawl.normalize.text import printable  # noqa: PLC0415

    read = [page for file in files for _, page in saved_pages(file, url=url, now=None)]
    fetched, missing = _fetched(addresses, contact) if addresses else ([], [])
    codes = [2] * len(missing)
    for page in [*fetched, *read]:
        found = detected(page)
        codes.append(0 if found.family else 1)
        for line in [_json(found)] if as_json else _lines(found):
            typer.echo(printable(line))
    for line in missing:
        typer.echo(printable(f"newscrawl: {line}"), err=True)
    raise typer.Exit(max(codes, default=1))


def _fetched(addresses: Sequence[str], contact: str | None) -> tuple[list[Page], list[str]]:
    """Return the pages at these addresses, and why those that are missing could not be had."""
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415

    from newscrawl.cli.run import log_to_terminal, project_settings  # noqa: PLC0415
    from newscrawl.reading import Page  # noqa: PLC0415
    from newscrawl.sites.catalogue import board_from_address  # noqa: PLC0415
    from newscrawl.spiders.look import LookSpider  # noqa: PLC0415
    from newscrawl.troubles import Trouble  # noqa: PLC0415

    boards = [board_from_address(address) for address in dict.fromkeys(addresses)]
    seen: dict[str, Page | Trouble] = {}
    log_to_terminal(verbose=False)
    process = AsyncCrawlerProcess(project_settings({"NEWSCRAWL_CONTACT": contact}))
    process.crawl(LookSpider, boards=boards, seen=seen)
    process.start()
    found = [page for page in seen.values() if isinstance(page, Page)]
    missing = [
        f"{address}: {trouble.what}. {trouble.advice}"
        for address, trouble in seen.items()
        if isinstance(trouble, Trouble)
    ]
    unasked = [f"{board.url}: was not asked. Stopped before." for board in boards if board.url not in seen]
    return found, missing + unasked


def _json(found: Detected) -> str:
    import msgspec  # noqa: PLC0415

    return msgspec.json.encode(found).decode()


def _lines(found: Detected) -> Iterator[str]:
    yield found.url
    if found.family:
        yield from _candidate("family", found.family)
    else:
        yield "  family     none: no family is borne out by the page"
    for other in found.others[:_OTHERS]:
        yield from _candidate("or", other)
    if found.board:
        yield f"  catalogue  {found.board}" + (", its listing" if found.is_listing else "")
    elif found.site:
        yield f"  catalogue  a host of {found.site}, none of its boards"
    else:
        yield "  catalogue  no site has this host"
    yield from _shown(found)
    for disagreement in found.disagreements:
        yield f"  ! {disagreement}"


def _candidate(title: str, candidate: Candidate) -> Iterator[str]:
    yield f"  {title:<10} {candidate.family} ({candidate.title}): {candidate.sureness}"
    yield from (f"             {line}" for line in candidate.evidence)


def _shown(found: Detected) -> Iterator[str]:
    from newscrawl.detection import address_of  # noqa: PLC0415

    shown = found.shown
    if shown.problem:
        yield f"  shows      {shown.problem}"
    if shown.rows is not None:
        following = "no next page" if shown.next is None else f"next page {address_of(shown.next)}"
        yield f"  shows      a listing of {shown.rows} rows ({shown.rule}, {shown.confidence:.2f}), {following}"
    if shown.body_length is not None:
        dated = f", {shown.published_at}" if shown.published_at else ""
        yield (
            f"  shows      an article: {shown.title or 'no title'}{dated}, {shown.body_length} characters, "
            f"{shown.attachments} attachments"
        )
