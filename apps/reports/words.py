"""The words of reports as people read them."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.incidents.workflow import Interval
from apps.reports.intervals import State

STATE_NAMES: Final[dict[State, Promise]] = {
    State.COUNTED: _("counted"),
    State.OPEN: _("still open"),
    State.MISSING: _("stamp missing"),
    State.DISORDERED: _("stamps out of order"),
    State.CANCELLED: _("cancelled before"),
    State.UNFOUNDED: _("unfounded before"),
    State.EXERCISE: _("exercise"),
    State.MERGED: _("merged duplicate"),
    State.OFFICER_INITIATED: _("initiated by an officer"),
    State.TEST_CALL: _("test call"),
}
# From which stamp to which.
BETWEEN: Final[dict[Interval, Promise]] = {
    Interval.ANSWERING: _("rings → answered"),
    Interval.PROCESSING: _("acknowledged → dispatched"),
    Interval.HOLD: _("reported → dispatched"),
    Interval.ACCEPTANCE: _("assigned → accepted"),
    Interval.TURNOUT: _("dispatched → en route"),
    Interval.TRAVEL: _("en route → on scene"),
    Interval.ARRIVAL: _("dispatched → on scene"),
    Interval.TOTAL_RESPONSE: _("reported → on scene"),
    Interval.RESOLUTION: _("reported → resolved"),
}
BREAKDOWN_NAMES: Final[dict[str, Promise]] = {
    "region": _("region"),
    "district": _("district"),
    "type": _("incident type"),
    "priority": _("priority"),
    "day": _("day"),
    "week": _("week"),
    "month": _("month"),
}
PRESET_NAMES: Final[dict[str, Promise]] = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "last_7_days": _("Last 7 days"),
    "last_30_days": _("Last 30 days"),
    "this_month": _("This month"),
    "last_month": _("Last month"),
    "this_quarter": _("This quarter"),
    "this_year": _("This year"),
}
COMPARE_NAMES: Final[dict[str, Promise]] = {
    "previous": _("the period before"),
    "year": _("a year earlier"),
    "none": _("no comparison"),
}
STAGE_NAMES: Final[dict[str, Promise]] = {
    "": _("waiting for a worker"),
    "facts": _("gathering the facts"),
    "total": _("computing the totals"),
    "comparison": _("computing the comparison"),
    "breakdowns": _("computing the tables"),
    "notices": _("looking for what is missing"),
    "files": _("writing the files"),
    "ready": _("ready"),
}
WEEKDAYS: Final[tuple[Promise, ...]] = (
    _("Mon"),
    _("Tue"),
    _("Wed"),
    _("Thu"),
    _("Fri"),
    _("Sat"),
    _("Sun"),
)
NATIONAL_QUEUE: Final = _("National queue")
UNKNOWN: Final = _("not known")
