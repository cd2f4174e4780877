"""What forms and tables changed of units and their people is told to the screens."""

from collections.abc import Collection
from datetime import datetime

from apps.incidents.actions import tell_of_incidents
from apps.incidents.actions.tell_of_incidents import ONE_BY_ONE
from apps.incidents.models import Incident
from apps.inspectors.ledger import TOPIC
from apps.inspectors.models import Assignment, Unit
from apps.live.epochs import new_epoch
from apps.live.feed import change


def tell_of_units(*, unit_ids: Collection[int], at: datetime, left: Collection[str] = ()) -> None:
    """Send units anew, and the incidents that name them; `left` are regions that they were taken from."""
    rows = Unit.objects.filter(pk__in=list(unit_ids)).values_list("pk", "region_id")
    sent = Assignment.objects.active().filter(unit__in=list(unit_ids))
    with change(at=at) as feed:
        tell_of_incidents(incidents=Incident.objects.filter(pk__in=sent.values("incident")), at=at)
        if len(rows) > ONE_BY_ONE:
            for code in sorted({region for _, region in rows}):
                new_epoch(region=code)
            return
        for pk, region in rows:
            feed.touch(topic=TOPIC, kind="unit.changed", object_id=str(pk), regions={region})
            if gone := set(left) - {region}:
                feed.remove(topic=TOPIC, kind="unit.removed", object_id=str(pk), regions=gone)


def tell_of_crews(*, inspector_ids: Collection[int], at: datetime) -> None:
    """Send the units anew that name these people."""
    units = Unit.objects.filter(crew__in=list(inspector_ids)).values_list("pk", flat=True).distinct()
    tell_of_units(unit_ids=list(units), at=at)
