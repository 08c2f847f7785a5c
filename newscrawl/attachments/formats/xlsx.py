"""XLSX: the cells of the sheets that are shown, a table each, with dates as dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from newscrawl.attachments.flow import table
from newscrawl.attachments.formats.drawing import shapes
from newscrawl.attachments.package import Package
from newscrawl.attachments.source import File
from newscrawl.attachments.xml import Element, attribute, child, local, number

_MAIN = "xl/workbook.xml"
_DATES = {
    *range(14, 23),
    *range(27, 37),
    *range(45, 48),
    *range(50, 59),
}  # of the formats that have no entry, Korean ones too
_PERCENTS = {9, 10}
_DURATION = 46
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_COLUMN = re.compile(r"[A-Z]{1,3}")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's times have no zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2_958_466  # of the year 9999


def blocks(file: File) -> Iterator[str]:
    """Yield each sheet as a table, under its name where there are several, then its text boxes."""
    package = Package(file)
    workbook = package.xml(_MAIN)
    related = package.related(_MAIN)
    strings = _strings(package, related)
    formats = _Formats(package, related, workbook)
    sheets = [
        (attribute(sheet, "name"), related.get(attribute(sheet, "id"), ("", ""))[1])
        for sheet in workbook.iter("{*}sheet")
        if attribute(sheet, "state", "visible") == "visible"
    ]
    if hidden := sum(1 for _ in workbook.iter("{*}sheet")) - len(sheets):
        file.warn(f"{hidden} hidden sheets are left out.")
    for name, part in sheets:
        if part in package:
            root = package.xml(part)
            text = table(_row(row, strings, formats) for row in root.iter("{*}row"))
            drawn = [
                drawing for kind, drawing in package.related(part).values() if kind == "drawing" and drawing in package
            ]
            boxes = [block for drawing in drawn for block in shapes(package.xml(drawing))]
            if len(sheets) > 1 and (text or any(boxes)):
                yield name
            yield text
            yield from boxes


def _strings(package: Package, related: dict[str, tuple[str, str]]) -> list[str]:
    part = next((part for kind, part in related.values() if kind == "sharedStrings"), "")
    return [_rich(entry) for entry in package.xml(part)] if part in package else []


def _rich(entry: Element) -> str:
    """Return a string of one run or several; how it is spoken (phonetic runs) is left out."""
    runs = [found for found in entry if local(found) in ("t", "r")]
    return "".join(map(_words, runs))


def _words(found: Element) -> str:
    words = found if local(found) == "t" else child(found, "t")
    return "" if words is None else words.text or ""


class _Formats:
    """Which styles of the workbook are of dates, of time that has passed, and of percents."""

    def __init__(self, package: Package, related: dict[str, tuple[str, str]], workbook: Element) -> None:
        properties = child(workbook, "workbookPr")
        old = properties is not None and attribute(properties, "date1904", "0") in ("1", "true")
        self._epoch = _EPOCH_1904 if old else _EPOCH
        self._kinds: list[str] = []
        part = next((part for kind, part in related.values() if kind == "styles"), "")
        if part in package:
            styles = package.xml(part)
            own = {number(entry, "numFmtId", -1): attribute(entry, "formatCode") for entry in styles.iter("{*}numFmt")}
            cells = child(styles, "cellXfs")
            self._kinds = [_kind(number(style, "numFmtId", 0), own) for style in (() if cells is None else cells)]

    def shown(self, value: str, style: int) -> str:
        """Return a number as the sheet shows it, but for its rounding and separators."""
        try:
            amount = float(value)
        except ValueError:
            return value
        kind = self._kinds[style] if 0 <= style < len(self._kinds) else ""
        if kind == "percent":
            return f"{amount * 100:.15g}%"
        if kind == "duration" and amount >= 0:
            minutes, seconds = divmod(round(amount * 86_400), 60)
            return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        if kind == "date" and 0 <= amount < _LAST_DAY:
            return _moment(self._epoch, amount)
        return value if value.lstrip("-").isdigit() else f"{amount:.15g}"


def _kind(format_id: int, own: dict[int, str]) -> str:
    if format_id == _DURATION or _ELAPSED.search(own.get(format_id, "").lower()):
        return "duration"
    if format_id in own:
        code = _QUOTED.sub("", own[format_id]).lower()
        return "percent" if "%" in code else "date" if re.search(r"[ymdhs]", code) and "general" not in code else ""
    return "date" if format_id in _DATES else "percent" if format_id in _PERCENTS else ""


def _moment(epoch: datetime, days: float) -> str:
    moment = epoch + timedelta(seconds=round(days * 86_400))
    if days < 1:
        return f"{moment:%H:%M:%S}".removesuffix(":00")
    return f"{moment:%Y-%m-%d}" if moment.time() == epoch.time() else f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _row(row: Element, strings: list[str], formats: _Formats) -> dict[int, str]:
    cells: dict[int, str] = {}
    column = -1
    for box in row:
        if local(box) == "c":
            place = _COLUMN.match(attribute(box, "r"))
            column = column + 1 if place is None else _number(place[0])
            if text := _value(box, strings, formats):
                cells[column] = text
    return cells


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _value(box: Element, strings: list[str], formats: _Formats) -> str:
    kind = attribute(box, "t", "n")
    if kind == "inlineStr":
        inline = child(box, "is")
        return "" if inline is None else _rich(inline)
    stored = child(box, "v")
    value = "" if stored is None else (stored.text or "").strip()
    if kind == "s":
        place = int(value) if value.isdecimal() else -1
        return strings[place] if 0 <= place < len(strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind == "n" and value:
        return formats.shown(value, number(box, "s", 0))
    return value if kind != "d" else value.replace("T", " ")
