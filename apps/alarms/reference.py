"""The kinds of alarm and the first rules that come with the portal; what people have changed stays, unless asked."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from apps.alarms.actions import save_rule, switch_rule
from apps.alarms.models import AlarmType, Rule
from apps.alarms.rules.drafts import RuleDraft
from apps.alarms.words import Trigger
from apps.core.clock import now
from apps.regions.models import Region

FIXTURE: Final = "fixtures/alarm_types.json"


@transaction.atomic
def load(overwrite: bool) -> Mapping[str, int]:
    """Add the types that are missing, or bring all back to what is shipped.

    A rule comes only where there never was one of its trigger: what people have changed or retired is theirs.
    """
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    put = AlarmType.objects.update_or_create if overwrite else AlarmType.objects.get_or_create
    types = sum(put(code=row["code"], defaults=row)[1] for row in given["types"])
    regions = frozenset(Region.objects.values_list("pk", flat=True))
    had = set(Rule.objects.values_list("trigger", flat=True))
    new = [row for row in given["rules"] if regions and row["trigger"] not in had]
    return {"types": types, "rules": sum(_write(row, regions, now()) for row in new)}


def _write(row: dict[str, Any], regions: frozenset[str], at: datetime) -> int:
    """A rule for the whole country, switched on."""
    draft = RuleDraft(**row | {"trigger": Trigger(row["trigger"]), "regions": regions})
    rule = save_rule(draft=draft, by=None, at=at)
    switch_rule(rule_id=rule.pk, is_on=True, by=None, at=at)
    return 1
