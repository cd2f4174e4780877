"""`manage.py run_ticker`: does what time brings. Any number may run; one of them acts."""

import os
import signal
import socket
from threading import Event
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand

from apps.live.ticking import Ticker


class Command(BaseCommand):
    """Runs until SIGINT or SIGTERM."""

    help = "Do what time brings: frames of positions, expiry, ringing again. Several may run; one acts."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        Ticker(f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}").run(stop)
