"""What of a server's TLS is refused, in which words, and what opens it: nothing but the allowance made for it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectionLost
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface.verify import verifyObject

from newscrawl.network.certificates import CertificateRefused
from newscrawl.network.tls import Allowance, HostContexts, TlsFault, tls_fault
from tests.servers import tls
from tests.servers.tls import Papers, RawServer, TlsServer

ALLOWANCES: tuple[Allowance, ...] = get_args(Allowance)
PAGES = {"/": "<h1>가람군</h1>"}

# each server's fault in the words that the user reads, and what opens it
FAULTS: dict[str, tuple[str, Allowance]] = {
    "tls-1.0": ("only TLS 1.0 or 1.1", "old-protocols"),
    "tls-1.1": ("only TLS 1.0 or 1.1", "old-protocols"),
    "dh-1024": ("the key exchange is too weak (DH key too small)", "weak-keys"),
    "rsa-1024": ("too small a key", "weak-keys"),
    "sha-1": ("signed too weakly", "weak-keys"),
    "no-rfc5746": ("does not know secure renegotiation", "legacy-renegotiation"),
    "leaf-alone": ("does not send the whole chain of certificates", "incomplete-chain"),
    "unknown-authority": ("ends at an authority unknown here (Root that nobody knows)", "incomplete-chain"),
    "self-signed": ("the certificate is self-signed", "self-signed"),
    "unknown-root-sent": ("an authority unknown here (Root that nobody knows)", "self-signed"),
    "expired": ("the certificate has expired (", "expired"),
    "expired-authority": ("the certificate of its authority Old authority has expired (", "expired"),
    "not-yet": ("the certificate is not valid before ", "expired"),
    "other-name": ("the certificate is for other names (a.example, 127.0.0.9)", "other-name"),
    "no-names": ("the certificate names no host", "other-name"),
}


class Line:
    """Stands for Twisted's end of a connection; keeps why it was broken off."""

    reason: Failure | None = None

    def failVerification(self, reason: Failure) -> None:  # noqa: N802 - Twisted's name
        self.reason = reason


def shake(server: TlsServer | RawServer, *allowances: Allowance, host: str = "127.0.0.1") -> bytes:
    """Shake hands with a server and return its page; raises what a download would find under its own error."""
    contexts = HostContexts(lambda _: frozenset(allowances))
    line = Line()
    connection = contexts.creatorForNetloc(host.encode(), 443).clientConnectionForTLS(line)
    connection.set_connect_state()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as wire:
        try:
            while True:
                try:
                    connection.do_handshake()
                except SSL.WantReadError:
                    flush(connection, wire)
                    receive(connection, wire)
                else:
                    connection.send(b"GET / HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")
                    flush(connection, wire)
                    return read(connection, wire)
        except SSL.Error:
            flush(connection, wire)
            if line.reason:
                raise line.reason.value from None
            raise


def flush(connection: SSL.Connection, wire: socket.socket) -> None:
    with suppress(SSL.WantReadError, ConnectionError):  # there is nothing to say, or nobody to hear it
        wire.sendall(connection.bio_read(65536))


def receive(connection: SSL.Connection, wire: socket.socket) -> None:
    if received := wire.recv(65536):
        connection.bio_write(received)
    else:
        raise ConnectionResetError


def read(connection: SSL.Connection, wire: socket.socket) -> bytes:
    answer = b""
    while PAGES["/"].encode() not in answer:
        try:
            answer += connection.recv(65536)
        except SSL.WantReadError:
            receive(connection, wire)
    return answer


@pytest.fixture(scope="module")
def authority() -> Papers:
    """The one authority that this machine knows."""
    return tls.root()


@pytest.fixture(autouse=True)
def trust(authority: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "authorities.pem").write_bytes(tls.pem(authority.certificate))
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authorities.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "empty"))


