"""`load_reference_data`: what a portal needs before its first day. Safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from apps.core.reference import load_all


class Command(BaseCommand):
    """Parses, calls, prints."""

    help = (
        "Load regions, districts, places, incident types and targets. Rows that exist are kept as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--overwrite", action="store_true", help="bring rows that exist back to what the portal ships"
        )

    @transaction.atomic
    def handle(self, *args: Any, overwrite: bool, **options: Any) -> None:
        for room, rows in load_all(overwrite=overwrite).items():
            told = ", ".join(f"{kind} {number}" for kind, number in rows.items())
            self.stdout.write(f"{room}: {told}")
