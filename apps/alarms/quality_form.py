"""What the page of alarm quality is asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.clock import TASHKENT
from apps.regions.models import Region
from apps.regions.scope import Scope

DAYS_AT_MOST: Final = 366
LAST_DAYS: Final = 7
# No alarm is older, and days at the ends of the calendar have no neighbours to count with.
EARLIEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """Regions and a time, from `start` on and before `end`."""

    codes: list[str]
    start: datetime
    end: datetime
    operators: int


class DateInput(forms.DateInput):
    """The browser's own picker of days."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class QualityForm(forms.Form):
    """Local days, both included; without any the last seven."""

    first = forms.DateField(label=_("From day"), required=False, widget=DateInput)
    last = forms.DateField(label=_("To day"), required=False, widget=DateInput)
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Region"), required=False, empty_label=_("all regions")
    )
    operators = forms.IntegerField(
        label=_("Operators of a region"), required=False, min_value=1, max_value=100, initial=1
    )

    def __init__(self, *args: Any, scope: Scope, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        for shown in self.fields.values():
            shown.widget.attrs["class"] = "input"
        regions = Region.objects.order_by("code")
        self.mine = regions if scope.is_national else regions.filter(pk__in=scope.codes)
        field: Any = self.fields["region"]
        field.queryset = self.mine

    def clean(self) -> dict[str, Any]:
        """A period that runs forward, and not for ever."""
        given = super().clean() or {}
        days = [given[name] for name in ("first", "last") if given.get(name)]
        if not all(EARLIEST <= day.year <= self.at.year + 1 for day in days):
            self.add_error("last", _("This is no period of local days."))
            return given
        first, last = self._days(given)
        if last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif (last - first).days >= DAYS_AT_MOST:
            self.add_error("last", _("At most 366 days."))
        return given

    def _days(self, given: dict[str, Any]) -> tuple[date, date]:
        last: date = given.get("last") or self.at.astimezone(TASHKENT).date()
        first: date = given.get("first") or last - timedelta(days=LAST_DAYS - 1)
        return first, last

    def asked(self) -> Asked:
        """What to measure; what is not right is left out."""
        given = self.cleaned_data if self.is_valid() else {}
        first, last = self._days(given)
        start = datetime.combine(first, time(0), TASHKENT)
        end = min(datetime.combine(last + timedelta(days=1), time(0), TASHKENT), max(self.at, start))
        codes = [given["region"].pk] if given.get("region") else list(self.mine.values_list("pk", flat=True))
        return Asked(codes, start, max(end, start + timedelta(minutes=1)), given.get("operators") or 1)
