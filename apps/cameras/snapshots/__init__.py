"""The picture that a camera shows now: asked for once for all who look, checked, and never waited for in a thread."""

from apps.cameras.snapshots.pictures import Picture, media_type_of

__all__ = ["Picture", "media_type_of"]
