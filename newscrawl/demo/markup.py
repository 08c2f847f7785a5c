"""The markup that editors make of a body: pasted from the Hangul word processor or from Word, typed, or made of breaks alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Literal

from newscrawl.demo.body import Block, Frame, Paragraph, Picture, Table

Style = Literal["hangul", "word", "plain", "breaks"]
Address = Callable[[str], str]

_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9,.:%/~-]*|[‘’“”(),.·…~]|[^A-Za-z0-9‘’“”(),.·…~]+")
_PARTICLE = re.compile(r"(?<=[가-힣])(에서는|에서|부터|까지|으로|은|는|을|를|의|과|와)(?= |$)")
_FACE = "font-family:한양신명조;font-size:13.0pt;line-height:160%"
_LATIN_FACE = f"mso-fareast-font-family:한양신명조;{_FACE};letter-spacing:0pt;mso-font-width:100%;mso-text-raise:0pt"
_HANGUL_PARAGRAPH = "line-height:160%;text-autospace:none;mso-pagination:none;mso-padding-alt:0pt 0pt 0pt 0pt;"
_EMPTY = f'<p class="0" style="{_HANGUL_PARAGRAPH}"><!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->  <o:p></o:p></p>'
_GRID = 'border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;table-layout:fixed;border:none;"'


def render(blocks: tuple[Block, ...], style: Style, picture: Address) -> str:
    """Return the body's markup in one editor's manner; `picture` makes the address of a picture's file."""
    if style == "breaks":
        return "<br />\n<br />\n".join(_inner(block, style, picture) for block in blocks)
    gap = f"\n{_EMPTY}\n" if style == "hangul" else "\n<p>&nbsp;</p>\n" if style == "word" else "\n"
    return gap.join(_block(block, style, picture) for block in blocks)


def _block(block: Block, style: Style, picture: Address) -> str:
    inner = _inner(block, style, picture)
    return _paragraph(inner, style) if isinstance(block, Paragraph) else inner


def _paragraph(inner: str, style: Style, align: str = "justify") -> str:
    match style:
        case "hangul":
            return f'<p class="0" style="{_HANGUL_PARAGRAPH}text-align:{align};">{inner}</p>'
        case "word":
            return f'<p class="MsoNormal" align="{align}" style="margin-bottom:8pt;">{inner}<o:p></o:p></p>'
        case _:
            return f"<p>{inner}</p>"


def _inner(block: Block, style: Style, picture: Address) -> str:
    match block:
        case Paragraph(lines):
            return "<br />".join(_line(line, style) for line in lines)
        case Table(rows):
            grid = "\n".join(f"<tr>{''.join(_cell(cell, style) for cell in row)}</tr>" for row in rows)
            return f"<table {_GRID}><tbody>\n{grid}\n</tbody></table>"
        case Frame(blocks):
            inside = "\n".join(_block(each, "plain" if style == "breaks" else style, picture) for each in blocks)
            return f'<table {_GRID}><tbody><tr><td valign="middle" style="padding:5pt;">\n{inside}\n</td></tr></tbody></table>'
        case Picture(name, caption):
            image = f'<img src="{escape(picture(name))}" alt="{escape(caption)}" width="600" />'
            legend = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
            return f'<div style="text-align:center"><figure class="photo-layout image float-center">{image}{legend}</figure></div>'


def _cell(text: str, style: Style) -> str:
    inner = _line(text, style)
    wrapped = inner if style in ("plain", "breaks") else _paragraph(inner, style, "center")
    return f'<td valign="middle" style="border:solid #000000 0.4pt;padding:1.4pt 5.1pt;">{wrapped}</td>'


def _line(text: str, style: Style) -> str:
    match style:
        case "hangul":
            return "".join(_hangul_span(run, number) for number, run in enumerate(_runs(text)))
        case "word":
            return "".join(_word_span(run) for run in _RUN.findall(text))
        case _:
            return escape(text, quote=False)


def _runs(text: str) -> Iterator[str]:
    """Yield digits and Latin words, each mark, and between them Korean with its particles apart."""
    for run in _RUN.findall(text):
        yield from filter(None, _PARTICLE.split(run))


def _is_latin(run: str) -> bool:
    return not re.search(r"[가-힣ㄱ-ㆎ㈀-㋿㎀-㏿一-鿿]", run)


def _hangul_span(run: str, number: int) -> str:
    """Return one run in its span; now and then the source is wrapped at a space, as long lines of pasted markup are."""
    text = escape(run, quote=False)
    if number % 9 == 8:
        text = text.replace(" ", "\n", 1)
    return (
        f'<span lang="EN-US" style="{_LATIN_FACE}">{text}</span>'
        if _is_latin(run)
        else f'<span style="{_FACE}">{text}</span>'
    )


def _word_span(run: str) -> str:
    text = escape(run, quote=False)
    if _is_latin(run):
        return f'<span lang="EN-US" style="font-size:11.0pt;line-height:115%">{text}</span>'
    return f"<span style=\"font-size:11.0pt;line-height:115%;font-family:'맑은 고딕'\">{text}</span>"
