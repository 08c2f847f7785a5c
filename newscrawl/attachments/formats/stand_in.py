"""A font for PDFium that stands in for East Asian ones that are neither in a PDF nor on the machine: every character is a square.

PDFium leaves out text of a single character that has no outline. What the outline is does not matter to its text.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

_CHARSETS = frozenset((128, 129, 134, 136))  # Japanese, Korean and both Chinese, as Windows numbers them
_KOREAN = 129
_HANDLE = 0x4B52  # of the stand-in among the handles of fonts, which are addresses
_EM = 1000


@cache
def install(raw: Any) -> object:
    """Tell PDFium (its raw bindings) of the stand-in, once a process; the fonts of the machine go before. Kept, since PDFium calls it."""
    fonts = raw.FPDF_GetDefaultSystemFontInfo()
    if not fonts:
        return None
    usual = fonts.contents
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    data = font()
    # what a field gives refers to the field, not to the function that is in it now
    map_font, get_data, get_name, get_charset, delete = (
        kinds[name](_address(getattr(usual, name)))
        for name in ("MapFont", "GetFontData", "GetFaceName", "GetFontCharset", "DeleteFont")
    )

    def mapped(info: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        found = _address(map_font(info, weight, italic, charset, pitch, face, exact))
        return found or (_HANDLE if charset in _CHARSETS else None)

    def stored(info: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        if _address(handle) != _HANDLE:
            return int(get_data(info, handle, table, buffer, size))
        if table:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def name_of(info: Any, handle: Any, buffer: Any, size: int) -> int:
        return 0 if _address(handle) == _HANDLE else int(get_name(info, handle, buffer, size))

    def charset_of(info: Any, handle: Any) -> int:
        return _KOREAN if _address(handle) == _HANDLE else int(get_charset(info, handle))

    def deleted(info: Any, handle: Any) -> None:
        if _address(handle) != _HANDLE:
            delete(info, handle)

    usual.MapFont = kinds["MapFont"](mapped)
    usual.GetFontData = kinds["GetFontData"](stored)
    usual.GetFaceName = kinds["GetFaceName"](name_of)
    usual.GetFontCharset = kinds["GetFontCharset"](charset_of)
    usual.DeleteFont = kinds["DeleteFont"](deleted)
    raw.FPDF_SetSystemFontInfo(fonts)
    return fonts, usual


def _address(handle: Any) -> int | None:
    return ctypes.cast(handle, ctypes.c_void_p).value


def font() -> bytes:
    """Return a TrueType font of two glyphs: nothing, and a square for every character there is."""
    square = struct.pack(">hhhhhHH4B", 1, 0, 0, _EM, _EM, 3, 0, 1, 1, 1, 1) + struct.pack(
        ">4h4h", 0, 0, _EM, 0, 0, _EM, 0, -_EM
    )
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIIIIII", 13, 0, 28, 0, 1, 0x21, 0x10FFFF, 1),
        b"glyf": square,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _EM, _EM, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, _EM, 0, 0, _EM, *[0] * 11, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">III", 0, 0, len(square)),
        b"maxp": struct.pack(">IH13H", 0x10000, 2, 4, 1, *[0] * 11),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48)
    at = len(head) + 16 * len(tables)
    entries = body = b""
    for name, table in tables.items():
        entries += name + struct.pack(">III", 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + entries + body
