"""Makes HWP and HWPX files with python-hwpx, and what it cannot make: distribution documents and locked ones."""

from __future__ import annotations

import hashlib
import io
import random
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import olefile
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hwpx import HwpxDocument
from hwpx.hwp5.cfb import build_compound_file

FLAGS = 36  # where FileHeader has them
DISTRIBUTION, PASSWORD, DRM = 4, 2, 16


def make(folder: Path, ending: str, fill: Callable[[HwpxDocument], None]) -> bytes:
    """Return a document of `ending` ("hwp" or "hwpx") that `fill` wrote."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        document = HwpxDocument.new()
        fill(document)
        place = folder / f"made.{ending}"
        document.save_to_path(place)
    return place.read_bytes()


class Drawn:
    """A document drawn by chance: paragraphs with notes, links and line breaks, tables in tables; every word in it is another."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.words: list[str] = []

    def fill(self, document: HwpxDocument) -> None:
        """Write the document: the same at every call."""
        self.words.clear()
        drawn = random.Random(self._seed)
        for _ in range(drawn.randrange(1, 8)):
            paragraph = document.add_paragraph(self._sentence(drawn))
            for share, add in ((0.3, paragraph.add_footnote), (0.2, paragraph.add_endnote)):
                if drawn.random() < share:
                    add(self._sentence(drawn))
            if drawn.random() < 0.2:
                paragraph.add_hyperlink("https://www.example.go.kr/", f" {self._sentence(drawn)}")
            if drawn.random() < 0.2:
                paragraph.add_run(f"\n{self._sentence(drawn)}\t{self._sentence(drawn)}")
            if drawn.random() < 0.4:
                self._table(document, drawn, depth=0)

    def _sentence(self, drawn: random.Random) -> str:
        signs = "가나다라마바사아자차‘’“”㎡①｢｣㈜Ａａ1Z·…漢"
        words = ["".join(drawn.choices(signs, k=drawn.randrange(1, 6))) for _ in range(drawn.randrange(1, 6))]
        numbered = [f"{word}{len(self.words) + place}" for place, word in enumerate(words)]
        self.words += numbered
        return " ".join(numbered)

    def _table(self, parent: Any, drawn: random.Random, depth: int) -> None:
        rows, columns = drawn.randrange(1, 5), drawn.randrange(1, 5)
        table = parent.add_table(rows=rows, cols=columns)
        for row in range(rows):
            for column in range(columns):
                table.set_cell_text(row, column, self._sentence(drawn))
                if drawn.random() < 0.15:
                    table.cell(row, column).add_paragraph(self._sentence(drawn))
                if depth < 2 and drawn.random() < 0.1:
                    self._table(table.cell(row, column), drawn, depth + 1)
        if drawn.random() < 0.2:
            table.set_caption(self._sentence(drawn))


def streams(document: bytes) -> dict[str, bytes]:
    """Return the streams of an OLE2 file by their paths."""
    with olefile.OleFileIO(io.BytesIO(document)) as container:
        return {"/".join(path): container.openstream(path).read() for path in container.listdir()}


def rebuilt(parts: dict[str, bytes]) -> bytes:
    """Return an OLE2 file of these streams."""
    return build_compound_file(list(parts.items()))


def flagged(document: bytes, flag: int) -> bytes:
    """Return a document whose header says one thing more."""
    parts = streams(document)
    header = bytearray(parts["FileHeader"])
    header[FLAGS] |= flag
    return rebuilt({**parts, "FileHeader": bytes(header)})


def distributed(document: bytes, *, seed: int = 0x1234ABCD) -> bytes:
    """Return a document as a distribution document: its sections enciphered, their key hidden in a first record of each."""
    parts = streams(flagged(document, DISTRIBUTION))
    sections = [path for path in parts if path.startswith("BodyText/")]
    for path in sections:
        parts[path.replace("BodyText", "ViewText")] = _enciphered(parts.pop(path), seed)
    return rebuilt(parts)


def _enciphered(section: bytes, seed: int) -> bytes:
    digest = hashlib.sha1(b"a password", usedforsecurity=False).hexdigest().upper().encode("utf-16-le")
    record = bytearray(random.Random(seed).randbytes(256))
    record[:4] = seed.to_bytes(4, "little")
    at = 4 + seed % 16
    record[at : at + len(digest)] = digest
    hidden = record[:4] + bytes(a ^ b for a, b in zip(record, _masks(seed), strict=True))[4:]
    cipher = Cipher(algorithms.AES(digest[:16]), modes.ECB()).encryptor()  # noqa: S305 - as the format has it
    padded = section + bytes(-len(section) % 16)
    return (28 | 256 << 20).to_bytes(4, "little") + hidden + cipher.update(padded) + cipher.finalize()


def _masks(seed: int) -> bytes:
    """Return 256 bytes from rand() of Microsoft's C library, as the published format of distribution documents draws them."""
    drawn: list[int] = []

    def rand() -> int:
        nonlocal seed
        seed = (214013 * seed + 2531011) % 2**32
        return (seed // 2**16) % 2**15

    while len(drawn) < 256:
        value = rand() % 256
        drawn.extend([value] * (rand() % 16 + 1))
    return bytes(drawn[:256])
