"""Small documents of a post's blocks: HWPX, with the parts that its readers ask for and no layout, and PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from textwrap import wrap

from newscrawl.demo.body import Block, Frame, Paragraph, Picture, Table, plain

HWPX_TYPE = "application/hwp+zip"
_HANCOM = "http://www.hancom.co.kr/hwpml/2011"
_SPACES = f'xmlns:hs="{_HANCOM}/section" xmlns:hp="{_HANCOM}/paragraph" xmlns:hh="{_HANCOM}/head" xmlns:hv="{_HANCOM}/version"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PARTS = {  # of every HWPX document, beside its section
    "version.xml": f'<hv:HCFVersion {_SPACES} tagetApplication="WORDPROCESSOR" major="5" minor="1" micro="1" buildNumber="0" '
    'xmlVersion="1.5" application="newscrawl demo" appVersion="1"/>',
    "META-INF/container.xml": '<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container"><ocf:rootfiles>'
    '<ocf:rootfile full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/></ocf:rootfiles></ocf:container>',
    "META-INF/manifest.xml": '<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    "Contents/content.hpf": '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/" version="" unique-identifier="" id="">'
    "<opf:metadata><opf:title/><opf:language>ko</opf:language></opf:metadata><opf:manifest>"
    '<opf:item id="header" href="Contents/header.xml" media-type="application/xml"/>'
    '<opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/></opf:manifest><opf:spine>'
    '<opf:itemref idref="header" linear="yes"/><opf:itemref idref="section0" linear="yes"/></opf:spine></opf:package>',
    "Contents/header.xml": f'<hh:head {_SPACES} version="1.5" secCnt="1"><hh:beginNum page="1" footnote="1" endnote="1" pic="1" '
    'tbl="1" equation="1"/><hh:refList/></hh:head>',
}
_ACROSS, _LINES, _TOP, _PITCH = (
    44,
    40,
    780,
    18,
)  # of a page: signs of a line, lines, points to the first, and from line to line
_FONT = (  # the standard fonts of Korean that every reader of PDF has or replaces; in two bytes a sign, as UTF-16 has them
    "<</Type/Font/Subtype/Type0/BaseFont/HYSMyeongJo-Medium/Encoding/UniKS-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    "/BaseFont/HYSMyeongJo-Medium/CIDSystemInfo<</Registry(Adobe)/Ordering(Korea1)/Supplement 1>>/DW 1000/FontDescriptor<</Type"
    "/FontDescriptor/FontName/HYSMyeongJo-Medium/Flags 6/FontBBox[-200 -200 1000 900]/ItalicAngle 0/Ascent 752/Descent -271"
    "/CapHeight 737/StemV 60>>>>]>>"
)


def hwpx(heading: str, blocks: Sequence[Block]) -> bytes:
    """Return an HWPX document: the heading, then the blocks."""
    section = "".join(map(_hangul, (Paragraph((heading,)), *blocks)))
    parts = {
        "mimetype": HWPX_TYPE,
        **{name: _HEAD + part for name, part in _PARTS.items()},
        "Contents/section0.xml": f"{_HEAD}<hs:sec {_SPACES}>{section}</hs:sec>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, None if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _hangul(block: Block) -> str:
    match block:
        case Paragraph(lines):
            return _paragraph(f"<hp:t>{'<hp:lineBreak/>'.join(map(escape, lines))}</hp:t>")
        case Table(rows):
            return _table([[_hangul(Paragraph((cell,))) for cell in row] for row in rows])
        case Frame(blocks):
            return _table([["".join(map(_hangul, blocks))]])
        case Picture(_, caption):
            return _hangul(Paragraph((caption,)))


def _paragraph(run: str) -> str:
    return f'<hp:p id="0" paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">{run}</hp:run></hp:p>'


def _table(rows: list[list[str]]) -> str:
    """Return a paragraph with a table; a cell is the paragraphs in it."""

    def cell(line: int, column: int, paragraphs: str) -> str:
        place = f'<hp:cellAddr colAddr="{column}" rowAddr="{line}"/><hp:cellSpan colSpan="1" rowSpan="1"/>'
        return f"<hp:tc><hp:subList>{paragraphs}</hp:subList>{place}</hp:tc>"

    lines = "".join(
        f"<hp:tr>{''.join(cell(line, column, held) for column, held in enumerate(row))}</hp:tr>"
        for line, row in enumerate(rows)
    )
    return _paragraph(f'<hp:tbl rowCnt="{len(rows)}" colCnt="{len(rows[0])}"><hp:pos treatAsChar="1"/>{lines}</hp:tbl>')


def pdf(heading: str, blocks: Sequence[Block]) -> bytes:
    """Return a PDF document of the same, its lines broken between words."""
    lines = list(_set([heading, *(plain((block,)) for block in blocks)]))
    pages = [_page(lines[start : start + _LINES]) for start in range(0, len(lines), _LINES)]
    places = range(4, 4 + 2 * len(pages), 2)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{place} 0 R' for place in places)}]>>".encode(),
        _FONT.encode(),
    ]
    for place, page in zip(places, pages, strict=True):
        resources = f"/Resources<</Font<</F1 3 0 R>>>>/Contents {place + 1} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{resources}>>".encode())
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(page), page))
    return _numbered(objects)


def _set(texts: Sequence[str]) -> Iterator[str]:
    """Yield the lines of these paragraphs, with one left free between two."""
    for place, text in enumerate(texts):
        if place:
            yield ""
        for line in text.split("\n"):
            yield from wrap(line.replace("\t", "   "), _ACROSS, break_long_words=False) or [""]


def _page(lines: Sequence[str]) -> bytes:
    drawn = (
        f"BT /F1 11 Tf 60 {_TOP - _PITCH * place} Td <{line.encode('utf-16-be').hex()}> Tj ET"
        for place, line in enumerate(lines)
        if line
    )
    return "\n".join(drawn).encode()


def _numbered(objects: Sequence[bytes]) -> bytes:
    """Return a PDF file of these objects, with the table of where each of them begins."""
    out = io.BytesIO(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, held in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, held))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return out.getvalue()
