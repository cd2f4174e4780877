"""The demo's alarm rules, switched on, and the plates that are looked for."""

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from apps.accounts.models import User
from apps.alarms.actions import save_rule, switch_rule
from apps.alarms.models import Rule
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.cameras.actions import Wanted, watch_plate
from apps.cameras.models import WatchEntry
from apps.demo.seeds import chance
from apps.demo.texts.plates import draw_plate

WANTED: Final = 12
_NIGHT: Final = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "22:00", "to": "06:00"}
_REASONS: Final = (
    "Olib qochilgan avtomobil",
    "Yoʻl-transport hodisasidan keyin yashiringan",
    "Qidiruvdagi shaxsga tegishli",
)


def rules(regions: Collection[str]) -> list[RuleDraft]:
    """What a centre adds to the rules that ship with the portal."""
    everywhere = frozenset(regions)
    return [
        RuleDraft(
            "Tunda yopiq hududda odam",
            Trigger.DETECTION,
            everywhere,
            "person_in_zone",
            3,
            conditions=[
                {"field": "label", "op": "is", "value": "person"},
                {"field": "zones", "op": "contains", "value": "yopiq hudud"},
                {"field": "score", "op": "above", "value": 0.7},
            ],
            schedule=_NIGHT,
        ),
        RuleDraft(
            "Yopiq hududda transport",
            Trigger.DETECTION,
            everywhere,
            "vehicle_in_zone",
            4,
            conditions=[
                {"field": "label", "op": "one_of", "value": ["car", "truck"]},
                {"field": "zones", "op": "contains", "value": "yopiq hudud"},
            ],
        ),
        RuleDraft(
            "Suv sathi xavfli",
            Trigger.THRESHOLD,
            everywhere,
            "water_level",
            1,
            settings={
                "kind": "water_level",
                "compare": "above",
                "limit": 4.0,
                "deadband": 0.2,
                "delay_s": 60,
            },
            escalate_after_s=120,
            opens_incident="flood",
        ),
        RuleDraft(
            "Havo ifloslangan",
            Trigger.THRESHOLD,
            everywhere,
            "air_quality",
            4,
            settings={"kind": "pm25", "compare": "above", "limit": 150.0, "deadband": 15.0, "delay_s": 600},
        ),
        RuleDraft(
            "Suv oʻlchagich jim",
            Trigger.ABSENCE,
            everywhere,
            "sensor_silent",
            4,
            settings={"kind": "water_level", "after_s": 1800},
        ),
    ]


def load_rules(*, regions: Collection[str], at: datetime) -> int:
    """Write the rules and switch them on, but for those that are there by their names."""
    known = set(Rule.objects.values_list("name", flat=True))
    missing = [draft for draft in rules(regions) if draft.name not in known]
    with transaction.atomic():
        for draft in missing:
            rule = save_rule(draft=draft, by=None, at=at)
            switch_rule(rule_id=rule.pk, is_on=True, by=None, at=at)
    return len(missing)


def load_watch_list(*, by: User, at: datetime) -> int:
    """Plates that are looked for in the whole nation; does nothing where somebody looks for one already."""
    if WatchEntry.objects.exists():
        return 0
    rng: random.Random = chance("watch list")
    with transaction.atomic():
        for plate in sorted({draw_plate(rng) for _ in range(WANTED)}):
            wanted = Wanted(
                plate=plate,
                reason=rng.choice(_REASONS),
                priority=rng.choice((1, 2, 2, 3)),
                valid_from=at - timedelta(days=14),
                valid_until=at + timedelta(days=90),
            )
            watch_plate(wanted=wanted, by=by, at=at)
    return WatchEntry.objects.count()
