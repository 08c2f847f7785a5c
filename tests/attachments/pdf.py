"""Makes PDF files with reportlab: Korean by a font that every reader of PDF has (its text layer needs no font file)."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HYSMyeongJo-Medium"
_PPM = b"P6 2 2 255\n" + bytes(range(12))  # a picture of four points

Page = Callable[[Canvas], None]


def make(*pages: Page, password: str | None = None) -> bytes:
    """Return a document of these pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    encryption = StandardEncryption(password, strength=128) if password is not None else None
    canvas = Canvas(buffer, pagesize=A4, encrypt=encryption, invariant=True)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str, top: int = 780) -> Page:
    """Return a page with these lines one under the other; "" leaves a line free."""

    def draw(canvas: Canvas) -> None:
        for place, text in enumerate(texts):
            if text:
                canvas.drawString(60, top - 18 * place, text)

    return draw


def grid(*rows: tuple[str, ...]) -> Page:
    """Return a page with a table, a cell every 130 points."""

    def draw(canvas: Canvas) -> None:
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                canvas.drawString(60 + 130 * column, 780 - 18 * place, text)

    return draw


def picture(canvas: Canvas) -> None:
    """Draw what a scanner makes: a picture over the page, no text."""
    canvas.drawImage(ImageReader(io.BytesIO(_PPM)), 0, 0, *A4)


def blank(canvas: Canvas) -> None:
    """Draw nothing."""
