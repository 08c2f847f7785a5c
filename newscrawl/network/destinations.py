"""Which machines may be connected to: public ones, and private ones only under a name or address that the user gave."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import ParseResult, SplitResult

from newscrawl.network.refusals import AddressRefused

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address that is really asked
# Special ranges that not every Python from 3.11 on knows: protocol assignments, documentation, site-local addresses of old. And the one
# cloud that keeps its metadata at a public address, which is the machine's own host all the same (Azure's WireServer).
_SPECIAL = (
    IPv4Network("192.0.0.0/24"),
    IPv6Network("3fff::/20"),
    IPv6Network("fec0::/10"),
    IPv4Network("168.63.129.16/32"),
)
_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Tell whether a host name is this machine itself; a name that only begins like one is not."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def port_of(address: SplitResult | ParseResult) -> int | None:
    """Return the port at which an address is asked. Raises ValueError for a port beyond all ports."""
    return address.port or _PORTS.get(address.scheme)


def at_one_door(one: SplitResult | ParseResult, other: SplitResult | ParseResult) -> bool:
    """Tell whether two addresses of one host have the same port, or each its scheme's own: https for http is no other door."""
    ports = port_of(one), port_of(other)
    return ports[0] == ports[1] or ports == (_PORTS.get(one.scheme), _PORTS.get(other.scheme))


def is_public(address: str) -> bool:
    """Tell whether an IP address, in text, is one of the open internet; False for what is no address.

    Loopback, private, shared, link-local (where clouds keep their metadata), multicast and reserved addresses are not, nor is an
    IPv6 address that stands for such an IPv4 address (mapped, NAT64, 6to4, Teredo). The IANA special-purpose registries, as Python has
    them.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_open(one) for one in _meant(found))


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    special = address.is_multicast or address.is_reserved or any(address in network for network in _SPECIAL)
    return address.is_global and not special


def _meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """Return the address, or the IPv4 addresses that an IPv6 address wraps."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in _NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.sixtofour:
        return [address.sixtofour]
    return [address, *(address.teredo or ())]


class Destinations:
    """The rule for one crawl, asked at the moment of connecting with the address that the name has just resolved to.

    A host that the user named may be private: an intranet, a server on this machine. But a name that was public once in the crawl does
    not become private: that is how a page on a rebinding name would reach behind the firewall.
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._named = set(named)
        self._public: set[str] = set()

    def name(self, host: str) -> None:
        """Note that the user named this very host."""
        self._named.add(host)

    def check(self, host: str, address: str) -> None:
        """Raise AddressRefused where a host must not be connected to at an address."""
        if why := self.refusal(host, address):
            raise AddressRefused(
                why, "Only public hosts are asked, unless you name the board by its own address on the command line."
            )

    def check_literal(self, host: str) -> None:
        """Raise AddressRefused where a host is written as an address that may not be connected to: all that is known before a proxy."""
        try:
            ip_address(host)
        except ValueError:
            return
        self.check(host, host)

    def refusal(self, host: str, address: str) -> str | None:
        """Return why a host must not be connected to at an address, None where it may."""
        if is_public(address):
            self._public.add(host)
            return None
        if host not in self._named:
            return f"{host} is at {address}, on a private network"
        if host in self._public:
            return f"{host} was on the open internet and is now at {address}, on a private network"
        return None
