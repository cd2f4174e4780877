"""Pages of plates, violations and detections."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from apps.accounts.models import AuditEntry, AuditKind, User
from apps.accounts.roles import Role
from apps.cameras.actions import GivenRead, record_plates
from apps.cameras.models import ViolationPicture, WatchEntry
from apps.core.clock import now
from tests.accounts.factories import UserFactory
from tests.cameras.factories import (
    NOON,
    CameraFactory,
    DetectionFactory,
    ViolationFactory,
    ViolationKindFactory,
    WatchEntryFactory,
)
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    RegionFactory(code="UZ-TK")


@pytest.fixture
def operator(browser_of: BrowserOf) -> Client:
    return browser_of(UserFactory(full_name="Aliyev"))


@pytest.fixture
def supervisor(browser_of: BrowserOf) -> Client:
    return browser_of(UserFactory(role=Role.SUPERVISOR))


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content
    told: str = answer.content.decode()
    return told


PAGES = ["/plates/", "/violations/", "/detections/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_an_empty_page_says_why_it_is_empty(operator: Client, page: str, language: str) -> None:
    operator.cookies["django_language"] = language
    assert 'class="empty"' in text(operator.get(page))


@pytest.mark.parametrize(
    ("role", "open_to"),
    [
        (Role.OPERATOR, PAGES),
        (Role.SUPERVISOR, PAGES),
        (Role.CHIEF, ["/detections/"]),
        (Role.ADMIN, ["/detections/"]),
        (Role.AUDITOR, []),
        (Role.INSPECTOR, []),
    ],
)
def test_pages_and_their_names_in_the_header_follow_the_role(
    browser_of: BrowserOf, role: Role, open_to: list[str]
) -> None:
    browser = browser_of(UserFactory(role=role))
    header = text(browser.get("/me/"))
    for page in PAGES:
        assert browser.get(page).status_code == (200 if page in open_to else 403)
        assert (f'href="{page}"' in header) == (page in open_to)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page).headers["Location"].startswith("/accounts/login/")
    answer = client.get(page, headers=HTMX)
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/")


def passed(plate: str = "01A777BC", **camera: Any) -> None:
    place = CameraFactory(code="P-1", **camera)
    record_plates(reads=[GivenRead(camera_id=place.pk, at=now(), plate=plate)], by=None, at=now())


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_search_is_made_in_place_or_on_the_page_and_kept_in_the_trail(
    operator: Client, headers: dict[str, str]
) -> None:
    passed()
    asked = {"plate": "777", "camera": "P-1", "reason": "Theft"}
    found = text(operator.post("/plates/search/", asked, headers=headers))
    assert "01A777BC" in found
    assert ("<html" in found) == (not headers)
    entry = AuditEntry.objects.get(kind=AuditKind.PERSONAL_DATA, object_type="cameras.plateread")
    assert (entry.detail["reason"], entry.detail["rows"]) == ("Theft", 1)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"plate": "777"}, "This field is required"),
        ({"plate": "7", "reason": "x"}, "at least three letters"),
        ({"reason": "x"}, "Give a plate"),
        ({"plate": "777", "reason": "x", "since": "yesterday"}, "valid date"),
        ({"plate": "888", "reason": "x"}, "No camera of your regions read such a plate"),
        ({"plate": "777", "reason": "x", "camera": "nothing"}, "No camera of your regions read"),
    ],
)
def test_a_search_that_finds_or_asks_nothing_says_so(
    operator: Client, asked: dict[str, str], told: str
) -> None:
    passed()
    assert told in text(operator.post("/plates/search/", asked, headers=HTMX))


def test_plates_are_never_searched_by_an_address(operator: Client) -> None:
    assert operator.get("/plates/search/?plate=777&reason=x").status_code == 405


def test_hits_stand_on_the_page_and_their_reading_in_the_trail(operator: Client) -> None:
    WatchEntryFactory(valid_from=now() - timedelta(days=1), reason="Stolen in Chilonzor", region=None)
    passed()
    page = text(operator.get("/plates/"))
    assert "Stolen in Chilonzor" in page
    assert AuditEntry.objects.filter(object_type="cameras.platehit").count() == 1


def test_supervisors_put_plates_on_the_list_and_take_them_off(supervisor: Client) -> None:
    form = {"plate": "01?777*", "reason": "series", "priority": "2", "region": "UZ-TK"}
    page = text(supervisor.post("/plates/watch/", form, follow=True))
    assert "01?777* is on the watch list." in page
    again = text(supervisor.post("/plates/watch/", form))
    assert "01?777* is on the watch list already." in again
    entry = WatchEntry.objects.get()
    address = f"/plates/watch/{entry.pk}/end/"
    assert "Say why." in text(supervisor.post(address, {"reason": ""}, follow=True))
    assert "01?777* is off the watch list." in text(supervisor.post(address, {"reason": "x"}, follow=True))
    entry.refresh_from_db()
    assert entry.end_reason == "x"


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("plate", "*", "at least three"), ("reason", "", "required"), ("region", "UZ-TO", "valid choice")],
)
def test_what_cannot_be_listed_is_said_at_its_field(
    supervisor: Client, field: str, value: str, told: str
) -> None:
    form = {"plate": "01A777BC", "reason": "x", "priority": "2", "region": "UZ-TK", field: value}
    assert told in text(supervisor.post("/plates/watch/", form))
    assert not WatchEntry.objects.exists()


def test_operators_read_the_list_and_do_not_write_it(operator: Client) -> None:
    entry = WatchEntryFactory(region=None)
    page = text(operator.get("/plates/"))
    assert entry.plate in page
    assert "/plates/watch/" not in page
    assert operator.post("/plates/watch/", {}).status_code == 403
    assert operator.post(f"/plates/watch/{entry.pk}/end/", {"reason": "x"}).status_code == 403


def test_entries_of_the_nation_are_not_for_a_region_to_take_off(supervisor: Client) -> None:
    entry = WatchEntryFactory(region=None)
    assert f"/plates/watch/{entry.pk}/end/" not in text(supervisor.get("/plates/"))
    assert supervisor.post(f"/plates/watch/{entry.pk}/end/", {"reason": "x"}).status_code == 404


def test_the_register_shows_what_is_to_be_decided_and_narrows(operator: Client) -> None:
    waiting = ViolationFactory(plate="01A777BC")
    done = ViolationFactory(
        plate="60123ABC", state="confirmed", decided_at=NOON, at=NOON + timedelta(hours=1)
    )
    foreign = ViolationFactory(plate="70123ABC", camera__region__code="UZ-TO")

    def plates(query: str) -> set[str]:
        page = text(operator.get(f"/violations/{query}"))
        return {one.plate for one in (waiting, done, foreign) if one.plate in page}

    assert plates("") == plates("?state=open") == {waiting.plate}
    assert plates("?state=") == plates("?region=UZ-TK") == {waiting.plate, done.plate}
    assert plates("?state=confirmed") == plates("?since=2026-10-01T12:30") == {done.plate}
    assert plates(f"?state=&camera={waiting.camera.code}") == {waiting.plate}
    assert plates("?state=&camera=nothing") == set()
    assert plates("?kind=nothing&state=") == {waiting.plate, done.plate}


def test_the_register_leaves_as_a_table_with_safe_cells_and_a_row_of_the_trail(operator: Client) -> None:
    ViolationFactory(camera__name="=cmd()", speed_kmh=91.4, limit_kmh=60)
    ViolationFactory(camera__region__code="UZ-TO")
    answer = operator.get("/violations/export/?state=")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, row = csv.reader(io.StringIO(text(answer).removeprefix("\ufeff")))
    told = dict(zip(head, row, strict=True))
    assert (told["number plate"], told["speed, km/h"], told["camera"]) == ("01A777BC", "91.4", "'=cmd()")
    assert told["at"] == "2026-10-01 12:00:00+05:00"
    assert AuditEntry.objects.get(kind=AuditKind.EXPORT).detail == {"rows": 1, "format": "csv"}


def test_a_violation_is_decided_in_place_and_the_way_leads_on(operator: Client) -> None:
    one, following = ViolationFactory(), ViolationFactory(at=NOON + timedelta(hours=1))
    page = text(operator.get(f"/violations/{one.pk}/"))
    assert "It is a violation" in page
    assert "41.310000, 69.250000" in page
    form = {"decision": "confirmed", "reason": "clearly red", "version": "1"}
    address = f"/violations/{one.pk}/decision/"
    assert "This field is required" in text(operator.post(address, form | {"reason": ""}, headers=HTMX))
    card = text(operator.post(address, form, headers=HTMX))
    assert "<html" not in card
    assert "Aliyev" in card
    assert "clearly red" in card
    assert f"/violations/{following.pk}/" in card
    assert "It is a violation" not in card


def test_who_comes_second_is_told_who_was_first(operator: Client, supervisor: Client) -> None:
    one = ViolationFactory()
    form = {"decision": "confirmed", "reason": "red", "version": "1"}
    operator.post(f"/violations/{one.pk}/decision/", form)
    page = text(supervisor.post(f"/violations/{one.pk}/decision/", form | {"decision": "rejected"}))
    assert "Aliyev decided this on" in page
    one.refresh_from_db()
    assert one.state == "confirmed"


def test_who_confirmed_first_is_not_asked_again(operator: Client) -> None:
    one = ViolationFactory(kind=ViolationKindFactory(code="wrong_way", needs_two=True))
    form = {"decision": "confirmed", "reason": "seen", "version": "1"}
    card = text(operator.post(f"/violations/{one.pk}/decision/", form, headers=HTMX))
    assert "Another person must decide too." in card
    assert "<textarea" not in card


def test_a_violation_of_another_region_is_not_there(operator: Client) -> None:
    foreign = ViolationFactory(camera__region__code="UZ-TO")
    for end in ("", "picture/"):
        assert operator.get(f"/violations/{foreign.pk}/{end}").status_code == 404
    answer = operator.post(
        f"/violations/{foreign.pk}/decision/", {"decision": "confirmed", "reason": "x", "version": "1"}
    )
    assert answer.status_code == 404


def test_the_picture_is_shown_to_who_decides(operator: Client) -> None:
    one = ViolationFactory()
    assert operator.get(f"/violations/{one.pk}/picture/").status_code == 404
    kept = ViolationPicture(violation=one, content_type="image/jpeg", size=4, at=NOON)
    kept.file.save("violations/a.jpeg", ContentFile(b"\xff\xd8\xff\xe0"))
    answer = operator.get(f"/violations/{one.pk}/picture/")
    assert (answer.headers["Content-Type"], b"".join(answer)) == ("image/jpeg", b"\xff\xd8\xff\xe0")
    assert f"/violations/{one.pk}/picture/" in text(operator.get(f"/violations/{one.pk}/"))
    answer.close()


def test_detections_are_listed_narrowed_and_led_on_from_page_to_page(operator: Client) -> None:
    camera = CameraFactory(code="C-7")
    for n in range(101):
        DetectionFactory(camera=camera, began_at=NOON + timedelta(seconds=n), label=f"thing-{n:03}-")
    DetectionFactory(camera__region__code="UZ-TO", label="foreign")
    first = text(operator.get("/detections/"))
    assert "foreign" not in first
    assert "thing-100-" in first
    assert "thing-000-" not in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = text(operator.get(older))
    assert "thing-000-" in second
    assert "thing-001-" not in second
    assert "thing-005-" in text(operator.get("/detections/?label=thing-005-"))
    assert "Nothing fits the filter." in text(operator.get("/detections/?state=ended"))
    assert "Nothing fits the filter." in text(operator.get("/detections/?camera=nothing"))


@pytest.mark.parametrize("name", ["detection", "watchentry", "platehit", "violation", "violationkind"])
def test_admins_look_at_what_cameras_saw_and_see_no_plate(browser_of: BrowserOf, name: str) -> None:
    admin: User = UserFactory(role=Role.ADMIN, is_national=True)
    WatchEntryFactory(valid_from=now() - timedelta(days=1), region=None)
    passed()
    ViolationFactory()
    DetectionFactory()
    browser = browser_of(admin)
    page = text(browser.get(f"/admin/cameras/{name}/"))
    assert "01A777BC" not in page
    add = browser.get(f"/admin/cameras/{name}/add/")
    assert add.status_code == (200 if name == "violationkind" else 403)
