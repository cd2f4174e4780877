"""What cameras report comes into the register, and a person decides."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cameras.actions import GivenRead, Sighting, decide_violation, record_detections, record_plates
from apps.cameras.decisions import DECIDED, Decision, State, decided, kind_of_speed
from apps.cameras.models import Camera, Violation, ViolationEntry
from apps.cameras.refusals import DecidedAlready, NeedsAnotherPerson, NeedsReason, NotAPerson
from apps.core.errors import NotFound
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.cameras.factories import NOON, CameraFactory, ViolationFactory, ViolationKindFactory

JPEG = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def camera(db: None) -> Camera:
    return CameraFactory()


def passing(camera: Camera, **more: Any) -> GivenRead:
    return GivenRead(**{"camera_id": camera.pk, "at": NOON, "plate": "01A777BC"} | more)


def take(*reads: GivenRead) -> list[Violation]:
    record_plates(reads=reads, by=None, at=NOON + timedelta(seconds=1))
    return list(Violation.objects.order_by("at", "kind"))


def see(camera: Camera, label: str, **more: Any) -> list[Violation]:
    given = {"source": "frigate", "source_ref": "a", "at": NOON, "label": label} | more
    record_detections(sightings=[Sighting(camera_id=camera.pk, **given)], by=None, at=NOON)
    return list(Violation.objects.order_by("at", "kind"))


def decide(violation: Violation, decision: str, by: User, **more: Any) -> Violation:
    return decide_violation(
        violation_id=violation.pk,
        decision=Decision(decision),
        **{"reason": "as the picture shows", "by": by, "at": NOON + timedelta(minutes=1)} | more,
    )


def test_a_reading_that_names_a_violation_is_one_to_be_decided(camera: Camera) -> None:
    ViolationKindFactory(code="red_light", labels=["red_light", "run_red"])
    (found,) = take(passing(camera, violation="run_red", picture=JPEG, vehicle={"colour": "white"}))
    assert (found.kind_id, found.plate, found.state, found.version) == ("red_light", "01A777BC", "pending", 1)
    assert (found.camera, found.region_id, found.at) == (camera, "UZ-TK", NOON)
    assert found.facts["vehicle"] == {"colour": "white"}
    with found.picture.file.open("rb") as file:
        assert file.read() == JPEG
    (line,) = found.history.all()
    assert (line.state, line.by_user, line.was) == ("pending", None, "")


def test_what_is_reported_again_is_one_violation(camera: Camera) -> None:
    ViolationKindFactory()
    for _ in range(2):
        take(passing(camera, violation="red_light"))
    see(camera, "red_light")
    see(camera, "red_light", at=NOON + timedelta(seconds=5), score=0.9)
    assert Violation.objects.count() == 2
    assert ViolationEntry.objects.count() == 2


def test_a_detection_with_such_a_label_is_one_with_its_plate_where_it_has_one(camera: Camera) -> None:
    ViolationKindFactory(code="wrong_way", labels=["wrong_way"])
    assert see(camera, "car") == []
    (found,) = see(camera, "wrong_way", at=NOON + timedelta(seconds=2), sub_label="01 A 777 BC")
    assert (found.kind_id, found.plate, str(found.detection.source_ref)) == ("wrong_way", "01A777BC", "a")
    (found,) = [one for one in see(camera, "car", source_ref="b", sub_label="wrong_way") if not one.plate]
    assert found.plate == ""


def test_kinds_that_are_not_active_record_nothing(camera: Camera) -> None:
    ViolationKindFactory(is_active=False)
    assert take(passing(camera, violation="red_light")) == []


def test_a_speed_above_the_limit_is_the_kind_of_its_excess(camera: Camera) -> None:
    for excess in (20, 40):
        ViolationKindFactory(code=f"speed_{excess}", labels=[], over_kmh=excess)
    found = take(
        *[
            passing(camera, at=NOON + timedelta(seconds=n), speed_kmh=speed, limit_kmh=60)
            for n, speed in enumerate((60, 79.9, 80, 99, 130))
        ],
        passing(camera, at=NOON - timedelta(hours=1), speed_kmh=200, limit_kmh=None),
    )
    assert [(one.speed_kmh, one.kind_id) for one in found] == [
        (80, "speed_20"), (99, "speed_20"), (130, "speed_40"),
    ]  # fmt: skip


@given(st.floats(0, 300), st.integers(10, 120), st.dictionaries(st.text(min_size=1), st.integers(1, 100)))
def test_no_kind_of_speed_is_named_below_its_excess(speed: float, limit: int, over: dict[str, int]) -> None:
    kind = kind_of_speed(speed, limit, over)
    reached = [excess for excess in over.values() if speed - limit >= excess]
    assert (over[kind] if kind is not None else None) == max(reached, default=None)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("needs_two", [True, False])
def test_what_is_decided_stays_and_two_persons_confirm_where_the_kind_says_so(
    state: State, decision: Decision, needs_two: bool
) -> None:
    becomes = decided(state, decision, needs_two=needs_two)
    if state in DECIDED:
        assert becomes is None
    elif state == State.PENDING and decision == Decision.CONFIRMED and needs_two:
        assert becomes == State.SECONDED
    else:
        assert becomes == State(decision)


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["confirmed", "rejected"])
def test_a_person_decides_once_with_a_reason(decision: str) -> None:
    violation, officer, other = ViolationFactory(), UserFactory(full_name="Aliyev"), UserFactory()
    with pytest.raises(NeedsReason):
        decide(violation, decision, officer, reason=" ")
    done = decide(violation, decision, officer)
    assert (done.state, done.decided_at, done.version) == (decision, NOON + timedelta(minutes=1), 2)
    line = done.history.last()
    assert line is not None
    assert (line.was, line.state, line.by_user, line.by_name) == ("pending", decision, officer, "Aliyev")
    with pytest.raises(DecidedAlready, match="Aliyev") as refused:
        decide(violation, "rejected", other)
    assert refused.value.fields["state"] == decision


@pytest.mark.django_db
def test_no_machine_decides() -> None:
    violation = ViolationFactory()
    with pytest.raises(NotAPerson):
        decide(violation, "confirmed", ApiClientFactory(scopes=["violations:decide"]))
    with pytest.raises(IntegrityError, match="violation_is_decided_by_a_person"), transaction.atomic():
        ViolationEntry.objects.create(violation=violation, at=NOON, state="confirmed", reason="x")


@pytest.mark.django_db
def test_where_two_must_confirm_one_person_is_not_enough() -> None:
    violation = ViolationFactory(kind__needs_two=True)
    first, second = UserFactory(), UserFactory()
    assert decide(violation, "confirmed", first).state == "seconded"
    for decision in ("confirmed", "rejected"):
        with pytest.raises(NeedsAnotherPerson):
            decide(violation, decision, first)
    done = decide(violation, "confirmed", second)
    assert (done.state, done.is_open) == ("confirmed", False)
    assert [line.state for line in done.history.all()] == ["seconded", "confirmed"]


@pytest.mark.django_db
@pytest.mark.parametrize("at_first", [True, False])
def test_one_rejection_is_enough(at_first: bool) -> None:
    violation = ViolationFactory(kind__needs_two=True)
    if not at_first:
        decide(violation, "confirmed", UserFactory())
    assert decide(violation, "rejected", UserFactory()).state == "rejected"


@pytest.mark.django_db
def test_who_has_seen_an_older_version_comes_second() -> None:
    violation = ViolationFactory(kind__needs_two=True)
    decide(violation, "confirmed", UserFactory(), version=1)
    with pytest.raises(DecidedAlready):
        decide(violation, "confirmed", UserFactory(), version=1)


@pytest.mark.django_db
def test_a_violation_of_another_region_is_not_there() -> None:
    violation = ViolationFactory(camera__region__code="UZ-TO")
    with pytest.raises(NotFound):
        decide(violation, "confirmed", UserFactory())


@pytest.mark.django_db
def test_history_is_neither_changed_nor_deleted() -> None:
    violation = decide(ViolationFactory(), "confirmed", UserFactory())
    line = violation.history.get()
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        ViolationEntry.objects.filter(pk=line.pk).update(reason="another")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        line.delete()


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """`together(f, g)`: both at once, each with a connection of its own; what they answered or raised."""

    def run(*works: Callable[[], Any]) -> list[Any]:
        gate, told = Barrier(len(works)), [None] * len(works)

        def one(place: int) -> None:
            gate.wait()
            try:
                told[place] = works[place]()
            except Exception as error:  # noqa: BLE001 - what it was is what the test asks
                told[place] = error  # type: ignore[call-overload]
            finally:
                connection.close()

        threads = [Thread(target=one, args=(place,)) for place in range(len(works))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return told

    return run


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told_who_was_first(together: Callable[..., list[Any]]) -> None:
    violation = ViolationFactory()
    people = [UserFactory(role=Role.OPERATOR), UserFactory(role=Role.OPERATOR)]
    told = together(
        lambda: decide(violation, "confirmed", people[0]), lambda: decide(violation, "rejected", people[1])
    )
    lost = [one for one in told if isinstance(one, DecidedAlready)]
    won = [one for one in told if isinstance(one, Violation)]
    assert (len(lost), len(won)) == (1, 1)
    assert violation.history.count() == 1
    assert lost[0].fields["state"] == won[0].state


@pytest.mark.django_db(transaction=True)
def test_two_batches_with_the_same_new_things_make_each_once(together: Callable[..., list[Any]]) -> None:
    camera = CameraFactory()
    ViolationKindFactory(code="car", labels=["car"])
    refs = [str(n) for n in range(40)]

    def send(order: list[str]) -> Callable[[], Any]:
        sightings = [Sighting(camera.pk, "frigate", ref, "car", NOON) for ref in order]
        return lambda: record_detections(sightings=sightings, by=None, at=NOON)

    told = together(send(refs), send(refs[::-1]))
    assert [len(one) for one in told] == [40, 40]
    assert sum(one.is_new for batch in told for one in batch) == 40
    assert Violation.objects.count() == 40