@pytest.fixture(scope="module")
def servers(authority: Papers) -> Iterator[dict[str, TlsServer | RawServer]]:
    """A server for each fault, and a sound one."""
    between = authority.issue(authority="Authority of the tests", key=tls.rsa_key(2048))
    stranger = tls.root("Root that nobody knows")
    key = tls.rsa_key(2048)
    sound = between.issue("127.0.0.1", "board.example", key=key)
    strange = stranger.issue(authority="Authority of the unknown").issue("127.0.0.1")
    late, other = between.issue("127.0.0.1", days=(-30, -1)), between.issue("a.example")
    old = authority.issue(authority="Old authority", days=(-30, -1)).issue("127.0.0.1")
    contexts = {
        "sound": tls.context(sound),
        "tls-1.0": tls.context(sound, protocol=ssl.TLSVersion.TLSv1),
        "tls-1.1": tls.context(sound, protocol=ssl.TLSVersion.TLSv1_1),
        "dh-1024": tls.context(
            sound, protocol=ssl.TLSVersion.TLSv1_2, ciphers="DHE-RSA-AES128-SHA", group=tls.OAKLEY_2
        ),
        "rsa-1024": tls.context(between.issue("127.0.0.1", key=tls.rsa_key(1024))),
        "sha-1": tls.context(between.issue("127.0.0.1").signed_with_sha1()),
        "leaf-alone": tls.context(sound, [sound.certificate]),
        "unknown-authority": tls.context(strange),
        "unknown-root-sent": tls.context(strange, [*strange.chain(), stranger.certificate]),
        "self-signed": tls.context(tls.self_signed("127.0.0.1")),
        "expired": tls.context(late),
        "expired-authority": tls.context(old),
        "not-yet": tls.context(between.issue("127.0.0.1", days=(2, 30))),
        "other-name": tls.context(between.issue("a.example", "127.0.0.9")),
        "no-names": tls.context(between.issue()),
        "forged": tls.context(tls.root().issue("127.0.0.1")),
        "leaf-alone-expired": tls.context(late, [late.certificate]),
        "leaf-alone-other-name": tls.context(other, [other.certificate]),
        "everything": tls.context(tls.self_signed("a.example"), protocol=ssl.TLSVersion.TLSv1),
    }
    with ExitStack() as stack:
        running: dict[str, TlsServer | RawServer] = {
            name: stack.enter_context(TlsServer(context, PAGES)) for name, context in contexts.items()
        }
        running["no-rfc5746"] = stack.enter_context(RawServer(tls.hello_without_rfc5746(sound)))
        yield running


def test_a_sound_server_is_let_pass(servers: dict[str, TlsServer]) -> None:
    assert PAGES["/"].encode() in shake(servers["sound"])
    assert PAGES["/"].encode() in shake(servers["sound"], host="board.example")


@pytest.mark.parametrize("allowance", ALLOWANCES)
def test_an_allowance_shuts_nothing(servers: dict[str, TlsServer], allowance: Allowance) -> None:
    assert PAGES["/"].encode() in shake(servers["sound"], allowance)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_refused_in_words(servers: dict[str, TlsServer], name: str) -> None:
    with pytest.raises((SSL.Error, CertificateRefused)) as caught:
        shake(servers[name])
    words, allowance = FAULTS[name]
    fault = tls_fault(caught.value)
    assert fault is not None
    assert words in fault.what
    assert fault.allowance == allowance


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - {"no-rfc5746"}))
def test_each_fault_is_opened_by_its_own_allowance(servers: dict[str, TlsServer], name: str) -> None:
    assert PAGES["/"].encode() in shake(servers[name], FAULTS[name][1])


@pytest.mark.parametrize(
    ("name", "allowance"),
    [(name, other) for name, (_, own) in FAULTS.items() for other in ALLOWANCES if other != own],
)
def test_no_fault_is_opened_by_another_allowance(
    servers: dict[str, TlsServer], name: str, allowance: Allowance
) -> None:
    with pytest.raises((SSL.Error, CertificateRefused)) as caught:
        shake(servers[name], allowance)
    fault = tls_fault(caught.value)
    assert fault is not None
    assert fault.allowance == FAULTS[name][1]


