"""Users as a table: who, as what, where."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget

from apps.accounts.admin.rights import held_by, scope_of_admin
from apps.accounts.grants import Grant, may_govern, problems_of
from apps.accounts.models import User
from apps.core.tables import PortalResource
from apps.regions.models import Region


class RegionsWidget(ManyToManyWidget):
    """Codes, separated by commas; an unknown one is an error and not silence."""

    def __init__(self) -> None:
        super().__init__(Region, separator=",", field="code")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Region]:
        codes = codes_of(value)
        found = list(Region.objects.filter(code__in=codes))
        if unknown := sorted(codes - {region.code for region in found}):
            raise ValueError(_("There is no region %(codes)s.") % {"codes": ", ".join(unknown)})
        return found


def codes_of(value: Any) -> frozenset[str]:
    """The codes of a cell."""
    return frozenset(code.strip() for code in str(value or "").split(",") if code.strip())


class UserResource(PortalResource):
    """A new user has no password: an admin sets the first one. Passwords never leave the portal."""

    scope_path = None
    regions = Field(attribute="regions", column_name="regions", widget=RegionsWidget())

    class Meta(PortalResource.Meta):
        model = User
        import_id_fields = ("username",)
        fields = ("username", "full_name", "role", "regions", "is_national", "language", "is_active")
        export_order = fields

    def init_instance(self, row: Any = None) -> User:
        user: User = super().init_instance(row)
        user.set_unusable_password()
        return user

    def before_save_instance(self, instance: User, row: Any, **kwargs: Any) -> None:
        """Refuse what a form would refuse."""
        if self.request is None:
            return
        giver = scope_of_admin(self.request)
        if instance.pk and not may_govern(giver, held_by(instance)):
            raise ValidationError(_("You cannot change this user."))
        if instance.pk and instance.pk == self.request.user.pk:
            raise ValidationError(_("You cannot change your own rights."))
        regions = codes_of(row["regions"]) if "regions" in row else _regions_of(instance)
        if problems := problems_of(giver, Grant(instance.role, instance.is_national, regions)):
            raise ValidationError(problems)


def _regions_of(user: User) -> frozenset[str]:
    return frozenset(user.regions.values_list("code", flat=True)) if user.pk else frozenset()
