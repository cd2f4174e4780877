"""Types, targets and incidents as tables."""

from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from apps.core.tables import PortalResource
from apps.incidents.models import Incident, IncidentType, Target


class IncidentTypeResource(PortalResource):
    """Types by their code."""

    scope_path = None

    class Meta(PortalResource.Meta):
        model = IncidentType
        import_id_fields = ("code",)
        fields = ("code", "name_uz", "name_ru", "name_en", "category", "default_priority", "is_active")
        export_order = fields


class TargetResource(PortalResource):
    """Targets by type, priority and interval; an empty type means every type."""

    scope_path = None
    type = Field(attribute="type", column_name="type", widget=ForeignKeyWidget(IncidentType, "code"))

    class Meta(PortalResource.Meta):
        model = Target
        import_id_fields = ("type", "priority", "interval")
        fields = ("type", "priority", "interval", "limit_s", "share")
        export_order = fields


class IncidentResource(PortalResource):
    """Incidents without what callers said: the columns stay as they are."""

    class Meta(PortalResource.Meta):
        model = Incident
        fields = (
            "number",
            "region",
            "district",
            "type",
            "priority",
            "highest_priority",
            "status",
            "title",
            "address",
            "source",
            "source_ref",
            "is_exercise",
            "is_officer_initiated",
            "reported_at",
            "acknowledged_at",
            "dispatched_at",
            "en_route_at",
            "on_scene_at",
            "resolved_at",
            "closed_at",
            "outcome",
            "calls_count",
        )
        export_order = fields
