"""`newscrawl schema`: the JSON Schema of every record, made from the types."""

from __future__ import annotations

import typer

from newscrawl.schema import schema_text


def schema() -> None:
    """Print the JSON Schema of the records that newscrawl writes."""
    typer.echo(schema_text(), nl=False)
