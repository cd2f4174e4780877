"""How the API describes itself: what every operation answers beside its own, said once."""

from typing import Any, Final

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from apps.core.api.geojson import GeoJSONRenderer
from apps.core.api.shapes import ErrorSerializer, FeatureCollectionSerializer, FeatureSerializer

REPEATABLE: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": 200},
    "description": "Safe to repeat for a day: the same request with the same key is done once and answered alike.",
}
REFUSALS: Final = {
    400: ("Invalid", "Something in the request is wrong; `fields` says what."),
    401: ("NotSignedIn", "No session and no key, or one that is not valid."),
    403: ("NotAllowed", "The caller may not do this."),
    404: ("NotFound", "It does not exist, or lies outside the caller's regions: the same answer for both."),
    409: ("Conflict", "Somebody else was quicker, or the present state does not allow it."),
    410: ("Gone", "This tablet was revoked: nothing is given to it and nothing taken."),
    413: ("TooLarge", "More than is taken at once."),
    502: ("BadGateway", "The camera, not the portal, has failed; `code` says how."),
    503: ("Unavailable", "Not just now; ask again."),
    504: ("GatewayTimeout", "The camera did not answer in time."),
    429: ("TooOften", "Too many requests in this minute; `Retry-After` says how many seconds to wait."),
}


class Schema(AutoSchema):
    """Adds to each operation the refusals that its form entails; 409 is the views' to name.

    A `POST` of a view that says whether it `repeats_by_itself` takes an `Idempotency-Key` (accounts, `Guarded`).

    A view may say in `path_help` what stands for a parameter of its path: `{"id": "…"}`.
    """

    def get_operation(self, *place: Any) -> dict[str, Any] | None:
        operation: dict[str, Any] | None = super().get_operation(*place)
        if operation is not None:
            if self.method == "POST" and hasattr(self.view, "repeats_by_itself"):
                operation.setdefault("parameters", []).append(REPEATABLE)
                operation["responses"].setdefault("409", {})
            answers = self._as_geojson(operation["responses"])
            named = {int(status) for status in answers if int(status) >= 400}
            refusals = {str(status): self._refusal(status) for status in named | self._entailed(operation)}
            operation["responses"] = dict(sorted((answers | refusals).items()))
        return operation

    def _entailed(self, operation: dict[str, Any]) -> set[int]:
        """413 where there is a body, 404 where the address names something, or a format; the others always."""
        parameters = operation.get("parameters", ())
        names = any(one["in"] == "path" or one["name"] == "format" for one in parameters)
        always = {400, 401, 403, 429}
        return always | ({413} if "requestBody" in operation else set()) | ({404} if names else set())

    def _refusal(self, status: int) -> dict[str, Any]:
        name, description = REFUSALS[status]
        error = self.resolve_serializer(ErrorSerializer, "response").ref
        schema = {"description": description, "content": {"application/json": {"schema": error}}}
        kind = ResolvedComponent.RESPONSE
        shared = ResolvedComponent(name, kind, schema, ErrorSerializer)  # type: ignore[no-untyped-call]
        self.registry.register_on_missing(shared)
        ref: dict[str, Any] = shared.ref
        return ref

    def _as_geojson(self, answers: dict[str, Any]) -> dict[str, Any]:
        """An item or a list has another shape as GeoJSON."""
        shape = FeatureCollectionSerializer if self._is_list_view() else FeatureSerializer
        for answer in answers.values():
            if GeoJSONRenderer.media_type in answer.get("content", ()):
                ref = self.resolve_serializer(shape, "response").ref
                answer["content"][GeoJSONRenderer.media_type] = {"schema": ref}
        return answers

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        """What stands for each place of the path, in the view's own words where it has some."""
        parameters = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        words = getattr(self.view, "path_help", {})
        return [one | {"description": words.get(one["name"], "")} for one in parameters]
