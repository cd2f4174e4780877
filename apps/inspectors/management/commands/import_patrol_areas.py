"""`import_patrol_areas FILE [--dry-run]`: mahallas and beats from GeoJSON."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.inspectors.actions import AreasAreWrong, import_patrol_areas
from apps.inspectors.patrol_area_files import AreaFile, read_areas

MAX_BYTES: Final = 64 * 1024 * 1024
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells tell it


class Command(BaseCommand):
    """Parses, calls, prints; with any problem, or with --dry-run, nothing is stored."""

    help = (
        "Take mahallas and beats from a GeoJSON file (EPSG:4326), by code; see docs/duty.md. "
        "All that is wrong with the file is listed at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and tell, store nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            counts = self.store(read_areas(_content(file)), file.name, dry_run=dry_run)
        except KeyboardInterrupt as error:
            raise CommandError(_("Nothing was stored."), returncode=INTERRUPTED) from error
        self.stdout.write(_("%(new)s new, %(changed)s changed, %(same)s same.") % counts)
        self.stdout.write(_("Dry run: nothing was stored.") if dry_run else _("Stored."))

    def store(self, read: AreaFile, name: str, *, dry_run: bool) -> Counter[str]:
        """The action, with the problems of the file and of the rows told together."""
        problems = list(read.problems)
        with transaction.atomic(), pghistory.context(command="import_patrol_areas", file=name):
            try:
                counts = import_patrol_areas(drafts=read.drafts)
            except AreasAreWrong as refusal:
                problems += refusal.problems
            if problems:
                raise CommandError("\n".join([_("Nothing was stored."), *problems]))
            if dry_run:
                transaction.set_rollback(True)
        return counts


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(str(error)) from error
    if len(content) > MAX_BYTES:
        raise CommandError(_("The file is larger than %(size)s MiB.") % {"size": MAX_BYTES // 1024**2})
    return content
