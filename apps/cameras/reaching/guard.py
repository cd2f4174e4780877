"""Which addresses may be connected to: pure, asked with the address of the very connection."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Ranges in which no camera is looked for, unless an allowed network lies within one of them: RFC 6890 and the
# IANA registries of special-purpose addresses, and the metadata services of clouds.
SPECIAL: Final[tuple[Network, ...]] = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "100.100.100.200/32", "168.63.129.16/32",
        "::/96", "fe80::/10", "ff00::/8", "fd00:ec2::/32",
        # tunnels and translations hold an IPv4 address of their own: RFC 6052, RFC 8215, RFC 3056, RFC 4380
        "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnServers:
    """What the portal itself runs on: addresses of its servers, and the services that are never asked."""

    addresses: frozenset[Address] = frozenset()
    services: frozenset[tuple[Address, int]] = frozenset()
    local_ports: frozenset[int] = frozenset()


def plain(text: str) -> Address:
    """An address as the kernel gives it: without its zone, an IPv4 address inside an IPv6 one unwrapped."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


@dataclass(frozen=True, slots=True)
class Guard:
    """The allowed networks, against what is never a camera."""

    networks: tuple[Network, ...]
    own: OwnServers

    def allows(self, address: Address, port: int, *, is_here: bool) -> bool:
        """May this address be connected to? `is_here`: it belongs to this machine.

        A special range needs a network inside of it; a server of the portal a network of this one address. The
        portal's own services are refused in any case.
        """
        if (address, port) in self.own.services or (is_here and port in self.own.local_ports):
            return False
        covering = [network for network in self.networks if address in network]
        special = [one for one in SPECIAL if address in one]
        if special:
            return any(_within(network, one) for network in covering for one in special)
        if is_here or address in self.own.addresses:
            return any(network.num_addresses == 1 for network in covering)
        return bool(covering)


def networks_in(texts: Collection[object]) -> tuple[Network, ...]:
    """The networks that texts or network objects stand for."""
    return tuple(ip_network(str(text)) for text in texts)


def _within(network: Network, special: Network) -> bool:
    if isinstance(network, IPv4Network) and isinstance(special, IPv4Network):
        return network.subnet_of(special)
    if isinstance(network, IPv6Network) and isinstance(special, IPv6Network):
        return network.subnet_of(special)
    return False
