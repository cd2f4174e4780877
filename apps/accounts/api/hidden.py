"""What exists and is hidden from whoever asked: the answer does not tell, the audit trail does."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from apps.core.errors import Sought
from apps.regions.scope import Scope


def hidden_from(scope: Scope, sought: Sought) -> Model | None:
    """The row that was asked for when it lies outside of `scope`; None when it is missing, or within.

    Rows that know no scope are hidden from nobody.
    """
    rows = getattr(sought.model, "_default_manager")  # noqa: B009 - a protected name of any model
    if not hasattr(rows, "in_scope") or "\x00" in str(sought.value):
        return None
    try:
        found: Model | None = rows.filter(**{sought.field: sought.value}).first()
    except (ValueError, ValidationError):
        return None
    if found is None or rows.in_scope(scope).filter(pk=found.pk).exists():
        return None
    return found
