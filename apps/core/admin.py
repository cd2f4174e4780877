"""What every room's admin stands on. Import these, not unfold's or Django's own classes."""

from typing import Any

from django.db.models import AutoField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from import_export.admin import ExportMixin, ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm

from apps.core.admin_scope import Scoped, Unchangeable
from apps.core.exports import exported


class PortalAdmin(Scoped, ModelAdmin):
    """Reference data and people. Nothing is deleted here unless `deletable` says so."""

    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    warn_unsaved_form = True

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """A key that people choose is chosen once: typed over, the form would write another's row, in scope or not."""
        fields = tuple(super().get_readonly_fields(request, obj))
        key = self.model._meta.pk
        is_chosen = key is not None and key.editable and not isinstance(key, AutoField)
        return (*fields, key.name) if obj is not None and is_chosen and key.name not in fields else fields


class PortalTabularInline(Scoped, TabularInline):
    """Rows of another model inside a form."""

    extra = 0


class PortalStackedInline(Scoped, StackedInline):
    """Forms of another model inside a form."""

    extra = 0


class ReadOnlyAdmin(Unchangeable, PortalAdmin):
    """Operational records."""

    actions = None


class ReadOnlyInline(Unchangeable, PortalTabularInline):
    """Operational records inside a form."""


class Exporting:
    """Tables in the portal's formats; each export is told to the audit trail."""

    formats = (XLSX, CSV)
    export_form_class = SelectableFieldsExportForm
    model: type[Model]

    def get_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        rows = self.get_queryset(request)  # type: ignore[attr-defined]
        return {"request": request, "rows": rows}

    def get_data_for_export(self, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any) -> Dataset:
        data: Dataset = super().get_data_for_export(request, queryset, **kwargs)  # type: ignore[misc]
        request.exported_rows = len(data)  # type: ignore[attr-defined]
        return data

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet[Any], export_form: Any = None
    ) -> HttpResponse:
        answer: HttpResponse = super()._do_file_export(file_format, request, queryset, export_form)  # type: ignore[misc]
        exported(
            request,
            object_type=self.model._meta.label_lower,
            rows=getattr(request, "exported_rows", 0),
            file_format=file_format.get_title(),
        )
        return answer


class PortalExportAdmin(Exporting, ExportMixin, ReadOnlyAdmin):
    """Operational records that may leave as a table. Set `resource_classes`."""


class PortalImportExportAdmin(Exporting, ImportExportMixin, PortalAdmin):
    """Reference data and people: an import shows a preview, and stores nothing before it is confirmed.

    Set `resource_classes = [<a PortalResource>]`.
    """

    import_form_class = ImportForm
