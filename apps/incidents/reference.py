"""The kinds of incident and the targets that come with the portal; what an admin has changed stays, unless asked."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from apps.incidents.models import IncidentType, Target

FIXTURE: Final = "fixtures/incident_types.json"


@transaction.atomic
def load(overwrite: bool) -> Mapping[str, int]:
    """Add the types and targets that are missing, or bring all back to what is shipped; how many of each are new."""
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    # A target that an admin took away stays away.
    with_targets = overwrite or not Target.objects.exists()
    types = sum(_put_type(row, overwrite) for row in given["types"])
    targets = sum(_put_target(row, overwrite) for row in given["targets"]) if with_targets else 0
    return {"types": types, "targets": targets}


def _put_type(row: dict[str, Any], overwrite: bool) -> bool:
    put = IncidentType.objects.update_or_create if overwrite else IncidentType.objects.get_or_create
    return put(code=row["code"], defaults=row)[1]


def _put_target(row: dict[str, Any], overwrite: bool) -> bool:
    keys = {"type_id": row.get("type"), "priority": row["priority"], "interval": row["interval"]}
    values = {"limit_s": row["limit_s"], "share": Decimal(str(row["share"]))}
    put = Target.objects.update_or_create if overwrite else Target.objects.get_or_create
    return put(**keys, defaults=values)[1]
