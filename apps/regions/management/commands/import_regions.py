"""`import_regions FILE [--dry-run]`: replace the polygons of the regions after checking them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.errors import DomainError
from apps.regions.actions import Replacement, replace_boundaries
from apps.regions.boundaries import check
from apps.regions.models import Place

MAX_BYTES = 64 * 1024 * 1024


class Command(BaseCommand):
    """Parses, calls, prints; with any problem, or with --dry-run, nothing is stored."""

    help = (
        "Replace the polygons of the 14 regions by those of a GeoJSON file (EPSG:4326; the property iso holds "
        "the ISO code). All that is wrong with the file is listed at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and tell, store nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        checked = check(_content(file))
        if checked.problems:
            raise CommandError("\n".join([_("Nothing was stored."), *checked.problems]))
        with transaction.atomic(), pghistory.context(command="import_regions", file=file.name):
            self.tell(self.replace(checked.shapes))
            if dry_run:
                transaction.set_rollback(True)
        self.stdout.write(_("Dry run: nothing was stored.") if dry_run else _("Stored."))

    def replace(self, shapes: Any) -> list[Replacement]:
        """The action; its refusal as a sentence."""
        try:
            return replace_boundaries(shapes=shapes)
        except DomainError as refusal:
            raise CommandError(refusal.detail) from refusal

    def tell(self, replacements: list[Replacement]) -> None:
        """A line per region, and how many places now lie in their own."""
        for one in replacements:
            word = _("changed") if one.is_changed else _("same")
            self.stdout.write(f"{one.code}  {one.before_km2:12.1f} km² -> {one.after_km2:12.1f} km²  {word}")
        told = {"inside": Place.objects.inside_own_region().count(), "all": Place.objects.count()}
        self.stdout.write(_("%(inside)s of %(all)s places lie inside their own region.") % told)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(str(error)) from error
    if len(content) > MAX_BYTES:
        raise CommandError(_("The file is larger than %(size)s MiB.") % {"size": MAX_BYTES // 1024**2})
    return content
