"""`manage.py replay_incidents FILE --mapping MAPPING --speed N`: a table's incidents again, as a live exercise."""

import time
from argparse import ArgumentTypeError
from collections import Counter
from pathlib import Path
from threading import TIMEOUT_MAX, Event
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.clock import now
from apps.interchange.files.limits import BEYOND
from apps.interchange.files.playing import Played, Player
from apps.interchange.files.replay import Cue, cues
from apps.interchange.management.commands.import_incidents import load, tell_errors
from apps.interchange.stopping import stopping

SLOWEST: Final = 0.01
FASTEST: Final = 1_000_000


def _speed(text: str) -> float:
    value = float(text)
    if not SLOWEST <= value <= FASTEST:
        raise ArgumentTypeError(f"must be from {SLOWEST} to {FASTEST}")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ArgumentTypeError("must be 1 or more")
    return value


class Command(BaseCommand):
    """Every incident it makes is an exercise: it is marked on each screen and counts in no report."""

    help = "Play the incidents of a CSV file as live exercises, N times as fast, the first of them now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True)
        parser.add_argument("--speed", type=_speed, default=1.0, help="how many times as fast")
        parser.add_argument("--calls-only", action="store_true", help="only the reports: people do the rest")
        parser.add_argument("--limit", type=_count, help="only the first N incidents")

    def handle(self, *args: Any, **options: Any) -> None:
        # Only the distances between the file's times are played, so that a script of next year is as good.
        table, mapping = load(options["file"], options["mapping"], latest=BEYOND, out=self.stdout)
        tell_errors(table, self.stderr)
        if not table.incidents:
            raise CommandError(f"{options['file']}: no incident to play")
        chosen = sorted(table.incidents, key=lambda incident: incident.stamps["reported_at"])
        script = cues(chosen[: options["limit"]], calls_only=options["calls_only"])
        player = Player(mapping, f"{now():%Y%m%dT%H%M%S}")
        counts = self._play(player, script, options["speed"])
        self.stdout.write(
            f"{len(player.ids)} incidents, {counts[Played.DONE]} steps played, "
            f"{counts[Played.OVERTAKEN]} overtaken by people, {len(script) - counts.total()} left"
        )
        if counts[Played.REFUSED]:
            raise CommandError(f"{counts[Played.REFUSED]} steps were refused")

    def _play(self, player: Player, script: list[Cue], speed: float) -> Counter[Played]:
        counts: Counter[Played] = Counter()
        with stopping() as stop:
            begin = time.monotonic()
            for cue in script:
                if _is_stopped(stop, begin + cue.after_s / speed - time.monotonic()):
                    break
                counts[player.play(cue, at=now(), tell=self.stderr.write)] += 1
        return counts


def _is_stopped(stop: Event, wait_s: float) -> bool:
    """Wait for the next step; true when the command was asked to stop meanwhile."""
    return stop.wait(min(max(0.0, wait_s), TIMEOUT_MAX))
