"""Columns of plain text that stand straight in a terminal: a syllable of Hangul is two columns wide."""

from __future__ import annotations

from unicodedata import east_asian_width


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int) -> str:
    """Return the text with spaces behind it to a width; a longer one as it is."""
    return text + " " * (columns - width(text))
