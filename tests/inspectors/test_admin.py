"""Admins keep units, inspectors and devices of their regions; what units did is there to look at."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.roles import Role
from apps.inspectors.actions import assign_unit
from apps.inspectors.models import Device, Unit
from apps.live.models import Event
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, reported
from tests.inspectors.factories import DeviceFactory, InspectorFactory, UnitFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
PAGES = ["unit", "inspector", "device", "assignment", "unitstatusentry"]


@pytest.fixture
def admin(browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role=Role.ADMIN))


def table(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("table.csv", "\n".join(lines).encode(), content_type="text/csv")


def import_rows(admin: Client, model: str, *lines: str) -> Any:
    """Upload, look at the preview, and confirm it if the preview offers that."""
    address = f"/admin/inspectors/{model}/import/"
    preview = admin.post(address, {"format": "1", "import_file": table(*lines)})
    form = preview.context.get("confirm_form")
    if form is None:
        return preview
    given = {name: form.initial[name] for name in form.initial if form.initial[name] is not None}
    return admin.post(f"/admin/inspectors/{model}/process_import/", given, follow=True)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_searches(admin: Client, page: str) -> None:
    unit = UnitFactory(crew=[InspectorFactory()], lonlat=(69.2, 41.3))
    assign_unit(incident_id=reported().pk, unit_id=unit.pk, by=None, at=NOON)
    for query in ("", "?q=T"):
        assert admin.get(f"/admin/inspectors/{page}/{query}").status_code == 200


@pytest.mark.parametrize("page", ["unit", "inspector", "device"])
def test_every_form_opens(admin: Client, page: str) -> None:
    unit = UnitFactory(crew=[InspectorFactory()])
    rows = {"unit": unit, "inspector": unit.crew.get(), "device": DeviceFactory(unit=unit)}
    assert admin.get(f"/admin/inspectors/{page}/{rows[page].pk}/change/").status_code == 200
    assert admin.get(f"/admin/inspectors/{page}/add/").status_code == 200


@pytest.mark.parametrize("page", ["assignment", "unitstatusentry"])
def test_what_happened_is_not_written_by_hand(admin: Client, page: str) -> None:
    assert admin.get(f"/admin/inspectors/{page}/add/").status_code == 403


def test_units_of_other_regions_are_not_there(admin: Client) -> None:
    UnitFactory(call_sign="Mine-1")
    foreign = UnitFactory(call_sign="Theirs-1", region__code="UZ-TO")
    page = admin.get("/admin/inspectors/unit/").content.decode()
    assert "Mine-1" in page
    assert "Theirs-1" not in page
    assert admin.get(f"/admin/inspectors/unit/{foreign.pk}/change/").status_code == 302


def test_a_changed_unit_is_told_to_the_screens(admin: Client) -> None:
    unit, person = UnitFactory(), InspectorFactory()
    answer = admin.post(
        f"/admin/inspectors/unit/{unit.pk}/change/",
        {
            "call_sign": "Yangi-1", "service": "fire", "region": "UZ-TK", "vehicle": "", "skills": "ladder",
            "home_beat": "", "crew": [person.pk], "devices-TOTAL_FORMS": "0", "devices-INITIAL_FORMS": "0",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["errors"]
    event = Event.objects.get(topic="units")
    assert event.kind == "unit.changed"
    assert "Yangi-1" in event.payload
    assert person.full_name in event.payload


def test_a_unit_at_work_is_not_taken_out_of_use(admin: Client) -> None:
    idle, busy = UnitFactory(), UnitFactory()
    assign_unit(incident_id=reported().pk, unit_id=busy.pk, by=None, at=NOON)
    admin.post(
        "/admin/inspectors/unit/",
        {"action": "retire", "_selected_action": [idle.pk, busy.pk]},
    )
    idle.refresh_from_db()
    busy.refresh_from_db()
    assert idle.retired_at is not None
    assert busy.retired_at is None


def test_a_unit_at_work_stays_in_its_region(browser_of: Callable[[Any], Client]) -> None:
    RegionFactory(code="UZ-TO")
    admin = browser_of(UserFactory(role=Role.ADMIN, is_national=True))
    unit = UnitFactory()
    assign_unit(incident_id=reported().pk, unit_id=unit.pk, by=None, at=NOON)
    answer = admin.post(
        f"/admin/inspectors/unit/{unit.pk}/change/",
        {
            "call_sign": unit.call_sign, "service": unit.service, "region": "UZ-TO", "vehicle": "", "skills": "",
            "home_beat": "", "crew": [], "devices-TOTAL_FORMS": "0", "devices-INITIAL_FORMS": "0",
        },
    )  # fmt: skip
    assert "region" in answer.context["adminform"].form.errors
    unit.refresh_from_db()
    assert unit.region_id == "UZ-TK"


def test_units_come_from_a_table_and_are_told_to_the_screens(admin: Client) -> None:
    person = InspectorFactory(badge="TK-1")
    old = UnitFactory(call_sign="T-1", service="patrol")
    import_rows(
        admin,
        "unit",
        "region,call_sign,service,vehicle,skills,home_beat,crew",
        "UZ-TK,T-1,fire,Cobalt,ladder,,TK-1",
        "UZ-TK,T-2,medical,,,,",
    )
    old.refresh_from_db()
    assert (old.service, old.skills, list(old.crew.all())) == ("fire", ["ladder"], [person])
    assert Unit.objects.get(call_sign="T-2").service == "medical"
    assert Event.objects.filter(topic="units", kind="unit.changed").count() == 2


def test_a_row_for_another_region_or_with_an_unknown_badge_stores_nothing(admin: Client) -> None:
    UnitFactory(region__code="UZ-TO", call_sign="T-9")
    head = "region,call_sign,service,vehicle,skills,home_beat,crew"
    for row in ("UZ-TO,T-9,fire,,,,", "UZ-TK,T-1,fire,,,,nobody", "UZ-TK,T-1,spaceship,,,,"):
        import_rows(admin, "unit", head, row)
    assert not Unit.objects.filter(region="UZ-TK").exists()
    assert Unit.objects.get().service == "patrol"
    assert not Event.objects.exists()


def test_devices_come_from_a_table_by_the_call_sign_of_their_unit(admin: Client) -> None:
    unit = UnitFactory(call_sign="T-1")
    UnitFactory(call_sign="T-1", region__code="UZ-TO")
    import_rows(
        admin, "device", "identifier,region,unit,is_revoked", "tab-1,UZ-TK,T-1,0", "tab-2,UZ-TO,T-1,0"
    )
    assert not Device.objects.exists()
    import_rows(admin, "device", "identifier,region,unit,is_revoked", "tab-1,UZ-TK,T-1,0")
    assert Device.objects.get().unit == unit


def test_inspectors_leave_as_a_table(admin: Client) -> None:
    InspectorFactory(full_name="=HYPERLINK(1)", badge="TK-1")
    InspectorFactory(badge="TO-1", region__code="UZ-TO")
    answer = admin.post(
        "/admin/inspectors/inspector/export/",
        {"format": "1", "inspectorresource_badge": "on", "inspectorresource_full_name": "on"},
    )
    text = answer.content.decode()
    assert "'=HYPERLINK(1)" in text
    assert "TO-1" not in text


def test_an_operator_has_no_admin(browser_of: Callable[[Any], Client]) -> None:
    assert browser_of(UserFactory()).get("/admin/inspectors/unit/").status_code in {302, 403}


def test_an_assigned_units_new_call_sign_is_on_the_screens_of_its_incident(admin: Client) -> None:
    unit, incident = UnitFactory(call_sign="OLD"), reported()
    assign_unit(incident_id=incident.pk, unit_id=unit.pk, by=None, at=NOON)
    form = admin.get(f"/admin/inspectors/unit/{unit.pk}/change/").context["adminform"].form
    inline = {"devices-TOTAL_FORMS": 0, "devices-INITIAL_FORMS": 0}
    sent = {"call_sign": "NEW", "service": form["service"].value(), "region": "UZ-TK"} | inline
    assert admin.post(f"/admin/inspectors/unit/{unit.pk}/change/", sent).status_code == 302
    [event] = Event.objects.filter(kind="incident.revised")
    assert [unit["call_sign"] for unit in json.loads(event.payload)["data"]["units"]] == ["NEW"]


def test_an_inspectors_new_name_is_on_the_screens_of_the_unit(admin: Client) -> None:
    person = InspectorFactory()
    UnitFactory(crew=[person])
    sent = {"full_name": "A new name", "badge": person.badge, "region": "UZ-TK"}
    assert admin.post(f"/admin/inspectors/inspector/{person.pk}/change/", sent).status_code == 302
    [event] = Event.objects.filter(kind="unit.changed")
    assert [one["name"] for one in json.loads(event.payload)["data"]["crew"]] == ["A new name"]


def inspector_form(**changes: Any) -> dict[str, Any]:
    return {"full_name": "Anvar Karimov", "badge": "B-1", "region": "UZ-TK", **changes}


def test_an_inspector_is_tied_to_an_inspectors_account_within_the_admins_regions(admin: Client) -> None:
    RegionFactory(code="UZ-TO")
    mine = UserFactory(role=Role.INSPECTOR)
    strangers = [
        UserFactory(role=Role.DUTY_OFFICER, is_national=True),
        UserFactory(role=Role.INSPECTOR, regions=["UZ-TO"]),
        UserFactory(role=Role.OPERATOR),
    ]
    person = InspectorFactory(region__code="UZ-TK")
    address = f"/admin/inspectors/inspector/{person.pk}/change/"
    for stranger in strangers:
        assert admin.post(address, inspector_form(user=stranger.pk)).status_code == 200
    offered = admin.get(
        "/admin/autocomplete/",
        {"app_label": "inspectors", "model_name": "inspector", "field_name": "user"},
    ).json()
    assert [choice["id"] for choice in offered["results"]] == [str(mine.pk)]
    assert admin.post(address, inspector_form(user=mine.pk)).status_code == 302
    person.refresh_from_db()
    assert person.user == mine


def test_an_account_that_reaches_farther_stays_with_its_inspector(admin: Client) -> None:
    farther = UserFactory(role=Role.INSPECTOR, regions=["UZ-TK", "UZ-TO"])
    person = InspectorFactory(region__code="UZ-TK", user=farther)
    address = f"/admin/inspectors/inspector/{person.pk}/change/"
    assert admin.post(address, inspector_form(user="")).status_code == 302
    person.refresh_from_db()
    assert (person.full_name, person.user) == ("Anvar Karimov", farther)
