"""Saved views and wall displays in the admin."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from apps.accounts.admin.rights import held_by, scope_of_admin
from apps.accounts.grants import may_govern
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.admin import PortalAdmin, PortalTabularInline
from apps.core.admin_scope import is_national, rows_in_scope
from apps.core.clock import now
from apps.map.actions import issue_token, revoke_token
from apps.map.display import LIVE
from apps.map.models import Display, SavedView, Turn

# A display that nobody looks after is shut out in the end.
USUAL_LIFE: Final = timedelta(days=365)


class TokenForm(forms.Form):
    """Until when a new token shall be valid: through that day, by the portal's clock."""

    expires_on = forms.DateField(
        label=_("Valid through"), widget=UnfoldAdminTextInputWidget(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = localtime(at).date()
        self.fields["expires_on"].initial = self._today + USUAL_LIFE

    def clean_expires_on(self) -> datetime:
        day = self.cleaned_data["expires_on"]
        if not self._today <= day <= self._today + 10 * USUAL_LIFE:
            raise forms.ValidationError(_("Choose a day from today on, within ten years."))
        return make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))


@admin.register(SavedView)
class SavedViewAdmin(PortalAdmin):
    """What people have saved; an admin mends names and sharing, and takes away what nobody needs."""

    deletable = True
    list_display = ("name", "slug", "owner", "is_shared", "region", "saved_at")
    list_filter = ("is_shared", "region")
    search_fields = ("name", "slug", "owner__username")
    fields = ("name", "slug", "query", "owner", "is_shared", "region", "saved_at")
    readonly_fields = ("owner", "saved_at")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A view is saved at the console, where it is seen."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What is shared with everybody is an admin's of the whole nation."""
        is_shared_with_all = isinstance(obj, SavedView) and obj.is_shared and obj.region_id is None
        return super().has_change_permission(request, obj) and (
            is_national(request) or not is_shared_with_all
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.has_change_permission(request, obj)


class TurnInline(PortalTabularInline):
    """The views of a display, in their order."""

    model = Turn
    deletable = True
    fields = ("order", "view", "seconds")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "view":
            kwargs["queryset"] = rows_in_scope(SavedView.objects.all(), request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Display)
class DisplayAdmin(PortalAdmin):
    """A display is revoked, not deleted."""

    scope_path = "user__regions"
    list_display = ("name", "user", "prefix", "issued_at", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("user__regions",)
    search_fields = ("name", "user__username")
    fields = ("name", "user", "prefix", "issued_at", "expires_at", "revoked_at", "last_used_at")
    readonly_fields = ("prefix", "issued_at", "expires_at", "revoked_at", "last_used_at")
    inlines = (TurnInline,)
    actions = ("revoke",)
    actions_detail = ("issue_token",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A token is as good as the rights of the display's account: whoever gives one must hold them all."""
        is_mine = not isinstance(obj, Display) or _governs(request, obj.user)
        return super().has_change_permission(request, obj) and is_mine

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            displays = field.queryset.filter(role=Role.DISPLAY)
            field.queryset = displays.filter(pk__in=[one.pk for one in displays if _governs(request, one)])
        return field

    def has_issue_token_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change the display."""
        display = self.get_object(request, str(object_id)) if object_id else None
        return self.has_change_permission(request, display)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Any admin, for the displays of own regions."""
        return self.may_edit(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Whose rights a display has is chosen once: its token was given to that account."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "user") if obj is not None else fields

    @action(description=_("Issue an address"), url_path="issue-token", permissions=["issue_token"])  # type: ignore[untyped-decorator]
    def issue_token(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks until when, then shows the address with the token, once."""
        display = self.get_object(request, object_id)
        if not isinstance(display, Display):
            raise Http404
        form = TokenForm(request.POST if request.method == "POST" else None, at=now())
        address = ""
        if request.method == "POST" and form.is_valid():
            _row, token = issue_token(display=display, at=now(), expires_at=form.cleaned_data["expires_on"])
            address = f"{request.build_absolute_uri(reverse('display', args=[_first(display)]))}#{token}"
        context = {
            **self.admin_site.each_context(request),
            "title": _("Issue an address"),
            "opts": self.model._meta,
            "original": display,
            "form": form,
            "address": address,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/map/display/issue_token.html", context)

    @admin.action(description=_("Revoke the selected displays"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, displays: QuerySet[Display]) -> None:
        """Shut out from now on."""
        mine = [display for display in displays if _governs(request, display.user)]
        count = len([revoke_token(display_id=display.pk, at=now()) for display in mine])
        text = ngettext("%(n)s display is revoked.", "%(n)s displays are revoked.", count)
        messages.success(request, text % {"n": count})


def _governs(request: HttpRequest, user: User) -> bool:
    return may_govern(scope_of_admin(request), held_by(user))


def _first(display: Display) -> str:
    turn = display.turns.select_related("view").first()
    return turn.view.slug if turn else LIVE
