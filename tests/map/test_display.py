"""Wall displays: a token opens one, and shuts it out again; views are kept, shared and taken in turn."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.models import AuditEntry
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.live.admission import NotAdmitted, admit
from apps.map.actions import Drawn, issue_token, revoke_token, save_view
from apps.map.models import Display, SavedView, Turn
from apps.map.view_address import NotAView, checked
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
Browsers = Callable[[Any], Client]
Signed = Callable[[Any], APIClient]


def a_display(*, regions: tuple[str, ...] = ("UZ-TK",)) -> Display:
    user = UserFactory(username="wall-1", role=Role.DISPLAY, regions=list(regions))
    return Display.objects.create(name="Hall", user=user)


def shared(name: str, query: str = "") -> SavedView:
    supervisor = UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"])
    return save_view(drawn=Drawn(name, query, is_shared=True), by=supervisor, at=now())


def opened(display: Display, **life: Any) -> tuple[Client, str]:
    """A browser that has exchanged the display's new token."""
    lives = timedelta(**(life or {"days": 30}))
    _row, token = issue_token(display=display, at=now(), expires_at=now() + lives)
    browser = Client()
    assert browser.post("/wall/session/", {"token": token}).status_code == 204
    return browser, token


def test_a_token_opens_the_display_until_it_ends_and_is_kept_as_a_hash_alone() -> None:
    display = a_display()
    browser, token = opened(display)
    page = browser.get("/wall/live/")
    assert page.context["config"]["user"]["role"] == "display"
    assert browser.session.get_expiry_date() == Display.objects.get().expires_at
    row = Display.objects.values().get()
    assert token not in str(row)
    assert row["prefix"] == token[:8]


@pytest.mark.parametrize("token", ["", "sd_nothing", "x" * 5000])
def test_any_other_token_is_refused_and_told_to_the_trail(token: str) -> None:
    a_display()
    answer = Client().post("/wall/session/", {"token": token})
    assert (answer.status_code, answer.json()["code"]) == (403, "token_not_valid")
    assert AuditEntry.objects.get(kind="refused").detail["code"] == "token_not_valid"


def test_a_token_that_has_expired_opens_nothing(time_machine: Any) -> None:
    display = a_display()
    browser, token = opened(display, days=1)
    time_machine.move_to(now() + timedelta(days=1, seconds=1), tick=False)
    assert Client().post("/wall/session/", {"token": token}).status_code == 403
    assert "config" not in browser.get("/wall/live/").context


@pytest.mark.parametrize("how", ["revoked", "another"])
def test_what_was_open_is_shut_out_at_once_when_its_token_goes(how: str, rf: Any) -> None:
    display = a_display()
    browser, token = opened(display)
    if how == "revoked":
        revoke_token(display_id=display.pk, at=now())
    else:
        issue_token(display=display, at=now(), expires_at=now() + timedelta(days=1))
    assert "config" not in browser.get("/wall/live/").context
    assert browser.get("/api/v1/live/snapshot/").status_code in {401, 403}
    assert Client().post("/wall/session/", {"token": token}).status_code == 403
    request = rf.get("/ws/live/", HTTP_ORIGIN="http://testserver")
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}
    with pytest.raises(NotAdmitted):
        admit(request, of_socket=True)


def test_the_page_holds_no_token_and_asks_for_it_only_of_strangers() -> None:
    answer = Client().get("/wall/whatever/")
    assert answer.status_code == 200
    assert "csrftoken" in answer.cookies
    assert Client(enforce_csrf_checks=True).post("/wall/session/", {"token": "x"}).status_code == 403


def test_a_display_reads_the_redacted_feed_and_nothing_else() -> None:
    browser, _token = opened(a_display())
    assert browser.get("/api/v1/live/snapshot/").status_code == 200
    for path in (
        "incidents/",
        "units/",
        "alarms/",
        "cameras/",
        "cameras/columns/",
        "reports/response-times/",
    ):
        assert browser.get(f"/api/v1/{path}").status_code == 403, path
    assert browser.get("/console/").status_code == 403


