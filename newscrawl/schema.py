"""The JSON Schema (draft 2020-12) of the records, made from their types."""

from __future__ import annotations

import json

import msgspec

from newscrawl.items import Article, PageRecord, ViewObservation
from newscrawl.manifest import RunManifest

VERSION = 1  # rises when a field is renamed or retyped; new fields do not raise it
RECORDS = (Article, ViewObservation, PageRecord, RunManifest)


def schema_text() -> str:
    """Return one schema document with a definition for each record; `anyOf` names those that stand on a line of their own."""
    references, definitions = msgspec.json.schema_components(RECORDS, ref_template="#/$defs/{name}")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newscrawl:records:{VERSION}",
        "title": "newscrawl records",
        "anyOf": list(references),
        "$defs": definitions,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
