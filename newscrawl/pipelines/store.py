"""Where downloaded files are kept: Scrapy's stores, the local one so that a file is there whole or not at all."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from scrapy.pipelines.files import FSFilesStore
from scrapy.pipelines.media import MediaPipeline


class WholeFiles(FSFilesStore):
    """A folder. A file appears under its name when all of it is written, so that a kill leaves no torn one."""

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
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            part.write_bytes(buf.getbuffer())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)

    def place(self, path: str | os.PathLike[str]) -> Path:
        """Return where a file of the store is, or would be."""
        return self._get_filesystem_path(path)