def test_a_server_without_rfc5746_gets_the_clients_key_only_where_allowed(authority: Papers) -> None:
    """The server is made of fixed bytes and cannot finish a handshake.

    It proves that its hello is refused, or accepted, its certificate verified and the key exchange begun; not that a page comes of it.
    """
    papers = authority.issue("127.0.0.1", key=tls.rsa_key(2048))
    with RawServer(tls.hello_without_rfc5746(papers)) as server:
        with pytest.raises(SSL.Error):
            shake(server)
        refused = server.replies.get(timeout=20)
        with pytest.raises(ConnectionResetError):
            shake(server, "legacy-renegotiation")
        opened = server.replies.get(timeout=20)
    alert, handshake, handshake_failure, client_key_exchange = 21, 22, 40, 16
    assert (refused[0], refused[6]) == (alert, handshake_failure)
    assert (opened[0], opened[5]) == (handshake, client_key_exchange)


def test_faults_are_told_one_by_one_and_need_an_allowance_each(servers: dict[str, TlsServer]) -> None:
    needed: list[Allowance] = []
    while len(needed) < 3:
        with pytest.raises((SSL.Error, CertificateRefused)) as caught:
            shake(servers["everything"], *needed)
        fault = tls_fault(caught.value)
        assert fault is not None
        assert fault.allowance is not None
        needed.append(fault.allowance)
    assert sorted(needed) == ["old-protocols", "other-name", "self-signed"]
    assert PAGES["/"].encode() in shake(servers["everything"], *needed)


@pytest.mark.parametrize("second", ["expired", "other-name"])
def test_a_chain_that_is_let_pass_hides_nothing_else(servers: dict[str, TlsServer], second: Allowance) -> None:
    with pytest.raises(CertificateRefused) as caught:
        shake(servers[f"leaf-alone-{second}"], "incomplete-chain")
    assert caught.value.fault.allowance == second
    assert PAGES["/"].encode() in shake(servers[f"leaf-alone-{second}"], "incomplete-chain", second)


def test_nothing_opens_a_certificate_with_the_name_of_an_authority_but_not_its_signature(
    servers: dict[str, TlsServer],
) -> None:
    with pytest.raises(CertificateRefused, match="forged") as caught:
        shake(servers["forged"], *ALLOWANCES)
    assert caught.value.fault.allowance is None


def test_the_server_hears_the_name_but_never_an_ip_address(servers: dict[str, TlsServer]) -> None:
    server = servers["sound"]
    server.names.clear()
    shake(server, host="board.example")
    shake(server)
    assert server.names == ["board.example", None]


def test_a_name_that_the_certificate_does_not_hold_is_refused(servers: dict[str, TlsServer]) -> None:
    with pytest.raises(CertificateRefused, match=r"for other names \(board\.example, 127\.0\.0\.1\)"):
        shake(servers["sound"], host="www.board.example")


def test_many_names_and_unprintable_ones_are_told_in_short(authority: Papers) -> None:
    papers = authority.issue("b\x1b[2Jb.example", *(f"{letter}.example" for letter in "cdefg"))
    with TlsServer(tls.context(papers), PAGES) as server, pytest.raises(CertificateRefused) as caught:
        shake(server)
    assert caught.value.fault.what == (
        "the certificate is for other names (b\N{REPLACEMENT CHARACTER}[2Jb.example, c.example, d.example and 3 more)"
    )


