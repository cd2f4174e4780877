"""Pictures inside JSON: base64, checked by their first bytes."""

import base64
import binascii
from typing import Any, ClassVar, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.cameras.snapshots.pictures import media_type_of

LARGEST: Final = 1024 * 1024


@extend_schema_field(OpenApiTypes.BYTE)
class PictureField(serializers.Field):
    """A JPEG, PNG or WebP of at most 1 MB as base64 (RFC 4648); empty where there is none."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "not_a_picture": _("A JPEG, PNG or WebP of at most 1 MB is needed, as base64."),
    }

    def to_internal_value(self, data: Any) -> bytes:
        if data == "":
            return b""
        if not isinstance(data, str) or len(data) > LARGEST * 4 // 3 + 4:
            self.fail("not_a_picture")
        try:
            body = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            self.fail("not_a_picture")
        if media_type_of(body) is None:
            self.fail("not_a_picture")
        return body

    def to_representation(self, value: Any) -> Any:
        return value
