"""The keys of a board's posts that a run has met: as exact as a set, in a tenth of its memory."""

from __future__ import annotations

_END = "\n"


class Keys:
    """A set of keys that only grows.

    A set of Python's takes 100 bytes a key and more, most of them for the text's header and for empty places. Here the keys of a bucket
    stand one after the other in a single text. They are whole, not digests of keys: two posts are never taken for one.
    """

    def __init__(self, buckets: int = 1024) -> None:  # some fifty keys in each, on a board of 50,000 posts
        self._most = buckets
        self._buckets: dict[int, str] = {}
        self._count = 0

    def __len__(self) -> int:
        """How many keys there are."""
        return self._count

    def __contains__(self, key: str) -> bool:
        """Tell whether a key was added."""
        return _line(key) in self._buckets.get(hash(key) % self._most, "")

    def add(self, key: str) -> bool:
        """Add a key; tell whether it is a new one."""
        number, line = hash(key) % self._most, _line(key)
        bucket = self._buckets.get(number, _END)
        if line in bucket:
            return False
        self._buckets[number] = bucket + line[1:]
        self._count += 1
        return True


def _line(key: str) -> str:
    """Return a key between two line ends, of which it has none itself."""
    if _END in key or "\\" in key:
        key = key.replace("\\", "\\\\").replace(_END, "\\n")
    return f"{_END}{key}{_END}"
