"""Liveness and readiness, for load balancers and `make up`."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.core.health import failing


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """200 whenever the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, Redis and a worker answer; else 503 and which do not."""
    bad = failing()
    return JsonResponse({"ready": not bad, "failing": bad}, status=503 if bad else 200)
