"""All cameras of a scope as columns, and where they look: what the map draws."""

from typing import Final

from apps.cameras.models import CameraKind, CameraStatus
from apps.regions.columns import Column, Kept, Source
from apps.regions.columns.source import coordinates, places_in

TABLE: Final = "cameras_camera"
REVISIONS: Final = "cameras_columnsrevision"

CAMERAS: Final = Source(
    name="cameras",
    table=TABLE,
    revisions=REVISIONS,
    where="retired_at IS NULL",
    order="location, id",
    columns=(
        Column("ids", "id", is_dense=True),
        *coordinates(),
        Column("status", places_in(CameraStatus.values, "status"), turns=True),
        Column("kind", places_in(CameraKind.values, "kind")),
    ),
    words={"statuses": CameraStatus.values, "kinds": CameraKind.values},
)
# Apart: a third of the bytes, for what is seen at street zoom alone.
CONES: Final = Source(
    name="camera cones",
    table=TABLE,
    revisions=REVISIONS,
    where="retired_at IS NULL AND azimuth IS NOT NULL",
    order="id",
    columns=(
        Column("ids", "id", is_dense=True),
        Column("azimuth", "azimuth", is_dense=True),
        Column("fov_deg", "fov_deg"),
        Column("range_m", "range_m"),
    ),
)

kept_cameras: Final = Kept(CAMERAS)
kept_cones: Final = Kept(CONES)
