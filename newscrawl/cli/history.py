"""`newscrawl history`: every revision of an article, and what changed from one to the next."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.folder import DEFAULT, AsJson, Folder, clock, ledger_of, number, print_json, table
from newscrawl.errors import ConfigurationError
from newscrawl.normalize.text import printable

if TYPE_CHECKING:
    from newscrawl.cli.difference import Line, Piece
    from newscrawl.items import Article, ViewObservation
    from newscrawl.ledger import Known, Ledger, Revision

_NEAR = 3  # ids suggested for one that is not known


def history(
    article_id: Annotated[
        str, typer.Argument(metavar="ID", help="An article's `id` as the feed has it: SITE/BOARD:KEY.")
    ],
    data: Folder = DEFAULT,
    views: Annotated[bool, typer.Option("--views", help="List the view counts seen instead.")] = False,
    revision: Annotated[int | None, typer.Option(min=1, metavar="N", help="Print revision N as it was, whole.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show every revision of an article: when it was read, and what changed since the one before.

    A revision is a change of title, body, files or posting date; view counts never make one. Old revisions are kept whole. Changes are
    shown word by word: [-taken out-] and {+put in+}, or in colours on a terminal.

    \b
    newscrawl history jangsu/press:11977
    newscrawl history jangsu/press:11977 --revision 1
    """  # noqa: D301 - \b keeps the examples' lines apart
    with ledger_of(data) as ledger:
        known = _known(ledger, article_id)
        revisions = ledger.revisions(article_id)
        counts = ledger.views(article_id)
    if revision is not None:
        revisions = [found for found in revisions if found.revision == revision]
        if not revisions:
            raise ConfigurationError(f"{article_id} has no revision {revision}; the newest is {known.revision}.")
    if as_json:
        print_json({"id": article_id, "known": known, "revisions": revisions, "views": counts})
        return
    lines: Iterable[str]
    if views:
        lines = _view_counts(counts)
    elif revision is not None:
        lines = _whole(revisions[0].article)
    else:
        coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        lines = _told(article_id, known, revisions, counts, coloured=coloured)
    for line in lines:
        typer.echo(line)


def _known(ledger: Ledger, article_id: str) -> Known:
    """Return what is remembered of an article. Raises ConfigurationError, with the nearest ids, for one never seen."""
    board, colon, key = article_id.partition(":")
    if colon and (found := ledger.known(board, [key]).get(key)):
        return found
    near = list(_near(ledger, board, key) if colon else _named(ledger, article_id))[:_NEAR]
    advice = f"Did you mean {' or '.join(near)}?" if near else "The field `id` of a feed's records has the ids."
    form = "" if colon and "/" in board else " An id has the form SITE/BOARD:KEY."
    raise ConfigurationError(f"The ledger knows no article '{article_id}'.{form} {advice}")


def _named(ledger: Ledger, key: str) -> Iterator[str]:
    """Yield the articles of any board that have this key."""
    for memory in ledger.boards():
        if ledger.known(memory.board, [key]):
            yield f"{memory.board}:{key}"


def _near(ledger: Ledger, board: str, key: str) -> Iterator[str]:
    """Yield ids that may be meant: the same key on another board, then the most alike of those next to it on the nearest one."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistyped id needs it

    yield from _named(ledger, key)
    for name in get_close_matches(board, [memory.board for memory in ledger.boards()], n=1, cutoff=0.5):
        for neighbour in get_close_matches(key, ledger.neighbours(name, key, _NEAR), n=_NEAR, cutoff=0):
            yield f"{name}:{neighbour}"


def _told(
    article_id: str, known: Known, revisions: Sequence[Revision], counts: Sequence[ViewObservation], *, coloured: bool
) -> Iterator[str]:
    """Yield the lines that tell an article's history."""
    from newscrawl.cli.difference import differences  # noqa: PLC0415

    yield f"{article_id}: {known.state}, {number(len(revisions), 'revision')}"
    yield f"first seen {clock(known.first_seen_at)}, last seen {clock(known.last_seen_at)} (UTC)"
    if counts:
        yield f"{number(len(counts), 'view count')}, the last {counts[-1].view_count:,}; --views lists them"
    if not revisions:
        yield "It was listed, but never shown: there is nothing to compare."
        return
    first = revisions[0]
    yield ""
    yield f"revision {first.revision}, read {clock(first.read_at)}"
    yield from (f"  {line}" for line in _heading(first.article))
    for old, new in pairwise(revisions):
        yield ""
        yield f"revision {new.revision}, read {clock(new.read_at)}"
        changes = differences(old.article, new.article)
        if not changes:
            yield "  the same title, body, dates and files"
        for name, lines in changes.items():
            yield f"  {name}"
            for line in lines:
                yield _shown(line, coloured=coloured)


def _heading(article: Article) -> Iterator[str]:
    yield printable(article.title)
    yield printable(article.url)
    files = number(len(article.attachments), "file")
    yield f"posted {article.published_at or 'on an unknown day'}, {number(len(article.body), 'character')}, {files}"


def _whole(article: Article) -> Iterator[str]:
    yield from _heading(article)
    for file in article.attachments:
        yield printable(f"file: {file.name}")
    yield ""
    yield printable(article.body)


def _shown(line: Line, *, coloured: bool) -> str:
    if isinstance(line, int):
        return f"    ({number(line, 'line')} the same)"
    text = "".join(_marked(piece, coloured=coloured) for piece in line)
    return f"    {text}" if text else ""


def _marked(piece: Piece, *, coloured: bool) -> str:
    text = printable(piece.text)
    if piece.kind == "=":
        return text
    if piece.kind == "-":
        return typer.style(text, fg="red", strikethrough=True) if coloured else f"[-{text}-]"
    return typer.style(text, fg="green") if coloured else f"{{+{text}+}}"


def _view_counts(counts: Sequence[ViewObservation]) -> Iterator[str]:
    if not counts:
        return iter(["No view count was seen."])
    before = [None, *(seen.view_count for seen in counts)]
    rows = [
        (
            clock(seen.observed_at),
            f"{seen.view_count:,}",
            "" if last is None else f"{seen.view_count - last:+,}",
            seen.source,
        )
        for seen, last in zip(counts, before, strict=False)
    ]
    return table(("seen at (UTC)", "views", "more", "on"), rows, numbers=("views", "more"))
