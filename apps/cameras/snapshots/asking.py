"""One question to one camera, inside the networks that an admin allows, under limits of size and time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from django.conf import settings

from apps.cameras.credentials import Credentials, credentials_of
from apps.cameras.models import Camera, CameraNetwork
from apps.cameras.reaching import Answer, NotReached, Reach, Why
from apps.cameras.snapshots.pictures import Picture, picture_in
from apps.cameras.snapshots.refusals import (
    AddressNotAllowed,
    CameraFailed,
    CameraRefused,
    CameraTooSlow,
    CameraUnreachable,
    NoPicture,
    NoSnapshotAddress,
    NotAPicture,
    PictureTooLarge,
)
from apps.core.clock import now

REFUSALS: Final[Mapping[Why, type[NoPicture]]] = MappingProxyType(
    {
        Why.ADDRESS: AddressNotAllowed,
        Why.FORBIDDEN: AddressNotAllowed,
        Why.TIMEOUT: CameraTooSlow,
        Why.AUTHENTICATION: CameraRefused,
        Why.TOO_LARGE: PictureTooLarge,
        Why.GARBAGE: NotAPicture,
    }
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a camera's pictures are, and what must be known to ask; two that are equal get the same answer."""

    camera_id: int
    url: str = field(repr=False)
    networks: tuple[str, ...]
    credentials: Credentials | None = field(default=None, repr=False)


def target_of(camera: Camera) -> Target:
    """Where this camera's pictures are; raises `NoSnapshotAddress`."""
    if not camera.snapshot_url:
        raise NoSnapshotAddress
    networks = CameraNetwork.objects.for_region(camera.region_id).ranges()
    return Target(camera.pk, camera.snapshot_url, tuple(networks), credentials_of(camera.pk))


async def ask(reach: Reach, target: Target) -> Picture:
    """The camera's picture, checked by its bytes; raises a `NoPicture`."""
    try:
        answer = await reach.get(
            target.url,
            target.credentials,
            within_s=settings.SAFECITY_SNAPSHOT_WITHIN_S,
            at_most=settings.SAFECITY_SNAPSHOT_BYTES,
        )
    except NotReached as failure:
        if failure.code == Why.REDIRECT:
            raise CameraFailed(values={"status": "3xx"}) from None
        raise REFUSALS.get(failure.code, CameraUnreachable) from None
    return _picture_in(answer)


def _picture_in(answer: Answer) -> Picture:
    if answer.status != 200:
        raise CameraFailed(values={"status": answer.status})
    picture = picture_in(answer.body, at=now())
    if picture is None:
        raise NotAPicture
    return picture
