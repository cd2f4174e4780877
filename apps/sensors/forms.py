"""What the pages of sensors are asked."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.clock import now
from apps.regions.models import Region
from apps.sensors.models import Sensor, SensorKind
from apps.sensors.querysets import SensorQuerySet
from apps.sensors.words import STATUSES

USUAL: Final = timedelta(days=1)
LONGEST: Final = timedelta(days=31)


class SensorsForm(forms.Form):
    """What the list of sensors is narrowed by; a word that nobody offers narrows nothing."""

    q = forms.CharField(label=_("Code, name or address"), required=False, max_length=100)
    region = forms.ChoiceField(label=_("Region"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    calibration = forms.ChoiceField(label=_("Calibration"), required=False)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        regions = [(row.code, row.name) for row in Region.objects.in_scope(reader.scope)]
        kinds = sorted(
            ((kind.code, kind.name) for kind in SensorKind.objects.all()), key=lambda pair: pair[1]
        )
        self._offer("region", _("every region"), regions)
        self._offer("kind", _("every kind"), kinds)
        self._offer("status", _("every status"), STATUSES)
        self._offer("calibration", _("in time or not"), [("overdue", _("overdue"))])
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def _offer(self, name: str, every: Any, choices: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", every), *choices]

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for and can be."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self) -> SensorQuerySet:
        """The sensors in use of the reader's regions that fit."""
        asked = self.asked
        rows = Sensor.objects.in_scope(self.reader.scope).active().shown()
        if "q" in asked:
            rows = rows.matching(asked["q"])
        if "calibration" in asked:
            rows = rows.calibration_overdue(timezone.localdate(now()))
        paths = {"region": "region_id", "kind": "kind_id", "status": "state__status"}
        return rows.filter(**{path: asked[name] for name, path in paths.items() if name in asked})


class PeriodForm(forms.Form):
    """From when to when, in local time; without either, the last day."""

    since = forms.DateTimeField(required=False)
    until = forms.DateTimeField(required=False)

    def period(self, *, at: datetime) -> tuple[datetime, datetime]:
        """The period that was asked for, or the last day where none can be made of it."""
        self.is_valid()
        until = self.cleaned_data.get("until") or at
        since = self.cleaned_data.get("since") or until - USUAL
        return (since, until) if since < until else (at - USUAL, at)
