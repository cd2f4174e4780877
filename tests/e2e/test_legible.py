"""Every page of the header can be read by every eye: axe finds nothing, no text is cut, none lies under another."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.accounts.pages import pages_of
from apps.accounts.roles import Role
from apps.core.clock import now
from apps.core.geo import point
from apps.incidents.actions import Report, report_incident
from tests.e2e.conftest import TASHKENT, make_user
from tests.e2e.test_console import live

SignIn = Callable[..., Page]
# axe-core's rules of WCAG 2.1 A and AA: contrast, names, labels, roles.
AXE: Final = (Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js").read_text(
    encoding="utf-8"
)
WRONG: Final = """async () => {
  const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa"], resultTypes: ["violations"] });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => {
    const { fgColor, bgColor, contrastRatio } = (node.any[0] && node.any[0].data) || {};
    const contrast = contrastRatio ? `${fgColor} on ${bgColor} ${contrastRatio}` : "";
    return `${rule.id} ${node.target.join(" ")} ${contrast}`.trim();
  }));
}"""
# Texts that are cut off without a way to read them, and texts that lie under something else.
UNREADABLE: Final = """() => {
  const wrong = [];
  const name = (e) => [e.tagName.toLowerCase() + (e.id ? "#" + e.id : ""), ...e.classList].join(".");
  const scrolls = ({ overflowX, overflowY }) => /auto|scroll/.test(overflowX + overflowY);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const e = walker.currentNode.parentElement;
    if (!text || !e || !e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    if (e.closest(".sr, script, style, option, .leaflet-pane, canvas, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) continue;
    for (let up = e; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      const frame = up.getBoundingClientRect();
      const isCut = style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll"
        && (box.right > frame.right + 1.5 || box.left < frame.left - 1.5);
      if (isCut && !e.closest("[title]")) { wrong.push(`cut: ${name(e)} "${text.slice(0, 40)}"`); break; }
      if (scrolls(style)) break;
    }
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
    const top = document.elementFromPoint(x, y);
    const isUnder = top && top !== e && !top.contains(e) && !e.contains(top) && !e.closest("[inert]");
    if (isUnder && !clipped(e, x, y)) wrong.push(`under ${name(top)}: ${name(e)} "${text.slice(0, 40)}"`);
  }
  function clipped(e, x, y) {
    for (let up = e.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflow === "visible") continue;
      const frame = up.getBoundingClientRect();
      if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) return true;
    }
    return false;
  }
  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) wrong.push(`wider than the screen: ${width}`);
  return wrong;
}"""
READERS: Final = (Role.SUPERVISOR, Role.CHIEF, Role.AUDITOR, Role.ADMIN)


def wear(page: Page, *, theme: str, text: str = "") -> None:
    page.evaluate(
        """async ([theme, text]) => {
          document.documentElement.dataset.theme = theme;
          document.documentElement.dataset.text = text;
          document.dispatchEvent(new Event("themechange"));
          for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
          const turning = document.getAnimations().filter((one) => one instanceof CSSTransition);
          await Promise.allSettled(turning.map((one) => one.finished));
        }""",
        [theme, text],
    )


def speak(page: Page, language: str) -> None:
    cookie: Any = {
        "name": settings.LANGUAGE_COOKIE_NAME,
        "value": language,
        "domain": "127.0.0.1",
        "path": "/",
    }
    page.context.add_cookies([cookie])


def pages_to_read(role: Role, language: str) -> list[str]:
    """What the header offers the role and no earlier reader; the console and the admin are looked at apart."""
    apart, mine = {"/", "/console/", "/admin/"}, [page.url for page in pages_of(reader(role, language))]
    for earlier in READERS[: READERS.index(role)]:
        apart |= {page.url for page in pages_of(reader(earlier, language))}
    return [url for url in mine if url not in apart]


def reader(role: Role, language: str) -> User:
    """Somebody of the role who sees everything, made once."""
    found = User.objects.filter(username=f"reader{role}").first()
    everything: dict[str, Any] = {"regions": (), "is_national": True, "is_staff": role is Role.ADMIN}
    return found or make_user(f"reader{role}", role=role, language=language, **everything)


def seen(page: Page, path: str) -> dict[str, list[str]]:
    """What is wrong with a page in each theme, at each size, with small and with large letters."""
    wrong: dict[str, list[str]] = {}
    for theme in ("dark", "light", "contrast"):
        wear(page, theme=theme)
        page.evaluate(AXE)
        wrong[f"{path} {theme}"] = page.evaluate(WRONG)
    for width, height in ((1920, 1080), (1366, 768)):
        wear(page, theme="dark")
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("width => innerWidth === width", arg=width)
        for text in ("", "200"):
            wear(page, theme="dark", text=text)
            wrong[f"{path} {width} {text}"] = page.evaluate(UNREADABLE)
    return {where: found for where, found in wrong.items() if found}


def told(wrong: dict[str, list[str]]) -> str:
    """All of it, one a line, so that one run shows what there is to mend."""
    return "\n".join(f"{where}: {what}" for where, found in wrong.items() for what in found)


@pytest.fixture
def something(portal: object) -> None:
    operator = User.objects.get(username="operator1")
    for kind, priority in (("robbery", 1), ("building_fire", 2), ("theft", 4)):
        where: Any = point(TASHKENT[0] + priority / 100, TASHKENT[1])
        asked = Report(type=kind, title=f"{kind} ZZ", priority=priority, location=where, source="zz")
        report_incident(report=asked, by=operator, at=now())


@pytest.mark.usefixtures("something")
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_every_page_of_the_header_can_be_read(sign_in: SignIn, language: str) -> None:
    wrong: dict[str, list[str]] = {}
    for role in READERS:
        paths = pages_to_read(role, language)
        if not paths:
            continue
        page = sign_in(f"reader{role}", path="/me/", reduced_motion="reduce")
        speak(page, language)
        for path in paths:
            page.goto(path)
            expect(page.locator("main")).to_be_visible()
            wrong |= seen(page, path)
    assert told(wrong) == ""


@pytest.mark.usefixtures("something")
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_the_console_can_be_read(sign_in: SignIn, language: str) -> None:
    User.objects.filter(username="operator1").update(language=language, role=Role.SUPERVISOR)
    page = sign_in("operator1", reduced_motion="reduce")
    live(page)
    wrong = seen(page, "list")
    page.locator("[data-incident]").filter(has_text="robbery ZZ").click()
    expect(page.locator("#panel")).to_contain_text("SOKOL 14")
    wrong |= seen(page, "incident")
    assert told(wrong) == ""
