"""Values as devices write them: JSON, times, scores and words; pure. What is not one raises `NotUnderstood`."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeGuard

from apps.core.encoding import decode
from apps.interchange.facts import NotUnderstood

# A message of Frigate with a long path is some 30 KB; 10,000 readings are 700 KB.
MOST_BYTES: Final = 1024 * 1024
AHEAD_WITHIN: Final = timedelta(minutes=5)
# an epoch of more than this counts milliseconds: as seconds it would lie in the year 5138
MILLISECONDS_FROM: Final = 100_000_000_000
MOST_ZONES: Final = 32


def json_of(payload: bytes) -> Any:
    """The value of a payload; raises for one that is too large or no JSON."""
    if len(payload) > MOST_BYTES:
        raise NotUnderstood("too_large")
    try:
        return decode(payload)
    except ValueError:
        raise NotUnderstood("not_json") from None


def object_of(value: Any) -> Mapping[str, Any]:
    """The value, which must be a JSON object."""
    if not isinstance(value, dict):
        raise NotUnderstood("not_an_object")
    return value


def is_number(value: Any) -> TypeGuard[float]:
    """Is it a number? JSON's true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def moment(value: Any, *, heard_at: datetime) -> datetime:
    """An epoch in seconds or milliseconds, or ISO 8601 (without a zone: UTC); at most 5 minutes ahead of `heard_at`."""
    try:
        at = _epoch(value) if is_number(value) else _iso(value)
    except (ValueError, OverflowError, OSError):
        raise NotUnderstood("not_a_time") from None
    if at > heard_at + AHEAD_WITHIN:
        raise NotUnderstood("in_future")
    return at


def _epoch(value: float) -> datetime:
    return datetime.fromtimestamp(value / 1000 if value > MILLISECONDS_FROM else value, UTC)


def _iso(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError("neither a number nor a text")
    at = datetime.fromisoformat(value)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def score(value: Any) -> float | None:
    """A likelihood of 0 to 1, also as a text; None for anything else."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return float(value) if is_number(value) and 0 <= value <= 1 else None


def word(value: Any, *, most: int) -> str:
    """A text without control characters, cut to what is kept; empty for anything else."""
    if not isinstance(value, str):
        return ""
    return "".join(letter for letter in value if letter.isprintable()).strip()[:most]


def words(values: Any, *, most: int) -> tuple[str, ...]:
    """The texts of a list, each once, the first 32."""
    if not isinstance(values, Iterable) or isinstance(values, str | Mapping):
        return ()
    return tuple(dict.fromkeys(filter(None, (word(one, most=most) for one in values))))[:MOST_ZONES]


def reference(value: Any, *, most: int = 120) -> str:
    """What the source calls a thing by; never cut, since two might become one."""
    text = str(value) if isinstance(value, str) or is_number(value) else ""
    if not text or len(text) > most or not text.isprintable():
        raise NotUnderstood("no_reference")
    return text
