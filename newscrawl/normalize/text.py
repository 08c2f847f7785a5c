"""Text made comparable: one line for a field, a folded form for comparing, a hash for telling revisions apart."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Characters that show nothing: soft hyphen, zero-width space, direction marks, word joiner, byte order mark. The zero-width joiners are
# none of them: they make one sign of several ("👨‍👩‍👧").
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
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
    """Return the text on one line: white space folded, no-break spaces too, invisible characters dropped, composed (NFC)."""
    if text.isascii():
        return " ".join(text.split())
    return unicodedata.normalize("NFC", " ".join(_INVISIBLE.sub("", text).split()))


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