def test_a_display_goes_through_its_views_beginning_with_that_of_its_address() -> None:
    display = a_display()
    for order, name in enumerate(("One", "Two", "Three"), start=1):
        Turn.objects.create(display=display, view=shared(name, f"p={order}"), order=order, seconds=20)
    browser, _token = opened(display)
    turns = browser.get("/wall/two/").context["config"]["display"]["turns"]
    assert [(turn["slug"], turn["query"], turn["seconds"]) for turn in turns] == [
        ("two", "p=2", 20),
        ("three", "p=3", 20),
        ("one", "p=1", 20),
    ]
    first = browser.get("/wall/live/").context["config"]["display"]["turns"]
    assert [turn["slug"] for turn in first] == ["one", "two", "three"]


def test_a_person_opens_own_and_shared_views_and_no_others(browser_of: Browsers) -> None:
    operator = UserFactory(regions=["UZ-TK"])
    own = save_view(drawn=Drawn("Mine", "p=1"), by=operator, at=now())
    for_all = shared("Ours")
    mine, other, foreign = (
        browser_of(operator),
        browser_of(UserFactory(regions=["UZ-TK"])),
        browser_of(UserFactory(regions=["UZ-SA"])),
    )
    assert [b.get(f"/wall/{own.slug}/").status_code for b in (mine, other, foreign)] == [200, 404, 404]
    assert [b.get(f"/wall/{for_all.slug}/").status_code for b in (mine, other, foreign)] == [200, 200, 404]
    assert foreign.get("/wall/live/").status_code == 200


def test_who_reads_no_live_feed_has_no_wall(browser_of: Browsers) -> None:
    assert browser_of(UserFactory(role=Role.AUDITOR)).get("/wall/live/").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "p=1,2&region=UZ-TK", "at=41.3,69.2,11&layers=incidents,alarms", "?p=1"]
)
def test_an_address_of_the_console_is_kept_as_it_is(query: str) -> None:
    assert checked(query) == query.removeprefix("?")


def test_what_one_person_has_selected_is_not_kept() -> None:
    assert checked("p=1&sel=incident:7&mine=1") == "p=1"


@pytest.mark.parametrize("query", ["next=//evil", "p=1&p=2", "p", "p=" + "1" * 2000, "javascript:alert(1)"])
def test_what_is_no_address_of_the_console_is_refused(query: str) -> None:
    with pytest.raises(NotAView):
        checked(query)


def test_views_are_saved_listed_written_over_and_deleted_by_the_api(signed_in: Signed) -> None:
    api = signed_in(UserFactory(regions=["UZ-TK"]))
    saved = api.post("/api/v1/views/", {"name": "Tun smenasi", "query": "p=1"}, format="json").json()
    assert (saved["slug"], saved["is_mine"], saved["is_shared"]) == ("tun-smenasi", True, False)
    again = api.post("/api/v1/views/", {"name": "Tun smenasi", "query": "p=2"}, format="json").json()
    assert (again["id"], again["query"]) == (saved["id"], "p=2")
    assert [view["name"] for view in api.get("/api/v1/views/").json()["results"]] == ["Tun smenasi"]
    stranger = signed_in(UserFactory(regions=["UZ-TK"]))
    assert stranger.delete(f"/api/v1/views/{saved['id']}/").status_code == 404
    assert api.delete(f"/api/v1/views/{saved['id']}/").json()["name"] == "Tun smenasi"
    assert api.delete(f"/api/v1/views/{saved['id']}/").status_code == 404


def test_views_of_one_name_have_each_an_address_and_no_reserved_one(signed_in: Signed) -> None:
    slugs = []
    for name in ("Жонли", "live", "Live!", "!!!"):
        api = signed_in(UserFactory(regions=["UZ-TK"]))
        slugs.append(api.post("/api/v1/views/", {"name": name}, format="json").json()["slug"])
    assert slugs == ["jonli", "live-2", "live-3", "view"]


@pytest.mark.parametrize(
    ("role", "region", "status"),
    [
        (Role.OPERATOR, None, 403),
        (Role.SUPERVISOR, None, 200),
        (Role.SUPERVISOR, "UZ-TK", 200),
        (Role.SUPERVISOR, "UZ-SA", 403),
    ],
)
def test_a_supervisor_shares_views_with_own_regions(
    role: Role, region: str | None, status: int, signed_in: Signed
) -> None:
    api = signed_in(UserFactory(role=role, regions=["UZ-TK"]))
    body = {"name": "Shared", "is_shared": True, "region": region}
    answer = api.post("/api/v1/views/", body, format="json")
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["region"] == "UZ-TK"
    else:
        assert answer.json()["code"] == "may_not_share"


