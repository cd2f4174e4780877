"""`GET|POST /intake/osmand/` for servers without ASGI: the device's own identifier is its ticket."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from apps.core.clock import now
from apps.inspectors.actions import Fate, record_positions
from apps.inspectors.api.readings import BadRow
from apps.inspectors.distress import tell_sos
from apps.interchange.osmand.reading import METHODS, reading_of_request
from apps.interchange.osmand.translate import NoFix, NotAPosition
from apps.regions.scope import EVERYTHING


@csrf_exempt
@require_http_methods(sorted(METHODS))
def osmand(request: HttpRequest) -> HttpResponse:
    """200 when the position is stored, or dropped on purpose; 400 for nonsense; 404 for an unknown device."""
    at = now()
    try:
        query = request.META.get("QUERY_STRING", "").encode()
        reading = reading_of_request(query, request.body, request.headers.get("Content-Type", ""), at=at)
    except (NotAPosition, BadRow) as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    except NoFix:
        return HttpResponse(status=200)
    tell_sos([reading], at=at)
    (fate,) = record_positions(readings=[reading], scope=EVERYTHING, at=at)
    return HttpResponse(status=404 if fate == Fate.UNKNOWN_DEVICE else 200)
