"""Cameras of a register are taken: new ones come, changed ones change, the same ones stay as they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import connection

from apps.accounts.audit import acting
from apps.accounts.models import ApiClient, User
from apps.cameras.actions.keep_login import keep_login
from apps.cameras.actions.retire_camera import tell_of_cameras
from apps.cameras.credentials import credentials_by_camera
from apps.cameras.drafts import (
    CameraDraft,
    DistrictUnknown,
    DraftRefused,
    OutsideCountry,
    RegionUnknown,
    Retired,
    Twice,
)
from apps.cameras.models import Camera, NetworkNode
from apps.core.geo import point
from apps.live.feed import change
from apps.regions.locate import NEAR_M
from apps.regions.models import District, Region

NEW, CHANGED, SAME = "new", "changed", "same"

# Each point's region: the one that holds it, else the nearest within the limit (as `regions.locate` does for one).
LOCATED: Final = """
    SELECT given.n, coalesce(
        (SELECT code FROM regions_region WHERE ST_Covers(boundary, given.point) ORDER BY code LIMIT 1),
        (
            SELECT code FROM regions_region
            WHERE ST_DWithin(boundary::geography(MultiPolygon, 4326), given.point::geography, %(near)s)
            ORDER BY ST_Distance(boundary::geography(MultiPolygon, 4326), given.point::geography), code
            LIMIT 1
        )
    )
    FROM (
        SELECT n, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS point
        FROM unnest(%(lon)s::float8[], %(lat)s::float8[]) WITH ORDINALITY AS written (lon, lat, n)
    ) AS given
"""


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of a draft: `outcome` is `new`, `changed` or `same`."""

    region: str
    code: str
    outcome: str


Answer = Registered | DraftRefused


class _Undone(Exception):
    """A dry run ends here, and nothing of it stays."""


def register_cameras(
    *,
    drafts: Sequence[CameraDraft],
    by: User | ApiClient | None,
    at: datetime,
    seen: set[tuple[str, str]] | None = None,
    is_dry: bool = False,
) -> list[Answer]:
    """Take a batch, whole or not at all; an answer for each draft, in their order.

    A camera is told apart by region and code. What a draft does not give stays as it is; a switch that is not
    known is made. `seen` carries over several batches what was taken already. With `is_dry` nothing is written.
    """
    batch = _Batch(list(drafts), by, at, seen if seen is not None else set())
    try:
        with change(at=at), acting(by):
            answers = batch.take()
            if is_dry:
                raise _Undone
    except _Undone:
        return answers
    return answers


