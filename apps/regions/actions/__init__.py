"""Every write of this room."""

from apps.regions.actions.replace_boundaries import Replacement, replace_boundaries

__all__ = ["Replacement", "replace_boundaries"]
