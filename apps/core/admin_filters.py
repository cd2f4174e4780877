"""Lists of the admin are narrowed by what the caller sees, not by all that there is."""

from typing import Any

from django.contrib.admin import FieldListFilter, ModelAdmin, RelatedFieldListFilter
from django.http import HttpRequest

from apps.core.admin_scope import is_national


class WithinSight(RelatedFieldListFilter):
    """Django's own offers every row of the other table by its name: the clients and people of other regions too."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: ModelAdmin) -> Any:
        own_admin = model_admin.admin_site._registry.get(field.remote_field.model)
        if own_admin is None or is_national(request):
            return super().field_choices(field, request, model_admin)
        seen = own_admin.get_queryset(request).values("pk")
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to={"pk__in": seen})


def narrow_filters() -> None:
    """From now on every filter by a relation is such a one."""
    FieldListFilter.register(lambda field: bool(field.remote_field), WithinSight, take_priority=True)
