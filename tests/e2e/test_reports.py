"""The reports in a browser: nothing that fails is silent, and nothing is asked that was not meant."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from apps.accounts.roles import Role
from tests.e2e.conftest import make_user

SignIn = Callable[..., Page]
PAGE = "/reports/response-times/"


@pytest.fixture
def report_page(sign_in: SignIn) -> Page:
    make_user("reader", role=Role.CHIEF, regions=(), is_national=True, language="en")
    page = sign_in("reader", path=PAGE)
    expect(page.locator("#pickers")).to_be_visible()
    return page


def export(page: Page) -> None:
    page.get_by_role("button", name="CSV · XLSX").click()


def test_a_poll_that_failed_says_so_and_asks_again(report_page: Page):
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        if failed:
            return route.fulfill(body='<section class="card run">Ready at last</section>')
        failed.append(route.request.url)
        return route.abort()

    report_page.route(re.compile("/reports/runs/.*progress"), fail_once)
    export(report_page)
    expect(report_page.locator("#run [role=alert]")).to_contain_text("asked again")
    expect(report_page.locator("#run")).to_have_text("Ready at last", timeout=10_000)


def test_an_export_that_is_refused_says_so(report_page: Page):
    report_page.route(re.compile(f"{PAGE}runs/"), lambda route: route.fulfill(status=429, body="no"))
    export(report_page)
    expect(report_page.locator("#run [role=alert]")).to_contain_text("Too many requests")


def test_an_ended_session_brings_the_whole_page_to_the_sign_in(report_page: Page):
    report_page.context.clear_cookies(name="sessionid")
    export(report_page)
    report_page.wait_for_url(re.compile(r"/accounts/login/\?next=/reports/"))


def test_keys_step_through_a_closed_select_and_enter_sends(report_page: Page):
    interval = report_page.locator("select[name=interval]")
    interval.focus()
    before = interval.input_value()
    report_page.keyboard.press("ArrowUp")
    report_page.keyboard.press("ArrowUp")
    assert interval.input_value() != before
    expect(report_page.locator("[data-late]")).to_be_visible()
    assert "interval" not in report_page.url
    report_page.keyboard.press("Enter")
    report_page.wait_for_url(re.compile("interval="))


def test_what_was_ticked_in_a_closed_picker_is_not_asked(report_page: Page):
    picker = report_page.locator(".picker").filter(has=report_page.locator("[name=priority]"))
    picker.locator("summary").click()
    picker.locator("input").first.check()
    report_page.keyboard.press("Escape")
    report_page.locator("select[name=compare]").select_option("none")
    report_page.wait_for_url(re.compile("compare=none"))
    assert "priority=" not in report_page.url
