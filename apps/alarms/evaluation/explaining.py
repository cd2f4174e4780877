"""A switch that fails explains the outages of its cameras: their alarms are suppressed by its own."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from apps.alarms.actions import Return
from apps.alarms.evaluation.facts import Fact
from apps.alarms.models import Alarm
from apps.alarms.querysets import AlarmQuerySet
from apps.alarms.words import SourceKind
from apps.alarms.workflow import IN_VIEW, State, is_over
from apps.cameras.models import Camera, Outage


def explained_by_nodes(alarms: Iterable[Alarm]) -> dict[UUID, UUID]:
    """Of what has just changed: which alarm of a camera is explained by which of a node; both of one type."""
    alarms = list(alarms)
    cameras = [one for one in alarms if one.source_kind == SourceKind.CAMERA and one.state in IN_VIEW]
    nodes = [one for one in alarms if one.source_kind == SourceKind.NODE and not is_over(one.standing)]
    return _by_new_nodes(nodes) | _of_new_cameras(cameras)


def _by_new_nodes(nodes: list[Alarm]) -> dict[UUID, UUID]:
    """The open alarms of the cameras behind these nodes."""
    if not nodes:
        return {}
    by_node = {(int(one.source_id), one.type_id): one.pk for one in nodes}
    behind = _in_view().filter(camera__node__in={node for node, _type in by_node})
    rows = behind.values_list("pk", "camera__node", "type_id")
    return {pk: by_node[node, kind] for pk, node, kind in rows if (node, kind) in by_node}


def _of_new_cameras(cameras: list[Alarm]) -> dict[UUID, UUID]:
    """These cameras' alarms whose node has one."""
    if not cameras:
        return {}
    node_of = dict(
        Camera.objects.filter(pk__in={one.camera_id for one in cameras}, node__isnull=False).values_list(
            "pk", "node"
        )
    )
    sources = {f"{SourceKind.NODE}:{node}" for node in node_of.values()}
    standing = Alarm.objects.open().of_sources(sources) if sources else Alarm.objects.none()
    by_node = {(one.source, one.type_id): one.pk for one in standing if not is_over(one.standing)}
    pairs = ((one, (f"{SourceKind.NODE}:{node_of.get(one.camera_id or 0)}", one.type_id)) for one in cameras)
    return {one.pk: by_node[key] for one, key in pairs if key in by_node}


def _in_view() -> AlarmQuerySet:
    return Alarm.objects.filter(source_kind=SourceKind.CAMERA, state__in=IN_VIEW)


def returned_behind_nodes(fact: Fact) -> Iterator[Return]:
    """A node is back: only its own outage is told, those of its cameras that ended with it are looked up."""
    if fact.source_kind != SourceKind.NODE or fact.ended_at is None:
        return
    standing = Alarm.objects.filter(source_kind=SourceKind.CAMERA, camera__node=int(fact.source_id)).exclude(
        state=State.CLEARED
    )
    refs = {_outage_id(ref): (alarm.source, ref) for alarm in standing for ref in alarm.active_refs}
    ended = Outage.objects.filter(pk__in=[key for key in refs if key], ended_at__isnull=False)
    for outage_id, ended_at in ended.values_list("pk", "ended_at"):
        source, ref = refs[str(outage_id)]
        yield Return(source, ref.partition("|")[0], ended_at or fact.ended_at)


def _outage_id(ref: str) -> str:
    kind, _colon, rest = ref.partition(":")
    return rest.partition("|")[0] if kind == "outage" else ""
