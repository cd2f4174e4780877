"""Each page in three languages: no text of another language stands on it."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client

from apps.accounts.models import User
from apps.accounts.roles import Role
from tests.accounts.factories import UserFactory
from tests.alarms.site_factories import SiteFactory
from tests.cameras.factories import CameraFactory
from tests.incidents.factories import IncidentFactory
from tests.inspectors.factories import UnitFactory
from tests.sensors.factories import SensorKindFactory

pytestmark = pytest.mark.django_db

LETTER = re.compile(r"[^\W\d_]")
ATTRIBUTES = ("title", "placeholder", "aria-label", "alt")
PAGES = {
    Role.OPERATOR: ["/", "/me/", "/sites/", "/plates/", "/violations/", "/detections/", "/cameras/wall/"],
    Role.SUPERVISOR: [
        "/alarms/rules/",
        "/alarms/rules/new/",
        "/sensors/kinds/",
        "/sensors/kinds/water_level/limits/",
    ],
    Role.CHIEF: [
        "/reports/",
        "/reports/response-times/",
        "/reports/cameras/",
        "/console/",
        "/accounts/logout/",
    ],
    Role.AUDITOR: ["/audit/"],
    Role.ADMIN: [
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/accounts/apiclient/",
        "/admin/regions/region/",
        "/admin/regions/place/",
        "/admin/incidents/incident/",
        "/admin/incidents/incidenttype/",
        "/admin/incidents/target/add/",
        "/admin/incidents/call/",
        "/admin/cameras/camera/",
        "/admin/cameras/camera/add/",
        "/admin/cameras/camera/import/",
        "/admin/cameras/detection/",
        "/admin/cameras/watchentry/",
        "/admin/cameras/platehit/",
        "/admin/cameras/violation/",
        "/admin/cameras/violationkind/",
        "/admin/cameras/violationkind/add/",
        "/admin/alarms/site/",
        "/admin/alarms/site/add/",
        "/admin/inspectors/unit/",
        "/admin/inspectors/unit/add/",
        "/admin/inspectors/assignment/",
        "/admin/reports/reportrun/",
    ],
    None: ["/accounts/login/", "/accounts/signup/", "/nothing-here/"],
}


class Texts(HTMLParser):
    """The visible texts of a page and of the attributes that people read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0
        self.spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # The admin's icons are words that a font draws as pictures.
        is_icon = tag == "span" and "material-symbols" in (dict(attrs).get("class") or "")
        if tag == "span":
            self.spans.append(is_icon)
        self.hidden += is_icon or tag in {"script", "style"}
        self.found += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        was_icon = tag == "span" and bool(self.spans) and self.spans.pop()
        self.hidden -= was_icon or tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def texts_of(html: str) -> set[str]:
    parser = Texts()
    parser.feed(html)
    return {" ".join(text.split()) for text in parser.found if LETTER.search(text)}


def entries(language: str) -> Iterator[tuple[str, str]]:
    for folder in settings.LOCALE_PATHS:
        for path in sorted(Path(folder).glob(f"{language}/LC_MESSAGES/*.po")):
            for entry in polib.pofile(str(path)):
                if entry.msgstr:
                    yield " ".join(entry.msgid.split()), " ".join(entry.msgstr.split())


@cache
def words(language: str) -> frozenset[str]:
    """Every text that the portal has in a language."""
    if language == "en":
        return frozenset(original for original, _ in entries("uz"))
    return frozenset(translated for _, translated in entries(language))


def foreign(language: str) -> frozenset[str]:
    """The texts of the other languages that are none of this one."""
    others = frozenset().union(*(words(other) for other in ("uz", "ru", "en") if other != language))
    return others - words(language)


@pytest.fixture
def _something_to_see() -> None:
    IncidentFactory(title="7")
    UnitFactory(call_sign="8", lonlat=(69.5, 41.5))
    CameraFactory(code="9", name="9")
    SiteFactory(code="9", name="9")
    SensorKindFactory()


@pytest.mark.usefixtures("_something_to_see")
@pytest.mark.parametrize("language", ["uz", "ru", "en"])
@pytest.mark.parametrize("role", list(PAGES), ids=str)
def test_no_page_shows_a_text_of_another_language(role: Role | None, language: str, client: Client) -> None:
    if role:
        person: User = UserFactory(
            username="9", role=role, language=language, is_national=True, is_staff=role is Role.ADMIN
        )
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    wrong = {}
    for page in PAGES[role]:
        answer = client.get(page)
        assert answer.status_code in {200, 404} if role is None else answer.status_code == 200, page
        strange = texts_of(answer.content.decode()) & foreign(language)
        if strange:
            wrong[page] = sorted(strange)
    assert wrong == {}
