"""Judges the certificates that a server shows, one by one, against what the host's rules let pass."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.hashes import MD5, SHA1
from cryptography.x509 import Certificate, DNSName, ExtensionNotFound, IPAddress, Name, NameOID, SubjectAlternativeName
from OpenSSL.crypto import X509
from OpenSSL.SSL import Connection
from OpenSSL.SSL import X509VerificationCodes as Code
from service_identity import CertificateError, VerificationError
from service_identity.cryptography import extract_patterns
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from twisted.python.failure import Failure

from newscrawl.network.rules import Allowance

UNREADABLE = "the certificate cannot be read"
NO_AUTHORITIES = (
    "this machine has no certificates of authorities to check the server's with (set SSL_CERT_FILE or SSL_CERT_DIR)"
)

_SHOWN = 3  # names of a certificate that a message tells
_KEY_TOO_SMALL, _ISSUER_KEY_TOO_SMALL, _DIGEST_TOO_WEAK = 66, 67, 68  # X509_V_ERR_*, to which pyOpenSSL gives no names
_ISSUER_MISSING = {
    Code.ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
    Code.ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
    Code.ERR_CERT_UNTRUSTED,
}


@dataclass(frozen=True, slots=True)
class TlsFault:
    """What is wrong with a server's TLS, in the user's words, and what in a site's `tls:` list would open it, if anything."""

    what: str
    allowance: Allowance | None = None


class CertificateRefused(Exception):
    """Raised through a connection whose server showed a certificate that the host's rules do not let pass."""

    def __init__(self, fault: TlsFault) -> None:
        super().__init__(fault.what)
        self.fault = fault


class Breakable(Protocol):
    """A connection in the making, such as Twisted's TLSMemoryBIOProtocol."""

    def failVerification(self, reason: Failure) -> None:  # noqa: N802 - Twisted's name
        """Break the connection off, for this reason."""


class Examination:
    """The examination of one connection's chain. OpenSSL calls it for every certificate, and for every fault that it finds."""

    def __init__(
        self, identity: DNS_ID | IPAddress_ID, allowances: frozenset[Allowance], connection: Breakable
    ) -> None:
        self._identity = identity
        self._allowances = allowances
        self._connection = connection

    def __call__(self, _: Connection, certificate: X509, code: int, depth: int, sound: int) -> bool:
        """Tell whether a certificate passes; `depth` 0 is the server's own, `code` is OpenSSL's fault unless it is `sound`."""
        try:
            faults = self._faults(certificate.to_cryptography(), None if sound else code, depth)
        except (ValueError, UnsupportedAlgorithm):
            faults = [TlsFault(UNREADABLE)]
        for fault in faults:
            if fault.allowance not in self._allowances:
                reason = Failure(CertificateRefused(fault))  # type: ignore[no-untyped-call]
                self._connection.failVerification(reason)
                return False
        return True

    def _faults(self, certificate: Certificate, code: int | None, depth: int) -> list[TlsFault]:
        found = [
            code and _fault_of_chain(certificate, code, depth),
            "old-protocols" in self._allowances and _fault_of_strength(certificate),
            depth == 0 and _fault_of_name(certificate, self._identity),
        ]
        return [fault for fault in found if fault]


def has_authorities() -> bool:
    """Tell whether Python finds certificates of authorities on this machine."""
    folder = ssl.get_default_verify_paths().capath
    return bool(ssl.create_default_context().cert_store_stats()["x509"] or (folder and any(Path(folder).glob("*"))))


def _fault_of_chain(certificate: Certificate, code: int, depth: int) -> TlsFault:
    whose = "certificate" if depth == 0 else f"certificate of its authority {_called(certificate.subject)}"
    if code in _ISSUER_MISSING:
        if not has_authorities():
            return TlsFault(NO_AUTHORITIES)
        if depth == 0:
            return TlsFault("the server does not send the whole chain of certificates", "incomplete-chain")
        return TlsFault(
            f"the chain of certificates ends at an authority unknown here ({_called(certificate.issuer)})",
            "incomplete-chain",
        )
    if code == Code.ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        return TlsFault("the certificate is self-signed", "self-signed")
    if code == Code.ERR_SELF_SIGNED_CERT_IN_CHAIN:
        if not has_authorities():
            return TlsFault(NO_AUTHORITIES)
        return TlsFault(
            f"the certificate comes from an authority unknown here ({_called(certificate.subject)})", "self-signed"
        )
    if code == Code.ERR_CERT_HAS_EXPIRED:
        return TlsFault(f"the {whose} has expired ({certificate.not_valid_after_utc:%Y-%m-%d})", "expired")
    if code == Code.ERR_CERT_NOT_YET_VALID:
        return TlsFault(f"the {whose} is not valid before {certificate.not_valid_before_utc:%Y-%m-%d}", "expired")
    if code in (_KEY_TOO_SMALL, _ISSUER_KEY_TOO_SMALL):
        return TlsFault(f"the {whose} has too small a key", "weak-keys")
    if code == _DIGEST_TOO_WEAK:
        return TlsFault(f"the {whose} is signed too weakly", "weak-keys")
    if code == Code.ERR_CERT_SIGNATURE_FAILURE:
        return TlsFault(f"the {whose} is forged or damaged: its signature does not hold")
    return TlsFault(f"the {whose} does not verify (error {code} of OpenSSL)")


def _fault_of_strength(certificate: Certificate) -> TlsFault | None:
    """Judge as OpenSSL's security level 2 does: TLS 1.0 needs level 0, where OpenSSL judges no longer."""
    key = certificate.public_key()
    if (isinstance(key, rsa.RSAPublicKey | dsa.DSAPublicKey) and key.key_size < 2048) or (
        isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < 224
    ):
        return TlsFault(f"the certificate of {_called(certificate.subject)} has too small a key", "weak-keys")
    if certificate.issuer != certificate.subject and isinstance(certificate.signature_hash_algorithm, MD5 | SHA1):
        return TlsFault(f"the certificate of {_called(certificate.subject)} is signed too weakly", "weak-keys")
    return None


def _fault_of_name(certificate: Certificate, identity: DNS_ID | IPAddress_ID) -> TlsFault | None:
    try:
        verify_service_identity(extract_patterns(certificate), [identity], [])
    except CertificateError:
        return TlsFault("the certificate names no host", "other-name")
    except VerificationError:
        names = _names(certificate)
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return TlsFault(f"the certificate is for other names ({', '.join(names[:_SHOWN])}{more})", "other-name")
    return None


def _names(certificate: Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except ExtensionNotFound:
        return []
    return [_plain(str(name)) for kind in (DNSName, IPAddress) for name in names.get_values_for_type(kind)]


def _called(name: Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(oid):
            return _plain(str(attribute.value))
    return "without a name"


def _plain(text: str) -> str:
    """Return what a server wrote as something that may stand in a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:100])
