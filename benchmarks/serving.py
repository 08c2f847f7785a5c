"""A folder of pages (`board.write`), served on loopback by nginx where there is one, else by a small server of our own."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

_PATIENCE = 10.0  # seconds until a server must answer
_CONFIG = """
daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; keepalive_requests 1000000; default_type text/html; charset utf-8; charset_types *;
  client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work}; uwsgi_temp_path {work}; scgi_temp_path {work};
  server {{
    listen {host}:{port}; root {folder};
    location = /board/list.do {{ try_files /list/$arg_pageIndex.html =404; }}
    location = /board/view.do {{ try_files /view/$arg_nttId.html =404; }}
    location = /robots.txt {{ default_type text/plain; }}
    location / {{ return 404; }}
  }}
}}
"""


@contextmanager
def tended(tend: Callable[..., None], *arguments: Any) -> Iterator[Connection]:
    """Run `tend(pipe, *arguments)` in a process apart, until the pipe that this gives is closed."""
    context = get_context("spawn")
    pipe, other = context.Pipe()
    process = context.Process(target=tend, args=(other, *arguments), daemon=True)
    process.start()
    other.close()
    try:
        yield pipe
    finally:
        pipe.close()
        process.join()


@contextmanager
def served(folder: Path, host: str = "127.0.0.1", *, plain: bool = False) -> Iterator[tuple[str, str]]:
    """Serve a board's folder; gives the address of its root, without a slash, and the server's name. `plain`: never nginx."""
    nginx = None if plain else shutil.which("nginx")
    port = _free_port(host)
    with _nginx(nginx, folder, host, port) if nginx else _own(folder, host, port):
        yield f"http://{host}:{port}", "nginx" if nginx else "a server in Python"


def _free_port(host: str) -> int:
    with socket.socket() as trial:
        trial.bind((host, 0))
        return int(trial.getsockname()[1])


@contextmanager
def _nginx(program: str, folder: Path, host: str, port: int) -> Iterator[None]:
    work = folder / "nginx"
    work.mkdir(exist_ok=True)
    config = work / "nginx.conf"
    user = "user root;" if Path("/proc/self").exists() and Path("/proc/self").stat().st_uid == 0 else ""
    config.write_text(user + _CONFIG.format(work=work, folder=folder, host=host, port=port), encoding="utf-8")
    process = subprocess.Popen([program, "-p", str(work), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait(host, port)
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _own(folder: Path, host: str, port: int) -> Iterator[None]:
    with tended(_serve, folder, host, port):
        _wait(host, port)
        yield


def _wait(host: str, port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection((host, port), 1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _serve(pipe: Connection, folder: Path, host: str, port: int) -> None:
    """Serve until the pipe closes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                page = _page(folder, request.split(b" ", 2)[1].decode("ascii"))
                status = b"200 OK" if page is not None else b"404 Not Found"
                body = page or b""
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
                    % (status, len(body), body)
                )
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, host, port)
        async with server:
            await asyncio.to_thread(_until_closed, pipe)

    asyncio.run(run())


def _until_closed(pipe: Connection) -> None:
    try:
        pipe.recv()
    except EOFError:
        return


def _page(folder: Path, target: str) -> bytes | None:
    parts = urlsplit(target)
    asked = parse_qs(parts.query)
    file = {
        "/board/list.do": f"list/{asked.get('pageIndex', [''])[0]}.html",
        "/board/view.do": f"view/{asked.get('nttId', [''])[0]}.html",
        "/robots.txt": "robots.txt",
    }.get(parts.path, "")
    path = folder / file
    return path.read_bytes() if file and path.is_file() else None
