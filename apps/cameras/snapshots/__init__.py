"""The picture that a camera shows now: asked for once for all who look, checked, and never waited for in a thread."""

from apps.cameras.snapshots.asking import Target, target_of
from apps.cameras.snapshots.desk import close_desk, kept_picture, picture_of
from apps.cameras.snapshots.pictures import Picture, media_type_of

__all__ = [
    "Picture",
    "Target",
    "close_desk",
    "kept_picture",
    "media_type_of",
    "picture_of",
    "target_of",
]
