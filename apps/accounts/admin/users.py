"""People: made, changed, unlocked and imported by admins, who give no more than they hold."""

from typing import Any

from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from apps.accounts.admin.rights import RightsForm, as_checkboxes, held_by, scope_of_admin
from apps.accounts.admin.user_table import UserResource
from apps.accounts.audit import record
from apps.accounts.grants import may_govern
from apps.accounts.models import AuditKind, User
from apps.accounts.roles import NATIONAL_ROLES
from apps.core.admin import PortalImportExportAdmin
from apps.core.admin_personal import Personal
from apps.core.admin_scope import is_national

RIGHTS = ("role", "is_national", "regions", "is_active")


class NewUserForm(RightsForm, UserCreationForm):
    """A name, a first password and rights. There is no other way in than a password, so nobody is asked for one."""

    usable_password = None


class UserForm(RightsForm, UserChangeForm):
    """Everything but the password, which has a form of its own."""


class PasswordForm(AdminPasswordChangeForm):
    """A new password."""

    usable_password = None


@admin.register(User)
class UserAdmin(Personal, DjangoUserAdmin, PortalImportExportAdmin):  # type: ignore[misc]
    """Nobody is deleted: an account is closed, and its traces stay."""

    form = UserForm
    add_form = NewUserForm
    change_password_form = PasswordForm
    resource_classes = [UserResource]
    personal_fields = ("full_name", "email")
    scope_path = "regions"
    list_display = ("username", "full_name", "role", "told_regions", "is_active", "last_login")
    list_filter = ("role", "is_active", "is_national", "regions")
    search_fields = ("username", "full_name")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    actions = ("unlock",)
    fieldsets = (
        (None, {"fields": ("username", "password", "full_name", "email", "language")}),
        (_("Rights"), {"fields": RIGHTS}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {"fields": ("username", "full_name", "language", "password1", "password2")},
        ),
        (_("Rights"), {"fields": ("role", "is_national", "regions")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        return rows.prefetch_related("regions")

    @admin.display(description=_("regions"))
    def told_regions(self, user: User) -> str:
        """Codes, or the whole nation."""
        return (
            str(_("whole nation"))
            if user.is_national
            else ", ".join(region.code for region in user.regions.all())
        )

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return not isinstance(obj, User) or may_govern(scope_of_admin(request), held_by(obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        fields = tuple(self.readonly_fields)
        if obj is not None and obj.pk == request.user.pk:
            return (*fields, *RIGHTS)  # nobody changes his or her own rights
        return fields if is_national(request) else (*fields, "is_national")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **as_checkboxes(db_field, kwargs))

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.giver = scope_of_admin(request)
        return form

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "role" and not is_national(request):
            field.choices = [choice for choice in field.choices if choice[0] not in NATIONAL_ROLES]
        return field

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        response: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            record(
                AuditKind.PASSWORD_CHANGED,
                by=request.user,
                request=request,
                object_type=User._meta.label_lower,
                object_id=id,
            )
        return response

    @admin.action(description=_("Lift the lock after failed sign-ins"), permissions=["change"])
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """Forget the failed sign-ins of these users."""
        for user in users:
            reset(username=user.username)
            record(
                AuditKind.UNLOCKED,
                by=request.user,
                request=request,
                object_type=User._meta.label_lower,
                object_id=user.pk,
            )
        text = ngettext("%(n)s user may sign in again.", "%(n)s users may sign in again.", len(users))
        messages.success(request, text % {"n": len(users)})
