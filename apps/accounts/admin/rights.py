"""Forms that give rights: checked against what the admin holds."""

from typing import Any

from django import forms
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from apps.accounts.grants import Grant, problems_of
from apps.accounts.models import ApiClient, User
from apps.accounts.roles import INTEGRATION
from apps.regions.scope import NOTHING, Scope


def scope_of_admin(request: HttpRequest) -> Scope:
    """What the admin holds."""
    return request.user.scope if isinstance(request.user, User) else NOTHING


def held_by(row: User | ApiClient) -> Grant:
    """The rights that are stored, asked of the database: `row` may be half-changed by a form."""
    stored = type(row)._base_manager.get(pk=row.pk)
    regions = frozenset(row.regions.values_list("code", flat=True))
    if isinstance(stored, User):
        return Grant(stored.role, stored.is_national, regions)
    return Grant(INTEGRATION, stored.is_national, regions, frozenset(stored.scopes))


def as_checkboxes(db_field: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Fifteen regions are ticked, not held with Ctrl."""
    return (
        {**kwargs, "widget": UnfoldAdminCheckboxSelectMultipleWidget}
        if db_field.name == "regions"
        else kwargs
    )


class RightsForm(forms.ModelForm):
    """Base of the forms of users and clients; the admin sets `giver` on the class made for the request."""

    giver: Scope = NOTHING

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for field, sentence in problems_of(self.giver, self.wanted(cleaned)).items():
            self.add_error(field if field in self.fields else None, sentence)
        return cleaned

    def wanted(self, cleaned: dict[str, Any]) -> Grant:
        """The rights as they would be; a field that the form does not show stays as it is."""
        row = self.instance
        regions = cleaned.get("regions")
        if regions is None and row.pk:
            regions = row.regions.all()
        return Grant(
            cleaned.get("role") or getattr(row, "role", "") or INTEGRATION,
            bool(cleaned.get("is_national", row.is_national)),
            frozenset(region.pk for region in regions or ()),
            frozenset(cleaned.get("scopes") or ()),
        )
