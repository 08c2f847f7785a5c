"""Makes what no library at hand makes: OpenDocument files, slides, encrypted Office files, and packages of any parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from hwpx.hwp5.cfb import build_compound_file

_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMES = " ".join(
    f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table", "style", "presentation")
) + (f' xmlns:draw="{_ODF}:drawing:1.0"')


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, packing)
    return buffer.getvalue()


def repacked(document: bytes, changes: Mapping[str, str | bytes]) -> bytes:
    """Return a package with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return package({**{name: archive.read(name) for name in archive.namelist()}, **changes})


def odf(kind: str, body: str, margins: str = "") -> bytes:
    """Return an OpenDocument file: `kind` is text, spreadsheet or presentation."""
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0"/>',
        "content.xml": f"<office:document-content {ODF_NAMES}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>",
    }
    if margins:
        parts["styles.xml"] = (
            f"<office:document-styles {ODF_NAMES}><office:master-styles><style:master-page>{margins}</style:master-page>"
            "</office:master-styles></office:document-styles>"
        )
    return package(parts)


def pptx(slides: list[str], *, hidden: tuple[int, ...] = ()) -> bytes:
    """Return a presentation whose slides hold these shapes, stored in another order than they are shown in."""
    names = [f"slide{len(slides) - place}.xml" for place in range(len(slides))]
    space = (
        f'xmlns:a="{_OFFICE}/drawingml/2006/main" xmlns:r="{_RELATIONS}" xmlns:p="{_OFFICE}/presentationml/2006/main"'
    )
    entries = "".join(f'<p:sldId id="{256 + place}" r:id="rId{place}"/>' for place in range(len(slides)))
    relations = "".join(
        f'<Relationship Id="rId{place}" Type="{_RELATIONS}/slide" Target="slides/{name}"/>'
        for place, name in enumerate(names)
    )
    parts = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": f"<p:presentation {space}><p:sldIdLst>{entries}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    for place, (name, shapes) in enumerate(zip(names, slides, strict=True)):
        shown = ' show="0"' if place in hidden else ""
        parts[f"ppt/slides/{name}"] = f"<p:sld {space}{shown}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
    return package(parts)


def shape(*paragraphs: str) -> str:
    """Return a shape of these paragraphs, each split into runs by character."""
    runs = ("".join(f"<a:r><a:t>{sign}</a:t></a:r>" for sign in text) for text in paragraphs)
    return f"<p:sp><p:txBody>{''.join(f'<a:p>{text}</a:p>' for text in runs)}</p:txBody></p:sp>"


def encrypted_office() -> bytes:
    """Return what Office makes of any document that is given a password (agile encryption)."""
    return build_compound_file(
        [("EncryptionInfo", b"\x04\x00\x04\x00\x40\x00\x00\x00<encryption/>"), ("EncryptedPackage", bytes(5_000))]
    )
