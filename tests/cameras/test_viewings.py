"""Who looks at a camera stands in the audit trail: from when until when, not picture by picture."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.db import transaction
from django.test import Client

from apps.accounts.models import AuditEntry, AuditKind, User
from apps.accounts.roles import Role
from apps.cameras.actions import end_viewings, note_viewing
from apps.cameras.models import Camera, Viewing, ViewingKind
from apps.cameras.ticks import BEAT_S, end_viewings_of_the_gone
from apps.live import ticking
from tests.accounts.factories import UserFactory
from tests.cameras.factories import CameraFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
SNAPSHOT, STREAM = ViewingKind.SNAPSHOT, ViewingKind.STREAM


def look(camera: Camera, user: User, seconds: float, kind: ViewingKind = SNAPSHOT) -> None:
    """One more picture, `seconds` after eight o'clock."""
    cache.clear()  # it only spares writes
    note_viewing(camera_id=camera.pk, kind=kind, by=user, at=AT + timedelta(seconds=seconds))


def told() -> list[tuple[str, Any]]:
    rows = AuditEntry.objects.filter(kind__in=[AuditKind.VIEWING, AuditKind.VIEWING_ENDED])
    return [(row.kind, row.detail) for row in rows.order_by("at", "id")]


def test_a_picture_that_refreshes_is_one_viewing_with_its_beginning_and_its_end() -> None:
    camera, user = CameraFactory(), UserFactory()
    for seconds in range(0, 300, 5):
        look(camera, user, seconds)
    assert told() == [("viewing", {"picture": "snapshot"})]
    assert end_viewings(at=AT + timedelta(seconds=350)) == 0
    assert end_viewings(at=AT + timedelta(seconds=360)) == 1
    span = {"picture": "snapshot", "from": "2026-10-01T08:00:00.000Z", "until": "2026-10-01T08:04:55.000Z"}
    assert told()[1] == ("viewing_ended", span)
    ended = AuditEntry.objects.get(kind="viewing_ended")
    assert (ended.user, ended.object_type, ended.object_id) == (user, "cameras.camera", str(camera.pk))
    assert (ended.region_id, ended.at) == ("UZ-TK", AT + timedelta(seconds=295))
    assert end_viewings(at=AT + timedelta(hours=1)) == 0


def test_a_single_picture_is_a_single_row() -> None:
    camera, user = CameraFactory(), UserFactory()
    look(camera, user, 0)
    end_viewings(at=AT + timedelta(minutes=5))
    assert told() == [("viewing", {"picture": "snapshot"})]
    assert Viewing.objects.get().is_over


def test_whoever_comes_back_after_a_minute_looks_anew() -> None:
    camera, user = CameraFactory(), UserFactory()
    for seconds in (0, 50, 111):
        look(camera, user, seconds)
    assert [kind for kind, _ in told()] == ["viewing", "viewing_ended", "viewing"]
    assert list(Viewing.objects.order_by("began_at").values_list("is_over", flat=True)) == [True, False]


def test_two_people_two_cameras_and_two_kinds_are_different_viewings() -> None:
    one, two, user, other = CameraFactory(), CameraFactory(), UserFactory(), UserFactory()
    for camera, who, kind in ((one, user, SNAPSHOT), (two, user, SNAPSHOT), (one, other, SNAPSHOT)):
        look(camera, who, 0, kind)
    look(one, user, 0, STREAM)
    assert Viewing.objects.count() == 4


def test_within_seconds_nothing_is_written(django_assert_num_queries: Any) -> None:
    camera, user = CameraFactory(), UserFactory()
    look(camera, user, 0)
    with django_assert_num_queries(0):
        note_viewing(camera_id=camera.pk, kind=SNAPSHOT, by=user, at=AT + timedelta(seconds=5))


def test_the_database_lets_nobody_change_a_viewing_that_is_over_or_delete_one() -> None:
    camera, user = CameraFactory(), UserFactory()
    look(camera, user, 0)
    viewing = Viewing.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        viewing.delete()
    end_viewings(at=AT + timedelta(minutes=5))
    with pytest.raises(DatabaseError), transaction.atomic():
        Viewing.objects.update(last_at=AT + timedelta(hours=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        Viewing.objects.create(
            camera=camera, user=user, kind=STREAM, began_at=AT, last_at=AT - timedelta(seconds=1)
        )


def test_the_ticker_ends_what_is_over() -> None:
    look(CameraFactory(), UserFactory(), 0)
    end_viewings_of_the_gone(AT + timedelta(minutes=2))
    assert Viewing.objects.get().is_over
    assert (BEAT_S, end_viewings_of_the_gone) in ticking._registered


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["viewing of a camera", "end of a viewing", "live video", "until"]),
        ("ru", ["просмотр камеры", "конец просмотра", "прямая трансляция", "до"]),
        ("uz", ["kamerani koʻrish", "koʻrishning tugashi", "jonli video", "gacha"]),
    ],
)
def test_an_auditor_reads_who_looked_at_which_camera_in_his_language(
    browser_of: Any, language: str, words: list[str]
) -> None:
    camera, user = CameraFactory(code="TK-0815"), UserFactory(username="karim")
    look(camera, user, 0, STREAM)
    look(camera, user, 30, STREAM)
    end_viewings(at=AT + timedelta(minutes=5))
    auditor: Client = browser_of(UserFactory(role=Role.AUDITOR, is_national=True, language=language))
    page = auditor.get("/audit/").content.decode()
    for word in [*words, "TK-0815"]:
        assert word in page
    assert "2026-10-01T08" not in page


def test_an_admin_reads_viewings_on_the_cameras_page_and_of_his_regions_alone(browser_of: Any) -> None:
    mine, foreign = CameraFactory(), CameraFactory(region__code="UZ-TO")
    user = UserFactory(full_name="Karim Aliyev")
    look(mine, user, 0)
    look(foreign, user, 0)
    admin: Client = browser_of(UserFactory(role=Role.ADMIN, language="en"))
    page = admin.get(f"/admin/cameras/camera/{mine.pk}/change/").content.decode()
    assert "Karim Aliyev" in page
    assert f"/admin/cameras/viewing/?camera__id__exact={mine.pk}" in page
    listed = admin.get(f"/admin/cameras/viewing/?camera__id__exact={mine.pk}")
    assert listed.status_code == 200
    assert mine.code in listed.content.decode()
    assert foreign.code not in admin.get("/admin/cameras/viewing/").content.decode()
