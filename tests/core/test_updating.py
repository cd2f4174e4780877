"""One UPDATE for many rows keeps every kind of value as saving each would have."""

from datetime import UTC, datetime

import pytest

from apps.alarms.models import Alarm
from apps.core.updating import update_rows
from tests.alarms.factories import raised

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 1, 8, 15, 30, 123456, tzinfo=UTC)


def test_each_row_gets_its_own_values_whatever_their_kind() -> None:
    first, second, third = (raised(number=number) for number in range(3))
    first.facts = {"value": 7.25, "quote": "it's \"Chorsu\" \\ 'ʻ'", "list": [1, None]}
    first.active_refs, first.transitions = ["a,b", '{"c"}', ""], [AT]
    second.occurrences, second.priority, second.acknowledged_at = 12, 1, AT
    second.active_refs, second.source_code = [], "not written"
    names = ["facts", "active_refs", "transitions", "occurrences", "priority", "acknowledged_at", "incident"]
    assert update_rows([first, second], names) == 2
    kept = {row.pk: row for row in Alarm.objects.all()}
    for row in (first, second, third):
        for name in names:
            assert getattr(kept[row.pk], name) == getattr(row, name)
    assert kept[second.pk].source_code != "not written"


def test_no_rows_are_no_statement() -> None:
    assert update_rows([], ["facts"]) == 0
