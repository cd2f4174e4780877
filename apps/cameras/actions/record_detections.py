"""What video analytics see comes in, in batches."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from apps.cameras.actions.report_violations import Witnessed, report_violations
from apps.cameras.detection_messages import Key, Recorded, Sighting, by_key, key_of, key_of_row
from apps.cameras.detection_rows import TOLD, insert_unknown, locked_rows, store_told
from apps.cameras.intake import SeenBy, cameras_that_saw
from apps.cameras.models import Detection
from apps.cameras.plates import is_complete, written
from apps.cameras.sightings import Told, folded, merged
from apps.live.feed import Feed, change
from apps.regions.scope import Actor

TOPIC: Final = "detections"


def record_detections(*, sightings: Sequence[Sighting], by: Actor | None, at: datetime) -> list[Recorded]:
    """Record new detections, bring known ones up to date; answers each sighting's detection, in the order given.

    One row for each intake, source and reference: a client's references are its own, those of users belong to the
    camera's region, and `by` None is the portal's own intake (its MQTT process). Messages may be repeated, late and
    in any order (`apps.cameras.sightings`). The feed hears of what begins and ends, and of a change of label,
    sub-label or zones. Raises `UnknownCameras` where a camera is missing, retired or out of the scope of `by`: then
    nothing is recorded.
    """
    with change(at=at) as feed:
        cameras = cameras_that_saw([one.camera_id for one in sightings], by)
        given = by_key(sightings, cameras, by)
        new = _inserted(given, cameras, at)
        known = locked_rows([key for key in given if key not in new])
        rows = {key: new.get(key) or known[key] for key in given}
        changed = []
        for key, row in rows.items():
            before = _told_of(row)
            after = before if key in new else merged(before, folded(one.told for one in given[key]))
            _tell(feed, row, None if key in new else before, after)
            if after != before:
                _set(row, after)
                changed.append(row)
        store_told(changed)
        seen = [*new.values(), *changed]
        report_violations(witnessed=[_witnessed(row, given) for row in seen], at=at)
    keys = [key_of(one, cameras, by) for one in sightings]
    return [Recorded(rows[key], key in new) for key in keys]


def _inserted(
    given: Mapping[Key, list[Sighting]], cameras: Mapping[int, SeenBy], at: datetime
) -> dict[Key, Detection]:
    """Insert what is not known; answers these."""
    rows = {key: _row(key, messages, cameras, at) for key, messages in given.items()}
    mine = insert_unknown(list(rows.values())) if rows else set()
    return {key: row for key, row in rows.items() if row.pk in mine}


def _row(key: Key, messages: Sequence[Sighting], cameras: Mapping[int, SeenBy], at: datetime) -> Detection:
    first = messages[0]
    camera = cameras[first.camera_id]
    row = Detection(
        **key._asdict(),
        camera_id=first.camera_id,
        region_id=camera.region,
        location=first.location or camera.location,
        recorded_at=at,
    )
    _set(row, folded(one.told for one in messages))
    return row


def _told_of(row: Detection) -> Told:
    return Told(**{name: getattr(row, name) for name in TOLD} | {"zones": tuple(row.zones)})


def _set(row: Detection, told: Told) -> None:
    for name, value in told._asdict().items():
        setattr(row, name, list(value) if name == "zones" else value)


def _witnessed(row: Detection, given: Mapping[Key, list[Sighting]]) -> Witnessed:
    plate = written(row.sub_label)
    pictures = [one.picture for one in given[key_of_row(row)] if one.picture]
    return Witnessed(
        camera_id=row.camera_id,
        region=row.region_id,
        location=row.location,
        at=row.began_at,
        words=frozenset({row.label, row.sub_label} - {""}),
        plate=plate if is_complete(plate) else "",
        detection_id=row.pk,
        facts={"label": row.label, "sub_label": row.sub_label, "score": row.score, "zones": list(row.zones)},
        picture=pictures[-1] if pictures else b"",
    )


def _tell(feed: Feed, row: Detection, before: Told | None, after: Told) -> None:
    """What begins and ends, and what readers see change; a thing that is told of only once it is over does both."""
    if before is None:
        _touch(feed, row, "began")
    if after.ended_at is not None and (before is None or before.ended_at is None):
        _touch(feed, row, "ended")
    elif before is not None and before.shown != after.shown:
        _touch(feed, row, "changed")


def _touch(feed: Feed, row: Detection, what: str) -> None:
    feed.touch(topic=TOPIC, kind=f"detection.{what}", object_id=str(row.pk), regions={row.region_id})
