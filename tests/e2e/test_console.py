"""Two operators at two screens: what one does, the other sees; from the keyboard, and never silently stale."""

import json
import re
import threading
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from django.utils.html import escape
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from apps.accounts.models import User
from apps.core.clock import now
from apps.core.geo import point
from apps.incidents.actions import Report, report_incident
from apps.incidents.models import Incident
from bench import marks
from tests.e2e.conftest import TASHKENT
from tests.server import PortalServer

SignIn = Callable[..., Page]


def report(title: str = "Armed robbery", **rest: Any) -> Incident:
    values = {"type": "robbery", "priority": 1, "location": point(*TASHKENT), "source": "test"} | rest
    operator = User.objects.get(username="operator1")
    return report_incident(report=Report(title=title, **values), by=operator, at=now()).incident


def row(page: Page, title: str) -> Any:
    return page.locator("[data-incident]").filter(has_text=title)


def live(page: Page) -> None:
    expect(page.locator("#connection")).to_have_attribute("data-state", "live", timeout=15_000)


def event_titles(payload: str | bytes) -> list[str]:
    """The title in a frame of the live feed that tells of an incident."""
    frame = json.loads(payload)
    return [frame["data"]["title"]] if frame.get("topic") == "incidents" and frame["data"] else []


def test_what_one_operator_reports_is_pushed_onto_the_others_list_and_map(
    sign_in: SignIn, record_property: Callable[[str, object], None]
):
    one, two = sign_in("operator1"), sign_in("operator2")
    live(one)
    pushed: list[str] = []
    two.on(
        "websocket", lambda socket: socket.on("framereceived", lambda body: pushed.extend(event_titles(body)))
    )
    two.goto(marks.path(TASHKENT))
    live(two)
    two.wait_for_load_state("networkidle")
    # From here on nothing but the open socket leads to the second page.
    asked_for: list[str] = []
    two.on("request", lambda request: asked_for.append(request.url))
    two.route("**/*", lambda route: route.abort())
    took_ms = []
    for number, place in enumerate(marks.places(TASHKENT, columns=3, lines=3)):
        title = f"Armed robbery no. {number}"
        assert not marks.is_drawn(two, place)
        marks.watch(two, place)
        at = marks.post(one, marks.incident_at(place, title))
        took_ms.append(marks.seen_at(two) - at)
        expect(row(two, title)).to_be_visible()
        marks.point_at(two, place)
        expect(two.locator("#map-tip")).to_contain_text(title)
        assert pushed == [f"Armed robbery no. {before}" for before in range(number + 1)]
    assert asked_for == []
    record_property("ms_from_post_to_second_map_median", round(median(took_ms)))


def test_an_operator_takes_an_incident_from_ring_to_closed_by_keyboard(sign_in: SignIn):
    report("Noise at night", type="noise", priority=4)
    page, other = sign_in("operator1"), sign_in("operator2")
    live(page)
    live(other)
    row(page, "Noise at night").click()
    expect(page.locator("#panel")).to_contain_text("Noise at night")
    expect(page.locator("#panel")).to_contain_text("SOKOL 14")
    expect(page.locator("#panel")).to_contain_text("TK-0000")
    page.keyboard.press("a")
    expect(row(page, "Noise at night").locator("[data-slot=status]")).to_have_text(re.compile("ack", re.I))
    page.keyboard.press("d")
    page.keyboard.press("1")
    for key, word in (("", "dispatched"), ("e", "en route"), ("o", "on scene")):
        if key:
            page.keyboard.press(key)
        for screen in (page, other):
            status = row(screen, "Noise at night").locator("[data-slot=status]")
            expect(status).to_have_text(re.compile(word, re.I))
    page.keyboard.press("r")
    page.locator("#ask input[type=radio]").first.check()
    page.locator("#ask [data-slot=go]").click()
    expect(page.locator("#ask")).to_be_hidden()
    for screen in (page, other):
        status = row(screen, "Noise at night").locator("[data-slot=status]")
        expect(status).to_have_text(re.compile("resolved", re.IGNORECASE))
    expect(page.locator("#panel [data-slot=acts]")).to_contain_text("Close")
    page.keyboard.press("c")
    expect(row(other, "Noise at night")).to_have_count(0)
    assert Incident.objects.get().status == "closed"


