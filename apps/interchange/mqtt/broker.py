"""The broker's address, and how the portal introduces itself there."""

import ssl
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import unquote, urlsplit

from aiomqtt import Client, ProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from apps.interchange.mqtt.inbox import Inbox
from apps.interchange.mqtt.tap import Tap

PORTS: Final = {"mqtt": 1883, "mqtts": 8883}
# the broker keeps the session, with what comes meanwhile, this long after the last client of its name left
KEPT_S: Final = 7 * 24 * 3600
# it sends no more messages of QoS 1 than this before the first of them is acknowledged
UNACKNOWLEDGED: Final = 2_000
LARGEST_BYTES: Final = 2 * 1024 * 1024
KEEPALIVE_S: Final = 20
WITHIN_S: Final = 10.0


# MQTT 5, 3.2.2.2: the client's name, login or right to connect is refused; another try changes nothing
REFUSALS: Final = frozenset({0x84, 0x85, 0x86, 0x87, 0x8A, 0x8C})


class NotABroker(ValueError):
    """The setting is no address of a broker."""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where it answers, and the portal's login; the password is in no text of this object."""

    host: str
    port: int
    username: str | None
    password: str | None = field(repr=False)
    is_encrypted: bool = False
    authorities: str = ""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    def client(self, identifier: str) -> Client:
        """A client that takes up the session of its name (MQTT 5) and acknowledges nothing by itself."""
        client = Client(
            self.host,
            self.port,
            username=self.username,
            password=self.password,
            identifier=identifier,
            protocol=ProtocolVersion.V5,
            clean_start=False,
            properties=_session(),
            queue_type=Inbox,
            keepalive=KEEPALIVE_S,
            timeout=WITHIN_S,
            tls_context=self._tls(),
        )
        # aiomqtt has no word for paho's manual acknowledgement
        client._client.manual_ack_set(True)
        inbox, tap = inbox_of(client), Tap(client)
        inbox.stop, inbox.go_on = tap.shut, tap.open
        return client

    def _tls(self) -> ssl.SSLContext | None:
        return ssl.create_default_context(cafile=self.authorities or None) if self.is_encrypted else None


def broker_of(url: str, *, authorities: str = "") -> Broker:
    """The broker of `mqtt://user:password@host:1883` or `mqtts://…`; raises `NotABroker`, which repeats no password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotABroker("no address") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise NotABroker("mqtt://user:password@host:1883 or mqtts://… is needed")
    return Broker(
        parts.hostname,
        port or PORTS[parts.scheme],
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        parts.scheme == "mqtts",
        authorities,
    )


def acknowledge(client: Client, mid: int, qos: int) -> None:
    """Tell the broker that a message is stored; QoS 0 knows no such thing."""
    if qos:
        client._client.ack(mid, qos)


def inbox_of(client: Client) -> Inbox:
    """Where a client's messages wait."""
    return cast(Inbox, client._queue)


def is_refusal(code: object) -> bool:
    """Does this reason say that the broker does not want us, rather than that it is away?"""
    return getattr(code, "value", None) in REFUSALS


def _session() -> Properties:
    wanted: Any = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    wanted.SessionExpiryInterval = KEPT_S
    wanted.ReceiveMaximum = UNACKNOWLEDGED
    wanted.MaximumPacketSize = LARGEST_BYTES
    return wanted  # type: ignore[no-any-return]