def test_a_query_that_is_none_is_refused_by_the_api(signed_in: Signed) -> None:
    api = signed_in(UserFactory(regions=["UZ-TK"]))
    answer = api.post("/api/v1/views/", {"name": "Bad", "query": "evil=1"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "view_not_valid")


def test_an_admin_issues_an_address_once_and_revokes_it(browser_of: Browsers) -> None:
    display = a_display()
    Turn.objects.create(display=display, view=shared("Hall view"), seconds=30)
    admin = browser_of(UserFactory(role=Role.ADMIN, is_national=True))
    page = reverse("admin:map_display_issue_token", args=[display.pk])
    until = (now() + timedelta(days=10)).date().isoformat()
    answer = admin.post(page, {"expires_on": until})
    address = answer.context["address"]
    assert address.startswith("http://testserver/wall/hall-view/#sd_")
    assert address not in admin.get(page).content.decode()
    token = address.partition("#")[2]
    browser = Client()
    assert browser.post("/wall/session/", {"token": token}).status_code == 204
    changes = reverse("admin:map_display_changelist")
    admin.post(changes, {"action": "revoke", "_selected_action": [display.pk]})
    assert "config" not in browser.get("/wall/live/").context
    assert Display.objects.get().digest is None


def test_an_admin_of_another_region_has_nothing_of_a_display(browser_of: Browsers) -> None:
    display = a_display()
    admin = browser_of(UserFactory(role=Role.ADMIN, regions=["UZ-SA"]))
    page = reverse("admin:map_display_issue_token", args=[display.pk])
    assert admin.post(page, {"expires_on": "2030-01-01"}).status_code in {302, 403, 404}
    assert Display.objects.get().digest is None
    assert "Hall" not in admin.get(reverse("admin:map_display_changelist")).content.decode()


def test_nobody_issues_a_token_that_sees_more_than_he_or_she_does(browser_of: Browsers) -> None:
    wide = a_display(regions=("UZ-TK", "UZ-TO"))
    issue_token(display=wide, at=now(), expires_at=now() + timedelta(days=1))
    browser = browser_of(UserFactory(role=Role.ADMIN, regions=["UZ-TK"]))
    before = Display.objects.values().get()
    page = f"/admin/map/display/{wide.pk}/"
    assert browser.post(f"{page}issue-token/", {"expires_on": "2099-01-01"}).status_code == 403
    assert browser.post(f"{page}change/", {"name": "Mine"}).status_code == 403
    browser.post("/admin/map/display/", {"action": "revoke", "_selected_action": [wide.pk]})
    assert Display.objects.values().get() == before


@pytest.mark.parametrize(("regions", "made"), [(["UZ-TK"], 1), (["UZ-TK", "UZ-TO"], 0), (["UZ-TO"], 0)])
def test_a_display_gets_no_account_that_reaches_farther_than_its_admin(
    browser_of: Browsers, regions: list[str], made: int
) -> None:
    user = UserFactory(role=Role.DISPLAY, regions=regions)
    form = {"name": "Hall", "user": user.pk, "turns-TOTAL_FORMS": 0, "turns-INITIAL_FORMS": 0}
    browser_of(UserFactory(role=Role.ADMIN, regions=["UZ-TK"])).post("/admin/map/display/add/", form)
    assert Display.objects.count() == made


def test_what_is_shared_with_the_whole_nation_is_not_an_admins_of_one_region(browser_of: Browsers) -> None:
    shared("Floods")
    view = SavedView.objects.get()
    SavedView.objects.filter(pk=view.pk).update(region=None)
    browser = browser_of(UserFactory(role=Role.ADMIN, regions=["UZ-TK"]))
    page = f"/admin/map/savedview/{view.pk}/"
    assert browser.get(f"{page}change/").status_code == 200
    assert browser.post(f"{page}change/", {"name": "Mine"}).status_code == 403
    assert browser.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert SavedView.objects.get().name == "Floods"
