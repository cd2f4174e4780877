"""Forms and tables of the admin that show personal data: each reading is told to the audit trail."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from tablib import Dataset

from apps.core.readings import Reading, read


class Personal:
    """Beside a `PortalImportExportAdmin`: `personal_fields` are the columns whose reading is kept."""

    personal_fields: ClassVar[tuple[str, ...]] = ()
    model: type[Model]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """The form of a row that is there already shows what it holds."""
        fields = tuple(name for name in self.personal_fields if getattr(obj, name, ""))
        if fields:
            region = getattr(obj, "region_id", None)
            read(request, Reading(self._kind, fields, obj.pk, region))
        response: HttpResponse = super().render_change_form(request, context, *args, obj=obj, **kwargs)  # type: ignore[misc]
        return response

    def get_data_for_export(self, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any) -> Dataset:
        data: Dataset = super().get_data_for_export(request, queryset, **kwargs)  # type: ignore[misc]
        self._read_table(request, data.headers or (), len(data))
        return data

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The preview of an import shows what the rows hold until now."""
        response: HttpResponse = super().import_action(request, **kwargs)  # type: ignore[misc]
        result = (getattr(response, "context_data", None) or {}).get("result")
        if result is not None:
            known = sum(row.import_type in {"update", "skip"} for row in result.rows)
            self._read_table(request, result.diff_headers or (), known)
        return response

    @property
    def _kind(self) -> str:
        return self.model._meta.label_lower

    def _read_table(self, request: HttpRequest, columns: Iterable[str], rows: int) -> None:
        fields = _among(self.personal_fields, set(columns))
        if fields and rows:
            read(request, Reading(self._kind, fields, rows=rows))


def _among(names: Iterable[str], columns: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in columns)
