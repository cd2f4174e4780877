"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """`is_demo` shows the DEMO ribbon."""
    return {"is_demo": settings.SAFECITY_DEMO}
