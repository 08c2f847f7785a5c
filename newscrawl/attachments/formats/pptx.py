"""PPTX: the slides that are shown, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawl.attachments.formats.drawing import shapes
from newscrawl.attachments.package import Package
from newscrawl.attachments.source import File
from newscrawl.attachments.xml import attribute, child

_MAIN = "ppt/presentation.xml"


def blocks(file: File) -> Iterator[str]:
    """Yield the text of shapes and tables, slide by slide; speakers' notes and hidden slides are left out."""
    package = Package(file)
    slides = child(package.xml(_MAIN), "sldIdLst")
    related = package.related(_MAIN)
    hidden = 0
    for entry in () if slides is None else slides:
        kind, part = related.get(
            next((str(value) for key, value in entry.items() if str(key).startswith("{")), ""), ("", "")
        )
        if kind != "slide":
            continue
        slide = package.xml(part)
        if attribute(slide, "show", "1") in ("0", "false"):
            hidden += 1
            continue
        for tree in slide.iter("{*}spTree"):
            yield from shapes(tree)
    if hidden:
        file.warn(f"{hidden} hidden slides are left out.")
