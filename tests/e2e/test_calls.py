"""The form of a call: what it sends, what it keeps, and what it does not touch."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.incidents.models import Call, Incident
from tests.e2e.conftest import TASHKENT
from tests.e2e.test_console import live

SignIn = Callable[..., Page]


def began(page: Page, **fields: str) -> None:
    """A call is entered, and this is typed of it."""
    page.keyboard.press("n")
    expect(page.locator("#call-number")).to_be_focused()
    for name, text in fields.items():
        page.fill(f"#call-{name}", text)


def choose(page: Page, field: str, text: str) -> None:
    page.fill(f"#call-{field}", text)
    page.locator(f"#call-{field}s [role=option]").first.click()


def click_on_map(page: Page) -> None:
    page.locator("#map").click(position={"x": 900, "y": 500})


def test_a_call_that_is_written_down_invents_no_time_of_answering(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    began(page, number="+998901234567")
    choose(page, "type", "fire")
    choose(page, "place", f"{TASHKENT[1]}, {TASHKENT[0]}")
    page.locator("#call [data-slot=save]").click()
    expect(page.locator(".toast--good")).to_be_visible()
    call = Call.objects.get()
    assert (call.answered_at, call.location_source) == (None, "said")
    assert call.rang_at == call.incident.reported_at


def test_a_call_put_aside_is_offered_again_and_a_new_one_takes_nothing_of_it(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    began(page, title="Smoke from a roof")
    page.keyboard.press("Escape")
    expect(page.locator("#call")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(".kept-call")).to_contain_text("Smoke from a roof")
    page.locator("#call [data-slot=kept-new]").click()
    expect(page.locator("#call-title")).to_have_value("")
    page.fill("#call-title", "A bicycle is gone")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator(".kept-call")).to_have_count(2)
    page.locator(".kept-call").filter(has_text="bicycle").locator("[data-slot=kept-discard]").click()
    expect(page.locator(".kept-call")).to_have_count(1)
    page.locator(".kept-call [data-slot=kept-continue]").click()
    expect(page.locator("#call-title")).to_have_value("Smoke from a roof")
    page.locator("#call [data-slot=discard]").click()
    page.keyboard.press("n")
    expect(page.locator("#call-title")).to_have_value("")
    expect(page.locator(".kept-call")).to_have_count(0)


def test_the_call_on_the_screen_survives_a_reload(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    began(page, title="Smoke from a roof")
    page.reload()
    expect(page.locator("#call-title")).to_have_value("Smoke from a roof")


def test_the_map_sets_the_point_only_when_it_was_asked_to(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    began(page)
    click_on_map(page)
    expect(page.locator("#call .where")).to_have_attribute("data-set", "false")
    page.locator("#call [data-slot=on-map]").click()
    click_on_map(page)
    expect(page.locator("#call .where")).to_have_attribute("data-set", "true")
    where = page.locator("#call [data-slot=where-text]").inner_text()
    click_on_map(page)
    expect(page.locator("#call [data-slot=where-text]")).to_have_text(where)
    choose(page, "type", "fire")
    page.locator("#call [data-slot=save]").click()
    expect(page.locator("#call")).to_be_hidden()
    assert Incident.objects.get().location_source == "map"


def test_a_corrected_number_reaches_the_call_that_was_taken_down_before_the_rest_failed(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    began(page, number="+998901234567")
    choose(page, "type", "fire")
    page.route("**/attach/", lambda route: route.abort())
    page.locator("#call [data-slot=save]").click()
    expect(page.locator("#call [data-slot=error]")).to_be_visible()
    page.unroute("**/attach/")
    page.fill("#call-number", "+998905554433")
    page.locator("#call [data-slot=save]").click()
    expect(page.locator("#call")).to_be_hidden()
    assert [call.number for call in Call.objects.all()] == ["+998905554433"]


def test_a_lost_answer_and_an_edited_form_are_no_dead_end(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    began(page, title="Smoke")
    choose(page, "type", "fire")

    def lose(route) -> None:
        route.fetch()
        route.abort()

    page.route("**/attach/", lose)
    page.locator("#call [data-slot=save]").click()
    expect(page.locator("#call [data-slot=error]")).to_be_visible()
    page.unroute("**/attach/")
    page.fill("#call-title", "Smoke from a roof")
    page.locator("#call [data-slot=save]").click()
    expect(page.locator("#call")).to_be_hidden()
    assert [incident.title for incident in Incident.objects.all()] == ["Smoke from a roof"]


@pytest.mark.parametrize("field", ["#call-place", "#palette-input"])
def test_a_search_that_fails_is_not_one_that_finds_nothing(sign_in: SignIn, field: str):
    page = sign_in("operator1")
    live(page)
    page.route("**/search/**", lambda route: route.fulfill(status=500, body="{}"))
    page.keyboard.press("n" if field == "#call-place" else "/")
    page.fill(field, "navoiy")
    where = page.locator("#call" if field == "#call-place" else "#palette")
    expect(where).to_contain_text(re.compile("search failed", re.I))


def test_the_keyboard_goes_through_tabs_and_what_was_found(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    page.locator("#tab-incidents").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-alarms")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#rail-panel")).to_have_attribute("aria-labelledby", "tab-alarms")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    active = page.locator("#palette-input").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")


def test_esc_in_the_menu_leaves_the_panel_open(sign_in: SignIn):
    page = sign_in("operator1")
    live(page)
    page.locator("#tab-units").click()
    page.locator("[data-unit]").first.click()
    page.locator("#menu-open").click()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(page.locator("#panel")).to_be_visible()
