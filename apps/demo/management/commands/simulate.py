"""`simulate`: calls come, units answer them, until Ctrl-C. Several may run; one of them plays."""

import os
import random
import signal
import socket
from argparse import ArgumentParser
from threading import Event
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.models import User
from apps.cameras.models import WatchEntry
from apps.demo.accounts import colleague_of
from apps.demo.country import grounds
from apps.demo.loading.field import DEVICES
from apps.demo.secret_files import read_credentials, simulator_key_path
from apps.demo.simulator.leading import Leading
from apps.demo.simulator.simulation import Script, Simulation
from apps.inspectors.models import Device
from apps.regions.models import District


class Command(BaseCommand):
    """Parses, builds, runs until SIGINT or SIGTERM."""

    help = "Play the demo: a client of the portal that calls, answers and moves as people and units do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        port = settings.SAFECITY_PORT
        parser.add_argument("--portal", default=f"http://127.0.0.1:{port}", help="where the portal answers")
        parser.add_argument(
            "--every",
            type=float,
            default=settings.SAFECITY_SIMULATE_CALL_EVERY_S,
            help="mean seconds between two calls in the nation",
        )
        parser.add_argument("--seed", type=int, help="the same chance each time")

    def handle(self, *args: Any, portal: str, every: float, seed: int | None, **options: Any) -> None:
        if every <= 0:
            raise CommandError("--every must be greater than 0.")
        script = _script(portal, every)
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        leading = Leading(f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}")
        rng = random.Random(seed)  # noqa: S311 (no secret)
        try:
            Simulation(script, rng=rng, may_go_on=leading.may_go_on).run(stop)
        finally:
            leading.resign()


def _script(portal: str, every: float) -> Script:
    address = urlsplit(portal)
    key_path = simulator_key_path()
    if address.scheme != "http" or not address.hostname:
        raise CommandError(f"{portal} is no http address.")
    if not key_path.exists():
        raise CommandError(f"There is no key in {key_path}: run load_demo first.")
    country = grounds()
    played = [colleague_of(code) for code in country]
    return Script(
        host=address.hostname,
        port=address.port or 80,
        api_key=key_path.read_text().strip(),
        passwords=read_credentials(),
        people=frozenset(User.objects.filter(username__in=played).values_list("pk", flat=True)),
        units=frozenset(Device.objects.filter(identifier__startswith=DEVICES).values_list("unit", flat=True)),
        call_every_s=every,
        grounds=country,
        districts={
            code: dict(District.objects.filter(region=code).values_list("name_uz", "soato"))
            for code in country
        },
        wanted=tuple(
            WatchEntry.objects.filter(ended_at=None, is_pattern=False).values_list("plate", flat=True)
        ),
    )
