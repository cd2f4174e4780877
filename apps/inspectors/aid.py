"""Requests for help as an incident's JSON names them, and who may see and answer them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from apps.core.clock import iso
from apps.inspectors.models import AidRequest
from apps.live.topics import Item


def aid_of_incidents(ids: Collection[str]) -> Mapping[str, list[Item]]:
    """For each incident the requests for help, the earliest first."""
    found: dict[str, list[Item]] = defaultdict(list)
    for request in AidRequest.objects.filter(incident__in=list(ids)):
        found[str(request.incident_id)].append(_named(request))
    return found


def aid_item(request: AidRequest) -> Item:
    """A request as whoever asks or answers reads it."""
    return _named(request) | {"reason": request.reason}


def _named(request: AidRequest) -> Item:
    """A request as its incident names it: on every screen, so without what somebody wrote."""
    return {
        "id": str(request.pk),
        "region": request.region_id,
        "service": request.service,
        "status": request.status,
        "asked_at": iso(request.asked_at),
        "answered_at": iso(request.answered_at),
    }
