"""Addresses of streams and pictures as people type them: which of them are asked at all."""

import re
from ipaddress import AddressValueError, IPv4Address
from typing import Final

from yarl import URL

from apps.cameras.reaching.answers import NotReached, Why

# The standard port of each scheme that is known; RFC 9110, RFC 7826 section 4.2 (rtsps: 322).
SCHEMES: Final = {"http": 80, "https": 443, "rtsp": 554, "rtsps": 322}
LONGEST: Final = 2000

_NUMBER: Final = re.compile(r"(?:\d+|0[xX][0-9a-fA-F]*)\.?$")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x20\x7f\\]")


def checked_address(text: str) -> URL:
    """The address, parsed once for every use; raises `NotReached` when it is not one that is asked.

    Refused are other schemes, credentials inside the address, spaces and control characters, zone ids of IPv6, and
    hosts that are numbers in another notation than four decimals, which programs read as different addresses.
    """
    try:
        url = URL(_plain(text))
        host, port = url.raw_host, url.port
    except (ValueError, TypeError):
        raise NotReached(Why.ADDRESS) from None
    if url.scheme not in SCHEMES or url.user is not None or url.password is not None or port == 0:
        raise NotReached(Why.ADDRESS)
    if not host or "%" in host or _is_odd_number(host):
        raise NotReached(Why.ADDRESS)
    return url.with_fragment(None)


def port_of(url: URL) -> int:
    """The port of a checked address."""
    return url.port or SCHEMES[url.scheme]


def _plain(text: str) -> str:
    if len(text) > LONGEST or _UNPRINTABLE.search(text):
        raise ValueError
    return text


def _is_odd_number(host: str) -> bool:
    """Does the host end in a number (as `0x7f.1`, `2130706433`, `0177.0.0.1`) and is no plain IPv4 address?"""
    if ":" in host or not _NUMBER.search(host.rstrip(".").rpartition(".")[2] + "."):
        return False
    try:
        return str(IPv4Address(host)) != host
    except AddressValueError:
        return True
