"""The trail's own rows, for admins of the whole nation; auditors have the page `/audit/`."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from apps.accounts.models import AuditEntry, User
from apps.core.admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Append-only: nobody writes here, the database sees to it."""

    list_display = ("at", "kind", "user", "client", "name", "path", "address")
    list_filter = ("kind", "at")
    search_fields = ("name", "path", "user__username", "client__name")
    list_select_related = ("user", "client")
    date_hierarchy = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.administers and request.user.reads_audit

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """For anybody else no entry is there, so that a page cannot tell one by how it refuses."""
        rows: QuerySet[AuditEntry] = super().get_queryset(request)
        return rows if self.has_module_permission(request) else rows.none()
