"""The API answers errors in one shape, also where nobody serves."""

import pytest
from rest_framework.test import APIClient

from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_an_address_that_nobody_serves_is_a_404_in_the_apis_own_shape(api: APIClient, method: str) -> None:
    answer = getattr(api, method)("/api/v1/nothing/here/")
    assert answer.status_code == 404
    assert answer.json() == {"code": "not_found", "detail": answer.json()["detail"], "fields": {}}


def test_a_wrong_method_and_wrong_json_have_codes(api: APIClient) -> None:
    api.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert api.post("/api/v1/me/").json()["code"] == "method_not_allowed"
    broken = api.post("/api/v1/incidents/", data="{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "parse_error")


def test_lists_are_limited_to_a_thousand_rows(api: APIClient) -> None:
    api.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    answer = api.get("/api/v1/places/?limit=5000&offset=2")
    assert answer.json().keys() == {"count", "next", "previous", "results"}
