"""`GET|POST /intake/osmand/`: the device's own identifier is its ticket."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from apps.core.clock import now
from apps.core.encoding import decode
from apps.inspectors.actions import Fate, record_positions
from apps.inspectors.api.readings import BadRow, reading_of
from apps.interchange.osmand.translate import NotAPosition, row_of_json, row_of_parameters
from apps.regions.scope import EVERYTHING


@csrf_exempt
@require_http_methods(["GET", "POST"])
def osmand(request: HttpRequest) -> HttpResponse:
    """200 when the position is stored, or dropped on purpose; 400 for nonsense; 404 for an unknown device."""
    at = now()
    try:
        reading = reading_of(_row(request, at), at=at)
    except (NotAPosition, BadRow) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    (fate,) = record_positions(readings=[reading], scope=EVERYTHING, at=at)
    return HttpResponse(status=404 if fate == Fate.UNKNOWN_DEVICE else 200)


def _row(request: HttpRequest, at: Any) -> dict[str, Any]:
    if request.content_type != "application/json" or request.method == "GET":
        return row_of_parameters(request.GET.dict() | request.POST.dict(), at=at)
    try:
        given = decode(request.body)
    except ValueError:
        raise NotAPosition("not JSON") from None
    return row_of_json(given, at=at)
