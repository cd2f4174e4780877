"""Too many failed sign-ins: what is counted together, how long the wait is, and the page that says so."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.conf import settings as axes_settings
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.audit import address_of, record
from apps.accounts.models import AuditKind
from apps.core.clock import now


def username_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name that somebody tries to sign in with, as axes counts it; the form calls it `login`."""
    given = (
        (credentials or {}).get("username") or request.POST.get("login") or request.POST.get("username") or ""
    )
    return str(given).strip().replace("\x00", "")[:150]


def wait_s(username: str, address: str | None, *, at: datetime) -> int:
    """Seconds until this name may be tried from this address again; 0 when it may."""
    tries = AccessAttempt.objects.filter(username=username, ip_address=address)
    last = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    if last is None:
        return 0
    free_at: datetime = last + timedelta(hours=axes_settings.AXES_COOLOFF_TIME)
    left = (free_at - at).total_seconds()
    return max(0, ceil(left))


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """429 with the time to wait, on the page and in `Retry-After`."""
    at, username = now(), username_of(request, credentials)
    record(AuditKind.LOCKED_OUT, at=at, request=request, name=username)
    wait = wait_s(username, address_of(request), at=at)
    page = render(
        request,
        "account/locked_out.html",
        {"wait_minutes": ceil(wait / 60), "failures": settings.AXES_FAILURE_LIMIT},
        status=429,
    )
    page["Retry-After"] = str(wait)
    return page
