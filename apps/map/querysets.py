"""Which saved views somebody may open."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from apps.regions.scope import Scope

if TYPE_CHECKING:
    from apps.map.models import SavedView  # noqa: F401 - the class below names it in a text


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Saved views."""

    def in_scope(self, scope: Scope) -> "SavedViewQuerySet":
        """Those that are shared with somebody of this scope."""
        return self.filter(_shared_with(scope))

    def of(self, owner_id: int, scope: Scope) -> "SavedViewQuerySet":
        """Those of this person, and those shared with him or her."""
        return self.filter(Q(owner=owner_id) | _shared_with(scope))


def _shared_with(scope: Scope) -> Q:
    shared = Q(is_shared=True)
    return shared if scope.is_national else shared & (Q(region=None) | Q(region__in=scope.codes))
