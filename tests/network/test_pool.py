"""The pool of connections: an address is judged in the very call that would connect to it, and header lines come to an end."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest
from scrapy.core.downloader.handlers.http11 import _BindAddressAgent, _TunnelingAgent
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import ConnectError, ConnectionDone
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IReactorPluggableNameResolver
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.python.failure import Failure
from twisted.web.client import BrowserLikePolicyForHTTPS
from twisted.web.http_headers import Headers
from zope.interface import implementer

from newscrawl.network.destinations import Destinations
from newscrawl.network.pool import HEAD, GuardedPool, HeadTooLong
from newscrawl.network.refusals import AddressRefused
from newscrawl.troubles import causes, of_error


@implementer(IHostResolution)
class Resolution:
    def __init__(self, name):
        self.name = name


@implementer(IHostnameResolver)
class Resolver:
    """Answers with addresses from a table, one list a look-up, the last one for ever; knows numbers as the C library does."""

    def __init__(self, **table):
        self.table = {name.replace("_", "."): list(answers) for name, answers in table.items()}
        self.asked = []

    def look_up(self, name):
        self.asked.append(name)
        if answers := self.table.get(name):
            return answers.pop(0) if len(answers) > 1 else answers[0]
        try:
            return [str(ip_address(name))]
        except ValueError:
            return [socket.inet_ntoa(socket.inet_aton(name))]

    def resolveHostName(self, receiver, hostName, portNumber=0, addressTypes=None, transportSemantics="TCP"):  # noqa: N802, N803 - Twisted's names
        receiver.resolutionBegan(Resolution(hostName))
        for address in self.look_up(hostName):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, portNumber))
        receiver.resolutionComplete()


@implementer(IReactorPluggableNameResolver)
class Reactor(MemoryReactorClock):
    """Twisted's reactor for tests, with a resolver; `connected` are the addresses to which a connection was begun."""

    def __init__(self, resolver):
        super().__init__()
        self.nameResolver = resolver

    @property
    def connected(self):
        return [(host, port) for host, port, *_ in self.tcpClients]


class Net:
    """A pool over a reactor that connects nowhere."""

    def __init__(self, *named, **table):
        self.reactor = Reactor(Resolver(**table))
        contexts = BrowserLikePolicyForHTTPS()
        self.pool = GuardedPool(self.reactor, Destinations(named), contexts, timeout=30)
        self.agent = _BindAddressAgent(self.reactor, contexts, pool=self.pool)

    def get(self, url):
        """Ask for an address; return what came of it so far: [], a failure, or a response."""
        results = []
        self.agent.request(b"GET", url.encode(), Headers()).addBoth(results.append)
        for _ in range(4):  # HostnameEndpoint tries one address after the other
            self.reactor.advance(1)
        return results

    def refusal(self, url):
        (failure,) = self.get(url)
        assert isinstance(failure.value, AddressRefused), failure
        return failure.value

    def connect(self):
        """Let the one connection that was begun come about; return its protocol and transport."""
        ((host, port, factory, *_),) = self.reactor.tcpClients
        protocol = factory.buildProtocol(IPv4Address("TCP", host, port))
        transport = StringTransport()
        protocol.makeConnection(transport)
        return protocol, transport


def test_the_connection_goes_to_the_address_that_was_judged():
    net = Net(board_example=[["121.53.105.193"], ["10.0.0.1"]])
    assert net.get("http://board.example/list") == []
    assert net.reactor.connected == [("121.53.105.193", 80)]
    assert net.reactor.nameResolver.asked == ["board.example"], "no second look-up that could give another answer"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:10.0.0.1", "64:ff9b::7f00:1"],
)
def test_a_name_at_a_private_address_is_refused_before_anything_is_sent(scheme, address):
    net = Net(victim_example=[[address]])
    refusal = net.refusal(f"{scheme}://victim.example/")
    assert net.reactor.connected == []
    assert address in refusal.what
    assert "victim.example" in refusal.what
    assert of_error(refusal).advice == refusal.advice


def test_of_a_name_s_addresses_only_the_public_ones_are_tried():
    net = Net(mixed_example=[["10.0.0.1", "8.8.8.8", "::1"]])
    assert net.get("http://mixed.example/") == []
    assert net.reactor.connected == [("8.8.8.8", 80)]


def test_a_private_address_is_no_way_out_where_the_public_one_is_down():
    net = Net("mixed.example", mixed_example=[["8.8.8.8", "10.0.0.1"]])
    results = net.get("http://mixed.example/")
    (_, _, factory, *_) = net.reactor.tcpClients[0]
    factory.clientConnectionFailed(net.reactor.connectors[0], Failure(ConnectError()))
    net.reactor.advance(1)
    assert net.reactor.connected == [("8.8.8.8", 80)]
    assert results


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::1]:8080/",
        "http://[::]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:a00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fd00:ec2::254]/",
        "http://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
    ],
)
def test_a_private_address_in_any_form_is_refused(url):
    net = Net("board.example")
    net.refusal(url)
    assert net.reactor.connected == []


@pytest.mark.parametrize(
    ("url", "host", "address"),
    [
        ("http://127.0.0.1:8000/", "127.0.0.1", "127.0.0.1"),
        ("http://[::1]:8000/", "::1", "::1"),
        ("http://2130706433:8000/", "2130706433", "127.0.0.1"),
    ],
)
def test_a_private_address_that_the_user_named_is_connected_to(url, host, address):
    net = Net(host)
    assert net.get(url) == []
    assert net.reactor.connected == [(address, 8000)]


