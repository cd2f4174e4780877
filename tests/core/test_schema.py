"""The schema at `/api/schema/` says of every address what it answers, also when it refuses."""

from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from rest_framework.test import APIClient

from tests.accounts.factories import UserFactory
from tests.described import document, path_of

METHODS = ("get", "post", "put", "patch", "delete")


def _routes(patterns: list[Any], before: str = "") -> list[tuple[str, Any]]:
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _routes(pattern.url_patterns, route)
        elif (
            isinstance(pattern, URLPattern)
            and route.startswith("api/v1/")
            and not route.startswith("api/v1/^")
        ):
            found.append((path_of(route), pattern.callback.view_class))
    return found


ROUTES = _routes(get_resolver().url_patterns)


def _references(part: Any) -> set[str]:
    if isinstance(part, list):
        return set().union(*map(_references, part))
    if not isinstance(part, dict):
        return set()
    here = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
    return here.union(*map(_references, part.values()))


@pytest.mark.parametrize(("path", "view"), ROUTES, ids=[path for path, _ in ROUTES])
def test_each_route_of_the_api_stands_in_the_schema_with_an_answer_and_its_errors(
    path: str, view: Any
) -> None:
    operations = document()["paths"][path]
    assert set(operations) == {method for method in METHODS if hasattr(view, method)}
    for operation in operations.values():
        answers = operation["responses"]
        assert any("content" in answer for status, answer in answers.items() if status < "300")
        assert {"401", "403"} <= answers.keys()
        assert "404" in answers or "{" not in path
        assert "400" in answers or "requestBody" not in operation
        refused = [answer for status, answer in answers.items() if status >= "400"]
        assert all(answer["$ref"].startswith("#/components/responses/") for answer in refused)


def test_whoever_asks_may_sign_in_or_send_a_key_and_other_systems_a_key_alone() -> None:
    for path, operations in document()["paths"].items():
        for operation in operations.values():
            is_for_systems = path.startswith(("/intake/", "/api/v1/readings/"))
            ways = [{"apiKey": []}] if is_for_systems else [{"apiKey": []}, {"session": []}]
            assert operation["security"] == ways
    assert document()["components"]["securitySchemes"].keys() == {"apiKey", "session"}


def test_every_refusal_is_described_once_in_the_shape_of_all_refusals() -> None:
    shape = document()["components"]["schemas"]["Error"]
    assert shape["properties"].keys() == {"code", "detail", "fields"} == set(shape["required"])
    for refusal in document()["components"]["responses"].values():
        assert refusal["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


def test_whatever_the_schema_refers_to_is_in_it() -> None:
    for reference in _references(document()):
        _, _, kind, name = reference.split("/")
        assert name in document()["components"][kind]


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_schema_is_valid_and_free_of_warnings_in_every_language(language: str) -> None:
    GENERATOR_STATS.reset()
    with translation.override(language), GENERATOR_STATS.silence():
        validate_schema(SchemaGenerator().get_schema(request=None, public=True))
    assert not GENERATOR_STATS


@pytest.mark.django_db
def test_the_schema_and_the_page_to_try_it_are_for_whoever_is_signed_in(api: APIClient) -> None:
    assert api.get("/api/schema/").status_code == 401
    api.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert "/api/v1/incidents/" in api.get("/api/schema/?format=json").json()["paths"]
    assert api.get("/api/docs/").status_code == 200