@dataclass(slots=True)
class _Batch:
    drafts: list[CameraDraft]
    by: User | ApiClient | None
    at: datetime
    seen: set[tuple[str, str]]
    known: dict[tuple[str, str], Camera] = field(default_factory=dict)
    nodes: dict[tuple[str, str], NetworkNode] = field(default_factory=dict)
    districts: dict[str, str] = field(default_factory=dict)

    def take(self) -> list[Answer]:
        regions = self._regions()
        pairs = [
            (code, draft) for code, draft in zip(regions, self.drafts, strict=True) if isinstance(code, str)
        ]
        self.known = _by_key(pairs)
        self.districts = dict(District.objects.values_list("pk", "region_id"))
        answers: list[Answer] = []
        made, changed = [], []
        for region, draft in zip(regions, self.drafts, strict=True):
            refused = region if isinstance(region, DraftRefused) else self._refusal(region, draft)
            if refused is not None or not isinstance(region, str):
                answers.append(refused or OutsideCountry("lon"))
                continue
            self.seen.add((region, draft.code))
            camera, outcome = self._applied(region, draft)
            answers.append(Registered(region, draft.code, outcome))
            if outcome == NEW:
                made.append((camera, draft))
            elif outcome == CHANGED:
                changed.append((camera, draft))
        self._write(made, changed)
        return answers

    def _regions(self) -> list[str | DraftRefused]:
        """The region of each draft, or why it has none; a given one counts as it is given."""
        scope = self.by.scope if self.by else None
        codes = set(Region.objects.bounded().values_list("code", flat=True))
        located = _located(self.drafts)
        found: list[str | DraftRefused] = []
        for number, draft in enumerate(self.drafts, 1):
            code = draft.region or located.get(number)
            if number not in located:
                found.append(OutsideCountry("lon"))
            elif code not in codes or (scope is not None and not scope.covers(code)):
                found.append(RegionUnknown("region"))
            else:
                found.append(code)
        return found

    def _refusal(self, region: str, draft: CameraDraft) -> DraftRefused | None:
        if (region, draft.code) in self.seen:
            return Twice("code")
        if draft.district is not None and self.districts.get(draft.district) != region:
            return DistrictUnknown("district")
        camera = self.known.get((region, draft.code))
        return Retired("code") if camera is not None and camera.retired_at is not None else None

    def _applied(self, region: str, draft: CameraDraft) -> tuple[Camera, str]:
        """The camera with the draft's values on it, and whether that changed anything."""
        camera = self.known.get((region, draft.code))
        is_new = camera is None
        camera = camera or Camera(code=draft.code, region_id=region, name=draft.code)
        before = _state(camera)
        for name, value in draft.values.items():
            setattr(camera, name, value)
        if is_new or not _is_same_place(camera.location, draft):
            camera.location = point(draft.lon, draft.lat)
        if draft.district is not None:
            camera.district_id = draft.district
        if draft.node is not None:
            camera.node = self._node(region, draft.node)
        if is_new:
            return camera, NEW
        is_login_new = (
            draft.login is not None and credentials_by_camera([camera.pk]).get(camera.pk) != draft.login
        )
        return camera, CHANGED if _state(camera) != before or is_login_new else SAME

    def _node(self, region: str, code: str) -> NetworkNode:
        key = (region, code[:40])
        if key not in self.nodes:
            self.nodes[key], _ = NetworkNode.objects.get_or_create(
                region_id=region, code=key[1], defaults={"name": key[1]}
            )
        return self.nodes[key]

    def _write(
        self, made: list[tuple[Camera, CameraDraft]], changed: list[tuple[Camera, CameraDraft]]
    ) -> None:
        for camera, _ in changed:
            WORDS.pre_save(camera, add=False)
        Camera.objects.bulk_create([camera for camera, _ in made])
        Camera.objects.bulk_update([camera for camera, _ in changed], WRITTEN)
        for camera, draft in [*made, *changed]:
            if draft.login is not None:
                keep_login(
                    camera_id=camera.pk,
                    username=draft.login.username,
                    password=draft.login.password,
                    by=self.by,
                    at=self.at,
                )
        ids = [camera.pk for camera, _ in [*made, *changed]]
        if ids:
            tell_of_cameras(camera_ids=ids, at=self.at)


WORDS: Final[Any] = Camera._meta.get_field("search")
WRITTEN: Final = (
    "name", "kind", "location", "district", "address", "make", "model", "owner", "analytics_name", "direction",
    "azimuth", "fov_deg", "range_m", "node", "stream_url", "snapshot_url", "search",
)  # fmt: skip
_FIELDS: Final[list[Any]] = [Camera._meta.get_field(name) for name in WRITTEN if name != "search"]
_COMPARED: Final = tuple(of_model.attname for of_model in _FIELDS)


def _state(camera: Camera) -> Mapping[str, Any]:
    return {name: getattr(camera, name, None) for name in _COMPARED}


def _is_same_place(location: Point, draft: CameraDraft) -> bool:
    """To a tenth of a millimetre: what was written and read again is the same number but for its last digit."""
    return abs(location.x - draft.lon) < 1e-9 and abs(location.y - draft.lat) < 1e-9


def _located(drafts: Sequence[CameraDraft]) -> dict[int, str]:
    """The region of each draft's point by its number from 1; none for what lies outside the country."""
    places: dict[str, Any] = {
        "lon": [draft.lon for draft in drafts],
        "lat": [draft.lat for draft in drafts],
        "near": NEAR_M,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOCATED, places)
        return {number: code for number, code in cursor if code is not None}


def _by_key(pairs: Iterable[tuple[str, CameraDraft]]) -> dict[tuple[str, str], Camera]:
    """The cameras that are there already, locked."""
    codes: dict[str, list[str]] = {}
    for region, draft in pairs:
        codes.setdefault(region, []).append(draft.code)
    return {
        (camera.region_id, camera.code): camera
        for region in sorted(codes)
        for camera in Camera.objects.select_for_update(of=("self",)).filter(
            region=region, code__in=codes[region]
        )
    }
