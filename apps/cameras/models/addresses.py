"""Addresses of streams and pictures: of four schemes, and never with a login inside."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.cameras.reaching import NotReached, checked_address

LONGEST: Final = 500
# What the database holds itself: a scheme, a host, and no "@" before the path.
PATTERN: Final = r"^(https?|rtsps?)://[^/?#@\s]+([/?#][^\s]*)?$"


def check_address(text: str) -> None:
    """Raise `ValidationError` for what the portal would not ask."""
    try:
        checked_address(text)
    except NotReached:
        raise ValidationError(
            _("Write an address of rtsp, rtsps, http or https, without name and password."), code="address"
        ) from None


class AddressField(models.CharField):
    """Where a camera's stream or picture is."""

    default_validators = [check_address]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST, "blank": True, "default": "", **kwargs})


def holds_an_address(field: str, *, name: str) -> models.CheckConstraint:
    """The constraint of such a field."""
    return models.CheckConstraint(
        condition=models.Q(**{field: ""}) | models.Q(**{f"{field}__regex": PATTERN}), name=name
    )
