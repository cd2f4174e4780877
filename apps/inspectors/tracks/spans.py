"""Which device told of a unit when, and which unit an inspector was with: a track follows both as they changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Q

from apps.inspectors.models import Device, Inspector, Unit, UnitStatusEntry
from apps.inspectors.workflow import UnitStatus


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` on and before `until`, `device_id` told where `unit_id` was."""

    device_id: int
    unit_id: int
    since: datetime
    until: datetime

    def within(self, since: datetime, until: datetime) -> "Span | None":
        """The part of it between two moments."""
        first, last = max(self.since, since), min(self.until, until)
        return Span(self.device_id, self.unit_id, first, last) if first < last else None


def spans_of_units(unit_ids: Collection[int], since: datetime, until: datetime) -> list[Span]:
    """The devices that these units had then, by the history of devices; in the order of devices and time."""
    wanted, found = set(unit_ids), []
    for device_id, changes in _history(wanted).items():
        moments = [at for at, _ in changes[1:]] + [until]
        # What a device was before its history begins, it was from the beginning.
        starts = [since, *(at for at, _ in changes[1:])]
        for (_, unit_id), first, last in zip(changes, starts, moments, strict=True):
            span = Span(device_id, unit_id, first, last).within(since, until)
            if unit_id in wanted and span is not None:
                found.append(span)
    return found


def spans_of_unit(unit: Unit, since: datetime, until: datetime) -> list[Span]:
    """The devices that the unit had then."""
    return spans_of_units([unit.pk], since, until)


def spans_of_inspector(inspector: Inspector, since: datetime, until: datetime) -> list[Span]:
    """The devices of the units that he or she was on duty with, while on duty: nobody's way home is a track."""
    duties = list(_duties(inspector, since, until))
    spans = spans_of_units({unit_id for unit_id, _, _ in duties}, since, until)
    cut = (
        span.within(first, last)
        for unit_id, first, last in duties
        for span in spans
        if span.unit_id == unit_id
    )
    return [span for span in cut if span is not None]


def _history(unit_ids: set[int]) -> dict[int, list[tuple[datetime, int]]]:
    """Of each device that ever was with one of the units: when it came to which unit, in order."""
    events = apps.get_model("inspectors", "DeviceEvent")._default_manager
    devices = set(Device.objects.filter(unit__in=unit_ids).values_list("pk", flat=True))
    devices |= set(events.filter(unit__in=unit_ids).values_list("pgh_obj_id", flat=True))
    rows = events.filter(pgh_obj__in=devices).order_by("pgh_obj_id", "pgh_id")
    history: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for device_id, at, unit_id in rows.values_list("pgh_obj_id", "pgh_created_at", "unit_id"):
        history[device_id].append((at, unit_id))
    return history


def _duties(
    inspector: Inspector, since: datetime, until: datetime
) -> Iterable[tuple[int, datetime, datetime]]:
    """`(unit, from, until)` of the shifts that touch the time."""
    rows = inspector.shifts.filter(Q(ended_at=None) | Q(ended_at__gt=since), began_at__lt=until)
    for unit_id, began_at, ended_at in rows.order_by("began_at").values_list(
        "unit_id", "began_at", "ended_at"
    ):
        yield unit_id, began_at or since, ended_at or until


def on_duty_only(spans: Iterable[Span], until: datetime) -> list[Span]:
    """What of these spans lies outside of the times in which the unit was off duty, by the history of its status."""
    spans = list(spans)
    away = _times_off_duty({span.unit_id for span in spans}, until)
    return [part for span in spans for part in _without(span, away[span.unit_id])]


def _times_off_duty(unit_ids: set[int], until: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    """Of each unit: when it went off duty and when it came back, in order; `until` where it did not."""
    rows = UnitStatusEntry.objects.filter(unit__in=unit_ids, at__lt=until).order_by("unit_id", "at", "id")
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    since: dict[int, datetime] = {}
    for unit_id, at, status in rows.values_list("unit_id", "at", "status"):
        if status == UnitStatus.OFF_DUTY:
            since.setdefault(unit_id, at)
        elif unit_id in since:
            found[unit_id].append((since.pop(unit_id), at))
    for unit_id, at in since.items():
        found[unit_id].append((at, until))
    return found


def _without(span: Span, away: Iterable[tuple[datetime, datetime]]) -> list[Span]:
    """The parts of a span that are left when these times, in order, are taken out."""
    left, begins = [], span.since
    for first, last in away:
        left.append(span.within(begins, first))
        begins = max(begins, last)
    left.append(span.within(begins, span.until))
    return [part for part in left if part is not None]
