"""Keep what somebody has chosen to see by a name; take it away again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import Can
from apps.core.errors import NotFound, Sought
from apps.map.models import SavedView
from apps.map.refusals import MayNotShare, ViewNotValid
from apps.map.view_address import NotAView, checked
from apps.regions.folding import fold

_SLUG_LENGTH = 50
# The page of these words is the whole scope of whoever looks, without any view.
RESERVED = frozenset({"live", "session"})


@dataclass(frozen=True, slots=True)
class Drawn:
    """A view as somebody wants it kept: `query` is the console's address, `region` with whom it is shared."""

    name: str
    query: str
    is_shared: bool = False
    region: str | None = None


@transaction.atomic
def save_view(*, drawn: Drawn, by: User, at: datetime) -> SavedView:
    """Write a view of this person; one of the same name is written over and keeps its address.

    Raises `ViewNotValid`, and `MayNotShare` for who may not, or a region that is not one's own.
    """
    try:
        query = checked(drawn.query)
    except NotAView as error:
        raise ViewNotValid from error
    region = _shared_with(drawn, by)
    # Two windows of one person take turns.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    view = SavedView.objects.filter(owner=by, name=drawn.name).first()
    if view is None:
        view = SavedView(owner=by, name=drawn.name, slug=_free_slug(drawn.name))
    view.query, view.is_shared, view.region_id, view.saved_at = query, drawn.is_shared, region, at
    view.save()
    return view


@transaction.atomic
def delete_view(*, view_id: int, by: User) -> SavedView:
    """Take an own view away; raises `NotFound`. Displays that show it go on with their others."""
    view = SavedView.objects.select_for_update(of=("self",)).filter(pk=view_id, owner=by).first()
    if view is None:
        raise NotFound(Sought(SavedView, "pk", view_id))
    SavedView.objects.filter(pk=view_id).delete()
    return view


def _shared_with(drawn: Drawn, by: User) -> str | None:
    """The region's code; none is everybody, which only they may choose who see the whole nation."""
    if not drawn.is_shared:
        return None
    own = sorted(by.scope.codes)
    region = drawn.region or (own[0] if len(own) == 1 and not by.scope.is_national else None)
    is_own = by.scope.is_national if region is None else by.scope.covers(region)
    if not by.may(Can.SUPERVISE_INCIDENTS) or not is_own:
        raise MayNotShare
    return region


def _free_slug(name: str) -> str:
    """The name in plain letters, with a number where it is taken."""
    slug = fold(name).replace(" ", "-")[:_SLUG_LENGTH] or "view"
    slug = "".join(c for c in slug if c.isascii()) or "view"
    taken = set(SavedView.objects.filter(slug__startswith=slug).values_list("slug", flat=True)) | RESERVED
    return next(
        free for n in range(1, len(taken) + 2) if (free := slug if n == 1 else f"{slug}-{n}") not in taken
    )
