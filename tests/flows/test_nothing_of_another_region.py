"""Whoever may not see a region learns nothing of it: every page of the admin and every address of the API is asked
for rows of another region, by everybody, and answers as if they were not there."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from apps.accounts.roles import CLIENT_SCOPES, Role
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory, key_of
from tests.described import document
from tests.flows.foreign import MARK, ROWS, THERE, settle
from tests.incidents.factories import IncidentFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]
# Names of regions are no secret; the nation's own lists are for all; a lease names a process and no region.
FOR_ALL = {"regions.region", "regions.district", "regions.place", "live.lease", "live.processreport"}
NATIONAL = {"incidents.incidenttype", "incidents.target", "cameras.violationkind", "sensors.sensorkind"}
NATIONAL |= {"inspectors.lifelimit", "alarms.alarmtype"}
ADMINS = [model for model in admin.site._registry if model._meta.label_lower not in FOR_ALL | NATIONAL]
EMPTY = {"data": "{}", "content_type": "application/json"}
BODY = {"get": {}, "delete": {}, "post": EMPTY, "patch": EMPTY, "put": EMPTY}
# How many, and how much: no keys of rows.
NUMBERS = {"limit", "offset", "format", "operators", "escalation", "priority", "points", "lon", "lat"}
BUSIEST = (Role.SUPERVISOR, Role.ADMIN)
PEOPLE = [role for role in Role if role not in {Role.DUTY_OFFICER, Role.AUDITOR, Role.INSPECTOR}]
MISSING = {str: "1799999", int: 999_999_999, UUID: UUID("01a20947-0000-7000-8000-000000000000")}


@pytest.fixture
def foreign() -> dict[str, Model]:
    """What there is in the other region."""
    return settle()


@pytest.fixture
def secrets(foreign: dict[str, Model]) -> list[str]:
    """What no answer may hold."""
    keys = [str(row.pk) for row in foreign.values() if isinstance(row.pk, UUID)]
    return [MARK, "01Y777AS", "YS-26-000777", "998901777777", *keys]


def holds(answer: Any, secrets: list[str]) -> list[str]:
    """The secrets in an answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace") + str(dict(answer.headers))
    return [one for one in secrets if one in text]


def test_every_kind_of_row_in_the_admin_is_among_them() -> None:
    assert {model._meta.label_lower for model in ADMINS} <= {*ROWS, "live.regionfeed"}


# --- the admin -----------------------------------------------------------------------------------------------


@pytest.fixture
def regional(browser_of: BrowserOf) -> Client:
    """An admin of one region, signed in, with a system and a key of his or her own: lists there have filters."""
    key_of(ApiClientFactory(name="own", regions=["UZ-TK"]))
    return browser_of(UserFactory(username="admin.uz-tk", role=Role.ADMIN, regions=["UZ-TK"]))


