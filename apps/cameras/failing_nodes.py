"""One outage for a switch instead of one for each of its cameras: the node's row, and what becomes part of it.

For the ledger alone, inside of an action's `change()`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.cameras.models import Camera, CameraStatus, NetworkNode, Outage, OutageCause
from apps.cameras.outages import TOPIC
from apps.cameras.workflow import Seen, State, node_fails, node_is_back
from apps.live.feed import Feed

# The cameras of a switch are looked at within one round, and begin to fail within one.
ROUNDS: Final = 2


def nodes_out_of(camera_ids: Collection[int]) -> set[int]:
    """The nodes of these cameras that are out."""
    if not camera_ids:
        return set()
    out = NetworkNode.objects.filter(outages__ended_at=None, outages__isnull=False, cameras__in=camera_ids)
    return set(out.values_list("pk", flat=True))


def judge_nodes(feed: Feed, node_ids: Collection[int], begun: Sequence[Outage], *, at: datetime) -> None:
    """Begin, follow and end the outages of these nodes; `begun` are outages of cameras that are new and untold."""
    if not node_ids:
        return
    for node in NetworkNode.objects.filter(pk__in=node_ids).order_by("pk").select_for_update():
        mine = [row for row in begun if row.camera is not None and row.camera.node_id == node.pk]
        outage = Outage.objects.open().filter(node=node).first()
        if outage is None and mine:
            _begin(feed, node, mine, at)
        elif outage is not None:
            _follow(feed, node, outage, mine, at)


def _begin(feed: Feed, node: NetworkNode, mine: Sequence[Outage], at: datetime) -> None:
    window_s = ROUNDS * settings.SAFECITY_CAMERA_CHECK_EVERY_S
    since = max(row.began_at for row in mine) - timedelta(seconds=window_s)
    failing = _watched(node).filter(health__last=Seen.DOWN, health__since__gte=since)
    answering = _watched(node).exclude(health__last=Seen.DOWN)
    lately = failing.count()
    if not node_fails(lately=lately, working=lately + answering.count()):
        return
    outage = Outage.objects.create(
        region_id=node.region_id,
        node=node,
        cause=OutageCause.NODE,
        began_at=min(row.began_at for row in mine),
        noticed_at=at,
        cameras_count=lately,
    )
    told = Outage.objects.open().filter(camera__node=node, began_at__gte=since, is_told=True)
    _touch(feed, outage, "began")
    _join(feed, outage, [*mine, *told])


def _watched(node: NetworkNode) -> QuerySet[Camera]:
    """The cameras of a node that say something about it."""
    return (
        Camera.objects.active()
        .filter(node=node)
        .exclude(status=CameraStatus.MAINTENANCE)
        .filter(health__state__in=[State.ONLINE, State.DEGRADED, State.OFFLINE])
    )


def _follow(feed: Feed, node: NetworkNode, outage: Outage, mine: Sequence[Outage], at: datetime) -> None:
    _join(feed, outage, mine)
    if node_is_back(failing=_still_failing(node), lost=outage.cameras_count):
        _end(feed, outage, at)
    elif (parts := outage.parts.count()) > outage.cameras_count:
        outage.cameras_count = parts
        outage.save(update_fields=["cameras_count"])
        _touch(feed, outage, "changed")


def _still_failing(node: NetworkNode) -> int:
    """Cameras of the node that fail and are not out for themselves."""
    alone = Outage.objects.open().filter(camera=OuterRef("pk"), part_of=None)
    fails = Q(health__last=Seen.DOWN) | Q(health__state=State.OFFLINE)
    return _watched(node).filter(fails).exclude(Exists(alone)).count()


def _join(feed: Feed, outage: Outage, parts: Sequence[Outage]) -> None:
    for part in parts:
        part.part_of = outage
        if part.is_told:
            _touch(feed, part, "changed")
    Outage.objects.bulk_update(parts, ["part_of"], batch_size=500)


def _end(feed: Feed, outage: Outage, at: datetime) -> None:
    """The node is back; cameras that are not stand for themselves from now on."""
    outage.ended_at = max(outage.began_at, at)
    outage.save(update_fields=["ended_at"])
    _touch(feed, outage, "ended")
    left = list(outage.parts.open().select_related("camera"))
    for part in left:
        part.part_of, kind = None, "changed" if part.is_told else "began"
        part.is_told = True
        _touch(feed, part, kind)
    Outage.objects.bulk_update(left, ["part_of", "is_told"], batch_size=500)


def _touch(feed: Feed, outage: Outage, what: str) -> None:
    feed.touch(topic=TOPIC, kind=f"outage.{what}", object_id=str(outage.pk), regions={outage.region_id})
