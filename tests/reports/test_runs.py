"""The life of a run: asked for, sent, computed once, cancelled, lost and found again."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from celery.contrib.testing.worker import start_worker
from kombu.exceptions import OperationalError

from apps.core.clock import now
from apps.core.errors import NotFound
from apps.regions.scope import EVERYTHING, NOTHING, Scope
from apps.reports import actions
from apps.reports.actions.perform_run import SILENT
from apps.reports.models import ReportRun
from apps.reports.questions import Question
from apps.reports.tasks import requeue, run
from safecity_portal.celery import app
from tests.accounts.factories import UserFactory
from tests.reports.factories import OCTOBER, stamped

SEND = "apps.reports.queueing.current_app.send_task"
TASHKENT = Scope(frozenset({"UZ-TK"}))


@pytest.fixture
def sent() -> Any:
    """The ids of runs that were handed to the queue."""
    ids: list[str] = []
    with patch(SEND, side_effect=lambda name, args, **_: ids.append(args[0])):
        yield ids


def asked(scope: Scope = EVERYTHING, **narrowing: Any) -> ReportRun:
    question = Question(OCTOBER, scope, **narrowing)
    return actions.request_run(name="response-times", question=question, by=None, at=now(), language="en")


@pytest.mark.django_db
def test_a_run_is_sent_after_commit_and_computed(
    sent: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    stamped(on_scene=90)
    with django_capture_on_commit_callbacks(execute=True):
        queued = asked()
        assert sent == []
    assert sent == [str(queued.pk)]
    assert run(str(queued.pk)) is True
    done = ReportRun.objects.get(pk=queued.pk)
    assert (done.status, done.progress, done.attempt) == ("done", 100, 1)
    assert None not in (done.sent_at, done.started_at, done.finished_at)
    assert done.result["total"]["intervals"]["total_response"]["median_s"] == 90
    assert sorted(done.files.values_list("kind", flat=True)) == ["csv", "xlsx"]


@pytest.mark.django_db
def test_a_second_call_of_the_task_does_nothing(sent: list[str]) -> None:
    queued = asked()
    run(str(queued.pk))
    finished = ReportRun.objects.get(pk=queued.pk).finished_at
    assert run(str(queued.pk)) is False
    assert ReportRun.objects.get(pk=queued.pk).finished_at == finished


@pytest.mark.django_db
def test_a_run_that_somebody_computes_is_left_alone_until_he_is_silent() -> None:
    queued = asked()
    ReportRun.objects.filter(pk=queued.pk).update(status="running", beat_at=now(), attempt=1)
    assert run(str(queued.pk)) is False
    ReportRun.objects.filter(pk=queued.pk).update(beat_at=now() - SILENT * 2)
    assert run(str(queued.pk)) is True
    assert ReportRun.objects.get(pk=queued.pk).attempt == 2


@pytest.mark.django_db
def test_a_run_keeps_the_scope_of_whoever_asked() -> None:
    stamped(on_scene=10)
    stamped(on_scene=99, region__code="UZ-TO")
    queued = asked(TASHKENT)
    run(str(queued.pk))
    queued.refresh_from_db()
    assert queued.result["total"]["incidents"] == 1
    assert queued.result["regions"] == ["UZ-TK"]
    assert [row["key"] for row in queued.result["breakdowns"]["region"]["rows"]] == ["UZ-TK"]


@pytest.mark.django_db
def test_cancelling_stops_the_work_at_its_next_step() -> None:
    stamped(on_scene=10)
    queued, user = asked(), UserFactory(role="chief")

    def cancel(*_: Any, **__: Any) -> Any:
        actions.cancel_run(run_id=queued.pk, scope=EVERYTHING, by=user, at=now())
        return now()

    with patch("apps.reports.actions.perform_run.refresh", side_effect=cancel):
        assert run(str(queued.pk)) is False
    queued.refresh_from_db()
    assert (queued.status, queued.result, queued.files.count()) == ("cancelled", None, 0)
    assert run(str(queued.pk)) is False


@pytest.mark.django_db
def test_a_run_that_has_ended_is_not_cancelled_and_a_foreign_one_is_not_found() -> None:
    queued, user = asked(TASHKENT), UserFactory(role="chief")
    for scope in (NOTHING, Scope(frozenset({"UZ-TO"}))):
        with pytest.raises(NotFound):
            actions.cancel_run(run_id=queued.pk, scope=scope, by=user, at=now())
    run(str(queued.pk))
    assert actions.cancel_run(run_id=queued.pk, scope=TASHKENT, by=user, at=now()).status == "done"


@pytest.mark.django_db
def test_a_failure_is_told_by_the_run_and_by_the_task() -> None:
    queued = asked()
    with (
        patch("apps.reports.actions.perform_run.files_of", side_effect=RuntimeError("disk")),
        pytest.raises(RuntimeError),
    ):
        run(str(queued.pk))
    queued.refresh_from_db()
    assert (queued.status, queued.error) == ("failed", "internal")
    assert queued.finished_at


@pytest.mark.django_db
def test_a_dead_queue_fails_no_request_and_the_run_is_sent_again(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with (
        patch(SEND, side_effect=OperationalError("no redis")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        queued = asked()
    queued.refresh_from_db()
    assert (queued.status, queued.sent_at) == ("queued", None)
    ReportRun.objects.update(requested_at=now() - timedelta(minutes=1))
    with patch(SEND) as send:
        assert requeue() == 1
        assert requeue() == 0
    assert send.call_args.kwargs["args"] == [str(queued.pk)]


@pytest.mark.django_db
def test_a_run_whose_worker_was_lost_is_sent_again_and_given_up_after_three_times(sent: list[str]) -> None:
    queued = asked()
    lost = {"status": "running", "beat_at": now() - SILENT * 2}
    ReportRun.objects.update(**lost, attempt=2)
    assert requeue() == 1
    ReportRun.objects.update(**lost, attempt=3)
    assert requeue() == 0
    queued.refresh_from_db()
    assert (queued.status, queued.error) == ("failed", "given_up")


@pytest.mark.django_db(transaction=True)
def test_a_worker_computes_a_run_that_came_through_redis() -> None:
    stamped(on_scene=42)
    with start_worker(app, perform_ping_check=False, pool="solo", shutdown_timeout=20):
        queued = asked()
        deadline = now() + timedelta(seconds=20)
        while not ReportRun.objects.get(pk=queued.pk).is_ended and now() < deadline:
            pass
    queued.refresh_from_db()
    assert queued.status == "done"
    assert queued.result["total"]["intervals"]["total_response"]["p90_s"] == 42
