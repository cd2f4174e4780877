"""The kinds of violation that come with the portal; what an admin has changed stays, unless asked."""

import json
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import transaction

from apps.cameras.models import ViolationKind

FIXTURE: Final = "fixtures/violation_kinds.json"


@transaction.atomic
def load(overwrite: bool) -> Mapping[str, int]:
    """Add the kinds that are missing, or bring all back to what is shipped; how many are new."""
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    kinds = ViolationKind.objects
    put = kinds.update_or_create if overwrite else kinds.get_or_create
    return {"violation_kinds": sum(put(code=row["code"], defaults=row)[1] for row in given["kinds"])}
