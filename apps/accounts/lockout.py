"""The page after too many failed sign-ins."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """429 with the time to wait."""
    return render(request, "account/locked_out.html", status=429)
