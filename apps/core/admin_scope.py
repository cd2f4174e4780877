"""Who may do what in the admin, and with which rows: the role and the scope decide, not Django's groups."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.admin import AdminSite
from django.contrib.gis.db.models import GeometryField
from django.db.models import Model, QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.utils.safestring import SafeString

from apps.core.geometry_field import GeometryWidget, shown


def administers(request: HttpRequest) -> bool:
    """Is the caller an admin?"""
    return bool(getattr(request.user, "administers", False))


def is_national(request: HttpRequest) -> bool:
    """Does the caller's scope cover the whole nation?"""
    return bool(getattr(request.user, "is_national", False))


def rows_in_scope(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """The part of `rows` that the caller may see, if they are a kind of row that knows scopes."""
    scope = getattr(request.user, "scope", None)
    if scope is not None and hasattr(rows, "in_scope"):
        return rows.in_scope(scope)  # type: ignore[no-any-return]
    return rows


def is_row_in_scope(row: Model, path: str, request: HttpRequest) -> bool:
    """Does the caller's scope cover the region that `path` leads to (`region`, `unit__region`)?"""
    value: Any = row
    for step in path.split("__"):
        value = getattr(value, step, None)
    scope = getattr(request.user, "scope", None)
    return value is not None and scope is not None and scope.covers(value.pk)


def geometries_of(model: type[Model]) -> list[GeometryField]:
    """The fields of a model that hold a geometry."""
    return [field for field in model._meta.get_fields() if isinstance(field, GeometryField)]


def shown_on_map(field: GeometryField) -> Callable[[Model], SafeString | None]:
    """What the admin calls instead of writing the field's value."""

    def show(row: Model) -> SafeString | None:
        value = getattr(row, field.name)
        return None if value is None else shown(value)

    show.__name__ = field.name
    show.short_description = field.verbose_name  # type: ignore[attr-defined]
    return show


class Scoped:
    """Rows, choices and rights of the caller; part of admins and inlines alike.

    `scope_path` leads from a row to its region or regions; without it a queryset that has `in_scope` is
    asked; without either, the rows are the same for every admin. `national_only` rows are changed by admins
    of the whole nation alone.
    """

    scope_path: ClassVar[str | None] = None
    national_only: ClassVar[bool] = False
    deletable: ClassVar[bool] = False
    model: type[Model]
    admin_site: AdminSite
    formfield_overrides: ClassVar[dict[Any, dict[str, Any]]] = {GeometryField: {"widget": GeometryWidget}}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return administers(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return administers(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_edit(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_edit(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.deletable and self.may_edit(request)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.may_edit(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return administers(request)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Where nothing is changed a geometry is a map, not the text of the database."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        as_map = {field.name: shown_on_map(field) for field in geometries_of(self.model)}
        return [
            (title, options | {"fields": [as_map.get(name, name) for name in options["fields"]]})
            for title, options in fieldsets
        ]

    @property
    def media(self) -> Media:
        own: Media = super().media  # type: ignore[misc]
        return own + GeometryWidget().media if geometries_of(self.model) else own

    def may_edit(self, request: HttpRequest) -> bool:
        """May the caller write this kind of row at all?"""
        return administers(request) and (is_national(request) or not self.national_only)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        if is_national(request):
            return rows
        if not self.scope_path:
            return rows_in_scope(rows, request)
        # By key, not by join: a row with two of the caller's regions is still one row.
        codes = request.user.scope.codes  # type: ignore[union-attr]
        allowed = self.model._base_manager.filter(**{f"{self.scope_path}__in": codes})
        return rows.filter(pk__in=allowed.values("pk"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        return self.within_sight(field, request)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        return self.within_sight(field, request)

    def within_sight(self, field: Any, request: HttpRequest) -> Any:
        """The field with the choices that its caller sees in the admin of what is chosen, or in his or her scope."""
        rows = getattr(field, "queryset", None)
        if rows is None:
            return field
        own_admin = self.admin_site._registry.get(rows.model)
        field.queryset = rows_in_scope(rows, request)
        if own_admin is not None and not is_national(request):
            field.queryset = field.queryset.filter(pk__in=own_admin.get_queryset(request).values("pk"))
        return field


class Unchangeable:
    """Operational records: admins look, nobody writes."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False
