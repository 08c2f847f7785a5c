"""Servers on loopback whose TLS is sound or wrong in one way, and the certificates that they show."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import tempfile
import threading
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from queue import Queue
from types import TracebackType
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

SECONDS = 20  # the longest that a server waits for a client
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# RFC 2409, 6.2: the second Oakley group, with which old Java and Apache servers agree on keys
OAKLEY_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)


@dataclass(frozen=True)
class Papers:
    """A certificate, its key, and the papers of who issued it (None: itself)."""

    certificate: x509.Certificate
    key: Key
    issuer: Papers | None = None

    def issue(
        self,
        *names: str,
        key: Key | None = None,
        authority: str = "",
        days: tuple[int, int] = (-2, 30),
    ) -> Papers:
        """Issue a certificate for hosts, or for another `authority`, valid between two days counted from now."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        return Papers(_certificate(self, key, names, authority, days), key, self)

    def signed_with_sha1(self) -> Papers:
        """Return the papers as an authority of the last decade would have signed them; `cryptography` does so no longer."""
        assert self.issuer
        assert isinstance(self.issuer.key, rsa.RSAPrivateKey)
        sha256, sha1 = (bytes.fromhex(f"06092a864886f70d0101{last}") for last in ("0b", "05"))  # ...WithRSAEncryption
        body = self.certificate.tbs_certificate_bytes.replace(sha256, sha1)
        signature = self.issuer.key.sign(body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303
        whole = self.certificate.public_bytes(serialization.Encoding.DER).replace(sha256, sha1)
        der = whole.replace(self.certificate.signature, signature)
        return Papers(x509.load_der_x509_certificate(der), self.key, self.issuer)

    def chain(self) -> list[x509.Certificate]:
        """Return the certificates as a server ought to send them: its own first, without the root."""
        return [self.certificate, *(self.issuer.chain() if self.issuer and self.issuer.issuer else [])]


def root(name: str = "Root of the tests") -> Papers:
    """Return an authority of one's own."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Papers(_certificate(None, key, (), name, (-2, 30)), key)


def self_signed(*names: str) -> Papers:
    """Return a certificate that nobody else vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Papers(_certificate(None, key, names, "", (-2, 30)), key)


def pem(*certificates: x509.Certificate) -> bytes:
    """Return certificates as the text of a PEM file."""
    return b"".join(each.public_bytes(serialization.Encoding.PEM) for each in certificates)


def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    """Return a new RSA key, as small as one likes from 1024 bits on."""
    return rsa.generate_private_key(65537, bits)


def _certificate(
    issuer: Papers | None,
    key: Key,
    names: Sequence[str],
    authority: str,
    days: tuple[int, int],
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, authority or (names[0] if names else "board"))])
    begin, end = (datetime.now(UTC) + timedelta(days=day) for day in days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=bool(authority), path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
    return builder.sign(issuer.key if issuer else key, hashes.SHA256())


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def context(
    papers: Papers,
    shown: Sequence[x509.Certificate] | None = None,
    *,
    protocol: ssl.TLSVersion | None = None,
    ciphers: str = "DEFAULT",
    group: int | None = None,
) -> ssl.SSLContext:
    """Return a server's context, which shows a chain (the right one unless told), and may speak one protocol or know one DH group only."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    if protocol:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            made.minimum_version = made.maximum_version = protocol
    with tempfile.TemporaryDirectory() as folder:
        chain, key, parameters = (Path(folder, name) for name in ("chain", "key", "group"))
        chain.write_bytes(pem(*(papers.chain() if shown is None else shown)))
        key.write_bytes(
            papers.key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        made.load_cert_chain(chain, key)
        if group:
            parameters.write_text(_group(group), "ascii")
            made.load_dh_params(str(parameters))
    return made


def _group(prime: int) -> str:
    """Return a Diffie-Hellman group with the generator 2 as PEM (PKCS #3); `cryptography` is about to give such groups up."""
    octets = b"\x00" + prime.to_bytes(128)
    numbers = b"\x02\x81" + bytes([len(octets)]) + octets + b"\x02\x01\x02"
    der = b"\x30\x81" + bytes([len(numbers)]) + numbers
    return f"-----BEGIN DH PARAMETERS-----\n{base64.encodebytes(der).decode()}-----END DH PARAMETERS-----\n"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: TlsServer

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        page = self.server.pages.get(self.path)
        body = ("<h1>Not Found</h1>" if page is None else page).encode()
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class TlsServer(ThreadingHTTPServer):
    """An HTTPS server with a table of pages; it keeps the paths it was asked for and the names it was called by (None: by none)."""

    daemon_threads = True

    def __init__(self, secured: ssl.SSLContext, pages: Mapping[str, str], address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), _Handler)
        self.secured = secured
        self.secured.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self.pages = dict(pages)
        self.requests: list[str] = []
        self.names: list[str | None] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    @property
    def url(self) -> str:
        return f"https://{self.server_address[0]!s}:{self.server_port}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        request.settimeout(SECONDS)
        with (
            contextlib.suppress(OSError),  # the client does not like what it is shown, and goes
            self.secured.wrap_socket(request, server_side=True) as secured,
        ):
            super().finish_request(secured, client_address)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class RawServer:
    """A server that waits for a client's first bytes, sends its own whatever they are, and keeps what the client says then."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.replies: Queue[bytes] = Queue()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    @property
    def server_port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def _serve(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                client, _ = self._listener.accept()
                with client:
                    client.settimeout(SECONDS)
                    client.recv(65536)
                    client.sendall(self.answer)
                    self.replies.put(client.recv(65536))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._listener.close()


def hello_without_rfc5746(papers: Papers) -> bytes:
    """Return what a TLS 1.2 server says first that knows no extensions: ServerHello (RSA, AES-128, SHA), Certificate, ServerHelloDone."""
    hello = b"\x03\x03" + bytes(range(32)) + b"\x00" + b"\x00\x2f" + b"\x00"
    chain = b"".join(_vector(each.public_bytes(serialization.Encoding.DER)) for each in papers.chain())
    messages = ((2, hello), (11, _vector(chain)), (14, b""))
    flight = b"".join(bytes([kind]) + _vector(body) for kind, body in messages)
    return b"\x16\x03\x03" + len(flight).to_bytes(2) + flight


def _vector(body: bytes) -> bytes:
    return len(body).to_bytes(3) + body
