"""Who may go on with an incident: the people whom its handler may give it to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.models import ROLE_NAMES, User
from apps.accounts.roles import Can, Role, roles_with
from apps.incidents.models import Incident
from apps.live.presence import present

Row = dict[str, Any]


def people_for(regions: Iterable[str], *, at: datetime) -> QuerySet[User]:
    """Who may write incidents in every one of these regions, whoever is present first.

    Each with `open_incidents`, how many he or she holds anywhere, and `is_present`: the screen is there.
    """
    people = User.objects.filter(is_active=True, role__in=roles_with(Can.WRITE_INCIDENTS))
    for region in set(regions):
        here = User.regions.through.objects.filter(user=OuterRef("pk"), region=region)
        people = people.filter(Q(is_national=True) | Exists(here))
    held = Incident.objects.open().filter(handler=OuterRef("pk")).order_by().values("handler")
    return people.annotate(
        open_incidents=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0),
        is_present=Exists(present(at=at).filter(user=OuterRef("pk"))),
    ).order_by("-is_present", "full_name", "username", "id")


def person_item(person: Any) -> Row:
    """A person of `people_for` as JSON: the name, and nothing more personal."""
    return {
        "id": person.pk,
        "name": person.actor_name,
        "role": person.role,
        "role_name": str(ROLE_NAMES[Role(person.role)]),
        "open_incidents": person.open_incidents,
        "is_present": person.is_present,
    }
