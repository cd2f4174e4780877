"""`manage.py replay_incidents FILE --mapping MAPPING --speed N`: a table's incidents again, as a live exercise."""

import signal
import time
from pathlib import Path
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.clock import now
from apps.interchange.files.playing import Player
from apps.interchange.files.replay import Cue, cues
from apps.interchange.management.commands.import_incidents import load


class Command(BaseCommand):
    """Every incident it makes is an exercise: it is marked on each screen and counts in no report."""

    help = "Play the incidents of a CSV file as live exercises, N times as fast, the first of them now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True)
        parser.add_argument("--speed", type=float, default=1.0, help="how many times as fast")
        parser.add_argument("--calls-only", action="store_true", help="only the reports: people do the rest")
        parser.add_argument("--limit", type=int, default=0, help="only the first N incidents")

    def handle(self, *args: Any, **options: Any) -> None:
        speed: float = options["speed"]
        if not speed > 0:
            raise CommandError("--speed must be above 0")
        table, mapping = load(options["file"], options["mapping"])
        chosen = sorted(table.incidents, key=lambda incident: incident.stamps["reported_at"])
        script = cues(chosen[: options["limit"] or None], calls_only=options["calls_only"])
        begin = now()
        player = Player(mapping, f"{begin:%Y%m%dT%H%M%S}")
        played, overtaken = self._play(player, script, speed)
        self.stdout.write(
            f"{len(player.ids)} incidents, {played} steps played, {overtaken} overtaken by people, "
            f"{len(script) - played - overtaken} left"
        )

    def _play(self, player: Player, script: list[Cue], speed: float) -> tuple[int, int]:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        begin = time.monotonic()
        played = overtaken = 0
        for cue in script:
            if stop.wait(max(0.0, begin + cue.after_s / speed - time.monotonic())):
                break
            if player.play(cue, at=now()):
                played += 1
            else:
                overtaken += 1
        return played, overtaken
