"""What a batch of messages says goes to the rooms that keep it, each kind in one action."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, Generic, NamedTuple, TypeVar

import structlog
from django.db import InterfaceError, OperationalError
from django.db.models import Q

from apps.cameras.actions import (
    GivenRead,
    Observation,
    Sighting,
    observe_health,
    record_detections,
    record_plates,
)
from apps.cameras.intake import UnknownCameras
from apps.cameras.models import Detection
from apps.cameras.named import Unnamed, cameras_named
from apps.interchange.facts import (
    Fact,
    Heard,
    Measured,
    Names,
    NotUnderstood,
    Protocol,
    ReadPlate,
    Saw,
    Stands,
    Turned,
)
from apps.interchange.mqtt.protocols import protocol_of
from apps.interchange.mqtt.tally import Tally
from apps.interchange.onvif.occasions import Occasion, placed
from apps.sensors.actions import GivenReading, record_readings

log = structlog.get_logger(__name__)

# an event that comes this late may belong to an occasion that is over
LATE: Final = timedelta(days=1)
# the database is away, or chose us to break a deadlock: the same again, later
PASSING: Final = (OperationalError, InterfaceError)
# the family of what belongs to no protocol
UNKNOWN: Final = "other"

F = TypeVar("F", bound=Saw | Turned | Stands | ReadPlate, covariant=True)


class Told(NamedTuple):
    """A fact and the topic it was told on."""

    topic: str
    fact: Fact


class By(NamedTuple, Generic[F]):
    """A fact of a camera that is known."""

    topic: str
    camera_id: int
    fact: F


OfCamera = By[Saw | Turned | Stands | ReadPlate]


def take_in(heard: Sequence[Heard], protocols: Sequence[Protocol], *, tally: Tally, at: datetime) -> None:
    """Store what the messages say; what cannot be stored is refused alone, with a code.

    Messages may be repeated: each action knows what it has. Raises only what passes (`PASSING`): then nothing may be
    acknowledged, and the same messages come again.
    """
    mine = Tally(len(heard))
    try:
        _store(heard, protocols, tally=mine, at=at)
    except PASSING:
        raise
    except Exception:
        if len(heard) > 1:
            half = len(heard) // 2
            take_in(heard[:half], protocols, tally=tally, at=at)
            take_in(heard[half:], protocols, tally=tally, at=at)
            return
        log.exception("mqtt_fault", topic=heard[0].topic[:120])
        mine.refuse("fault", heard[0].topic)
    tally.add(mine)


def _store(heard: Sequence[Heard], protocols: Sequence[Protocol], *, tally: Tally, at: datetime) -> None:
    told = [told for one in heard for told in _told(one, protocols, tally)]
    of_cameras = _by_cameras(told, tally)
    _detections(list(_sighted(of_cameras, tally)), tally=tally, at=at)
    _plates(_only(ReadPlate, of_cameras), tally=tally, at=at)
    _health(_only(Stands, of_cameras), tally=tally, at=at)
    _readings([one for one in told if isinstance(one.fact, Measured)], tally=tally, at=at)


def _only(kind: type[F], facts: Iterable[OfCamera]) -> list[By[F]]:
    return [By(one.topic, one.camera_id, one.fact) for one in facts if isinstance(one.fact, kind)]


def _told(heard: Heard, protocols: Sequence[Protocol], tally: Tally) -> list[Told]:
    spoken = protocol_of(heard.topic, protocols)
    tally.hear(spoken.family if spoken else UNKNOWN, heard.at)
    if spoken is None:
        tally.refuse("unknown_topic", heard.topic)
        return []
    try:
        told = [Told(heard.topic, fact) for fact in spoken.translate(heard)]
    except NotUnderstood as error:
        tally.refuse(error.code, heard.topic)
        return []
    if not told:
        tally.aside["says_nothing"] += 1
    return told


def _by_cameras(told: Iterable[Told], tally: Tally) -> list[OfCamera]:
    facts = [(topic, fact) for topic, fact in told if not isinstance(fact, Measured)]
    known = cameras_named({name for _, fact in facts for name in fact.camera})
    found: list[OfCamera] = []
    for topic, fact in facts:
        meant = _meant(fact.camera, known)
        if isinstance(meant, Unnamed):
            tally.refuse(meant.value, topic)
        else:
            found.append(By(topic, meant, fact))
    return found


def _meant(names: Names, known: dict[str, int | Unnamed]) -> int | Unnamed:
    """The first name that is anybody's decides."""
    answers = [known[name] for name in names]
    return next((one for one in answers if one is not Unnamed.UNKNOWN), Unnamed.UNKNOWN)


