"""Text made comparable and fit to be shown: one line for a field, a folded form, a hash for telling revisions apart, no controls."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Characters that show nothing: soft hyphen, zero-width space, direction marks, word joiner, byte order mark. The zero-width joiners are
# none of them: they make one sign of several ("👨‍👩‍👧").
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f]"
)  # C0 without white space, DEL, C1: what a terminal obeys and no page shows
_INVISIBLE = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u200b{_DIRECTIONS}\u2060-\u2064\ufeff]")
_OBEYED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_DIRECTIONS}\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n{3,}")
_JOINERS = re.compile("[\u200c\u200d]")
_KINDS = {
    "'": "‘’‚‛′´`ʼ",
    '"': "“”„‟″〝〞",
    "-": "‐‑‒–—―−─",
    "~": "∼〜～",
    "·": "‧∙•・ㆍ･",
}
_VARIANT = re.compile(f"[{''.join(_KINDS.values())}]")
_OF_KIND = {variant: kind for kind, variants in _KINDS.items() for variant in variants}


def one_line(text: str) -> str:
    """Return the text on one line: white space folded, no-break spaces too, invisible characters and controls dropped, composed (NFC)."""
    line = " ".join(text.split())
    if not line.isprintable():  # what is invisible is not printable, and that is told ten times faster
        line = " ".join(_INVISIBLE.sub("", text).split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def lines(text: str) -> str:
    """Return the text with its lines and tabs kept: ends of lines without spaces, a blank line at most between two, NFC.

    Other kinds of line ends are line feeds, no-break spaces are spaces; invisible characters and controls are dropped.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\xa0", " ")
    parts = [part.rstrip() for part in _INVISIBLE.sub("", text).split("\n")]
    return unicodedata.normalize("NFC", _BLANK_LINES.sub("\n\n", "\n".join(parts)).strip("\n"))


def without_controls(text: str) -> str:
    """Return the text without the control characters that are no white space."""
    return _CONTROLS.sub("", text)


def has_controls(text: str) -> bool:
    """Tell whether there are characters in the text that a terminal might obey: controls other than tab and line feed, direction marks."""
    return _OBEYED.search(text) is not None


def printable(text: str) -> str:
    r"""Return the text for a terminal: what it might obey is written out, as "\u001b", which in JSON means the same."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def fold(text: str) -> str:
    """Return what two showings of the same words share; never to be shown.

    Compatibility forms are one (NFKC: full-width letters, "…" and "..."), kinds of quotes, dashes, tildes and middle dots are one,
    and there is no white space at all, since skins and editors break and join lines as they like. Case is kept.
    """
    bare = _JOINERS.sub("", _INVISIBLE.sub("", text))
    text = _of_one_kind(unicodedata.normalize("NFKC", _of_one_kind(bare)))
    return unicodedata.normalize("NFC", "".join(text.split()))


def _of_one_kind(text: str) -> str:
    return _VARIANT.sub(lambda variant: _OF_KIND[variant[0]], text)


def content_hash(title: str, body: str) -> str:
    """Return the SHA-256 (hex) of the folded title and body: it changes when the words do, not when the markup does."""
    return hashlib.sha256(f"{fold(title)}\n{fold(body)}".encode("utf-8", "surrogatepass")).hexdigest()
