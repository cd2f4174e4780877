"""Ranges of addresses as people write them: pure."""

from ipaddress import IPv4Network, IPv6Network, ip_network


def range_of(text: str) -> IPv4Network | IPv6Network:
    """`10.20.0.0/16`, or an address for itself alone; raises `ValueError`, also for bits right of the mask.

    A range of IPv4 written inside IPv6 is refused: addresses are compared without that wrapping.
    """
    network = ip_network(text.strip())
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped is not None:
        raise ValueError("an IPv4 range is written as IPv4")
    return network
