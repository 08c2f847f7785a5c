"""What a script gives a name: a function, however it is written down, or a text."""

from __future__ import annotations

import re
from functools import lru_cache

from newscrawl.reading.script import Node, parse

LONGEST_FUNCTION = 12_000  # characters


@lru_cache(maxsize=256)
def text_named(script: str, name: str) -> str | None:
    """Return the text that a script gives a name, None where it gives it none."""
    match = re.search(rf"""\b(?:var|let|const)\s+{re.escape(name)}\s*=\s*(["'])([^"'\n]*)\1""", script)
    return match.group(2) if match else None


@lru_cache(maxsize=256)
def function_named(script: str, name: str) -> Node | None:
    """Return the function that a script gives a name, None where it gives it none."""
    word = re.escape(name)
    match = re.search(rf"\bfunction\s+{word}\s*(?=\()", script)
    if match:
        source = f"x = function{script[match.end() : match.end() + LONGEST_FUNCTION]}"
    else:
        match = re.search(rf"(?<![\w$]){word}\s*[=:]\s*(?:async\s+)?(?=function\b|\([\w\s,]*\)\s*=>|\w+\s*=>)", script)
        if match is None:
            return None
        source = f"x = {script[match.end() : match.end() + LONGEST_FUNCTION]}"
    statements = parse(source)
    if statements and statements[0].kind == "do" and statements[0].parts[0].kind == "assign":
        function = statements[0].parts[0].parts[1]
        return function if function.kind == "function" else None
    return None
