"""How other systems name cameras: by the portal's number, or by the code that is painted on the mast."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.cameras.models import Camera
from apps.regions.scope import Scope

# No camera has it: what is named so is unknown.
NOBODY: Final = 0
Ref = int | str


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string"}]})
class CameraField(serializers.Field):
    """A camera's number, or its code."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "not_a_camera": _("A camera's number or its code is needed.")
    }

    def to_internal_value(self, data: Any) -> Ref:
        is_number = isinstance(data, int) and not isinstance(data, bool) and 0 < data < 2**63
        is_code = isinstance(data, str) and 0 < len(data) <= 40 and "\x00" not in data
        if not (is_number or is_code):
            self.fail("not_a_camera")
        ref: Ref = data
        return ref

    def to_representation(self, value: Any) -> Any:
        return value


def ids_of(refs: Iterable[Ref], scope: Scope) -> list[int]:
    """The number of each camera; `NOBODY` for a code that none, or more than one, in scope has."""
    refs = list(refs)
    codes = {ref for ref in refs if isinstance(ref, str)}
    found: dict[str, list[int]] = {}
    if codes:
        rows = Camera.objects.in_scope(scope).active().filter(code__in=codes)
        for code, pk in rows.values_list("code", "pk"):
            found.setdefault(code, []).append(pk)
    return [ref if isinstance(ref, int) else _only(found.get(ref, [])) for ref in refs]


def _only(ids: list[int]) -> int:
    return ids[0] if len(ids) == 1 else NOBODY
