"""The types and targets that the portal ships."""

import pytest

from apps.incidents.models import Category, IncidentType, Target
from apps.incidents.reference import load
from apps.incidents.words import INTERVALS

pytestmark = pytest.mark.django_db


def test_every_kind_of_the_field_is_shipped_with_its_names() -> None:
    load(overwrite=False)
    shipped = IncidentType.objects.all()
    assert {kind.category for kind in shipped} == set(Category.values)
    assert all(kind.name_uz and kind.name_ru and kind.name_en for kind in shipped)
    for kind in shipped:
        kind.full_clean()


def test_the_public_targets_are_shipped() -> None:
    load(overwrite=False)
    targets = {(t.priority, t.interval): (t.limit_s, float(t.share)) for t in Target.objects.all()}
    assert targets[1, "total_response"] == (300, 0.9)
    assert targets[1, "answering"] == (10, 0.9)
    assert targets[1, "processing"] == (60, 0.9)
    assert {interval for _, interval in targets} <= {word for word, _ in INTERVALS}


def test_loading_again_adds_nothing_and_keeps_what_an_admin_changed() -> None:
    first = load(overwrite=False)
    IncidentType.objects.filter(code="theft").update(name_en="Stealing")
    Target.objects.filter(priority=1, interval="total_response").update(limit_s=240)
    Target.objects.filter(priority=5).delete()
    assert set(load(overwrite=False).values()) == {0}
    assert IncidentType.objects.get(code="theft").name_en == "Stealing"
    assert Target.objects.count() == first["targets"] - 3
    load(overwrite=True)
    assert IncidentType.objects.get(code="theft").name_en == "Theft"
    assert Target.objects.get(priority=1, interval="total_response").limit_s == 300
