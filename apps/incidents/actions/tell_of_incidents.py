"""What incidents show of other rows has changed: a unit's call sign, a handler's name, a target."""

from datetime import datetime
from typing import Final

from apps.incidents.ledger import TOPIC, seen_by
from apps.incidents.models import Incident, IncidentShare
from apps.incidents.querysets import IncidentQuerySet
from apps.live.epochs import new_epoch
from apps.live.feed import change

# More than so many at once, and screens had better load everything anew.
ONE_BY_ONE: Final = 100


def tell_of_incidents(*, incidents: IncidentQuerySet, at: datetime) -> None:
    """Send those of `incidents` that are open anew to the screens; the incidents themselves have not changed."""
    with change(at=at) as feed:
        found = list(incidents.open().order_by("pk")[: ONE_BY_ONE + 1])
        if len(found) > ONE_BY_ONE:
            for code in _regions_of(incidents.open()):
                new_epoch(region=code)
            return
        for incident in found:
            feed.touch(
                topic=TOPIC, kind="incident.revised", object_id=str(incident.pk), regions=seen_by(incident)
            )


def _regions_of(incidents: IncidentQuerySet) -> list[str]:
    own = incidents.order_by().values_list("region", flat=True).distinct()
    shared = IncidentShare.objects.filter(incident__in=incidents.order_by().values("pk"))
    return sorted({*own, *shared.values_list("region", flat=True)})


def tell_of_targets(*, at: datetime) -> None:
    """A target was made, changed or taken away: whatever is open may have another one now."""
    tell_of_incidents(incidents=Incident.objects.all(), at=at)
