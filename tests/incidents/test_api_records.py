"""Timeline, notes, files and links over the API."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from apps.core.clock import now
from apps.incidents.actions import link_incidents
from apps.incidents.file_kinds import MAX_BYTES
from apps.incidents.models import Attachment, HistoryEntry, Incident
from tests.accounts.factories import UserFactory
from tests.incidents.factories import IncidentFactory, reported

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], APIClient]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


@pytest.fixture
def incident() -> Incident:
    return reported(at=now())


@pytest.fixture
def url(incident: Incident) -> str:
    return f"/api/v1/incidents/{incident.pk}/"


@pytest.fixture
def api(signed_in: SignIn) -> APIClient:
    return signed_in(UserFactory(full_name="operator 12"))


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- timeline and notes -----------------------------------------------------------------------------------


def test_the_timeline_tells_everything_in_order_with_names(api: APIClient, url: str) -> None:
    api.post(f"{url}transition/", {"to": "acknowledged"}, format="json")
    note = api.post(f"{url}notes/", {"text": "<b>He is at the gate</b>"}, format="json")
    assert note.status_code == 201
    lines = api.get(f"{url}timeline/").json()["results"]
    assert [line["kind"] for line in lines] == ["reported", "moved", "noted"]
    assert [line["name"] for line in lines] == ["reported", "acknowledged", "note"]
    assert lines[1]["by"] == {"kind": "user", "name": "operator 12"}
    assert lines[0]["by"] == {"kind": "portal", "name": ""}
    assert lines[2]["note"] == "<b>He is at the gate</b>"
    assert lines[2] == note.json()


def test_a_note_needs_text(api: APIClient, url: str) -> None:
    for sent in ({}, {"text": ""}, {"text": " "}, {"text": "x" * 5001}, {"text": "\x00"}, []):
        assert api.post(f"{url}notes/", sent, format="json").status_code == 400
    assert HistoryEntry.objects.count() == 1


# --- files ------------------------------------------------------------------------------------------------


def send(api: APIClient, url: str, content: bytes, name: str = "photo.png") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return api.post(f"{url}attachments/", {"file": file}, format="multipart")


def test_a_file_is_kept_and_comes_back_as_a_download(api: APIClient, url: str) -> None:
    kept = send(api, url, PNG, "../../фото <1>.png").json()
    assert (kept["content_type"], kept["size"]) == ("image/png", len(PNG))
    assert kept["name"] == "фото <1>.png"
    answer = api.get(kept["url"])
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert api.get(f"{url}attachments/").json()["results"] == [kept]
    assert api.get(f"{url}timeline/").json()["results"][-1]["kind"] == "file_attached"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "page.html"),
        (b"<svg onload='alert(1)'>", "image.svg"),
        (b"MZ\x90\x00", "photo.png"),
        (b"", "empty.png"),
    ],
)
def test_what_could_run_and_what_is_empty_is_refused(
    api: APIClient, url: str, content: bytes, name: str
) -> None:
    answer = send(api, url, content, name)
    assert (answer.status_code, answer.json()["code"]) == (400, "file_refused")
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(
    api: APIClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MAX_BYTES == 20 * 1024 * 1024
    module = import_module("apps.incidents.actions.attach_file")
    monkeypatch.setattr(module, "MAX_BYTES", len(PNG) - 1)
    assert send(api, url, PNG).json()["code"] == "file_refused"


def test_a_file_of_another_region_is_as_missing(api: APIClient, url: str, signed_in: SignIn) -> None:
    kept = send(api, url, PNG).json()
    neighbour = signed_in(UserFactory(regions=["UZ-TO"]))
    foreign = neighbour.get(kept["url"])
    missing = neighbour.get(kept["url"].replace(kept["id"], "01890000-0000-7000-8000-000000000000"))
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_a_file_is_served_for_its_own_incident_only(api: APIClient, url: str) -> None:
    kept = send(api, url, PNG).json()
    other = reported(at=now())
    assert api.get(f"/api/v1/incidents/{other.pk}/attachments/{kept['id']}/").status_code == 404


def test_an_upload_without_a_file_is_refused(api: APIClient, url: str) -> None:
    assert api.post(f"{url}attachments/", {}, format="multipart").status_code == 400
    assert api.post(f"{url}attachments/", {"file": "text"}, format="multipart").status_code == 400
    assert api.post(f"{url}attachments/", {"file": "text"}, format="json").status_code == 415


# --- links ------------------------------------------------------------------------------------------------


def test_a_link_is_seen_from_both_ends(api: APIClient, url: str, incident: Incident) -> None:
    child = reported(at=now())
    made = api.post(f"{url}links/", {"incident": child.number, "kind": "parent_of"}, format="json")
    assert (made.status_code, made.json()["kind"], made.json()["number"]) == (201, "parent_of", child.number)
    [seen] = api.get(f"/api/v1/incidents/{child.pk}/links/").json()["results"]
    assert (seen["kind"], seen["incident"]) == ("child_of", str(incident.pk))


def test_a_link_into_another_region_is_not_shown(api: APIClient, url: str, incident: Incident) -> None:
    foreign = IncidentFactory(region__code="UZ-TO")
    wanted = {"incident": str(foreign.pk), "kind": "related"}
    assert api.post(f"{url}links/", wanted, format="json").status_code == 404
    link_incidents(incident_id=incident.pk, other_id=foreign.pk, kind="related", by=None, at=now())
    assert api.get(f"{url}links/").json()["results"] == []


def test_a_link_with_itself_or_of_an_unknown_kind_is_refused(
    api: APIClient, url: str, incident: Incident
) -> None:
    itself = api.post(f"{url}links/", {"incident": incident.number, "kind": "related"}, format="json")
    assert (itself.status_code, itself.json()["code"]) == (400, "cannot_link")
    assert api.post(f"{url}links/", {"incident": "x", "kind": "friend"}, format="json").status_code == 400
