"""`manage.py import_cameras FILE --mapping MAPPING [--dry-run]`: cameras from another register's table."""

import time
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.cameras.drafts import OutsideCountry
from apps.core.clock import now
from apps.interchange.files.camera_mapping import CameraMapping, read_camera_mapping
from apps.interchange.files.cameras import Outcome, import_cameras
from apps.interchange.files.reading import UnreadableFile, write_rejected
from apps.interchange.files.toml import MappingProblem
from apps.interchange.management.commands.import_incidents import INTERRUPTED, refuse_whole, tell_errors
from apps.interchange.stopping import stopping

TOLD_EVERY: Final = 10_000


def load_mapping(path: Path) -> CameraMapping:
    """The mapping of the command; raises `CommandError` with every problem."""
    try:
        return read_camera_mapping(path)
    except MappingProblem as error:
        raise CommandError("\n".join([f"{path}:", *error.problems])) from error
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


class Command(BaseCommand):
    """Parses, calls, tells."""

    help = "Import cameras from a CSV file, as a mapping (TOML) reads it; see docs/cameras.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True)
        parser.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
        parser.add_argument(
            "--rejected", type=Path, help="where refused rows go (for cameras.csv: cameras.rejected.csv)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        rejected: Path = options["rejected"] or file.with_suffix(".rejected.csv")
        if rejected.resolve() == file.resolve():
            raise CommandError("--rejected must be another file than the one that is read")
        mapping = load_mapping(options["mapping"])
        is_dry: bool = options["dry_run"]
        outcome = self._import(file, mapping, is_dry=is_dry)
        tell_errors(outcome.sheet, self.stderr)
        if outcome.sheet.errors and not is_dry:
            self._write_rejected(rejected, outcome, mapping)
        self._tell(outcome, is_dry=is_dry)

    def _import(self, file: Path, mapping: CameraMapping, *, is_dry: bool) -> Outcome:
        begin = time.monotonic()
        told = 0

        def progress(outcome: Outcome) -> None:
            nonlocal told
            if outcome.sheet.rows - told >= TOLD_EVERY:
                told = outcome.sheet.rows
                rate = told / max(time.monotonic() - begin, 0.001)
                self.stdout.write(f"{told} rows, {rate:.0f} rows/s")

        try:
            with stopping() as stop:
                return import_cameras(
                    file, mapping, by=None, at=now(), is_dry=is_dry, progress=progress, is_stopped=stop.is_set
                )
        except UnreadableFile as error:
            raise CommandError(f"{file}: {error}") from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error

    def _write_rejected(self, rejected: Path, outcome: Outcome, mapping: CameraMapping) -> None:
        try:
            write_rejected(rejected, outcome.sheet, encoding=mapping.encoding, delimiter=mapping.delimiter)
        except OSError as error:
            raise CommandError(f"{rejected}: {error.strerror}; the other rows are taken") from error
        self.stdout.write(f"refused rows are in {rejected}")

    def _tell(self, outcome: Outcome, *, is_dry: bool) -> None:
        counts = ", ".join(f"{count} {name}" for name, count in outcome.counts.items())
        abroad = outcome.sheet.refused(OutsideCountry.code)
        line = (
            f"{outcome.sheet.rows} rows: {counts}, {outcome.sheet.refused()} refused, "
            f"{abroad} of them outside the country"
        )
        self.stdout.write(f"dry run: {line}; nothing written" if is_dry else line)
        if not outcome.is_whole:
            raise CommandError(
                f"stopped after {outcome.done} cameras; the same command goes on from there",
                returncode=INTERRUPTED,
            )
        refuse_whole(outcome.sheet)
