"""What holds in the admin of every room."""

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import AutoField
from django.test import RequestFactory

from apps.accounts.models import User
from apps.accounts.roles import Role

OF_PEOPLES_CHOICE = [
    model_admin
    for model, model_admin in admin.site._registry.items()
    if model._meta.pk is not None and model._meta.pk.editable and not isinstance(model._meta.pk, AutoField)
]


@pytest.mark.parametrize("model_admin", OF_PEOPLES_CHOICE, ids=lambda one: one.model._meta.label_lower)
def test_a_key_is_chosen_once_and_never_typed_over(model_admin: ModelAdmin) -> None:
    request = RequestFactory().get("/")
    request.user = User(role=Role.ADMIN, is_national=True)
    key = model_admin.model._meta.pk.name
    assert key in model_admin.get_readonly_fields(request, model_admin.model())


def test_there_are_such_keys() -> None:
    assert {"regions.district", "regions.place", "incidents.incidenttype"} <= {
        one.model._meta.label_lower for one in OF_PEOPLES_CHOICE
    }
