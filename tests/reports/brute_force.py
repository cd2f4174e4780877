"""The figures once more, as a patient clerk would do them: incident by incident, in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apps.incidents.models import Call, Incident, PriorityChange, Target
from apps.inspectors.models import Assignment

UNRESOLVED = {"reported", "acknowledged", "dispatched", "en_route", "on_scene", "on_hold", "reopened"}
INCIDENT_INTERVALS = {
    "processing": ("acknowledged_at", "dispatched_at"),
    "hold": ("reported_at", "dispatched_at"),
    "turnout": ("dispatched_at", "en_route_at"),
    "travel": ("en_route_at", "on_scene_at"),
    "arrival": ("dispatched_at", "on_scene_at"),
    "total_response": ("reported_at", "on_scene_at"),
    "resolution": ("reported_at", "resolved_at"),
}
ORDER = ["acknowledged_at", "dispatched_at", "en_route_at", "on_scene_at", "resolved_at", "closed_at"]
NAMES = [*INCIDENT_INTERVALS, "answering", "acceptance"]


def percentile(values: list[float], share: float) -> float | None:
    """Continuous interpolation between the two nearest ranks."""
    if not values:
        return None
    values = sorted(values)
    place = (len(values) - 1) * share
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def local_day(incident: Incident) -> Any:
    return incident.reported_at.astimezone(ZoneInfo("Asia/Tashkent")).date()


def priority_before(incident: Incident, stop: datetime | None) -> int:
    if stop is None:
        return incident.highest_priority
    changes = PriorityChange.objects.filter(incident=incident)
    return min([incident.initial_priority, *(change.after for change in changes if change.at < stop)])


def target_of(type_id: str, priority: int, interval: str) -> int | None:
    targets = {t.type_id: t.limit_s for t in Target.objects.filter(priority=priority, interval=interval)}
    return targets.get(type_id, targets.get(None))


Pair = tuple[str, datetime | None, datetime | None, bool, datetime | None]


def pairs_of(incident: Incident) -> Iterable[Pair]:
    """Interval, start, stop, whether a missing stop can still come, and when it was certain that it would not."""
    unresolved = incident.status in UNRESOLVED
    for name, (start, stop) in INCIDENT_INTERVALS.items():
        later = ORDER[ORDER.index(stop) + 1 :]
        stop_at = getattr(incident, stop)
        if name == "resolution":
            yield name, incident.reported_at, None if unresolved else stop_at, unresolved, None
        else:
            can_come = unresolved and not any(getattr(incident, stamp) for stamp in later)
            yield name, getattr(incident, start), stop_at, can_come, None
    calls = list(Call.objects.filter(incident=incident))
    for call in calls:
        is_by_hand = call.client_id is None and call.taken_by_id is not None
        can_come, over = (False, None) if is_by_hand else (call.ended_at is None, call.ended_at)
        yield "answering", call.rang_at, call.answered_at, can_come, over
    if not calls:
        can_come = unresolved and not any(getattr(incident, stamp) for stamp in ORDER[1:])
        yield "answering", incident.reported_at, incident.acknowledged_at, can_come, None
    for assignment in Assignment.objects.filter(incident=incident):
        went_on = assignment.en_route_at or assignment.on_scene_at or assignment.cleared_at
        over = None if went_on else assignment.ended_at
        can_come = not went_on and over is None
        yield "acceptance", assignment.assigned_at, assignment.accepted_at, can_come, over


def barred(incident: Incident) -> str | None:
    if incident.is_exercise:
        return "exercise"
    if incident.merged_into_id:
        return "merged"
    return "officer_initiated" if incident.is_officer_initiated else None


def computed(
    incidents: Iterable[Incident], key_of: Callable[[Incident], Any], as_of: datetime
) -> dict[Any, dict[str, dict[str, Any]]]:
    """Figures by key and interval, as the API gives them."""
    lengths: dict[Any, list[float]] = defaultdict(list)
    counts: dict[Any, Counter[str]] = defaultdict(Counter)
    for incident in incidents:
        for name, start, stop, can_come, over in pairs_of(incident):
            place = (key_of(incident), name)
            count = counts[place]
            reason = barred(incident)
            limit = target_of(incident.type_id, priority_before(incident, stop), name)
            if reason:
                count[reason] += 1
            elif start and stop and stop >= start:
                seconds = (stop - start) / timedelta(seconds=1)
                lengths[place].append(seconds)
                count["judged"] += limit is not None
                count["within"] += limit is not None and seconds <= limit
            elif start and stop:
                count["disordered"] += 1
            elif incident.status in {"cancelled", "unfounded"}:
                count[incident.status] += 1
            elif stop is None and can_come:
                count["open"] += 1
                if start and limit is not None and start + timedelta(seconds=limit) < as_of:
                    count["missed_open"] += 1
            else:
                count["missing"] += 1
                if start and stop is None and over and limit is not None:
                    count["missed_open"] += min(over, as_of) - start > timedelta(seconds=limit)
    result: dict[Any, dict[str, dict[str, Any]]] = defaultdict(dict)
    for (key, name), count in counts.items():
        result[key][name] = _told(lengths[(key, name)], count)
    return dict(result)


def _told(values: list[float], count: Counter[str]) -> dict[str, Any]:
    both = len(values) + count["disordered"]
    due = both + count["missing"] + count["open"]
    reasons = (
        "open",
        "missing",
        "disordered",
        "cancelled",
        "unfounded",
        "exercise",
        "merged",
        "officer_initiated",
    )
    return {
        "n": len(values),
        "completeness": both / due if due else None,
        "median_s": percentile(values, 0.5),
        "mean_s": sum(values) / len(values) if values else None,
        "p90_s": percentile(values, 0.9),
        "p95_s": percentile(values, 0.95),
        "within_target": count["within"] / count["judged"] if count["judged"] else None,
        "missed_open": count["missed_open"],
        "excluded": {reason: count[reason] for reason in reasons if count[reason]},
        "judged": count["judged"],
    }
