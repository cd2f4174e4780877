"""Where a flood of alarms begins and ends: a fact of the region, for all its screens."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q

from apps.accounts.models import User
from apps.accounts.roles import Can, roles_with
from apps.alarms.flood import WINDOW, is_flood
from apps.alarms.models import Alarm, Flood
from apps.live.feed import Feed, change
from apps.live.presence import present
from apps.regions.models import Region

TOPIC = "floods"


def watch_floods(*, at: datetime) -> int:
    """Begin and end floods by what has come in the last ten minutes; how many changed."""
    counts, standing = _counts(at), {flood.region_id: flood for flood in Flood.objects.filter(ended_at=None)}
    operators = _operators(at, {*counts, *standing})
    turned = [
        code
        for code in sorted({*counts, *standing})
        if is_flood(counts.get(code, 0), operators=operators[code], was=code in standing)
        != (code in standing)
    ]
    if not turned:
        return 0
    with change(at=at) as feed:
        for code in turned:
            if code in standing:
                _end(standing[code], feed, at)
            else:
                _begin(code, counts[code], operators[code], feed, at)
    return len(turned)


def _counts(at: datetime) -> dict[str, int]:
    """Alarms of the last ten minutes by region."""
    lately = Alarm.objects.filter(raised_at__gt=at - WINDOW, raised_at__lte=at)
    rows = lately.order_by().values("region").annotate(count=Count("pk"))
    return {row["region"]: row["count"] for row in rows}


def _operators(at: datetime, codes: set[str]) -> Mapping[str, int]:
    """How many people who work on alarms have a screen of the region before them; at least one."""
    here = User.objects.filter(
        pk__in=present(at=at).values("user"), role__in=roles_with(Can.HANDLE_ALARMS), is_national=False
    )
    rows = Region.objects.filter(pk__in=codes).annotate(
        people=Count("users", filter=Q(users__in=here.values("pk")), distinct=True)
    )
    return {row.pk: max(row.people, 1) for row in rows}


def _begin(code: str, count: int, operators: int, feed: Feed, at: datetime) -> None:
    flood = Flood.objects.create(region_id=code, began_at=at, alarms_count=count, operators=operators)
    feed.touch(topic=TOPIC, kind="flood.began", object_id=str(flood.pk), regions=[code])


def _end(flood: Flood, feed: Feed, at: datetime) -> None:
    flood.ended_at = at
    flood.version += 1
    flood.save(update_fields=["ended_at", "version"])
    feed.touch(topic=TOPIC, kind="flood.ended", object_id=str(flood.pk), regions=[flood.region_id])
