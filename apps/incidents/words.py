"""The words of the workflow as people read them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.incidents.workflow import Interval, Outcome, Stamp, Status

STATUS_NAMES: Final[dict[Status, Promise]] = {
    Status.REPORTED: _("reported"),
    Status.ACKNOWLEDGED: _("acknowledged"),
    Status.DISPATCHED: _("dispatched"),
    Status.EN_ROUTE: _("en route"),
    Status.ON_SCENE: _("on scene"),
    Status.RESOLVED: _("resolved"),
    Status.CLOSED: _("closed"),
    Status.ON_HOLD: _("on hold"),
    Status.CANCELLED: _("cancelled"),
    Status.UNFOUNDED: _("unfounded"),
    Status.REOPENED: _("reopened"),
    Status.MERGED: _("merged"),
}
OUTCOME_NAMES: Final[dict[Outcome, Promise]] = {
    Outcome.DEALT_WITH: _("dealt with"),
    Outcome.REPORT_TAKEN: _("report taken"),
    Outcome.DETAINED: _("detained"),
    Outcome.HANDED_OVER: _("handed over"),
    Outcome.NOTHING_FOUND: _("nothing found"),
    Outcome.FALSE_ALARM: _("false alarm"),
}
STAMP_NAMES: Final[dict[Stamp, Promise]] = {
    Stamp.REPORTED_AT: _("reported at"),
    Stamp.ACKNOWLEDGED_AT: _("acknowledged at"),
    Stamp.DISPATCHED_AT: _("dispatched at"),
    Stamp.EN_ROUTE_AT: _("en route at"),
    Stamp.ON_SCENE_AT: _("on scene at"),
    Stamp.RESOLVED_AT: _("resolved at"),
    Stamp.CLOSED_AT: _("closed at"),
}
INTERVAL_NAMES: Final[dict[Interval, Promise]] = {
    Interval.ANSWERING: _("answering"),
    Interval.PROCESSING: _("processing"),
    Interval.HOLD: _("hold"),
    Interval.ACCEPTANCE: _("acceptance"),
    Interval.TURNOUT: _("turnout"),
    Interval.TRAVEL: _("travel"),
    Interval.ARRIVAL: _("arrival"),
    Interval.TOTAL_RESPONSE: _("total response"),
    Interval.RESOLUTION: _("resolution"),
}
PRIORITY_NAMES: Final[dict[int, Promise]] = {
    1: _("critical"),
    2: _("high"),
    3: _("medium"),
    4: _("low"),
    5: _("normal"),
}
STATUSES: Final = [(word.value, name) for word, name in STATUS_NAMES.items()]
OUTCOMES: Final = [(word.value, name) for word, name in OUTCOME_NAMES.items()]
STAMPS: Final = [(word.value, name) for word, name in STAMP_NAMES.items()]
INTERVALS: Final = [(word.value, name) for word, name in INTERVAL_NAMES.items()]
PRIORITIES: Final = list(PRIORITY_NAMES.items())
