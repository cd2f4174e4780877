"""What the audit page is asked."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import AuditKind
from apps.accounts.trail import CHANGES, Filter, tracked_types


def _day(label: Any) -> forms.DateField:
    """A day within the years that a portal can have known."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))],
    )


class TrailForm(forms.Form):
    """Filters of the trail; days are those of the centre's time zone, the last one included."""

    who = forms.CharField(label=_("Who"), required=False, max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    what = forms.ChoiceField(label=_("What"), required=False)
    object_id = forms.CharField(label=_("Number or key"), required=False, max_length=60)
    since = _day(_("From"))
    until = _day(_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        for name in ("who", "object_id"):
            self.fields[name].widget.attrs["size"] = 10
        self.choices("kind", [*AuditKind.choices, *CHANGES.items()])
        self.choices("what", tracked_types())

    def choices(self, name: str, options: list[Any]) -> None:
        """Anything, or one of the options."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Everything")), *options]

    def wanted(self) -> Filter:
        """What was asked for; a field that is not right is left out."""
        given = self.cleaned_data
        return Filter(
            who=given.get("who", "").strip(),
            kind=given.get("kind", ""),
            what=given.get("what", ""),
            object_id=given.get("object_id", "").strip(),
            since=_midnight(given.get("since")),
            until=_midnight(given.get("until"), days=1),
        )


def _midnight(day: Any, *, days: int = 0) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE)) + timedelta(days=days)
