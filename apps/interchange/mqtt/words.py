"""What the figures of a listener are called, for admins."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.interchange.mqtt.figures import KIND, State
from apps.live.processes import Kind

STATES: Final[dict[str, str | Promise]] = {
    State.WAITING: _("ready, another process listens"),
    State.CONNECTING: _("connecting to the broker"),
    State.LISTENING: _("listening"),
    State.AWAY: _("the broker does not answer"),
    State.REFUSED: _("the broker refuses the portal's login or topics"),
}
FIGURES: Final[dict[str, str | Promise]] = {
    "broker": _("broker"),
    "connected_since": _("connected since"),
    "connections": _("connections made"),
    "last_message_at": _("last message at"),
    "received": _("messages received"),
    "waiting": _("messages that wait to be stored"),
    "repeated": _("messages that came again after a break, not counted twice"),
    "dropped": _("messages of QoS 0 dropped, for which there was no room"),
    "families": _("by family of topics"),
    "last_at": _("last message at"),
    "stored": _("stored"),
    "aside": _("understood and set aside"),
    "refused": _("refused, by reason"),
}
NAMES: Final[dict[str, str | Promise]] = {
    "frigate": _("Frigate (video analytics)"),
    "onvif": _("ONVIF cameras"),
    "readings": _("readings of sensors"),
    "other": _("other topics"),
    "detections": _("detections"),
    "plates": _("plate reads"),
    "statuses": _("camera states"),
    "says_nothing": _("nothing that the portal keeps"),
    "nothing_was_on": _("the end of what had not begun"),
}
CODES: Final[dict[str, str | Promise]] = {
    "not_json": _("no JSON"),
    "not_an_object": _("no JSON object"),
    "too_large": _("larger than 1 MiB"),
    "not_a_time": _("a time that cannot be read"),
    "in_future": _("a time more than 5 minutes ahead"),
    "no_time": _("a retained reading without a time"),
    "kept_event": _("a retained event"),
    "no_reference": _("no identifier"),
    "no_camera": _("no camera named"),
    "no_label": _("no label"),
    "no_state": _("no state"),
    "no_plate": _("no plate"),
    "not_a_plate": _("nothing that is a plate"),
    "no_sensor": _("no sensor named"),
    "not_a_number": _("no number"),
    "too_many": _("too many readings at once"),
    "not_a_status": _("an unknown status"),
    "unknown_camera": _("a camera that the portal does not know"),
    "ambiguous_camera": _("a name that several cameras have"),
    "unknown_sensor": _("a sensor that the portal does not know"),
    "ambiguous_sensor": _("a name that several sensors have"),
    "unknown_topic": _("a topic of no protocol"),
    "fault": _("a fault of the portal: see the log"),
}
LISTENERS: Final = Kind(
    KIND,
    _("MQTT listener"),
    states=STATES,
    words={**FIGURES, **NAMES, **CODES},
    headline=("broker", "received", "last_message_at"),
    hidden=frozenset({"quiet_s"}),
)
