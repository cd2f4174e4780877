"""Who looked at which camera, for admins: a table of its own, and the newest rows on the camera's page."""

from django.contrib import admin
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.cameras.models import Camera, Viewing
from apps.core.admin import ReadOnlyAdmin

SHOWN = 10


@admin.register(Viewing)
class ViewingAdmin(ReadOnlyAdmin):
    """Viewings of the regions' cameras; each is in the audit trail too."""

    scope_path = "camera__region"
    list_display = ("began_at", "last_at", "camera", "user", "kind", "address", "is_over")
    list_filter = ("kind", "camera__region")
    list_select_related = ("camera", "user")
    search_fields = ("camera__code", "camera__name", "user__username", "user__full_name")
    date_hierarchy = "began_at"


def newest_viewings(camera: Camera) -> SafeString:
    """The last few viewings of a camera as lines, and a way to all of them."""
    rows = camera.viewings.select_related("user").order_by("-began_at")[:SHOWN]
    lines = format_html_join("", "<li>{} – {} · {} · {}</li>", (_line(row) for row in rows))
    if not lines:
        return SafeString(_("Nobody has looked at this camera."))
    address = reverse("admin:cameras_viewing_changelist")
    return format_html(
        '<ul>{}</ul><a href="{}?camera__id__exact={}">{}</a>', lines, address, camera.pk, _("All viewings")
    )


def _line(row: Viewing) -> tuple[str, str, str, str]:
    began, last = timezone.localtime(row.began_at), timezone.localtime(row.last_at)
    return (
        formats.date_format(began, "DATETIME_FORMAT"),
        formats.time_format(last, "TIME_FORMAT"),
        row.user.actor_name,
        row.get_kind_display(),
    )