def page_of(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def filters_of(model: type[Model]) -> Iterator[str]:
    """The names of the parameters that a list is narrowed by."""
    for one in admin.site._registry[model].list_filter or ():
        name = one[0] if isinstance(one, tuple) else one
        if isinstance(name, str):
            yield name


def test_lists_of_the_admin_name_nothing_of_it_in_rows_filters_and_pop_ups(
    regional: Client, secrets: list[str]
) -> None:
    told = {}
    for model in ADMINS:
        for query in ("", "?q=" + MARK, "?_popup=1&_to_field=id", "?all="):
            answer = regional.get(page_of(model, "changelist") + query, follow=True)
            # What was searched for stands in the field again.
            told[model, query] = [one for one in holds(answer, secrets) if one not in query]
    assert {key: value for key, value in told.items() if value} == {}


def test_forms_of_the_admin_offer_nothing_of_it(regional: Client, secrets: list[str]) -> None:
    told = {model: holds(regional.get(page_of(model, "add")), secrets) for model in ADMINS}
    assert {key: value for key, value in told.items() if value} == {}


@pytest.mark.parametrize("name", ["change", "history", "delete"])
def test_a_row_of_it_is_as_missing_in_the_admin(
    regional: Client, foreign: dict[str, Model], secrets: list[str], name: str
) -> None:
    for model in ADMINS:
        row = foreign[model._meta.label_lower]
        nobody = MISSING[type(row.pk)]
        for query in ("", "?_to_field=id&_popup=1"):
            found = regional.get(page_of(model, name, row.pk) + query)
            missing = regional.get(page_of(model, name, nobody) + query)
            assert found.status_code == missing.status_code != 200, (model, query)
            assert found.headers.get("Location") == missing.headers.get("Location")
            words = regional.get("/admin/").content.decode()
            assert [one for one in secrets if one in words and one != str(row.pk)] == []


def test_what_the_admin_completes_while_somebody_types_holds_nothing_of_it(
    regional: Client, secrets: list[str]
) -> None:
    for model in admin.site._registry:
        for name in admin.site._registry[model].autocomplete_fields:
            query = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={name}"
            for term in ("", MARK[:4]):
                answer = regional.get(f"/admin/autocomplete/?{query}&term={term}")
                assert answer.status_code == 200
                assert holds(answer, secrets) == [], (model, name)


def test_exports_of_the_admin_hold_nothing_of_it(regional: Client, secrets: list[str]) -> None:
    for model in ADMINS:
        one = admin.site._registry[model]
        for resource in getattr(one, "resource_classes", ()) or ():
            names = [f"{resource.__name__.lower()}_{field}" for field in resource().get_export_headers()]
            form = {"format": "1", "resource": "0", **dict.fromkeys(names, "on")}
            answer = regional.post(page_of(model, "export"), form)
            assert answer.headers["Content-Type"] == "text/csv", model
            assert holds(answer, secrets) == [], model


def test_actions_of_the_admin_do_nothing_to_it(
    regional: Client, foreign: dict[str, Model], secrets: list[str]
) -> None:
    for model in ADMINS:
        row = foreign[model._meta.label_lower]
        before = model._base_manager.filter(pk=row.pk).values().get()
        for action in admin.site._registry[model].actions or ():
            name = action if isinstance(action, str) else action.__name__
            form = {"action": name, "_selected_action": [row.pk], "post": "yes"}
            answer = regional.post(page_of(model, "changelist"), form)
            assert [one for one in holds(answer, secrets) if one != str(row.pk)] == [], (model, name)
        assert model._base_manager.filter(pk=row.pk).values().get() == before


# --- the API -------------------------------------------------------------------------------------------------


def callers(browser_of: BrowserOf, *roles: Role) -> Iterator[Client]:
    """Everybody of the one region, and a system with every scope there."""
    for role in roles or PEOPLE:
        yield browser_of(UserFactory(role=role, regions=["UZ-TK"]))
    key = key_of(ApiClientFactory(regions=["UZ-TK"], scopes=sorted(CLIENT_SCOPES)))
    yield Client(headers={"Authorization": f"Api-Key {key}"})


def operations(*methods: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """`(method, path, what the schema says)`."""
    for path, told in document()["paths"].items():
        for method in methods:
            if method in told:
                yield method, path, told[method]


def keyed(told: dict[str, Any]) -> Iterator[tuple[str, type]]:
    """The parameters of an address that may name a row, and what its key is."""
    for one in told.get("parameters", ()):
        if one["in"] == "query" and one["name"] not in NUMBERS and "enum" not in one["schema"]:
            if one["schema"].get("format") == "uuid":
                yield one["name"], UUID
            elif one["schema"].get("type") in {"integer", "number"}:
                yield one["name"], int


def same(answer: Any, key: Any) -> str:
    """An answer without the key that it was asked with."""
    return f"{answer.status_code} " + answer.content.decode(errors="replace").replace(str(key), "KEY")


def test_lists_of_the_api_hold_nothing_of_it(
    browser_of: BrowserOf, foreign: dict[str, Model], secrets: list[str]
) -> None:
    for caller in callers(browser_of):
        for _method, path, _told in operations("get"):
            if "{" not in path:
                for query in ("", f"?region={THERE}", "?limit=1000", "?format=geojson"):
                    assert holds(caller.get(path + query), secrets) == [], (path, query)


def test_whatever_a_list_is_narrowed_by_a_row_of_it_is_as_missing(
    browser_of: BrowserOf, foreign: dict[str, Model], time_machine: Any
) -> None:
    time_machine.move_to(now(), tick=False)
    keys = {row.pk for row in foreign.values() if isinstance(row.pk, int | UUID)}
    for caller in callers(browser_of, *BUSIEST):
        for _method, path, told in operations("get"):
            for name, kind in keyed(told) if "{" not in path else ():
                for key in {key for key in keys if isinstance(key, kind)}:
                    asked, nobody = (caller.get(path, {name: one}) for one in (key, MISSING[kind]))
                    assert same(asked, key) == same(nobody, MISSING[kind]), (path, name, key)


def test_a_row_of_it_is_as_missing_whatever_is_done_to_it(
    browser_of: BrowserOf, foreign: dict[str, Model]
) -> None:
    keys = [row.pk for row in foreign.values() if type(row.pk) in MISSING]
    for caller in callers(browser_of, *BUSIEST):
        for method, path, told in operations("get", "post", "patch", "put", "delete"):
            if "{id}" not in path:
                continue
            kind = next(one["schema"] for one in told["parameters"] if one["name"] == "id")
            wanted = UUID if kind.get("format") == "uuid" else int
            others = {"{file_id}": str(uuid4()), "{extension}": "gpx", "{kind}": "csv"}
            for key in {key for key in keys if isinstance(key, wanted)}:
                answers = []
                for one in (key, MISSING[wanted]):
                    address = path.replace("{id}", str(one))
                    for name, value in others.items():
                        address = address.replace(name, value)
                    answers.append(same(getattr(caller, method)(address, **BODY[method]), one))
                assert answers[0] == answers[1], (method, path, key)
                assert answers[0] == "200 []" or not answers[0].startswith("2"), (method, path, key)


# --- what a body names ---------------------------------------------------------------------------------------

RULE = {"name": "r", "trigger": "detection", "alarm_type": "smoke", "priority": 2, "needs_clearing": True}
CAMERA = {"name": "x", "kind": "overview", "location": {"lon": 69.2, "lat": 41.3}}
SEEN = {"source": "s", "source_ref": "r", "label": "car", "began_at": "2026-11-23T10:00:00Z"}
SHIFT = {"planned_from": "2099-12-01T00:00:00Z", "planned_to": "2099-12-01T08:00:00Z"}
AT = "2026-11-23T10:00:00Z"
# Who, where, what; the kind of row and the field of it that stands for `None`, and how one is called that is not there.
BODIES: list[tuple[str, str, Any, str, str, Any]] = [
    ("supervisor", "alarm-rules/", RULE | {"regions": ["UZ-TK"], "zone": None}, "alarms.zone", "pk", 999_999),
    ("supervisor", "alarm-rules/", RULE | {"regions": [None]}, "regions.region", "pk", "UZ-XX"),
    ("supervisor", "alarms/acknowledge/", {"ids": [None]}, "alarms.alarm", "pk", MISSING[UUID]),
    ("supervisor", "incidents/{mine}/assignments/", {"unit": None}, "inspectors.unit", "pk", 999_999),
    ("supervisor", "incidents/{mine}/dispatch/", {"units": [{"unit": None}]}, "inspectors.unit", "pk", 999_999),
    ("supervisor", "incidents/{mine}/links/", {"kind": "related", "to": None, "incident": None},
     "incidents.incident", "pk", MISSING[UUID]),
    ("supervisor", "shifts/", SHIFT | {"inspector": None, "unit": None}, "inspectors.unit", "pk", 999_999),
    ("supervisor", "watch-list/", {"plate": "01A777BC", "reason": "x", "priority": 1, "region": None},
     "regions.region", "pk", "UZ-XX"),
    ("supervisor", "views/", {"name": "x", "query": "", "is_shared": True, "region": None},
     "regions.region", "pk", "UZ-XX"),
    ("client", "detections/", SEEN | {"camera": None}, "cameras.camera", "pk", 999_999),
    ("client", "detections/", SEEN | {"camera": None}, "cameras.camera", "code", "nobody code"),
    ("client", "plate-reads/", {"camera": None, "at": AT, "plate": "01A777BC"}, "cameras.camera", "code", "no code"),
    ("client", "readings/", [{"sensor": None, "at": AT, "value": 1}], "sensors.sensor", "code", "nobody code"),
    ("client", "cameras/bulk/", {"cameras": [CAMERA | {"code": "N-1", "region": None}]},
     "regions.region", "pk", "UZ-XX"),
]  # fmt: skip


def filled(body: Any, value: Any) -> Any:
    """The body with the value wherever nothing stands."""
    if isinstance(body, dict):
        return {name: filled(one, value) for name, one in body.items()}
    if isinstance(body, list):
        return [filled(one, value) for one in body]
    return value if body is None else body


@pytest.mark.parametrize(("who", "path", "body", "label", "field", "nobody"), BODIES)
def test_a_row_of_it_in_a_body_is_as_missing(
    browser_of: BrowserOf,
    foreign: dict[str, Model],
    who: str,
    path: str,
    body: Any,
    label: str,
    field: str,
    nobody: Any,
) -> None:
    person, *_others, client = callers(browser_of, Role.SUPERVISOR)
    mine = IncidentFactory(region__code="UZ-TK")
    answers = []
    for value in (getattr(foreign[label], field), nobody):
        plain = str(value) if isinstance(value, UUID) else value
        caller = person if who == "supervisor" else client
        answer = caller.post(
            f"/api/v1/{path.format(mine=mine.pk)}", filled(body, plain), content_type="application/json"
        )
        answers.append(same(answer, plain))
    assert answers[0] == answers[1]
    assert not answers[0].startswith("201")
