"""Protected sites for admins: the perimeter is drawn on a map; who is called stands below it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.alarms.models import Site, SiteContact
from apps.core.admin import PortalAdmin, PortalTabularInline
from apps.core.readings import Reading, read


class SiteContactInline(PortalTabularInline):
    """Whom to call; somebody who has left is taken out."""

    model = SiteContact
    deletable = True
    fields = ("order", "name", "post", "phone")


@admin.register(Site)
class SiteAdmin(PortalAdmin):
    """A site that is given up is retired."""

    scope_path = "region"
    list_display = ("code", "name", "kind", "region", "address", "retired_at")
    list_filter = ("region", "kind", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("region",)
    search_fields = ("code", "name", "address")
    autocomplete_fields = ("district", "cameras")
    raw_id_fields = ("sensors",)
    inlines = (SiteContactInline,)
    fieldsets = (
        (None, {"fields": ("code", "name", "kind", "region", "district", "address", "retired_at")}),
        (_("perimeter"), {"fields": ("perimeter",)}),
        (_("Watched"), {"fields": ("cameras", "sensors", "instructions")}),
    )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """The form shows whom to call, in full: that is told to the audit trail."""
        contacts = obj.contacts.count() if obj is not None else 0
        if contacts:
            read(
                request,
                Reading("alarms.sitecontact", ("name", "phone"), obj.pk, obj.region_id, rows=contacts),
            )
        response: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        return response
