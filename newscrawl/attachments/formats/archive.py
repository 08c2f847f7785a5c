"""ZIP archives: the files in them that a reader of the archive would open."""

from __future__ import annotations

from collections.abc import Iterator

from newscrawl.attachments.package import Package
from newscrawl.attachments.result import Fault, Unreadable
from newscrawl.attachments.source import File


def members(file: File) -> Iterator[tuple[str, File | Fault]]:
    """Yield each file's name with the file, or with why it cannot be read. Raises Unreadable beyond the limit of depth."""
    if file.depth >= file.limits.depth:
        raise Unreadable("too_large", f"Archives are nested more than {file.limits.depth} deep.")
    package = Package(file)
    for name in package.names:
        if name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith((".", "~$")):
            continue
        try:
            yield name, file.inside(name, package.read(name))
        except Unreadable as why:
            yield name, why.fault
