"""The connections of a crawl: opened only to machines that may be asked, with TLS as each host's rules say, and with bounded headers.

Scrapy's own handler opens connections through a pool, and hands it an endpoint for each; this pool makes the endpoint anew. The address
that a name resolved to is then judged in the very call that would connect to it, so that no second look-up can give another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol, _LenientHTTPClientParser
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.interfaces import (
    IAddress,
    IProtocol,
    IProtocolFactory,
    IReactorPluggableNameResolver,
    IStreamClientEndpoint,
)
from twisted.web._newclient import Request as ClientRequest
from twisted.web.client import HTTPConnectionPool, _HTTP11ClientFactory
from twisted.web.iweb import IResponse
from zope.interface import implementer

from newscrawl.network.destinations import Destinations
from newscrawl.network.tls import HostContexts

_DIRECT = 4  # parts of the key of a connection that goes through no proxy: scheme, host, port, own address
IDLE = 4  # seconds for which a connection is kept unused: many servers close theirs after five, just as the next request comes
HEAD = 256 * 1024  # bytes of a response's header lines, all together


class HeadTooLong(Exception):
    """Raised where a host sends header lines without end."""


@implementer(IReactorPluggableNameResolver)
class _Watched:
    """A reactor that connects one host, and only to addresses where it may be asked."""

    def __init__(self, reactor: Any, host: str, destinations: Destinations) -> None:
        self._reactor = reactor
        self._host = host
        self._destinations = destinations

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, port: int, *arguments: Any, **options: Any) -> Any:
        """Connect to an IP address, or raise AddressRefused."""
        self._destinations.check(self._host, host)
        return self._reactor.connectTCP(host, port, *arguments, **options)


class _Parser(_LenientHTTPClientParser):
    """Scrapy's parser, with an end to the header, and with lines that are no header left out as browsers do."""

    _head = 0

    def lineReceived(self, line: bytes) -> None:
        self._head += len(line)
        if self._head > HEAD:
            raise HeadTooLong(f"more than {HEAD // 1024} KiB of header lines")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: ARG002 - Twisted would close the connection without a word
        raise HeadTooLong(f"a header line of more than {self.MAX_LENGTH // 1024} KiB")

    def headerReceived(self, name: bytes, value: bytes) -> None:
        try:
            super().headerReceived(name.strip(), value)  # type: ignore[no-untyped-call]
        except ValueError:  # a name with a space in it, say
            return


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: ClientRequest) -> Deferred[IResponse]:
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser  # as Scrapy's own protocol does: the class is not Twisted's to choose
        return answer


class _Factory(_HTTP11ClientFactory):
    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


@implementer(IStreamClientEndpoint)
class _OnDemand:
    """An endpoint that is made when it is connected to: most requests have a connection that is still open."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def connect(self, factory: IProtocolFactory) -> Deferred[IProtocol]:
        """Make the endpoint, and connect."""
        connection: Deferred[IProtocol] = self._make().connect(factory)
        return connection


class GuardedPool(HTTPConnectionPool):
    """A pool of connections to hosts that may be asked.

    `contexts` gives the TLS of each host, `timeout` is in seconds and for connecting alone. Through a proxy it is the proxy that connects.

    A request is sent once. Twisted's own pool sends it again at once where a connection that was kept open ends without an answer: past
    the host's delay and rests, and uncounted.
    """

    def __init__(self, reactor: Any, destinations: Destinations, contexts: HostContexts, timeout: float) -> None:
        super().__init__(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._factory = _Factory
        self.cachedConnectionTimeout = IDLE
        self.retryAutomatically = False
        self._watched = reactor
        self._destinations = destinations
        self._contexts = contexts
        self._timeout = timeout

    def getConnection(self, key: Any, endpoint: Any) -> Deferred[Any]:
        """Return a connection for one request: one that is still open, or a new one to an address that may be asked."""
        if len(key) == _DIRECT and key[0] in (b"http", b"https"):
            endpoint = _OnDemand(partial(self._guarded, *key))
        return super().getConnection(key, endpoint)

    def _guarded(self, scheme: bytes, host: bytes, port: int, bind: Any) -> Any:
        name = host.decode("ascii").lower()
        watched = _Watched(self._watched, name, self._destinations)
        endpoint: Any = HostnameEndpoint(watched, host, port, timeout=self._timeout, bindAddress=bind)
        if scheme == b"https":
            creator: Any = self._contexts.creatorForNetloc(host, port)
            endpoint = wrapClientTLS(creator, endpoint)
        return endpoint
