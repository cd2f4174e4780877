"""How the parts are doing that the portal can run without for a while: rooms say it, people are told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import structlog
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

log = structlog.get_logger(__name__)

UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """How a part is doing, in a word for machines and a sentence for people.

    `is_trouble`: what people see may be old or incomplete, and somebody should act. `figures` are plain values.
    """

    part: str
    word: str
    says: str | Promise
    is_trouble: bool = False
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """What programs call it: `mqtt_silent`."""
        return f"{self.part}_{self.word}"


Ask = Callable[[], Condition | None]
_parts: dict[str, Ask] = {}


def register(part: str, ask: Ask) -> None:
    """Have `ask` say how a part is doing, None where the portal has no such part; from `AppConfig.ready`."""
    _parts[part] = ask


def conditions() -> list[Condition]:
    """How every part is doing; one that cannot be asked is a trouble too, and holds up no other."""
    found = (_asked(part, ask) for part, ask in _parts.items())
    return [one for one in found if one is not None]


def troubles() -> list[Condition]:
    """What somebody should see to."""
    return [one for one in conditions() if one.is_trouble]


def trouble_codes() -> list[str]:
    """The codes of these, in a steady order."""
    return sorted(one.code for one in troubles())


def _asked(part: str, ask: Ask) -> Condition | None:
    try:
        return ask()
    except Exception:
        log.exception("condition_not_known", part=part)
        return Condition(
            part, UNKNOWN, _("A part of the portal cannot say how it is doing."), is_trouble=True
        )
