"""`manage.py import_incidents FILE --mapping MAPPING [--dry-run]`: incidents of the past from a table."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from apps.core.clock import now
from apps.interchange.files.incidents import Outcome, import_table, outside_country, read_table
from apps.interchange.files.limits import AHEAD
from apps.interchange.files.mapping import IncidentMapping, read_mapping
from apps.interchange.files.reading import Sheet, UnreadableFile, write_rejected
from apps.interchange.files.rows import Table
from apps.interchange.files.toml import MappingProblem
from apps.interchange.stopping import stopping

SHOWN: Final = 20
INTERRUPTED: Final = 130


def load(file: Path, mapping: Path, *, latest: datetime, out: OutputWrapper) -> tuple[Table, IncidentMapping]:
    """The table and the mapping of a command's arguments; raises `CommandError` with every problem."""
    try:
        read = read_mapping(mapping)
    except MappingProblem as error:
        raise CommandError("\n".join([f"{mapping}:", *error.problems])) from error
    except OSError as error:
        raise CommandError(f"{mapping}: {error.strerror}") from error
    try:
        return read_table(
            file, read, latest=latest, tell=lambda rows: out.write(f"reading: {rows} rows")
        ), read
    except UnreadableFile as error:
        raise CommandError(f"{file}: {error}") from error
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error


def tell_errors(table: Sheet, err: OutputWrapper) -> None:
    """The first refused rows, by their lines."""
    for error in table.errors[:SHOWN]:
        err.write(f"line {error.line.number}: {error.reason}")
    if len(table.errors) > SHOWN:
        err.write(f"… and {len(table.errors) - SHOWN} more refused rows")


def refuse_whole(table: Sheet) -> None:
    """A command that could take no row at all has failed; single refused rows are told, and it has not."""
    if table.is_refused:
        raise CommandError("every row was refused: does the mapping fit this file?")


class Command(BaseCommand):
    """Reads the whole file first; writes nothing with `--dry-run`."""

    help = "Import incidents of the past from a CSV file, as a mapping (TOML) reads it; see docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True)
        parser.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
        parser.add_argument(
            "--rejected", type=Path, help="where refused rows go (for calls.csv: calls.rejected.csv)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        rejected: Path = options["rejected"] or file.with_suffix(".rejected.csv")
        if rejected.resolve() == file.resolve():
            raise CommandError("--rejected must be another file than the one that is read")
        at = now()
        table, mapping = load(file, options["mapping"], latest=at + AHEAD, out=self.stdout)
        tell_errors(table, self.stderr)
        if options["dry_run"]:
            self._tell_dry_run(table)
            return
        if table.errors:
            self._write_rejected(rejected, table, mapping)
        self._tell(self._import(table, mapping, at), table)

    def _tell_dry_run(self, table: Table) -> None:
        units = sum(len(incident.units) for incident in table.incidents)
        self.stdout.write(
            f"dry run: {table.rows} rows, {len(table.incidents)} incidents, {units} units, "
            f"{table.refused()} rows refused, {outside_country(table)} incidents outside the country; "
            "nothing written"
        )
        still_open = sum(incident.end == "open" for incident in table.incidents)
        if still_open:
            self.stdout.write(f"{still_open} of the incidents would not be closed by the import")
        refuse_whole(table)

    def _write_rejected(self, rejected: Path, table: Table, mapping: IncidentMapping) -> None:
        try:
            write_rejected(rejected, table, encoding=mapping.encoding, delimiter=mapping.delimiter)
        except OSError as error:
            raise CommandError(f"{rejected}: {error.strerror}; nothing imported") from error
        self.stdout.write(f"refused rows are in {rejected}")

    def _import(self, table: Table, mapping: IncidentMapping, at: datetime) -> Outcome:
        begin = time.monotonic()

        def progress(outcome: Outcome) -> None:
            rate = outcome.done_rows / max(time.monotonic() - begin, 0.001)
            self.stdout.write(f"writing: {outcome.done} of {outcome.incidents} incidents, {rate:.0f} rows/s")

        with stopping() as stop:
            return import_table(table, mapping, by=None, at=at, progress=progress, is_stopped=stop.is_set)

    def _tell(self, outcome: Outcome, table: Table) -> None:
        self.stdout.write(
            f"{outcome.rows} rows, {outcome.incidents} incidents: {outcome.new_incidents} new, "
            f"{outcome.new_assignments} new assignments, {table.refused()} rows refused, "
            f"{outside_country(table)} incidents outside the country"
        )
        if outcome.done < outcome.incidents:
            raise CommandError(
                f"stopped after {outcome.done} of {outcome.incidents} incidents, each of them whole; "
                "the same command goes on from there",
                returncode=INTERRUPTED,
            )
        refuse_whole(table)
