"""Which addresses may be connected to: every special range of the IANA registries, every IPv6 form of an IPv4 address, and rebinding."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.network.destinations import Destinations, is_loopback, is_public

# IANA IPv4 Special-Purpose Address Registry: what is not globally reachable; and multicast (RFC 5771).
SPECIAL_V4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
]
# IANA IPv6 Special-Purpose Address Registry, likewise; multicast (RFC 4291) and the old site-local addresses (RFC 3879).
SPECIAL_V6 = [
    "::/128",
    "::1/128",
    "::/96",
    "::ffff:10.0.0.0/104",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:2::/48",
    "2001:10::/28",
    "2001:db8::/32",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "121.53.105.193",
    "203.248.252.2",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "11.0.0.1",
]
PUBLIC_V6 = [
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "2400:cb00::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


@st.composite
def members(draw, networks):
    network = draw(st.sampled_from(networks))
    offset = draw(st.one_of(st.just(0), st.just(network.num_addresses - 1), st.integers(0, network.num_addresses - 1)))
    return network[offset]


special_v4 = members([IPv4Network(text) for text in SPECIAL_V4])
special_v6 = members([IPv6Network(text) for text in SPECIAL_V6])


@given(special_v4)
def test_no_special_ipv4_address_is_public(address):
    assert not is_public(str(address))


@given(special_v6)
def test_no_special_ipv6_address_is_public(address):
    assert not is_public(str(address))
    assert not is_public(address.exploded)


@pytest.mark.parametrize("text", SPECIAL_V4)
def test_the_edges_of_a_special_ipv4_range_are_shut(text):
    network = IPv4Network(text)
    assert not is_public(str(network[0]))
    assert not is_public(str(network[-1]))


@pytest.mark.parametrize("text", SPECIAL_V6)
def test_the_edges_of_a_special_ipv6_range_are_shut(text):
    network = IPv6Network(text)
    assert not is_public(str(network[0]))
    assert not is_public(str(network[-1]))


@given(special_v4)
def test_an_ipv6_address_that_wraps_a_special_ipv4_address_is_no_better(address):
    number = int(address)
    mapped = IPv6Address((0xFFFF << 32) | number)
    nat64 = IPv6Address((0x64FF9B << 96) | number)
    sixtofour = IPv6Address((0x2002 << 112) | (number << 80) | 1)
    compatible = IPv6Address(number)
    teredo = IPv6Address((0x20010000 << 96) | (0x08080808 << 64) | (number ^ 0xFFFFFFFF))
    teredo_server = IPv6Address((0x20010000 << 96) | (number << 64) | (0x08080808 ^ 0xFFFFFFFF))
    for wrapped in (mapped, nat64, sixtofour, compatible, teredo, teredo_server):
        assert not is_public(str(wrapped)), wrapped


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",  # metadata of most clouds
        "100.100.100.200",  # of Alibaba Cloud
        "192.0.0.192",  # of Oracle Cloud, once
        "fd00:ec2::254",  # of AWS
        "::ffff:127.0.0.1",
        "::ffff:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::169.254.169.254",
        "168.63.129.16",  # the one cloud that has its own at a public address
        "::ffff:168.63.129.16",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fe80::1%eth0",
        "fe80::1%25eth0",
        "::1%lo",
        "::",
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "255.255.255.255",
        "224.0.0.1",
        "239.255.255.250",
        "ff02::fb",
        "ff0e::1",
    ],
)
def test_the_addresses_that_attacks_use_are_shut(address):
    assert not is_public(address)
    assert Destinations().refusal("news.example", address)


@pytest.mark.parametrize("address", PUBLIC + PUBLIC_V6)
def test_real_public_addresses_pass(address):
    assert is_public(address)
    assert Destinations().refusal("news.example", address) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "localhost",
        "news.example",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "8.8.8.8 ",
        "8.8.8.8:80",
        "１.１.１.１",
    ],
)
def test_what_is_no_address_is_not_public(text):
    assert not is_public(text)


@pytest.mark.parametrize("written", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0x7f000001", "127.0.1", "0"])
def test_other_ways_of_writing_ipv4_are_judged_as_what_the_resolver_makes_of_them(written):
    # the resolver of the C library knows them all; the judgement is about its answer, never about the text
    resolved = socket.inet_ntoa(socket.inet_aton(written))
    assert not is_public(resolved)
    assert Destinations().refusal(written, resolved)
    assert Destinations([written]).refusal(written, resolved) is None


@given(st.integers(0, 2**32 - 1))
def test_a_public_address_is_public_in_its_mapped_form_too(number):
    assert is_public(str(IPv4Address(number))) == is_public(str(IPv6Address((0xFFFF << 32) | number)))


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text):
    assert is_public(text) in (True, False)
    assert is_loopback(text) in (True, False)


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.8.7", True), ("::1", True), ("10.0.0.1", False)],
)
def test_loopback_is_this_machine_only(host, local):
    assert is_loopback(host) is local


@pytest.mark.parametrize("host", ["localhost.example.kr", "127.0.0.1.nip.io", "127-0-0-1.example", "notlocalhost", ""])
def test_a_name_that_only_looks_like_loopback_is_none(host):
    assert not is_loopback(host)


def test_a_host_that_nobody_named_is_never_asked_at_a_private_address():
    rule = Destinations(["board.example"])
    assert "private" in rule.refusal("other.example", "10.0.0.1")
    assert rule.refusal("other.example", "8.8.8.8") is None
    assert rule.refusal("other.example", "10.0.0.1")


def test_a_host_that_the_user_named_may_be_private_and_stays_so():
    rule = Destinations(["intranet.example"])
    for _ in range(3):
        assert rule.refusal("intranet.example", "192.168.0.7") is None
    assert rule.refusal("www.intranet.example", "192.168.0.7"), "the user named that very host, and no other"


def test_a_named_host_that_was_public_does_not_become_private():
    rule = Destinations(["rebinds.example"])
    assert rule.refusal("rebinds.example", "8.8.8.8") is None
    assert "was on the open internet" in rule.refusal("rebinds.example", "127.0.0.1")
    assert rule.refusal("rebinds.example", "8.8.8.8") is None
    assert rule.refusal("rebinds.example", "127.0.0.1")


def test_a_host_can_be_named_later():
    rule = Destinations()
    assert rule.refusal("board.example", "10.0.0.1")
    rule.name("board.example")
    assert rule.refusal("board.example", "10.0.0.1") is None


@given(
    st.sets(st.sampled_from("abc")),
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["8.8.8.8", "2606:4700::1111", "10.0.0.1", "::1", "169.254.169.254"]),
        )
    ),
)
def test_any_history_of_look_ups_is_judged_by_two_sentences(named, history):
    rule = Destinations(named)
    for position, (host, address) in enumerate(history):
        private = address in ("10.0.0.1", "::1", "169.254.169.254")
        was_public = any(h == host and a in ("8.8.8.8", "2606:4700::1111") for h, a in history[:position])
        expected = private and (host not in named or was_public)
        assert bool(rule.refusal(host, address)) is expected
