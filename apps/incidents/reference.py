"""The kinds of incident and the targets that come with the portal; what an admin has changed stays."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from apps.incidents.models import IncidentType, Target

FIXTURE: Final = "fixtures/incident_types.json"


@transaction.atomic
def load(at: datetime) -> int:
    """Add the types and targets that are missing; answers how many. Run again, it adds nothing."""
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    is_first = not Target.objects.exists()
    added = sum(_add_type(row) for row in given["types"])
    # A target that an admin took away stays away.
    return added + (sum(_add_target(row) for row in given["targets"]) if is_first else 0)


def _add_type(row: dict[str, Any]) -> bool:
    return IncidentType.objects.get_or_create(code=row["code"], defaults=row)[1]


def _add_target(row: dict[str, Any]) -> bool:
    keys = {"type_id": row.get("type"), "priority": row["priority"], "interval": row["interval"]}
    values = {"limit_s": row["limit_s"], "share": Decimal(str(row["share"]))}
    return Target.objects.get_or_create(**keys, defaults=values)[1]
