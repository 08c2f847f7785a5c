"""Boards behind TLS that is not as it should be: refused with advice, and read where the site's file opens what it needs."""

from __future__ import annotations

import os
import ssl

import pytest

from tests.servers import tls
from tests.servers.tls import TlsServer

from .conftest import POSTS, article_page, lines, listing_page, newscrawl

SITE = """
id: garam
name: 가람군
kind: government
homepage: https://127.0.0.1/
boards: []
tls: [old-protocols, weak-keys, incomplete-chain]
"""


@pytest.fixture
def pages():
    """A board of five posts at /list, as a server's table of pages."""
    rows = [(f"/view?no={number}", title, day, 7) for number, (title, day, _) in enumerate(POSTS, 1)]
    articles = {address: article_page(*post) for (address, *_), post in zip(rows, POSTS, strict=True)}
    return {"/list": listing_page(rows), **articles}


@pytest.fixture
def authority():
    """The one authority that the crawling machine knows."""
    return tls.root()


@pytest.fixture
def machine(authority, tmp_path):
    """The environment of that machine."""
    (tmp_path / "authorities.pem").write_bytes(tls.pem(authority.certificate))
    return os.environ | {"SSL_CERT_FILE": str(tmp_path / "authorities.pem")}


@pytest.fixture
def sound(authority, pages):
    with TlsServer(tls.context(authority.issue("127.0.0.1")), pages) as server:
        yield server


@pytest.fixture
def self_signed(pages):
    with TlsServer(tls.context(tls.self_signed("127.0.0.1")), pages) as server:
        yield server


@pytest.fixture
def old(authority, pages):
    """A server that nobody has looked after for years: TLS 1.0, keys of 1024 bits, and its own certificate alone."""
    papers = authority.issue(authority="Authority of the tests").issue("127.0.0.1", key=tls.rsa_key(1024))
    context = tls.context(
        papers,
        [papers.certificate],
        protocol=ssl.TLSVersion.TLSv1,
        ciphers="DHE-RSA-AES128-SHA",
        group=tls.OAKLEY_2,
    )
    with TlsServer(context, pages) as server:
        yield server


def crawl(servers, folder, environment):
    """Crawl the board of each server, as named by the user, in one run."""
    return newscrawl("crawl", *(f"{server.url}/list" for server in servers), cwd=folder, env=environment)


def said_of(server, result):
    """Return what the command told of a server's board, each piece a line."""
    beginning = f"127.0.0.1-{server.server_port}/list: "
    return [line for line in result.stdout.splitlines() if line.startswith(beginning)]


def titles_from(server, folder):
    return sorted(record["title"] for record in lines(folder / "data" / f"127.0.0.1-{server.server_port}.jsonl"))


def test_what_is_wrong_is_refused_with_advice_and_stops_no_other_board(sound, self_signed, old, machine, tmp_path):
    result = crawl((sound, self_signed, old), tmp_path, machine)
    assert result.returncode == 1
    assert said_of(sound, result) == []
    assert titles_from(sound, tmp_path) == sorted(title for title, _, _ in POSTS)
    for server, what, allowance in (
        (self_signed, "the certificate is self-signed", "self-signed"),
        (old, "the server speaks only TLS 1.0 or 1.1", "old-protocols"),
    ):
        (line,) = said_of(server, result)
        assert what in line
        assert f"`tls: [{allowance}]`" in line
        assert server.requests == []
    assert "Traceback" not in result.stdout + result.stderr


def test_a_sites_file_opens_what_it_names_and_nothing_else(old, self_signed, machine, tmp_path):
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "garam.yaml").write_text(SITE, "utf-8")
    result = crawl((old, self_signed), tmp_path, machine | {"NEWSCRAWL_SITES": str(tmp_path / "sites")})
    assert said_of(old, result) == []
    assert titles_from(old, tmp_path) == sorted(title for title, _, _ in POSTS)
    (line,) = said_of(self_signed, result)
    assert "the certificate is self-signed" in line
    assert self_signed.requests == []
