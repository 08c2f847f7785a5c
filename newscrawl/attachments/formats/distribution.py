"""Distribution documents (배포용 문서): a section enciphered with a key that its own first record hides."""

from __future__ import annotations

from newscrawl.attachments.result import Unreadable

_TAG = 28  # HWPTAG_DISTRIBUTE_DOC_DATA
_SIZE = 256
_BLOCK = 16


def deciphered(stream: bytes) -> bytes:
    """Return what a section's stream holds, still packed. Raises Unreadable where its first record is not the one that has the key."""
    word = int.from_bytes(stream[:4], "little")
    if word & 0x3FF != _TAG or word >> 20 != _SIZE or len(stream) < 4 + _SIZE:
        raise Unreadable("damaged", "A section of the distribution document has no key.")
    # Scrapy stands on cryptography; the format asks for AES in ECB mode, and nothing is kept secret by it.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: PLC0415 - few files need it

    body = stream[4 + _SIZE :]
    cipher = Cipher(algorithms.AES(key(stream[4 : 4 + _SIZE])), modes.ECB()).decryptor()  # noqa: S305
    return cipher.update(body[: len(body) // _BLOCK * _BLOCK]) + cipher.finalize()


def key(record: bytes) -> bytes:
    """Return the key (16 bytes) that the record's 256 bytes hide under runs of pseudo-random bytes, seeded by their first four."""
    seed = int.from_bytes(record[:4], "little")
    plain = bytes(byte ^ mask for byte, mask in zip(record, _mask(seed), strict=True))
    start = 4 + (seed & 0xF)
    return plain[start : start + _BLOCK]


def _mask(seed: int) -> bytes:
    """Return the bytes that hide a record: each drawn byte stands for a drawn count, by the generator of Microsoft's C library."""
    state = seed
    mask = bytearray()
    while len(mask) < _SIZE:
        draws = []
        for _ in range(2):
            state = (state * 214013 + 2531011) & 0xFFFFFFFF
            draws.append(state >> 16 & 0x7FFF)
        mask += bytes((draws[0] & 0xFF,)) * ((draws[1] & 0xF) + 1)
    return bytes(mask[:_SIZE])
