"""Which protocols are spoken on which topics."""

from collections.abc import Iterable, Sequence

from aiomqtt import Topic

from apps.interchange.facts import Protocol
from apps.interchange.frigate.translate import protocol as frigate
from apps.interchange.onvif.translate import protocol as onvif
from apps.interchange.readings.translate import protocol as readings


def spoken(*, frigates: Iterable[str], cameras: Iterable[str], sensors: Iterable[str]) -> list[Protocol]:
    """The protocols under these prefixes; a topic belongs to the first that fits."""
    return [*map(frigate, frigates), *map(readings, sensors), *map(onvif, cameras)]


def filters_of(protocols: Iterable[Protocol]) -> list[str]:
    """What to subscribe to, each filter once."""
    return list(dict.fromkeys(one for protocol in protocols for one in protocol.filters))


def protocol_of(topic: str, protocols: Sequence[Protocol]) -> Protocol | None:
    """The protocol that is spoken on a topic."""
    named = Topic(topic)
    fitting = (one for one in protocols if any(named.matches(filter_) for filter_ in one.filters))
    return next(fitting, None)
