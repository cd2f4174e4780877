"""Devices for admins: how the phone of one is set up, and how a lost one ends."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from apps.core.admin import PortalImportExportAdmin
from apps.core.clock import now
from apps.inspectors.actions import DeviceIsRevoked, revoke_device
from apps.inspectors.field.codes import drawn
from apps.inspectors.field.trackers import NAMES, Setup, app_of, set_up
from apps.inspectors.models import Device, DeviceSecret
from apps.inspectors.resting import settle_devices
from apps.inspectors.tables import DeviceResource


def end_if_revoked(request: HttpRequest, device: Device) -> None:
    """What a revoked tablet still holds ends at once."""
    if device.is_revoked:
        revoke_device(device_id=device.pk, by=request.user, at=now())  # type: ignore[arg-type]


@admin.register(Device)
class DeviceAdmin(PortalImportExportAdmin):
    """A lost device is revoked: its session ends, its socket closes, its positions are no longer taken."""

    scope_path = "unit__region"
    resource_classes = [DeviceResource]
    list_display = ("identifier", "unit", "region", "is_revoked")
    list_filter = ("unit__region", "is_revoked")
    list_select_related = ("unit__region",)
    search_fields = ("identifier", "unit__call_sign")
    autocomplete_fields = ("unit", "inspector")
    fields = ("identifier", "unit", "inspector", "is_revoked", "secret_made_at")
    readonly_fields = ("secret_made_at",)
    actions_detail = ("set_up",)

    def save_model(self, request: HttpRequest, obj: Device, form: Any, change: bool) -> None:
        obj.is_resting = obj.is_resting and obj.inspector is not None
        super().save_model(request, obj, form, change)
        settle_devices(Device.objects.filter(pk=obj.pk))
        end_if_revoked(request, obj)

    @admin.display(description=_("region"))
    def region(self, device: Device) -> str:
        """The unit's."""
        return str(device.unit.region)

    @admin.display(description=_("password made at"))
    def secret_made_at(self, device: Device) -> datetime | None:
        """When OwnTracks was set up on it last."""
        return DeviceSecret.objects.filter(device=device.pk).values_list("made_at", flat=True).first()

    def has_set_up_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change the device."""
        device = self.get_object(request, str(object_id)) if object_id else None
        return self.has_change_permission(request, device)

    @action(description=_("Set up a phone"), url_path="set-up", permissions=["set_up"])  # type: ignore[untyped-decorator]
    def set_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks which app, then shows its code, and a password once."""
        device = self.get_object(request, object_id)
        if not isinstance(device, Device):
            raise Http404
        setup: Setup | None = None
        if request.method == "POST":
            try:
                setup = self._set_up(request, device)
            except DeviceIsRevoked as refusal:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(reverse("admin:inspectors_device_change", args=[device.pk]))
        return self._shown(request, device, setup)

    def _set_up(self, request: HttpRequest, device: Device) -> Setup:
        app = app_of(request.POST.get("app", ""))
        if app is None:
            raise BadRequest
        portal = request.build_absolute_uri("/")
        return set_up(device, app=app, portal=portal, by=request.user, at=now())  # type: ignore[arg-type]

    def _shown(self, request: HttpRequest, device: Device, setup: Setup | None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Set up a phone"),
            "opts": self.model._meta,
            "original": device,
            "apps": {app.value: name for app, name in NAMES.items()},
            "setup": setup,
            "qr": drawn(setup.code) if setup else "",
        }
        return TemplateResponse(request, "admin/inspectors/device/set_up.html", context)
