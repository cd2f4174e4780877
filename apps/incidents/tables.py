"""Types, targets and incidents as tables."""

from typing import Any

from import_export.fields import Field
from import_export.results import Result
from import_export.widgets import ForeignKeyWidget
from tablib import Dataset

from apps.core.clock import now
from apps.core.tables import PortalResource, saved_by
from apps.incidents.actions import tell_of_targets
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

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        """Tell the screens, once."""
        super().after_import(dataset, result, **kwargs)
        if saved_by(result, **kwargs):
            tell_of_targets(at=now())


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
