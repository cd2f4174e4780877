"""Cameras for admins: on a map, as a table in and out, retired instead of deleted."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import apps.cameras.seen_admin  # noqa: F401 (registers what cameras saw)
from apps.accounts.models import User
from apps.cameras.actions import reinstate_camera, retire_camera, tell_of_cameras
from apps.cameras.health_admin import NodeActionForm, hang_on_node
from apps.cameras.login_admin import FIELDS, CameraForm, has_login, login_state
from apps.cameras.models import (
    Camera,
    CameraNetwork,
    CameraStatusEntry,
    NetworkNode,
)
from apps.cameras.tables import CameraResource
from apps.cameras.viewing_admin import newest_viewings
from apps.cameras.work_admin import work_ahead
from apps.core.admin import PortalAdmin, PortalImportExportAdmin, ReadOnlyAdmin
from apps.core.clock import now


@admin.register(Camera)
class CameraAdmin(PortalImportExportAdmin):
    """The status comes from the camera's health and is not set here."""

    scope_path = "region"
    resource_classes = [CameraResource]
    list_display = ("code", "name", "region", "kind", "status", "status_changed_at", "retired_at")
    list_filter = ("region", "kind", "status", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("region",)
    search_fields = ("code", "name", "address", "make", "owner")
    autocomplete_fields = ("district", "node")
    form = CameraForm
    readonly_fields = ("status", "status_changed_at", "retired_at", "login", "work", "viewings")
    actions = ("retire", "reinstate", "hang_on_node")
    action_form = NodeActionForm
    fieldsets = (
        (None, {"fields": ("code", "name", "kind", "region", "district", "address")}),
        (_("Make and owner"), {"fields": ("make", "model", "owner", "analytics_name")}),
        (_("Place and view"), {"fields": ("location", "direction", "azimuth", "fov_deg", "range_m")}),
        (_("Network"), {"fields": ("node", "stream_url", "snapshot_url")}),
        (_("Login at the camera"), {"fields": ("login", *FIELDS)}),
        (_("State"), {"fields": ("status", "status_changed_at", "retired_at")}),
        (_("Planned work"), {"fields": ("work",)}),
        (_("Viewings"), {"fields": ("viewings",)}),
    )

    @admin.display(description=_("last viewings"))
    def viewings(self, camera: Camera) -> str:
        """Who looked at the camera."""
        return newest_viewings(camera)

    @admin.display(description=_("login"))
    def login(self, camera: Camera) -> str:
        """Is one kept?"""
        return login_state(camera)

    @admin.display(description=_("now and ahead"))
    def work(self, camera: Camera) -> str:
        """Planned work that is not over."""
        return work_ahead(camera) if camera.pk else ""

    def save_model(self, request: HttpRequest, obj: Camera, form: Any, change: bool) -> None:
        before = Camera.objects.filter(pk=obj.pk).values_list("region_id", flat=True)
        left, had_login = set(before), has_login(obj)
        super().save_model(request, obj, form, change)
        is_lost = had_login and not has_login(obj)
        if isinstance(form, CameraForm):
            form.keep_login(obj, by=cast(User, request.user), at=now())
        if is_lost and not has_login(obj):
            words = _("The address leads to another host: the login is forgotten. Give it anew.")
            messages.warning(request, words)
        tell_of_cameras(camera_ids=[obj.pk], at=now(), left=left)

    @admin.action(description=_("Take out of use"), permissions=["change"])
    def retire(self, request: HttpRequest, cameras: QuerySet[Camera]) -> None:
        """Retire the chosen cameras."""
        for camera in cameras:
            retire_camera(camera_id=camera.pk, at=now())

    @admin.action(description=_("Put back into use"), permissions=["change"])
    def reinstate(self, request: HttpRequest, cameras: QuerySet[Camera]) -> None:
        """Bring the chosen cameras back."""
        for camera in cameras:
            reinstate_camera(camera_id=camera.pk, at=now())

    @admin.action(description=_("Hang on the network node"), permissions=["change"])
    def hang_on_node(self, request: HttpRequest, cameras: QuerySet[Camera]) -> None:
        """Hang the chosen cameras on the node whose code is given; without a code, on none."""
        changed = hang_on_node(request, cameras)
        self.message_user(request, _("%(n)d cameras changed.") % {"n": changed})


@admin.register(CameraStatusEntry)
class CameraStatusEntryAdmin(ReadOnlyAdmin):
    """What each camera's health was, and since when."""

    scope_path = "camera__region"
    list_display = ("at", "camera", "was", "status", "reason", "by_user")
    list_filter = ("status", "camera__region")
    list_select_related = ("camera", "by_user")
    search_fields = ("camera__code", "camera__name")
    date_hierarchy = "at"


@admin.register(CameraNetwork)
class CameraNetworkAdmin(PortalAdmin):
    """Where cameras are asked. Only an admin of the whole nation opens a network, or closes one."""

    scope_path = "region"
    national_only = True
    deletable = True
    list_display = ("cidr", "region", "name")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("name",)
    fields = ("cidr", "region", "name")


@admin.register(NetworkNode)
class NetworkNodeAdmin(PortalAdmin):
    """Switches, and where they stand."""

    scope_path = "region"
    list_display = ("code", "name", "region")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("code", "name")
    fields = ("code", "name", "region", "location")
