"""Readers that misbehave, for workers that are given them in place of the real one."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from newscrawl.attachments.result import FileText, Limits


def misbehave(file: bytes | Path, name: str, limits: Limits) -> FileText:
    """Do what a file's name says."""
    del limits
    match name:
        case "hang":
            while True:
                time.sleep(60)
        case "spin":
            while True:
                pass
        case "eat":
            held = []
            while True:
                held.append(bytearray(16 << 20))
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "print":
            sys.stdout.write("a parser talks\n" * 1_000)
            os.write(1, b"natively, too")
        case "once":  # brings the worker down the first time only
            assert isinstance(file, Path)
            if not file.exists():
                file.touch()
                os._exit(3)
        case "raise":
            raise RuntimeError("a reader that breaks its promise")
    return FileText(status="ok", text=f"{name} {os.getpid()}")
