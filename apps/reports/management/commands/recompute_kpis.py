"""`recompute_kpis --from 2026-10-01 --to 2026-10-31 [--region UZ-TK …]`: these local days again, from the ground."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from apps.core.clock import now
from apps.interchange.stopping import stopping
from apps.regions.models import Region
from apps.reports.activity import keeping
from apps.reports.models import Touch
from apps.reports.periods import DAY, Period
from apps.reports.rolling import month_of, roll_day, roll_month
from apps.reports.rollups import BATCH, Rebuilt, rebuild_day, refresh

INTERRUPTED: Final = 130
TOLD_EVERY_S: Final = 2.0


class Command(BaseCommand):
    """Facts of each day, its roll-up and its work in the field, then the months; each day is whole or as it was before."""

    help = (
        "Condense the facts of these local days (both included) again from the incidents, calls and assignments, "
        "roll up the days and their months anew, and count the duty and the calls of inspectors again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", required=True, type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--to", dest="last", required=True, type=date.fromisoformat, metavar="DATE")
        parser.add_argument(
            "--region",
            dest="regions",
            nargs="+",
            action="extend",
            metavar="CODE",
            help="all of them unless told",
        )

    def handle(
        self, *args: Any, first: date, last: date, regions: list[str] | None = None, **options: Any
    ) -> None:
        if last < first:
            raise CommandError("--to lies before --from")
        unknown = set(regions or ()) - set(Region.objects.values_list("code", flat=True))
        if unknown:
            raise CommandError(f"no such region: {', '.join(sorted(unknown))}")
        self.is_telling_all = options["verbosity"] > 1
        self.told_at = time.monotonic()
        with stopping() as stop:
            self._condense_what_waits(stop.is_set)
            self._recompute(Period(first, last), regions, stop.is_set)

    def _condense_what_waits(self, is_stopped: Callable[[], bool]) -> None:
        done = 0
        while Touch.objects.waiting().exists():
            if is_stopped():
                raise CommandError(
                    "stopped before the first day; the same command goes on from there",
                    returncode=INTERRUPTED,
                )
            refresh(at=now(), batches=1)
            done += BATCH
            self._tell(f"condensing what has changed: {done} changes")

    def _recompute(self, period: Period, regions: list[str] | None, is_stopped: Callable[[], bool]) -> None:
        begin, done = time.monotonic(), Rebuilt(0, 0, 0)
        for day in period:
            if is_stopped():
                self._stop(period, day)
            done += self._recompute_day(day, regions)
            rate = done.incidents / max(time.monotonic() - begin, 0.001)
            self._tell(
                f"{day}: {done.days} of {period.days} days, {done.incidents} incidents, {rate:.0f} a second"
            )
        for month in sorted({month_of(day) for day in period}):
            roll_month(month, at=now(), wait=True)
        self.stdout.write(f"{done.days} days, {done.incidents} incidents, {done.facts} facts")

    def _recompute_day(self, day: date, regions: list[str] | None) -> Rebuilt:
        rebuilt = rebuild_day(day, at=now(), regions=regions)
        roll_day(day, at=now(), wait=True, whole=regions is None)
        keeping.rebuild_day(day, at=now(), regions=regions)
        return rebuilt

    def _stop(self, period: Period, day: date) -> None:
        done = "before the first day" if day == period.first else f"after {day - DAY}"
        raise CommandError(f"stopped {done}; --from {day} goes on from there", returncode=INTERRUPTED)

    def _tell(self, line: str) -> None:
        if self.is_telling_all or time.monotonic() - self.told_at > TOLD_EVERY_S:
            self.told_at = time.monotonic()
            self.stdout.write(line)
