"""The demo's cameras, each with the history of its status."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from apps.cameras.models import Camera, CameraStatus, CameraStatusEntry, NetworkNode
from apps.core.constraints import check_at_once
from apps.core.copying import copy_rows
from apps.core.geo import point
from apps.demo.cabinets import Cabinet, cabinets_of
from apps.demo.geography import Ground
from apps.demo.installations import Installation, draw_cameras
from apps.demo.population import share_out, weights_of_regions
from apps.demo.seeds import chance, id_at
from apps.live.epochs import rewriting

# Days since a camera got the status that it has: from, to.
_SINCE_D: Final[dict[str, tuple[float, float]]] = {
    CameraStatus.ONLINE: (3, 400),
    CameraStatus.DEGRADED: (0.01, 4),
    CameraStatus.OFFLINE: (0.005, 2.5),
    CameraStatus.MAINTENANCE: (0.05, 1.5),
    CameraStatus.UNKNOWN: (0.02, 6),
}
_REASONS: Final[dict[str, tuple[str, ...]]] = {
    CameraStatus.DEGRADED: ("Tasvir xira", "Kadrlar yoʻqolmoqda"),
    CameraStatus.OFFLINE: ("Aloqa yoʻq", "Elektr taʼminoti uzilgan"),
    CameraStatus.MAINTENANCE: ("Rejali taʼmirlash",),
    CameraStatus.UNKNOWN: ("Holati soʻralmagan",),
}


def load_cameras(*, total: int, grounds: Mapping[str, Ground], at: datetime) -> int:
    """Spread `total` cameras over the country; does nothing where the demo has cameras already."""
    if Camera.objects.filter(code__startswith="DEMO-").exists():
        return 0
    shares = share_out(total, weights_of_regions())
    with rewriting() as regions:
        check_at_once()
        for code, ground in grounds.items():
            _load(code, ground, shares[code], at)
            regions.add(code)
    return total


def _load(code: str, ground: Ground, count: int, at: datetime) -> None:
    rng = chance("cameras", code)
    drawn = draw_cameras(rng, ground, count=count)
    cameras = [_camera(rng, code, number, each, at) for number, each in enumerate(drawn, 1)]
    _hang(code, cabinets_of(drawn), cameras)
    Camera.objects.bulk_create(cameras, batch_size=1000)
    copy_rows(list(_entries(rng, cameras)))


def _hang(region: str, cabinets: Sequence[Cabinet], cameras: Sequence[Camera]) -> None:
    """Make the switches, and hang the cameras on them."""
    nodes = [
        NetworkNode(
            code=f"DEMO-{region.removeprefix('UZ-')}-SW-{number:03d}",
            name=f"{cabinet.settlement}, {number}-kommutator",
            region_id=region,
            location=point(cabinet.lon, cabinet.lat),
        )
        for number, cabinet in enumerate(cabinets, 1)
    ]
    NetworkNode.objects.bulk_create(nodes)
    for node, cabinet in zip(nodes, cabinets, strict=True):
        for index in cabinet.cameras:
            cameras[index].node = node


def _camera(rng: random.Random, region: str, number: int, drawn: Installation, at: datetime) -> Camera:
    days = rng.uniform(*_SINCE_D[drawn.health])
    return Camera(
        code=f"DEMO-{region.removeprefix('UZ-')}-{number:05d}",
        name=drawn.name,
        region_id=region,
        kind=drawn.kind,
        location=point(drawn.lon, drawn.lat),
        address=drawn.address,
        azimuth=drawn.azimuth,
        fov_deg=drawn.fov_deg,
        range_m=drawn.range_m,
        status=drawn.health,
        status_changed_at=at - timedelta(days=days),
    )


def _entries(rng: random.Random, cameras: Sequence[Camera]) -> Iterator[CameraStatusEntry]:
    """Put into service; and what became of it since, where it is not online."""
    for camera in cameras:
        since = camera.status_changed_at
        if since is None:
            continue
        is_online = camera.status == CameraStatus.ONLINE
        started_at = since if is_online else since - timedelta(days=rng.uniform(20, 400))
        yield _entry(rng, camera, CameraStatus.UNKNOWN, CameraStatus.ONLINE, started_at)
        if not is_online:
            yield _entry(rng, camera, CameraStatus.ONLINE, camera.status, since)


def _entry(rng: random.Random, camera: Camera, was: str, status: str, at: datetime) -> CameraStatusEntry:
    reasons = _REASONS.get(status, ("Ishga tushirildi",))
    return CameraStatusEntry(
        id=id_at(rng, at), camera=camera, at=at, was=was, status=status, reason=rng.choice(reasons)
    )