def _sighted(of_cameras: Sequence[OfCamera], tally: Tally) -> Iterator[By[Saw]]:
    """What detections there are, states among them as the occasions that they belong to."""
    turned = [(one.camera_id, one.fact) for one in of_cameras if isinstance(one.fact, Turned)]
    known = _occasions(turned)
    for one in of_cameras:
        if isinstance(one.fact, Saw):
            yield By(one.topic, one.camera_id, one.fact)
        elif isinstance(one.fact, Turned):
            occasions = known.setdefault((one.camera_id, one.fact.key), [])
            if saw := placed(one.fact, occasions):
                yield By(one.topic, one.camera_id, saw)
            else:
                tally.aside["nothing_was_on"] += 1


def _occasions(turned: Sequence[tuple[int, Turned]]) -> dict[tuple[int, str], list[Occasion]]:
    """The occasions of these cameras' states that are open or of the last day, the oldest first."""
    if not turned:
        return {}
    since = min(fact.at for _, fact in turned) - LATE
    rows = Detection.objects.filter(
        Q(ended_at=None) | Q(began_at__gte=since),
        intake="portal",
        source__in={fact.source for _, fact in turned},
        camera__in={camera for camera, _ in turned},
    )
    found: dict[tuple[int, str], list[Occasion]] = {}
    columns = rows.order_by("began_at").values_list("camera_id", "source_ref", "began_at", "ended_at")
    for camera, ref, began_at, ended_at in columns:
        found.setdefault((camera, ref.rpartition("@")[0]), []).append(Occasion(ref, began_at, ended_at))
    return found


def _detections(seen: list[By[Saw]], *, tally: Tally, at: datetime) -> None:
    while seen:
        try:
            record_detections(sightings=[_sighting(one) for one in seen], by=None, at=at)
        except UnknownCameras as error:
            for index in error.indexes:
                tally.refuse(error.code, seen[index].topic)
            seen = [one for index, one in enumerate(seen) if index not in set(error.indexes)]
        else:
            tally.taken["detections"] += len(seen)
            return


def _sighting(one: By[Saw]) -> Sighting:
    fact = one.fact
    return Sighting(
        camera_id=one.camera_id,
        source=fact.source,
        source_ref=fact.source_ref,
        label=fact.label,
        at=fact.at,
        began_at=fact.began_at,
        ended_at=fact.ended_at,
        sub_label=fact.sub_label,
        sub_score=fact.sub_score,
        score=fact.score,
        zones=fact.zones,
    )


def _plates(read: Sequence[By[ReadPlate]], *, tally: Tally, at: datetime) -> None:
    if not read:
        return
    answer = record_plates(reads=[_given_read(one) for one in read], by=None, at=at)
    for index, code in answer.rejected:
        tally.refuse(code, read[index].topic)
    tally.taken["plates"] += answer.accepted


def _given_read(one: By[ReadPlate]) -> GivenRead:
    fact = one.fact
    return GivenRead(
        camera_id=one.camera_id,
        at=fact.at,
        plate=fact.plate,
        confidence=fact.confidence,
        source=fact.source,
        source_ref=fact.source_ref,
    )


def _health(stands: Sequence[By[Stands]], *, tally: Tally, at: datetime) -> None:
    if not stands:
        return
    observe_health(observations=[_observation(one) for one in stands], by=None, at=at)
    tally.taken["statuses"] += len(stands)


def _observation(one: By[Stands]) -> Observation:
    fact = one.fact
    return Observation(one.camera_id, fact.is_up, fact.at, fact.detail)


def _readings(measured: Sequence[Told], *, tally: Tally, at: datetime) -> None:
    if not measured:
        return
    facts = [one.fact for one in measured if isinstance(one.fact, Measured)]
    given = [GivenReading(fact.sensor, fact.at, fact.value) for fact in facts]
    answer = record_readings(readings=given, by=None, at=at)
    for index, code in answer.rejected:
        tally.refuse(code, measured[index].topic)
    tally.taken["readings"] += answer.accepted
