"""Liveness and readiness, for load balancers and `make up`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.core.conditions import Condition, conditions
from apps.core.health import failing


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """200 whenever the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, Redis and a worker answer; else 503 and which do not.

    `parts` tells of what the portal can run without for a while; it changes the status never.
    """
    bad = failing()
    parts = {} if "database" in bad else {one.part: _told(one) for one in conditions()}
    return JsonResponse({"ready": not bad, "failing": bad, "parts": parts}, status=503 if bad else 200)


def _told(condition: Condition) -> dict[str, object]:
    return {"condition": condition.word, "trouble": condition.is_trouble, **condition.figures}
