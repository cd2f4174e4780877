"""Outages for admins, and hanging many cameras on a switch at once."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.forms import ActionForm

from apps.cameras.models import Camera, NetworkNode, Outage
from apps.core.admin import ReadOnlyAdmin


@admin.register(Outage)
class OutageAdmin(ReadOnlyAdmin):
    """When cameras and network nodes did not work; written by their health alone."""

    scope_path = "region"
    list_display = ("began_at", "ended_at", "camera", "node", "cause", "cameras_count", "region")
    list_filter = ("cause", "region", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("camera", "node", "region")
    search_fields = ("camera__code", "camera__name", "node__code", "node__name")
    date_hierarchy = "began_at"
    fields = (
        "region",
        "camera",
        "node",
        "part_of",
        "cause",
        "began_at",
        "ended_at",
        "noticed_at",
        "cameras_count",
    )


class NodeActionForm(ActionForm):
    """Beside the action: the code of the network node that it is about."""

    node_code = forms.CharField(label=_("network node"), required=False, max_length=40)


def hang_on_node(request: HttpRequest, cameras: QuerySet[Camera]) -> int:
    """Hang the cameras on the node whose code was given, each on that of its own region; without a code, on none.

    Answers how many cameras changed. Row by row, so that each change is in the audit trail.
    """
    code = str(request.POST.get("node_code", "")).strip()
    nodes = dict(NetworkNode.objects.filter(code=code).values_list("region", "pk"))
    changed = 0
    for camera in cameras:
        node = nodes.get(camera.region_id) if code else None
        if camera.node_id != node and (node is not None or not code):
            camera.node_id = node
            camera.save(update_fields=["node"])
            changed += 1
    return changed
