"""What a listener has done since it started, as admins see it."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from apps.core.clock import iso, now
from apps.interchange.mqtt.tally import Tally

KIND: Final = "mqtt"


class State(StrEnum):
    """What a listener is doing."""

    # another one holds the lease
    WAITING = "waiting"
    CONNECTING = "connecting"
    LISTENING = "listening"
    AWAY = "away"
    REFUSED = "refused"


@dataclass(slots=True)
class Figures:
    """Counts since the process started, and where it stands.

    `repeated` are messages that came again after a break and were known; they are in no other count. `dropped` are
    those of QoS 0 for which there was no room.
    """

    broker: str
    state: State = State.WAITING
    connected_since: datetime | None = None
    connections: int = 0
    repeated: int = 0
    dropped: int = 0
    counted: Tally = field(default_factory=Tally)
    codes: Counter[str] = field(default_factory=Counter)
    heard_from: float = field(default_factory=time.monotonic)

    def connect(self) -> None:
        """The broker lets the portal in and listen."""
        self.state = State.LISTENING
        self.connected_since = now()
        self.connections += 1
        self.heard_from = time.monotonic()

    def part(self, state: State) -> None:
        """The connection is gone, or was never made."""
        self.state = state
        self.connected_since = None

    def add(self, tally: Tally) -> None:
        """Count a batch that is stored."""
        self.codes.update(tally.codes)
        self.counted.add(tally)
        self.counted.refused.clear()
        if tally.messages:
            self.heard_from = time.monotonic()

    def told(self, *, waiting: int, dropped: int) -> dict[str, Any]:
        """All of it as JSON, with what waits and was dropped in this connection's inbox.

        `quiet_s`: seconds since a message came, or since the connection was made.
        """
        counted = self.counted
        last_at = max(counted.last_at.values(), default=None)
        return {
            "broker": self.broker,
            "connected_since": iso(self.connected_since),
            "connections": self.connections,
            "last_message_at": iso(last_at),
            "quiet_s": round(time.monotonic() - self.heard_from, 1),
            "received": counted.messages,
            "waiting": waiting,
            "repeated": self.repeated,
            "dropped": self.dropped + dropped,
            "families": {
                name: {"received": number, "last_at": iso(counted.last_at.get(name))}
                for name, number in sorted(counted.families.items())
            },
            "stored": dict(sorted(counted.taken.items())),
            "aside": dict(sorted(counted.aside.items())),
            "refused": dict(sorted(self.codes.items())),
        }
