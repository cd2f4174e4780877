"""The form of a rule: built from lists, told in words, tried before it is kept, refused by its own inputs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.alarms.models import Rule, Zone
from apps.alarms.pages.rule_input import number
from apps.core.clock import TASHKENT, now
from apps.sensors.actions import GivenReading, record_readings
from tests.accounts.factories import UserFactory
from tests.alarms.factories import AlarmTypeFactory
from tests.regions.factories import RegionFactory
from tests.sensors.factories import SensorFactory, SensorKindFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]
NEW, DRAFT, TRIAL = "/alarms/rules/new/", "/alarms/rules/draft/", "/alarms/rules/trial/"
AREA = '{"type":"Polygon","coordinates":[[[69.2,41.3],[69.3,41.3],[69.3,41.4],[69.2,41.4],[69.2,41.3]]]}'


@pytest.fixture
def boss() -> User:
    return UserFactory(role=Role.SUPERVISOR, username="boss")


@pytest.fixture
def browser(boss: User, browser_of: BrowserOf) -> Client:
    RegionFactory(code="UZ-TK")
    SensorKindFactory()
    AlarmTypeFactory(code="water_level")
    return browser_of(boss)


def filled(**more: Any) -> dict[str, Any]:
    return {
        "trigger": "threshold", "set-kind": "water_level", "set-compare": "above", "set-limit": "4,2", "set-delay_s": "60",
        "conditions": "0", "match": "all", "regions": ["UZ-TK"], "when": "times", "days": ["1", "2", "3", "4", "5"],
        "from": "08:00", "to": "18:00", "name": "River is high", "alarm_type": "water_level", "priority": "2",
        "escalate_min": "5", **more,
    }  # fmt: skip


def kept(browser: Client, **more: Any) -> Rule:
    answer = browser.post(NEW, filled(**more))
    assert "HX-Redirect" in answer.headers, answer.content.decode()
    return Rule.objects.latest("pk")


def test_a_rule_is_kept_off_with_everything_that_was_chosen(browser: Client) -> None:
    rule = kept(
        browser, **{"conditions": "1", "cond-0-field": "sensor_code", "cond-0-was": "sensor_code",
                    "cond-0-op": "one_of", "cond-0-value": "W-1, W-2"}
    )  # fmt: skip
    assert (rule.is_on, rule.version, rule.priority, rule.escalate_after_s) == (False, 1, 2, 300)
    assert rule.settings == {"kind": "water_level", "compare": "above", "limit": 4.2, "delay_s": 60}
    assert rule.conditions == [{"field": "sensor_code", "op": "one_of", "value": ["W-1", "W-2"]}]
    assert rule.schedule == {"weekdays": [1, 2, 3, 4, 5], "from": "08:00", "to": "18:00"}
    assert [region.pk for region in rule.regions.all()] == ["UZ-TK"]


@pytest.mark.parametrize(
    ("tongue", "words"),
    [
        (
            "en",
            "When “Water level” is above 4.2 m for 1 minute … on working days 08:00–18:00: alarm",
        ),
        (
            "ru",
            "«Уровень воды» выше 4,2 m в течение 1 минуты … по рабочим дням 08:00–18:00",
        ),
        (
            "uz",
            "“Suv sathi” 4,2 m dan yuqori, 1 daqiqa davomida … ish kunlari 08:00–18:00",
        ),
    ],
)
def test_the_rule_is_told_in_words_of_the_readers_language(
    browser: Client, boss: User, tongue: str, words: str
) -> None:
    boss.language = tongue
    boss.save()
    browser.cookies["django_language"] = tongue
    page = browser.post(DRAFT, filled()).content.decode()
    assert all(part in page for part in words.split(" … "))


def test_the_trigger_decides_what_is_asked_next(browser: Client) -> None:
    page = browser.get(NEW).content.decode()
    assert "set-limit" not in page
    page = browser.post(DRAFT, {"trigger": "threshold", "conditions": "0"}).content.decode()
    assert 'name="set-limit"' in page
    page = browser.post(DRAFT, {"trigger": "detection", "conditions": "0", "do": "add"}).content.decode()
    assert 'name="cond-0-field"' in page
    assert "set-limit" not in page


def test_another_field_begins_with_its_own_comparisons_and_no_value(browser: Client) -> None:
    sent = {"trigger": "detection", "conditions": "1", "cond-0-was": "label", "cond-0-field": "score",
            "cond-0-op": "contains", "cond-0-value": "person"}  # fmt: skip
    page = browser.post(DRAFT, sent).content.decode()
    assert 'value="between"' in page
    assert 'value="person"' not in page
    page = browser.post(DRAFT, sent | {"do": "drop:0"}).content.decode()
    assert "cond-0-field" not in page


def test_what_is_wrong_stands_beside_its_input_and_nothing_is_kept(browser: Client) -> None:
    answer = browser.post(NEW, filled(**{"set-limit": "high", "name": "", "priority": ""}))
    assert not Rule.objects.exists()
    assert "Give the rule a name." in answer.content.decode()
    page = browser.post(NEW, filled(**{"set-limit": "high", "alarm_type": ""})).content.decode()
    assert "A number is needed." in page
    assert "There is no such thing here." in page
    assert 'value="high"' in page
    assert "Choose first what" in browser.post(NEW, {"name": "x"}).content.decode()


def test_a_zone_that_is_drawn_with_the_rule_is_kept_with_it(browser: Client) -> None:
    rule = kept(browser, zone_area=AREA, zone_name="Quay")
    assert rule.zone == Zone.objects.get(name="Quay", region="UZ-TK")
    page = browser.post(NEW, filled(zone_area="nonsense", zone_name="x")).content.decode()
    assert "Draw the zone as an area" in page
    assert Zone.objects.count() == 1


def test_a_trial_tells_what_yesterday_would_have_raised_and_keeps_nothing(browser: Client) -> None:
    yesterday = now().astimezone(TASHKENT).replace(hour=12, minute=0, second=0) - timedelta(days=1)
    SensorFactory(code="W-1", name="Anhor")
    values = [(0, 3.0), (10, 5.0), (20, 5.1), (30, 3.0)]
    readings = [GivenReading("W-1", yesterday + timedelta(minutes=m), v) for m, v in values]
    record_readings(readings=readings, by=None, at=now())
    page = browser.post(TRIAL, filled(when="always", period="yesterday")).content.decode()
    assert '<strong class="num">1</strong> alarm' in page
    assert "W-1 Anhor" in page
    assert not Rule.objects.exists()
    assert (
        '<strong class="num">0</strong>' in browser.post(TRIAL, filled(**{"set-limit": "9"})).content.decode()
    )
    assert "A number is needed." in browser.post(TRIAL, filled(**{"set-limit": "x"})).content.decode()


def test_a_rule_is_switched_changed_copied_and_its_history_told(browser: Client, boss: User) -> None:
    rule = kept(browser)
    browser.post(f"/alarms/rules/{rule.pk}/switch/", {"on": "1", "version": "1"})
    rule.refresh_from_db()
    assert rule.is_on
    browser.post(f"/alarms/rules/{rule.pk}/", filled(**{"set-limit": "5", "version": "1"}))
    page = browser.get(f"/alarms/rules/{rule.pk}/").content.decode()
    for words in ("version 2", boss.actor_name, "above 5 m", "above 4.2 m"):
        assert words in page, words
    late = browser.post(f"/alarms/rules/{rule.pk}/", filled(**{"set-limit": "6", "version": "1"}))
    assert "changed after you opened it" in late.content.decode()
    assert "River is high (copy)" in browser.get(f"{NEW}?copy={rule.pk}").content.decode()
    listed = browser.get("/alarms/rules/").content.decode()
    assert 'aria-checked="true"' in listed
    browser.post(f"/alarms/rules/{rule.pk}/retire/")
    within = browser.get("/alarms/rules/").content.decode().partition("<main")[2].split("<section")[1]
    assert "River is high" not in within


def test_rules_of_another_region_are_missing_and_shared_ones_only_shown(
    browser: Client, browser_of: BrowserOf
) -> None:
    RegionFactory(code="UZ-TO")
    nation = browser_of(UserFactory(role=Role.DUTY_OFFICER, is_national=True, regions=[]))
    theirs = kept(nation, regions=["UZ-TO"], name="Theirs")
    both = kept(nation, regions=["UZ-TK", "UZ-TO"], name="Both")
    assert browser.get(f"/alarms/rules/{theirs.pk}/").status_code == 404
    assert browser.post(f"/alarms/rules/{theirs.pk}/switch/", {"on": "1"}).status_code == 404
    page = browser.get(f"/alarms/rules/{both.pk}/").content.decode()
    assert "also holds for regions that are not yours" in page
    browser.post(f"/alarms/rules/{both.pk}/switch/", {"on": "1"})
    both.refresh_from_db()
    assert not both.is_on


def test_only_those_who_write_rules_open_their_pages(browser_of: BrowserOf, client: Client) -> None:
    operator = browser_of(UserFactory())
    for path in ("/alarms/rules/", NEW):
        assert operator.get(path).status_code == 403
        assert client.get(path).status_code == 302
    assert operator.post(DRAFT, {}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4,2", 4.2),
        ("1 200", 1200),
        ("", None),
        (" ", None),
        ("high", "high"),
        ("-3", -3),
        ("inf", "inf"),
        ("nan", "nan"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, value: Any) -> None:
    with translation.override("ru"):
        assert number(typed) == value


@pytest.mark.parametrize(
    "text", ["²", "٣", "9" * 5000, "-1", "1e400", "nan", "inf", "1e308", "\x00", "x" * 5000, "24:61"]
)
def test_nothing_that_is_typed_breaks_the_form(browser: Client, text: str) -> None:
    rule = kept(browser, name="Stays")
    for address in (DRAFT, TRIAL, NEW, f"/alarms/rules/{rule.pk}/"):
        for name in (*filled(), "version", "zone", "zone_area", "zone_name", "cond-0-value", "period"):
            assert browser.post(address, filled(**{name: text})).status_code in {200, 204, 400, 403}, name
    assert browser.post(DRAFT, filled(do=f"drop:{text}", conditions="1")).status_code == 200
    assert browser.post(f"/alarms/rules/{rule.pk}/switch/", {"version": text}).status_code == 302
    assert browser.get(NEW, {"copy": text}).status_code in {200, 400, 404}
