"""Query parameters that lists of every room share: several values at once, and moments."""

from datetime import UTC
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import SelectMultiple
from django_filters import rest_framework as filters
from django_filters.fields import IsoDateTimeField


class CommaWidget(SelectMultiple):
    """`?status=reported,on_scene` is `?status=reported&status=on_scene`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        given = super().value_from_datadict(data, files, name) or []
        return [word for text in given for word in text.split(",") if word]


def many(choices: Any, **options: Any) -> filters.MultipleChoiceFilter:
    """Several values, repeated or separated by commas."""
    return filters.MultipleChoiceFilter(choices=choices, widget=CommaWidget, **options)


class _MomentField(IsoDateTimeField):
    """ISO 8601, and a time that a column can hold whatever its zone."""

    def to_python(self, value: Any) -> Any:
        try:
            moment = super().to_python(value)
            return moment and moment.astimezone(UTC)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MomentFilter(filters.IsoDateTimeFilter):
    """Rows from a moment on, or before it."""

    field_class = _MomentField