def test_the_loser_of_a_race_is_told_who_was_quicker(sign_in: SignIn):
    incident = report()
    User.objects.filter(username="operator2").update(language="en")
    one, two = sign_in("operator1"), sign_in("operator2")
    is_deaf = threading.Event()

    def deaf_later(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: None if is_deaf.is_set() else socket.send(message))

    two.route_web_socket(re.compile("/ws/live/"), deaf_later)
    two.reload()
    for page in (one, two):
        live(page)
        row(page, "Armed robbery").click()
        expect(page.locator("#panel")).to_contain_text("Armed robbery")
    is_deaf.set()  # the second screen does not hear of it
    one.keyboard.press("a")
    expect(row(one, "Armed robbery").locator("[data-slot=status]")).to_have_text(re.compile("ack", re.I))
    expect(row(two, "Armed robbery").locator("[data-slot=status]")).to_have_text(re.compile("new", re.I))
    two.keyboard.press("a")
    lost = two.locator("#panel [data-slot=lost]")
    expect(lost).to_contain_text("Somebody else was quicker")
    expect(lost).to_contain_text("Operator 1")
    expect(row(two, "Armed robbery").locator("[data-slot=status]")).to_have_text(re.compile("ack", re.I))
    incident.refresh_from_db()
    assert incident.handler is not None
    assert incident.handler.username == "operator1"


def test_markup_in_a_title_is_shown_as_it_was_typed(sign_in: SignIn):
    title = "<img src=x onerror=alert(1)><b>bold</b>"
    report(title)
    page = sign_in("operator1")
    live(page)
    expect(row(page, title)).to_be_visible()
    row(page, title).click()
    expect(page.locator("#panel h2")).to_contain_text(title)
    assert page.locator("#list b, #list img, #panel b").count() == 0
    assert escape(title) in page.locator("#panel h2").inner_html().replace("&amp;lt;", "&lt;")


def test_a_screen_without_a_connection_says_so_over_its_whole_width(sign_in: SignIn, portal: PortalServer):
    page = sign_in("operator1")
    live(page)
    page.route_web_socket(re.compile("/ws/live/"), lambda socket: socket.close(code=1011))
    page.reload()
    expect(page.locator("#down-bar")).to_be_visible(timeout=20_000)
    box = page.locator("#down-bar").bounding_box()
    assert box is not None
    assert box["width"] == 1920


def test_call_entry_opens_with_a_key_and_offers_what_is_open_near_by(sign_in: SignIn):
    report("Fight near the bazaar", type="fight", priority=2)
    page = sign_in("operator1")
    live(page)
    page.keyboard.press("n")
    expect(page.locator("#call")).to_be_visible()
    page.fill("#call-place", f"{TASHKENT[1]}, {TASHKENT[0]}")
    page.locator("#call-places [role=option]").first.click()
    expect(page.locator("#call .near__item")).to_contain_text("Fight near the bazaar")
    page.locator("#call .near__item [data-slot=attach]").click()
    expect(page.locator("#call")).to_be_hidden()
    assert Incident.objects.get().calls_count == 1


def test_what_was_typed_survives_an_expired_session(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    page.keyboard.press("n")
    page.fill("#call-title", "Smoke from a roof")
    page.fill("#call-type", "smoke")
    page.locator("#call-types [role=option]").first.click()
    page.context.clear_cookies()
    page.locator("#call [data-slot=save]").click()
    expect(page.locator("#sign-in")).to_be_visible()
    expect(page.locator("#call-title")).to_have_value("Smoke from a roof")
    page.fill("#sign-in-login", "operator1")
    page.fill("#sign-in-password", "a long word for tests")
    page.locator("#sign-in [data-slot=go]").click()
    expect(page.locator("#sign-in")).to_be_hidden()
    expect(row(page, "Smoke from a roof")).to_be_visible(timeout=15_000)
    assert Incident.objects.get().title == "Smoke from a roof"


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_console_speaks_the_users_language(sign_in: SignIn, language: str):
    User.objects.filter(username="operator1").update(language=language)
    page = sign_in("operator1")
    live(page)
    words = {"uz": "Hodisalar", "ru": "Происшествия", "en": "Incidents"}
    expect(page.locator("[data-tab=incidents]")).to_contain_text(words[language])


def test_cameras_that_are_read_before_the_consoles_own_script_has_come_are_drawn(sign_in: SignIn) -> None:
    page = sign_in("operator1")
    live(page)
    held: list[Route] = []
    page.route(re.compile(r"/assets/console-[^/]+\.js"), lambda route: held.append(route))
    page.goto("/", wait_until="commit")
    page.wait_for_function("() => window.early && window.early.heard.length === 3")
    for route in held:
        route.continue_()
    live(page)
    expect(page.locator("#legend")).to_contain_text("5 of 5")
