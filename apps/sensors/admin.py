"""Sensors for admins: on a map, as a table in and out, with their thresholds and maintenance; kinds as data."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core.admin import PortalImportExportAdmin, PortalTabularInline, ReadOnlyAdmin
from apps.core.clock import now
from apps.sensors.actions import reinstate_sensor, retire_sensor, tell_of_sensors, tell_of_thresholds
from apps.sensors.models import Crossing, Sensor, SensorKind, SensorMaintenance, Threshold
from apps.sensors.tables import SensorKindResource, SensorResource


class ThresholdForm(forms.ModelForm):
    """A threshold is never deleted, since crossings name it: it is taken out of use."""

    take_away = forms.BooleanField(label=_("take out of use"), required=False)

    class Meta:
        model = Threshold
        exclude = ("owner", "retired_at")  # noqa: DJ006  # each inline names its fields

    def save(self, commit: bool = True) -> Threshold:
        """Retire it where that was asked for."""
        if self.cleaned_data.get("take_away"):
            self.instance.retired_at = now()
        threshold: Threshold = super().save(commit)
        return threshold


class _Thresholds(PortalTabularInline):
    """Those of its own; rules put theirs elsewhere."""

    model = Threshold
    form = ThresholdForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Threshold]:
        return super().get_queryset(request).filter(owner="", retired_at=None)


class KindThresholdInline(_Thresholds):
    fk_name = "kind"
    fields = (
        "region",
        "measure",
        "compare",
        "limit",
        "deadband",
        "delay_s",
        "return_delay_s",
        "level",
        "take_away",
    )


class SensorThresholdInline(_Thresholds):
    fk_name = "sensor"
    fields = ("measure", "compare", "limit", "deadband", "delay_s", "return_delay_s", "level", "take_away")


class MaintenanceInline(PortalTabularInline):
    """Times in which it is worked on."""

    model = SensorMaintenance
    fields = ("begins_at", "ends_at", "reason")


class _WithThresholds(PortalImportExportAdmin):
    """What inlines change is judged anew."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Threshold:
            told = [*formset.new_objects, *(threshold for threshold, _fields in formset.changed_objects)]
            tell_of_thresholds(threshold_ids=[threshold.pk for threshold in told], at=now())


@admin.register(SensorKind)
class SensorKindAdmin(_WithThresholds):
    """The code is what other systems send: it is chosen once."""

    national_only = True
    resource_classes = [SensorKindResource]
    list_display = ("code", "name", "unit", "low", "high", "interval_s", "is_active")
    list_filter = ("is_active",)
    search_fields = ("code", "name_uz", "name_ru", "name_en")
    inlines = (KindThresholdInline,)
    fieldsets = (
        (None, {"fields": ("code", "name_uz", "name_ru", "name_en", "is_active")}),
        (_("Values"), {"fields": ("unit", "symbol", "decimals", "low", "high", "interval_s")}),
    )


@admin.register(Sensor)
class SensorAdmin(_WithThresholds):
    """Status and newest value come from the readings and are not set here."""

    scope_path = "region"
    resource_classes = [SensorResource]
    list_display = ("code", "name", "region", "kind", "status", "heard", "calibration_due_on", "retired_at")
    list_filter = ("region", "kind", "state__status", ("retired_at", admin.EmptyFieldListFilter))
    list_select_related = ("region", "kind", "state")
    search_fields = ("code", "name", "address")
    autocomplete_fields = ("district",)
    readonly_fields = ("retired_at",)
    actions = ("retire", "reinstate")
    inlines = (SensorThresholdInline, MaintenanceInline)
    fieldsets = (
        (None, {"fields": ("code", "name", "kind", "region", "district", "address", "location")}),
        (_("Service"), {"fields": ("every_s", "calibrated_on", "calibration_due_on", "retired_at")}),
    )

    @admin.display(description=_("status"), ordering="state__status")
    def status(self, sensor: Sensor) -> str:
        """As the screens show it."""
        return str(sensor.state.get_status_display())

    @admin.display(description=_("heard"), ordering="state__at")
    def heard(self, sensor: Sensor) -> str:
        """How long ago, whether that is too long, or that it never was."""
        if sensor.state.at is None:
            return gettext("never heard")
        at = now()
        words = _("silent for %(age)s") if sensor.is_stale(at) else _("%(age)s ago")
        return words % {"age": timesince(sensor.state.at, at)}

    def save_model(self, request: HttpRequest, obj: Sensor, form: Any, change: bool) -> None:
        request.left = set(Sensor.objects.filter(pk=obj.pk).values_list("region_id", flat=True))  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The screens are told when the maintenance too is stored."""
        super().save_related(request, form, formsets, change)
        left: set[str] = getattr(request, "left", set())
        tell_of_sensors(sensor_ids=[form.instance.pk], at=now(), left=left)

    @admin.action(description=_("Take out of use"), permissions=["change"])
    def retire(self, request: HttpRequest, sensors: QuerySet[Sensor]) -> None:
        """Retire the chosen sensors."""
        for sensor in sensors:
            retire_sensor(sensor_id=sensor.pk, at=now())

    @admin.action(description=_("Put back into use"), permissions=["change"])
    def reinstate(self, request: HttpRequest, sensors: QuerySet[Sensor]) -> None:
        """Bring the chosen sensors back."""
        for sensor in sensors:
            reinstate_sensor(sensor_id=sensor.pk, at=now())


@admin.register(Crossing)
class CrossingAdmin(ReadOnlyAdmin):
    """Limits that were crossed."""

    scope_path = "region"
    list_display = ("began_at", "ended_at", "sensor", "threshold", "peak", "region")
    list_filter = ("region", "sensor__kind", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("sensor", "threshold", "region")
    search_fields = ("sensor__code", "sensor__name")
    date_hierarchy = "began_at"
