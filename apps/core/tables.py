"""Rows as a table that leaves and comes back: safe cells on the way out, the caller's scope on the way in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.resources import ModelResource
from import_export.results import Result

from apps.core.admin_scope import is_national, is_row_in_scope
from apps.core.cells import plain_cell, safe_cell


def saved_by(result: Result, *, dry_run: bool = False, **kwargs: Any) -> list[Any]:
    """The keys of the rows that an import has made or changed; a dry run is undone with all that it did."""
    if dry_run or result.has_errors():
        return []
    return [row.object_id for row in result.rows if row.import_type in {"new", "update"}]


class PortalResource(ModelResource):
    """The columns of a model's table.

    With a caller (`request`, and the `rows` that he or she may see) an import finds no other rows, and
    refuses to put one into a region outside of the scope. Rows without a change are skipped.
    """

    scope_path: str | None = "region"

    class Meta:
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True

    def __init__(
        self, request: HttpRequest | None = None, rows: QuerySet[Any] | None = None, **kwargs: Any
    ) -> None:
        self.request = request
        self.rows = rows
        super().__init__(**kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset() if self.rows is None else self.rows

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """What `safe_cell` put before a text that a spreadsheet would calculate is taken off again."""
        for column, value in row.items():
            row[column] = plain_cell(value)

    def validate_instance(self, instance: Model, *args: Any, **kwargs: Any) -> None:
        super().validate_instance(instance, *args, **kwargs)
        if self.request is None or is_national(self.request) or not self.scope_path:
            return
        if hasattr(instance, self.scope_path.split("__")[0]) and not is_row_in_scope(
            instance, self.scope_path, self.request
        ):
            raise ValidationError(_("The region of this row is not one of yours."))

    def export_field(self, field: Any, instance: Model, **kwargs: Any) -> Any:
        return safe_cell(super().export_field(field, instance, **kwargs))
