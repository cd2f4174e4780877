"""What long-running processes report of themselves, and what admins see of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from apps.accounts.roles import Role
from apps.live import processes
from apps.live.models import ProcessReport
from apps.live.processes import ENDED, KEPT_S, SILENT, SILENT_AFTER_S, end, forget, heard_of, report
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def admin(language: str) -> Any:
    return UserFactory(role=Role.ADMIN, is_national=True, is_staff=True, language=language)


def let_pass(seconds: float) -> None:
    """As if every report had been written so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE live_processreport SET reported_at = reported_at - make_interval(secs => %s)", [seconds]
        )


def test_a_process_has_one_row_that_it_writes_over() -> None:
    report("mqtt", holder="a", state="connecting", figures={"received": 0})
    began = ProcessReport.objects.get().started_at
    report("mqtt", holder="a", state="listening", figures={"received": 7})
    row = ProcessReport.objects.get()
    assert (row.state, row.figures, row.started_at) == ("listening", {"received": 7}, began)


def test_a_process_that_says_nothing_for_a_while_is_silent_and_not_what_it_last_was() -> None:
    report("mqtt", holder="a", state="listening", figures={})
    assert [one.condition for one in heard_of("mqtt")] == ["listening"]
    let_pass(SILENT_AFTER_S + 1)
    (heard,) = heard_of("mqtt")
    assert heard.condition == SILENT
    assert heard.silent_s > SILENT_AFTER_S


def test_an_end_that_was_asked_for_is_no_silence_and_a_new_word_takes_it_back() -> None:
    report("mqtt", holder="a", state="listening", figures={})
    end("mqtt", holder="a")
    let_pass(SILENT_AFTER_S + 1)
    assert [one.condition for one in heard_of("mqtt")] == [ENDED]
    report("mqtt", holder="a", state="listening", figures={})
    assert [one.condition for one in heard_of("mqtt")] == ["listening"]


def test_what_has_been_gone_for_a_day_is_forgotten() -> None:
    report("mqtt", holder="old", state="listening", figures={})
    let_pass(KEPT_S + 1)
    report("mqtt", holder="new", state="listening", figures={})
    forget()
    assert ProcessReport.objects.get().holder == "new"


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_admins_read_figures_in_words_and_write_none(
    browser_of: Callable[[Any], Client], language: str
) -> None:
    figures = {
        "broker": "broker.example:1883",
        "quiet_s": 3.5,
        "received": 12_345,
        "last_message_at": "2026-10-01T08:15:30.250Z",
        "families": {"frigate": {"received": 5, "last_at": None}},
        "refused": {"unknown_camera": 2, "not_in_any_list": 1},
        "stored": {},
    }
    report("mqtt", holder="host:1:abc", state="listening", figures=figures)
    row = ProcessReport.objects.get()
    browser = browser_of(admin(language))
    page = browser.get(f"/admin/live/processreport/{row.pk}/change/").content.decode()
    words = processes.kind_of("mqtt").words
    with translation.override(language):
        for key in ("broker", "received", "unknown_camera", "frigate"):
            assert str(words[key]) in page
        assert page.index(str(words["broker"])) < page.index(str(words["received"]))
        assert page.index(str(words["received"])) < page.index(str(words["frigate"]))
    assert "not_in_any_list" in page
    assert "quiet_s" not in page
    assert "2026-10-01T08" not in page
    assert "broker.example:1883" in browser.get("/admin/live/processreport/").content.decode()
    assert browser.post(f"/admin/live/processreport/{row.pk}/change/", {"state": "x"}).status_code == 403
    assert browser.get("/admin/live/processreport/add/").status_code == 403


def test_a_silent_process_is_called_silent_on_the_page(browser_of: Callable[[Any], Client]) -> None:
    report("mqtt", holder="host:1:abc", state="listening", figures={})
    let_pass(SILENT_AFTER_S + 1)
    browser = browser_of(admin("en"))
    assert "silent: gone" in browser.get("/admin/live/processreport/").content.decode()
