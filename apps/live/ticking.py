"""What time brings: upper rooms register their regular work, and one ticker of many does it."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Final

import structlog
from django.db import Error as DatabaseError
from django.db import close_old_connections

from apps.core.clock import now
from apps.live.leases import give_back, hold

log = structlog.get_logger(__name__)

LEASE: Final = "ticker"
LEASE_S: Final = 4.0
RENEW_S: Final = 1.0
STEP_S: Final = 0.1
THREADS: Final = 4

Run = Callable[[datetime], object]


@dataclass(slots=True)
class Job:
    """Work that is due every `every_s` seconds; it gets the time, and must be safe to run twice."""

    every_s: float
    run: Run
    due_at: float = 0.0
    running: Future[None] | None = None

    def is_due(self, monotonic: float) -> bool:
        """Is it time, and is the last run over?"""
        return monotonic >= self.due_at and (self.running is None or self.running.done())

    def put_off(self, monotonic: float) -> None:
        """Due next on its own beat; beats that were missed are left out."""
        self.due_at = max(self.due_at + self.every_s, monotonic + self.every_s / 2)


_registered: list[tuple[float, Run]] = []


def register(every_s: float, run: Run) -> None:
    """Have `run(at)` called every `every_s` seconds by the one ticker that acts; from `AppConfig.ready`."""
    if (every_s, run) not in _registered:
        _registered.append((every_s, run))


@dataclass(slots=True)
class Ticker:
    """One of any number of tickers; only the holder of the lease acts.

    Each job has a thread while it runs, so that a slow one delays neither the others nor the lease.
    """

    holder: str
    jobs: list[Job] = field(default_factory=lambda: [Job(every_s, run) for every_s, run in _registered])
    leads_until: float = 0.0
    renew_at: float = 0.0

    def run(self, stop: Event) -> None:
        """Tick until `stop` is set, then let another one act at once."""
        with ThreadPoolExecutor(THREADS, thread_name_prefix="ticker") as threads:
            while not stop.wait(STEP_S):
                self.step(threads, time.monotonic())
        self._resign()

    def step(self, threads: ThreadPoolExecutor, monotonic: float) -> None:
        """Renew the lease when it is time; start what is due."""
        if monotonic >= self.renew_at:
            self._renew(monotonic)
        if monotonic >= self.leads_until:
            return
        for job in self.jobs:
            if job.is_due(monotonic):
                job.put_off(monotonic)
                job.running = threads.submit(perform, job.run)

    def _renew(self, monotonic: float) -> None:
        self.renew_at = monotonic + RENEW_S
        led = monotonic < self.leads_until
        try:
            close_old_connections()
            leads = hold(LEASE, holder=self.holder, for_s=LEASE_S)
        except DatabaseError as error:
            log.warning("lease_not_renewed", error=str(error))
            return
        self.leads_until = monotonic + LEASE_S if leads else 0.0
        if leads != led:
            log.info("ticker_leads" if leads else "ticker_waits", holder=self.holder)

    def _resign(self) -> None:
        try:
            give_back(LEASE, holder=self.holder)
        except DatabaseError as error:
            log.warning("lease_not_given_back", error=str(error))


def perform(run: Run) -> None:
    """Do a job now; what goes wrong is logged, and the next beat tries again."""
    close_old_connections()
    try:
        run(now())
    except Exception:
        log.exception("tick_failed", job=f"{run.__module__}.{getattr(run, '__name__', run)}")
    finally:
        close_old_connections()
