"""The media type of a file by its content, never by its ending alone: the first bytes, and the names inside a container."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from pathlib import Path

HWP = "application/x-hwp"
HWPX = "application/hwp+zip"
HWPML = "application/x-hwpml"
PDF = "application/pdf"
HTML = "text/html"
XML = "application/xml"
ZIP = "application/zip"
TEXT = "text/plain"
CSV = "text/csv"
OLE = "application/x-ole-storage"
UNKNOWN = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OFFICE}.wordprocessingml.document"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
PPTX = f"{_OFFICE}.presentationml.presentation"
_OPEN = "application/vnd.oasis.opendocument"
ODT, ODS, ODP = f"{_OPEN}.text", f"{_OPEN}.spreadsheet", f"{_OPEN}.presentation"

_MAGIC = (
    (b"HWP Document File V", HWP),  # HWP 2 and 3
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"%!PS", "application/postscript"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"EGGA", "application/x-egg"),
    (b"ALZ\x01", "application/x-alz"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"ID3", "audio/mpeg"),
)
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (  # the stream that tells the program
    ("FileHeader", HWP),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_OF_PACKAGES = {"hwpx": HWPX, "docx": DOCX, "xlsx": XLSX, "pptx": PPTX, "odt": ODT, "ods": ODS, "odp": ODP}
_OF_COMPOUNDS = {
    "hwp": HWP,
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}
ENCRYPTABLE = frozenset((DOCX, XLSX, PPTX))  # as an OLE2 file that only a password opens
_PARTS = (  # the part that tells the program, where no `mimetype` does
    ("Contents/section", HWPX),
    ("Contents/content.hpf", HWPX),
    ("word/", DOCX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("xl/", XLSX),
    ("ppt/", PPTX),
)
_MIME = re.compile(rb"[a-z]+/[\w.+-]{3,100}\s*")
_BEGINNING = 1 << 20
_PART = re.compile(rb"PK\x03\x04.{26}([!-~]{4,80})", re.DOTALL)
_LONGEST_TYPE = 200
_HEAD = 8192  # bytes that tell text
_PDF_JUNK = 1024  # bytes before "%PDF-" that readers put up with

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_AHEAD = re.compile(r"(?:\s|\ufeff|\x00|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_PAGE_TAGS = r"!doctype\s+html|html|head|body|script|meta|title|frameset"
_PAGE = re.compile(rf"<(?:{_PAGE_TAGS})\b", re.IGNORECASE)
_MARKUP = re.compile(
    rf"<(?:{_PAGE_TAGS}|style|link|base|div|span|p|br|hr|b|table|center|font|form|iframe|noscript|h[1-6]|ul|a|img|input|section)(?=[\s/>])",
    re.IGNORECASE,
)
_TEXT_ENDINGS = ("txt", "csv", "tsv", "log", "md", "json", "xml", "ics")
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type(data: bytes, name: str = "") -> str:
    """Return the media type that a file's bytes say; `application/octet-stream` where they say nothing.

    The whole file or a good part of its beginning will do, though a container that was cut tells less. The name decides only what no
    bytes can: whether text is a table of values (.csv), and which document a container holds that is encrypted or was cut. A web
    page is `text/html` whatever stands before it (byte order mark, white space, comments, a line of text); a file named as text is one
    only if it begins as one.
    """
    ending = name.rpartition(".")[2].lower()
    if data.startswith(OLE_MAGIC):
        return _of_compound(data, ending)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_package(data, ending)
    if data.startswith(b"%PDF-"):
        return PDF
    if found := next((kind for magic, kind in _MAGIC if data.startswith(magic)), None):
        return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    text = _text(data[:_HEAD])
    if text is None:
        return PDF if b"%PDF-" in data[:_PDF_JUNK] else UNKNOWN
    return _of_text(text, ending)


def media_type_of(file: bytes | Path, name: str = "") -> str:
    """Return the media type that the beginning of a file (its bytes, or where it lies) says; never raises."""
    try:
        if isinstance(file, bytes):
            return media_type(file[:_BEGINNING], name)
        with file.open("rb") as opened:
            return media_type(opened.read(_BEGINNING), name)
    except OSError:
        return UNKNOWN


def _of_text(text: str, ending: str) -> str:
    begins = text[_AHEAD.match(text).end() :]  # type: ignore[union-attr]  # it matches nothing, too
    named_text = ending in _TEXT_ENDINGS
    if (_PAGE if named_text else _MARKUP).match(begins) or (not named_text and _PAGE.search(text)):
        return HTML
    if "%PDF-" in text[:_PDF_JUNK]:
        return PDF
    if text.lstrip("\ufeff \r\n\t").startswith("<?xml") or (ending == "xml" and begins.startswith("<")):
        return HWPML if re.match(r"(?:<!DOCTYPE[^>]*>\s*)?<HWPML\b", begins) else XML
    return CSV if ending == "csv" else TEXT


def _text(head: bytes) -> str | None:
    """Return the beginning of a file as text; None where it is none."""
    for bom, charset in _BOMS:
        if head.startswith(bom):
            return head.decode(charset, "ignore")
    if b"\x00" in head:
        charset = "utf-16-le" if head[1:200:2].count(0) > head[0:200:2].count(0) else "utf-16-be"
        text = head[: len(head) // 2 * 2].decode(charset, "replace")
        return text if "\ufffd" not in text[:-1] and not _BINARY.search(text) and _plausible(text) else None
    for charset in ("utf-8", "cp949"):
        try:
            text = codecs.getincrementaldecoder(charset)().decode(head)
        except UnicodeDecodeError:
            continue
        return None if _BINARY.search(text) else text
    text = min(
        (head.decode(charset, "replace") for charset in ("utf-8", "cp949")), key=lambda text: text.count("\ufffd")
    )
    return text if text.count("\ufffd") * 50 < len(text) and not _BINARY.search(text) else None


def _plausible(text: str) -> bool:
    """Tell whether what was read as UTF-16 without a mark is text: mostly Latin, Korean and the signs between."""
    usual = sum(
        character < "\u0250" or "\u2000" <= character < "\u3400" or "\uac00" <= character <= "\ud7a3"
        for character in text
    )
    return usual * 10 > len(text) * 9


def _of_compound(data: bytes, ending: str) -> str:
    """Return what an OLE2 file holds, by the names in its directory (entries of 128 bytes, each with the length of its name)."""
    for stream, kind in _OLE_STREAMS:
        if _has_entry(data, stream):
            return kind
    if _has_entry(data, "EncryptedPackage") and _OF_PACKAGES.get(ending) in ENCRYPTABLE:
        return _OF_PACKAGES[ending]
    return OLE if _has_entry(data, "Root Entry") else _OF_COMPOUNDS.get(ending, OLE)


def _has_entry(data: bytes, stream: str) -> bool:
    name = stream.encode("utf-16-le") + b"\0\0"
    at = data.find(name)
    while at >= 0:
        if at % 128 == 0 and int.from_bytes(data[at + 64 : at + 66], "little") == len(name):
            return True
        at = data.find(name, at + 1)
    return False


def _of_package(data: bytes, ending: str) -> str:
    """Return what a ZIP holds: by its `mimetype`, else by its parts; of one that was cut, by those that are left, and its ending."""
    listed = _listed(data)
    names, stated = listed or _met(data)
    if _MIME.fullmatch(stated):
        return stated.decode().strip()
    otherwise = ZIP if listed else _OF_PACKAGES.get(ending, ZIP)
    return next((kind for part, kind in _PARTS if any(name.startswith(part) for name in names)), otherwise)


def _listed(data: bytes) -> tuple[list[str], bytes] | None:
    """Return the names that a ZIP lists at its end, and what its `mimetype` says; None where it was cut."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            short = "mimetype" in names and package.getinfo("mimetype").file_size < _LONGEST_TYPE
            return names, package.read("mimetype") if short else b""
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        return None


def _met(data: bytes) -> tuple[list[str], bytes]:
    """Return the names before the parts of a ZIP, and what its first part says, where that is an unpacked `mimetype`."""
    names = [found[1].decode() for found in _PART.finditer(data)]
    first = re.match(rb"PK\x03\x04.{26}mimetype([a-z]+/[a-z.+-]+)PK", data, re.DOTALL)
    return names, first[1] if first else b""
