"""`newscrawl demo`: a replica of three boards on loopback, crawled as real sites are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    rounds: Annotated[
        int, typer.Option(min=1, max=20, help="Crawl this often; between rounds posts appear, change and vanish.")
    ] = 1,
    data: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the demo writes; a former demo's files there are replaced.")
    ] = Path("data/demo"),
    attachments: Annotated[
        bool, typer.Option("--attachments", help="Download the posts' files, too, and read their text.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Scrapy's log and every warning.")] = False,
) -> None:
    """Crawl a replica of three boards on this machine, and see what a dataset looks like.

    The replica holds an XE board, a local paper on ND소프트 and a city's board that pages by POST; its pages are the package's own. No
    other host is asked for anything.
    """
    from rich.console import Console  # noqa: PLC0415 - `--help` must not wait for Scrapy

    from newscrawl.cli.run import VIEWS, Outcome, Runner, feed, make_room  # noqa: PLC0415
    from newscrawl.cli.show import summary  # noqa: PLC0415
    from newscrawl.demo import Replica  # noqa: PLC0415
    from newscrawl.errors import ConfigurationError  # noqa: PLC0415
    from newscrawl.sites import Board  # noqa: PLC0415

    make_room(data)
    articles, views, ledger = data / "articles.jsonl", data / "articles.views.jsonl", data / "ledger.db"
    if ledger.exists() and not articles.exists():
        raise ConfigurationError(
            f"{data} holds the ledger of other runs, which the demo would replace. Name another folder."
        )
    files = data / "files"
    for file in (articles, views, *data.glob("ledger.db*"), *data.glob("runs/*.json"), *files.glob("??/*")):
        file.unlink(missing_ok=True)
    console = Console()
    with Replica() as replica:
        console.print(f"A replica of {len(replica.boards)} boards serves at {replica.url}", highlight=False)

        def after_round(number: int, outcome: Outcome) -> None:
            summary(console, outcome, (), title=f"round {number} of {rounds}" if rounds > 1 else None, verbose=verbose)
            if number < rounds:
                for change in replica.advance():
                    console.print(f"then {change}", highlight=False, markup=False, soft_wrap=True)

        settings = {
            "NEWSCRAWL_PROGRESS": None if verbose else "live" if Console(stderr=True).is_terminal else None,
            "NEWSCRAWL_LEDGER": str(ledger),
            "FILES_STORE": str(files) if attachments else None,
            "FEEDS": feed(str(articles), "jsonlines", overwrite=False)
            | feed(str(views), "jsonlines", overwrite=False, item_filter=VIEWS),
        }
        runner = Runner(settings, verbose=verbose)
        boards = [
            Board(site="demo", board=name, name=name, url=url, named_by_user=True)
            for name, url in replica.boards.items()
        ]
        outcome = runner.run({"boards": boards}, rounds=rounds, after_round=after_round)
    for path, what in (
        (articles, "the articles, a line each"),
        (views, "the view counts seen"),
        (ledger, "what the next run remembers"),
        *([(files, "the posts' files, by what is in them; their text is in the articles")] if attachments else []),
    ):
        console.print(f"wrote {path}  {what}", highlight=False, soft_wrap=True)
    console.print(f"see what a run did: newscrawl runs show last --data {data}", highlight=False, soft_wrap=True)
    raise typer.Exit(outcome.exit_code)
