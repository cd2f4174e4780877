"""Reads of patrol areas."""

from typing import TYPE_CHECKING

from django.contrib.gis.db import models

from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.inspectors.models import PatrolArea  # noqa: F401


class PatrolAreaQuerySet(models.QuerySet["PatrolArea"]):
    def in_scope(self, scope: Scope) -> "PatrolAreaQuerySet":
        """The areas of the regions that `scope` covers."""
        return self if scope.is_national else self.filter(region__in=scope.codes)

    def active(self) -> "PatrolAreaQuerySet":
        """Without those that were given up."""
        return self.filter(is_active=True)

    def matching(self, text: str) -> "PatrolAreaQuerySet":
        """Those whose code or a name holds `text`."""
        text = text.strip()
        named = models.Q(code__icontains=text) | models.Q(name_uz__icontains=text)
        return self.filter(named | models.Q(name_ru__icontains=text) | models.Q(name_en__icontains=text))
