"""Where vehicles were: searched with a reason, in scope, by an index, and never without a trace."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry, AuditKind
from apps.accounts.roles import Role
from apps.cameras.actions import GivenRead, record_plates
from apps.cameras.models import Camera
from apps.cameras.plate_search import Question, asked_for
from apps.core.clock import iso
from apps.regions.scope import EVERYTHING, Scope
from tests.accounts.factories import UserFactory
from tests.cameras.factories import NOON, CameraFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/plate-reads/"
TIME = {"from": iso(NOON - timedelta(days=1)), "to": iso(NOON + timedelta(days=1))}


@pytest.fixture
def operator(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(username="op"))


def passed(plate: str, camera: Camera, second: int = 0) -> None:
    read = GivenRead(camera_id=camera.pk, at=NOON + timedelta(seconds=second), plate=plate)
    assert not record_plates(reads=[read], by=None, at=NOON + timedelta(hours=1)).rejected


def search(caller: APIClient, **query: Any) -> Any:
    return caller.get(ADDRESS, {"reason": "Theft on Chilonzor", **TIME, **query})


def plates(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["plate"] for row in answer.json()["results"]]


def test_a_plate_is_found_whole_and_in_parts_in_any_writing(operator: APIClient) -> None:
    camera = CameraFactory()
    for second, plate in enumerate(("01A777BC", "01O770BC", "60123ABC", "A123BC77")):
        passed(plate, camera, second)
    assert plates(search(operator, plate="01 а 777 вс")) == ["01A777BC"]
    assert plates(search(operator, plate="77B")) == ["01A777BC"]
    assert plates(search(operator, plate="123")) == ["A123BC77", "60123ABC"]
    assert plates(search(operator, plate="010770")) == ["01O770BC"]
    assert plates(search(operator, plate="01?770*")) == ["01O770BC"]
    assert plates(search(operator, plate="*777*")) == ["01A777BC"]
    assert plates(search(operator, plate="99999")) == []


def test_a_search_narrows_by_camera_area_region_and_time(operator: APIClient) -> None:
    one, two = CameraFactory(lonlat=(69.1, 41.1)), CameraFactory(lonlat=(69.9, 41.9))
    passed("01A777BC", one)
    passed("01B777BC", two, 60)
    assert plates(search(operator, camera=one.pk)) == ["01A777BC"]
    assert plates(search(operator, bbox="69.8,41.8,70,42")) == ["01B777BC"]
    assert plates(search(operator, plate="777", region="UZ-TK")) == ["01B777BC", "01A777BC"]
    assert plates(search(operator, plate="777", region="UZ-TO")) == []
    assert plates(search(operator, plate="777", to=iso(NOON + timedelta(seconds=60)))) == ["01A777BC"]


def test_readings_of_other_regions_are_not_found(operator: APIClient) -> None:
    foreign = CameraFactory(region__code="UZ-TO")
    passed("01A777BC", foreign)
    assert plates(search(operator, plate="01A777BC")) == []
    assert plates(search(operator, camera=foreign.pk)) == []


def test_results_are_limited_and_say_so(operator: APIClient) -> None:
    camera = CameraFactory()
    for second in range(3):
        passed("01A777BC", camera, second)
    answer = search(operator, plate="01A777BC", limit=2)
    assert (len(answer.json()["results"]), answer.json()["is_complete"]) == (2, False)
    assert search(operator, plate="01A777BC", limit=3).json()["is_complete"]
    assert search(operator, plate="01A777BC", limit=501).status_code == 400


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"plate": "A7"}, "plate_too_vague"),
        ({"plate": "*"}, "plate_too_vague"),
        ({"plate": "!!"}, "plate_too_vague"),
        ({}, "nothing_asked"),
        ({"region": "UZ-TK"}, "nothing_asked"),
        ({"plate": "777", "reason": " "}, "invalid"),
        ({"plate": "777", "bbox": "1,2,3"}, "invalid"),
        ({"plate": "777", "from": "yesterday"}, "invalid"),
        ({"camera": "x"}, "invalid"),
    ],
)
def test_a_search_that_asks_too_little_is_refused_with_a_code(
    operator: APIClient, query: dict[str, Any], code: str
) -> None:
    answer = search(operator, **query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA).exists()


def test_every_search_is_a_row_of_the_audit_trail_with_its_reason(operator: APIClient) -> None:
    camera = CameraFactory()
    passed("01A777BC", camera)
    search(operator, plate="01A777BC")
    search(operator, plate="999", camera=camera.pk)
    found, empty = AuditEntry.objects.filter(kind=AuditKind.PERSONAL_DATA).order_by("at")
    assert found.user is not None
    assert (found.user.username, found.object_type, found.path) == ("op", "cameras.plateread", ADDRESS)
    assert found.detail == {"reason": "Theft on Chilonzor", "plate": "01A777BC", "rows": 1, **TIME}
    assert (empty.detail["camera"], empty.detail["rows"]) == (camera.pk, 0)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OPERATOR, 200), (Role.SUPERVISOR, 200), (Role.CHIEF, 403), (Role.ADMIN, 403), (Role.DISPLAY, 403)],
)
def test_only_those_who_work_on_cases_search(
    signed_in: Callable[[Any], APIClient], role: Role, status: int
) -> None:
    assert search(signed_in(UserFactory(role=role)), plate="01A777BC").status_code == status


def test_an_answer_is_not_kept_by_a_browser(operator: APIClient) -> None:
    assert search(operator, plate="01A777BC")["Cache-Control"] == "private, no-store"


FILL = """
    INSERT INTO cameras_plateread
        (camera_id, region_id, at, received_at, plate, key, direction, vehicle, source, source_ref)
    SELECT %(camera)s, 'UZ-TK', %(at)s::timestamptz + n * interval '1 second', now(), key, key, 'unknown', '{}', '', ''
    FROM (
        SELECT n, lpad((n %% 14)::text, 2, '0') || chr(65 + n %% 25) || lpad((n * 7 %% 1000)::text, 3, '0')
            || chr(65 + n / 25 %% 25) || chr(65 + n / 625 %% 25) AS key
        FROM generate_series(1, 40000) AS n
    ) AS made
"""


def plan(question: Question, scope: Scope) -> str:
    return str(asked_for(question, scope)[:101].explain())


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"plate": "01A777BC"}, "key_at_idx"),
        ({"plate": "777BC"}, "key_idx"),
        ({"plate": "*B777*"}, "key_idx"),
        ({"camera_id": 1}, "camera_id_at_key_key"),
    ],
)
@pytest.mark.parametrize(
    "scope", [EVERYTHING, Scope(frozenset({"UZ-TK", "UZ-TO"}))], ids=["nation", "regions"]
)
def test_a_search_reads_an_index_and_never_the_table(asked: dict[str, Any], index: str, scope: Scope) -> None:
    camera = CameraFactory()
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"camera": camera.pk, "at": NOON})
        cursor.execute("ANALYZE cameras_plateread")
    start: datetime = NOON - timedelta(days=3)
    told = plan(Question(reason="x", start=start, end=NOON + timedelta(days=3), **asked), scope)
    assert "Seq Scan on cameras_plateread" not in told
    assert f"cameras_plateread_default_{index}" in told
