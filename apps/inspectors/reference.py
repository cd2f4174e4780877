"""The dispatch rules and needs that come with the portal (examples, editable); what an admin has changed stays."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from apps.inspectors.models import DispatchRule, Need

FIXTURE: Final = "fixtures/dispatch_rules.json"


@transaction.atomic
def load(overwrite: bool) -> Mapping[str, int]:
    """Add what is shipped for every region where there is nothing yet, or bring it back; how many rows are new."""
    given = json.loads((settings.BASE_DIR / FIXTURE).read_text(encoding="utf-8"))
    return {
        "rules": _put(DispatchRule, given["rules"], overwrite),
        "needs": _put(Need, given["needs"], overwrite),
    }


def _put(model: type[DispatchRule] | type[Need], rows: list[dict[str, Any]], overwrite: bool) -> int:
    """What a region has of its own stays in any case; what an admin took away stays away."""
    shipped = model._default_manager.filter(region=None)
    if overwrite:
        shipped.delete()
    elif shipped.exists():
        return 0
    for row in rows:
        type_id = row.pop("type", None)
        model._default_manager.create(type_id=type_id, **row)
    return len(rows)
