"""The demo's protected sites, with whom to call."""

from collections.abc import Mapping
from typing import Final

from django.contrib.gis.geos import Polygon
from django.db import transaction

from apps.alarms.models import Site, SiteContact
from apps.cameras.models import Camera
from apps.core.geo import SRID
from apps.demo.geography import Ground
from apps.demo.seeds import chance
from apps.demo.sites import GuardedSite, draw_sites

PREFIX: Final = "DEMO-"
# Cameras that belong to a site although they stand outside its perimeter.
WATCHED_BY: Final = 4
WITHIN_M: Final = 1_500.0


def load_sites(*, grounds: Mapping[str, Ground]) -> int:
    """A site of each kind in every region; does nothing where the demo has sites already."""
    if Site.objects.filter(code__startswith=PREFIX).exists():
        return 0
    with transaction.atomic():
        return sum(
            _load(code, number, drawn)
            for code, ground in grounds.items()
            for number, drawn in enumerate(draw_sites(chance("sites", code), ground), 1)
        )


def _load(region: str, number: int, drawn: GuardedSite) -> int:
    site = Site.objects.create(
        code=f"{PREFIX}{region.removeprefix('UZ-')}-{number:02d}",
        name=drawn.name,
        kind=drawn.plan.kind,
        region_id=region,
        address=drawn.address,
        perimeter=Polygon(drawn.corners, srid=SRID),
        instructions=drawn.plan.instructions,
    )
    SiteContact.objects.bulk_create(
        SiteContact(site=site, name=contact.name, post=contact.post, phone=contact.phone, order=order)
        for order, contact in enumerate(drawn.contacts, 1)
    )
    around = Camera.objects.active().filter(region=region)
    site.cameras.set(around.nearest_to(site.perimeter.centroid, limit=WATCHED_BY, within_m=WITHIN_M))
    return 1
