"""`manage.py import_incidents FILE --mapping MAPPING [--dry-run]`: incidents of the past from a table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.clock import now
from apps.interchange.files.incidents import import_table, read_table, write_rejected
from apps.interchange.files.mapping import IncidentMapping, MappingProblem, read_mapping
from apps.interchange.files.rows import Table, UnreadableFile

SHOWN = 20


def load(file: Path, mapping: Path) -> tuple[Table, IncidentMapping]:
    """The table and the mapping of a command's arguments; raises `CommandError` with every problem."""
    try:
        read = read_mapping(mapping)
        return read_table(file, read), read
    except MappingProblem as error:
        raise CommandError("\n".join([f"{mapping}:", *error.problems])) from error
    except (UnreadableFile, OSError, LookupError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}") from error


class Command(BaseCommand):
    """Reads the whole file first; writes nothing with `--dry-run`."""

    help = "Import incidents of the past from a CSV file, as a mapping (TOML) reads it; see docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True)
        parser.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
        parser.add_argument("--rejected", type=Path, help="where refused rows go (FILE.rejected.csv)")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        table, mapping = load(file, options["mapping"])
        self._tell_errors(table)
        if options["dry_run"]:
            units = sum(len(incident.units) for incident in table.incidents)
            self.stdout.write(
                f"dry run: {table.rows} rows, {len(table.incidents)} incidents, {units} units, "
                f"{len(table.errors)} rows refused; nothing written"
            )
            return
        if table.errors:
            rejected: Path = options["rejected"] or file.with_suffix(".rejected.csv")
            write_rejected(rejected, table, mapping)
            self.stdout.write(f"refused rows are in {rejected}")
        outcome = import_table(table, mapping, by=None, at=now(), progress=self._progress)
        self.stdout.write(
            f"{outcome.rows} rows, {outcome.incidents} incidents: {outcome.new_incidents} new, "
            f"{outcome.new_assignments} new assignments, {len(outcome.errors)} rows refused"
        )

    def _tell_errors(self, table: Table) -> None:
        for error in table.errors[:SHOWN]:
            self.stderr.write(f"line {error.line.number}: {error.reason}")
        if len(table.errors) > SHOWN:
            self.stderr.write(f"… and {len(table.errors) - SHOWN} more refused rows")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done} of {total} incidents")
