"""Every window of the portal as a browser shows it, in three languages: no word of another language stands on it."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import polib
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.cameras.models import Camera
from apps.core.clock import now
from apps.core.geo import point
from apps.incidents.actions import Report, report_incident
from tests.e2e.conftest import TASHKENT, make_user
from tests.e2e.test_console import live

SignIn = Callable[..., Page]
LATIN = re.compile(r"[A-Za-zʻʼ]{2,}")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
# What people typed, and the demo country's own names, are data; they bear this mark or stand here.
DATA: Final = re.compile(
    r"/[a-z/?=&_-]*|ZZ\w*|Operator \d|tablet|\b[A-Z]{2,3}\b|\b[0-9a-f]+(-[0-9a-f]+){4}\b"
    r"|Amir Temur shoh koʻchasi|SOKOL|TK-\d+|operator\d|reader\w*|admin\d"
)
# Keys, formats, units, names of products and protocols: the same in every language.
CODES: Final = frozenset(
    {
        "SafeCity",
        "CSV",
        "XLSX",
        "Ctrl",
        "Enter",
        "Esc",
        "GeoJSON",
        "km",
        "Oʻzbekcha",
        "English",
        "Русский",
        "DEMO",
        "OpenAPI",
    }
)
# Names of keys stand in `.kbd`: they are written on the keyboard, whatever the language.
SPOKEN: Final = """() => {
  const texts = new Set();
  const said = (text) => { const line = (text || "").replace(/\\s+/g, " ").trim(); if (line) texts.add(line); };
  const skipped = "script, style, textarea, noscript, .kbd, .material-symbols-outlined, [data-language], .languages, "
    + "#map .leaflet-pane";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent || parent.closest(skipped)) continue;
    if (parent.checkVisibility() || parent.tagName === "OPTION") said(walker.currentNode.textContent);
  }
  for (const element of document.querySelectorAll("[title], [aria-label], [placeholder], [alt]")) {
    if (element.closest(skipped)) continue;
    for (const name of ["title", "aria-label", "placeholder", "alt"]) said(element.getAttribute(name));
  }
  return [...texts];
}"""


@cache
def said_in(language: str) -> frozenset[str]:
    """All texts without places that the portal has in a language."""
    texts: set[str] = set()
    for folder in settings.LOCALE_PATHS:
        for path in folder.glob(f"{language if language != 'en' else 'uz'}/LC_MESSAGES/*.po"):
            for entry in polib.pofile(str(path)):
                forms = [entry.msgid, entry.msgid_plural] if language == "en" else [entry.msgstr]
                texts |= {" ".join(form.split()) for form in forms if form}
    return frozenset(texts)


# The admin's library names its lists so for screen readers, in English alone.
UNTRANSLATED: Final = frozenset({"scrollable content"})


def strange(texts: list[str], language: str) -> list[str]:
    """Those of the texts that are not in the language."""
    others = {"uz": "en", "en": "uz"}
    foreign = said_in(others[language]) - said_in(language) if language in others else frozenset()
    return sorted(
        text for text in set(texts) - UNTRANSLATED if text in foreign or is_foreign_script(text, language)
    )


def is_foreign_script(text: str, language: str) -> bool:
    if language != "ru":
        return bool(CYRILLIC.search(text)) and text not in CODES
    words = LATIN.findall(DATA.sub("", text))
    return bool(set(words) - CODES) and not CYRILLIC.search(text)


@pytest.fixture
def something(portal: object) -> None:
    User.objects.update(full_name="ZZ", role=Role.SUPERVISOR)
    Camera.objects.update(address="ZZ", name="ZZ")
    operator = User.objects.get(username="operator1")
    for title, priority in (("ZZ-1", 1), ("ZZ-2", 4)):
        place: Any = point(*TASHKENT)
        asked = Report(type="robbery", title=title, priority=priority, location=place, source="zz")
        report_incident(report=asked, by=operator, at=now())


def asked(page: Page) -> Iterator[str]:
    """What each quiet button of the panel asks before it acts."""
    dialog, acts = page.locator("#ask"), page.locator("#panel [data-slot=acts] button.button--quiet")
    expect(acts).to_have_count(3)
    for number in range(3):
        acts.nth(number).click()
        expect(dialog).to_be_visible()
        yield f"dialog {number}"
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def windows(page: Page) -> Iterator[str]:
    """Opens one window of the console after the other; yields the name of what is open."""
    live(page)
    yield "list"
    page.locator("[data-incident]").filter(has_text="ZZ-1").click()
    panel = page.locator("#panel")
    expect(panel).to_contain_text("SOKOL 14")
    expect(panel).to_contain_text("TK-0000")
    yield "incident"
    page.keyboard.press("a")
    expect(panel.locator("[data-slot=timeline] .timeline li")).to_have_count(2)
    yield "acknowledged"
    yield from asked(page)
    page.keyboard.press("r")
    expect(page.locator("#ask")).to_be_visible()
    yield "resolve"
    page.keyboard.press("Escape")
    expect(page.locator("#ask")).to_be_hidden()
    panel.locator(".tile").first.click()
    expect(panel.locator(".tile")).to_have_count(0)
    yield "camera"
    for opener, window in (("#new-call", "#call"), ("#search-open", "#palette"), ("#menu-open", "#menu")):
        page.locator(opener).click()
        expect(page.locator(window)).to_be_visible()
        yield window
        page.keyboard.press("Escape")
        expect(page.locator(window)).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    yield "help"
    page.keyboard.press("Escape")
    page.locator("[data-tab=units]").click()
    page.locator("[data-unit]").first.click()
    expect(panel).to_contain_text("SOKOL 14")
    yield "unit"


@pytest.mark.usefixtures("something")
@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_no_window_of_the_console_shows_a_word_of_another_language(sign_in: SignIn, language: str):
    User.objects.filter(username="operator1").update(language=language)
    page = sign_in("operator1")
    page.set_default_timeout(10_000)
    wrong = {name: found for name in windows(page) if (found := strange(page.evaluate(SPOKEN), language))}
    assert wrong == {}


@pytest.mark.usefixtures("something")
@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_no_page_shows_a_word_of_another_language(sign_in: SignIn, language: str):
    everything = {"regions": (), "is_national": True, "language": language, "full_name": "ZZ"}
    wrong = {}
    people: dict[str, list[str]] = {
        Role.CHIEF: ["/reports/", "/reports/response-times/", "/reports/cameras/", "/me/"],
        Role.AUDITOR: ["/audit/"],
        Role.ADMIN: ["/admin/", "/admin/cameras/camera/", "/admin/cameras/camera/add/"],
    }
    for role, paths in people.items():
        make_user(f"reader{role}", role=role, is_staff=role is Role.ADMIN, **everything)
        page = sign_in(f"reader{role}", path="/me/")
        for path in paths:
            page.goto(path)
            found = strange(page.evaluate(SPOKEN), language)
            if found:
                wrong[path] = found
    page.context.clear_cookies()
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "domain": "127.0.0.1", "path": "/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto("/accounts/login/")
    if found := strange(page.evaluate(SPOKEN), language):
        wrong["login"] = found
    assert wrong == {}
