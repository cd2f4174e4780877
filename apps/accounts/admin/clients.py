"""Other systems and their keys."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from apps.accounts.actions import issue_key, revoke_key
from apps.accounts.admin.rights import RightsForm, as_checkboxes, held_by, scope_of_admin
from apps.accounts.grants import may_govern
from apps.accounts.models import ApiClient, ApiKey
from apps.accounts.roles import CLIENT_SCOPES, REGIONAL_SCOPES, Can
from apps.core.admin import PortalAdmin, ReadOnlyAdmin, ReadOnlyInline
from apps.core.admin_scope import is_national
from apps.core.clock import now


def _named(scopes: Collection[Can]) -> list[tuple[str, str]]:
    return [(scope.value, scope.value) for scope in sorted(scopes)]


class ClientForm(RightsForm):
    """Scopes by name, those that the admin may give."""

    scopes = forms.MultipleChoiceField(
        label=_("scopes"),
        choices=_named(CLIENT_SCOPES),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "scopes" in self.fields and not self.giver.is_national:
            self.fields["scopes"].choices = _named(REGIONAL_SCOPES)  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    """How long a new key shall live."""

    expires_on = forms.DateTimeField(
        label=_("Expires on"),
        required=False,
        help_text=_("Empty: it lives until it is revoked."),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day is not None and day <= now():
            raise forms.ValidationError(_("This day is over."))
        return day


class KeyInline(ReadOnlyInline):
    model = ApiKey
    fields = ("prefix", "created_at", "expires_at", "revoked_at", "last_used_at")
    readonly_fields = fields
    can_delete = False
    verbose_name_plural = _("keys")


@admin.register(ApiClient)
class ApiClientAdmin(PortalAdmin):
    """A client is closed, not deleted."""

    form = ClientForm
    scope_path = "regions"
    list_display = ("name", "told_regions", "told_scopes", "is_active", "created_at")
    list_filter = ("is_active", "is_national", "regions")
    search_fields = ("name",)
    fields = ("name", "scopes", "is_national", "regions", "is_active")
    inlines = (KeyInline,)
    actions_detail = ("issue_key",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiClient]:
        rows: QuerySet[ApiClient] = super().get_queryset(request)
        return rows.prefetch_related("regions")

    @admin.display(description=_("regions"))
    def told_regions(self, client: ApiClient) -> str:
        """Codes, or the whole nation."""
        return (
            str(_("whole nation")) if client.is_national else ", ".join(r.code for r in client.regions.all())
        )

    @admin.display(description=_("scopes"))
    def told_scopes(self, client: ApiClient) -> str:
        """The words, separated by commas."""
        return ", ".join(client.scopes)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return not isinstance(obj, ApiClient) or may_govern(scope_of_admin(request), held_by(obj))

    def has_issue_key_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """A key is as good as the client's rights."""
        client = self.get_object(request, str(object_id)) if object_id else None
        return self.has_change_permission(request, client)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return () if is_national(request) else ("is_national",)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **as_checkboxes(db_field, kwargs))

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.giver = scope_of_admin(request)
        return form

    def save_model(self, request: HttpRequest, obj: ApiClient, form: Any, change: bool) -> None:
        if not change:
            obj.created_at = now()
        super().save_model(request, obj, form, change)

    @action(description=_("Issue a key"), url_path="issue-key", permissions=["issue_key"])  # type: ignore[untyped-decorator]
    def issue_key(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks how long, then shows the key, once."""
        client = self.get_object(request, object_id)
        if not isinstance(client, ApiClient):
            raise Http404
        form = KeyForm(request.POST if request.method == "POST" else None)
        key = ""
        if request.method == "POST" and form.is_valid():
            _row, key = issue_key(client=client, at=now(), expires_at=form.cleaned_data["expires_on"])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Issue a key"),
            "opts": self.model._meta,
            "original": client,
            "form": form,
            "key": key,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/accounts/apiclient/issue_key.html", context)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """Keys of all clients in scope; the only thing to do with one is to revoke it."""

    scope_path = "client__regions"
    list_display = ("prefix", "client", "created_at", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("client",)
    search_fields = ("prefix", "client__name")
    fields = ("prefix", "client", "created_at", "expires_at", "revoked_at", "last_used_at")
    actions = ("revoke",)  # type: ignore[assignment]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Any admin, for the keys of the clients that he or she governs."""
        return self.may_edit(request)

    @admin.action(description=_("Revoke the selected keys"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        """Refused from now on."""
        giver = scope_of_admin(request)
        mine = [key for key in keys.select_related("client") if may_govern(giver, held_by(key.client))]
        for key in mine:
            revoke_key(key_id=key.pk, at=now())
        text = ngettext("%(n)s key is revoked.", "%(n)s keys are revoked.", len(mine))
        messages.success(request, text % {"n": len(mine)})
