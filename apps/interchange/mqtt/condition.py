"""How the intake over MQTT is doing: asked of what its processes report, by whoever shows it to people."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.conditions import Condition
from apps.interchange.mqtt.figures import KIND, State
from apps.live.processes import ENDED, NOT_RUNNING, SILENT, Heard, heard_of

QUIET: Final = "quiet"
SAYS: Final[dict[str, str | Promise]] = {
    State.LISTENING: _("MQTT: listening at the broker."),
    State.WAITING: _("MQTT: a process is ready and is not yet listening."),
    State.CONNECTING: _("MQTT: connecting to the broker."),
    State.AWAY: _("MQTT: the broker does not answer. Nothing comes in from its cameras and sensors."),
    State.REFUSED: _("MQTT: the broker refuses the portal. Nothing comes in from its cameras and sensors."),
    SILENT: _("MQTT: the listening process is silent. What its cameras and sensors show may be old."),
    NOT_RUNNING: _("MQTT: no process is listening. Nothing comes in from its cameras and sensors."),
    QUIET: _("MQTT: connected, but no message has come for a long time."),
}
# of several processes the one that does most speaks for all
ORDER: Final = (State.LISTENING, State.REFUSED, State.AWAY, State.CONNECTING, State.WAITING, SILENT)
FINE: Final = {State.LISTENING, State.CONNECTING}


def mqtt_condition() -> Condition | None:
    """None where the settings name no broker and nobody listens."""
    heard = [one for one in heard_of(KIND) if one.condition != ENDED]
    if not heard and not settings.SAFECITY_MQTT_URL:
        return None
    speaker = _speaker(heard)
    word = _word(speaker)
    return Condition(
        KIND,
        word,
        SAYS[word],
        is_trouble=word not in FINE,
        figures={"processes": len(heard), **(_figures(speaker) if speaker else {})},
    )


def _speaker(heard: Sequence[Heard]) -> Heard | None:
    """The newest of those that do most."""
    ranked = sorted(heard, key=lambda one: (ORDER.index(one.condition), one.silent_s))
    return ranked[0] if ranked else None


def _word(speaker: Heard | None) -> str:
    if speaker is None:
        return NOT_RUNNING
    limit_s = settings.SAFECITY_MQTT_QUIET_S
    is_quiet = 0 < limit_s < speaker.figures.get("quiet_s", 0) + speaker.silent_s
    return QUIET if speaker.condition == State.LISTENING and is_quiet else speaker.condition


def _figures(speaker: Heard) -> dict[str, object]:
    said = speaker.figures
    return {
        "reported_s_ago": round(speaker.silent_s, 1),
        "connected_since": said.get("connected_since"),
        "last_message_at": said.get("last_message_at"),
    }
