"""What the catalogue says of how a site's hosts are to be treated, beyond the defaults that hold for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newscrawl.network.hours import Hours

Allowance = Literal[
    "old-protocols",  # TLS 1.0 and 1.1
    "weak-keys",  # DH and RSA of 1024 bits, SHA-1
    "legacy-renegotiation",  # servers that do not know RFC 5746
    "incomplete-chain",  # the server sends its own certificate without the one between it and the root
    "self-signed",
    "expired",
    "other-name",  # the certificate is for other host names
]


@dataclass(frozen=True, slots=True)
class HostRules:
    """A host's delay (seconds), hours, what its TLS needs opened, and the reason for which its robots.txt is not obeyed, if any."""

    delay: float | None = None
    hours: Hours | None = None
    tls: frozenset[Allowance] = frozenset()
    robots_override: str = ""
