"""Where downloaded files are kept: Scrapy's stores, the local one so that a file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import threading
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from scrapy.pipelines.files import FSFilesStore
from scrapy.pipelines.media import MediaPipeline

from newscrawl.ledger.owners import is_dead, owner

_PARTS = ".parts"  # a folder of the store, for what is being written
_LEFT = 24 * 3600.0  # seconds after which what another machine's process left in it was left for good
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)  # after which no other file has a better chance


class StoreFailed(Exception):
    """Raised, and caught, in the pipeline where a file that came cannot be kept; `full` says that no other can be either."""

    def __init__(self, error: Exception) -> None:
        reason = isinstance(error, OSError) and error.strerror
        super().__init__(reason or f"{type(error).__name__}: {error}")
        self.full = isinstance(error, OSError) and error.errno in _FULL


class WholeFiles(FSFilesStore):
    """A folder. A file appears under its name when all of it is written, so that a kill leaves no torn one."""

    def __init__(self, basedir: str | os.PathLike[str]) -> None:
        super().__init__(basedir)
        self._parts = self.place(_PARTS)
        self._parts.mkdir(exist_ok=True)
        for part in self._parts.iterdir():
            with suppress(FileNotFoundError):  # another run has just finished it
                if is_dead(part.name.rpartition("-")[0]) or part.stat().st_mtime < time.time() - _LEFT:
                    part.unlink()

    def persist_file(
        self,
        path: str | os.PathLike[str],
        buf: BytesIO,
        info: MediaPipeline.SpiderInfo,
        meta: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Write a file below the folder. Raises OSError."""
        del info, meta, headers
        target = self.place(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        self._parts.mkdir(exist_ok=True)  # somebody may have emptied the folder meanwhile
        part = self._parts / f"{owner()}-{threading.get_ident()}"
        try:
            part.write_bytes(buf.getvalue())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def holds(self, path: str | os.PathLike[str], size: int | None) -> bool:
        """Tell whether a file is here, and of its size (bytes) where that is known: one that lost its end is not."""
        place = self.place(path)
        try:
            return place.is_file() and size in (None, place.stat().st_size)
        except OSError:
            return False

    def place(self, path: str | os.PathLike[str]) -> Path:
        """Return where a file of the store is, or would be."""
        return self._get_filesystem_path(path)
