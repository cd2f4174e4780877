"""An API client that believes no answer which the schema does not foretell."""

import re
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

# Of HTTP itself, not of an address: no such method, type of answer, or type of body.
EVERYWHERE = {405, 406, 415}


@cache
def document() -> dict[str, Any]:
    """The whole OpenAPI document."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return schema


def path_of(route: str) -> str:
    """`api/v1/cameras/<int:pk>/` as the schema writes it: `/api/v1/cameras/{id}/`."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: f"{{{found[1]}}}", route).replace("{pk}", "{id}")


def strict(schema: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema, and nothing may be there that is not described."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: strict(value) for name, value in schema.items() if name != "nullable"}
    if isinstance(told.get("properties"), dict) and told.get("type") == "object":
        told.setdefault("additionalProperties", False)
    return {"anyOf": [told, {"type": "null"}]} if schema.get("nullable") is True else told


@cache
def components() -> dict[str, Any]:
    """What schemas refer to."""
    parts: dict[str, Any] = strict(document()["components"])
    return parts


@cache
def validator(path: str, method: str, status: int, media_type: str) -> Draft202012Validator:
    """What judges such an answer; raises `AssertionError` where the schema knows none."""
    operation = document()["paths"][path].get(method, {})
    told = operation.get("responses", {}).get(str(status))
    assert told is not None, f"{method} {path} answers {status}, and the schema does not say so"
    if "$ref" in told:
        told = document()["components"]["responses"][told["$ref"].rpartition("/")[2]]
    content = told.get("content", {})
    assert media_type in content, f"{method} {path} {status} answers {media_type} and not {list(content)}"
    return Draft202012Validator({**strict(content[media_type]["schema"]), "components": components()})


class DescribedClient(APIClient):
    """Fails where the status or the JSON of an answer of `/api/v1/` is not as the schema says."""

    def request(self, **kwargs: Any) -> Any:
        answer: Any = super().request(**kwargs)
        path = path_of(answer.resolver_match.route) if answer.resolver_match else ""
        if path in document()["paths"] and answer.status_code not in EVERYWHERE:
            self._compare(answer, path)
        return answer

    @staticmethod
    def _compare(answer: Any, path: str) -> None:
        media_type = answer.headers.get("Content-Type", "").partition(";")[0]
        if "json" in media_type and not answer.streaming and not answer.headers.get("Content-Encoding"):
            method = answer.request["REQUEST_METHOD"].lower()
            judge = validator(path, method, answer.status_code, media_type)
            wrong = next(judge.iter_errors(answer.json()), None)
            assert wrong is None, f"{method} {path} {answer.status_code}: {wrong.json_path} {wrong.message}"
