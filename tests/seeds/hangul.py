"""Paragraphs as the Hangul word processor pastes them: each number, mark and particle in a span of its own."""

from __future__ import annotations

import re
from html import escape

from .texts import NOTHING

_PARAGRAPH = "line-height:180%;text-autospace:none;mso-pagination:none;mso-padding-alt:0pt 0pt 0pt 0pt;"
_KOREAN = "font-family:함초롬바탕;font-size:12.0pt;line-height:180%"
_LATIN = "mso-fareast-font-family:함초롬바탕;font-family:함초롬바탕;letter-spacing:0pt;mso-font-width:100%;mso-text-raise:0pt"
_RUN = re.compile(r"[0-9]+|[A-Za-z]+|[가-힣]+|\s+|.")
_SPACED_RUN = re.compile(r"[0-9]+|[A-Za-z]+| ?[가-힣]+|\s+|.")
_PARTICLE = re.compile(r"(?<=[가-힣])(에서는|에서|부터|까지|으로|라며|라고|은|는|이|가|을|를|의|과|와|로|에|고)$")
_EMPTY = (
    f'<p class="0" style="{_PARAGRAPH}"><!--[if !supportEmptyParas]-->&nbsp;<!--[endif]--> <span lang="EN-US"><o:p></o:p></span></p>',
    f'<p class="0" style="{_PARAGRAPH}"><span lang="EN-US" style="{_LATIN}"><o:p>&nbsp;</o:p></span></p>',
)


def paragraphs(texts: tuple[str, ...], *, spaces_apart: bool) -> str:
    """Return the markup of paragraphs; NOTHING is an empty one, of either form that the word processor writes.

    `spaces_apart` puts the spaces between Korean words out of their spans; else each word's span has the space before it.
    """
    return "\n".join(
        _EMPTY[place % 2] if text == NOTHING else _paragraph(runs(text, spaces_apart=spaces_apart))
        for place, text in enumerate(texts)
    )


def runs(text: str, *, spaces_apart: bool) -> list[str]:
    """Return numbers, Latin words, Korean words, their particles, spaces and single marks, in order."""
    found = (_RUN if spaces_apart else _SPACED_RUN).findall(text)
    return [part for run in found for part in _PARTICLE.split(run) if part]


def _paragraph(parts: list[str]) -> str:
    spans = "".join(_span(part, place) for place, part in enumerate(parts))
    return f'<p class="0" style="{_PARAGRAPH}">{spans}<o:p></o:p></p>'


def _span(run: str, place: int) -> str:
    """Return the markup of a run; forms take turns by its place in the paragraph, so that a long one has them all."""
    if run.isspace():
        return (" ", "\n", '<span lang="EN-US"> </span>')[place % 3]
    text = escape(run, quote=False)
    if re.search("[가-힣]", run):
        return f'<span style="{_KOREAN}">{text}</span>'
    inner = f'<span style="letter-spacing:0pt;">{text}</span>' if place % 5 == 0 else text
    return f'<span lang="EN-US" style="{_LATIN}">{inner}</span>'
