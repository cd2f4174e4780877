"""What goes over a socket: frames that are encoded once, and the hello of a client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from apps.core.clock import iso
from apps.core.encoding import decode, encode
from apps.live.publish import Note

NOT_SIGNED_IN: Final = 4401
RIGHTS_CHANGED: Final = 4403
TOO_SLOW: Final = 4408
BAD_FRAME: Final = 4400
TRY_LATER: Final = 1013

HELLO_LIMIT: Final = 16_384
WORD_LIMIT: Final = 64
SEQ_LIMIT: Final = 2**53


class Frame:
    """A text message for many sockets: as ASGI takes it, and as the bytes of one WebSocket frame."""

    def __init__(self, text: str) -> None:
        self.message: Final = {"type": "websocket.send", "text": text}
        self._body = text

    @cached_property
    def raw(self) -> bytes:
        """A final, unmasked text frame (RFC 6455 section 5.2)."""
        body = self._body.encode()
        size = len(body)
        if size < 126:
            return bytes((0x81, size)) + body
        if size < 65_536:
            return b"\x81\x7e" + size.to_bytes(2, "big") + body
        return b"\x81\x7f" + size.to_bytes(8, "big") + body


@dataclass(frozen=True, slots=True)
class Sendable:
    """An event ready for sockets; `redacted` is None where displays get nothing."""

    seq: int
    topic: str
    full: Frame
    redacted: Frame | None

    @classmethod
    def of(cls, note: Note) -> "Sendable":
        """The event of a note from Redis or the database."""
        return cls(
            note.seq, note.topic, Frame(note.payload), None if note.redacted is None else Frame(note.redacted)
        )


def welcome(
    seq: Mapping[str, int], epoch: Mapping[str, str], *, at: datetime, troubles: Sequence[str] = ()
) -> Frame:
    """The answer to a hello; `troubles` are codes of what makes the screen old or incomplete."""
    told = {"seq": seq, "epoch": epoch, "server_time": iso(at), "troubles": list(troubles)}
    return _frame({"type": "welcome", **told})


def heartbeat(seq: Mapping[str, int], *, at: datetime, troubles: Sequence[str] = ()) -> Frame:
    """Everything up to `seq` that a socket asked for was sent on it."""
    return _frame({"type": "heartbeat", "seq": seq, "server_time": iso(at), "troubles": list(troubles)})


def own(seq: int, *, at: datetime) -> Frame:
    """To one person in the field: how far his or her own feed has come."""
    return _frame({"type": "own", "seq": seq, "server_time": iso(at)})


def resync(code: str, regions: list[str]) -> Frame:
    """Reload the snapshot: what was missed in these regions cannot be sent."""
    return _frame({"type": "resync", "code": code, "regions": regions})


def _frame(value: Mapping[str, object]) -> Frame:
    return Frame(encode(value).decode())


class NotAHello(ValueError):
    """A client sent something that is not a hello."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What a client has and wants; `topics` is None where it wants all."""

    since: Mapping[str, int]
    epoch: Mapping[str, str]
    topics: frozenset[str] | None


def read_hello(text: str | None) -> Hello:
    """The hello in a client's frame; raises `NotAHello` for anything else."""
    if text is None or len(text) > HELLO_LIMIT:
        raise NotAHello
    try:
        value = decode(text)
    except ValueError as error:
        raise NotAHello from error
    if not isinstance(value, dict) or value.get("type") != "hello":
        raise NotAHello
    return Hello(
        since=_mapping(value.get("since"), _is_seq),
        epoch=_mapping(value.get("epoch"), _is_word),
        topics=_topics(value.get("topics")),
    )


def _mapping(value: Any, accepts: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(map(accepts, value.values())):
        raise NotAHello
    return value


def _topics(value: Any) -> frozenset[str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(map(_is_word, value)):
        raise NotAHello
    return frozenset(value)


def _is_seq(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= SEQ_LIMIT


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= WORD_LIMIT
