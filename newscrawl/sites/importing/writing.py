"""The writing of a site file, as people would: one field a line, what is empty left out, quotes only where the reader needs them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

_WIDTH = 140  # columns


class _Writer(yaml.SafeDumper):
    """Writes what `files.read_site_file` reads, and quotes what readers of YAML 1.1 take for no text: 'off', 'no'."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        del indentless  # a list stands further in than the name of its field
        super().increase_indent(flow, False)


class _Names(list[str]):
    """A list of short names, which stands in one line."""


class _Fields(dict[str, Any]):
    """A few short values, which stand in one line."""


_Writer.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("bool", "(?i:true|false|yes|no|on|off|y|n)", "tfynoTFYNO"),
    ("null", "null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    _Writer.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})$"), list(_first))
_Writer.add_representer(
    _Names, lambda writer, found: writer.represent_sequence("tag:yaml.org,2002:seq", found, flow_style=True)
)
_Writer.add_representer(
    _Fields, lambda writer, found: writer.represent_mapping("tag:yaml.org,2002:map", found, flow_style=True)
)
_KINDS: dict[str, type] = {"hosts": _Names, "tls": _Names, "expect": _Fields}


def as_yaml(site: Mapping[str, Any]) -> str:
    """Return a site as its file has it."""
    shown = _shown(site) | {"boards": [_shown(board) for board in site["boards"]]}
    text: str = yaml.dump(shown, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def _shown(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _KINDS[name](value) if name in _KINDS else value for name, value in fields.items() if value}