def test_a_named_host_may_be_written_in_capitals():
    net = Net("intranet.example", **{"INTRANET.example": [["10.0.0.1"]], "intranet.example": [["10.0.0.1"]]})
    assert net.get("http://INTRANET.example/") == []
    assert net.reactor.connected == [("10.0.0.1", 80)]


def test_a_name_that_turns_from_public_to_private_is_refused_even_if_named():
    net = Net("rebinds.example", rebinds_example=[["8.8.8.8"], ["127.0.0.1"]])
    assert net.get("http://rebinds.example/") == []
    assert "open internet" in net.refusal("http://rebinds.example/").what
    assert net.reactor.connected == [("8.8.8.8", 80)]


def test_tls_goes_over_a_judged_connection_too():
    net = Net(board_example=[["8.8.8.8"]])
    assert net.get("https://board.example/") == []
    assert net.reactor.connected == [("8.8.8.8", 443)]


def test_through_a_proxy_it_is_the_proxy_that_connects():
    net = Net(board_example=[["8.8.8.8"]], proxy_example=[["203.248.252.2"]])
    net.agent = _TunnelingAgent(
        reactor=net.reactor,
        proxyConf=("proxy.example", 3128, None),
        contextFactory=BrowserLikePolicyForHTTPS(),
        pool=net.pool,
    )
    net.get("https://board.example/")
    assert [port for _, port in net.reactor.connected] == [3128]


def answered(parts):
    """Feed the parts of an answer to a connection, for as long as it takes them; return what the request came to."""
    net = Net(board_example=[["8.8.8.8"]])
    results = net.get("http://board.example/")
    protocol, transport = net.connect()
    for part in parts:
        protocol.dataReceived(part)
        if transport.disconnecting:
            protocol.connectionLost(Failure(ConnectionDone()))
            break
    return results


@pytest.mark.parametrize(
    "line",
    [
        b"X-Flood: " + b"x" * 200 + b"\r\n",
        b"x:\n",
        b" folded on and on\r\n",
        b"junk without a colon\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
    ],
    ids=["long", "short", "folded", "junk", "interim answers"],
)
def test_header_lines_without_end_come_to_an_end(line):
    block = line * (16384 // len(line))
    taken = 0

    def flood():
        nonlocal taken
        yield b"" if line.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\nX-First: 1\r\n"
        while taken < 8 * HEAD:
            taken += len(block)
            yield block

    (failure,) = answered(flood())
    assert taken <= 2 * HEAD
    assert any(isinstance(cause, HeadTooLong) for cause in causes(failure.value))
    assert "header lines without end" in of_error(failure.value).what


def test_one_header_line_without_end_comes_to_an_end():
    taken = 0

    def flood():
        nonlocal taken
        yield b"HTTP/1.1 200 OK\r\nX-Flood: "
        while taken < 8 * HEAD:
            taken += 16384
            yield b"x" * 16384

    assert len(answered(flood())) == 1
    assert taken <= HEAD


def test_long_but_bounded_headers_are_taken():
    cookies = b"".join(b"Set-Cookie: c%d=%s\r\n" % (number, b"v" * 1000) for number in range(100))
    (response,) = answered([b"HTTP/1.1 200 OK\r\n", cookies, b"Content-Length: 0\r\n\r\n"])
    assert len(response.headers.getRawHeaders("Set-Cookie")) == 100


@pytest.mark.parametrize(
    "junk",
    [
        b"Content-Type : text/html; charset=euc-kr\r\n",
        b"Content-Type\t: text/html; charset=euc-kr\r\n",
        b"this is no header\r\nContent-Type: text/html; charset=euc-kr\r\n",
        b"a name with spaces: 1\r\nContent-Type: text/html; charset=euc-kr\r\n",
        b": no name\r\nContent-Type: text/html; charset=euc-kr\r\n",
        b"\xba\xb8\xb5\xb5: \xc0\xda\xb7\xe1\r\nContent-Type: text/html; charset=euc-kr\r\n",
        b"X-Title: \xba\xb8\xb5\xb5\xc0\xda\xb7\xe1\r\nContent-Type: text/html; charset=euc-kr\r\n",
        b"Content-Type: text/html;\r\n charset=euc-kr\r\n",
        b"X-Bare: 1\nContent-Type: text/html; charset=euc-kr\n",
        b"(){}: 1\r\nContent-Type: text/html; charset=euc-kr\r\n",
    ],
)
def test_junk_among_the_header_lines_costs_nothing(junk):
    (response,) = answered([b"HTTP/1.1 200 OK\r\n" + junk + b"Content-Length: 0\r\n\r\n"])
    assert response.code == 200
    (kind,) = response.headers.getRawHeaders("Content-Type")
    assert kind.split("=")[1] == "euc-kr"


def test_an_answer_arrives_the_same_a_byte_at_a_time():
    head = b"HTTP/1.1 200 OK\r\nContent-Type : text/html\r\nContent-Length: 0\r\n\r\n"
    (response,) = answered(bytes([byte]) for byte in head)
    assert response.headers.getRawHeaders("Content-Type") == ["text/html"]
