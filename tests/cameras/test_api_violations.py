"""The register of violations at the JSON edge."""

import base64
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role
from apps.cameras.models import Violation
from apps.core.clock import iso, now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.cameras.factories import NOON, CameraFactory, ViolationFactory, ViolationKindFactory
from tests.described import DescribedClient

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/violations/"
JPEG = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(signed_in: Callable[[Any], APIClient]) -> APIClient:
    return signed_in(UserFactory(full_name="Aliyev"))


def found(caller: APIClient, **query: Any) -> list[str]:
    answer = caller.get(ADDRESS, query)
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["results"]]


def test_the_register_is_in_scope_and_narrows(officer: APIClient) -> None:
    one = ViolationFactory()
    two = ViolationFactory(
        kind__code="speed_20",
        plate="60123ABC",
        at=NOON + timedelta(hours=1),
        state="rejected",
        decided_at=NOON,
    )
    ViolationFactory(camera__region__code="UZ-TO")
    ids = [str(two.pk), str(one.pk)]
    assert found(officer) == ids
    assert found(officer, open="true") == found(officer, state="pending") == [ids[1]]
    assert found(officer, open="false") == found(officer, kind="speed_20") == [ids[0]]
    assert found(officer, state="pending,rejected") == ids
    assert found(officer, plate="60 123 авс") == [ids[0]]
    assert found(officer, camera=one.camera_id) == found(officer, to=iso(two.at)) == [ids[1]]
    assert found(officer, **{"from": iso(two.at)}) == [ids[0]]
    assert found(officer, region="UZ-TO") == []


def test_reading_the_register_is_audited(officer: APIClient) -> None:
    violation = ViolationFactory()
    found(officer)
    officer.get(f"{ADDRESS}{violation.pk}/")
    listed, opened = AuditEntry.objects.filter(object_type="cameras.violation").order_by("at")
    assert listed.detail == {"fields": ["plate"], "rows": 1}
    assert (opened.object_id, opened.region_id) == (str(violation.pk), "UZ-TK")


def test_a_violation_of_another_region_answers_as_a_missing_one(officer: APIClient) -> None:
    foreign = ViolationFactory(camera__region__code="UZ-TO")
    for end in ("", "picture/"):
        assert officer.get(f"{ADDRESS}{foreign.pk}/{end}").status_code == 404
    body = {"decision": "confirmed", "reason": "x"}
    assert officer.post(f"{ADDRESS}{foreign.pk}/decision/", body, format="json").status_code == 404


def test_a_decision_is_made_once(officer: APIClient, signed_in: Callable[[Any], APIClient]) -> None:
    violation = ViolationFactory()
    address = f"{ADDRESS}{violation.pk}/decision/"
    assert officer.post(address, {"decision": "maybe", "reason": "x"}, format="json").status_code == 400
    assert officer.post(address, {"decision": "confirmed"}, format="json").status_code == 400
    answer = officer.post(address, {"decision": "confirmed", "reason": "seen", "version": 1}, format="json")
    assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (200, "confirmed", 2)
    assert answer.json()["history"][-1]["by"]["name"] == "Aliyev"
    other = signed_in(UserFactory())
    lost = other.post(address, {"decision": "rejected", "reason": "no"}, format="json")
    assert (lost.status_code, lost.json()["code"]) == (409, "decided_already")
    assert lost.json()["fields"]["by"] == "Aliyev"
    assert "Aliyev" in lost.json()["detail"]


def test_the_same_person_is_not_the_second(officer: APIClient) -> None:
    violation = ViolationFactory(kind__needs_two=True)
    address = f"{ADDRESS}{violation.pk}/decision/"
    body = {"decision": "confirmed", "reason": "seen"}
    assert officer.post(address, body, format="json").json()["state"] == "seconded"
    again = officer.post(address, body, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "needs_another_person")


@pytest.mark.parametrize("role", [Role.CHIEF, Role.ADMIN, Role.AUDITOR, Role.DISPLAY])
def test_who_does_not_decide_does_not_read(signed_in: Callable[[Any], APIClient], role: Role) -> None:
    assert signed_in(UserFactory(role=role)).get(ADDRESS).status_code == 403


def test_a_picture_comes_with_the_reading_and_is_shown_to_who_decides(officer: APIClient) -> None:
    ViolationKindFactory()
    CameraFactory(code="P-1")
    system = DescribedClient()
    system.credentials(HTTP_AUTHORIZATION=f"Api-Key {key_of(ApiClientFactory(scopes=['detections:write']))}")
    row = {"camera": "P-1", "at": iso(now()), "plate": "01A777BC", "violation": "red_light"}
    picture = base64.b64encode(JPEG).decode()
    for wrong in ("x", base64.b64encode(b"text").decode(), 7):
        answer = system.post("/api/v1/plate-reads/", [row | {"picture": wrong}], format="json")
        assert answer.json()["rejected"] == [{"index": 0, "code": "invalid_picture"}]
    rows = [row | {"picture": picture}, row | {"plate": "01A778BC", "violation": "", "picture": picture}]
    assert system.post("/api/v1/plate-reads/", rows, format="json").json()["accepted"] == 2
    violation = Violation.objects.get()
    assert officer.get(f"{ADDRESS}{violation.pk}/").json()["has_picture"]
    answer = officer.get(f"{ADDRESS}{violation.pk}/picture/")
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("image/jpeg", JPEG)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_violation_without_a_picture_says_so(officer: APIClient) -> None:
    violation = ViolationFactory()
    assert officer.get(f"{ADDRESS}{violation.pk}/").json()["has_picture"] is False
    assert officer.get(f"{ADDRESS}{violation.pk}/picture/").status_code == 404
