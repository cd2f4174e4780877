"""The limits without a sign of life that come with the portal; what an admin has changed stays, unless asked."""

import json
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import transaction

from apps.incidents.models import IncidentType
from apps.inspectors.models import LifeLimit

FIXTURE: Final = "fixtures/life_limits.json"


@transaction.atomic
def load(overwrite: bool) -> Mapping[str, int]:
    """Add the limits that are missing, or bring all back to what is shipped; how many are new."""
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    known = {None, *IncidentType.objects.values_list("pk", flat=True)}
    rows = [row for row in given["limits"] if row["type"] in known]
    put = LifeLimit.objects.update_or_create if overwrite else LifeLimit.objects.get_or_create
    new = [put(type_id=row["type"], defaults={"limit_s": row["limit_s"]})[1] for row in rows]
    return {"life_limits": sum(new)}
