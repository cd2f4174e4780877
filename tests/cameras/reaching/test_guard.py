"""Which addresses may be connected to."""

import pytest

from apps.cameras.reaching.guard import Guard, OwnServers, networks_in, plain


def allows(
    networks: list[str], address: str, port: int = 80, *, own: OwnServers | None = None, is_here: bool = False
) -> bool:
    guard = Guard(networks_in(networks), own or OwnServers())
    return guard.allows(plain(address), port, is_here=is_here)


def test_without_a_network_nothing_is_reached() -> None:
    assert not allows([], "10.20.0.5")
    assert not allows([], "8.8.8.8")


def test_only_addresses_of_allowed_networks_are_reached() -> None:
    assert allows(["10.20.0.0/16"], "10.20.255.255")
    assert not allows(["10.20.0.0/16"], "10.21.0.0")
    assert allows(["2001:db8::/64"], "2001:db8::5")
    assert not allows(["2001:db8::/64"], "10.20.0.1")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "100.100.100.200",
        "::1", "::", "fe80::1", "fe80::1%eth0", "ff02::1", "fd00:ec2::254", "64:ff9b::7f00:1", "2002:7f00:1::",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    ],
)  # fmt: skip
def test_a_wide_network_does_not_open_what_is_special(address: str) -> None:
    everything = [f"{n}.0.0.0/8" for n in range(256)] + ["::/0", "0.0.0.0/0"]
    inside = {"127.0.0.0/8", "0.0.0.0/8"} | {f"{n}.0.0.0/8" for n in range(224, 256)}
    assert not allows([one for one in everything if one not in inside], address)


def test_a_network_within_a_special_range_opens_it() -> None:
    assert allows(["127.0.0.0/8"], "127.0.0.1")
    assert allows(["169.254.10.0/24"], "169.254.10.3")
    assert not allows(["169.254.10.0/24"], "169.254.169.254")


def test_an_ipv4_address_inside_ipv6_is_judged_as_ipv4() -> None:
    assert allows(["10.20.0.0/16"], "::ffff:10.20.0.1")
    assert not allows(["::/0"], "::ffff:10.20.0.1")


def test_the_portals_own_servers_need_a_network_of_their_one_address() -> None:
    own = OwnServers(addresses=frozenset({plain("10.20.0.7")}))
    assert not allows(["10.20.0.0/16"], "10.20.0.7", own=own)
    assert not allows(["10.20.0.0/16"], "10.20.0.9", is_here=True)
    assert allows(["10.20.0.0/16", "10.20.0.7/32"], "10.20.0.7", own=own)


def test_the_database_redis_and_the_portal_itself_are_never_asked() -> None:
    database = plain("10.20.0.7")
    own = OwnServers(frozenset({database}), frozenset({(database, 5432)}), frozenset({8000}))
    assert not allows(["10.20.0.7/32"], "10.20.0.7", 5432, own=own)
    assert allows(["10.20.0.7/32"], "10.20.0.7", 80, own=own)
    assert not allows(["127.0.0.0/8"], "127.0.0.1", 8000, own=own, is_here=True)
    assert not allows(["10.20.0.9/32"], "10.20.0.9", 8000, own=own, is_here=True)
