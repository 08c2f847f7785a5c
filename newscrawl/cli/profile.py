"""`newscrawl profile`: what was learned of a board's pages, shown and forgotten, and learned from saved pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.folder import DEFAULT, AsJson, Folder, clock, going_on, ledger_of, number
from newscrawl.errors import ConfigurationError, NewscrawlError
from newscrawl.normalize.text import printable

if TYPE_CHECKING:
    from newscrawl.ledger import LearnedProfile, Ledger
    from newscrawl.profiles import Profile
    from newscrawl.profiles.profile import ArticleLayout, ListingLayout, Record

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    help="Look at what crawls learned of a board's pages (its profile), and make them forget it.",
)

_Board = Annotated[str, typer.Argument(metavar="BOARD", help="SITE/BOARD, as `newscrawl ledger show` has it.")]


@app.command()
def show(board: _Board, data: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """Show a board's profile: the layouts of its pages, where each field stands in them, and how often it was compared.

    With --json it is printed whole, fit for `newscrawl parse --profile FILE`.
    """
    with ledger_of(data) as ledger:
        learned = _learned(ledger, board)
    if as_json:
        typer.echo(printable(learned.profile))
        return
    from newscrawl.profiles.profile import from_json  # noqa: PLC0415 - `--help` must not wait for lxml

    profile = from_json(learned.profile)
    if profile is None:
        typer.echo("It was learned by another version of newscrawl; the next crawl learns it anew.")
        return
    for line in _told(profile):
        typer.echo(printable(line))


@app.command()
def forget(board: _Board, data: Folder = DEFAULT) -> None:
    """Forget what was learned of a board's pages: the next crawl reads them as if for the first time, and learns again.

    Articles, revisions and feeds are not touched.
    """
    with ledger_of(data, writes=True) as ledger:
        _learned(ledger, board)
        for run in going_on(ledger):
            if board in run.summary.get("boards", ()):
                raise NewscrawlError(f"Run {run.id} (process {run.owner}) crawls {board} now. Wait until it has ended.")
        ledger.forget_profile(board)
    typer.echo(f"Forgot the profile of {board}. The next crawl learns it anew.")


@app.command()
def learn(
    files: Annotated[
        list[Path], typer.Argument(help="HTML files (with --url), .warc, .warc.gz, or a manifest .jsonl, of one board.")
    ],
    url: Annotated[str | None, typer.Option(help="The address an HTML file was saved from.")] = None,
    board: Annotated[str, typer.Option(metavar="SITE/BOARD", help="The board that the profile is named after.")] = (
        "saved/board"
    ),
) -> None:
    """Learn a profile from saved pages of one board and print it as JSON, for `newscrawl parse --profile FILE`.

    A layout is learned from three articles that have it, or two listing pages.
    """
    from newscrawl.families import family_of  # noqa: PLC0415
    from newscrawl.inputs import saved_pages  # noqa: PLC0415
    from newscrawl.profiles import Learner, Profile  # noqa: PLC0415
    from newscrawl.profiles.profile import to_json  # noqa: PLC0415

    learner = Learner(Profile(board=board))
    read = 0
    for file in files:
        for _, page in saved_pages(file, url=url, now=None):
            family = family_of(page.url, page.text)
            if learner.article(page, program=family).article is None:
                learner.listing(page, program=family)
            read += 1
    profile = learner.profile
    sys.stdout.write(printable(to_json(profile).decode()) + "\n")
    typer.echo(
        f"{number(read, 'page')}: {number(len(profile.articles), 'layout')} of articles, {len(profile.listings)} of listings.",
        err=True,
    )
    if not profile.articles and not profile.listings:
        raise typer.Exit(1)


def _learned(ledger: Ledger, board: str) -> LearnedProfile:
    """Return what was learned of a board. Raises ConfigurationError where nothing was, with the nearest names."""
    if found := ledger.profile(board):
        return found
    known = [memory.board for memory in ledger.boards()]
    if board in known:
        raise ConfigurationError(
            f"Nothing was learned of {board} yet: it takes three articles of one layout, or two listing pages."
        )
    near = get_close_matches(board, known, n=3, cutoff=0.4)
    advice = f"Did you mean {' or '.join(near)}?" if near else "`newscrawl ledger show` lists those it knows."
    raise ConfigurationError(f"The ledger knows no board '{board}'. {advice}")


def _told(profile: Profile) -> Iterator[str]:
    yield f"{profile.board}: learned {clock(profile.learned_at)} (UTC)"
    yield from _of_kind("article", profile.articles, profile.of_articles)
    yield from _of_kind("listing", profile.listings, profile.of_listings)


def _of_kind(kind: str, layouts: Sequence[ArticleLayout | ListingLayout], record: Record) -> Iterator[str]:
    yield ""
    yield f"{kind} pages: {number(len(layouts), 'layout')}; {_record(record)}"
    if record.changed:
        yield f"  ! the board has another layout since: {record.changed}"
    for layout in sorted(layouts, key=lambda layout: -layout.pages):
        yield from (f"  {line}" for line in _layout(layout))


def _record(record: Record) -> str:
    return (
        f"read {number(record.read, 'page')}, compared {record.compared:,} of them with the generic reader's reading, "
        f"{record.disagreed:,} differed; {record.strange:,} had no known layout"
    )


def _layout(layout: ArticleLayout | ListingLayout) -> Iterator[str]:
    from newscrawl.profiles.profile import ArticleLayout  # noqa: PLC0415
    from newscrawl.profiles.shape import shown  # noqa: PLC0415

    yield f"layout {layout.key}, confirmed on {number(layout.pages, 'page')}, in {shown(layout.area)}"
    if isinstance(layout, ArticleLayout):
        for name, place in layout.places.items():
            at = (
                f"at {shown(place.path)}"
                if place.path
                else f"element {place.slot}"
                if place.slot >= 0
                else "in the head"
            )
            between = f", between '{place.before}' and '{place.after}'" if place.before or place.after else ""
            yield f"  {name}: {at}, {place.source}{between}; found by {place.rule}"
        yield f"  body: {', '.join(map(shown, layout.body))}"
        if layout.box is not None:
            yield f"  files: {shown(layout.box)}"
    else:
        yield f"  rows: {shown(layout.rows)}, with {', '.join(layout.fields)}"
        if layout.pager is not None:
            yield f"  pager: {shown(layout.pager)}"
