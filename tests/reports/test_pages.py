"""The pages of reports: what they show, to whom, and that nothing on them runs."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from apps.core.clock import now
from apps.incidents.actions import correct_stamp
from apps.incidents.models import HistoryEntry
from apps.reports.models import ReportRun
from apps.reports.tasks import run as run_task
from tests.accounts.factories import UserFactory
from tests.incidents.factories import NOON, IncidentTypeFactory, TargetFactory
from tests.regions.factories import DistrictFactory, RegionFactory
from tests.reports.factories import stamped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quiet_bundle")]
PAGE = "/reports/response-times/"
OCTOBER = {"from": "2026-10-01", "to": "2026-10-31"}


@pytest.fixture
def _quiet_bundle() -> Iterator[None]:
    """The pages without the built front end: which files a bundle has is no matter here."""
    name = "django_vite.templatetags.django_vite.DjangoViteAssetLoader.generate_vite_asset"
    with patch(name, return_value=""):
        yield


@pytest.fixture
def chief(browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role="chief"))


@pytest.fixture
def nation(browser_of: Callable[[Any], Client]) -> Client:
    return browser_of(UserFactory(role="chief", is_national=True))


def text_of(client: Client, address: str = PAGE, **params: Any) -> str:
    answer = client.get(address, OCTOBER | params)
    assert answer.status_code == 200, answer.content[:300]
    return re.sub(r"\s+", " ", answer.content.decode())


def charts_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script id="charts" type="application/json">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_shows_figures_with_n_and_target(chief: Client) -> None:
    TargetFactory(priority=3, limit_s=300, share=0.9)
    stamped(acknowledged=5, dispatched=10, on_scene=251, resolved=900)
    page = text_of(chief, by="region")
    assert '<div class="figure__value">4:11 <span class="figure__unit">min p90</span></div>' in page
    assert "target 5:00 min at 90 % · n 1" in page
    assert '<td class="is-number is-strong" data-sort="251.0">4:11</td>' in page
    assert "UZ-TK Region" in page


def test_an_empty_period_says_why_and_offers_another(chief: Client) -> None:
    page = text_of(chief)
    assert "nothing to measure" in page
    assert "Show the last 30 days" in page
    assert 'id="charts"' not in page


def test_a_chief_sees_own_regions_alone(chief: Client, nation: Client) -> None:
    stamped(on_scene=60)
    stamped(on_scene=999, region__code="UZ-TO")
    page = text_of(chief)
    assert "UZ-TO Region" not in page
    assert set(charts_of(page)["map"]) == {"UZ-TK"}
    assert set(charts_of(text_of(nation))["map"]) == {"UZ-TK", "UZ-TO"}
    assert chief.get(PAGE, OCTOBER | {"region": "UZ-TO"}).status_code == 404


@pytest.mark.parametrize("role", ["operator", "inspector", "auditor"])
def test_who_may_not_read_reports_is_refused(role: str, browser_of: Callable[[Any], Client]) -> None:
    client = browser_of(UserFactory(role=role))
    for address in ("/reports/", PAGE, f"{PAGE}incidents/?why=missing"):
        assert client.get(address).status_code == 403
    assert client.post(f"{PAGE}runs/").status_code == 403
    assert not ReportRun.objects.exists()


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get("/reports/").status_code == 302
    assert "/accounts/login/" in client.get(PAGE)["Location"]


@pytest.mark.parametrize("by", ["region", "district", "type", "priority", "day", "month"])
def test_each_table_is_shown(nation: Client, by: str) -> None:
    stamped(on_scene=60, district=DistrictFactory(region=RegionFactory(code="UZ-TK")))
    stamped(on_scene=70)
    data = charts_of(text_of(nation, by=by))
    assert (data["line"] is None) == (by not in {"day", "month"})
    assert (data["trend"] is None) == (by in {"day", "month"})


def test_who_sees_one_region_begins_with_its_districts(chief: Client, nation: Client) -> None:
    stamped(on_scene=60)
    assert ">By district</h2>" in text_of(chief)
    assert ">By region</h2>" in text_of(nation)
    assert ">By district</h2>" in text_of(nation, region="UZ-TK")
    assert ">By region</h2>" in text_of(chief, by="region")


def test_the_comparison_says_what_became_better(chief: Client) -> None:
    stamped(NOON - timedelta(days=20), on_scene=120)
    stamped(on_scene=60)
    assert '<span class="is-better">▼ 1:00</span> vs. September' in text_of(chief)
    assert "vs." not in text_of(chief, compare="none")


def test_what_is_wrong_in_the_address_is_told_on_the_page(chief: Client) -> None:
    page = text_of(chief, **{"from": "nonsense"})
    assert "A date is written as 2026-10-31." in page


@pytest.mark.parametrize("name", ["type", "priority", "by", "interval", "compare", "period", "from", "to"])
@pytest.mark.parametrize("nonsense", ["\ud800", "x" * 5000])
def test_nonsense_in_the_address_is_told_and_breaks_nothing(chief: Client, name: str, nonsense: str) -> None:
    address = f"{PAGE}?{name}={quote(nonsense, errors='surrogatepass')}"
    answer = chief.get(address)
    assert answer.status_code == 200
    assert "notice--error" in answer.content.decode()
    assert chief.get(f"{address}&why=missing".replace("?", "incidents/?")).status_code == 404


@pytest.mark.parametrize("name", ["region", "type", "by", "from"])
def test_what_the_database_cannot_hold_is_refused(chief: Client, name: str) -> None:
    assert chief.get(PAGE, {name: "\0"}).status_code < 500
    assert chief.get(f"{PAGE}incidents/", {"why": "missing", name: "\0"}).status_code in {400, 404}
    assert chief.post(f"{PAGE}runs/", {name: "\0"}).status_code < 500
    assert not ReportRun.objects.exists()


def test_a_region_that_cannot_be_is_not_found(chief: Client) -> None:
    assert chief.get(f"{PAGE}?region=%ED%A0%80").status_code == 404
    assert chief.post(f"{PAGE}runs/", {"region": "x" * 5000}).status_code == 404


def test_a_run_of_nonsense_is_told_as_the_page_tells_it(chief: Client) -> None:
    wrong = {"from": "garbage", "region": "UZ-TK"}
    in_place = chief.post(f"{PAGE}runs/", wrong, headers={"HX-Request": "true"})
    on_the_page = chief.post(f"{PAGE}runs/", wrong, follow=True)
    for answer in (in_place, on_the_page):
        assert answer.status_code == 200
        assert "A date is written as 2026-10-31." in answer.content.decode()
    assert "<html" not in in_place.content.decode()
    assert on_the_page.redirect_chain[0][0] == f"{PAGE}?from=garbage&region=UZ-TK"
    assert not ReportRun.objects.exists()


def test_a_fragment_asked_for_without_a_session_brings_the_page_to_the_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}?by=type"}
    answer = client.post(f"{PAGE}runs/", headers=headers)
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"/accounts/login/?next={quote(f'{PAGE}?by=type')}"
    assert client.post(f"{PAGE}runs/").status_code == 302


def test_any_dates_are_asked_for_by_a_link(chief: Client) -> None:
    page = text_of(chief, period="last_30_days", **{"from": "", "to": ""})
    [link] = re.findall(r'href="([^"]*)" data-any-dates', page)
    assert re.fullmatch(r"\?from=\d{4}-\d\d-\d\d&amp;to=\d{4}-\d\d-\d\d", link)


def test_notices_lead_to_the_incidents_that_they_count(chief: Client) -> None:
    missing = stamped(resolved=100)
    disordered = stamped(dispatched=100, on_scene=50)
    corrected = stamped(on_scene=50)
    correct_stamp(
        incident_id=corrected.pk,
        stamp="on_scene_at",
        value=NOON + timedelta(seconds=40),
        reason="r",
        by=UserFactory(role="supervisor"),
        at=now(),
    )
    assert HistoryEntry.objects.filter(kind="stamp_corrected").count() == 1
    page = text_of(chief)
    for why, incident in (("missing", missing), ("disordered", disordered), ("corrected", corrected)):
        [query] = re.findall(rf'/incidents/(\?[^"]*why={why}[^"]*)"', page)
        listed = chief.get(f"{PAGE}incidents/{query.replace('&amp;', '&')}").content.decode()
        assert incident.number in listed
        assert sum(other.number in listed for other in (missing, disordered, corrected)) == 1


def test_a_list_shows_no_foreign_incident_and_knows_its_words(chief: Client, nation: Client) -> None:
    foreign = stamped(resolved=100, region__code="UZ-TO")
    params = OCTOBER | {"why": "missing", "interval": "total_response"}
    assert foreign.number in nation.get(f"{PAGE}incidents/", params).content.decode()
    assert foreign.number not in chief.get(f"{PAGE}incidents/", params).content.decode()
    assert chief.get(f"{PAGE}incidents/", OCTOBER | {"why": "nonsense"}).status_code == 404


def test_names_are_shown_as_text_and_never_as_markup(chief: Client) -> None:
    evil = "</script><img src=x onerror=alert(1)>"
    stamped(on_scene=5, type=IncidentTypeFactory(code="evil", name_en=evil))
    page = text_of(chief, by="type")
    assert "<img" not in page
    assert "&lt;/script&gt;&lt;img" in page


def test_nothing_on_the_pages_is_inline(chief: Client) -> None:
    stamped(on_scene=5)
    for page in (text_of(chief), text_of(chief, "/reports/")):
        assert not re.search(r"\son\w+=", page)
        assert not re.search(r"\sstyle=", page)
        assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page) == []


def test_export_queues_a_run_and_shows_its_progress_in_place(chief: Client) -> None:
    stamped(on_scene=5)
    answer = chief.post(f"{PAGE}runs/", OCTOBER, headers={"HX-Request": "true"})
    run = ReportRun.objects.get()
    fragment = answer.content.decode()
    progress = reverse("reports:run_progress", args=[run.pk])
    assert f'hx-get="{progress}"' in fragment
    assert "<html" not in fragment
    run_task(str(run.pk))
    done = chief.get(progress).content.decode()
    assert "hx-get" not in done
    assert reverse("report-run-file", args=[run.pk, "xlsx"]) in done
    assert chief.get(progress, {"page": "1"})["HX-Refresh"] == "true"


def test_without_scripts_export_leads_to_the_page_of_the_run(chief: Client) -> None:
    stamped(on_scene=251)
    answer = chief.post(f"{PAGE}runs/", OCTOBER, follow=True)
    run = ReportRun.objects.get()
    assert answer.redirect_chain[0][0] == reverse("reports:run", args=[run.pk])
    assert "waiting for a worker" in answer.content.decode().lower()
    run_task(str(run.pk))
    page = text_of(chief, reverse("reports:run", args=[run.pk]), by="month")
    assert "4:11" in page
    assert "October 2026" in page
    assert "Run of" in page


def test_a_stored_run_is_read_in_the_readers_language(browser_of: Callable[[Any], Client]) -> None:
    stamped(on_scene=251)
    user = UserFactory(role="chief", language="ru")
    client = browser_of(user)
    client.post(f"{PAGE}runs/", OCTOBER)
    run = ReportRun.objects.get()
    run_task(str(run.pk))
    assert "UZ-TK область" in text_of(client, reverse("reports:run", args=[run.pk]), by="region")


def test_a_run_can_be_cancelled_from_its_page(chief: Client) -> None:
    chief.post(f"{PAGE}runs/", OCTOBER)
    run = ReportRun.objects.get()
    answer = chief.post(reverse("reports:run_cancel", args=[run.pk]), headers={"HX-Request": "true"})
    assert "Cancelled" in answer.content.decode()
    run.refresh_from_db()
    assert run.status == "cancelled"
    assert chief.get(reverse("reports:run_cancel", args=[run.pk])).status_code == 405


def test_a_foreign_run_is_not_found(chief: Client, nation: Client) -> None:
    nation.post(f"{PAGE}runs/", OCTOBER)
    run = ReportRun.objects.get()
    for name in ("reports:run", "reports:run_progress"):
        assert chief.get(reverse(name, args=[run.pk])).status_code == 404
    assert chief.post(reverse("reports:run_cancel", args=[run.pk])).status_code == 404
    assert str(run.pk) not in chief.get("/reports/").content.decode()
    assert str(run.pk) in nation.get("/reports/").content.decode()


def test_too_much_for_a_page_is_offered_as_a_job(chief: Client) -> None:
    stamped(on_scene=5)
    stamped(on_scene=6)
    with patch("apps.reports.views.report.AT_ONCE", 1):
        page = text_of(chief)
    assert "too many to compute while you wait" in page
    assert f'hx-post="{PAGE}runs/"' in page


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_pages_open_in_each_language(browser_of: Callable[[Any], Client], language: str) -> None:
    client = browser_of(UserFactory(role="chief", language=language))
    stamped(on_scene=5)
    with translation.override(language):
        assert "SafeCity" in text_of(client)
        assert "SafeCity" in text_of(client, "/reports/")