@pytest.mark.parametrize("name", ["sound", "unknown-root-sent"])
def test_a_machine_without_authorities_is_told_of_itself(
    servers: dict[str, TlsServer], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with pytest.raises(CertificateRefused) as caught:
        shake(servers[name])
    assert caught.value.fault.what.startswith("this machine has no certificates of authorities")
    assert caught.value.fault.allowance is None


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"220 mail.example ESMTP\r\n", b"SSH-2.0-OpenSSH_9.2\r\n"]
)
def test_a_server_that_speaks_no_tls_is_told_as_such(answer: bytes) -> None:
    with RawServer(answer) as server, pytest.raises(SSL.Error) as caught:
        shake(server)
    assert tls_fault(caught.value) == TlsFault("the server does not speak TLS at this port")


def test_hosts_of_the_same_rules_share_a_context() -> None:
    rules: dict[str, frozenset[Allowance]] = {"old.example": frozenset({"old-protocols"}), "::1": frozenset()}
    contexts = HostContexts(lambda host: rules.get(host, frozenset()))
    one, other, old, literal = (
        contexts.creatorForNetloc(host, 443) for host in (b"a.example", b"b.example", b"old.example", b"[::1]")
    )
    assert one._context is other._context is literal._context
    assert old._context is not one._context


def test_twisted_finds_what_it_asks_for() -> None:
    contexts = HostContexts(lambda _: frozenset())
    assert verifyObject(IPolicyForHTTPS, contexts)
    assert verifyObject(IOpenSSLClientConnectionCreator, contexts.creatorForNetloc(b"a.example", 443))


def caused(error: BaseException) -> BaseException:
    outer = DownloadFailedError("failed")
    outer.__cause__ = error
    return outer


def in_the_midst(error: BaseException) -> BaseException:
    outer = ValueError("while that was handled")
    outer.__context__ = error
    return outer


def gathered(error: BaseException) -> BaseException:
    return ResponseNeverReceived([Failure(ConnectionLost()), Failure(error)])


WRAPS = st.lists(st.sampled_from([caused, in_the_midst, gathered]), max_size=5)


@given(WRAPS, st.sampled_from([*ALLOWANCES, None]))
def test_a_refusal_is_found_however_deep_it_lies(wraps: list, allowance: Allowance | None) -> None:
    error: BaseException = CertificateRefused(TlsFault("so it is", allowance))
    for wrap in wraps:
        error = wrap(error)
    assert tls_fault(error) == TlsFault("so it is", allowance)


@given(WRAPS)
def test_openssls_reason_is_found_however_deep_it_lies(wraps: list) -> None:
    error: BaseException = SSL.Error([("SSL routines", "", "dh key too small")])
    for wrap in wraps:
        error = wrap(error)
    assert tls_fault(error) == TlsFault("the key exchange is too weak (DH key too small)", "weak-keys")


def test_what_was_refused_goes_before_what_openssl_says_of_it() -> None:
    openssl = SSL.Error([("SSL routines", "", "certificate verify failed")])
    both = ResponseNeverReceived([Failure(openssl), Failure(CertificateRefused(TlsFault("so it is")))])
    assert tls_fault(caused(both)) == TlsFault("so it is")


@pytest.mark.parametrize("release", ["sslv3", "ssl/tls", "tls"])
def test_alerts_are_known_in_the_words_of_every_openssl(release: str) -> None:
    fault = tls_fault(SSL.Error([("SSL routines", "", f"{release} alert handshake failure")]))
    assert fault is not None
    assert fault.allowance == "weak-keys"


def test_a_reason_without_words_of_ours_is_told_in_openssls() -> None:
    fault = tls_fault(SSL.Error([("SSL routines", "", "bad extension"), ("SSL routines", "", "ssl lib")]))
    assert fault == TlsFault("TLS with the server failed (bad extension, ssl lib)")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("no"),
        ConnectionLost(),
        SSL.SysCallError(-1, "Unexpected EOF"),
        SSL.ZeroReturnError(),
        SSL.Error([]),
        gathered(ConnectionLost()),
    ],
    ids=repr,
)
def test_errors_that_say_nothing_of_tls_are_no_fault(error: BaseException) -> None:
    assert tls_fault(error) is None


def test_errors_that_cause_each_other_come_to_an_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert tls_fault(one) is None
