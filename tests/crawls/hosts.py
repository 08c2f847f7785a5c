"""Hosts on loopback that note who asked what and when, and the real command with other settings and other names in the DNS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from .conftest import POSTS, SECONDS, BoardServer, Handler, article_page, listing_page

# The command itself, after the settings and the name service have been changed in its own process.
_COMMAND = """
import json, os, socket
names, look_up, info = json.loads(os.environ["TEST_NAMES"]), socket.gethostbyname, socket.getaddrinfo
socket.gethostbyname = lambda host: names.get(host) or look_up(host)
socket.getaddrinfo = lambda host, *rest, **more: info(names.get(host, host), *rest, **more)
from newscrawl import settings  # only now: Twisted takes these functions as they are when it is imported
from newscrawl.cli.main import main
for name, value in json.loads(os.environ["TEST_SETTINGS"]).items():
    setattr(settings, name, value)
main()
"""
QUICK = {"NEWSCRAWL_BACKOFF": 0.05, "DOWNLOAD_DELAY": 0.01, "AUTOTHROTTLE_START_DELAY": 0.01}


class Arrival(NamedTuple):
    """A request as it reached a host."""

    at: float  # seconds, monotonic
    path: str
    host: str
    agent: str


class _Noting(Handler):
    server: Host

    def do_GET(self) -> None:  # noqa: N802 - the server's name for it
        headers = self.headers
        self.server.arrivals.append(
            Arrival(time.monotonic(), self.path, headers.get("Host", ""), headers.get("User-Agent", ""))
        )
        super().do_GET()


class Host(BoardServer):
    """A server at any address; `arrivals` are its requests in their order."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        ThreadingHTTPServer.__init__(self, (address, port), _Noting)
        self.routes = {}
        self.requests = []
        self.arrivals: list[Arrival] = []

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_port}"

    @property
    def site(self) -> str:
        """The id of a site that is named by this address."""
        return f"{self.server_address[0]}-{self.server_port}"

    def board(self, folder: str = "", posts: int = 5) -> None:
        """Put a sound board at FOLDER/list."""
        rows = []
        for number in range(1, posts + 1):
            title, day, body = POSTS[(number - 1) % len(POSTS)]
            path, title = f"{folder}/view?no={number}", f"{title} ({number})"
            self.routes[path] = article_page(title, day, body)
            rows.append((path, title, day, 7))
        self.routes[f"{folder}/list"] = listing_page(rows)

    def count(self, path: str) -> int:
        return self.requests.count(path)


@contextmanager
def serving(*addresses: str) -> Iterator[list[Host]]:
    """Serve at each address, each with a port of its own."""
    with ExitStack() as stack:
        hosts = []
        for address in addresses:
            host = stack.enter_context(Host(address))
            thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            stack.callback(thread.join)
            stack.callback(host.shutdown)
            hosts.append(host)
        yield hosts


class Run(NamedTuple):
    """What the command said and left."""

    code: int
    text: str

    def of(self, board: str) -> str:
        """Return what was said of one board; each line of the report begins with the board's id."""
        return "\n".join(line for line in self.text.splitlines() if line.startswith(f"{board}:"))


def begin(
    *arguments: str,
    cwd: Path,
    settings: Mapping[str, Any] = QUICK,
    names: Mapping[str, str] | None = None,
    **environment: str,
) -> subprocess.Popen[str]:
    """Start `newscrawl` in a process of its own; `names` are host names with the addresses that they shall resolve to."""
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *arguments],
        cwd=cwd,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("NEWSCRAWL_")},
            "TZ": "UTC",
            "TEST_SETTINGS": json.dumps({**QUICK, **settings}),
            "TEST_NAMES": json.dumps(names or {}),
            "COLUMNS": "400",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> Run:
    """Wait for a command that was begun, and return what it said; one that takes too long is killed, and the test fails."""
    with process:
        try:
            text = "".join(process.communicate(timeout=SECONDS))
        finally:
            process.kill()
    assert "Traceback" not in text, text
    return Run(process.returncode, text)


def command(*arguments: str, cwd: Path, **options: Any) -> Run:
    """Run `newscrawl` to its end, as `begin` takes it."""
    return end(begin(*arguments, cwd=cwd, **options))


def manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of the last run into the data folder of a folder."""
    path = max((folder / "data" / "runs").glob("*.json"))
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def site_file(folder: Path, name: str, url: str, **rules: Any) -> Path:
    """Describe a site with one board named "news"; return the folder, as NEWSCRAWL_SITES takes it."""
    folder.mkdir(exist_ok=True)
    site = {"id": name, "name": name, "kind": "other", "homepage": url, **rules}
    site["boards"] = [{"id": "news", "name": "News", "url": url, "evidence": ["Made for a test."]}]
    (folder / f"{name}.yaml").write_text(json.dumps(site), "utf-8")  # YAML takes JSON
    return folder


def always(status: int, **headers: str) -> Callable[[Handler], None]:
    """Return a route that always answers so."""
    return lambda handler: handler.reply(f"<h1>{status}</h1>", status, **headers)
