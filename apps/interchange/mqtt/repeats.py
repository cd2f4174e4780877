"""What has been taken in already and comes once more after a break of the connection.

A broker sends retained messages with every subscription, and what was not acknowledged with every connection (MQTT 5,
3.3.1.3 and 4.4: with the same packet identifiers, in the same order, before anything new). Stored twice, a camera's old
`offline` would be one more failure in a row, and a reading without a time would be of two moments.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from aiomqtt import Message

from apps.interchange.mqtt.broker import UNACKNOWLEDGED

# topics whose last message is remembered; a sensor has one, a camera a few
MOST_TOPICS: Final = 200_000


@dataclass(slots=True)
class Repeats:
    """What this process has stored: the last message of each topic, and the latest ones by packet identifier.

    `doubtful` are the latest ones of the connection before, which may come again at the start of this one.
    """

    last: OrderedDict[int, int] = field(default_factory=OrderedDict)
    latest: OrderedDict[int, int] = field(default_factory=OrderedDict)
    doubtful: dict[int, int] = field(default_factory=dict)

    def begin(self) -> None:
        """A new connection: the broker may not have heard which messages were stored."""
        self.doubtful = dict(self.latest)

    def is_known(self, message: Message) -> bool:
        """Has this very message been stored? One that was published anew has not, whatever it says."""
        if message.retain:
            return self.last.get(hash(str(message.topic))) == _print_of(message)
        if not message.qos:
            return False
        if self.doubtful.get(message.mid) == _print_of(message):
            return True
        self.doubtful.clear()
        return False

    def remember(self, message: Message) -> None:
        """It is stored."""
        _keep(self.last, hash(str(message.topic)), _print_of(message), most=MOST_TOPICS)
        if message.qos:
            _keep(self.latest, message.mid, _print_of(message), most=UNACKNOWLEDGED)


def _keep(kept: OrderedDict[int, int], key: int, value: int, *, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


def _print_of(message: Message) -> int:
    return hash((str(message.topic), message.payload))
