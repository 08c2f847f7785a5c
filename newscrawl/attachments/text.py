"""The text of a file, in this process: what it is by its content, the reader of its format, and an honest status."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from newscrawl.attachments import media
from newscrawl.attachments.flow import document
from newscrawl.attachments.result import Fault, FileText, Limits, Status, Unreadable
from newscrawl.attachments.source import Allowance, File

_FORMATS = {  # media type → the module of `formats`, and its function
    media.HWP: "hwp5:blocks",
    media.HWPX: "hwpx:blocks",
    media.PDF: "pdf:blocks",
    media.DOCX: "docx:blocks",
    media.XLSX: "xlsx:blocks",
    media.PPTX: "pptx:blocks",
    media.ODT: "odf:blocks",
    media.ODS: "odf:blocks",
    media.ODP: "odf:blocks",
    media.TEXT: "plain:blocks",
    media.CSV: "plain:table_blocks",
}
_OLD = {
    "application/msword": "The file is of Word before 2007 (.doc).",
    "application/vnd.ms-excel": "The file is of Excel before 2007 (.xls).",
    "application/vnd.ms-powerpoint": "The file is of PowerPoint before 2007 (.ppt).",
    media.HWPML: "The file is a Hangul document as one XML (.hml).",
    media.HTML: "The file is a web page.",
}
_NO_MEMORY = "Reading the file takes more memory than is given."
_MOST_WARNINGS = 20  # of one file; an archive may hold hundreds of pictures
_TELLING = (
    "too_large",
    "encrypted",
    "damaged",
    "scanned",
    "timeout",
    "unsupported",
    "empty",
)  # the first is told of an archive


class _Read(NamedTuple):
    text: str
    cut: bool
    fault: Fault | None


def read_text(file: bytes | Path, name: str = "", limits: Limits | None = None) -> FileText:
    """Return the text of a file (its bytes, or where it lies) with its status; never raises, whatever the bytes.

    `name` helps where the content leaves a choice. A hostile file may take long and much memory here: see `newscrawl.attachments.worker`.
    """
    limits = limits or Limits()
    kind = media.UNKNOWN
    try:
        size = len(file) if isinstance(file, bytes) else file.stat().st_size
        if size > limits.file_size:
            why = f"The file has {size:,} bytes, more than the {limits.file_size:,} that are read."
            return FileText(status="too_large", media_type=media.media_type_of(file, name), warnings=(why,))
        data = file if isinstance(file, bytes) else file.read_bytes()
        kind = media.media_type(data, name)
        return _of(File(data, name, limits, allowance=Allowance(limits.expanded)), kind)
    except OSError as error:
        return FileText(status="damaged", media_type=kind, warnings=(f"The file cannot be read: {error}",))
    except MemoryError:
        return FileText(status="too_large", media_type=kind, warnings=(_NO_MEMORY,))


def _of(file: File, kind: str) -> FileText:
    read = _read(file, kind)
    warnings = file.warnings
    if read.cut:
        warnings.append(f"The text was cut after {file.limits.characters:,} characters.")
    if read.fault is not None:
        warnings.append(read.fault.why)
    status: Status = read.fault.status if read.fault else "ok" if read.text else "empty"
    told = list(dict.fromkeys(warnings))
    if len(told) > _MOST_WARNINGS:
        told[_MOST_WARNINGS - 2 : -1] = [f"… {len(told) - _MOST_WARNINGS + 1} more warnings of this kind or another"]
    return FileText(status=status, text=read.text, media_type=kind, warnings=tuple(told))


def _read(file: File, kind: str) -> _Read:
    """Return what a file holds up to its end, its fault or the limit."""
    fault: list[Fault] = []

    def until_fault() -> Iterator[str]:
        try:
            yield from _blocks(file, kind)
        except Unreadable as why:
            fault.append(why.fault)
        except MemoryError:
            fault.append(Fault("too_large", _NO_MEMORY))
        except Exception as error:  # noqa: BLE001 - the promise: whatever a file does to a parser costs one warning
            fault.append(Fault("damaged", f"The file cannot be read to its end: {error!r}"))

    text, cut = document(until_fault(), file.limits.characters)
    return _Read(text, cut, fault[0] if fault and not cut else None)


def _blocks(file: File, kind: str) -> Iterator[str]:
    if kind == media.ZIP:
        yield from _archive(file)
    elif kind not in _FORMATS:
        raise Unreadable(
            "unsupported",
            f"{_OLD.get(kind, f'Files of the type {kind} are not read.')} Its own program opens it.",
        )
    elif kind in media.ENCRYPTABLE and file.data.startswith(media.OLE_MAGIC):
        raise Unreadable("encrypted", "The document is locked with a password.")
    else:
        yield from _reader(_FORMATS[kind])(file)


def _reader(place: str) -> Callable[[File], Iterator[str]]:
    module, _, function = place.partition(":")
    reader: Callable[[File], Iterator[str]] = getattr(
        import_module(f"newscrawl.attachments.formats.{module}"), function
    )
    return reader


def _archive(file: File) -> Iterator[str]:
    """Yield the text of the files in an archive, each under its name; what cannot be read is told, and the rest is read on."""
    from newscrawl.attachments.formats.archive import members  # noqa: PLC0415 - few files are archives

    faults: list[Fault] = []
    any_text = False
    for name, member in members(file):
        if isinstance(member, Fault):
            faults.append(member)
            file.warn(f"{name}: {member.why}")
            continue
        read = _read(member, media.media_type(member.data, name))
        for warning in member.warnings:
            file.warn(f"{name}: {warning}")
        if read.fault is not None:
            faults.append(read.fault)
            file.warn(f"{name}: {read.fault.why}")
        if read.text:
            any_text = True
            yield name
            yield read.text
        if file.allowance.left <= 0:
            file.warn("The rest of the archive is not read.")
            break
    if not any_text and faults:
        worst = min(faults, key=lambda fault: _TELLING.index(fault.status))
        raise Unreadable(worst.status, "No file of the archive gives text.")
