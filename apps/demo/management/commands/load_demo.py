"""`load_demo`: accounts, cameras, people in the field and a month of history. Safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.core.clock import now
from apps.demo.loading.demo import Size, load_demo
from apps.demo.secret_files import credentials_path
from apps.regions.models import Region


class Command(BaseCommand):
    """Parses, calls, prints."""

    help = "Load the demo. What it has loaded before stays; passwords are written to a file under var/ alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cameras", type=int, default=settings.SAFECITY_DEMO_CAMERAS)
        parser.add_argument("--inspectors", type=int, default=settings.SAFECITY_DEMO_INSPECTORS)
        parser.add_argument("--incidents", type=int, default=settings.SAFECITY_DEMO_INCIDENTS)
        parser.add_argument("--sensors", type=int, default=settings.SAFECITY_DEMO_SENSORS)
        parser.add_argument("--days", type=int, default=30, help="how far back history goes")

    def handle(
        self,
        *args: Any,
        cameras: int,
        inspectors: int,
        incidents: int,
        days: int,
        sensors: int,
        **options: Any,
    ) -> None:
        if not settings.SAFECITY_DEMO:
            raise CommandError("SAFECITY_DEMO is 0: this portal is to have no demo.")
        if not Region.objects.bounded().exists():
            raise CommandError("There are no regions yet: run load_reference_data first.")
        size = Size(cameras=cameras, inspectors=inspectors, incidents=incidents, days=days, sensors=sensors)
        load_demo(size=size, at=now(), tell=self._tell)
        self._tell(f"passwords: {credentials_path()}")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
