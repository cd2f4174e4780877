"""Cameras of a register are taken: new ones come, changed ones change, the same ones stay as they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point

from apps.accounts.audit import acting
from apps.accounts.models import ApiClient, User
from apps.cameras.actions.keep_login import keep_logins
from apps.cameras.actions.retire_camera import tell_of_cameras
from apps.cameras.credentials import Credentials, credentials_by_camera
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
from apps.regions.locate import regions_at
from apps.regions.models import District, Region

NEW, CHANGED, SAME = "new", "changed", "same"


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
    logins: dict[int, Credentials] = field(default_factory=dict)
    nodes: dict[tuple[str, str], NetworkNode] = field(default_factory=dict)
    districts: dict[str, str] = field(default_factory=dict)

    def take(self) -> list[Answer]:
        regions = self._regions()
        self.known = _by_key(self._paired(regions))
        self.logins = credentials_by_camera([camera.pk for camera in self.known.values()])
        self.districts = dict(District.objects.values_list("pk", "region_id"))
        taken = [self._taken(region, draft) for region, draft in zip(regions, self.drafts, strict=True)]
        self.nodes = _nodes((code, draft.node) for code, draft in self._paired(taken) if draft.node)
        answers: list[Answer] = []
        made, changed = [], []
        for region, draft in zip(taken, self.drafts, strict=True):
            if isinstance(region, DraftRefused):
                answers.append(region)
                continue
            camera, outcome = self._applied(region, draft)
            answers.append(Registered(region, draft.code, outcome))
            if outcome == NEW:
                made.append((camera, draft))
            elif outcome == CHANGED:
                changed.append((camera, draft))
        self._write(made, changed)
        return answers

    def _paired(self, regions: Sequence[str | DraftRefused]) -> list[tuple[str, CameraDraft]]:
        """The drafts that have a region, with it."""
        pairs = zip(regions, self.drafts, strict=True)
        return [(code, draft) for code, draft in pairs if isinstance(code, str)]

    def _taken(self, region: str | DraftRefused, draft: CameraDraft) -> str | DraftRefused:
        """The region of a draft that is taken, or why it is not."""
        refused = region if isinstance(region, DraftRefused) else self._refusal(region, draft)
        if refused is None and isinstance(region, str):
            self.seen.add((region, draft.code))
        return refused or region

    def _regions(self) -> list[str | DraftRefused]:
        """The region of each draft, or why it has none; a given one counts as it is given."""
        scope = self.by.scope if self.by else None
        codes = set(Region.objects.bounded().values_list("code", flat=True))
        located = regions_at([(draft.lon, draft.lat) for draft in self.drafts])
        found: list[str | DraftRefused] = []
        for place, draft in zip(located, self.drafts, strict=True):
            code = draft.region or place
            if place is None:
                found.append(OutsideCountry("lon"))
            elif code not in codes or (scope is not None and not scope.covers(code)):
                found.append(RegionUnknown("region"))
            else:
                found.append(str(code))
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
            camera.node = self.nodes[region, _node_code(draft.node)]
        if is_new:
            return camera, NEW
        is_login_new = draft.login is not None and self.logins.get(camera.pk) != draft.login
        return camera, CHANGED if _state(camera) != before or is_login_new else SAME

    def _write(
        self, made: list[tuple[Camera, CameraDraft]], changed: list[tuple[Camera, CameraDraft]]
    ) -> None:
        Camera.objects.bulk_create([camera for camera, _ in made])
        # In one INSERT … ON CONFLICT: the rows are locked, so each is there and is changed.
        Camera.objects.bulk_create(
            [camera for camera, _ in changed],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(WRITTEN),
        )
        logins = {camera.pk: draft.login for camera, draft in [*made, *changed] if draft.login is not None}
        keep_logins(logins=logins, by=self.by, at=self.at)
        ids = [camera.pk for camera, _ in [*made, *changed]]
        if ids:
            tell_of_cameras(camera_ids=ids, at=self.at)


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


def _nodes(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], NetworkNode]:
    """The switches of these regions and codes; those that are not known are made."""
    keys = sorted({(region, _node_code(code)) for region, code in wanted})
    known = _known_nodes(keys)
    if lacking := [key for key in keys if key not in known]:
        made = [NetworkNode(region_id=region, code=code, name=code) for region, code in lacking]
        NetworkNode.objects.bulk_create(made, ignore_conflicts=True)
        known = _known_nodes(keys)
    return known


def _known_nodes(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], NetworkNode]:
    regions, codes = {region for region, _ in keys}, {code for _, code in keys}
    rows = NetworkNode.objects.filter(region__in=regions, code__in=codes)
    return {(node.region_id, node.code): node for node in rows}


def _node_code(code: str) -> str:
    return code[:40]


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
