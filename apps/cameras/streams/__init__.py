"""Live video: a stream gateway carries it, the portal decides who may take which camera's from it."""

from apps.cameras.streams.gateway import NoStreamAddress, NoStreamGateway, address_of, gateway_origin
from apps.cameras.streams.passes import NotAdmitted, StreamPass, admitted, issue

__all__ = [
    "NoStreamAddress",
    "NoStreamGateway",
    "NotAdmitted",
    "StreamPass",
    "address_of",
    "admitted",
    "gateway_origin",
    "issue",
]
