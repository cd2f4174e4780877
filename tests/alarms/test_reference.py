"""What ships: kinds of alarm in three languages, and rules that work from the first day."""

import pytest

from apps.alarms.models import AlarmType, Rule, RuleVersion
from apps.alarms.reference import load
from apps.sensors.models import SensorKind
from apps.sensors.reference import load as load_sensors
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db


def test_the_shipped_types_have_three_languages_and_the_calls_for_help_are_never_set_aside() -> None:
    load(False)
    for kind in AlarmType.objects.all():
        assert len({kind.name_uz, kind.name_ru, kind.name_en}) == 3, kind.code
    assert set(AlarmType.objects.filter(never_shelved=True).values_list("pk", flat=True)) == {
        "sos",
        "panic_button",
        "no_sign_of_life",
    }


def test_the_shipped_rules_are_on_for_the_whole_country_and_come_once() -> None:
    RegionFactory(code="UZ")
    RegionFactory(code="UZ-TK")
    assert load(False)["rules"] == 3
    assert load(True)["rules"] == 0
    assert Rule.objects.switched_on().count() == RuleVersion.objects.count() == 3
    assert {rule.regions.count() for rule in Rule.objects.all()} == {2}


def test_a_rule_of_a_new_trigger_comes_to_a_portal_that_has_others() -> None:
    RegionFactory(code="UZ-TK")
    load(False)
    quiet = Rule.objects.get(trigger="signs_of_life")
    Rule.objects.filter(pk=quiet.pk).update(trigger="detection")
    assert load(False)["rules"] == 1
    assert load(False)["rules"] == 0


def test_what_somebody_changed_stays_unless_asked() -> None:
    load(False)
    AlarmType.objects.filter(pk="smoke").update(default_priority=4)
    load(False)
    assert AlarmType.objects.get(pk="smoke").default_priority == 4
    load(True)
    assert AlarmType.objects.get(pk="smoke").default_priority == 1


def test_most_kinds_of_sensors_have_a_type_of_their_own_and_the_rest_the_common_one() -> None:
    load(False)
    load_sensors(False)
    types = set(AlarmType.objects.values_list("pk", flat=True))
    kinds = set(SensorKind.objects.values_list("pk", flat=True))
    assert {"sensor_limit", "sensor_silent"} <= types
    assert {"water_level", "smoke", "gas", "perimeter", "panic_button"} <= kinds & types
