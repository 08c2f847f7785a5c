"""Bytes to text, for pages whose declared charset is often a lie."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FOREIGN = {
    "shift_jis",
    "cp932",
    "euc_jp",
    "gb2312",
    "gbk",
    "gb18030",
    "big5",
    "johab",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
}


def _foreign(label: str | None) -> str | None:
    """Return the codec that a label names, if pages of that charset cannot be told from their bytes alone."""
    try:
        name = codecs.lookup(label).name if label else None
    except (LookupError, ValueError):
        return None
    return name if name in _FOREIGN else None


def decode(body: bytes, content_type: str = "", charset: str | None = None) -> tuple[str, str]:
    """Return the text and the name of the charset it was read with; never raises.

    Strict UTF-8, else strict CP949, else whichever of the two loses fewer characters: on Korean pages this was right where labels
    were not, and euc-kr pages hold CP949 anyway. A label is heeded only where it names something else that fits exactly.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    meta = _DECLARED.search(body, 0, 4096)
    header = _HEADER.search(content_type)
    labels = (charset, header and header.group(1), meta and meta.group(1).decode("ascii", "replace"))
    for name in (*filter(None, map(_foreign, labels)), "cp949"):
        try:
            return body.decode(name), name
        except UnicodeDecodeError:
            continue
    utf8, cp949 = body.decode("utf-8", "replace"), body.decode("cp949", "replace")
    return (utf8, "utf-8") if utf8.count("\ufffd") <= cp949.count("\ufffd") else (cp949, "cp949")
