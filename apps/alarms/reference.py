"""The kinds of alarm that come with the portal; what an admin has changed stays, unless asked."""

import json
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import transaction

from apps.alarms.models import AlarmType

FIXTURE: Final = "fixtures/alarm_types.json"


@transaction.atomic
def load(overwrite: bool) -> Mapping[str, int]:
    """Add the types that are missing, or bring all back to what is shipped; how many are new."""
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    put = AlarmType.objects.update_or_create if overwrite else AlarmType.objects.get_or_create
    return {"alarm types": sum(put(code=row["code"], defaults=row)[1] for row in given["types"])}
