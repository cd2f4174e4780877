"""Of several tickers one acts; when it dies another goes on; a job that fails stops nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection

from apps.live.leases import give_back, hold
from apps.live.models import Lease
from apps.live.ticking import Job, Ticker, perform

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lease_is_held_by_one_until_it_lapses() -> None:
    assert hold("work", holder="a", for_s=0.2)
    assert hold("work", holder="a", for_s=0.2)
    assert not hold("work", holder="b", for_s=5)
    time.sleep(0.25)
    assert hold("work", holder="b", for_s=5)
    give_back("work", holder="a")
    assert not hold("work", holder="a", for_s=5)
    give_back("work", holder="b")
    assert hold("work", holder="a", for_s=5)


def test_only_the_holder_of_the_lease_does_what_is_due() -> None:
    ran: list[str] = []
    first = Ticker("first", jobs=[Job(1.0, lambda at: ran.append("first"))])
    second = Ticker("second", jobs=[Job(1.0, lambda at: ran.append("second"))])
    for second_no in (0.0, 1.0, 2.0):
        for ticker in (first, second):
            with ThreadPoolExecutor(1) as threads:
                ticker.step(threads, 100.0 + second_no)
    assert ran == ["first"] * 3


def test_a_job_runs_on_its_beat_and_never_twice_at_once() -> None:
    job = Job(1.0, lambda at: None)
    assert job.is_due(100.0)
    job.put_off(100.0)
    assert not job.is_due(100.4)
    assert job.is_due(101.0)


def test_a_job_that_fails_is_logged_and_the_next_one_runs() -> None:
    ran: list[datetime] = []

    def fail(at: datetime) -> None:
        raise ZeroDivisionError

    perform(fail)
    perform(ran.append)
    assert len(ran) == 1


def start_ticker() -> subprocess.Popen[bytes]:
    name = connection.settings_dict["NAME"]
    address = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_ticker"],
        env={**os.environ, "DATABASE_URL": f"{address}/{name}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def two_tickers() -> Iterator[list[subprocess.Popen[bytes]]]:
    tickers = [start_ticker(), start_ticker()]
    yield tickers
    for ticker in tickers:
        ticker.kill()
        ticker.wait()


def holder_other_than(pid: int | None, within_s: float) -> int:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        lease = Lease.objects.first()
        if lease is not None and int(lease.holder.split(":")[1]) != pid:
            return int(lease.holder.split(":")[1])
        time.sleep(0.1)
    raise AssertionError("nobody took the lease")


def test_another_ticker_takes_over_within_seconds_when_one_dies(
    two_tickers: list[subprocess.Popen[bytes]],
) -> None:
    first = holder_other_than(None, within_s=30)
    died = next(ticker for ticker in two_tickers if ticker.pid == first)
    died.kill()
    assert holder_other_than(first, within_s=8) in {ticker.pid for ticker in two_tickers}
