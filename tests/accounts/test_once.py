"""A write with an `Idempotency-Key` is done once, whoever repeats it and however often."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.api.once import forget
from apps.accounts.models import KeptAnswer
from apps.core.clock import now
from apps.incidents.models import Attachment, HistoryEntry, Incident
from tests.accounts.factories import UserFactory
from tests.described import DescribedClient
from tests.incidents.factories import IncidentTypeFactory, reported
from tests.incidents.test_races import at_once
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"
KEY = {"HTTP_IDEMPOTENCY_KEY": "k-1"}


def screen(*regions: str) -> DescribedClient:
    client = DescribedClient()
    client.force_authenticate(UserFactory(role="supervisor", regions=list(regions) or ["UZ-TK"]))
    return client


@pytest.fixture
def incident() -> Incident:
    for code in ("UZ", "UZ-TK", "UZ-TO"):
        RegionFactory(code=code)
    IncidentTypeFactory(code="theft")
    return reported(region="UZ-TK")


def notes() -> int:
    return HistoryEntry.objects.filter(kind="noted").count()


def say(client: DescribedClient, incident: Incident, text: str = "At the gate", **headers: Any) -> Any:
    return client.post(f"/api/v1/incidents/{incident.pk}/notes/", {"text": text}, format="json", **headers)


def test_a_note_that_is_sent_again_is_stored_once_and_answered_alike(incident: Incident) -> None:
    api = screen()
    first, again = say(api, incident, **KEY), say(api, incident, **KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.json(), notes()) == (again.json(), 1)


def test_without_a_key_two_notes_are_two(incident: Incident) -> None:
    api = screen()
    say(api, incident), say(api, incident)
    assert notes() == 2


def test_a_step_that_is_sent_again_is_answered_as_the_first_time(incident: Incident) -> None:
    api = screen()
    url, body = (
        f"/api/v1/incidents/{incident.pk}/transition/",
        {"to": "acknowledged", "version": incident.version},
    )
    first = api.post(url, body, format="json", **KEY)
    again = api.post(url, dict(reversed(body.items())), format="json", **KEY)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert api.post(url, body, format="json").status_code == 409


def test_a_file_that_is_sent_again_is_kept_once_and_another_file_is_refused(
    incident: Incident, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    api = screen()

    def send(content: bytes) -> Any:
        file = SimpleUploadedFile("note.png", PNG + content, "image/png")
        return api.post(
            f"/api/v1/incidents/{incident.pk}/attachments/", {"file": file}, format="multipart", **KEY
        )

    answers = [send(b"He ran north"), send(b"He ran north"), send(b"He ran south")]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert Attachment.objects.count() == 1


def test_the_same_key_with_other_words_or_elsewhere_is_refused(incident: Incident) -> None:
    api = screen()
    say(api, incident, **KEY)
    refused = [say(api, incident, "Gone", **KEY), say(api, reported(region="UZ-TK"), **KEY)]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {
        (409, "idempotency_key_reused")
    }
    assert notes() == 1


def test_what_was_refused_is_not_kept_and_can_be_sent_again(incident: Incident) -> None:
    api = screen()
    assert say(api, incident, "", **KEY).status_code == 400
    assert say(api, incident, **KEY).status_code == 201
    assert KeptAnswer.objects.count() == 1


def test_two_people_may_use_the_same_key(incident: Incident) -> None:
    assert {say(screen(), incident, **KEY).status_code for _ in range(2)} == {201}
    assert notes() == 2


def test_an_answer_is_not_repeated_to_somebody_who_has_lost_the_region(incident: Incident) -> None:
    api = screen()
    say(api, incident, **KEY)
    user = api.handler._force_user
    user.regions.set(["UZ-TO"])
    api.force_authenticate(type(user).objects.get(pk=user.pk))
    assert say(api, incident, **KEY).status_code == 404
    assert notes() == 1


def test_a_key_that_is_too_long_is_refused(incident: Incident) -> None:
    answer = say(screen(), incident, HTTP_IDEMPOTENCY_KEY="k" * 201)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["Idempotency-Key"])


def test_answers_are_kept_for_a_day(incident: Incident) -> None:
    say(screen(), incident, **KEY)
    assert forget(at=now() + timedelta(hours=23)) == 0
    assert forget(at=now() + timedelta(hours=25)) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_the_same_moment_store_one_note(incident: Incident) -> None:
    user = UserFactory(role="supervisor", regions=["UZ-TK"])

    def send() -> Any:
        client = DescribedClient()
        client.force_authenticate(user)
        return say(client, incident, **KEY)

    answers = at_once([send] * 8)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == notes() == 1


def test_an_address_that_is_only_read_answers_405_with_a_key_too(incident: Incident) -> None:
    answer = screen().post(f"/api/v1/incidents/{incident.pk}/timeline/", {}, format="json", **KEY)
    assert answer.status_code == 405
