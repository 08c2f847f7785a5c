"""Real servers on loopback, and crawls in processes of their own: nothing here is mocked."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.archive.server import Answers

SECONDS = 120  # the longest that any process here may take
ROOT = Path(__file__).parents[2]


@dataclass
class Fetched:
    answers: list[dict]
    stats: dict
    stderr: str

    @property
    def reason(self) -> str:
        return self.stats["finish_reason"]


@pytest.fixture(scope="session")
def fetch():
    """Return a function that fetches addresses (or Scrapy request options) in a process of its own, with settings on top."""

    def ask(requests, **settings) -> Fetched:
        document = {
            "requests": [{"url": each} if isinstance(each, str) else each for each in requests],
            "settings": settings,
        }
        ran = subprocess.run(
            [sys.executable, "-m", "tests.archive.fetch"],
            input=json.dumps(document),
            capture_output=True,
            check=False,
            text=True,
            cwd=ROOT,
            timeout=SECONDS,
        )
        if ran.returncode:
            return Fetched([], {}, ran.stderr)
        return Fetched(**json.loads(ran.stdout), stderr=ran.stderr)

    return ask


@pytest.fixture(scope="session")
def newscrawl():
    """Return a function that runs the command in a process of its own."""

    def run(*arguments) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "newscrawl", *map(str, arguments)],
            capture_output=True,
            check=False,
            text=True,
            cwd=ROOT,
            timeout=SECONDS,
        )

    return run


@pytest.fixture(scope="session")
def serve():
    """Return a function that starts a server of raw answers; call the returned `stop` to take it off the network."""
    running = []

    def start() -> Answers:
        server = Answers()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()

        def stop():
            if thread.is_alive():
                server.shutdown()
                server.server_close()
                thread.join()

        server.stop = stop
        running.append(stop)
        return server

    yield start
    for stop in running:
        stop()
