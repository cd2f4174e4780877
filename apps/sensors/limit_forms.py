"""The form of limits: a row each, and empty rows for more."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.sensors.actions import GivenThreshold
from apps.sensors.words import COMPARES, MEASURES, Level

AT_MOST: Final = 12
LEVELS: Final = [("", _("no limit")), *Level.choices]


class LimitForm(forms.Form):
    """One limit; a row without a level is none."""

    level = forms.TypedChoiceField(
        label=_("Level"), choices=LEVELS, coerce=int, required=False, empty_value=None
    )
    measure = forms.ChoiceField(label=_("What is measured"), choices=MEASURES, initial="value")
    compare = forms.ChoiceField(label=_("Side"), choices=COMPARES, initial="above")
    limit = forms.FloatField(label=_("Limit"), required=False, localize=True)
    deadband = forms.FloatField(label=_("Way back"), min_value=0, required=False, localize=True)
    delay_s = forms.IntegerField(label=_("Delay, s"), min_value=0, max_value=86_400, required=False)
    return_delay_s = forms.IntegerField(
        label=_("Return delay, s"), min_value=0, max_value=86_400, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input", "aria-label": field.label}

    def add_error(self, field: str | None, error: Any) -> None:
        """Mark what is wrong also for those who do not see it."""
        super().add_error(field, error)
        if field in self.fields:
            self.fields[field].widget.attrs["aria-invalid"] = "true"

    def clean(self) -> dict[str, Any]:
        """A row with a level needs its limit."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("level") and "limit" in given and given["limit"] is None:
            self.add_error("limit", _("Give the limit as a number."))
        return given

    @property
    def given(self) -> GivenThreshold | None:
        """The limit of a valid row; None of an empty one."""
        words = self.cleaned_data
        if not words.get("level"):
            return None
        return GivenThreshold(
            limit=words["limit"],
            measure=words["measure"],
            compare=words["compare"],
            deadband=words["deadband"] or 0.0,
            delay_s=words["delay_s"] or 0,
            return_delay_s=words["return_delay_s"] or 0,
            level=words["level"],
        )


def limit_rows(
    limits: Sequence[GivenThreshold], data: Mapping[str, Any] | None = None
) -> "forms.BaseFormSet[LimitForm]":
    """The rows of these limits with two empty ones, or what was sent."""
    made = forms.formset_factory(LimitForm, extra=2, max_num=AT_MOST, validate_max=True)
    names = ("level", "measure", "compare", "limit", "deadband", "delay_s", "return_delay_s")
    initial = [{name: getattr(limit, name) for name in names} for limit in limits]
    return made(data, initial=initial, prefix="limits")


def given_by(rows: "forms.BaseFormSet[LimitForm]") -> list[tuple[LimitForm, GivenThreshold]]:
    """The rows of a valid form that hold a limit, each with it."""
    pairs = ((form, form.given) for form in rows.forms)
    return [(form, limit) for form, limit in pairs if limit is not None]
