"""`recompute_kpis --from 2026-10-01 --to 2026-10-31`: condense these local days again from the ground."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.clock import now
from apps.reports.periods import Period
from apps.reports.rollups import rebuild_day, refresh


class Command(BaseCommand):
    help = "Condense the facts of these local days (both included) again from the incidents, calls and assignments."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", required=True, type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--to", dest="last", required=True, type=date.fromisoformat, metavar="DATE")

    def handle(self, *args: Any, first: date, last: date, **options: Any) -> None:
        if last < first:
            raise CommandError("--to lies before --from")
        refresh(at=now())
        incidents = facts = 0
        for day in Period(first, last):
            rebuilt = rebuild_day(day, at=now())
            incidents, facts = incidents + rebuilt.incidents, facts + rebuilt.facts
            if options["verbosity"] > 1:
                self.stdout.write(f"{day}: {rebuilt.incidents} incidents, {rebuilt.facts} facts")
        self.stdout.write(f"{Period(first, last).days} days, {incidents} incidents, {facts} facts")
