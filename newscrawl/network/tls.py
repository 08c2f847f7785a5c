"""TLS as each host needs it: strict for all, opened only by what a site's `tls:` list names; and what a failed handshake means."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from ipaddress import ip_address

from OpenSSL import SSL
from OpenSSL.crypto import FILETYPE_ASN1, load_certificate
from service_identity.hazmat import DNS_ID, IPAddress_ID
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.python.failure import Failure
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from newscrawl.network.certificates import Breakable, CertificateRefused, Examination, TlsFault
from newscrawl.network.rules import Allowance

__all__ = ["Allowance", "HostConnections", "HostContexts", "TlsFault", "causes", "tls_fault"]

_CIPHERS = "DEFAULT:!PSK:!SRP"

_OLD = TlsFault("the server speaks only TLS 1.0 or 1.1, or older", "old-protocols")
_WEAK_SIGNATURE = TlsFault("the server signs the key exchange too weakly (SHA-1)", "weak-keys")
_NO_CIPHER = TlsFault("the server accepts none of the ciphers offered to it; weaker ones may do", "weak-keys")
_NO_NAME = TlsFault("the server knows no host of this name")
_NO_TLS = TlsFault("the server does not speak TLS at this port")
_BY_REASON = {  # OpenSSL's reason strings; those of alerts without their first word, which is another in each release
    "unsupported protocol": _OLD,
    "version too low": _OLD,
    "alert protocol version": _OLD,
    "dh key too small": TlsFault("the key exchange is too weak (DH key too small)", "weak-keys"),
    "ee key too small": TlsFault("the certificate has too small a key", "weak-keys"),
    "ca key too small": TlsFault("the certificate of its authority has too small a key", "weak-keys"),
    "ca md too weak": TlsFault("the certificate is signed too weakly", "weak-keys"),
    "wrong signature type": _WEAK_SIGNATURE,
    "legacy sigalg disallowed or unsupported": _WEAK_SIGNATURE,
    "unsafe legacy renegotiation disabled": TlsFault(
        "the server does not know secure renegotiation", "legacy-renegotiation"
    ),
    "alert handshake failure": _NO_CIPHER,
    "tlsv1 unrecognized name": _NO_NAME,
    "alert unrecognized name": _NO_NAME,
    "wrong version number": _NO_TLS,
    "packet length too long": _NO_TLS,
    "http request": _NO_TLS,
}


@implementer(IPolicyForHTTPS)
class HostContexts:
    """Gives every host the TLS that its rules allow; `allowed` is asked for them by host name or IP address."""

    def __init__(self, allowed: Callable[[str], frozenset[Allowance]]) -> None:
        self._allowed = allowed
        self._contexts: dict[frozenset[Allowance], SSL.Context] = {}

    def creatorForNetloc(self, hostname: bytes, port: int) -> HostConnections:  # noqa: ARG002 - Twisted's name
        """Return what makes the connections to a host. Raises ValueError for a name that no certificate can be for."""
        host = hostname.decode("ascii").strip("[]")
        allowances = self._allowed(host)
        if allowances not in self._contexts:
            self._contexts[allowances] = _context(allowances)
        return HostConnections(host, allowances, self._contexts[allowances])


@implementer(IOpenSSLClientConnectionCreator)
class HostConnections:
    """Makes the TLS connections to one host, each with an examination of its own."""

    def __init__(self, host: str, allowances: frozenset[Allowance], context: SSL.Context) -> None:
        self._server_name = None if _is_address(host) else host.encode("ascii")
        self._identity = DNS_ID(host) if self._server_name else IPAddress_ID(host)
        self._allowances = allowances
        self._context = context

    def clientConnectionForTLS(self, tlsProtocol: Breakable) -> SSL.Connection:  # noqa: N803 - Twisted's names
        """Return a connection, ready to shake hands."""
        connection = SSL.Connection(self._context)
        if self._server_name:
            connection.set_tlsext_host_name(self._server_name)  # RFC 6066, section 3: never for IP addresses
        connection.set_verify(SSL.VERIFY_PEER, Examination(self._identity, self._allowances, tlsProtocol))
        return connection


def tls_fault(error: BaseException) -> TlsFault | None:
    """Return what the exception that a download raised says of the server's TLS; None where it says nothing of it."""
    under = list(causes(error))
    for one in under:
        if isinstance(one, CertificateRefused):
            return one.fault
    for one in under:
        if isinstance(one, SSL.Error) and (reasons := _reasons(one)):
            return _fault_of_reasons(reasons)
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what lies under it: its causes, and the failures that Twisted gathered."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            gathered = [failure.value for failure in getattr(one, "reasons", ()) if isinstance(failure, Failure)]
            waiting += [under for under in (one.__cause__, one.__context__, *gathered) if under is not None]


def _context(allowances: frozenset[Allowance]) -> SSL.Context:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_min_proto_version(SSL.TLS1_VERSION if "old-protocols" in allowances else SSL.TLS1_2_VERSION)
    context.set_cipher_list(_ciphers(allowances).encode("ascii"))
    context.set_options(SSL.OP_NO_COMPRESSION)
    if "legacy-renegotiation" in allowances:
        context.set_options(SSL.OP_LEGACY_SERVER_CONNECT)
    context.set_mode(SSL.MODE_RELEASE_BUFFERS)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_default_verify_paths()  # finds nothing on Windows, and on macOS only Homebrew's
    store = context.get_cert_store()
    assert store is not None
    for authority in ssl.create_default_context().get_ca_certs(binary_form=True):
        store.add_cert(load_certificate(FILETYPE_ASN1, authority))
    return context


def _ciphers(allowances: frozenset[Allowance]) -> str:
    """Return OpenSSL's cipher list. TLS 1.0 needs security level 0, which opens weak Diffie-Hellman groups too: those stay out."""
    if "weak-keys" in allowances:
        return f"{_CIPHERS}:@SECLEVEL=0"
    return f"{_CIPHERS}:!kDHE:@SECLEVEL=0" if "old-protocols" in allowances else f"{_CIPHERS}:@SECLEVEL=2"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _reasons(error: SSL.Error) -> list[str]:
    """Return OpenSSL's reason strings; an error that is none of a handshake (the connection broke, say) has none."""
    queue = error.args[0] if error.args else None
    return [entry[2] for entry in queue] if isinstance(queue, list) else []


def _fault_of_reasons(reasons: list[str]) -> TlsFault:
    for reason in reasons:
        if fault := _BY_REASON.get(reason.partition(" ")[2] if " alert " in reason else reason):
            return fault
    return TlsFault(f"TLS with the server failed ({', '.join(reasons)})")
