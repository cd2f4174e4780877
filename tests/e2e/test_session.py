"""A session that ends: mended without losing a word, and never in another's name."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from apps.incidents.models import HistoryEntry
from tests.e2e.conftest import PASSWORD
from tests.e2e.test_console import live, report, row

SignIn = Callable[..., Page]


def note(page: Page, words: str) -> None:
    """Type a note on the open incident and send it."""
    page.locator("#panel [data-slot=note] input").fill(words)
    page.keyboard.press("Enter")


def enter(page: Page, username: str) -> None:
    """Fill in and send the dialog that asks who is there."""
    page.fill("#sign-in-login", username)
    page.fill("#sign-in-password", PASSWORD)
    page.locator("#sign-in [data-slot=go]").click()


def signed_out(sign_in: SignIn) -> Page:
    """A screen with an open incident whose session has ended."""
    report()
    page = sign_in("operator1")
    live(page)
    # The pictures of cameras near by ask again and again: here only what the user does finds the session ended.
    page.route("**/cameras/*/snapshot/**", lambda route: route.abort())
    row(page, "Armed robbery").click()
    expect(page.locator("#panel")).to_contain_text("SOKOL 14")
    page.context.clear_cookies()
    return page


def test_what_one_person_left_unsent_is_never_sent_in_the_name_of_the_next(sign_in: SignIn):
    page = signed_out(sign_in)
    note(page, "Two men, a white car")
    expect(page.locator("#sign-in")).to_be_visible()
    with page.expect_navigation():
        enter(page, "operator2")
    live(page)
    assert not HistoryEntry.objects.filter(note__contains="white car").exists()


def test_escape_does_not_hide_that_the_session_has_ended(sign_in: SignIn):
    page = signed_out(sign_in)
    note(page, "Two men, a white car")
    expect(page.locator("#sign-in")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Escape")
    expect(page.locator("#sign-in")).to_be_visible()
    enter(page, "operator1")
    expect(page.locator("#panel [data-slot=timeline]")).to_contain_text("Two men, a white car")


def test_a_dialog_that_is_sent_twice_acts_once_and_accuses_nobody(sign_in: SignIn):
    report("Noise at night", type="noise", priority=4)
    page = sign_in("operator1")
    live(page)
    row(page, "Noise at night").click()
    page.keyboard.press("a")
    expect(row(page, "Noise at night").locator("[data-slot=status]")).to_have_text(re.compile("ack", re.I))
    page.keyboard.press("r")
    page.locator("#ask-note").fill("Quiet again")
    page.evaluate(
        """() => { const form = document.querySelector('#ask form');
             form.requestSubmit(); form.requestSubmit(); }"""
    )
    expect(row(page, "Noise at night").locator("[data-slot=status]")).to_have_text(
        re.compile("resolved", re.I)
    )
    expect(page.locator("#panel [data-slot=lost]")).to_be_hidden()
    assert HistoryEntry.objects.filter(to_status="resolved").count() == 1
