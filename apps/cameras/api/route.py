"""`GET /api/v1/cameras/columns/` and `…/cones/` as bare ASGI routes."""

from apps.accounts.roles import Can
from apps.cameras.columns import kept_cameras, kept_cones
from apps.live.api.columns import columns_route

camera_columns = columns_route(kept_cameras, Can.READ_CAMERAS)
camera_cones = columns_route(kept_cones, Can.READ_CAMERAS)
