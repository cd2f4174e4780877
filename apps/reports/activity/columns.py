"""The figures of the field as columns: their names, what they mean in words, and how each is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.reports.activity.figures import FEW_CALLS, SATURATION_LIMIT, Figures
from apps.reports.renderers.numbers import aim_text
from apps.reports.tables import Cell, Kind


@dataclass(frozen=True, slots=True)
class Figure:
    """`about` is its definition; `of_calls`: a share or length that few calls say little of."""

    name: str
    title: Promise
    kind: Kind
    of: Callable[[Figures], Cell]
    about: Promise
    is_on_page: bool = True
    of_calls: bool = False

    def definition(self) -> str:
        """What it means, with the limits of now."""
        limits = {
            "within": settings.SAFECITY_ACCEPT_WITHIN_S,
            "limit": aim_text(SATURATION_LIMIT),
            "few": FEW_CALLS,
        }
        return str(self.about) % limits


def _s(us: float | None) -> float | None:
    return None if us is None else us / 1e6


FIGURES: Final = (
    Figure(
        "inspectors", _("On duty"), Kind.COUNT, lambda one: one.inspectors,
        _("Inspectors who were on duty by a shift at any time of the period."),
    ),
    Figure(
        "duty_s", _("Duty"), Kind.LENGTH, lambda one: one.duty_us / 1e6,
        _(
            "Time on duty by shifts as they came, not as they were planned, cut at midnight. In a crew of "
            "two each one’s hours count."
        ),
    ),
    Figure(
        "committed_s", _("On calls"), Kind.LENGTH, lambda one: one.committed_us / 1e6,
        _(
            "The part of duty in which the unit was sent somewhere: from being sent until the call was over "
            "for it. A moment counts once."
        ),
    ),
    Figure(
        "saturation", _("Saturation"), Kind.SHARE, lambda one: one.saturation,
        _("Time on calls divided by time on duty. More than %(limit)s leaves too little for prevention."),
    ),
    Figure(
        "calls", _("Calls"), Kind.COUNT, lambda one: one.calls,
        _(
            "Times that a unit was sent while somebody of its crew was on duty. A call counts once for its "
            "unit, and in a table of inspectors for each who was on duty with it. Exercises are left out."
        ),
    ),
    Figure(
        "accepted", _("Accepted"), Kind.COUNT, lambda one: one.accepted,
        _("Calls that were accepted, or for which the unit set out without pressing that."), is_on_page=False,
    ),
    Figure(
        "accepted_in_time", _("Accepted in time, n"), Kind.COUNT, lambda one: one.accepted_in_time,
        _("Calls that were accepted within %(within)s seconds."), is_on_page=False,
    ),
    Figure(
        "accepted_in_time_share", _("Accepted in time"), Kind.SHARE, lambda one: one.accepted_in_time_share,
        _(
            "The share of calls that were accepted within %(within)s seconds. What was refused, came too "
            "late or lacks a stamp is not in time."
        ),
        of_calls=True,
    ),
    Figure(
        "accept_median_s", _("To accept, median"), Kind.LENGTH, lambda one: _s(one.accept_median_us),
        _(
            "From being sent to accepting: half of the calls took no longer. Computed from each call’s own "
            "time, never averaged."
        ),
        of_calls=True,
    ),
    Figure(
        "accept_p90_s", _("To accept, p90"), Kind.LENGTH, lambda one: _s(one.accept_p90_us),
        _(
            "From being sent to accepting: nine of ten calls took no longer. Computed from each call’s own "
            "time, never averaged."
        ),
        of_calls=True,
    ),
    Figure(
        "refused", _("Refused"), Kind.COUNT, lambda one: one.refused,
        _("Calls that the crew refused, with a reason."),
    ),
    Figure(
        "expired", _("Not accepted"), Kind.COUNT, lambda one: one.expired,
        _("Calls that were taken back because nobody accepted them in time."),
    ),
    Figure(
        "withdrawn", _("Withdrawn"), Kind.COUNT, lambda one: one.withdrawn,
        _("Calls from which the unit was stood down, or taken for a more urgent one."), is_on_page=False,
    ),
    Figure(
        "arrived", _("Reached"), Kind.COUNT, lambda one: one.arrived,
        _("Calls at which the unit arrived."),
    ),
    Figure(
        "accept_n", _("To accept, n"), Kind.COUNT, lambda one: one.accept_n,
        _("Calls with both stamps, of which the times to accept are computed."), is_on_page=False,
    ),
    Figure(
        "accept_completeness", _("To accept, complete"), Kind.SHARE, lambda one: one.accept_completeness,
        _("Of the accepted calls the share with both stamps."), is_on_page=False,
    ),
    Figure(
        "completeness", _("Complete"), Kind.SHARE, lambda one: one.completeness,
        _(
            "Of all that units were sent to, the share that came while somebody of the crew was on duty by a "
            "shift and has its stamp. The rest is in no other figure."
        ),
    ),
    Figure(
        "off_shift", _("Off shift"), Kind.COUNT, lambda one: one.off_shift,
        _("Times that a unit was sent while nobody of its crew was on duty by a shift."), is_on_page=False,
    ),
    Figure(
        "unstamped", _("Without a stamp"), Kind.COUNT, lambda one: one.unstamped,
        _("Times that a unit was sent without the stamp when."), is_on_page=False,
    ),
    Figure(
        "unended", _("Without an end"), Kind.COUNT, lambda one: one.unended,
        _("Calls that are over without the stamp when. They count, but no time on calls."), is_on_page=False,
    ),
)  # fmt: skip
